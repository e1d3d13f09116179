"""Rows of the change feed that event desks and gates get. See `domain.wire`."""

from uuid import UUID

import msgspec


class ActivityRow(msgspec.Struct, frozen=True, kw_only=True, tag="activity", tag_field="row"):
    """One activity that an event desk can choose."""

    activity: str
    title: str
    agency: str
    type: str
    """An activity type of the programme file; points and de-bounce follow from it."""
    starts_ms: int
    ends_ms: int
    open: bool
    points_flat: int | None = None
    """The organiser's own figure, at most the type's; so the next two. None: the type's."""
    points_per_hour: int | None = None
    points_at_most: int | None = None
    place: str = ""
    capacity: int | None = None
    """How many fit in; None: as many as come."""
    sessions: list[tuple[int, int]] = []
    """Beginning and end of each sitting (場次), in order; empty of an activity of one, and of one told by an older platform."""


class RosterRow(msgspec.Struct, frozen=True, kw_only=True, tag="roster", tag_field="row"):
    """A person registered for an activity."""

    activity: str
    holder: UUID
    active: bool
    masked_name: str = ""
    """As a neighbour may see it (`王○明`), to find somebody who has no card with them; empty when nobody knows it."""


class AdmissionRow(msgspec.Struct, frozen=True, kw_only=True, tag="admission", tag_field="row"):
    """The free days that a visitor has used. Sent only to stations that ask for this kind of row: older ones do not know it."""

    admission: str
    visitor: str
    """`h:` and the holder, or `m:` and the digest of a card that no holder is known of, in hexadecimal."""
    days: list[str]
    """Taipei days, ISO 8601, the earliest first."""
