"""Stations: one-time enrolment codes, who a bearer token belongs to, revocation. Tokens and codes are kept as SHA-256 only."""

import hashlib
import hmac
import secrets
from typing import Any

import msgspec
import sqlalchemy as sa

from central.schema import enrolment_codes, stations
from domain.errors import Code, EnvironmentProblem, Refused
from domain.ids import ENROLMENT_ALPHABET, new_enrolment_code, new_token
from domain.wire import EnrolRequest, StationIdentity

ROLES = frozenset({"counter", "event", "library", "kiosk", "personalise"})
CODE_VALID_MS = 24 * 3_600_000
FIRST_EPOCH = 1


class Station(msgspec.Struct, frozen=True, kw_only=True):
    """An enrolled station as its requests are judged by."""

    station: str
    roles: frozenset[str]
    public_key: bytes
    epoch: int
    site: str = ""


class StationState(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the operator's list."""

    station: str
    name: str
    site: str
    roles: list[str]
    enrolled_ms: int
    last_seen_ms: int | None
    revoked: bool


def make_code(connection: sa.Connection, name: str, site: str, roles: list[str], now_ms: int) -> str:
    """A code that enrols one station within a day. Raises `Refused(REQUEST_INVALID)` for roles that do not exist."""
    if not roles or not ROLES.issuperset(roles):
        raise Refused(Code.REQUEST_INVALID, part="roles")
    code = new_enrolment_code()
    connection.execute(
        enrolment_codes.insert().values(
            code_hash=_code_hash(code),
            name=name,
            site=site,
            roles=msgspec.json.encode(sorted(set(roles))).decode(),
            expires_ms=now_ms + CODE_VALID_MS,
        )
    )
    return code


def enrol(connection: sa.Connection, request: EnrolRequest, *, demo: bool, now_ms: int) -> tuple[StationIdentity, str]:
    """The new station's identity and token; the code is used up.

    The same code with the same signing key gives the same station a fresh token, until it has used one: so a lost answer
    can be asked for again. Raises `EnvironmentProblem` with MODE_MISMATCH or ENROLMENT_CODE_INVALID.
    """
    if request.demo != demo:
        raise EnvironmentProblem(Code.MODE_MISMATCH)
    code = connection.execute(
        sa.select(enrolment_codes).where(enrolment_codes.c.code_hash == _code_hash(request.code))
    ).one_or_none()
    if code is None or code.expires_ms <= now_ms:
        raise EnvironmentProblem(Code.ENROLMENT_CODE_INVALID)
    token = new_token()
    if code.station is not None:
        return _again(connection, code.station, request, token, demo), token
    station = "st-" + "".join(secrets.choice(ENROLMENT_ALPHABET) for _ in range(8)).lower()
    connection.execute(
        stations.insert().values(
            station=station,
            name=code.name,
            site=code.site,
            roles=code.roles,
            machine=request.machine,
            version=request.version,
            public_key=request.signing_key,
            token_hash=_token_hash(token),
            epoch=FIRST_EPOCH,
            enrolled_ms=now_ms,
        )
    )
    used = enrolment_codes.update().where(enrolment_codes.c.code_hash == code.code_hash)
    connection.execute(used.values(station=station))
    return _identity(_row(connection, station), demo), token


def _again(connection: sa.Connection, station: str, request: EnrolRequest, token: str, demo: bool) -> StationIdentity:
    row = _row(connection, station)
    same_key = hmac.compare_digest(bytes(row.public_key), request.signing_key)
    if not same_key or row.last_seen_ms is not None or row.revoked_ms is not None:
        raise EnvironmentProblem(Code.ENROLMENT_CODE_INVALID)
    connection.execute(stations.update().where(stations.c.station == station).values(token_hash=_token_hash(token)))
    return _identity(row, demo)


def authenticate(connection: sa.Connection, token: str) -> tuple[Station, int | None]:
    """Whose token this is, and when they were last noted.

    Raises `EnvironmentProblem` with STATION_UNKNOWN or STATION_REVOKED.
    """
    offered = _token_hash(token)
    row = connection.execute(sa.select(stations).where(stations.c.token_hash == offered)).one_or_none()
    if row is None or not hmac.compare_digest(bytes(row.token_hash), offered):
        raise EnvironmentProblem(Code.STATION_UNKNOWN)
    if row.revoked_ms is not None:
        raise EnvironmentProblem(Code.STATION_REVOKED)
    roles = frozenset(msgspec.json.decode(row.roles, type=list[str]))
    station = Station(station=row.station, roles=roles, public_key=bytes(row.public_key), epoch=row.epoch, site=row.site)
    return station, row.last_seen_ms


def seen(connection: sa.Connection, station: str, now_ms: int) -> None:
    """Note that a station has called."""
    connection.execute(stations.update().where(stations.c.station == station).values(last_seen_ms=now_ms))


def revoke(connection: sa.Connection, station: str, now_ms: int) -> None:
    """Refuse a station from now on. Raises `Refused(REQUEST_INVALID)` when there is none of that id."""
    known = connection.execute(
        stations.update()
        .where(stations.c.station == station)
        .values(revoked_ms=sa.func.coalesce(stations.c.revoked_ms, now_ms))
    )
    if known.rowcount == 0:
        raise Refused(Code.REQUEST_INVALID, part="station")


def listed(connection: sa.Connection) -> list[StationState]:
    """Every station that was ever enrolled, oldest first."""
    return [
        StationState(
            station=row.station,
            name=row.name,
            site=row.site,
            roles=msgspec.json.decode(row.roles, type=list[str]),
            enrolled_ms=row.enrolled_ms,
            last_seen_ms=row.last_seen_ms,
            revoked=row.revoked_ms is not None,
        )
        for row in connection.execute(sa.select(stations).order_by(stations.c.enrolled_ms, stations.c.station))
    ]


def _row(connection: sa.Connection, station: str) -> sa.Row[Any]:
    return connection.execute(sa.select(stations).where(stations.c.station == station)).one()


def _identity(row: sa.Row[Any], demo: bool) -> StationIdentity:
    return StationIdentity(
        station=row.station,
        name=row.name,
        site=row.site,
        roles=msgspec.json.decode(row.roles, type=list[str]),
        epoch=row.epoch,
        demo=demo,
    )


def _token_hash(token: str) -> bytes:
    return hashlib.sha256(b"token\0" + token.encode()).digest()


def _code_hash(code: str) -> bytes:
    folded = "".join(code.upper().replace("-", "").split())
    return hashlib.sha256(b"enrolment\0" + folded.encode()).digest()
