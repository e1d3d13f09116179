"""What a station tells of itself, and what it does as the platform says: its epoch, its roles, its token, its registry's end.

`settle_chain` is for the upload's thread, before anything is offered; `round` for the download's, behind the change feed.
"""

import threading
from collections.abc import Callable

import structlog

from domain import station_proofs
from domain.errors import CityCardError, Code, EnvironmentProblem
from domain.ids import new_op_id
from domain.ports import Clock, Outbox, RegistrySink
from domain.ports_station import StationCalls, StationRecord
from domain.wire import StationIdentity
from domain.wire_fleet import Beat, ChainEnd, EpochRequest

log = structlog.get_logger()


class Upkeep:
    """One station's. Each method from one thread at a time."""

    def __init__(
        self,
        platform: StationCalls,
        record: StationRecord,
        outbox: Outbox,
        registry: RegistrySink,
        clock: Clock,
        *,
        beat: Callable[[], Beat],
        beat_s: float,
        instance: str,
        follow: Callable[[], None] = lambda: None,
    ) -> None:
        """`beat` tells how the station is, every `beat_s` seconds; `instance` is which machine this is.

        `follow` keeps up with what else changes at the platform, in its own time; it never raises.
        """
        self._platform = platform
        self._record = record
        self._outbox = outbox
        self._registry = registry
        self._clock = clock
        self._beat = beat
        self._beat_s = beat_s
        self._instance = instance
        self._follow = follow
        self._doubtful = threading.Event()
        self._doubtful.set()
        self._next_beat_s = 0.0

    def doubt(self) -> None:
        """The platform's record of the chain does not go with ours: look before anything more is offered. Any thread."""
        self._doubtful.set()

    def settle_chain(self) -> None:
        """At the beginning, and in doubt: begin another epoch when this journal ends before what the platform has of it.

        Raises as `Platform`, and then asks again the next time.
        """
        if not self._doubtful.is_set():
            return
        own = self._record.identity()
        if own is None:
            return
        said = self._platform.identity()
        if self._is_rewound(own, said.identity.epoch, said.chain):
            self._begin_epoch(own)
        self._doubtful.clear()

    def _is_rewound(self, own: StationIdentity, epoch: int, chain: ChainEnd) -> bool:
        return epoch != own.epoch or self._record.hash_at(own.station, epoch, chain.seq) != chain.hash

    def _begin_epoch(self, own: StationIdentity) -> None:
        end = self._record.chain_end()
        if end is None:
            return
        op_id = new_op_id(self._clock.now_ms())
        said = station_proofs.new_epoch(op_id, own.station, end.epoch, end.seq, end.hash)
        answer = self._platform.new_epoch(
            EpochRequest(
                op_id=op_id,
                instance=self._instance,
                epoch=end.epoch,
                last_seq=end.seq,
                last_hash=end.hash,
                signature=self._record.prove(said),
            )
        )
        self._record.begin_epoch(answer.identity.epoch, end)
        log.warning("the journal was restored from a backup; a new epoch begins", epoch=answer.identity.epoch)

    # --- behind the change feed ---

    def round(self) -> None:
        """When it is time for it: tell how the station is, and do what the platform orders. Raises as `Platform`."""
        self._follow()
        now_s = self._clock.monotonic_s()
        if now_s < self._next_beat_s:
            return
        own = self._record.identity()
        if own is None:
            return
        orders = self._platform.heartbeat(self._beat())
        if self._is_rewound(own, orders.epoch, orders.chain):
            self._require_alone(orders.epoch)
            self.doubt()
        self._follow_identity(own)
        self._hear()
        if orders.wipe_ordered_ms is not None:
            self._registry.wipe(for_good=False)
            self.report_wiped(orders.wipe_ordered_ms)
        if orders.rotate_token:
            self._platform.renew_token()
        self._next_beat_s = now_s + self._beat_s

    def _require_alone(self, epoch: int) -> None:
        """A later epoch than ours, that this machine has not asked for: another one has, which goes on with our journal."""
        settled = not self._doubtful.is_set()
        own = self._record.identity()
        if settled and own is not None and epoch > own.epoch:
            raise EnvironmentProblem(Code.STATION_CLONED)

    def _follow_identity(self, own: StationIdentity) -> None:
        """Another name, site or roles, by which the registry goes from its next page on."""
        said = self._platform.identity().identity
        if (said.name, said.site, said.roles) == (own.name, own.site, own.roles):
            return
        self._record.follow(said)

    def _hear(self) -> None:
        more = True
        while more:
            answer = self._platform.told(self._outbox.told_after(), self._outbox.watched())
            if answer.now:
                self._outbox.record_outcomes(answer.now)
            if answer.told:
                self._outbox.record_told(answer.told, answer.told[-1].number)
            more = answer.more

    # --- wiped ---

    def report_wiped(self, ordered_ms: int) -> None:
        """Tell that the wipe that was ordered then is done. Raises as `Platform`."""
        own = self._record.identity()
        if own is not None:
            self._platform.wiped(ordered_ms, self._record.prove(station_proofs.wiped(own.station, ordered_ms)))


def wipe_order(problem: CityCardError) -> int | None:
    """When the wipe was ordered that a refusal tells of, in milliseconds; None when it tells of none."""
    ordered = problem.details.get("wipe")
    return ordered if problem.code is Code.STATION_REVOKED and isinstance(ordered, int) else None
