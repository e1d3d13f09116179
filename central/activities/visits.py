"""What stays are worth together, and what stands booked for them.

Stays of one person at one activity that overlap are one visit. What is booked for a stay is what its acts counted for and what
was corrected since: acts stay as they were said.
"""

from uuid import UUID

import sqlalchemy as sa

from central.activities.rules import Rules
from central.schema import attendance_acts, attendance_corrections
from central.stays import Stay
from domain.attendance import minutes_between, points_for


def visit_of(stay: Stay, others: list[Stay]) -> list[Stay]:
    """The ended stays that overlap with this one, directly or through each other."""
    visit, start, end = [stay], stay.in_ms, stay.out_ms or stay.in_ms
    rest = [other for other in others if other.counted and other.out_ms is not None]
    while True:
        joined = [other for other in rest if other.in_ms <= end and (other.out_ms or 0) >= start]
        if not joined:
            return visit
        rest = [other for other in rest if other not in joined]
        visit += joined
        start = min(start, *(other.in_ms for other in joined))
        end = max(end, *(other.out_ms or 0 for other in joined))


def visits_of(stays: list[Stay]) -> list[list[Stay]]:
    """Ended stays, put together into visits."""
    rest, visits = [stay for stay in stays if stay.counted and stay.out_ms is not None], []
    while rest:
        visit = visit_of(rest[0], rest[1:])
        rest = [stay for stay in rest if stay not in visit]
        visits.append(visit)
    return visits


def worth(visit: list[Stay], rules: Rules, holder: UUID | None) -> tuple[int, int]:
    """Minutes and points of one visit by the rules."""
    minutes = minutes_between(min(stay.in_ms for stay in visit), max(stay.out_ms or 0 for stay in visit))
    return minutes, 0 if rules.type is None or holder is None else points_for(rules.type, minutes)


def booked(connection: sa.Connection, stays: list[Stay]) -> tuple[int, int]:
    """Minutes and points that stand booked for these."""
    ids = [stay.stay for stay in stays]
    minutes = points = 0
    for table in (attendance_acts, attendance_corrections):
        sums = (sa.func.coalesce(sa.func.sum(column), 0) for column in (table.c.minutes, table.c.points))
        row = connection.execute(sa.select(*sums).where(table.c.stay.in_(ids))).one()
        minutes, points = minutes + int(row[0]), points + int(row[1])
    return minutes, points


def awards(connection: sa.Connection, stays: list[Stay]) -> list[tuple[UUID, UUID, int]]:
    """The awards that stand for these: stay, op_id and points. Those that a correction took back are not among them."""
    ids = [stay.stay for stay in stays]
    given: list[tuple[UUID, UUID, int]] = []
    for table in (attendance_acts, attendance_corrections):
        rows = connection.execute(
            sa.select(table.c.stay, table.c.op_id, table.c.points).where(table.c.stay.in_(ids), table.c.points > 0)
        )
        given += [(row.stay, row.op_id, row.points) for row in rows]
    cancelled = set(
        connection.scalars(sa.select(attendance_corrections.c.cancels).where(attendance_corrections.c.stay.in_(ids)))
    )
    return [award for award in given if award[1] not in cancelled]


def points_set_by_hand(connection: sa.Connection, stays: list[Stay]) -> bool:
    """Whether two people have set what one of these is worth in points (`undoing.amended`), and that stands."""
    fixed, later = attendance_corrections.c, attendance_corrections.alias().c
    set_anew = sa.exists().where(later.cancels == fixed.op_id)
    one = sa.select(fixed.op_id).where(
        fixed.stay.in_([stay.stay for stay in stays]), fixed.op_id == fixed.cause, sa.not_(set_anew)
    )
    return connection.execute(one.limit(1)).first() is not None


def stay_of(connection: sa.Connection, award: UUID) -> tuple[UUID, int] | None:
    """For which stay an award was given, and how many points; None of one that was given otherwise."""
    for table in (attendance_acts, attendance_corrections):
        row = connection.execute(sa.select(table.c.stay, table.c.points).where(table.c.op_id == award)).one_or_none()
        if row is not None:
            return row.stay, row.points
    return None
