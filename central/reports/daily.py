"""The end of a day at a station or site (日結): cards handed over and their fees, and every kind of act with its outcome; what
was counted in the drawers when shifts were closed, and by how much it differed.

A day is that of the act, by the station's corrected clock, so that what comes in late is on the day on which money was taken.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from central.files.table import Cell, Column, Table
from central.reports.inquiry import Inquiry, sites
from central.schema import journal, outcomes
from domain import taipei
from domain.errors import Refused
from domain.events import CardIssued, Event, ShiftClosed, decode
from domain.fees import taken_ntd
from domain.wire import OutcomeStatus

_LATE_MS = 40 * 24 * 3_600_000
"""How long after its day an act may come in and still be on it."""
_COUNTED = frozenset({OutcomeStatus.ACCEPTED.value, OutcomeStatus.FLAGGED.value})
_Key = tuple[date, str, str, str, str]


class _Sum(msgspec.Struct, kw_only=True):
    acts: int = 0
    flagged: int = 0
    open: int = 0
    fees_ntd: int = 0
    cash_ntd: int = 0
    difference_ntd: int = 0


def close(inquiry: Inquiry) -> Table:
    """By day, station and kind of act."""
    columns = [
        Column(title="日期", kind="day"),
        Column(title="地點", width=20),
        Column(title="工作站", width=20),
        Column(title="項目", width=20),
        Column(title="卡別", width=14),
        Column(title="件數", kind="number"),
        Column(title="其中待查", kind="number"),
        Column(title="未成立", kind="number"),
        Column(title="規費", kind="ntd"),
        Column(title="結班點收", kind="ntd"),
        Column(title="結班差額", kind="ntd"),
    ]
    return Table(name="日結", columns=columns, rows=_close(inquiry))


def _close(inquiry: Inquiry) -> Iterator[tuple[Cell, ...]]:
    programme, places = inquiry.authority.programme, sites(inquiry.connection)
    wanted = [
        station for station, (site, _) in places.items() if inquiry.station in ("", station) and inquiry.site in ("", site)
    ]
    sums: dict[_Key, _Sum] = {}
    for station in wanted:
        for row, event, at_ms in _acts(inquiry, station):
            kind, fee_ntd = _kind(event), taken_ntd(programme, event.payload)
            site, name = places[station]
            found = sums.setdefault((taipei.day(at_ms), site, name, event.kind, kind), _Sum())
            counts = row.status in _COUNTED
            found.acts += counts
            found.flagged += row.status == OutcomeStatus.FLAGGED.value
            found.open += not counts
            found.fees_ntd += fee_ntd if counts else 0
            if counts and isinstance(event.payload, ShiftClosed):
                found.cash_ntd += event.payload.cash_ntd
                found.difference_ntd += event.payload.difference_ntd
    for (day, site, name, what, kind), found in sorted(sums.items()):
        card_kind = programme.kind(kind)
        shown = kind if card_kind is None else card_kind.name.zh_TW
        cash = (found.cash_ntd, found.difference_ntd)
        yield day, site, name, what, shown, found.acts, found.flagged, found.open, found.fees_ntd, *cash


def _acts(inquiry: Inquiry, station: str) -> Iterator[tuple[Any, Event, int]]:
    """A station's acts of the period; what cannot be read, or was not its own, is none of them."""
    wanted = (
        sa.select(journal.c.body, journal.c.received_ms, outcomes.c.status)
        .join(outcomes, outcomes.c.journal == journal.c.id)
        .where(
            journal.c.station == station,
            journal.c.received_ms >= inquiry.from_ms,
            journal.c.received_ms < inquiry.to_ms + _LATE_MS,
            outcomes.c.admitted,
        )
        .order_by(journal.c.id)
    )
    for row in inquiry.connection.execute(wanted):
        try:
            event = decode(bytes(row.body))
        except Refused:
            continue
        at_ms = min(event.corrected_ms, row.received_ms)
        if inquiry.from_ms <= at_ms < inquiry.to_ms:
            yield row, event, at_ms


def _kind(event: Event) -> str:
    """The card kind that an act handed over; of a replacement it is the old card's."""
    return event.payload.card_kind if isinstance(event.payload, CardIssued) else ""
