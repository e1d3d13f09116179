"""Who is registered for an activity, and who waits for a place. Whoever changes a list holds the activity's lock."""

from typing import Any, Literal
from uuid import UUID, uuid5

import sqlalchemy as sa

from central import feed, people
from central.authority import Authority
from central.messages.telling import Said, Telling, day_and_time, tell
from central.schema import activities, activity_waiting, roster
from domain.errors import Code, Refused
from domain.wire import RosterRow

Standing = Literal["registered", "waiting", "off"]
_MOVED_UP = UUID("5d0c4c52-6c1f-5a8e-9d1b-0c1b7e1f4a60")
"""Namespace (RFC 9562, UUIDv5) of the ids of messages about a place: one per time that somebody waited for one."""
_UNNAMED: Said = {"zh_TW": "您報名的活動", "en": "The activity that you registered for"}


def register(
    connection: sa.Connection, authority: Authority, activity: str, holder: UUID, now_ms: int
) -> tuple[Standing, bool]:
    """Put a person on the list, or on the waiting list when it is full; whether that is new.

    Raises `Refused` with ACTIVITY_UNKNOWN or ACTIVITY_CLOSED.
    """
    row = connection.execute(
        sa.select(activities.c.open, activities.c.capacity).where(activities.c.activity == activity)
    ).one_or_none()
    if row is None:
        raise Refused(Code.ACTIVITY_UNKNOWN)
    if not row.open:
        raise Refused(Code.ACTIVITY_CLOSED)
    before = standing(connection, activity, holder)
    if before != "off":
        return before, False
    if row.capacity is not None and taken(connection, activity) >= row.capacity:
        connection.execute(activity_waiting.insert().values(activity=activity, holder=holder, since_ms=now_ms))
        return "waiting", True
    put(connection, authority, activity, holder, active=True)
    return "registered", True


def take_off(connection: sa.Connection, authority: Authority, activity: str, holder: UUID, now_ms: int) -> None:
    """Take a person off either list; the first who waits moves up, and is told."""
    before = standing(connection, activity, holder)
    same = (activity_waiting.c.activity == activity, activity_waiting.c.holder == holder)
    connection.execute(activity_waiting.delete().where(*same))
    if before == "registered":
        put(connection, authority, activity, holder, active=False)
        promote(connection, authority, activity, now_ms)


def promote(connection: sa.Connection, authority: Authority, activity: str, now_ms: int) -> list[UUID]:
    """Move those up for whom there is room by now, the longest waiting first, and tell them."""
    row = connection.execute(sa.select(activities).where(activities.c.activity == activity)).one()
    in_line = (
        sa.select(activity_waiting.c.id, activity_waiting.c.holder)
        .where(activity_waiting.c.activity == activity)
        .order_by(activity_waiting.c.id)
    )
    if row.capacity is not None:
        in_line = in_line.limit(max(0, row.capacity - taken(connection, activity)))
    moved = connection.execute(in_line).all()
    for place in moved:
        connection.execute(activity_waiting.delete().where(activity_waiting.c.id == place.id))
        put(connection, authority, activity, place.holder, active=True)
        told = Telling(
            message=uuid5(_MOVED_UP, f"{activity} {place.id}"),
            holder=place.holder,
            template="activity_moved_up",
            values=_described(authority, row),
        )
        tell(connection, authority, told, now_ms)
    return [place.holder for place in moved]


def _described(authority: Authority, activity: sa.Row[Any]) -> dict[str, str | Said]:
    """An activity as a message may name it: whoever holds the phone reads it."""
    of_type = authority.programme.activity_type(activity.type)
    kind = authority.programme.point_kind((of_type and of_type.point_kind) or "")
    when = day_and_time(activity.starts_ms)
    if kind is not None and kind.sensitive:
        return {"activity": _UNNAMED, "when": when}
    return {"activity": activity.title, "when": " ".join(part for part in (when, activity.place) if part)}


def standing(connection: sa.Connection, activity: str, holder: UUID) -> Standing:
    """Where a person stands."""
    on_list = sa.select(roster.c.holder).where(roster.c.activity == activity, roster.c.holder == holder, roster.c.active)
    if connection.scalar(on_list) is not None:
        return "registered"
    return "waiting" if place_of(connection, activity, holder) else "off"


def place_of(connection: sa.Connection, activity: str, holder: UUID) -> int:
    """A person's place on the waiting list, from 1; 0 for somebody who is not on it."""
    own = connection.scalar(
        sa.select(activity_waiting.c.id).where(activity_waiting.c.activity == activity, activity_waiting.c.holder == holder)
    )
    if own is None:
        return 0
    ahead = sa.select(sa.func.count()).where(activity_waiting.c.activity == activity, activity_waiting.c.id <= own)
    return int(connection.scalar(ahead) or 0)


def taken(connection: sa.Connection, activity: str) -> int:
    """How many places are taken."""
    on_list = sa.select(sa.func.count()).select_from(roster).where(roster.c.activity == activity, roster.c.active)
    return int(connection.scalar(on_list) or 0)


def put(connection: sa.Connection, authority: Authority, activity: str, holder: UUID, *, active: bool) -> None:
    """Put a person on the list or take them off, whatever there is room for, and tell the stations."""
    same = (roster.c.activity == activity, roster.c.holder == holder)
    if connection.execute(roster.update().where(*same).values(active=active)).rowcount == 0:
        connection.execute(roster.insert().values(activity=activity, holder=holder, active=active))
    name = people.masked_name(connection, authority, holder) if active else ""
    feed.publish(connection, RosterRow(activity=activity, holder=holder, active=active, masked_name=name))
