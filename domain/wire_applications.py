"""Messages about applications: counters, the web portal, agencies' reviewers, and batches. See `domain.wire`.

What is written down of an applicant (`domain.applications.ApplicantPapers`, as JSON) and copies of documents travel sealed to
the platform (`domain.sealing.seal`), so that nothing in between can read them.
"""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.wire import Request, Response
from domain.wire_files import RowFault
from domain.wire_types import Identifier, Natural

MOST_SEALED_PAPERS = 16 * 1024
MOST_SEALED_DOCUMENT = 5 * 1024 * 1024 + 1024
MOST_BATCH_BYTES = 16 * 1024 * 1024
MOST_LISTED = 200

Receipt = Annotated[str, msgspec.Meta(min_length=12, max_length=40)]
"""A receipt number, as it was typed or spoken."""
Reason = Annotated[str, msgspec.Meta(max_length=500)]
Names = Annotated[list[Identifier], msgspec.Meta(max_length=40)]
Limit = Annotated[int, msgspec.Meta(ge=1, le=MOST_LISTED)]


class ApplicationRequest(Request, frozen=True, kw_only=True):
    """Somebody applies for a card. `op_id` becomes the application's id."""

    op_id: UUID
    card_kind: Identifier
    carrier: Identifier
    sealed: Annotated[bytes, msgspec.Meta(max_length=MOST_SEALED_PAPERS)]
    """`ApplicantPapers`."""
    consents: Names
    """`purpose@version` of each consent text that they agreed to."""
    documents_seen: Names = []
    """Ids of documents that a clerk has seen on paper; never by the web."""
    draft: bool = False
    """Documents follow; the act `hand_in` ends that."""


class ApplicationResponse(Response, frozen=True, kw_only=True):
    """How an application stands."""

    application: UUID
    receipt: str
    state: str
    """A `domain.applications.State`."""
    missing: list[str]
    """Ids of documents without which it goes no further, or `photo`."""
    fee_ntd: int
    fee_basis: str
    """`first`, `welfare` (the first one free) or `replacement`."""
    provisional: bool
    """A check could not be made: the card may be handed over, and is suspended if the check says no later."""


class ApplicationDocument(Request, frozen=True, kw_only=True):
    """A copy of a document, or the photo: JPEG or PNG, at most 5 MiB and 40 megapixels."""

    op_id: UUID
    application: UUID
    name: Identifier
    """A document of the kind, or `photo`."""
    sealed: Annotated[bytes, msgspec.Meta(max_length=MOST_SEALED_DOCUMENT)]


ApplicationActName = Literal["hand_in", "supply", "withdraw", "waive_check"]


class ApplicationAct(Request, frozen=True, kw_only=True):
    """A step of the applicant's, or of whoever helps them.

    `hand_in`: a draft is complete. `supply`: what was missing is there (補件). `withdraw`. `waive_check`: a register cannot be
    asked now; a supervisor goes on provisionally, with a reason.
    """

    op_id: UUID
    application: UUID
    act: ApplicationActName
    reason: Reason = ""
    documents_seen: Names = []
    """Ids of documents that a clerk has seen on paper now; never by the web."""


class ProgressRequest(Request, frozen=True, kw_only=True):
    """How does the application of this receipt number stand?"""

    receipt: Receipt


class ProgressStep(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened. `note` is in the words of whoever decided it."""

    step: str
    state: str
    agency: str
    code: str | None
    note: str
    at_ms: int


class AgencyProgress(msgspec.Struct, frozen=True, kw_only=True):
    """What an agency has said, or when it has to."""

    agency: str
    state: str
    due_ms: int
    wanted: list[str]


class ProgressResponse(ApplicationResponse, frozen=True, kw_only=True):
    """Progress, oldest step first. `masked_name` is for counters alone."""

    card_kind: str
    submitted_ms: int
    masked_name: str = ""
    refusal: str | None = None
    agencies: list[AgencyProgress]
    steps: list[ProgressStep]


class ApplicationOpenRequest(Request, frozen=True, kw_only=True):
    """Somebody stands at a counter with the receipt number of their application, as text or QR; the reason is written down."""

    receipt: Receipt
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class ApplicationOpenResponse(Response, frozen=True, kw_only=True):
    """What they wrote down when they applied."""

    application: UUID
    receipt: str
    state: str
    approved: bool
    """Every check is done; else a card that is handed over now is a provisional one."""
    card_kind: str
    carrier: str
    name: str
    national_id: str
    birthday: str
    """ISO 8601 calendar date."""
    district: str
    facts: list[str]
    """What they claim."""
    photo: bytes = b""
    """JPEG or PNG as they handed it in."""

    def __repr__(self) -> str:
        return f"ApplicationOpenResponse({self.receipt})"


class HeldKindsRequest(Request, frozen=True, kw_only=True):
    """Which cards has whoever stands here already? The reason is written down, and they can read it."""

    national_id: Annotated[str, msgspec.Meta(min_length=10, max_length=20)]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]

    def __repr__(self) -> str:
        return "HeldKindsRequest(…)"


class HeldKindsResponse(Response, frozen=True, kw_only=True):
    """Ids of card kinds: of which a card can be used now, and of which one was ever issued to them."""

    held: list[str]
    had: list[str]


class ApplicationTermsResponse(Response, frozen=True, kw_only=True):
    """What a portal needs: the key to seal to, and the programme file (TOML) with kinds, documents and consents."""

    sealing_key: bytes
    programme: str


# --- reviews ---------------------------------------------------------------------------------------------------------


class ReviewListRequest(Request, frozen=True, kw_only=True):
    """The agency's applications, the nearest deadline first; `after` is the last one of the page before."""

    state: Literal["waiting", "supplement", "approved", "refused"] = "waiting"
    after: UUID | None = None
    limit: Limit = 50


class ReviewRow(msgspec.Struct, frozen=True, kw_only=True):
    """One application on an agency's list."""

    application: UUID
    receipt: str
    card_kind: str
    masked_name: str
    due_ms: int
    overdue: bool


class ReviewListResponse(Response, frozen=True, kw_only=True):
    """A page. `more`: there are others."""

    rows: list[ReviewRow]
    more: bool


class ReviewOpenRequest(Request, frozen=True, kw_only=True):
    """A reviewer opens an application. The reason is written down, and the applicant can see it."""

    application: UUID
    reason: Reason


class ReviewDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that is there; without a media type it was seen on paper."""

    document: UUID
    name: str
    media_type: str
    added_ms: int


class ReviewOpenResponse(Response, frozen=True, kw_only=True):
    """What the agency has business with; everything else is empty."""

    application: UUID
    receipt: str
    state: str
    card_kind: str
    name: str
    national_id: str
    birthday: str
    district: str
    address: str
    email: str
    phone: str
    facts: list[str]
    confirmed: list[str]
    documents: list[ReviewDocument]

    def __repr__(self) -> str:
        return f"ReviewOpenResponse({self.receipt})"


class ReviewDocumentRequest(Request, frozen=True, kw_only=True):
    """A reviewer opens a document."""

    application: UUID
    document: UUID
    reason: Reason


class ReviewDecision(Request, frozen=True, kw_only=True):
    """An agency's word. A refusal and a 補正 (`supplement`) need a reason; `wanted`: ids of documents, or `photo`."""

    op_id: UUID
    application: UUID
    decision: Literal["approve", "supplement", "refuse"]
    reason: Reason = ""
    wanted: Names = []


# --- batches ---------------------------------------------------------------------------------------------------------


class BatchRequest(Request, frozen=True, kw_only=True):
    """A file of applications (`docs/applications-batch.md`); `op_id` becomes the batch's id.

    A dry run checks every row and keeps nothing.
    """

    op_id: UUID
    channel: Literal["school", "agency", "village"]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    """For people, such as the class and the term."""
    content: Annotated[bytes, msgspec.Meta(max_length=MOST_BATCH_BYTES)]
    """Sealed to the platform."""
    encoding: Literal["utf-8", "big5"] = "utf-8"
    all_or_nothing: bool = True
    dry_run: bool = False

    def __repr__(self) -> str:
        return f"BatchRequest({self.op_id})"


class BatchContinue(Request, frozen=True, kw_only=True):
    """Take in some more rows of a batch; asked again until `done` is `rows`."""

    batch: UUID


class BatchDrop(Request, frozen=True, kw_only=True):
    """Take no more of a batch in: of one that is all or nothing nothing stays, of another what was taken."""

    batch: UUID


class BatchReportRequest(Request, frozen=True, kw_only=True):
    """How does this batch stand?"""

    batch: UUID


class BatchResponse(Response, frozen=True, kw_only=True):
    """How a batch stands. `state`: `checked` (dry run), `taking`, `taken` or `refused` (faults, and it was all or nothing)."""

    batch: UUID
    state: str
    rows: int
    done: int
    faults: list[RowFault]
    """At most 1,000, by row."""
    counts: dict[str, int]
    """Applications of the batch by their state."""


class BatchListRequest(Request, frozen=True, kw_only=True):
    """Which batches are there? The newest first; `before`: handed in earlier than that, the last one's `submitted_ms`."""

    before: Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)] | None = None
    limit: Limit = 50


class BatchLine(msgspec.Struct, frozen=True, kw_only=True):
    """One batch. `state` as in `BatchResponse`; `counts`: its applications by their state."""

    batch: UUID
    name: str
    channel: str
    agency: str
    state: str
    rows: int
    done: int
    submitted_ms: int
    counts: dict[str, int]


class BatchListResponse(Response, frozen=True, kw_only=True):
    """A page. `more`: there are others, older than these."""

    batches: list[BatchLine]
    more: bool


class HandOutRequest(Request, frozen=True, kw_only=True):
    """Whose cards are handed out, in the order of the file; `after` is the last row of the page before."""

    batch: UUID
    after: Natural = 0
    limit: Limit = 100


class HandOutRow(msgspec.Struct, frozen=True, kw_only=True):
    """One card to hand out: `card.issued` names the application."""

    row: int
    application: UUID
    receipt: str
    state: str
    label: str
    masked_name: str
    card_kind: str
    carrier: str
    fee_ntd: int
    """What the applicant pays when they get their first card."""


class HandOutResponse(Response, frozen=True, kw_only=True):
    """A page of the list."""

    rows: list[HandOutRow]
    more: bool
