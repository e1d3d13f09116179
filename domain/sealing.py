"""Sealing what only the platform may read, and digests of national IDs.

RFC 9180 HPKE in base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305. A station can seal and can never open.
"""

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from domain.errors import Code, Refused

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_INFO = b"citycard sealed particulars v1"
GRANT = b"citycard grant to a station v1"
"""What the platform seals to a station's key of the moment, told apart from what stations seal to the platform."""
RECOVERY = b"citycard key of a journal's backups v1"
"""What a station seals to the platform for the day when its machine is no more."""


def seal(public_key: bytes, plaintext: bytes, info: bytes = _INFO) -> bytes:
    """`plaintext` sealed to a 32-byte X25519 public key, the platform's: encapsulated key followed by ciphertext.

    Raises `ValueError` for what is no such key.
    """
    return _SUITE.encrypt(plaintext, X25519PublicKey.from_public_bytes(public_key), info=info)


def unseal(private_key: X25519PrivateKey, sealed: bytes, info: bytes = _INFO) -> bytes:
    """The plaintext of `sealed`. Raises `Refused(EVENT_UNREADABLE)` when it was sealed to another key or altered."""
    try:
        return _SUITE.decrypt(sealed, private_key, info=info)
    except (InvalidTag, ValueError) as problem:
        raise Refused(Code.EVENT_UNREADABLE, part="sealed") from problem


def person_digest(key: bytes, national_id: str) -> bytes:
    """A 16-byte keyed digest of a national ID, by which the platform finds a person again without storing the number."""
    return hashlib.blake2b(national_id.upper().encode(), key=key, digest_size=16, person=b"citycard-person").digest()
