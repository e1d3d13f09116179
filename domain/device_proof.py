"""What a phone signs to show that it is the one that was enrolled: Ed25519 over a statement that means one request alone."""

from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_CONTEXT = b"citycard device v1"
LATEST_MS = (1 << 53) - 1


def statement(what: str, device: UUID, op_id: UUID, at_ms: int, content: str = "") -> bytes:
    """The bytes to sign: context, what is asked, and its content, each ended by a zero byte, then device, op_id and time.

    `what` is the call's path and `content` its other fields, neither of which has a zero byte; ids are 16 bytes each, the time
    (milliseconds since 1970-01-01T00:00Z) 8 bytes, big-endian. Raises `ValueError` for anything else.
    """
    if "\0" in what or "\0" in content or not 0 <= at_ms <= LATEST_MS:
        raise ValueError("not a statement")
    words = b"".join(part + b"\0" for part in (_CONTEXT, what.encode(), content.encode()))
    return words + device.bytes + op_id.bytes + at_ms.to_bytes(8, "big")


def is_signed(public_key: bytes, signature: bytes, stated: bytes) -> bool:
    """Whether the device's key signed this statement."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, stated)
    except (InvalidSignature, ValueError):
        return False
    return True
