"""Personal data at rest: AES-256-GCM under one data key per person. Deleting the data key is forgetting the person."""

import secrets
from uuid import UUID

import msgspec
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from central import prepared
from central.schema import data_keys
from domain.errors import Bug

_NONCE_BYTES = 12
_WRAP = b"data key"
_OWN = b"own secret\0"
"""What begins so belongs to no holder: ids of holders are random or derived, never these bytes."""


class FreshKey(msgspec.Struct, frozen=True, kw_only=True):
    """A new person's data key: `wrapped` is what goes into the database."""

    holder: UUID
    wrapped: bytes
    key: AESGCM

    def encrypt(self, purpose: bytes, plaintext: bytes) -> bytes:
        """As `Vault.encrypt`."""
        return _closed(self.key, _bound(self.holder, purpose), plaintext)

    def __repr__(self) -> str:
        return "FreshKey(…)"


class Vault:
    """Encrypts and decrypts for one person at a time, inside the caller's transaction. Safe from any thread."""

    def __init__(self, wrapping_key: bytes) -> None:
        self._wrapping = AESGCM(wrapping_key)

    def admit(self, connection: sa.Connection, holder: UUID) -> None:
        """Make a data key for a new person."""
        connection.execute(data_keys.insert().values(holder=holder, wrapped=self.fresh(holder).wrapped))

    def fresh(self, holder: UUID) -> "FreshKey":
        """A data key for a new person that is not in the database yet, for who admits many at once."""
        nonce, key = secrets.token_bytes(_NONCE_BYTES), AESGCM.generate_key(256)
        wrapped = nonce + self._wrapping.encrypt(nonce, key, _bound(holder, _WRAP))
        return FreshKey(holder=holder, wrapped=wrapped, key=AESGCM(key))

    def encrypt(self, connection: sa.Connection, holder: UUID, purpose: bytes, plaintext: bytes) -> bytes | None:
        """Nonce and ciphertext, bound to the person and the purpose; None for a person who has been forgotten."""
        key = self._key(connection, holder)
        if key is None:
            return None
        return _closed(key, _bound(holder, purpose), plaintext)

    def decrypt(self, connection: sa.Connection, holder: UUID, purpose: bytes, encrypted: bytes) -> bytes | None:
        """The plaintext, or None when the person has been forgotten.

        Raises `Bug` when the ciphertext was altered or its key is not this platform's.
        """
        key = self._key(connection, holder)
        return None if key is None else _open(key, _bound(holder, purpose), encrypted)

    def wrap(self, purpose: bytes, secret: bytes) -> bytes:
        """A secret of the platform's own as it may stand in the database, bound to its purpose."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._wrapping.encrypt(nonce, secret, _OWN + purpose)

    def unwrap(self, purpose: bytes, wrapped: bytes) -> bytes:
        """The secret. Raises `Bug` when it was altered, is for another purpose, or of another key file."""
        return _open(self._wrapping, _OWN + purpose, wrapped)

    def open(self, wrapped: bytes, holder: UUID, purpose: bytes, encrypted: bytes) -> bytes:
        """The plaintext, for whoever has looked up the person's wrapped data key with it. Raises as `decrypt`."""
        return _open(self._unwrapped(wrapped, holder), _bound(holder, purpose), encrypted)

    def _key(self, connection: sa.Connection, holder: UUID) -> AESGCM | None:
        row = prepared.rows_of(connection, data_keys.c.holder, holder).one_or_none()
        return None if row is None else self._unwrapped(row.wrapped, holder)

    def _unwrapped(self, wrapped: bytes, holder: UUID) -> AESGCM:
        return AESGCM(_open(self._wrapping, _bound(holder, _WRAP), wrapped))


def _bound(holder: UUID, purpose: bytes) -> bytes:
    return holder.bytes + purpose


def _closed(key: AESGCM, bound: bytes, plaintext: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + key.encrypt(nonce, plaintext, bound)


def _open(key: AESGCM, bound: bytes, encrypted: bytes) -> bytes:
    try:
        return key.decrypt(encrypted[:_NONCE_BYTES], encrypted[_NONCE_BYTES:], bound)
    except InvalidTag as problem:
        raise Bug(part="vault") from problem
