"""The platform's secret keys: one file beside the database, readable by its owner alone.

A copy of the database without this file gives away no particulars, no UID and no token.
"""

import os
import secrets
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from domain.errors import Code, EnvironmentProblem

FILE = "central-keys.json"
_KEY_BYTES = 32


class Keys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of them, 32 bytes each."""

    sealing: bytes
    """X25519 private key (RFC 7748) that opens what stations sealed."""
    digest_key_id: str
    digest: bytes
    """The fleet's key for digests of media."""
    person: bytes
    """Key for digests of national IDs; never leaves the platform."""
    vault: bytes
    """AES-256 key that wraps each person's own data key."""

    @property
    def sealing_private(self) -> X25519PrivateKey:
        """The key that opens sealed particulars."""
        return X25519PrivateKey.from_private_bytes(self.sealing)

    @property
    def sealing_public(self) -> bytes:
        """The 32 bytes that stations seal to."""
        return self.sealing_private.public_key().public_bytes_raw()

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
    )


def load_or_make(directory: Path) -> Keys:
    """The keys in `directory`, made at the first start.

    Raises `EnvironmentProblem(STORE_WRONG_KEY)` when the file is not a key file.
    """
    path = directory / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Keys)
    except FileNotFoundError:
        return _write(path, make())
    except msgspec.DecodeError as problem:
        raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=FILE) from problem


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
