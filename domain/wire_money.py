"""Messages about money between the platform and other systems, staff and stations. See `domain.wire`."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.errors import Code
from domain.wire import Request, Response
from domain.wire_files import RowFault

MOST_AWARDS = 500
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Points = Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000)]
Page = Annotated[int, msgspec.Meta(ge=1, le=500)]
Moment = Annotated[int, msgspec.Meta(ge=0, le=1 << 53)]
Sealed = Annotated[bytes, msgspec.Meta(max_length=1_400)]
"""Base64 of what `domain.sealing.seal` makes with the key of `GET /v1/sealing-key`."""


class PersonNamed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom another system means: by a card's UID or by national ID, one of the two. Only ever sealed, as JSON.

    Where the programme asks for more before points are moved, what the person has answered stands beside it: `birthday`, month
    and day as `0105`, or the `code` of their virtual card.
    """

    uid: bytes = b""
    national_id: str = ""
    birthday: str = ""
    code: str = ""

    def __repr__(self) -> str:
        return "PersonNamed(…)"


class SealingKeyResponse(Response, frozen=True, kw_only=True):
    """The platform's X25519 public key: whatever names a person is sealed to it (RFC 9180, as in `domain.sealing`)."""

    sealing_key: bytes


# --- awards ----------------------------------------------------------------------------------------------------------


class AwardWanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points for a person. `op_id` is the caller's, made once and kept by every retry: of version 4 or 7 (RFC 9562)."""

    op_id: UUID
    person: Sealed
    """A sealed `PersonNamed`."""
    point_kind: Name
    points: Points
    activity: Name
    earned_ms: Moment | None = None
    """When they were earned, at most 400 days ago: decides when they lapse. None: now."""


class AwardsRequest(Request, frozen=True, kw_only=True):
    """Awards of the key's own agency, each for itself."""

    awards: Annotated[list[AwardWanted], msgspec.Meta(min_length=1, max_length=MOST_AWARDS)]


class MoneyOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one act. `repeated`: it was booked before, and is not booked again."""

    op_id: UUID
    status: Literal["booked", "repeated", "refused"]
    code: Code | None = None
    """Why it was refused."""
    points: int | None = None
    """Over a cap or a budget: so many would go."""


class MoneyOutcomes(Response, frozen=True, kw_only=True):
    """One outcome per act, in their order."""

    outcomes: list[MoneyOutcome]


class AwardCancel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An award that was wrong. What is spent of it stands on the person's deficit, which later awards repay."""

    op_id: UUID
    award: UUID
    """op_id of the award."""


class AwardCancelsRequest(Request, frozen=True, kw_only=True):
    """Awards that are to be taken back, each for itself."""

    cancels: Annotated[list[AwardCancel], msgspec.Meta(min_length=1, max_length=MOST_AWARDS)]


class AwardFileRequest(Request, frozen=True, kw_only=True):
    """A file of awards (docs/award-files.md). The same file again goes on where it was, and books nothing twice."""

    content: bytes
    agency: Annotated[str, msgspec.Meta(max_length=100)] = ""
    """Of staff of the city itself, which agency's awards they are; everybody else's are their own agency's."""
    all_or_nothing: bool = True
    """One row at fault keeps every row from being booked."""
    dry_run: bool = False
    """Only look; book nothing."""


class AwardFileGoOn(Request, frozen=True, kw_only=True):
    """Book what a file has still to book."""

    file: UUID


class AwardFileResponse(Response, frozen=True, kw_only=True):
    """Where a file stands. While there are rows `to_book`, ask to go on."""

    file: UUID
    rows: int
    """In the file, with those at fault."""
    booked: int
    repeated: int
    refused: int
    to_book: int
    faults: list[RowFault]
    """At most 1,000, in the file's order: of rows that are at fault or were refused."""
    done: bool
    """False: nothing of it is or will be booked, because a row is at fault or it was a dry run."""


# --- budgets ---------------------------------------------------------------------------------------------------------


class BudgetChange(Request, frozen=True, kw_only=True):
    """Let an agency give so many points more, or, below zero, so many fewer."""

    op_id: UUID
    agency: Name
    point_kind: Name
    points: Annotated[int, msgspec.Meta(ge=-1_000_000_000_000, le=1_000_000_000_000)]


class BudgetQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Whose budgets; empty: all that the caller may see."""

    agency: Annotated[str, msgspec.Meta(max_length=100)] = ""


class BudgetState(msgspec.Struct, frozen=True, kw_only=True):
    """How a budget stands, in points."""

    agency: str
    point_kind: str
    granted: int
    spent: int
    """Given to people and not taken back."""
    left: int


class BudgetsResponse(Response, frozen=True, kw_only=True):
    """Budgets by agency and point kind. An agency that is not here gives without a bound, unless the kind needs a budget."""

    budgets: list[BudgetState]


# --- spending --------------------------------------------------------------------------------------------------------


class SpendRequest(Request, frozen=True, kw_only=True):
    """Points for a ride, a draw or a prize; `points` is the fare of the price where the programme has fares for the service."""

    op_id: UUID
    person: Sealed
    point_kind: Name
    points: Points
    service: Name
    price_ntd: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] | None = None


class SpendReverse(Request, frozen=True, kw_only=True):
    """A spending that did not come about: the points go back to where they came from."""

    op_id: UUID
    spending: UUID


class SpendResponse(Response, frozen=True, kw_only=True):
    """Done, now or by an earlier request with this op_id; `left` are the person's points of that kind."""

    op_id: UUID
    points: int
    left: int


class RedemptionRequest(Request, frozen=True, kw_only=True):
    """Points into stored value that waits for a card, asked for by another system. `person` names the card by its UID."""

    op_id: UUID
    person: Sealed
    purse: Name
    point_kind: Name
    points: Points
    amount_ntd: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class RedemptionResponse(Response, frozen=True, kw_only=True):
    """Done, now or by an earlier request with this op_id. A refusal is a `Problem`, and may be asked for again."""

    op_id: UUID
    points: int
    amount_ntd: int
    waiting_ntd: int


# --- history and hours -----------------------------------------------------------------------------------------------


class HistoryRequest(Request, frozen=True, kw_only=True):
    """A card lies here and its holder wants to see what became of their points."""

    medium: Annotated[bytes, msgspec.Meta(max_length=64)]
    digest_key: Annotated[str, msgspec.Meta(max_length=64)]
    factor: Sealed = b""
    """A sealed `SecondFactor`, where the programme asks for one."""
    cursor: Annotated[str, msgspec.Meta(max_length=40)] = ""
    limit: Page = 50


class HistoryLine(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a person's points of a kind."""

    at_ms: int
    what: Literal["award", "cancel", "redeem", "load", "return", "spend", "lapse"]
    point_kind: str
    points: int
    """Above zero: more points; below zero: fewer."""
    agency: str
    """Who gave the points; empty where several did."""
    activity: str
    """What they were given for; empty for kinds whose activities reveal something about the person."""
    service: str = ""
    """Where they were spent."""


class HistoryResponse(Response, frozen=True, kw_only=True):
    """The newest first. `cursor` asks for the next page; empty: there is none."""

    lines: list[HistoryLine]
    cursor: str


class HoursLine(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody served at an agency in a year."""

    year: int
    agency: str
    minutes: int
    times: int


class HoursRequest(Request, frozen=True, kw_only=True):
    """A card lies here and its holder wants to see their passbook."""

    medium: Annotated[bytes, msgspec.Meta(max_length=64)]
    digest_key: Annotated[str, msgspec.Meta(max_length=64)]
    factor: Sealed = b""


class HoursResponse(Response, frozen=True, kw_only=True):
    """A person's hours, the newest year first. `free` minutes are not at the time bank, `saved` are."""

    lines: list[HoursLine]
    minutes: int
    free: int
    saved: int
    first_day: str


class HoursMove(Request, frozen=True, kw_only=True):
    """Something at the time bank; `to` is who gets minutes that are handed on."""

    op_id: UUID
    act: Literal["save", "withdraw", "hand_on", "use"]
    holder: UUID
    minutes: Annotated[int, msgspec.Meta(ge=1, le=10_000_000)]
    to: UUID | None = None


class HoursMoved(Response, frozen=True, kw_only=True):
    """Done, now or by an earlier request with this op_id."""

    free: int
    saved: int


class HonourQuery(msgspec.Struct, frozen=True, kw_only=True):
    """The page after a holder."""

    after: UUID | None = None
    limit: Page = 200


class HonourCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may apply for the 榮譽卡."""

    holder: UUID
    masked_name: str
    minutes: int
    first_day: str


class HonourResponse(Response, frozen=True, kw_only=True):
    """In the order of their ids."""

    candidates: list[HonourCandidate]


# --- settlement ------------------------------------------------------------------------------------------------------


class SettlementRequest(Request, frozen=True, kw_only=True):
    """A file for a carrier (docs/settlement-files.md). The same `batch` again is the same file."""

    batch: UUID
    carrier: Name
    most: Annotated[int, msgspec.Meta(ge=1, le=50_000)] = 50_000


class SettlementResponse(Response, frozen=True, kw_only=True):
    """The file and what is in it."""

    batch: UUID
    carrier: str
    items: int
    amount_ntd: int
    still_waiting: int
    """Of this carrier and in no file yet: of blocked cards, without a UID, or too many for one file."""
    sha256: str
    content: bytes


class SettlementResult(Request, frozen=True, kw_only=True):
    """A carrier's answer to a batch."""

    content: bytes
    partial: bool = False
    """Carry out what is sound although rows are at fault; otherwise nothing is done then."""


class SettlementReport(Response, frozen=True, kw_only=True):
    """What became of a result."""

    batch: UUID
    rows: int
    confirmed: int
    refused: int
    repeated: int
    faults: list[RowFault]
    """At most 1,000."""
    done: bool


class SettlementsQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Batches made before a moment, the newest first."""

    before_ms: Moment | None = None
    limit: Page = 100


class SettlementState(msgspec.Struct, frozen=True, kw_only=True):
    """How a batch stands, in items."""

    batch: UUID
    carrier: str
    at_ms: int
    items: int
    amount_ntd: int
    confirmed: int
    refused: int


class SettlementsResponse(Response, frozen=True, kw_only=True):
    """Batches, the newest first."""

    batches: list[SettlementState]
