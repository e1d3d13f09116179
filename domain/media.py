"""A medium is what is presented to a reader: a card's UID, a FeliCa IDm, or a code. It identifies and proves nothing."""

import hashlib
from enum import StrEnum

import msgspec

from domain.errors import Code, Refused

DIGEST_BYTES = 8
_PERSON = b"citycard-medium"


class MediumType(StrEnum):
    """How a medium was read."""

    UID = "uid"
    """ISO/IEC 14443-3 UID: 4, 7 or 10 bytes, first byte (UID0) first."""
    IDM = "idm"
    """FeliCa manufacture ID: 8 bytes (JIS X 6319-4)."""
    CODE = "code"
    """The bytes of a 1-D or 2-D code."""
    PHONE = "phone"
    """The 8-byte digest of a phone whose code was shown here and has been used up. No reader reports it."""


class Medium(msgspec.Struct, frozen=True):
    """One medium as a reader reports it. `value` never goes into a log; use `digest`."""

    type: MediumType
    value: bytes
    hint: str = ""
    """The card kind as the ATR suggests it (`MIFARE Classic 1K`); a hint and no more."""

    @property
    def is_fixed(self) -> bool:
        """Whether the value stays the same from tap to tap.

        A 4-byte UID that starts 08 is random (ISO/IEC 14443-3, 6.5.4: phones, DESFire with random ID); an IDm that starts
        01FE or 02FE is made up for the session (FeliCa user's manual, NFCID2).
        """
        if self.type is MediumType.UID:
            return not (len(self.value) == 4 and self.value[0] == 0x08)
        if self.type is MediumType.IDM:
            return self.value[:2] not in (b"\x01\xfe", b"\x02\xfe")
        return True

    def require_fixed(self) -> "Medium":
        """This medium, when it can be bound to a person. Raises `Refused(CARD_RANDOM_UID)` otherwise."""
        if not self.is_fixed:
            raise Refused(Code.CARD_RANDOM_UID)
        return self

    def digest(self, key: bytes) -> bytes:
        """The 8-byte keyed digest under which this medium stands in registries and journals.

        BLAKE2b (RFC 7693) keyed with the fleet's digest key, the medium's type bound in, so that a code cannot pass as
        a UID. 8 bytes among 3,000,000 media collide with a probability of about 2.4e-7. A phone says its digest itself.
        """
        if self.type is MediumType.PHONE:
            return self.value
        state = hashlib.blake2b(key=key, digest_size=DIGEST_BYTES, person=_PERSON)
        state.update(self.type.value.encode() + b"\0" + self.value)
        return state.digest()

    def __repr__(self) -> str:
        return f"Medium({self.type.value}, {len(self.value)} bytes)"
