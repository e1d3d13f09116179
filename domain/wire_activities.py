"""Messages about activities, who is registered and who is there, and admission at gates. See `domain.wire`."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.wire import Request, Response
from domain.wire_files import RowFault

ActivityId = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]*$")]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Words = Annotated[str, msgspec.Meta(max_length=200)]
Ms = Annotated[int, msgspec.Meta(ge=0, le=253_370_764_800_000)]
"""Up to the year 9999: whoever shows it can."""
Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]
AtLeastOne = Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000)]
Digest = Annotated[bytes, msgspec.Meta(max_length=16)]
KeyId = Annotated[str, msgspec.Meta(max_length=64)]
MOST_SESSIONS = 400


class Session(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sitting of an activity (場次). Attendance belongs to the first that ends after the sign-in, else to the last."""

    starts_ms: Ms
    ends_ms: Ms


class ActivitySave(Request, frozen=True, kw_only=True):
    """Create an activity, or change it: all of it as it is to be."""

    op_id: UUID
    activity: ActivityId
    title: Title
    type: Title
    """An activity type of the programme file."""
    agency: Title
    """Who pays for its points; an organiser's own."""
    place: Words = ""
    capacity: AtLeastOne | None = None
    """Who registers beyond it goes on the waiting list."""
    sessions: Annotated[list[Session], msgspec.Meta(min_length=1, max_length=MOST_SESSIONS)]
    """In order, none beginning before the one before has ended."""
    points_flat: Count | None = None
    """Fewer points than the type's own, or as many; so the next two."""
    points_per_hour: Count | None = None
    points_at_most: Count | None = None
    budget: Count | None = None
    """The most points that its stays may earn together."""
    open: bool = True


class ActivityView(msgspec.Struct, frozen=True, kw_only=True):
    """An activity as its organiser sees it."""

    activity: str
    title: str
    type: str
    agency: str
    place: str
    capacity: int | None
    sessions: list[Session]
    points_flat: int | None
    points_per_hour: int | None
    points_at_most: int | None
    budget: int | None
    given: int
    """Points of the budget that are given; 0 without a budget."""
    open: bool
    cancelled_ms: int | None
    registered: int
    waiting: int


class ActivityAnswer(Response, frozen=True, kw_only=True):
    """How the activity stands now."""

    activity: ActivityView


class ActivitiesAsked(Request, frozen=True, kw_only=True):
    """Activities by id, from the one after `after`."""

    agency: Words = ""
    """Of one agency; organisers always see their own alone."""
    after: Annotated[str, msgspec.Meta(max_length=64)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 100


class ActivitiesPage(Response, frozen=True, kw_only=True):
    """`more`: ask again after the last one."""

    activities: list[ActivityView]
    more: bool


class ActivityAsked(Request, frozen=True, kw_only=True):
    """One activity."""

    activity: ActivityId


class ActivityCancel(Request, frozen=True, kw_only=True):
    """The activity does not take place. Its registrations stay on record; it takes nobody any more."""

    op_id: UUID
    activity: ActivityId


class Register(Request, frozen=True, kw_only=True):
    """Put somebody on the list, or take them off, by their card or by their national ID, sealed to the platform."""

    op_id: UUID
    activity: ActivityId
    medium: Digest | None = None
    digest_key: KeyId = ""
    sealed_id: Annotated[bytes, msgspec.Meta(max_length=400)] | None = None
    """`domain.sealing.seal` of the number's ASCII letters and digits."""
    on: bool = True


class Registered(Response, frozen=True, kw_only=True):
    """Where they stand: on the list, on the waiting list (`place` in it, from 1), or off."""

    standing: Literal["registered", "waiting", "off"]
    place: int = 0
    masked_name: str


class RosterImport(Request, frozen=True, kw_only=True):
    """Many registrations at once: CSV with the columns `卡片UID` and `密封身分證` (base64), one of them filled in each row."""

    op_id: UUID
    activity: ActivityId
    content: Annotated[bytes, msgspec.Meta(max_length=4 * 1024 * 1024)]
    big5: bool = False
    all_or_nothing: bool = True


class RosterImported(Response, frozen=True, kw_only=True):
    """What became of the rows; with `all_or_nothing` and a fault: nothing."""

    registered: int
    waiting: int
    already: int
    faults: list[RowFault]


class RosterAsked(Request, frozen=True, kw_only=True):
    """The registration list, then the waiting list."""

    activity: ActivityId
    after: Annotated[int, msgspec.Meta(ge=0, le=1 << 52)] = 0
    """How many rows to pass over."""
    limit: Annotated[int, msgspec.Meta(ge=1, le=500)] = 200


class RosterLine(msgspec.Struct, frozen=True, kw_only=True):
    """One person on the list. `holder` is the platform's own reference."""

    holder: UUID
    masked_name: str
    standing: Literal["registered", "waiting"]
    present: bool
    """Signed in at the activity at least once."""


class RosterPage(Response, frozen=True, kw_only=True):
    """`more`: there are others beyond the limit."""

    lines: list[RosterLine]
    more: bool


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many people are and were there; undone sign-ins count nowhere."""

    present: int
    """Signed in and not out."""
    came: int
    walk_ins: int
    minutes: int
    points: int


class CurvePoint(msgspec.Struct, frozen=True, kw_only=True):
    """From this time on, until the next point: how many were there, and how many had come."""

    at_ms: int
    present: int
    came: int


class CountsAnswer(Response, frozen=True, kw_only=True):
    """An activity as it is going on."""

    registered: int
    waiting: int
    total: Tally
    sessions: list[Tally]
    """In the order of the activity's sessions."""
    curve: list[CurvePoint] = []
    """In the order of time, at most `central.activities.curve.MOST_POINTS`; what was undone never was."""


class ForgottenAsked(Request, frozen=True, kw_only=True):
    """Sign-ins of an activity that nobody signed out (忘記簽退)."""

    activity: ActivityId
    after: UUID | None = None
    """The sign-in of the last line of the page before."""
    limit: Annotated[int, msgspec.Meta(ge=1, le=500)] = 200


class ForgottenStay(msgspec.Struct, frozen=True, kw_only=True):
    """One of them; it counts for no minutes until somebody settles it."""

    sign_in: UUID
    masked_name: str
    in_ms: int
    closed_ms: int


class ForgottenStays(Response, frozen=True, kw_only=True):
    """The oldest first. `more`: there are others beyond the limit."""

    stays: list[ForgottenStay]
    more: bool


class ForgottenSettle(Request, frozen=True, kw_only=True):
    """Somebody knows how long the person was there."""

    op_id: UUID
    activity: ActivityId
    sign_in: UUID
    minutes: Annotated[int, msgspec.Meta(ge=0, le=100_000)]
    reason: Title
    """How they know."""


class ForgottenSettled(Response, frozen=True, kw_only=True):
    """What the person has more by it."""

    minutes: int
    points: int


class AdmissionAsk(Request, frozen=True, kw_only=True):
    """What does this card get at this gate now? With `enter` it goes in at once."""

    op_id: UUID
    """The entry's, for its event too when the answer is lost; UUIDv7."""
    medium: Digest
    digest_key: KeyId
    admission: Title
    place: Title
    enter: bool = False


class AdmissionAnswer(Response, frozen=True, kw_only=True):
    """`percent` of the full price is due. `free_days` are the visitor's own, today among them once they have gone in."""

    percent: int
    free_days: list[str]
    days_left: int
    entered: bool
