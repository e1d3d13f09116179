"""Messages about the registry: its snapshot and hotlist for stations; cards, holders and stock for staff. See `domain.wire`."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.card_states import CardAct
from domain.snapshot import Manifest
from domain.wire import Request, Response

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Words = Annotated[str, msgspec.Meta(max_length=200)]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Digest = Annotated[bytes, msgspec.Meta(min_length=8, max_length=8)]
Cards = Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]
PrintedNumber = Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]


class SnapshotResponse(Response, frozen=True, kw_only=True):
    """The newest snapshot, with the sections that this station may have. Its cursor is where the change feed goes on."""

    manifest: Manifest


class HotlistResponse(Response, frozen=True, kw_only=True):
    """Media that are blocked, and media that were and are not any more. `cursor` is opaque and belongs to `generation`."""

    cursor: str
    more: bool
    blocked: list[bytes]
    lifted: list[bytes]


class CardChangeRequest(Request, frozen=True, kw_only=True):
    """A card is lost, found, suspended, given back, …"""

    op_id: UUID
    medium: Digest
    digest_key: Name
    act: CardAct
    reason: Words = ""


class CardChangeResponse(Response, frozen=True, kw_only=True):
    """The card's state now."""

    card_state: str


class CardReplaceRequest(Request, frozen=True, kw_only=True):
    """A new medium lies here in the place of a lost or broken one."""

    op_id: UUID
    old_medium: Digest
    medium: Digest
    digest_key: Name
    uid: Annotated[bytes, msgspec.Meta(max_length=400)] = b""
    """The new card's UID, sealed to the platform."""
    carrier: Name
    reason: Literal["lost", "broken", "other"]


class CardReplaceResponse(Response, frozen=True, kw_only=True):
    """What the replacement costs, and where the old card's value is."""

    card_state: str
    fee_ntd: int
    moved_ntd: int
    """Value that waited for the old card and waits for the new one now."""
    open_loads: int
    """Loads of the old card that are still to be decided."""
    on_card_ntd: int
    """Value on the old card itself: it stays there until every station that could have touched it has reported."""


class CardUnbindRequest(Request, frozen=True, kw_only=True):
    """A medium that a person owns is no longer to be their city card."""

    op_id: UUID
    medium: Digest
    digest_key: Name
    reason: Words = ""


class ValueReleaseRequest(Request, frozen=True, kw_only=True):
    """What a replaced card held is to wait for its successor."""

    op_id: UUID
    old_medium: Digest
    digest_key: Name


class ValueReleaseResponse(Response, frozen=True, kw_only=True):
    """Whole NT$ that wait for the successor now; 0 when it was done before."""

    moved_ntd: int


class CardStoryRequest(Request, frozen=True, kw_only=True):
    """What was done to a card?"""

    medium: Digest
    digest_key: Name


class CardStoryLine(msgspec.Struct, frozen=True, kw_only=True):
    """One act on a card."""

    act: CardAct
    from_state: str
    to_state: str
    reason: str
    who: str
    station: str | None
    at_ms: int


class CardValue(msgspec.Struct, frozen=True, kw_only=True):
    """Where a card's value is, whole NT$."""

    waiting_ntd: int
    """What waits for it (待入卡)."""
    open_loads: int
    """Loads of it that are still to be decided."""
    on_card_ntd: int
    """What it is proven to hold of what was loaded here."""
    released: bool
    """It was replaced, and what it held waits for its successor."""


class CardStoryResponse(Response, frozen=True, kw_only=True):
    """The newest act first. `chain`: every medium that replaced another, the first one first; this one is among them."""

    card_kind: str
    card_state: str
    replacement_fee_ntd: int | None
    """None: such cards are not replaced."""
    chain: list[bytes]
    lines: list[CardStoryLine]
    value: CardValue | None = None


class HolderFindRequest(Request, frozen=True, kw_only=True):
    """Who holds this card, or has this national ID or this very name? Exactly one of the three is asked."""

    medium: Digest | None = None
    digest_key: Annotated[str, msgspec.Meta(max_length=60)] = ""
    national_id: Annotated[str, msgspec.Meta(max_length=20)] = ""
    name: Annotated[str, msgspec.Meta(max_length=100)] = ""
    reason: Reason
    """Why the record is opened; the person can read it."""
    in_clear: bool = False
    """Name and number without the mask; for supervisors."""

    def __repr__(self) -> str:
        return "HolderFindRequest(…)"


class HeldCard(msgspec.Struct, frozen=True, kw_only=True):
    """One medium of a person."""

    medium: bytes
    card_kind: str
    card_state: str
    carrier: str
    origin: str
    since_ms: int
    tail: str = ""
    """The last two bytes of the chip's number (內碼) in hexadecimal; empty for a card that was never told."""


class FoundHolder(msgspec.Struct, frozen=True, kw_only=True):
    """One person. Name and number are masked unless they were asked for in clear; empty for a person who was forgotten."""

    holder: UUID
    name: str
    national_id: str
    birth_year: int | None
    cards: list[HeldCard]

    def __repr__(self) -> str:
        return f"FoundHolder({self.holder})"


class HolderFindResponse(Response, frozen=True, kw_only=True):
    """At most twenty; `more`: there are others."""

    holders: list[FoundHolder]
    more: bool


class StockTakeInRequest(Request, frozen=True, kw_only=True):
    """New blank cards from the maker: so many, or those of these printed numbers, or these media."""

    op_id: UUID
    site: Name
    box: Name
    card_kind: Name
    carrier: Name
    cards: Annotated[int, msgspec.Meta(ge=1, le=10_000_000)]
    first_number: PrintedNumber | None = None
    media: Annotated[list[Digest], msgspec.Meta(max_length=10_000)] = []
    digest_key: Annotated[str, msgspec.Meta(max_length=60)] = ""
    reason: Words = ""


class StockMoveRequest(Request, frozen=True, kw_only=True):
    """Blank cards go from one box to another."""

    op_id: UUID
    site: Name
    box: Name
    to_site: Name
    to_box: Name
    card_kind: Name
    carrier: Name
    cards: Annotated[int, msgspec.Meta(ge=1, le=10_000_000)]
    reason: Words = ""


class StockCountRequest(Request, frozen=True, kw_only=True):
    """So many blank cards were found in a box; `corrected` needs a reason."""

    op_id: UUID
    act: Literal["counted", "corrected"] = "counted"
    site: Name
    box: Name
    card_kind: Name
    carrier: Name
    cards: Cards
    reason: Words = ""


class StockChangeResponse(Response, frozen=True, kw_only=True):
    """How many lie in the box now (of a move: in the one that they went to), and by how many a count differed."""

    cards: int
    difference: int = 0


class StockQuery(Request, frozen=True, kw_only=True):
    """Of one site, or of all; from a page's cursor on."""

    site: Annotated[str, msgspec.Meta(max_length=60)] = ""
    cursor: Annotated[str, msgspec.Meta(max_length=4_000, pattern="^[0-9a-f]*$")] = ""


class StockLevel(msgspec.Struct, frozen=True, kw_only=True):
    """So many blank cards of a kind in a box."""

    site: str
    box: str
    card_kind: str
    carrier: str
    cards: int


class StockListResponse(Response, frozen=True, kw_only=True):
    """By site and box; `more`: there are others behind the limit of a thousand, from `cursor` on."""

    levels: list[StockLevel]
    more: bool
    cursor: str = ""


class StockMovement(msgspec.Struct, frozen=True, kw_only=True):
    """One movement of blank cards; `number` counts them all."""

    number: int
    act: str
    """`taken_in`, `moved`, `issued`, `counted` or `corrected`."""
    card_kind: str
    carrier: str
    from_site: str | None
    from_box: str | None
    to_site: str | None
    to_box: str | None
    cards: int
    first_number: int | None
    last_number: int | None
    reason: str
    who: str
    at_ms: int


class StockMovesResponse(Response, frozen=True, kw_only=True):
    """Oldest first; `more`: ask again after the last one's number."""

    moves: list[StockMovement]
    more: bool
