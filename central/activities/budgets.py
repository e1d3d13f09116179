"""The cap on what one activity may award. The agency's own budget stands behind it (`central.money`).

Only an activity that has a cap counts what it has given, so that others do not wait for one row.
"""

from uuid import UUID

import sqlalchemy as sa

from central.schema import activity_budgets, attendance, attendance_acts, attendance_corrections, lots
from domain.errors import Code, Refused

_GIVING = (attendance_acts, attendance_corrections)
"""Where it stands which award a stay was given, under the award's op_id."""


def set_budget(connection: sa.Connection, activity: str, points: int | None) -> None:
    """Cap an activity, or lift the cap with None. What its stays were given so far counts."""
    same = activity_budgets.c.activity == activity
    if points is None:
        connection.execute(activity_budgets.delete().where(same))
    elif connection.execute(activity_budgets.update().where(same).values(points=points)).rowcount == 0:
        connection.execute(
            activity_budgets.insert().values(activity=activity, points=points, given=given_by(connection, activity))
        )


def take(connection: sa.Connection, activity: str, points: int) -> None:
    """Count points that are about to be given. Raises `Refused(BUDGET_EXCEEDED)` when they are beyond the cap."""
    same = activity_budgets.c.activity == activity
    after = activity_budgets.c.given + points
    counted = connection.execute(activity_budgets.update().where(same, after <= activity_budgets.c.points).values(given=after))
    if counted.rowcount == 0 and connection.scalar(sa.select(activity_budgets.c.points).where(same)) is not None:
        raise Refused(Code.BUDGET_EXCEEDED)


def give_back(connection: sa.Connection, activity: str, points: int) -> None:
    """Points of this activity were taken back."""
    left = activity_budgets.c.given - points
    connection.execute(
        activity_budgets.update()
        .where(activity_budgets.c.activity == activity)
        .values(given=sa.case((left > 0, left), else_=0))
    )


def award_cancelled(connection: sa.Connection, award: UUID) -> None:
    """An award was taken back that, perhaps, an activity had given: by whoever has just cancelled it, once."""
    for table in _GIVING:
        row = connection.execute(
            sa.select(attendance.c.activity, lots.c.awarded)
            .join(table, table.c.stay == attendance.c.stay)
            .join(lots, lots.c.op_id == table.c.op_id)
            .where(table.c.op_id == award)
        ).one_or_none()
        if row is not None:
            give_back(connection, row.activity, row.awarded)
            return


def budget_of(connection: sa.Connection, activity: str) -> tuple[int, int] | None:
    """The cap and what was given of it; None for an activity without one."""
    row = connection.execute(sa.select(activity_budgets).where(activity_budgets.c.activity == activity)).one_or_none()
    return None if row is None else (row.points, row.given)


def given_by(connection: sa.Connection, activity: str) -> int:
    """Points that stand booked for the activity's stays, without awards that were taken back."""
    given = 0
    for table in _GIVING:
        given -= _cancelled_of(connection, activity, table)
        given += int(
            connection.scalar(
                sa.select(sa.func.coalesce(sa.func.sum(table.c.points), 0))
                .join(attendance, attendance.c.stay == table.c.stay)
                .where(attendance.c.activity == activity)
            )
            or 0
        )
    return max(0, given)


def _cancelled_of(connection: sa.Connection, activity: str, table: sa.Table) -> int:
    """What was taken back without a correction of the stay: by a person who looked at the award."""
    correction = attendance_corrections.alias()
    corrected = sa.select(correction.c.cancels).where(correction.c.cancels == lots.c.op_id)
    taken_back = (
        sa.select(sa.func.coalesce(sa.func.sum(lots.c.awarded), 0))
        .join(table, table.c.op_id == lots.c.op_id)
        .join(attendance, attendance.c.stay == table.c.stay)
        .where(attendance.c.activity == activity, lots.c.cancelled_ms.is_not(None), ~corrected.exists())
    )
    return int(connection.scalar(taken_back) or 0)
