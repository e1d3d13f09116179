"""Keys of other systems: each belongs to an agency and has scopes. Only the SHA-256 of a key's secret is kept."""

import hashlib
import secrets
from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from central import locks
from central.access import trail
from central.schema.access import service_keys
from domain.errors import Code, EnvironmentProblem, Refused
from domain.ids import new_token

SCOPES = frozenset(
    {"verify", "card_kind", "awards", "applications", "redemptions", "settlement", "reports", "virtual_card", "metrics"}
)
OVERLAP_MS = 24 * 3_600_000
"""How long a key goes on after another has taken its place, unless it is said otherwise."""
_NOTED_EVERY_MS = 60_000


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """Another system, as its requests are judged by. `services` are those of the programme that it may ask about."""

    service_key: str
    agency: str
    scopes: frozenset[str]
    services: frozenset[str] = frozenset()


class NewKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key that is to be made. No `expires_ms`: until it is revoked."""

    name: str
    agency: str
    scopes: Sequence[str]
    services: Sequence[str] = ()
    expires_ms: int | None = None


class ServiceKeyState(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the operator's list."""

    service_key: str
    name: str
    agency: str
    scopes: list[str]
    created_ms: int
    revoked: bool
    services: list[str] = []
    expires_ms: int | None = None
    last_used_ms: int | None = None
    replaced_by: str | None = None


def make(connection: sa.Connection, name: str, agency: str, scopes: Sequence[str], now_ms: int) -> str:
    """A new key's secret, told once. Raises `Refused(REQUEST_INVALID)` for scopes that do not exist."""
    return add(connection, NewKey(name=name, agency=agency, scopes=scopes), now_ms)[1]


def add(connection: sa.Connection, new: NewKey, now_ms: int) -> tuple[str, str]:
    """A new key's id and its secret, which is told once. Raises `Refused(REQUEST_INVALID)` for scopes that do not exist."""
    if not new.scopes or not SCOPES.issuperset(new.scopes):
        raise Refused(Code.REQUEST_INVALID, part="scopes")
    if new.expires_ms is not None and new.expires_ms <= now_ms:
        raise Refused(Code.REQUEST_INVALID, part="expires")
    secret = "sk_" + new_token()
    service_key = f"key-{secrets.token_hex(4)}"
    connection.execute(
        service_keys.insert().values(
            service_key=service_key,
            name=new.name,
            agency=new.agency,
            scopes=_list(new.scopes),
            services=_list(new.services),
            secret_hash=_hash(secret),
            created_ms=now_ms,
            expires_ms=new.expires_ms,
        )
    )
    _written(connection, "service_key.add", service_key, now_ms)
    return service_key, secret


def rotate(connection: sa.Connection, service_key: str, now_ms: int, overlap_ms: int = OVERLAP_MS) -> tuple[str, str]:
    """Another key in the place of this one, which goes on for as long as the other system needs to change over.

    The new one has the old one's name, agency, scopes and services, and no end. Raises `Refused(REQUEST_INVALID)` when there
    is none of that id that is still good, or it was replaced before.
    """
    locks.hold(connection, locks.named(f"service_key/{service_key}"))
    here = service_keys.c.service_key == service_key
    row = connection.execute(sa.select(service_keys).where(here, _good(now_ms))).one_or_none()
    if row is None or row.replaced_by is not None:
        raise Refused(Code.REQUEST_INVALID, part="service_key")
    new = NewKey(name=row.name, agency=row.agency, scopes=_items(row.scopes), services=_items(row.services))
    successor, secret = add(connection, new, now_ms)
    ends_ms = min(row.expires_ms or now_ms + overlap_ms, now_ms + overlap_ms)
    connection.execute(service_keys.update().where(here).values(expires_ms=ends_ms, replaced_by=successor))
    _written(connection, "service_key.rotate", service_key, now_ms)
    return successor, secret


def authenticate(connection: sa.Connection, secret: str, now_ms: int) -> tuple[Service, bool]:
    """Whose key this is, and whether its use is due to be noted.

    Raises `EnvironmentProblem(SERVICE_KEY_UNKNOWN)`, also for one that was revoked or has ended.
    """
    row = connection.execute(
        sa.select(service_keys).where(service_keys.c.secret_hash == _hash(secret), _good(now_ms))
    ).one_or_none()
    if row is None:
        raise EnvironmentProblem(Code.SERVICE_KEY_UNKNOWN)
    service = Service(
        service_key=row.service_key,
        agency=row.agency,
        scopes=frozenset(_items(row.scopes)),
        services=frozenset(_items(row.services)),
    )
    return service, row.last_used_ms is None or now_ms - row.last_used_ms >= _NOTED_EVERY_MS


def used(connection: sa.Connection, service_key: str, now_ms: int) -> None:
    """Note that a key is in use."""
    connection.execute(service_keys.update().where(service_keys.c.service_key == service_key).values(last_used_ms=now_ms))


def revoke(connection: sa.Connection, service_key: str, now_ms: int) -> None:
    """Refuse a key from now on. Raises `Refused(REQUEST_INVALID)` when there is none of that id."""
    known = connection.execute(
        service_keys.update()
        .where(service_keys.c.service_key == service_key)
        .values(revoked_ms=sa.func.coalesce(service_keys.c.revoked_ms, now_ms))
    )
    if known.rowcount == 0:
        raise Refused(Code.REQUEST_INVALID, part="service_key")
    _written(connection, "service_key.revoke", service_key, now_ms)


def listed(connection: sa.Connection) -> list[ServiceKeyState]:
    """Every key that was ever made, oldest first."""
    return [
        ServiceKeyState(
            service_key=row.service_key,
            name=row.name,
            agency=row.agency,
            scopes=_items(row.scopes),
            created_ms=row.created_ms,
            revoked=row.revoked_ms is not None,
            services=_items(row.services),
            expires_ms=row.expires_ms,
            last_used_ms=row.last_used_ms,
            replaced_by=row.replaced_by,
        )
        for row in connection.execute(sa.select(service_keys).order_by(service_keys.c.created_ms, service_keys.c.service_key))
    ]


def _good(now_ms: int) -> sa.ColumnElement[bool]:
    ends = service_keys.c.expires_ms
    return sa.and_(service_keys.c.revoked_ms.is_(None), sa.or_(ends.is_(None), ends > now_ms))


def _written(connection: sa.Connection, act: str, service_key: str, now_ms: int) -> None:
    trail.note(connection, actor=trail.AT_THE_PLATFORM, act=act, subject=service_key, now_ms=now_ms)


def _items(column: str) -> list[str]:
    return msgspec.json.decode(column, type=list[str])


def _list(items: Sequence[str]) -> str:
    return msgspec.json.encode(sorted(set(items))).decode()


def _hash(secret: str) -> bytes:
    return hashlib.sha256(b"service\0" + secret.encode()).digest()
