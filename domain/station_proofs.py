"""What a station proves with its signing key besides events: that it is the same machine as before.

Each proof is an Ed25519 signature (RFC 8032) over a context of its own, so that none can pass as another or as an event.
"""

import hashlib
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.wire_types import Identifier, Signature


class Formerly(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """This machine was that station before, and brings its unsent journal. Signed (`succession`) with the key it had then."""

    station: Identifier
    signature: Signature
    public_key: bytes = b""
    """The key it had then (Ed25519, 32 bytes), for a platform that was restored to before that station."""


def succession(former: str, new_key: bytes) -> bytes:
    """What the former key signs: that the holder of `new_key` (Ed25519, 32 bytes) goes on as the station `former`."""
    return b"citycard succession v1\0" + new_key + former.encode()


def new_epoch(op_id: UUID, station: str, epoch: int, last_seq: int, last_hash: bytes) -> bytes:
    """What a station signs that finds its journal rewound to this end."""
    return b"citycard epoch v1\0" + op_id.bytes + f"{epoch}/{last_seq}/".encode() + last_hash + station.encode()


def wiped(station: str, ordered_ms: int) -> bytes:
    """What a station signs when the wipe that was ordered at that time is done."""
    return b"citycard wiped v1\0" + f"{ordered_ms}/".encode() + station.encode()


def sign(key: Ed25519PrivateKey, said: bytes) -> bytes:
    """The signature, 64 bytes."""
    return key.sign(hashlib.sha256(said).digest())


def is_signed(public_key: bytes, signature: bytes, said: bytes) -> bool:
    """Whether the holder of this key signed that; of what is no key nobody did."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, hashlib.sha256(said).digest())
    except (InvalidSignature, ValueError):
        return False
    return True
