"""Spending points on rides, draws and prizes: what each service takes stands in the programme file, and nothing else goes."""

from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import ledger, locks, points
from central.ledger import Account, Leg
from central.money import returns
from central.money.returns import Part
from central.schema import spendings
from domain.errors import Code, Refused
from domain.lots import spend as spend_lots
from domain.programme import PointKind, Programme


class Spending(msgspec.Struct, frozen=True, kw_only=True):
    """Points that somebody spends. `agency`: whose system says so."""

    op_id: UUID
    holder: UUID
    point_kind: str
    points: int
    service: str
    price_ntd: int | None
    agency: str


def fare(kind: PointKind, service: str, price_ntd: int | None) -> int | None:
    """What a service takes for a price; None: the programme has no fares for it.

    Raises `Refused` with POINTS_NOT_REDEEMABLE (these points are not spent there) or AMOUNT_INVALID (no price, or none with a
    fare).
    """
    if service not in kind.spend_at:
        raise Refused(Code.POINTS_NOT_REDEEMABLE)
    fares = [each for each in kind.fares if each.service == service]
    if not fares:
        return None
    for each in fares:
        if price_ntd is not None and each.from_ntd <= price_ntd and (each.to_ntd is None or price_ntd <= each.to_ntd):
            return each.points
    raise Refused(Code.AMOUNT_INVALID)


def spend(connection: sa.Connection, programme: Programme, act: Spending, now_ms: int) -> bool:
    """Take the points, first-expiring first; False when this was done before.

    Raises `Refused` with POINTS_NOT_REDEEMABLE, AMOUNT_INVALID (another number than the fare), AMOUNT_OVER_BALANCE (`points`
    that are there) or EVENT_CONFLICT; the caller then rolls back.
    """
    locks.hold(connection, locks.holder(act.holder))
    price = "" if act.price_ntd is None else act.price_ntd
    content = f"{act.holder} {act.point_kind} {act.points} {act.agency} {price} {act.service}"
    if not ledger.begin(connection, act.op_id, "spend", content, now_ms):
        return False
    kind = points.known_kind(programme, act.point_kind)
    due = fare(kind, act.service, act.price_ntd)
    if act.points < 1 or (due is not None and due != act.points):
        raise Refused(Code.AMOUNT_INVALID)
    points.lapse(connection, act.holder, now_ms)
    taken = spend_lots(points.open_lots(connection, act.holder, act.point_kind), act.points, now_ms)
    points.take(connection, taken)
    own = points.purse(act.holder, act.point_kind)
    legs = [Leg(payer=own, payee=_spent(act.point_kind, lot.agency), amount=part, lot=lot.id) for lot, part in taken]
    ledger.post(connection, act.op_id, legs)
    connection.execute(spendings.insert().values(**msgspec.structs.asdict(act), at_ms=now_ms))
    return True


def reverse(connection: sa.Connection, spending: UUID, op_id: UUID, *, agency: str, now_ms: int) -> sa.Row[Any]:
    """Give a spending back, into the very lots; its row, also when this was done before.

    Raises `Refused` with REQUEST_INVALID (this agency has no such spending) or EVENT_CONFLICT (it was given back under another
    op_id).
    """
    row = connection.execute(
        sa.select(spendings).where(spendings.c.op_id == spending, spendings.c.agency == agency)
    ).one_or_none()
    if row is None:
        raise Refused(Code.REQUEST_INVALID, part="spending")
    locks.hold(connection, locks.holder(row.holder))
    if not ledger.begin(connection, op_id, "spend.reverse", str(spending), now_ms):
        return row
    once = spendings.update().where(spendings.c.op_id == spending, spendings.c.reversed_ms.is_(None))
    if connection.execute(once.values(reversed_ms=now_ms)).rowcount == 0:
        raise Refused(Code.EVENT_CONFLICT)

    def spent_of(part: Part) -> Account:
        return _spent(row.point_kind, part.agency)

    given = returns.parts(connection, spending, "spent")
    ledger.post(connection, op_id, returns.back(connection, row.holder, row.point_kind, given, spent_of))
    return row


def left(connection: sa.Connection, holder: UUID, point_kind: str, now_ms: int) -> int:
    """A person's points of a kind that have not lapsed."""
    lots = points.open_lots(connection, holder, point_kind)
    return sum(lot.points for lot in lots if lot.expires_ms is None or lot.expires_ms > now_ms)


def _spent(point_kind: str, agency: str) -> Account:
    return Account(kind="spent", unit=point_kind, agency=agency)
