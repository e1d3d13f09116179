"""What the desks of a station answer to the screens: plain values, complete, ready to be shown.

Names and numbers in here are already masked where the citizen's neighbour could see the screen.
"""

from enum import StrEnum
from typing import Literal
from uuid import UUID

import msgspec

from domain.cards import CardState
from domain.eligibility import Obstacle
from domain.errors import Code
from domain.events import ShiftCards
from domain.media import Medium
from domain.programme import Factor
from domain.wire import Notice, PointBalance
from station.tasks import Task


class Connection(StrEnum):
    """How this station stands with the platform."""

    STARTING = "starting"
    """No exchange has been tried yet."""
    ONLINE = "online"
    OFFLINE = "offline"
    """Not reachable; work goes on from the store."""
    DEGRADED = "degraded"
    """Something answers that is not the platform (a proxy, a captive portal), or uploads fail while downloads work."""
    REVOKED = "revoked"


class StationStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What the status line shows. Compared by value, so a screen repaints only on change."""

    connection: Connection
    problem: Code | None
    """Why it is not online, for the message's text."""
    queue: int
    """Events that await the platform's word."""
    oldest_unsent_ms: int | None
    """Device time of the oldest of them."""
    parked: int
    """Events that the platform rejected, for a person to look at."""
    attention: int
    """Events that it flagged or rejected and nobody has resolved yet."""
    reader: str
    reader_ready: bool
    reader_problem: Code | None
    reader_imitated: bool
    """True when no reader service was found and an in-process virtual reader stands in."""
    disk_low: bool = False
    """Somebody should make room on the disk, before acts are refused."""
    clock_wrong: bool = False
    """This machine's clock differs from the platform's by minutes."""
    downloading: int | None = None
    """A download of everything is under way and has come so far, in per cent; 0 also while nobody knows."""
    backup_problem: Code | None = None
    """Why the journal's last copy to a second place did not come about."""
    shift: str = ""
    """How the open shift is called; empty when none is open."""


class StaffSession(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in. `tasks` is what station roles and staff roles allow together, in the order of the rail."""

    staff: str
    name: str
    """Masked (`王○明`)."""
    roles: list[str]
    tasks: list[Task]


class StaffCard(msgspec.Struct, frozen=True, kw_only=True):
    """A staff card on the reader, before its PIN."""

    staff: str
    name: str
    wait_s: int
    """Seconds before another PIN may be tried; 0 for none."""
    needs_supervisor: bool


class CardView(msgspec.Struct, frozen=True, kw_only=True):
    """A medium as this station knows it."""

    known: bool
    card_kind: str
    """Id of the kind in the programme, empty when unknown."""
    state: CardState | None
    holder: UUID | None
    tail: str
    """The last two bytes of the identifier, so that a clerk can tell two cards apart."""
    fixed: bool
    """False for a random identifier, which must not be bound."""
    pending: bool = False
    """What was done to it here is not yet confirmed by the platform."""


class Field(StrEnum):
    """The fields of the counter's form."""

    NAME = "name"
    NATIONAL_ID = "national_id"
    BIRTHDAY = "birthday"
    DISTRICT = "district"


class ParticularsForm(msgspec.Struct, frozen=True, kw_only=True):
    """The counter's form exactly as typed. `birthday` is 民國 (1150105, 115/1/5, 民國115年1月5日) or ISO 8601."""

    name: str
    national_id: str
    birthday: str
    district: str
    facts: frozenset[str] = frozenset()
    """Eligibility facts that the clerk has ticked, of `domain.programme.FACTS`."""


class KindOffer(msgspec.Struct, frozen=True, kw_only=True):
    """One card kind for this applicant: allowed, or every reason why not (programme texts by requirement id)."""

    kind: str
    allowed: bool
    reasons: list[str]
    """Ids of the requirements that are not met."""
    documents: list[str]
    """Ids of the documents that this person has to show for it."""
    obstacles: list[Obstacle]
    """What else stands in the way."""
    fee_ntd: int | None
    """None when it is not published."""


class IssueResult(msgspec.Struct, frozen=True, kw_only=True):
    """A card was issued or bound; the journal holds it durably."""

    op_id: UUID
    state: CardState
    """ACTIVE when the platform has agreed, PROVISIONAL when it could not be asked, SUSPENDED when it objected."""
    holder: UUID
    code: Code | None = None
    """Why it is suspended."""


class ActivityView(msgspec.Struct, frozen=True, kw_only=True):
    """An activity that the event desk can choose."""

    activity: str
    title: str
    type: str
    starts_ms: int
    ends_ms: int
    place: str = ""
    sessions: list[tuple[int, int]] = []
    """Beginning and end of each sitting (場次), at least one."""
    in_out: bool = True
    """False: nobody signs out."""


class AttendanceCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many are here, and how many taps counted, as far as this station saw. Undone ones count nowhere."""

    present: int
    signed_in: int
    walk_ins: int
    registered: int = 0
    """How many are on the registration list."""
    capacity: int | None = None
    forgotten: int = 0
    """Sign-ins that have been open for longer than the activity's rule allows."""


class TapResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one tap at the event desk did."""

    did: Literal["in", "out", "already", "was_in", "not_in"]
    """`already`: the same tap again, within the activity type's de-bounce. `was_in`, `not_in`: signed in already, or not, at a
    desk that only signs in, or out. Nothing was booked of these."""
    walk_in: bool
    known_card: bool
    since_ms: int
    """Corrected time of the sign-in."""
    minutes: int
    points: int
    point_kind: str | None
    counts: AttendanceCounts
    by_name: str = ""
    """Masked name of somebody who was found on the registration list and had no card with them."""


class PatronView(msgspec.Struct, frozen=True, kw_only=True):
    """The library's own number for the person, and nothing else about them."""

    service: str
    number: str


class CardBalance(msgspec.Struct, frozen=True, kw_only=True):
    """What a tap shows of a card."""

    online: bool
    """False: the platform cannot be asked; names and points are unknown and a wish can still be taken."""
    masked_name: str
    card_kind: str
    balances: list[PointBalance]
    waiting_ntd: int
    notices: list[Notice]
    redeemable_points: int
    offered_ntd: list[int]
    """Amounts for the large buttons, already within what this person can redeem (offline: within the purse's rules)."""
    most_ntd: int
    purse: str
    point_kind: str
    """Which redeemable point kind is spent; empty when there is none."""
    second_factor: Factor
    """What is asked for before value moves."""
    history_factor: Factor
    """What is asked for before anything of the holder is shown."""
    pending_ntd: int
    """Wishes of this card still waiting at this station."""
    on_card: bool = False
    """True: the value is written onto the card itself, which must lie still meanwhile and needs the platform."""
    card_value_ntd: int | None = None
    """What is on the card, as the card says; None when it does not say or has no purse."""
    settled: "RedeemView | None" = None
    """An earlier load of this card whose outcome was unknown and that this tap has settled: to be told before anything else."""
    unsettled: "RedeemView | None" = None
    """An earlier load of this card that could not be settled just now: nothing can be redeemed before it is."""
    phone: Medium | None = None
    """Of whoever showed a virtual card's code, which is used up: what to ask with from then on. None for a card."""


class RedeemView(msgspec.Struct, frozen=True, kw_only=True):
    """How a wish to redeem ended, or that it waits."""

    op_id: UUID
    state: Literal["done", "pending", "refused", "unknown"]
    """`pending`: the platform has not decided. `unknown`: the card left during the commit, and only the same card, laid on any
    reader, can tell; nothing is lost meanwhile."""
    points: int
    amount_ntd: int
    recovery_code: str
    """Names this wish on a receipt and to the staff."""
    at_ms: int
    code: Code | None = None
    """Why it was refused, or why its outcome is unknown."""
    on_card: bool = False
    card_value_ntd: int | None = None
    """On the card afterwards, when it is known."""


class WorkEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An act that the platform flagged or rejected, and that nobody has resolved yet. Nothing of whom it concerns."""

    op_id: UUID
    number: str
    """Its place in this station's journal, as `citycard journal verify` names it: `1.42`."""
    kind: str
    """The event's: `card.issued`, `attendance.in`, …"""
    about: str
    """The activity's title, or its id when it is known no longer; the box of blank cards; empty for other kinds."""
    at_ms: int
    """Device time corrected by the offset of then."""
    device_ms: int | None
    """The machine's own time where it differed from that by a minute or more."""
    operator: str
    """Staff number; empty where nobody was signed in."""
    operator_name: str
    """Masked; empty when this station does not know them any more."""
    medium: bytes | None
    """The card's digest, to compare with the card on the reader."""
    recovery_code: str
    """Of a wish or a load; empty for other kinds."""
    counted: bool
    """False: rejected, and counts for nothing."""
    anomalies: list[str]
    """Of `domain.anomalies`; a newer platform may have others."""


class WorkPage(msgspec.Struct, frozen=True, kw_only=True):
    """Entries, the newest first. `more`: there are others, older than these."""

    entries: list[WorkEntry]
    more: bool


class HandedOut(msgspec.Struct, frozen=True, kw_only=True):
    """A card of a batch that was just given to somebody."""

    op_id: UUID
    application: UUID
    medium: Medium
    tail: str


class ShiftSums(msgspec.Struct, frozen=True, kw_only=True):
    """What a shift has added up to, by this station's journal. Money in whole NT$."""

    cards: list[ShiftCards]
    replacements: int
    fees_ntd: int
    receipts: int
    redemptions: int
    redeemed_ntd: int
    unsent: int
    """Acts of this station of which the platform has not said anything yet."""


class ShiftView(msgspec.Struct, frozen=True, kw_only=True):
    """The open shift."""

    shift: UUID
    name: str
    opened_ms: int
    opened_by: str
    """Staff number."""
    float_ntd: int
    sums: ShiftSums
    expected_ntd: int
    """What should lie in the drawer: the float and the fees."""


class ShiftReport(msgspec.Struct, frozen=True, kw_only=True):
    """A shift that was closed."""

    view: ShiftView
    closed_ms: int
    closed_by: str
    cash_ntd: int
    difference_ntd: int
    reason: str


class TeamStock(msgspec.Struct, frozen=True, kw_only=True):
    """Blank cards of a sort that an outreach team has with it."""

    card_kind: str
    carrier: str
    from_box: str
    taken: int
    issued: int
    expected: int
