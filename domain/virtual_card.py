"""The virtual card's code: a CWT (RFC 8392) in a COSE_Sign1 (RFC 9052) with Ed25519, as Base45 (RFC 9285) after `CC1:`.

Whoever has the public keys can read it with no network. Only the one form that `made` writes is read at all: tagged
COSE_Sign1, the protected header exactly {alg: EdDSA}, the unprotected one exactly {kid}, then the claims and 64 bytes of
signature. Nothing of a code is decoded as CBOR before its signature has proved good, so that no other algorithm can be
suggested and no odd CBOR reaches a decoder. About 207 characters of a QR code's alphanumeric mode (version 8-M, 49 modules).
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import base45  # type: ignore[import-untyped]
import msgspec
from cbor2 import dumps, loads
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cwt import COSE, COSEKey
from cwt.enums import COSEKeyParams
from cwt.exceptions import VerifyError

from domain.errors import Code, Refused
from domain.events import CodePurpose

PREFIX = "CC1:"
LIFETIME_S = 60
SKEW_MS = 30_000
"""By how much the clock of whoever reads a code may differ from the platform's."""
MOST_CHARACTERS = 400
CTI_BYTES = 8
KEY_ID_BYTES = 4
DIGITS_PREFIX = "99"
DIGITS = 14
"""Of what a phone shows as Code 128, good once and only where the platform can be asked: two that say what it is, twelve at
random; an even number, for Code 128's set C.
"""
BIND_DIGITS = 8
"""Of a code from the counter by which one more card is bound."""
_MEDIUM_BYTES = 8
_HEAD = bytes.fromhex("d28443a10127a10444")
"""Tag 18, an array of four, the protected header h'a10127' ({1: -8}), the unprotected {4: …} with four bytes to follow."""
_SIGNATURE_HEAD = b"\x58\x40"
_SIGNATURE_BYTES = 64
_ISSUER, _SUBJECT, _AUDIENCE, _EXPIRY, _ISSUED, _CTI = 1, 2, 3, 4, 6, 7
_DRAWS = 64
"""A text that ends with a space, which a scanner may swallow, is drawn anew: one in 45."""


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """What a code says. `medium` is the 8-byte digest under which the phone stands in the registry, like a card."""

    issuer: str
    medium: bytes
    purpose: CodePurpose
    issued_s: int
    """Seconds since 1970-01-01T00:00Z, as RFC 8392 has them."""
    expires_s: int
    cti: bytes

    @property
    def expires_ms(self) -> int:
        """The expiry in milliseconds."""
        return self.expires_s * 1000


def key_id(public_key: bytes) -> bytes:
    """By which a code names its key: the first bytes of the SHA-256 of the 32-byte public key."""
    return hashlib.sha256(public_key).digest()[:KEY_ID_BYTES]


def made(key: Ed25519PrivateKey, claims: Claims, seed: bytes) -> str:
    """The code of these claims, whose `cti` is drawn from `seed`: the same claims, key and seed give the same code."""
    public = key.public_key().public_bytes_raw()
    signer = COSEKey.new(
        {
            COSEKeyParams.KTY: 1,
            COSEKeyParams.CRV: 6,
            COSEKeyParams.ALG: -8,
            COSEKeyParams.KID: key_id(public),
            COSEKeyParams.X: public,
            COSEKeyParams.D: key.private_bytes_raw(),
        }
    )
    text = ""
    for draw in range(_DRAWS):
        cti = hashlib.blake2b(seed, digest_size=CTI_BYTES, salt=draw.to_bytes(2, "big"), person=b"citycard-cti").digest()
        payload = dumps(_map(msgspec.structs.replace(claims, cti=cti)))
        sealed = COSE.new(alg_auto_inclusion=True, kid_auto_inclusion=True).encode(payload, signer)
        text = PREFIX + base45.b45encode(sealed).decode("ascii")
        if not text.endswith(" "):
            break
    return text


def read(text: str | bytes, keys: Mapping[bytes, bytes], issuer: str, now_ms: int, skew_ms: int = SKEW_MS) -> Claims:
    """The claims of a code that is good at `now_ms`. `keys`: public keys (32 bytes) by key id.

    Whether the code was used before is not known here. Raises `Refused` with VIRTUAL_CODE_INVALID (no such code, altered, of
    another key, algorithm or issuer, or from the future) or VIRTUAL_CODE_EXPIRED. Reads no clock and never fails otherwise.
    """
    claims = _claims(_verified(_raw(text), keys))
    if claims.issuer != issuer:
        raise _invalid("issuer")
    if not 0 < claims.expires_s - claims.issued_s <= LIFETIME_S:
        raise _invalid("lifetime")
    if claims.issued_s * 1000 > now_ms + skew_ms:
        raise _invalid("future")
    if claims.expires_ms + skew_ms < now_ms:
        raise Refused(Code.VIRTUAL_CODE_EXPIRED)
    return claims


# --- bytes -----------------------------------------------------------------------------------------------------------


def _raw(text: str | bytes) -> bytes:
    """The COSE message. A scanner's line end is no part of a code."""
    if len(text) > MOST_CHARACTERS:
        raise _invalid("length")
    try:
        written = text.decode("ascii") if isinstance(text, bytes) else text
        written = written.rstrip("\r\n")
        if not written.startswith(PREFIX):
            raise _invalid("prefix")
        return bytes(base45.b45decode(written[len(PREFIX) :]))
    except ValueError as problem:
        raise _invalid("base45") from problem


def _verified(raw: bytes, keys: Mapping[bytes, bytes]) -> bytes:
    """The payload, once its signature has proved good."""
    payload_end = len(raw) - _SIGNATURE_BYTES - len(_SIGNATURE_HEAD)
    named = raw[len(_HEAD) : len(_HEAD) + KEY_ID_BYTES]
    start = _payload_start(raw, len(_HEAD) + KEY_ID_BYTES)
    length = payload_end - start
    head = raw[len(_HEAD) + KEY_ID_BYTES : start]
    if not raw.startswith(_HEAD) or length < 0 or head != _byte_string_head(length):
        raise _invalid("form")
    if raw[payload_end : payload_end + len(_SIGNATURE_HEAD)] != _SIGNATURE_HEAD:
        raise _invalid("form")
    public = keys.get(named)
    if public is None:
        raise _invalid("key")
    try:
        verifier = COSEKey.new(
            {
                COSEKeyParams.KTY: 1,
                COSEKeyParams.CRV: 6,
                COSEKeyParams.ALG: -8,
                COSEKeyParams.KID: named,
                COSEKeyParams.X: public,
            }
        )
        return bytes(COSE.new(verify_kid=True).decode(raw, [verifier]))
    except (VerifyError, ValueError) as problem:
        raise _invalid("signature") from problem


def _payload_start(raw: bytes, at: int) -> int:
    """Where a byte string's content begins whose head is at `at` (RFC 8949, 3): one byte, or two from 24 bytes on."""
    return at + (2 if raw[at : at + 1] == b"\x58" else 1)


def _byte_string_head(length: int) -> bytes:
    if length < 24:
        return bytes([0x40 + length])
    return bytes([0x58, length]) if length < 256 else b""


# --- claims ----------------------------------------------------------------------------------------------------------


def _map(claims: Claims) -> dict[int, Any]:
    subject = base64.urlsafe_b64encode(claims.medium).decode().rstrip("=")
    return {
        _ISSUER: claims.issuer,
        _SUBJECT: subject,
        _AUDIENCE: claims.purpose,
        _EXPIRY: claims.expires_s,
        _ISSUED: claims.issued_s,
        _CTI: claims.cti,
    }


def _claims(payload: bytes) -> Claims:
    """The claims of a signed payload, which our own platform wrote; one of another version is refused like any other."""
    try:
        said = loads(payload)
        subject = base64.urlsafe_b64decode(said[_SUBJECT] + "=")
        claims = msgspec.convert(
            {
                "issuer": said[_ISSUER],
                "medium": subject,
                "purpose": said[_AUDIENCE],
                "issued_s": said[_ISSUED],
                "expires_s": said[_EXPIRY],
                "cti": said[_CTI],
            },
            Claims,
        )
    except (ValueError, TypeError, LookupError, EOFError, ArithmeticError, RecursionError, binascii.Error) as problem:
        raise _invalid("claims") from problem
    if len(claims.medium) != _MEDIUM_BYTES or len(claims.cti) != CTI_BYTES:
        raise _invalid("claims")
    return claims


def _invalid(part: str) -> Refused:
    return Refused(Code.VIRTUAL_CODE_INVALID, part=part)


def are_digits(text: str) -> bool:
    """Whether a scanned text is meant to be such digits."""
    return len(text) == DIGITS and text.startswith(DIGITS_PREFIX) and text.isascii() and text.isdecimal()


def by_id(public_keys: Iterable[bytes]) -> dict[bytes, bytes]:
    """Public keys as `read` wants them."""
    return {key_id(public): public for public in public_keys}
