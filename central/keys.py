"""The platform's secret keys: one file beside the database, readable by its owner alone.

A copy of the database without this file gives away no particulars, no UID and no token.
"""

import hashlib
import os
import secrets
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from domain.errors import Code, EnvironmentProblem

FILE = "central-keys.json"
_KEY_BYTES = 32
_CARD_KEY_BYTES = 16


class _FirstKeys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The keys that every key file has had, 32 bytes each."""

    sealing: bytes
    """X25519 private key (RFC 7748) that opens what stations sealed."""
    digest_key_id: str
    digest: bytes
    """The fleet's key for digests of media."""
    person: bytes
    """Key for digests of national IDs; never leaves the platform."""
    vault: bytes
    """AES-256 key that wraps each person's own data key."""


class Keys(_FirstKeys, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of them. Cards are diversified from the last two (16 bytes each, AES-128): who loses them loses every card."""

    purse_master: bytes
    """A card's keys for its purse application."""
    transaction_mac_master: bytes
    """A card's key for its transaction MAC, which no station ever has but the one that personalises."""

    @property
    def sealing_private(self) -> X25519PrivateKey:
        """The key that opens sealed particulars."""
        return X25519PrivateKey.from_private_bytes(self.sealing)

    @property
    def sealing_public(self) -> bytes:
        """The 32 bytes that stations seal to."""
        return self.sealing_private.public_key().public_bytes_raw()

    @property
    def card_masters_mark(self) -> str:
        """By which a database knows the master keys of its cards again."""
        masters = self.purse_master + self.transaction_mac_master
        return hashlib.blake2b(masters, key=self.vault, digest_size=16, person=b"citycard-masters").hexdigest()

    def __repr__(self) -> str:
        return f"Keys(digest_key_id={self.digest_key_id!r})"


def make() -> Keys:
    """Fresh random keys."""
    return Keys(
        sealing=X25519PrivateKey.generate().private_bytes_raw(),
        digest_key_id=f"dk-{secrets.token_hex(4)}",
        digest=secrets.token_bytes(_KEY_BYTES),
        person=secrets.token_bytes(_KEY_BYTES),
        vault=secrets.token_bytes(_KEY_BYTES),
        purse_master=secrets.token_bytes(_CARD_KEY_BYTES),
        transaction_mac_master=secrets.token_bytes(_CARD_KEY_BYTES),
    )


def load_or_make(directory: Path, *, may_add: bool = True) -> Keys:
    """The keys in `directory`, made at the first start; a file of before cards held value is given their master keys.

    `may_add` False: this platform's cards have master keys already, which must be in the file. Raises
    `EnvironmentProblem(STORE_WRONG_KEY)` when the file is not a key file, or lacks them.
    """
    path = directory / FILE
    try:
        stored = path.read_bytes()
    except FileNotFoundError:
        return _write(path, make())
    try:
        return msgspec.json.decode(stored, type=Keys)
    except msgspec.DecodeError:
        pass
    try:
        first = msgspec.json.decode(stored, type=_FirstKeys)
    except msgspec.DecodeError as problem:
        raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=FILE) from problem
    if not may_add:
        raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=FILE)
    fresh = make()
    grown = Keys(
        sealing=first.sealing,
        digest_key_id=first.digest_key_id,
        digest=first.digest,
        person=first.person,
        vault=first.vault,
        purse_master=fresh.purse_master,
        transaction_mac_master=fresh.transaction_mac_master,
    )
    return _write(path, grown)


def _write(path: Path, keys: Keys) -> Keys:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.encode(keys))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return keys
