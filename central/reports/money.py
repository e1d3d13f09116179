"""What became of points: redemption statistics (兌點統計表), and what agencies gave and owe (清分帳, 核銷).

Counted is when things were booked, as `central.money.clearing` does, so that a period that is over never changes.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central.files.table import Cell, Column, Table
from central.money import clearing
from central.reports.activity import point_kind_name
from central.reports.inquiry import Inquiry, sites
from central.schema import accounts, journal, loads, lots, operations, outcomes, transfers
from domain import taipei

_REDEEMING = ("redeem", "load.confirm", "load.late")
_LOADS = ("load.confirm", "load.late")


class _Sum(msgspec.Struct, kw_only=True):
    """Of one day, place, agency and point kind."""

    redemptions: set[UUID] = msgspec.field(default_factory=set)
    points: int = 0
    ntd: int = 0


_Key = tuple[date, str, str, str]


def redemptions(inquiry: Inquiry) -> Table:
    """兌點統計表: points turned into stored value by day, place, agency and point kind.

    The place is where the station stands now. A redemption that spent several agencies' points counts with each of them.
    """
    columns = [
        Column(title="日期", kind="day"),
        Column(title="地點", width=20),
        Column(title="機關", width=16),
        Column(title="點數種類"),
        Column(title="筆數", kind="number"),
        Column(title="點數", kind="number"),
        Column(title="金額", kind="ntd"),
    ]
    return Table(name="兌點統計表", columns=columns, rows=_redemptions(inquiry))


def _redemptions(inquiry: Inquiry) -> Iterator[tuple[Cell, ...]]:
    payer, payee = accounts.alias("payer"), accounts.alias("payee")
    charged = sa.or_(payee.c.kind == "redeemed", payer.c.kind == "payable")
    agency = sa.case((payee.c.kind == "redeemed", payee.c.agency), else_=payer.c.agency)
    asked_at = (
        sa.select(journal.c.station)
        .join(outcomes, outcomes.c.journal == journal.c.id)
        .where(journal.c.op_id == operations.c.op_id, outcomes.c.admitted)
        .limit(1)
        .scalar_subquery()
    )
    wanted = (
        sa.select(
            operations.c.op_id,
            operations.c.kind,
            operations.c.content,
            operations.c.at_ms,
            agency.label("agency"),
            payee.c.kind.label("to"),
            payee.c.unit,
            lots.c.point_kind,
            transfers.c.amount,
            asked_at.label("station"),
        )
        .select_from(operations)
        .join(transfers, transfers.c.op_id == operations.c.op_id)
        .join(payer, payer.c.id == transfers.c.payer)
        .join(payee, payee.c.id == transfers.c.payee)
        .outerjoin(lots, lots.c.id == transfers.c.lot)
        .where(
            operations.c.kind.in_(_REDEEMING),
            operations.c.at_ms >= inquiry.from_ms,
            operations.c.at_ms < inquiry.to_ms,
            charged,
        )
    )
    if inquiry.agency:
        wanted = wanted.where(agency == inquiry.agency)
    sums: dict[_Key, _Sum] = {}
    places = _Places(inquiry)
    for row in inquiry.connection.execute(wanted):
        kind = row.unit if row.to == "redeemed" else row.point_kind or ""
        key = (taipei.day(row.at_ms), places.of(row), row.agency, kind)
        _count(sums.setdefault(key, _Sum()), row)
    for (day, place, name, kind), found in sorted(sums.items()):
        yield day, place, name, point_kind_name(inquiry, kind), len(found.redemptions), found.points, found.ntd


def _count(found: _Sum, row: Any) -> None:
    found.redemptions.add(row.op_id)
    if row.to == "redeemed":
        found.points += row.amount
    else:
        found.ntd += row.amount


class _Places:
    """Where an operation was asked for."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._sites = {station: site for station, (site, _) in sites(inquiry.connection).items()}
        rows = inquiry.connection.execute(sa.select(loads.c.op_id, loads.c.station))
        self._loads = {str(row.op_id): row.station for row in rows}

    def of(self, row: Any) -> str:
        """The site; empty for what no station asked for."""
        station = self._loads.get(row.content) if row.kind in _LOADS else row.station
        return self._sites.get(station or "", "")


def points(inquiry: Inquiry) -> Table:
    """核銷: by agency and point kind, what it gave in the period and what became of points that it had given."""
    columns = [
        Column(title="機關", width=16),
        Column(title="點數種類"),
        *(Column(title=title, kind="number") for title in ("給點", "收回", "兌換", "退回", "使用", "退還", "失效")),
    ]
    found = clearing.points(inquiry.connection, inquiry.from_ms, inquiry.to_ms, inquiry.agency or None)
    rows = [
        (
            row.agency,
            point_kind_name(inquiry, row.point_kind),
            row.awarded,
            row.cancelled,
            row.redeemed,
            row.returned,
            row.spent,
            row.unspent,
            row.lapsed,
        )
        for row in found
    ]
    return Table(name="點數核銷", columns=columns, rows=rows)


def payable(inquiry: Inquiry) -> Table:
    """清分帳: by agency, carrier and point kind, the NT$ that it owes."""
    columns = [
        Column(title="機關", width=16),
        Column(title="票證公司", width=14),
        Column(title="點數種類"),
        *(Column(title=title, kind="ntd", width=14) for title in ("應付", "其中已上卡", "已清算", "退回", "淨應付")),
    ]
    names = {carrier.id: carrier.name.zh_TW for carrier in inquiry.authority.programme.carriers}
    found = clearing.payable(inquiry.connection, inquiry.from_ms, inquiry.to_ms, inquiry.agency or None)
    rows = [
        (
            row.agency,
            names.get(row.carrier, row.carrier),
            point_kind_name(inquiry, row.point_kind),
            row.charged_ntd,
            row.loaded_ntd,
            row.settled_ntd,
            row.returned_ntd,
            row.owed_ntd,
        )
        for row in found
    ]
    return Table(name="清分帳", columns=columns, rows=rows)
