"""Keys that sign codes: one active, the next one known to every station beforehand, retired ones until their codes are over.

Private keys stand in the database wrapped by the key file (`Vault.wrap`), so that rotating needs no new key file and no restart
of any process. A retired key's private half is gone.
"""

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central import locks
from central.schema import virtual_card_keys
from central.vault import Vault
from domain.errors import Bug
from domain.virtual_card import LIFETIME_S, SKEW_MS, by_id, key_id
from domain.wire_virtual_card import VerificationKey

_PURPOSE = b"virtual card key"
_TOLD_MS = LIFETIME_S * 1000 + 2 * SKEW_MS
"""How long a retired key's codes may still be shown."""


class KeyState(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the operator's list."""

    key_id: str
    state: str
    made_ms: int
    retired_ms: int | None


def active(connection: sa.Connection, vault: Vault) -> Ed25519PrivateKey | None:
    """The key that signs now; None before the first."""
    row = connection.execute(sa.select(virtual_card_keys.c.wrapped).where(virtual_card_keys.c.state == "active")).one_or_none()
    return None if row is None else Ed25519PrivateKey.from_private_bytes(vault.unwrap(_PURPOSE, bytes(row.wrapped)))


def ensure(connection: sa.Connection, vault: Vault, now_ms: int) -> Ed25519PrivateKey:
    """The key that signs now, made with its successor when there is none."""
    locks.hold(connection, locks.named("virtual card keys"))
    found = active(connection, vault)
    if found is not None:
        return found
    for state in ("active", "next"):
        _make(connection, vault, state, now_ms)
    made = active(connection, vault)
    if made is None:
        raise Bug(part="virtual_card_keys")
    return made


def rotate(connection: sa.Connection, vault: Vault, now_ms: int, *, withdraw: bool = False) -> None:
    """Let the next key sign, and make another one.

    `withdraw`: what the present one has signed is good nowhere any more, as soon as a station learns of it; for a key that may
    have become known.
    """
    ensure(connection, vault, now_ms)
    state = virtual_card_keys.c.state
    over = {"state": "withdrawn" if withdraw else "retired", "wrapped": None, "retired_ms": now_ms}
    connection.execute(virtual_card_keys.update().where(state == "active").values(**over))
    connection.execute(virtual_card_keys.update().where(state == "next").values(state="active"))
    _make(connection, vault, "next", now_ms)


def told(connection: sa.Connection, now_ms: int) -> list[VerificationKey]:
    """What stations verify with."""
    good = sa.or_(
        virtual_card_keys.c.state.in_(("active", "next")),
        sa.and_(virtual_card_keys.c.state == "retired", virtual_card_keys.c.retired_ms > now_ms - _TOLD_MS),
    )
    rows = connection.execute(sa.select(virtual_card_keys).where(good).order_by(virtual_card_keys.c.made_ms))
    return [VerificationKey(key_id=bytes(row.key_id), public_key=bytes(row.public_key), state=row.state) for row in rows]


def verifying(connection: sa.Connection, now_ms: int) -> dict[bytes, bytes]:
    """The same as `domain.virtual_card.read` wants them."""
    return by_id(key.public_key for key in told(connection, now_ms))


def listed(connection: sa.Connection) -> list[KeyState]:
    """Every key that there ever was, oldest first."""
    rows = connection.execute(sa.select(virtual_card_keys).order_by(virtual_card_keys.c.made_ms, virtual_card_keys.c.state))
    return [
        KeyState(key_id=bytes(row.key_id).hex(), state=row.state, made_ms=row.made_ms, retired_ms=row.retired_ms)
        for row in rows
    ]


def _make(connection: sa.Connection, vault: Vault, state: str, now_ms: int) -> None:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    connection.execute(
        virtual_card_keys.insert().values(
            key_id=key_id(public),
            public_key=public,
            wrapped=vault.wrap(_PURPOSE, key.private_bytes_raw()),
            state=state,
            made_ms=now_ms,
        )
    )
