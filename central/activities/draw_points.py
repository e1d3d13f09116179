"""Points that are spent on tickets: once, of lots in the order of any spending, and given back to those very lots."""

from uuid import UUID, uuid5

import sqlalchemy as sa

from central import ledger, locks, points
from central.ledger import Account, Leg
from central.money import returns
from central.schema import draw_tickets, draws
from central.store import Store
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


def give_back_cancelled(store: Store, now_ms: int, draw: str | None = None) -> int:
    """Give everybody back what they spent on draws that were cancelled (or on this one); how many purchases that were.

    In portions, each in a transaction of its own; what was given back stays so, and asking again goes on.
    """
    with store.read() as connection:
        paid = draws.c.point_kind.is_not(None)
        wanted = sa.select(draws.c.draw, draws.c.point_kind).where(draws.c.state == "cancelled", paid)
        cancelled = connection.execute(wanted if draw is None else wanted.where(draws.c.draw == draw)).all()
    given = 0
    for each in cancelled:
        after: UUID | None = UUID(int=0)
        while after is not None:
            with store.write() as connection:
                after, some = _give_back(connection, each.draw, each.point_kind, after, now_ms)
            given += some
    return given


def _give_back(connection: sa.Connection, draw: str, point_kind: str, after: UUID, now_ms: int) -> tuple[UUID | None, int]:
    """The purchases of a draw after that one, at most `locks.MOST`: the last of them (None: there are no more), how many."""
    mine = sa.select(draw_tickets).where(draw_tickets.c.draw == draw, draw_tickets.c.op_id > after)
    rows = connection.execute(mine.order_by(draw_tickets.c.op_id).limit(locks.MOST)).all()
    locks.hold(connection, *(locks.holder(row.holder) for row in rows))
    given = 0
    for row in rows:
        booking = uuid5(_TICKETS, row.op_id.hex)
        if not ledger.begin(connection, uuid5(booking, "back"), "tickets.back", str(booking), now_ms):
            continue
        parts = returns.parts(connection, booking, "spent")
        legs = returns.back(connection, row.holder, point_kind, parts, lambda part: _spent(point_kind, part.agency))
        ledger.post(connection, uuid5(booking, "back"), legs)
        given += 1
    return (rows[-1].op_id if len(rows) == locks.MOST else None), given


def _spent(point_kind: str, agency: str) -> Account:
    return Account(kind="spent", unit=point_kind, agency=agency)
