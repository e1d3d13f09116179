"""Monthly grants: points given to every holder of a kind, once a month and person."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid5

import sqlalchemy as sa

from central import locks, people, points
from central.authority import Authority
from central.points import Award
from central.schema import cards
from central.store import Store
from domain import grants, taipei
from domain.cards import CardState
from domain.programme import Grant

_GRANT = UUID("0b0d7c53-5a2c-5e0f-8d5f-0a3f5f0f7a10")
"""Namespace (RFC 9562, UUIDv5) of the op_ids of grants: one per point kind, month and person."""
_USABLE = [state.value for state in CardState if state.usable]
_AT_ONCE = locks.MOST


def grant_month(store: Store, authority: Authority, month: date, now_ms: int) -> int:
    """Give every grant of the Taipei month that `month` lies in; how many were booked just now, at `now_ms`.

    Safe to repeat and to interrupt: who already has the month's points gets none again. The points count as given on the
    month's first day.
    """
    first = month.replace(day=1)
    booked = 0
    for grant in grants.in_force(authority.programme.grants, first):
        for some in _in_portions(_entitled(store, grant)):
            with store.write() as connection:
                locks.hold(connection, *map(locks.holder, some))
                booked += sum(_give(connection, authority, grant, first, holder, now_ms=now_ms) for holder in some)
    return booked


def _entitled(store: Store, grant: Grant) -> list[UUID]:
    with store.read() as connection:
        return list(
            connection.scalars(
                sa.select(cards.c.holder)
                .where(
                    cards.c.holder.is_not(None),
                    cards.c.card_kind.in_(grant.card_kinds),
                    cards.c.origin != "bound",
                    cards.c.state.in_(_USABLE),
                )
                .distinct()
                .order_by(cards.c.holder)
            )
        )


def _give(connection: sa.Connection, authority: Authority, grant: Grant, first: date, holder: UUID, *, now_ms: int) -> bool:
    op_id = uuid5(_GRANT, f"{grant.point_kind}/{first:%Y-%m}/{holder}")
    amount = _points(connection, authority, grant, holder)
    if amount < 1 or points.is_booked(connection, op_id):
        return False
    act = Award(
        op_id=op_id,
        holder=holder,
        point_kind=grant.point_kind,
        points=amount,
        agency=authority.programme.id,
        activity=f"grant {first:%Y-%m}",
        at_ms=taipei.midnight_ms(first),
        booked_ms=now_ms,
    )
    return points.award(connection, authority.programme, act)


def _points(connection: sa.Connection, authority: Authority, grant: Grant, holder: UUID) -> int:
    person = people.particulars_of(connection, authority, holder)
    return grants.points_for(grant, person.district, set(person.facts)) if person is not None else grant.points_per_month


def _in_portions(holders: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(holders), _AT_ONCE):
        yield holders[start : start + _AT_ONCE]
