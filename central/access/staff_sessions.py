"""Staff who are signed in at the platform: by card and PIN, at one station, for as long as they work.

Wrong PINs are counted here over the whole fleet, as stations count their own: each costs more time, then a supervisor.
"""

import hashlib
import math
from collections.abc import Callable

import msgspec
import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from central.schema import staff
from central.schema.access import staff_pin_failures, staff_sessions
from central.stations import Station
from central.store import Store
from domain.errors import Code, EnvironmentProblem, Refused
from domain.ids import new_token
from domain.wire_access import StaffSessionRequest, StaffSessionResponse

IDLE_MS = 30 * 60_000
LONGEST_MS = 12 * 3_600_000
SUPERVISOR_AFTER = 6
_NOTED_EVERY_MS = 60_000


class StaffCaller(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff as their requests are judged by. `agency` is empty for the city's own counters."""

    staff: str
    name: str
    roles: frozenset[str]
    agency: str
    station: Station


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff whose card was shown, before the PIN."""

    staff: str
    pin_hash: str
    failures: int


def recognise(connection: sa.Connection, medium: bytes, now_ms: int) -> Member:
    """Whose card this is. Raises `Refused` with STAFF_UNKNOWN, PIN_WAIT (`seconds`) or PIN_NEEDS_SUPERVISOR."""
    row = connection.execute(
        sa.select(staff.c.staff, staff.c.pin_hash, staff_pin_failures.c.failures, staff_pin_failures.c.last_ms)
        .outerjoin(staff_pin_failures, staff_pin_failures.c.staff == staff.c.staff)
        .where(staff.c.medium == medium, staff.c.active)
    ).one_or_none()
    if row is None:
        raise Refused(Code.STAFF_UNKNOWN)
    failures = row.failures or 0
    if failures >= SUPERVISOR_AFTER:
        raise Refused(Code.PIN_NEEDS_SUPERVISOR)
    left_ms = (row.last_ms or 0) + wait_s(failures) * 1000 - now_ms
    if failures and left_ms > 0:
        raise Refused(Code.PIN_WAIT, seconds=math.ceil(left_ms / 1000))
    return Member(staff=row.staff, pin_hash=row.pin_hash, failures=failures)


def wait_s(failures: int) -> int:
    """Seconds to wait after so many wrong PINs in a row: none, then 2, 4, 8, 16, …"""
    return 0 if failures <= 1 else 2 ** (failures - 1)


def is_pin(member: Member, pin: str) -> bool:
    """Whether this is their PIN. Takes a tenth of a second on purpose: outside any transaction."""
    try:
        return PasswordHasher().verify(member.pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False


def note_pin(connection: sa.Connection, member: Member, *, right: bool, now_ms: int) -> None:
    """Count a wrong PIN, or begin to count anew."""
    connection.execute(staff_pin_failures.delete().where(staff_pin_failures.c.staff == member.staff))
    if not right:
        connection.execute(staff_pin_failures.insert().values(staff=member.staff, failures=member.failures + 1, last_ms=now_ms))


def open_session(
    store: Store, station: Station, request: StaffSessionRequest, now_ms: Callable[[], int], generation: str
) -> StaffSessionResponse:
    """Check card and PIN and open a session. A guess is counted before the next one is looked at, also when both come at once.

    Raises `Refused` as `recognise` does, and with PIN_WRONG (`seconds` until the next try).
    """
    with store.write() as connection:
        member = recognise(connection, request.medium, now_ms())
        note_pin(connection, member, right=False, now_ms=now_ms())
    if not is_pin(member, request.pin):
        raise Refused(Code.PIN_WRONG, seconds=wait_s(member.failures + 1))
    with store.write() as connection:
        note_pin(connection, member, right=True, now_ms=now_ms())
        token = begin(connection, member.staff, station, now_ms())
        caller, _ = authenticate(connection, token, station, now_ms())
    return StaffSessionResponse(
        server_ms=now_ms(),
        generation=generation,
        token=token,
        staff=caller.staff,
        roles=sorted(caller.roles),
        agency=caller.agency,
        idle_ms=IDLE_MS,
    )


def begin(connection: sa.Connection, staff_id: str, station: Station, now_ms: int) -> str:
    """Open a session at a station; the token is told once."""
    token = new_token()
    connection.execute(
        staff_sessions.insert().values(
            token_hash=_hash(token), staff=staff_id, station=station.station, started_ms=now_ms, used_ms=now_ms
        )
    )
    return token


def end(connection: sa.Connection, token: str) -> None:
    """Close a session. Safe to repeat."""
    connection.execute(staff_sessions.delete().where(staff_sessions.c.token_hash == _hash(token)))


def authenticate(connection: sa.Connection, token: str, station: Station, now_ms: int) -> tuple[StaffCaller, bool]:
    """Who is signed in with this token at this station, and whether its use is due to be noted.

    Raises `EnvironmentProblem(STAFF_SESSION_ENDED)`.
    """
    row = connection.execute(
        sa.select(staff_sessions, staff.c.name, staff.c.roles, staff.c.agency)
        .join(staff, staff.c.staff == staff_sessions.c.staff)
        .where(staff_sessions.c.token_hash == _hash(token), staff_sessions.c.station == station.station, staff.c.active)
    ).one_or_none()
    if row is None or now_ms - row.used_ms > IDLE_MS or now_ms - row.started_ms > LONGEST_MS:
        raise EnvironmentProblem(Code.STAFF_SESSION_ENDED)
    roles = frozenset(msgspec.json.decode(row.roles, type=list[str]))
    caller = StaffCaller(staff=row.staff, name=row.name, roles=roles, agency=row.agency, station=station)
    return caller, now_ms - row.used_ms >= _NOTED_EVERY_MS


def used(connection: sa.Connection, token: str, now_ms: int) -> None:
    """Note that a session is in use."""
    connection.execute(staff_sessions.update().where(staff_sessions.c.token_hash == _hash(token)).values(used_ms=now_ms))


def _hash(token: str) -> bytes:
    return hashlib.sha256(b"staff\0" + token.encode()).digest()
