"""Staff who are signed in at the platform: by card and PIN, at one station, for as long as they work.

Wrong PINs are counted here over the whole fleet, as stations count their own: each costs more time, then a supervisor. A guess
counts as wrong before it is looked at and until it is proven right, so that guesses made side by side gain nothing.

One person has one session at a station (signing in again ends the earlier one), and may have one at another station beside it.
"""

import hashlib
from collections.abc import Callable

import msgspec
import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from central import locks
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
    sites: frozenset[str] = frozenset()
    """Where they may work; empty: everywhere."""
    must_change_pin: bool = False


def lock(staff_id: str) -> locks.Lock:
    """What whoever reads and then changes a member of staff holds."""
    return locks.named(f"staff/{staff_id}")


# --- PINs ------------------------------------------------------------------------------------------------------------


def wait_s(failures: int) -> int:
    """Seconds to wait after so many wrong PINs in a row: none, then 2, 4, 8, 16, …"""
    return 0 if failures <= 1 else 2 ** (failures - 1)


def prove_pin(store: Store, staff_id: str, pin: str, now_ms: int) -> str:
    """Check a PIN, in no transaction of the caller's, for it takes a tenth of a second. `forgive` then begins to count anew.

    What it was checked against, for the caller to see whether that still holds.

    Raises `Refused` with PIN_WRONG (`seconds` until the next try), PIN_WAIT (`seconds`), PIN_NEEDS_SUPERVISOR or STAFF_UNKNOWN.
    """
    with store.write() as connection:
        locks.hold(connection, lock(staff_id))
        pin_hash = connection.scalar(sa.select(staff.c.pin_hash).where(staff.c.staff == staff_id, staff.c.active))
        if pin_hash is None:
            raise Refused(Code.STAFF_UNKNOWN)
        guesses = _count_guess(connection, staff_id, now_ms)
    if not _is_pin(pin_hash, pin):
        raise Refused(Code.PIN_WRONG, seconds=wait_s(guesses))
    return str(pin_hash)


def forgive(connection: sa.Connection, staff_id: str) -> None:
    """Begin to count wrong PINs anew."""
    connection.execute(staff_pin_failures.delete().where(staff_pin_failures.c.staff == staff_id))


def _count_guess(connection: sa.Connection, staff_id: str, now_ms: int) -> int:
    mine = staff_pin_failures.c.staff == staff_id
    row = connection.execute(sa.select(staff_pin_failures).where(mine)).one_or_none()
    failures = row.failures if row else 0
    if failures >= SUPERVISOR_AFTER:
        raise Refused(Code.PIN_NEEDS_SUPERVISOR)
    left_ms = row.last_ms + wait_s(failures) * 1000 - now_ms if row else 0
    if left_ms > 0:
        raise Refused(Code.PIN_WAIT, seconds=-(-left_ms // 1000))
    values = {"failures": failures + 1, "last_ms": now_ms}
    if connection.execute(staff_pin_failures.update().where(mine).values(**values)).rowcount == 0:
        connection.execute(staff_pin_failures.insert().values(staff=staff_id, **values))
    return failures + 1


def _is_pin(pin_hash: str, pin: str) -> bool:
    try:
        return PasswordHasher().verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False


# --- sessions --------------------------------------------------------------------------------------------------------


def open_session(
    store: Store, station: Station, request: StaffSessionRequest, now_ms: Callable[[], int], generation: str
) -> StaffSessionResponse:
    """Check card and PIN and open a session.

    Raises `Refused` as `prove_pin` does, and with STAFF_NOT_ALLOWED for somebody who works at other sites.
    """
    with store.read() as connection:
        row = connection.execute(
            sa.select(staff.c.staff, staff.c.sites).where(staff.c.medium == request.medium, staff.c.active)
        ).one_or_none()
    if row is None:
        raise Refused(Code.STAFF_UNKNOWN)
    proven = prove_pin(store, row.staff, request.pin, now_ms())
    sites = msgspec.json.decode(row.sites, type=list[str])
    with store.write() as connection:
        locks.hold(connection, lock(row.staff))
        if connection.scalar(sa.select(staff.c.pin_hash).where(staff.c.staff == row.staff)) != proven:
            # Changed since it was looked at, which ended every session: this one must not begin after that.
            raise Refused(Code.PIN_WRONG, seconds=0)
        forgive(connection, row.staff)
        if sites and station.site not in sites:
            raise Refused(Code.STAFF_NOT_ALLOWED, part="site")
        token = begin(connection, row.staff, station, now_ms())
        caller, _ = authenticate(connection, token, station, now_ms())
    return StaffSessionResponse(
        server_ms=now_ms(),
        generation=generation,
        token=token,
        staff=caller.staff,
        roles=sorted(caller.roles),
        agency=caller.agency,
        idle_ms=IDLE_MS,
        longest_ms=LONGEST_MS,
        must_change_pin=caller.must_change_pin,
    )


def begin(connection: sa.Connection, staff_id: str, station: Station, now_ms: int) -> str:
    """Open a session at a station in place of their earlier one there; the token is told once."""
    token = new_token()
    mine = sa.and_(staff_sessions.c.staff == staff_id, staff_sessions.c.station == station.station)
    over = sa.or_(staff_sessions.c.started_ms < now_ms - LONGEST_MS, staff_sessions.c.used_ms < now_ms - IDLE_MS)
    connection.execute(staff_sessions.delete().where(sa.or_(mine, sa.and_(staff_sessions.c.staff == staff_id, over))))
    connection.execute(
        staff_sessions.insert().values(
            token_hash=_hash(token), staff=staff_id, station=station.station, started_ms=now_ms, used_ms=now_ms
        )
    )
    return token


def end(connection: sa.Connection, token: str) -> None:
    """Close a session. Safe to repeat."""
    connection.execute(staff_sessions.delete().where(staff_sessions.c.token_hash == _hash(token)))


def end_all(connection: sa.Connection, *, staff_id: str | None = None, station: str | None = None) -> None:
    """Close every session of a member of staff, or at a station."""
    if staff_id is not None:
        connection.execute(staff_sessions.delete().where(staff_sessions.c.staff == staff_id))
    if station is not None:
        connection.execute(staff_sessions.delete().where(staff_sessions.c.station == station))


def end_elsewhere(connection: sa.Connection, staff_id: str, station: str) -> None:
    """Close a member of staff's sessions at every other station."""
    there = sa.and_(staff_sessions.c.staff == staff_id, staff_sessions.c.station != station)
    connection.execute(staff_sessions.delete().where(there))


def authenticate(connection: sa.Connection, token: str, station: Station, now_ms: int) -> tuple[StaffCaller, bool]:
    """Who is signed in with this token at this station, and whether its use is due to be noted.

    Raises `EnvironmentProblem(STAFF_SESSION_ENDED)`.
    """
    row = connection.execute(
        sa.select(staff_sessions, staff.c.name, staff.c.roles, staff.c.agency, staff.c.sites, staff.c.must_change_pin)
        .join(staff, staff.c.staff == staff_sessions.c.staff)
        .where(staff_sessions.c.token_hash == _hash(token), staff_sessions.c.station == station.station, staff.c.active)
    ).one_or_none()
    if row is None or now_ms - row.used_ms > IDLE_MS or now_ms - row.started_ms > LONGEST_MS:
        raise EnvironmentProblem(Code.STAFF_SESSION_ENDED)
    caller = StaffCaller(
        staff=row.staff,
        name=row.name,
        roles=frozenset(msgspec.json.decode(row.roles, type=list[str])),
        agency=row.agency,
        station=station,
        sites=frozenset(msgspec.json.decode(row.sites, type=list[str])),
        must_change_pin=row.must_change_pin,
    )
    return caller, now_ms - row.used_ms >= _NOTED_EVERY_MS


def used(connection: sa.Connection, token: str, now_ms: int) -> None:
    """Note that a session is in use."""
    connection.execute(staff_sessions.update().where(staff_sessions.c.token_hash == _hash(token)).values(used_ms=now_ms))


def _hash(token: str) -> bytes:
    return hashlib.sha256(b"staff\0" + token.encode()).digest()
