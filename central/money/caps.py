"""At most so many points for a person in a day, a month, a year or at an activity, where the programme says so."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from central.schema import award_files, award_rows, lots
from domain import taipei
from domain.programme import Programme
from domain.programme_money import PointCap

if TYPE_CHECKING:
    from central.points import Award


def room(connection: sa.Connection, programme: Programme, act: "Award", pending: Iterable["Award"] = ()) -> int | None:
    """How many points of such an award its person may still be given; None: there is no cap.

    `pending`: awards that the caller has decided and not booked yet. What was taken back does not count. The caller has the
    holder's lock.
    """
    left = None
    for cap in programme.caps:
        if cap.point_kind != act.point_kind:
            continue
        had = (
            _booked(connection, programme, cap, act)
            + _decided(connection, programme, cap, act)
            + sum(each.points for each in pending if _falls_in(cap, act, each))
        )
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


def _decided(connection: sa.Connection, programme: Programme, cap: PointCap, act: "Award") -> int:
    """What files that were decided as a whole are going to give, whatever else is given meanwhile."""
    wanted = (
        sa.select(sa.func.coalesce(sa.func.sum(award_rows.c.points), 0))
        .join(award_files, award_files.c.file == award_rows.c.file)
        .where(
            award_rows.c.outcome.is_(None),
            award_files.c.all_or_nothing,
            award_rows.c.holder == act.holder,
            award_rows.c.point_kind == act.point_kind,
            award_files.c.agency != programme.id,
            award_rows.c.op_id != act.op_id,
        )
    )
    if cap.per == "activity":
        wanted = wanted.where(award_rows.c.activity == act.activity)
    else:
        first, after = _span(cap, act.at_ms)
        wanted = wanted.where(award_rows.c.at_ms >= first, award_rows.c.at_ms < after)
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
