"""Messages about draws whose result anyone can re-compute (`docs/draws.md`). See `domain.wire`."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.draws import Prize
from domain.wire import Request, Response
from domain.wire_activities import ActivityId, AtLeastOne, Count, Digest, KeyId, Ms, Title

Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
DrawState = Literal["open", "frozen", "drawn", "cancelled"]


class DrawSave(Request, frozen=True, kw_only=True):
    """Create a draw, or change it while it is open. Tickets cost points, or whoever took part in the activity has one."""

    op_id: UUID
    draw: ActivityId
    title: Title
    agency: Title
    activity: ActivityId | None = None
    point_kind: Title | None = None
    """A kind that cannot become money; with `points_per_ticket`."""
    points_per_ticket: AtLeastOne | None = None
    most_tickets: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1
    """Of one person."""
    prizes: Annotated[list[Prize], msgspec.Meta(min_length=1, max_length=50)]
    substitutes: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
    seed_source: Title
    """Which public value will seed the draw, so that everybody will know it when they see it."""
    seed_day: Day
    """The day on which that value is fixed: later than the one on which the list is published."""


class DrawStep(Request, frozen=True, kw_only=True):
    """Take everybody in who took part, publish the list, or cancel: one step of one draw."""

    op_id: UUID
    draw: ActivityId


class DrawSeed(Request, frozen=True, kw_only=True):
    """The public value, now that it is fixed: the draw follows from it."""

    op_id: UUID
    draw: ActivityId
    value: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    fixed_ms: Ms
    """When it was fixed at its source."""
    reference: Title
    """Where anybody can look it up."""


class DrawWithdrawal(Request, frozen=True, kw_only=True):
    """Somebody who was drawn does not take the prize: the next substitute (備取) does."""

    op_id: UUID
    draw: ActivityId
    entry: Title
    reason: Title


class DrawTickets(Request, frozen=True, kw_only=True):
    """A holder spends points on tickets."""

    op_id: UUID
    draw: ActivityId
    medium: Digest
    digest_key: KeyId
    tickets: AtLeastOne


class DrawTicketsAnswer(Response, frozen=True, kw_only=True):
    """The holder's entry, by which they find themselves in the published list, and all their tickets."""

    entry: str
    tickets: int
    points: int
    """Spent just now."""


class DrawAsked(Request, frozen=True, kw_only=True):
    """One draw."""

    draw: ActivityId


class DrawPlace(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that was drawn."""

    place: Count
    entry: str
    prize: str
    """The prize it takes as things stand; empty for a substitute that has none, and for one that has withdrawn."""
    withdrawn: Count = 0
    """Number of its withdrawal, from 1; 0 for none."""


class DrawPublic(Response, frozen=True, kw_only=True):
    """All that is published of a draw. No names."""

    draw: str
    title: str
    agency: str
    state: DrawState
    prizes: list[Prize]
    substitutes: int
    seed_source: str
    seed_day: str
    entries: Count
    """How many take part; of a frozen draw: as published."""
    list_sha256: str = ""
    published_ms: int | None = None
    seed_value: str = ""
    seed_reference: str = ""
    seed_fixed_ms: int | None = None
    places: list[DrawPlace] = []


class DrawWinnersAsked(Request, frozen=True, kw_only=True):
    """Who was drawn, for handing out prizes."""

    draw: ActivityId


class DrawWinner(msgspec.Struct, frozen=True, kw_only=True):
    """One who was drawn, as their neighbour may see it."""

    place: Count
    entry: str
    masked_name: str
    prize: str


class DrawWinners(Response, frozen=True, kw_only=True):
    """In the order in which they were drawn."""

    winners: list[DrawWinner]
