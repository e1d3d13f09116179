"""Keys of other systems: each belongs to an agency and has scopes. Only the SHA-256 of a key's secret is kept."""

import hashlib
import secrets

import msgspec
import sqlalchemy as sa

from central.schema.access import service_keys
from domain.errors import Code, EnvironmentProblem, Refused
from domain.ids import new_token

SCOPES = frozenset({"verify", "awards", "applications", "redemptions", "reports", "virtual_card", "metrics"})


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """Another system, as its requests are judged by."""

    service_key: str
    agency: str
    scopes: frozenset[str]


class ServiceKeyState(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the operator's list."""

    service_key: str
    name: str
    agency: str
    scopes: list[str]
    created_ms: int
    revoked: bool


def make(connection: sa.Connection, name: str, agency: str, scopes: list[str], now_ms: int) -> str:
    """A new key, told once. Raises `Refused(REQUEST_INVALID)` for scopes that do not exist."""
    if not scopes or not SCOPES.issuperset(scopes):
        raise Refused(Code.REQUEST_INVALID, part="scopes")
    secret = "sk_" + new_token()
    connection.execute(
        service_keys.insert().values(
            service_key=f"key-{secrets.token_hex(4)}",
            name=name,
            agency=agency,
            scopes=msgspec.json.encode(sorted(set(scopes))).decode(),
            secret_hash=_hash(secret),
            created_ms=now_ms,
        )
    )
    return secret


def authenticate(connection: sa.Connection, secret: str) -> Service:
    """Whose key this is. Raises `EnvironmentProblem(SERVICE_KEY_UNKNOWN)`, also for one that was revoked."""
    row = connection.execute(
        sa.select(service_keys).where(service_keys.c.secret_hash == _hash(secret), service_keys.c.revoked_ms.is_(None))
    ).one_or_none()
    if row is None:
        raise EnvironmentProblem(Code.SERVICE_KEY_UNKNOWN)
    scopes = frozenset(msgspec.json.decode(row.scopes, type=list[str]))
    return Service(service_key=row.service_key, agency=row.agency, scopes=scopes)


def revoke(connection: sa.Connection, service_key: str, now_ms: int) -> None:
    """Refuse a key from now on. Raises `Refused(REQUEST_INVALID)` when there is none of that id."""
    known = connection.execute(
        service_keys.update()
        .where(service_keys.c.service_key == service_key)
        .values(revoked_ms=sa.func.coalesce(service_keys.c.revoked_ms, now_ms))
    )
    if known.rowcount == 0:
        raise Refused(Code.REQUEST_INVALID, part="service_key")


def listed(connection: sa.Connection) -> list[ServiceKeyState]:
    """Every key that was ever made, oldest first."""
    return [
        ServiceKeyState(
            service_key=row.service_key,
            name=row.name,
            agency=row.agency,
            scopes=msgspec.json.decode(row.scopes, type=list[str]),
            created_ms=row.created_ms,
            revoked=row.revoked_ms is not None,
        )
        for row in connection.execute(sa.select(service_keys).order_by(service_keys.c.created_ms, service_keys.c.service_key))
    ]


def _hash(secret: str) -> bytes:
    return hashlib.sha256(b"service\0" + secret.encode()).digest()
