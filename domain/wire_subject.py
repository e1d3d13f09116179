"""Messages about a person's own rights: who read their record, what is stored, corrections, being forgotten."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.wire import Request, Response
from domain.wire_virtual_card import DeviceProof, DigestKey, MediumDigest, Reason

Sealed = Annotated[bytes, msgspec.Meta(max_length=4_096)]
CorrectedPart = Literal["name", "birthday", "district", "facts"]


class RecordReadsRequest(Request, frozen=True, kw_only=True):
    """Who has read the record of the person whose card lies here?"""

    op_id: UUID
    medium: MediumDigest
    digest_key: DigestKey
    sealed: Sealed = b""
    """`SecondFactor`, sealed to the platform, where the programme asks for one before history is shown."""
    before: Annotated[int, msgspec.Meta(ge=1, le=1 << 62)] | None = None
    """The number of the last line of the page before."""


class RecordReadsByAppRequest(Request, frozen=True, kw_only=True):
    """The same, asked by the person's own phone."""

    proof: DeviceProof
    before: Annotated[int, msgspec.Meta(ge=1, le=1 << 62)] | None = None


class RecordReadLine(msgspec.Struct, frozen=True, kw_only=True):
    """One reading. A later one has a higher number."""

    number: int = 0
    agency: str
    """In words; the city's name for its own counters."""
    what: str
    reason: str
    at_ms: int


class RecordReadsResponse(Response, frozen=True, kw_only=True):
    """The newest first, at most a hundred. `more`: there are earlier ones."""

    reads: list[RecordReadLine]
    more: bool = False


class ExportRequest(Request, frozen=True, kw_only=True):
    """The person whose card lies here wants to know what is stored about them (個資法 §3, §10). Answered with a JSON file."""

    medium: MediumDigest
    digest_key: DigestKey
    reason: Reason


class CorrectionRequest(Request, frozen=True, kw_only=True):
    """What is stored about a person is wrong (個資法 §11)."""

    op_id: UUID
    medium: MediumDigest
    digest_key: DigestKey
    reason: Reason
    sealed: Sealed
    """`Particulars` as they should be, sealed to the platform. The national ID stays: another one is another person."""
    keep: list[CorrectedPart] = []
    """Parts that stay as they are, whatever stands in `sealed`: so nobody has to type what they may not see."""
    look_only: bool = False
    """Change nothing; tell what is stored, to whoever has proved by the national ID that they mean this person."""


class StoredParts(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored about a person, as far as whoever corrects it has to know."""

    masked_name: str
    birth_year: int | None
    district: str
    facts: list[str]

    def __repr__(self) -> str:
        return "StoredParts(…)"


class CorrectionResponse(Response, frozen=True, kw_only=True):
    """Which parts were changed: of `name`, `birthday`, `district`, `facts`."""

    parts: list[str]
    stored: StoredParts | None = None
    """To `look_only`."""


class DeletionRequest(Request, frozen=True, kw_only=True):
    """A person wants to be forgotten (個資法 §11)."""

    op_id: UUID
    medium: MediumDigest
    digest_key: DigestKey
    reason: Reason


class DeletionResponse(Response, frozen=True, kw_only=True):
    """Forgotten at once, or what is still open; the request stays, and is carried out when nothing is any more."""

    forgotten: bool
    prevented_by: list[str]
    """Of `application`, `load_open`, `value_waiting`, `settlement`, `deficit`, `points`."""
