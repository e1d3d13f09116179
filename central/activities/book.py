"""The activities themselves: created, changed and cancelled by the agency that pays for them. Stations get them by the feed."""

from collections.abc import Sequence
from typing import Protocol

import sqlalchemy as sa

from central import feed, locks
from central.activities import budgets, registering
from central.authority import Authority
from central.schema import activities, activity_sessions, activity_waiting
from domain.errors import Code, Refused
from domain.programme import ActivityType, Programme
from domain.wire import ActivityRow
from domain.wire_activities import ActivitySave, ActivityView, Session


class Organiser(Protocol):
    """Who sees to activities: staff who are signed in, or an operator at the platform itself."""

    @property
    def staff(self) -> str:
        """Their id."""
        ...

    @property
    def roles(self) -> frozenset[str]:
        """What they may do."""
        ...

    @property
    def agency(self) -> str:
        """Whose activities they see to."""
        ...


EVERY_AGENCY = frozenset({"supervisor", "auditor"})
"""Roles for which an activity need not be their own agency's, when they are the city's own."""


def lock(activity: str) -> locks.Lock:
    """Who changes an activity or its list holds this."""
    return locks.named(f"activity:{activity}")


def own(connection: sa.Connection, caller: Organiser, activity: str) -> sa.Row[tuple[object, ...]]:
    """The activity's row, for somebody who may see to it.

    Raises `Refused` with ACTIVITY_UNKNOWN or STAFF_NOT_ALLOWED (another agency's).
    """
    row = connection.execute(sa.select(activities).where(activities.c.activity == activity)).one_or_none()
    if row is None:
        raise Refused(Code.ACTIVITY_UNKNOWN)
    require_agency(caller, row.agency)
    return row


def sees_all(caller: Organiser) -> bool:
    """Whether somebody sees to every agency's matters: an agency's own supervisors and auditors do not."""
    return not caller.agency and not caller.roles.isdisjoint(EVERY_AGENCY)


def require_agency(caller: Organiser, agency: str) -> None:
    """Raises `Refused(STAFF_NOT_ALLOWED)` for another agency's matters."""
    if not sees_all(caller) and caller.agency != agency:
        raise Refused(Code.STAFF_NOT_ALLOWED)


def save(
    connection: sa.Connection, authority: Authority, caller: Organiser, request: ActivitySave, now_ms: int
) -> ActivityView:
    """Create or change; whoever has a place by that is told.

    Raises `Refused` with REQUEST_INVALID (`part`: type, sessions, points), STAFF_NOT_ALLOWED (for or of another agency) or
    ACTIVITY_CLOSED (it was cancelled).
    """
    _check(authority.programme, request)
    require_agency(caller, request.agency)
    locks.hold(connection, lock(request.activity))
    before = connection.execute(sa.select(activities).where(activities.c.activity == request.activity)).one_or_none()
    if before is not None:
        require_agency(caller, before.agency)
        if before.cancelled_ms is not None:
            raise Refused(Code.ACTIVITY_CLOSED)
    values = {
        "title": request.title,
        "agency": request.agency,
        "type": request.type,
        "starts_ms": request.sessions[0].starts_ms,
        "ends_ms": request.sessions[-1].ends_ms,
        "open": request.open,
        "place": request.place,
        "capacity": request.capacity,
        "points_flat": request.points_flat,
        "points_per_hour": request.points_per_hour,
        "points_at_most": request.points_at_most,
    }
    if before is None:
        connection.execute(activities.insert().values(activity=request.activity, **values))
    else:
        connection.execute(activities.update().where(activities.c.activity == request.activity).values(**values))
    keep_sessions(connection, request.activity, request.sessions)
    budgets.set_budget(connection, request.activity, request.budget)
    registering.promote(connection, authority, request.activity, now_ms)
    publish(connection, request.activity)
    return view(connection, request.activity)


def cancel(connection: sa.Connection, caller: Organiser, activity: str, now_ms: int) -> ActivityView:
    """Close it for good. Raises as `own`."""
    locks.hold(connection, lock(activity))
    row = own(connection, caller, activity)
    values = {"open": False, "cancelled_ms": row._mapping["cancelled_ms"] or now_ms}
    connection.execute(activities.update().where(activities.c.activity == activity).values(**values))
    publish(connection, activity)
    return view(connection, activity)


def publish(connection: sa.Connection, activity: str) -> None:
    """Tell the stations how the activity stands."""
    row = connection.execute(sa.select(activities).where(activities.c.activity == activity)).one()
    of_row = {name: row._mapping[name] for name in ActivityRow.__struct_fields__ if name != "sessions"}
    of_row["place"] = row.place or ""
    sessions = [(session.starts_ms, session.ends_ms) for session in sessions_of(connection, activity)]
    feed.publish(connection, ActivityRow(**of_row, sessions=sessions))


def view(connection: sa.Connection, activity: str) -> ActivityView:
    """An activity that is there, as its organiser sees it."""
    row = connection.execute(sa.select(activities).where(activities.c.activity == activity)).one()
    budget = budgets.budget_of(connection, activity)
    return ActivityView(
        activity=row.activity,
        title=row.title,
        type=row.type,
        agency=row.agency,
        place=row.place or "",
        capacity=row.capacity,
        sessions=sessions_of(connection, activity),
        points_flat=row.points_flat,
        points_per_hour=row.points_per_hour,
        points_at_most=row.points_at_most,
        budget=None if budget is None else budget[0],
        given=0 if budget is None else budget[1],
        open=row.open,
        cancelled_ms=row.cancelled_ms,
        registered=registering.taken(connection, activity),
        waiting=waiting(connection, activity),
    )


def page(connection: sa.Connection, *, agency: str, after: str, limit: int) -> tuple[list[ActivityView], bool]:
    """Activities by id, and whether there are more."""
    wanted = sa.select(activities.c.activity).where(activities.c.activity > after).order_by(activities.c.activity)
    if agency:
        wanted = wanted.where(activities.c.agency == agency)
    found = list(connection.scalars(wanted.limit(limit + 1)))
    return [view(connection, activity) for activity in found[:limit]], len(found) > limit


def sessions_of(connection: sa.Connection, activity: str) -> list[Session]:
    """The sessions in order; an activity of before there were any is one session. Raises `Refused(ACTIVITY_UNKNOWN)`."""
    rows = connection.execute(
        sa.select(activity_sessions).where(activity_sessions.c.activity == activity).order_by(activity_sessions.c.session)
    ).all()
    if rows:
        return [Session(starts_ms=row.starts_ms, ends_ms=row.ends_ms) for row in rows]
    row = connection.execute(sa.select(activities).where(activities.c.activity == activity)).one_or_none()
    if row is None:
        raise Refused(Code.ACTIVITY_UNKNOWN)
    return [Session(starts_ms=row.starts_ms, ends_ms=row.ends_ms)]


def session_at(sessions: Sequence[Session], at_ms: int) -> int:
    """Which session a sign-in belongs to: the first that ends after it, else the last."""
    return next((number for number, session in enumerate(sessions) if at_ms < session.ends_ms), len(sessions) - 1)


def waiting(connection: sa.Connection, activity: str) -> int:
    """How many are on the waiting list."""
    in_line = sa.select(sa.func.count()).select_from(activity_waiting).where(activity_waiting.c.activity == activity)
    return int(connection.scalar(in_line) or 0)


def _check(programme: Programme, request: ActivitySave) -> None:
    of_type = programme.activity_type(request.type)
    if of_type is None:
        raise Refused(Code.REQUEST_INVALID, part="type")
    end_ms = 0
    for session in request.sessions:
        if not end_ms <= session.starts_ms < session.ends_ms:
            raise Refused(Code.REQUEST_INVALID, part="sessions")
        end_ms = session.ends_ms
    if not _within(of_type, request):
        raise Refused(Code.REQUEST_INVALID, part="points")


def _within(of_type: ActivityType, request: ActivitySave) -> bool:
    """An organiser may lower what the programme gives, never raise it."""
    pairs = (
        (request.points_flat, of_type.points_flat),
        (request.points_per_hour, of_type.points_per_hour),
        (request.points_at_most, of_type.points_at_most),
    )
    return all(own is None or most is None or own <= most for own, most in pairs)


def keep_sessions(connection: sa.Connection, activity: str, sessions: Sequence[Session]) -> None:
    """These are its sessions now; none: it is one of itself."""
    connection.execute(activity_sessions.delete().where(activity_sessions.c.activity == activity))
    for number, session in enumerate(sessions):
        connection.execute(
            activity_sessions.insert().values(
                activity=activity, session=number, starts_ms=session.starts_ms, ends_ms=session.ends_ms
            )
        )
