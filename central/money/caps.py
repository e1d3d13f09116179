"""At most so many points for a person in a day, a month, a year or at an activity, where the programme says so."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from central.schema import lots
from domain import taipei
from domain.programme import Programme
from domain.programme_money import PointCap

if TYPE_CHECKING:
    from central.points import Award


def room(connection: sa.Connection, programme: Programme, act: "Award", pending: Iterable["Award"] = ()) -> int | None:
    """How many points of such an award its person may still be given; None: there is no cap.

    `pending`: awards that are decided and not booked yet. What was taken back does not count. The caller has the holder's lock.
    """
    left = None
    for cap in programme.caps:
        if cap.point_kind != act.point_kind:
            continue
        had = _booked(connection, programme, cap, act) + sum(each.points for each in pending if _falls_in(cap, act, each))
        after = max(0, cap.points - had)
        left = after if left is None else min(left, after)
    return left


def _booked(connection: sa.Connection, programme: Programme, cap: PointCap, act: "Award") -> int:
    wanted = sa.select(sa.func.coalesce(sa.func.sum(lots.c.awarded), 0)).where(
        lots.c.holder == act.holder,
        lots.c.point_kind == act.point_kind,
        lots.c.cancelled_ms.is_(None),
        lots.c.agency != programme.id,
        lots.c.op_id != act.op_id,
    )
    if cap.per == "activity":
        wanted = wanted.where(lots.c.activity == act.activity)
    else:
        first, after = _span(cap, act.at_ms)
        wanted = wanted.where(lots.c.awarded_ms >= first, lots.c.awarded_ms < after)
    return int(connection.scalar(wanted) or 0)


def _falls_in(cap: PointCap, act: "Award", other: "Award") -> bool:
    if (other.holder, other.point_kind) != (act.holder, act.point_kind):
        return False
    if cap.per == "activity":
        return other.activity == act.activity
    first, after = _span(cap, act.at_ms)
    return first <= other.at_ms < after


def _span(cap: PointCap, at_ms: int) -> tuple[int, int]:
    """The first millisecond of the span that a moment lies in, and the first one after it."""
    day = taipei.day(at_ms)
    match cap.per:
        case "day":
            first, after = day, day + timedelta(days=1)
        case "month":
            first = day.replace(day=1)
            after = (first + timedelta(days=31)).replace(day=1)
        case _:
            first, after = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return taipei.midnight_ms(first), taipei.midnight_ms(after)
