"""Points that are spent on tickets: once, of lots in the order of any spending, and given back to those very lots."""

from uuid import UUID, uuid5

import sqlalchemy as sa

from central import ledger, locks, points
from central.ledger import Account, Leg
from central.money import returns
from central.schema import draw_tickets
from domain.lots import spend

_TICKETS = UUID("5a0f2c0e-8d1b-5b7e-9f5d-4c2b7a9e6d31")
"""Namespace (RFC 9562, UUIDv5) of the op_ids under which points are spent on tickets: one per request."""


def pay(
    connection: sa.Connection, *, op_id: UUID, draw: str, holder: UUID, point_kind: str, tickets: int, cost: int, now_ms: int
) -> None:
    """Spend `cost` points. The holder is held by the caller. Raises `Refused(AMOUNT_OVER_BALANCE)` with what is there."""
    points.lapse(connection, holder, now_ms)
    taken = spend(points.open_lots(connection, holder, point_kind), cost, now_ms)
    booking = uuid5(_TICKETS, op_id.hex)
    ledger.begin(connection, booking, "tickets", f"{draw} {holder} {point_kind} {tickets} {cost}", now_ms)
    points.take(connection, taken)
    own = points.purse(holder, point_kind)
    legs = [Leg(payer=own, payee=_spent(point_kind, lot.agency), amount=part, lot=lot.id) for lot, part in taken]
    ledger.post(connection, booking, legs)
    connection.execute(
        draw_tickets.insert().values(op_id=op_id, draw=draw, holder=holder, tickets=tickets, points=cost, at_ms=now_ms)
    )


def give_all_back(connection: sa.Connection, draw: str, point_kind: str, now_ms: int) -> None:
    """Give everybody back what they spent on a draw, once."""
    rows = connection.execute(sa.select(draw_tickets).where(draw_tickets.c.draw == draw).order_by(draw_tickets.c.op_id)).all()
    locks.hold(connection, *(locks.holder(row.holder) for row in rows))
    for row in rows:
        booking = uuid5(_TICKETS, row.op_id.hex)
        if not ledger.begin(connection, uuid5(booking, "back"), "tickets.back", str(booking), now_ms):
            continue
        given = returns.parts(connection, booking, "spent")
        legs = returns.back(connection, row.holder, point_kind, given, lambda part: _spent(point_kind, part.agency))
        ledger.post(connection, uuid5(booking, "back"), legs)


def _spent(point_kind: str, agency: str) -> Account:
    return Account(kind="spent", unit=point_kind, agency=agency)
