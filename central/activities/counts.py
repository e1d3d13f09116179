"""An activity as it is going on: who is registered, who is there, and what was booked, in all and by session."""

from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa

from central.activities import book, registering
from central.activities.curve import Stay, curve
from central.platform import Platform
from central.schema import attendance, attendance_acts, attendance_corrections
from domain.wire_activities import CountsAnswer, Tally

_Row = sa.Row[tuple[object, ...]]


def counts(platform: Platform, connection: sa.Connection, activity: str) -> CountsAnswer:
    """The figures of an activity that is there; those of an undone sign-in are gone with its correction."""
    stays = connection.execute(sa.select(attendance).where(attendance.c.activity == activity)).all()
    earned = _booked(connection, activity)
    sessions = book.sessions_of(connection, activity)

    def tally(belongs: Callable[[_Row], bool]) -> Tally:
        mine = [row for row in stays if belongs(row)]
        kept = [row for row in mine if row.undone_by is None]
        return Tally(
            present=len({_person(row) for row in kept if row.out_ms is None and row.closed_ms is None and row.counted}),
            came=len({_person(row) for row in kept}),
            walk_ins=len({_person(row) for row in kept if row.walk_in}),
            minutes=sum(earned.get(row.stay, (0, 0))[0] for row in mine),
            points=sum(earned.get(row.stay, (0, 0))[1] for row in mine),
        )

    by_session = [
        tally(lambda row, number=number: book.session_at(sessions, row._mapping["in_ms"]) == number)  # type: ignore[misc]
        for number in range(len(sessions))
    ]
    return CountsAnswer(
        server_ms=platform.now_ms(),
        generation=platform.generation,
        registered=registering.taken(connection, activity),
        waiting=book.waiting(connection, activity),
        total=tally(lambda _row: True),
        sessions=by_session,
        curve=curve([_stay(row) for row in stays if row.undone_by is None], platform.now_ms()),
    )


def _person(row: _Row) -> UUID | bytes:
    """Somebody unknown is told apart by their card."""
    return row._mapping["holder"] or bytes(row._mapping["medium"])


def _stay(row: _Row) -> Stay:
    told = row._mapping
    left_ms = told["out_ms"] if told["out_ms"] is not None else told["closed_ms"]
    return Stay(person=_person(row), in_ms=told["in_ms"], left_ms=left_ms, counted=bool(told["counted"]))


def _booked(connection: sa.Connection, activity: str) -> dict[UUID, tuple[int, int]]:
    found: dict[UUID, tuple[int, int]] = {}
    for table in (attendance_acts, attendance_corrections):
        rows = connection.execute(
            sa.select(table.c.stay, sa.func.sum(table.c.minutes), sa.func.sum(table.c.points))
            .join(attendance, attendance.c.stay == table.c.stay)
            .where(attendance.c.activity == activity)
            .group_by(table.c.stay)
        )
        for stay, minutes, points in rows:
            before = found.get(stay, (0, 0))
            found[stay] = before[0] + int(minutes), before[1] + int(points)
    return found
