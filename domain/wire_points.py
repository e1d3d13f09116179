"""Messages about correcting a person's points at a counter, which takes two people. See `domain.wire`."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.wire import Request, Response
from domain.wire_types import Label

MOST_AWARDS = 100
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Words = Annotated[str, msgspec.Meta(max_length=100)]
Points = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class PersonAwardsRequest(Request, frozen=True, kw_only=True):
    """What was this person given?"""

    holder: UUID
    reason: Reason
    """Why the record is opened; the person can read it."""


class AwardLine(msgspec.Struct, frozen=True, kw_only=True):
    """One award that a person was given."""

    award: UUID
    point_kind: str
    points: int
    remaining: int
    """Of it, what is neither spent nor lapsed."""
    agency: str
    activity: str
    """Empty for kinds whose activities reveal something about the person."""
    at_ms: int
    cancelled_ms: int | None


class PersonAwardsResponse(Response, frozen=True, kw_only=True):
    """The newest first, at most a hundred; of an agency's staff those of their own agency."""

    awards: list[AwardLine]
    more: bool


class Approval(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The second person's staff card lies here, and they have typed their PIN."""

    medium: Annotated[bytes, msgspec.Meta(max_length=64)]
    digest_key: Label
    pin: Annotated[str, msgspec.Meta(max_length=64)]

    def __repr__(self) -> str:
        return "Approval(…)"


class PointsCorrection(Request, frozen=True, kw_only=True):
    """Take an award back (`cancel`), put it right (`amend`: it should have been `points`), or give what was missed (`give`).

    Points are never taken off but by the award that they came from, because an agency pays for each.
    """

    op_id: UUID
    holder: UUID
    act: Literal["cancel", "amend", "give"]
    award: UUID | None = None
    point_kind: Words = ""
    points: Points = 0
    agency: Words = ""
    activity: Words = ""
    reason: Reason
    approval: Approval


class PointsCorrected(Response, frozen=True, kw_only=True):
    """Done, now or by this op_id before."""

    award: UUID | None
    """The award that stands now; none after `cancel`."""
