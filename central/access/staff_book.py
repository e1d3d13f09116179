"""The book of staff: who they are, what they may do, whose they are; and what stations are told about them.

A station is told about those who can do something there and about nobody else (`domain.feed_kinds.works_at`).
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec
import sqlalchemy as sa
from argon2 import PasswordHasher

from central import cards, feed, locks
from central.access import staff_sessions, trail
from central.access.staff_sessions import StaffCaller, lock
from central.schema import staff, staff_pin_failures
from central.store import Store
from domain.errors import Code, Refused
from domain.wire import StaffRow
from domain.wire_access import PinChange, StaffAct, StaffListed

ROLES = frozenset({"clerk", "event", "librarian", "supervisor", "technician", "organiser", "reviewer", "auditor"})


class NewMember(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff as an operator writes them down. No `agency`: the city's own; no `sites`: everywhere."""

    staff: str
    name: str
    roles: Sequence[str]
    medium: bytes
    pin: str
    active: bool = True
    agency: str = ""
    sites: Sequence[str] = ()
    must_change_pin: bool = False

    def __repr__(self) -> str:
        return f"NewMember({self.staff})"


def put(store: Store, member: NewMember, now_ms: int) -> None:
    """Add or change a member of staff, and write that down; the PIN is kept as Argon2id (RFC 9106) only.

    Raises `Refused` with REQUEST_INVALID (roles, or a PIN that is not 4 to 12 digits) or CARD_ALREADY_BOUND.
    """
    if not member.roles or not ROLES.issuperset(member.roles):
        raise Refused(Code.REQUEST_INVALID, part="roles")
    require_pin(member.pin)
    values = {
        "name": member.name,
        "roles": _list(member.roles),
        "medium": member.medium,
        "pin_hash": PasswordHasher().hash(member.pin),
        "active": member.active,
        "agency": member.agency,
        "sites": _list(member.sites),
        "must_change_pin": member.must_change_pin,
    }
    with store.write() as connection:
        locks.hold(connection, locks.medium(member.medium), lock(member.staff))
        theirs = connection.scalar(sa.select(staff.c.staff).where(staff.c.medium == member.medium))
        if theirs not in (None, member.staff) or cards.find(connection, member.medium) is not None:
            raise Refused(Code.CARD_ALREADY_BOUND)
        same = staff.c.staff == member.staff
        if connection.execute(staff.update().where(same).values(**values)).rowcount == 0:
            connection.execute(staff.insert().values(staff=member.staff, **values))
        staff_sessions.end_all(connection, staff_id=member.staff)
        publish(connection, member.staff)
        trail.note(connection, actor=trail.AT_THE_PLATFORM, act="staff.put", subject=member.staff, now_ms=now_ms)


def require_pin(pin: str) -> None:
    """Raises `Refused(REQUEST_INVALID)` unless it is 4 to 12 digits."""
    if not (pin.isascii() and pin.isdecimal() and 4 <= len(pin) <= 12):
        raise Refused(Code.REQUEST_INVALID, part="pin")


def publish(connection: sa.Connection, staff_id: str) -> None:
    """Tell the stations about a member of staff."""
    row = connection.execute(sa.select(staff).where(staff.c.staff == staff_id)).one()
    roles = msgspec.json.decode(row.roles, type=list[str])
    before = feed.member(connection, staff_id)
    feed.publish(
        connection,
        StaffRow(
            staff=row.staff,
            medium=bytes(row.medium),
            name=row.name,
            roles=roles,
            pin_hash=row.pin_hash,
            active=row.active,
            earlier=[] if before is None else sorted({*before.roles, *before.earlier} - set(roles)),
        ),
    )


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who changes something: a member of staff, or `admin` at the platform's own machine. No `agency`: any."""

    staff: str = trail.AT_THE_PLATFORM
    agency: str = ""


def change(connection: sa.Connection, actor: Actor, staff_id: str, act: StaffAct, *, op_id: UUID | None, now_ms: int) -> None:
    """Carry out one act on a member of staff, and write it down. Safe to repeat.

    Raises `Refused` with STAFF_UNKNOWN, STAFF_NOT_ALLOWED (oneself, or another agency's) or REQUEST_CONFLICT.
    """
    locks.hold(connection, lock(staff_id))
    row = connection.execute(sa.select(staff.c.agency).where(staff.c.staff == staff_id)).one_or_none()
    if row is None:
        raise Refused(Code.STAFF_UNKNOWN)
    if staff_id == actor.staff or actor.agency not in ("", row.agency):
        raise Refused(Code.STAFF_NOT_ALLOWED)
    if not trail.begin(connection, op_id, actor=actor.staff, act=f"staff.{act}", subject=staff_id, content="", now_ms=now_ms):
        return
    here = staff.update().where(staff.c.staff == staff_id)
    if act == "unlock":
        connection.execute(staff_pin_failures.delete().where(staff_pin_failures.c.staff == staff_id))
        return
    if act == "force_pin_change":
        connection.execute(here.values(must_change_pin=True))
        staff_sessions.end_all(connection, staff_id=staff_id)
        return
    connection.execute(here.values(active=act == "activate"))
    if act == "deactivate":
        staff_sessions.end_all(connection, staff_id=staff_id)
    publish(connection, staff_id)


def change_pin(store: Store, caller: StaffCaller, request: PinChange, now_ms: int) -> None:
    """Whoever is signed in chooses another PIN; a wrong old one counts as a wrong guess. Safe to repeat.

    Their sessions at other stations end: whoever knew the old PIN may have begun them. The one that asks goes on.

    Raises `Refused` with PIN_WRONG, PIN_WAIT, PIN_NEEDS_SUPERVISOR, REQUEST_INVALID (the new one is the old one) or
    REQUEST_CONFLICT.
    """
    mine = caller.staff
    with store.read() as connection:
        if trail.known(connection, request.op_id, actor=mine, act="staff.pin", subject=mine):
            return
    if request.new_pin == request.old_pin:
        raise Refused(Code.REQUEST_INVALID, part="new_pin")
    staff_sessions.prove_pin(store, mine, request.old_pin, now_ms)
    hashed = PasswordHasher().hash(request.new_pin)
    with store.write() as connection:
        locks.hold(connection, lock(mine))
        staff_sessions.forgive(connection, mine)
        if trail.begin(connection, request.op_id, actor=mine, act="staff.pin", subject=mine, content="", now_ms=now_ms):
            connection.execute(staff.update().where(staff.c.staff == mine).values(pin_hash=hashed, must_change_pin=False))
            staff_sessions.end_elsewhere(connection, mine, caller.station.station)
            publish(connection, mine)


def listed(connection: sa.Connection, *, agency: str, after: str, limit: int, names: bool) -> tuple[list[StaffListed], bool]:
    """Members of staff of an agency (empty: of all) by id, and whether there are more. Without `names`, no names."""
    wanted = (
        sa.select(staff, staff_pin_failures.c.failures)
        .outerjoin(staff_pin_failures, staff_pin_failures.c.staff == staff.c.staff)
        .where(staff.c.staff > after)
        .order_by(staff.c.staff)
        .limit(limit + 1)
    )
    if agency:
        wanted = wanted.where(staff.c.agency == agency)
    rows = connection.execute(wanted).all()
    members = [
        StaffListed(
            staff=row.staff,
            name=row.name if names else "",
            roles=msgspec.json.decode(row.roles, type=list[str]),
            agency=row.agency,
            sites=msgspec.json.decode(row.sites, type=list[str]),
            active=row.active,
            must_change_pin=row.must_change_pin,
            wrong_pins=row.failures or 0,
            locked=(row.failures or 0) >= staff_sessions.SUPERVISOR_AFTER,
        )
        for row in rows[:limit]
    ]
    return members, len(rows) > limit


def _list(items: Sequence[str]) -> str:
    return msgspec.json.encode(sorted(set(items))).decode()
