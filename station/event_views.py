"""What the event desk's lists show. See `station.views`."""

from typing import Literal
from uuid import UUID

import msgspec

There = Literal["not_yet", "in", "out"]


class StayLine(msgspec.Struct, frozen=True, kw_only=True):
    """One sign-in of this station, as it stands now."""

    sign_in: UUID
    sign_out: UUID | None
    who: str
    """Masked name of somebody on the registration list; else empty."""
    by_name: bool
    """They had no card with them."""
    in_ms: int
    out_ms: int | None
    walk_in: bool
    undone: bool
    forgotten: bool


class RosterPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on the registration list."""

    holder: UUID
    masked_name: str
    there: There
    """As far as this station saw."""


class GateView(msgspec.Struct, frozen=True, kw_only=True):
    """A gate that this desk can be."""

    admission: str
    place: str


class EntryView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody was let in, or had been a moment ago."""

    percent: int
    """Of the full price; 0: free."""
    again: bool
    """They had come on this day before."""
    same_tap: bool
    """The tap that was just counted, again: nothing was booked."""
    days_left: int
    """Free days that they can still choose."""
    asked: bool
    """The platform decided. False: this desk did by itself, with what it had been told."""
    at_ms: int
    today: int
    """How many entries this desk has counted today."""
