"""Messages about what needs a person's eyes: anomalies, events that wait, and what became of either. See `domain.wire`."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.errors import Code
from domain.wire import Outcome, OutcomeStatus, Request, Response
from domain.wire_types import Identifier, Label, Line, Natural

MOST_ANOMALIES = 200
AnomalyState = Literal["open", "taken", "resolved"]
Resolution = Literal["accepted", "card_suspended", "card_reinstated", "award_cancelled", "told_station"]
Limit = Annotated[int, msgspec.Meta(ge=1, le=MOST_ANOMALIES)]
Note = Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"\S")]


class AnomalyListRequest(Request, frozen=True, kw_only=True):
    """Anomalies in a state, the oldest first; of a site, of a kind, of events that the platform judged so."""

    state: AnomalyState = "open"
    site: Line = ""
    anomaly: Label = ""
    judged: OutcomeStatus | None = None
    """`rejected`: what is parked at its station."""
    after: Natural = 0
    """`number` of the last one that was seen."""
    limit: Limit = MOST_ANOMALIES


class AnomalyListed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing for a person to look at. Nothing of whom it concerns."""

    number: int
    event: int
    """The journal's number of the event; with `anomaly` it names this thing."""
    anomaly: str
    words: str
    """What is the matter and what can be done, in Chinese."""
    resolutions: list[Resolution]
    """What may be done about it here."""
    op_id: UUID | None
    kind: str
    """Of the event; empty when it cannot be read."""
    medium: bytes
    """The card's digest, for supervisors alone."""
    operator: str
    station: str
    station_name: str
    site: str
    judged: OutcomeStatus
    code: Code | None
    at_ms: int
    state: AnomalyState
    escalated: bool
    """It has waited too long."""
    taken_by: str
    resolution: Resolution | None
    note: str


class AnomalyListResponse(Response, frozen=True, kw_only=True):
    """`more`: there are others beyond the limit."""

    anomalies: list[AnomalyListed]
    more: bool


class AnomalyCountsRequest(Request, frozen=True, kw_only=True):
    """How many there are that nobody has resolved."""

    site: Line = ""


class AnomalyCount(msgspec.Struct, frozen=True, kw_only=True):
    """Of one kind."""

    anomaly: str
    words: str
    open: int
    taken: int
    escalated: int
    oldest_ms: int


class AnomalyCountsResponse(Response, frozen=True, kw_only=True):
    """By kind."""

    counts: list[AnomalyCount]


class AnomalyTake(Request, frozen=True, kw_only=True):
    """Somebody looks into it."""

    op_id: UUID
    event: Natural
    anomaly: Identifier
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class AnomalyResolve(Request, frozen=True, kw_only=True):
    """Somebody has looked into it and says what became of it, and why."""

    op_id: UUID
    event: Natural
    anomaly: Identifier
    resolution: Resolution
    note: Note


class AnomalyDone(Response, frozen=True, kw_only=True):
    """Written down, now or by this op_id before."""


class HeldListRequest(Request, frozen=True, kw_only=True):
    """Events that wait for something, the oldest first."""

    site: Line = ""
    after: Natural = 0
    limit: Limit = MOST_ANOMALIES


class HeldListed(msgspec.Struct, frozen=True, kw_only=True):
    """One event that waits. `waits_for` is `card`, `sign_in`, `load`, or `repair` for a fault of ours."""

    event: int
    op_id: UUID | None
    kind: str
    station: str
    station_name: str
    site: str
    waits_for: Literal["card", "sign_in", "load", "repair"]
    words: str
    received_ms: int
    decided_by_force_ms: int | None
    """When it is decided whether that has come or not; None: not before a repair."""
    overdue: bool


class HeldListResponse(Response, frozen=True, kw_only=True):
    """`more`: there are others beyond the limit."""

    events: list[HeldListed]
    more: bool


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """An event of the station's own work list, by its op_id and hash, and what it was told against it."""

    op_id: UUID
    hash: bytes
    anomalies: list[Label]


class ToldRequest(Request, frozen=True, kw_only=True):
    """What became of this station's events after this number; 0 from the beginning."""

    after: Natural = 0
    limit: Limit = MOST_ANOMALIES
    watched: Annotated[list[Watched], msgspec.Meta(max_length=MOST_ANOMALIES)] = []


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A person has resolved an anomaly of one event; `outcome` is the word on the event as it stands now."""

    number: int
    op_id: UUID | None
    anomaly: str
    resolution: Resolution
    at_ms: int
    outcome: Outcome


class ToldResponse(Response, frozen=True, kw_only=True):
    """Oldest first. `more`: there are others beyond the limit."""

    told: list[Told]
    more: bool
    now: list[Outcome] = []
    """The present word on those of the watched against which something no longer stands, although nobody had to resolve it:
    what they had waited for came."""


class HealthResponse(Response, frozen=True, kw_only=True):
    """It is so; otherwise the answer is a `Problem`, and its status no 2xx."""
