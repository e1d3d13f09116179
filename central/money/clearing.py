"""What the 清分帳 is made of: each agency's points, and the NT$ that it owes each carrier for them.

A period is counted by when things were booked, `from_ms` included and `to_ms` not, so that one that is over never changes: an
award that a station sends in a week later counts in the week in which it came.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from central.ledger import MINUTES, NTD
from central.schema import accounts, cards, lots, operations, settlement_batches, settlement_items, transfers

_HOLDERS = ("holder", "deficit")
_GIVERS = ("agency", "reserved")


class AgencyPoints(msgspec.Struct, frozen=True, kw_only=True):
    """Points of one kind that an agency gave, and what became of points that it had given, in a period."""

    agency: str
    point_kind: str
    awarded: int = 0
    cancelled: int = 0
    redeemed: int = 0
    """Turned into stored value, whoever's counter it was at."""
    returned: int = 0
    """Of redeemed ones, those that a carrier's refusal has put back into their lots."""
    spent: int = 0
    """On rides, draws and prizes."""
    unspent: int = 0
    """Of spent ones, those whose spending was reversed."""
    lapsed: int = 0
    """Without lapsed ones that were cancelled after that."""


class Payable(msgspec.Struct, frozen=True, kw_only=True):
    """NT$ between an agency and a carrier for one point kind in a period, each counted when it was booked."""

    agency: str
    carrier: str
    """Whose card the value is for; empty when that card is not in the registry any more."""
    point_kind: str
    """Empty for value that a card had taken without enough points (`load.late`)."""
    charged_ntd: int = 0
    """Owed for redemptions and for loads onto cards."""
    loaded_ntd: int = 0
    """Of that, what is on cards already, by loads."""
    settled_ntd: int = 0
    """Taken over by the carrier, by its results."""
    returned_ntd: int = 0
    """Refused by the carrier, and owed no more."""

    @property
    def owed_ntd(self) -> int:
        """What the period adds to what the agency owes."""
        return self.charged_ntd - self.returned_ntd


def points(connection: sa.Connection, from_ms: int, to_ms: int, agency: str | None = None) -> list[AgencyPoints]:
    """By agency and point kind; of one agency, or all."""
    payer, payee = accounts.alias("payer"), accounts.alias("payee")
    owner = sa.case((payee.c.agency.is_not(None), payee.c.agency), else_=payer.c.agency)
    wanted = (
        sa.select(
            owner.label("agency"), payer.c.unit, payer.c.kind, payee.c.kind, sa.func.sum(transfers.c.amount).label("amount")
        )
        .select_from(transfers)
        .join(operations, operations.c.op_id == transfers.c.op_id)
        .join(payer, payer.c.id == transfers.c.payer)
        .join(payee, payee.c.id == transfers.c.payee)
        .where(*_booked(from_ms, to_ms), payer.c.unit.not_in((NTD, MINUTES)))
        .group_by(owner, payer.c.unit, payer.c.kind, payee.c.kind)
    )
    if agency is not None:
        wanted = wanted.where(owner == agency)
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for name, unit, source, target, amount in connection.execute(wanted):
        for what, sign in _meaning(source, target):
            row = sums.setdefault((name, unit), {})
            row[what] = row.get(what, 0) + sign * int(amount)
    return [AgencyPoints(agency=name, point_kind=unit, **sums[name, unit]) for name, unit in sorted(sums)]


def payable(connection: sa.Connection, from_ms: int, to_ms: int, agency: str | None = None) -> list[Payable]:
    """By agency, carrier and point kind; of one agency, or all."""
    sums: dict[tuple[str, str, str], dict[str, int]] = {}
    _add(sums, connection.execute(_charged(from_ms, to_ms, agency)))
    _add(sums, connection.execute(_decided(from_ms, to_ms, agency)))
    return [
        Payable(agency=name, carrier=carrier, point_kind=kind, **sums[name, carrier, kind])
        for name, carrier, kind in sorted(sums)
    ]


def _meaning(source: str, target: str) -> Iterable[tuple[str, int]]:
    """What a movement between two kinds of accounts counts as."""
    if source in _GIVERS and target in _HOLDERS:
        return [("awarded", 1)]
    if target in _GIVERS and source in (*_HOLDERS, "lapsed"):
        return [("cancelled", 1)] + ([("lapsed", -1)] if source == "lapsed" else [])
    if target in ("redeemed", "spent", "lapsed"):
        return [(target, 1)]
    if source in ("redeemed", "spent"):
        return [("returned" if source == "redeemed" else "unspent", 1)]
    return []


def _add(sums: dict[tuple[str, str, str], dict[str, int]], rows: Iterable[Any]) -> None:
    for row in rows:
        found = sums.setdefault((row.agency, row.carrier or "", row.point_kind or ""), {})
        for column in row.what.split():
            found[column] = found.get(column, 0) + int(row.amount)


def _booked(from_ms: int, to_ms: int) -> tuple[sa.ColumnElement[bool], ...]:
    return operations.c.at_ms >= from_ms, operations.c.at_ms < to_ms


def _charged(from_ms: int, to_ms: int, agency: str | None) -> sa.Select[Any]:
    """NT$ that agencies' `payable` accounts gave, by the carrier of the card that it is for: of what was sent, the file's."""
    payer, payee = accounts.alias("payer"), accounts.alias("payee")
    waits_for, loaded = cards.alias("waits_for"), cards.alias("loaded")
    carrier = sa.func.coalesce(settlement_batches.c.carrier, waits_for.c.carrier, loaded.c.carrier)
    what = sa.case((payee.c.kind == "loaded", "charged_ntd loaded_ntd"), else_="charged_ntd")
    wanted = (
        sa.select(
            payer.c.agency,
            carrier.label("carrier"),
            lots.c.point_kind,
            what.label("what"),
            sa.func.sum(transfers.c.amount).label("amount"),
        )
        .select_from(transfers)
        .join(operations, operations.c.op_id == transfers.c.op_id)
        .join(payer, payer.c.id == transfers.c.payer)
        .join(payee, payee.c.id == transfers.c.payee)
        .outerjoin(lots, lots.c.id == transfers.c.lot)
        .outerjoin(loaded, loaded.c.medium == payee.c.medium)
        .outerjoin(settlement_items, settlement_items.c.op_id == transfers.c.op_id)
        .outerjoin(settlement_batches, settlement_batches.c.batch == settlement_items.c.batch)
        .outerjoin(waits_for, waits_for.c.medium == settlement_items.c.medium)
        .where(*_booked(from_ms, to_ms), payer.c.kind == "payable")
        .group_by(payer.c.agency, carrier, lots.c.point_kind, what)
    )
    return wanted if agency is None else wanted.where(payer.c.agency == agency)


def _decided(from_ms: int, to_ms: int, agency: str | None) -> sa.Select[Any]:
    """What carriers have said, spread over the agencies that the redemptions had charged."""
    payer = accounts.alias("payer")
    what = sa.case((settlement_items.c.decision == "confirmed", "settled_ntd"), else_="returned_ntd")
    wanted = (
        sa.select(
            payer.c.agency,
            settlement_batches.c.carrier,
            settlement_items.c.point_kind,
            what.label("what"),
            sa.func.sum(transfers.c.amount).label("amount"),
        )
        .select_from(settlement_items)
        .join(settlement_batches, settlement_batches.c.batch == settlement_items.c.batch)
        .join(transfers, transfers.c.op_id == settlement_items.c.op_id)
        .join(payer, payer.c.id == transfers.c.payer)
        .where(
            settlement_items.c.decided_ms >= from_ms,
            settlement_items.c.decided_ms < to_ms,
            settlement_items.c.booked_ms.is_not(None),
            payer.c.kind == "payable",
        )
        .group_by(payer.c.agency, settlement_batches.c.carrier, settlement_items.c.point_kind, what)
    )
    return wanted if agency is None else wanted.where(payer.c.agency == agency)
