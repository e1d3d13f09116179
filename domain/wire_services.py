"""Messages for other systems: is this medium or code a member in good standing, and what is their number there.

See `domain.wire` and docs/verification.md.
"""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.virtual_card import MOST_CHARACTERS
from domain.wire import Request, Response
from domain.wire_files import RowFault

MOST_MEDIA = 100
MOST_LIST_CHARACTERS = 4_000_000
ServiceName = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Hexadecimal = Annotated[str, msgspec.Meta(min_length=8, max_length=20, pattern="^[0-9A-Fa-f]+$")]


class VerifyRequest(Request, frozen=True, kw_only=True):
    """One medium or code, as the other system's own reader or scanner gives it."""

    op_id: UUID
    """A code is good once: the same question with the same op_id gets the same answer again."""
    service: ServiceName
    type: Literal["uid", "idm", "code"]
    value: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_CHARACTERS)]
    """UID (4, 7 or 10 bytes, first byte first) or IDm (8 bytes) in hexadecimal without separators; a code as scanned."""

    def __repr__(self) -> str:
        return f"VerifyRequest({self.service}, {self.type})"


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer. Whether a card is unknown, blocked, somebody else's or of no member is not told apart."""

    valid: bool
    number: str | None = None
    """The service's own number for the person (a library's patron number)."""
    card_kind: str | None = None
    """Only for keys with the scope `card_kind`."""

    def __repr__(self) -> str:
        return f"Verified({self.valid})"


class VerifyResponse(Response, frozen=True, kw_only=True):
    """The answer."""

    answer: Verified


class GivenMedium(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A card of a list."""

    type: Literal["uid", "idm"]
    value: Hexadecimal

    def __repr__(self) -> str:
        return f"GivenMedium({self.type})"


class VerifyManyRequest(Request, frozen=True, kw_only=True):
    """Several cards at once; codes are asked one by one, as they are shown."""

    service: ServiceName
    media: Annotated[list[GivenMedium], msgspec.Meta(min_length=1, max_length=MOST_MEDIA)]


class VerifyManyResponse(Response, frozen=True, kw_only=True):
    """One answer per card, in the order in which they came."""

    answers: list[Verified]


class PatronListRequest(Request, frozen=True, kw_only=True):
    """A library's list of its patrons, or of those that changed."""

    op_id: UUID
    service: ServiceName
    csv: Annotated[str, msgspec.Meta(max_length=MOST_LIST_CHARACTERS)]
    """Columns `number`, `standing` (`good`, `suspended`, `ended`), and of `national_id` and `uid` one per row."""
    all_or_nothing: bool = True
    """False: rows that are right are taken over beside others that are not."""

    def __repr__(self) -> str:
        return f"PatronListRequest({self.service})"


class PatronListResponse(Response, frozen=True, kw_only=True):
    """What was done, and what is wrong with which row."""

    rows: int
    """Rows that were right and taken over."""
    changed: int
    faults: list[RowFault]
