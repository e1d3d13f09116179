"""What a station's sync needs about the station itself, as Protocols: who it is, its chain, whether it has been shut out."""

from collections.abc import Sequence
from typing import Protocol

from domain.errors import Code
from domain.wire import StationIdentity
from domain.wire_fleet import Beat, ChainEnd, EpochRequest, EpochResponse, HeartbeatResponse, IdentityResponse
from domain.wire_operations import ToldResponse, Watched


class StationRecord(Protocol):
    """Who this station is and where its chain ends, as sync sees the journal. Any thread."""

    def identity(self) -> StationIdentity | None:
        """Who this station is, or None before enrolment."""
        ...

    def follow(self, said: StationIdentity) -> None:
        """Another name, site or roles, as the platform says; station and epoch stay what they are."""
        ...

    def begin_epoch(self, epoch: int, claimed: ChainEnd) -> None:
        """Go on in that epoch; `claimed`: where the chain before it ends, as the platform has been told."""
        ...

    def chain_end(self) -> ChainEnd | None:
        """Where the chain of the present epoch ends, or None before enrolment."""
        ...

    def hash_at(self, station: str, epoch: int, seq: int) -> bytes | None:
        """Of the event at a place, None where there is none; `CHAIN_START` at seq 0."""
        ...

    def prove(self, said: bytes) -> bytes:
        """Sign one of `domain.station_proofs` with this station's key."""
        ...


class ShutOut(Protocol):
    """Why this station may not speak to the platform any more, kept over its runs. Any thread."""

    def code(self) -> Code | None:
        """STATION_REVOKED or STATION_CLONED; None for a station in service."""
        ...

    def note(self, code: Code, wipe_ordered_ms: int | None) -> None:
        """It has been shut out; `wipe_ordered_ms`: told to wipe itself, by the order of that time."""
        ...

    def wipe_ordered_ms(self) -> int | None:
        """The order that has been carried out and not been acknowledged yet."""
        ...

    def wipe_acknowledged(self) -> None:
        """The platform knows."""
        ...


class StationCalls(Protocol):
    """The platform's calls about a station itself. Each raises as `Platform`."""

    def identity(self) -> IdentityResponse:
        """Who this station is to the platform, and where its chain ends there."""
        ...

    def new_epoch(self, request: EpochRequest) -> EpochResponse:
        """Another epoch: the journal was restored from a backup."""
        ...

    def heartbeat(self, beat: Beat) -> HeartbeatResponse:
        """How this station is; what it should know at once."""
        ...

    def renew_token(self) -> None:
        """Have the token replaced; a lost answer is made good before anything else is asked."""
        ...

    def wiped(self, ordered_ms: int, signature: bytes) -> None:
        """The wipe that was ordered then is done. Also for a station that has been revoked."""
        ...

    def told(self, after: int, watched: Sequence[Watched]) -> ToldResponse:
        """What people have made of this station's events since a number, and which of the watched need nobody any more."""
        ...
