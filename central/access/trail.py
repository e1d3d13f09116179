"""What people did to staff, stations, keys, budgets and awards: written in the transaction that does it, never altered.

Also what makes such acts repeatable: the same op_id with the same content is done once, with another content refused.
"""

from uuid import UUID

import sqlalchemy as sa

from central import locks
from central.schema import administration, staff
from domain.errors import Code, Refused
from domain.wire_access import TrailEntry

AT_THE_PLATFORM = "admin"
"""The actor of what is done by `citycard admin`."""


def begin(
    connection: sa.Connection, op_id: UUID | None, *, actor: str, act: str, subject: str, content: str, now_ms: int
) -> bool:
    """Write an act down; False when this op_id did exactly that before. `content` holds no PIN, key or name.

    Raises `Refused(REQUEST_CONFLICT)` when the op_id did something else.
    """
    locks.hold(connection, locks.named("administration"))
    if op_id is not None and known(connection, op_id, actor=actor, act=act, subject=subject, content=content):
        return False
    connection.execute(
        administration.insert().values(op_id=op_id, actor=actor, act=act, subject=subject, content=content, at_ms=now_ms)
    )
    return True


def note(connection: sa.Connection, *, actor: str, act: str, subject: str, now_ms: int) -> None:
    """Write an act down that something else makes repeatable, or that is no request."""
    begin(connection, None, actor=actor, act=act, subject=subject, content="", now_ms=now_ms)


def known(connection: sa.Connection, op_id: UUID, *, actor: str, act: str, subject: str, content: str = "") -> bool:
    """Whether exactly this was done before by this op_id. Raises `Refused(REQUEST_CONFLICT)` when something else was."""
    before = connection.execute(sa.select(administration).where(administration.c.op_id == op_id)).one_or_none()
    if before is not None and (before.actor, before.act, before.subject, before.content) != (actor, act, subject, content):
        raise Refused(Code.REQUEST_CONFLICT)
    return before is not None


def listed(connection: sa.Connection, after: int, limit: int, *, agency: str = "") -> tuple[list[TrailEntry], bool]:
    """Acts after this number, oldest first, and whether there are more; of an agency what its staff did or had done to them."""
    wanted = sa.select(administration).where(administration.c.id > after).order_by(administration.c.id).limit(limit + 1)
    if agency:
        theirs = sa.select(staff.c.staff).where(staff.c.agency == agency)
        wanted = wanted.where(sa.or_(administration.c.actor.in_(theirs), administration.c.subject.in_(theirs)))
    rows = connection.execute(wanted).all()
    entries = [
        TrailEntry(number=row.id, actor=row.actor, act=row.act, subject=row.subject, at_ms=row.at_ms) for row in rows[:limit]
    ]
    return entries, len(rows) > limit
