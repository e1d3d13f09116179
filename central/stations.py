"""Stations: one-time enrolment codes, who a bearer token belongs to, revocation. Tokens and codes are kept as SHA-256 only."""

import hashlib
import hmac
import secrets
from typing import Any

import msgspec
import sqlalchemy as sa

from central import locks
from central.schema import enrolment_codes, station_successions, stations
from domain import station_proofs
from domain.errors import Code, EnvironmentProblem, Refused
from domain.ids import ENROLMENT_ALPHABET, new_enrolment_code, new_token
from domain.wire import EnrolRequest, StationIdentity

ROLES = frozenset({"counter", "event", "library", "office", "kiosk", "personalise"})
CODE_VALID_MS = 24 * 3_600_000
FIRST_EPOCH = 1


class Station(msgspec.Struct, frozen=True, kw_only=True):
    """An enrolled station as its requests are judged by."""

    station: str
    roles: frozenset[str]
    public_key: bytes
    epoch: int
    site: str = ""
    instance: str = ""
    """Which machine it is, where that is known."""
    token_hash: bytes = b""
    by_grace: bool = False
    """Asked with the token before this one (`central.fleet.tokens`)."""
    token_replaced: bool = False
    """There is a token before this one that has not been ended yet."""


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
    locks.hold(connection, locks.named(f"enrol {_code_hash(request.code).hex()}"))
    code = connection.execute(
        sa.select(enrolment_codes).where(enrolment_codes.c.code_hash == _code_hash(request.code))
    ).one_or_none()
    if code is None or code.expires_ms <= now_ms:
        raise EnvironmentProblem(Code.ENROLMENT_CODE_INVALID)
    token = new_token()
    if code.station is not None:
        return _again(connection, code.station, request, token, demo), token
    former = _proven(connection, request)
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
            token_hash=token_hash(token),
            token_ms=now_ms,
            instance=request.instance,
            epoch=FIRST_EPOCH,
            enrolled_ms=now_ms,
        )
    )
    if former is not None:
        _succeed(connection, former, station, now_ms)
    used = enrolment_codes.update().where(enrolment_codes.c.code_hash == code.code_hash)
    connection.execute(used.values(station=station))
    return _identity(_row(connection, station), demo), token


def _again(connection: sa.Connection, station: str, request: EnrolRequest, token: str, demo: bool) -> StationIdentity:
    row = _row(connection, station)
    same_key = hmac.compare_digest(bytes(row.public_key), request.signing_key)
    if not same_key or row.last_seen_ms is not None or row.revoked_ms is not None:
        raise EnvironmentProblem(Code.ENROLMENT_CODE_INVALID)
    connection.execute(stations.update().where(stations.c.station == station).values(token_hash=token_hash(token)))
    return _identity(row, demo)


def _proven(connection: sa.Connection, request: EnrolRequest) -> str | None:
    """The latest station known here that this machine was before, by its keys: each says which one came after it.

    None when none of them is known (any more: this platform was restored). Raises `Refused(REQUEST_INVALID)` when a key did not
    say so.
    """
    key = request.signing_key
    for former in [*filter(None, [request.formerly]), *request.earlier]:
        row = connection.execute(sa.select(stations).where(stations.c.station == former.station)).one_or_none()
        said = station_proofs.succession(former.station, key)
        key = former.public_key if row is None else bytes(row.public_key)
        if row is None and not key:
            return None
        if not station_proofs.is_signed(key, former.signature, said):
            raise Refused(Code.REQUEST_INVALID, part="formerly")
        if row is not None:
            return former.station
    return None


def former_of(connection: sa.Connection, station: str) -> str:
    """What the machine of a station was just before; empty when it was enrolled as a new one."""
    successions = station_successions.c
    was = (
        sa.select(successions.former)
        .join(stations, stations.c.station == successions.former)
        .where(successions.station == station)
        .order_by(stations.c.enrolled_ms.desc(), successions.former)
        .limit(1)
    )
    return connection.scalars(was).first() or ""


def formers_of(station: str) -> sa.Select[tuple[str]]:
    """Everything that a station's machine was before."""
    return sa.select(station_successions.c.former).where(station_successions.c.station == station)


def _succeed(connection: sa.Connection, former: str, station: str, now_ms: int) -> None:
    """The former identity ends; its old queue, and those that it had brought itself, go up through the new one.

    Also when a copy of the machine has become another station before: each brings what it has.
    """
    brought = [former, *connection.scalars(formers_of(former))]
    ended = sa.func.coalesce(stations.c.revoked_ms, now_ms)
    connection.execute(stations.update().where(stations.c.station.in_(brought)).values(revoked_ms=ended, replaced_by=station))
    rows = [{"station": station, "former": one, "at_ms": now_ms} for one in brought]
    connection.execute(station_successions.insert(), rows)


def authenticate(connection: sa.Connection, token: str, instance: str = "") -> tuple[Station, int | None]:
    """Whose token this is, and when they were last noted. `instance` names the machine that asks, where it says so.

    Raises `EnvironmentProblem` with STATION_UNKNOWN, STATION_REVOKED (`wipe`: it is to wipe itself) or STATION_CLONED.
    """
    row = _of_token(connection, token)
    if row.revoked_ms is not None:
        wipes = row.wipe_ordered_ms is not None and row.wipe_acknowledged_ms is None
        raise EnvironmentProblem(Code.STATION_REVOKED, **({"wipe": row.wipe_ordered_ms} if wipes else {}))
    if row.cloned_ms is not None or (row.instance and instance != row.instance):
        raise EnvironmentProblem(Code.STATION_CLONED)
    return _station(row, token), row.last_seen_ms


def whose(connection: sa.Connection, token: str) -> Station:
    """Whose token this is, also when they were revoked. Raises `EnvironmentProblem(STATION_UNKNOWN)`."""
    return _station(_of_token(connection, token), token)


_OF_TOKEN: sa.Select[Any] = sa.select(
    stations.c.station,
    stations.c.roles,
    stations.c.public_key,
    stations.c.epoch,
    stations.c.site,
    stations.c.instance,
    stations.c.token_hash,
    stations.c.previous_token_hash,
    stations.c.revoked_ms,
    stations.c.wipe_ordered_ms,
    stations.c.wipe_acknowledged_ms,
    stations.c.cloned_ms,
    stations.c.last_seen_ms,
).where(sa.or_(stations.c.token_hash == sa.bindparam("offered"), stations.c.previous_token_hash == sa.bindparam("offered")))


def _of_token(connection: sa.Connection, token: str) -> sa.Row[Any]:
    offered = token_hash(token)
    row = connection.execute(_OF_TOKEN, {"offered": offered}).one_or_none()
    if row is None:
        raise EnvironmentProblem(Code.STATION_UNKNOWN)
    return row


def _station(row: sa.Row[Any], token: str) -> Station:
    return Station(
        station=row.station,
        roles=frozenset(msgspec.json.decode(row.roles, type=list[str])),
        public_key=bytes(row.public_key),
        epoch=row.epoch,
        site=row.site,
        instance=row.instance,
        token_hash=bytes(row.token_hash),
        by_grace=not hmac.compare_digest(bytes(row.token_hash), token_hash(token)),
        token_replaced=row.previous_token_hash is not None,
    )


def know_machine(connection: sa.Connection, station: str, instance: str) -> None:
    """Keep which machine a station is, when that was not known yet."""
    unknown = sa.and_(stations.c.station == station, stations.c.instance == "")
    connection.execute(stations.update().where(unknown).values(instance=instance))


def clone_seen(connection: sa.Connection, token: str, now_ms: int) -> None:
    """Note that another machine has asked with a station's token."""
    connection.execute(stations.update().where(stations.c.token_hash == token_hash(token)).values(clone_seen_ms=now_ms))


def seen(connection: sa.Connection, station: str, now_ms: int) -> None:
    """Note that a station has called."""
    connection.execute(stations.update().where(stations.c.station == station).values(last_seen_ms=now_ms))


def change(
    connection: sa.Connection, station: str, *, name: str | None = None, site: str | None = None, roles: list[str] | None = None
) -> None:
    """Another name, site or roles. Raises `Refused(REQUEST_INVALID)` for roles or a station that do not exist."""
    if roles is not None and (not roles or not ROLES.issuperset(roles)):
        raise Refused(Code.REQUEST_INVALID, part="roles")
    packed = None if roles is None else msgspec.json.encode(sorted(set(roles))).decode()
    asked = {"name": name, "site": site, "roles": packed}
    values = {column: value for column, value in asked.items() if value is not None}
    here = stations.c.station == station
    if not values or connection.execute(stations.update().where(here).values(**values)).rowcount == 0:
        raise Refused(Code.REQUEST_INVALID, part="station")


def revoke(connection: sa.Connection, station: str, now_ms: int) -> None:
    """Refuse a station from now on. Raises `Refused(REQUEST_INVALID)` when there is none of that id."""
    known = connection.execute(
        stations.update()
        .where(stations.c.station == station)
        .values(revoked_ms=sa.func.coalesce(stations.c.revoked_ms, now_ms))
    )
    if known.rowcount == 0:
        raise Refused(Code.REQUEST_INVALID, part="station")


def require_at(connection: sa.Connection, station: str, sites: frozenset[str] | None) -> None:
    """A station of one of these sites, or (None) of any. Raises `Refused` with REQUEST_INVALID (none) or STAFF_NOT_ALLOWED."""
    site = connection.scalar(sa.select(stations.c.site).where(stations.c.station == station))
    if site is None:
        raise Refused(Code.REQUEST_INVALID, part="station")
    if sites is not None and site not in sites:
        raise Refused(Code.STAFF_NOT_ALLOWED, part="site")


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


def identity_of(connection: sa.Connection, station: str, *, demo: bool) -> StationIdentity:
    """Who a station is now."""
    return _identity(_row(connection, station), demo)


def _identity(row: sa.Row[Any], demo: bool) -> StationIdentity:
    return StationIdentity(
        station=row.station,
        name=row.name,
        site=row.site,
        roles=msgspec.json.decode(row.roles, type=list[str]),
        epoch=row.epoch,
        demo=demo,
    )


def token_hash(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(b"token\0" + token.encode()).digest()


def _code_hash(code: str) -> bytes:
    folded = "".join(code.upper().replace("-", "").split())
    return hashlib.sha256(b"enrolment\0" + folded.encode()).digest()
