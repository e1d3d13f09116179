"""Messages about virtual cards: between the city's app and the platform, and between stations and the platform.

See `domain.wire`, `domain.virtual_card`, `domain.device_proof`.
"""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.device_proof import LATEST_MS
from domain.events import CodePurpose
from domain.virtual_card import MOST_CHARACTERS
from domain.wire import Request, Response

PublicKey = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Signature = Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]
MediumDigest = Annotated[bytes, msgspec.Meta(min_length=8, max_length=8)]
DigestKey = Annotated[str, msgspec.Meta(max_length=40)]
Reason = Annotated[str, msgspec.Meta(max_length=200)]
Moment = Annotated[int, msgspec.Meta(ge=0, le=LATEST_MS)]
ShownCode = Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_CHARACTERS)]
Cursor = Annotated[str, msgspec.Meta(max_length=40)]

# --- at the counter --------------------------------------------------------------------------------------------------


class ActivationRequest(Request, frozen=True, kw_only=True):
    """Staff have identified the person whose card lies here, who wants the virtual card on a phone."""

    op_id: UUID
    medium: MediumDigest
    digest_key: DigestKey


class ActivationResponse(Response, frozen=True, kw_only=True):
    """The one-time code that the person types into the app."""

    code: str
    expires_ms: int

    def __repr__(self) -> str:
        return "ActivationResponse(…)"


class DevicesRequest(Request, frozen=True, kw_only=True):
    """Which phones does the person have whose card lies here?"""

    medium: MediumDigest
    digest_key: DigestKey
    reason: Reason


class DeviceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One phone."""

    device: UUID
    enrolled_ms: int
    revoked: bool


class DevicesResponse(Response, frozen=True, kw_only=True):
    """The phones, oldest first."""

    devices: list[DeviceLine]


class DeviceRevokeRequest(Request, frozen=True, kw_only=True):
    """A phone is lost, or is to be one no longer."""

    device: UUID


class DeviceRevoked(Response, frozen=True, kw_only=True):
    """It makes no codes any more, and every station learns to refuse it; also when it was so before."""


# --- the app ---------------------------------------------------------------------------------------------------------


class DeviceProof(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The phone itself asks: `domain.device_proof.statement` of the call's path, signed."""

    device: UUID
    op_id: UUID
    at_ms: Moment
    """By the platform's clock, as the phone reckons it from `server_ms`."""
    signature: Signature


class DeviceEnrolRequest(Request, frozen=True, kw_only=True):
    """A phone with the code from the counter, and a public key that it has just made."""

    op_id: UUID
    code: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    public_key: PublicKey

    def __repr__(self) -> str:
        return "DeviceEnrolRequest(…)"


class DeviceEnrolResponse(Response, frozen=True, kw_only=True):
    """The phone's id, and what kind of card it shows."""

    device: UUID
    card_kind: str


class CodeRequest(Request, frozen=True, kw_only=True):
    """A code to show. Signed content: the purpose."""

    proof: DeviceProof
    purpose: CodePurpose


class CodeResponse(Response, frozen=True, kw_only=True):
    """For a QR code, in alphanumeric mode."""

    code: str
    expires_ms: int

    def __repr__(self) -> str:
        return "CodeResponse(…)"


class DigitsRequest(Request, frozen=True, kw_only=True):
    """Digits to show as Code 128, where nothing reads two dimensions. Signed content: the purpose."""

    proof: DeviceProof
    purpose: CodePurpose


class DigitsResponse(Response, frozen=True, kw_only=True):
    """Good once, and only where the platform can be asked."""

    digits: str
    expires_ms: int

    def __repr__(self) -> str:
        return "DigitsResponse(…)"


class DeviceLeaveRequest(Request, frozen=True, kw_only=True):
    """The person takes the virtual card off this phone."""

    proof: DeviceProof


# --- stations --------------------------------------------------------------------------------------------------------


class VerificationKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key by which codes are verified. `retired` ones are still good for codes that are under way."""

    key_id: bytes
    public_key: bytes
    state: Literal["next", "active", "retired"]


class VerificationKeysResponse(Response, frozen=True, kw_only=True):
    """All keys that a code may have been signed with: a key that is not here is good no longer.

    A station asks daily, and when it meets a key id that it does not know.
    """

    issuer: str
    keys: list[VerificationKey]
    skew_ms: int


class CodeUseRequest(Request, frozen=True, kw_only=True):
    """A code was shown here. The `code.used` event that the station journals has the same op_id."""

    op_id: UUID
    code: ShownCode
    purpose: CodePurpose

    def __repr__(self) -> str:
        return "CodeUseRequest(…)"


class CodeUseResponse(Response, frozen=True, kw_only=True):
    """Whose it is, as the registry has it: from here on it is like a card that was tapped."""

    medium: bytes
    card_kind: str
    card_state: str
    holder: UUID
    cti: bytes
    expires_ms: int


class UsedCodesQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a station stands; empty: everything that is not over yet."""

    cursor: Cursor = ""


class UsedCodesResponse(Response, frozen=True, kw_only=True):
    """Codes that were used and have not expired yet; some may come again. Ask again every 20 seconds or so."""

    cursor: str
    more: bool
    ctis: list[bytes]
