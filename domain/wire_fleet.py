"""Messages about stations over their lives: identity, token, epoch, heartbeat, wipe, their list. See `domain.wire`."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.wire import Request, Response, StationIdentity
from domain.wire_types import Hash, Identifier, Label, Line, Natural, Signature, Whole

INSTANCE_HEADER = "Citycard-Instance"
"""Names the machine that asks: made of what a copy of its disk does not have. Optional; at most 64 characters."""
MOST_STATIONS = 200
PartState = Literal["ok", "absent", "failed", "low"]


class ChainEnd(msgspec.Struct, frozen=True, kw_only=True):
    """The last event of a station's epoch that the platform has in its place."""

    epoch: int
    seq: int
    hash: bytes


class IdentityResponse(Response, frozen=True, kw_only=True):
    """Who the asking station is now. With other roles than before it downloads everything anew."""

    identity: StationIdentity
    chain: ChainEnd
    digest_key_id: str


class TokenRequest(Request, frozen=True, kw_only=True):
    """The station wants another token."""


class TokenResponse(Response, frozen=True, kw_only=True):
    """The new token. The old one is good for one more request, as long as the new one has not been used."""

    token: str

    def __repr__(self) -> str:
        return "TokenResponse(…)"


class EpochRequest(Request, frozen=True, kw_only=True):
    """The station's journal ends here, before what the platform has of it: it was restored from a backup."""

    op_id: UUID
    instance: Label
    epoch: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    last_seq: Natural
    last_hash: Hash
    signature: Signature
    """By the station's key over `domain.station_proofs.new_epoch`."""


class EpochResponse(Response, frozen=True, kw_only=True):
    """The identity with its new epoch, in which seq begins at 1 again. `chain`: where the epoch before ended."""

    identity: StationIdentity
    chain: ChainEnd


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reader, printer or camera, by the kind of thing it is."""

    name: Identifier
    state: PartState


class Beat(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a station is. Nothing about anybody."""

    version: Line
    programme_version: Label = ""
    snapshot: Label = ""
    digest_key: Label = ""
    queued: Natural = 0
    """Events that are not sent yet."""
    oldest_unsent_ms: Natural | None = None
    """Age of the oldest of them."""
    parked: Natural = 0
    """Events that the platform rejected and an operator has to look at."""
    feed_age_ms: Natural | None = None
    """Since its last download that reached the end."""
    clock_offset_ms: Whole | None = None
    disk_free_mb: Natural | None = None
    parts: Annotated[list[Part], msgspec.Meta(max_length=20)] = []


class HeartbeatRequest(Request, frozen=True, kw_only=True):
    """Sent every few minutes."""

    beat: Beat


class HeartbeatResponse(Response, frozen=True, kw_only=True):
    """What the station should know at once."""

    wipe_ordered_ms: int | None
    """Delete the registry's key and everything about people, then call `/v1/station/wiped`."""
    minimum_version: str
    """An older station should be updated. Empty: any."""
    programme_version: str
    snapshot: str
    """The newest one; empty: there is none."""
    digest_key_id: str
    epoch: int
    chain: ChainEnd
    """A station whose journal ends before this was rewound: it asks for a new epoch."""
    rotate_token: bool
    """The token is old: ask for another when it suits."""


class WipedRequest(Request, frozen=True, kw_only=True):
    """The wipe that was ordered at this time is done. The journal's unsent part is kept, encrypted."""

    ordered_ms: Natural
    signature: Signature
    """By the station's key over `domain.station_proofs.wiped`."""


class WipedResponse(Response, frozen=True, kw_only=True):
    """Written down."""


class StationListRequest(Request, frozen=True, kw_only=True):
    """Stations by id after this one; of a site, or only those that are silent."""

    site: Line = ""
    silent: bool = False
    after: Label = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_STATIONS)] = MOST_STATIONS


class StationListed(msgspec.Struct, frozen=True, kw_only=True):
    """One station as technicians see it."""

    station: str
    name: str
    site: str
    roles: list[str]
    epoch: int
    enrolled_ms: int
    last_seen_ms: int | None
    silent: bool
    """Enrolled, not revoked, and not heard of for `central.fleet.stations_list.SILENT_MS`."""
    revoked: bool
    cloned: bool
    """Refused until it is enrolled anew: two machines went on with its journal."""
    clone_seen_ms: int | None
    """When another machine was last refused that had its token."""
    wipe: Literal["none", "ordered", "acknowledged"]
    replaced_by: str | None
    """The station that the same machine was enrolled as afterwards."""
    beat: Beat | None
    beat_ms: int | None


class StationListResponse(Response, frozen=True, kw_only=True):
    """`more`: there are others beyond the limit."""

    stations: list[StationListed]
    more: bool


class StationRevoke(Request, frozen=True, kw_only=True):
    """A station is lost or broken: refuse it from now on, and let it wipe itself when it calls."""

    op_id: UUID
    station: Identifier
    wipe: bool = True


class StationRevoked(Response, frozen=True, kw_only=True):
    """Done, now or by this op_id before."""
