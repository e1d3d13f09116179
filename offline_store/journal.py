"""The journal: every act of this station as one immutable event, its effect and its outbox entry in one transaction.

One connection, one lock, one process: the file is held exclusively, so a second process on the same store is refused. Every
method may be called from any thread. A method that returns has committed durably.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.errors import Code, EnvironmentProblem
from domain.events import Event, Payload, SignedEvent
from domain.ids import new_op_id
from domain.ports import Clock
from domain.wire import Outcome, OutcomeStatus, StationIdentity
from domain.wire_fleet import ChainEnd
from domain.wire_operations import MOST_ANOMALIES, Told, Watched
from offline_store.chain import check_chain
from offline_store.clock_offset import ClockOffset
from offline_store.encrypted import Connection, connect, copy_pages, migrate, named_errors, transaction
from offline_store.event_log import EventLog, sealed_digest
from offline_store.journal_schema import JOURNAL
from offline_store.meta import Meta
from offline_store.offering import Offering
from offline_store.outbox import NEWEST, Outbox, QueueState, Unsettled
from offline_store.projections import Projections
from offline_store.station_record import StationRecord

FILE = "journal.sqlite"


class Journal:
    """One station's journal, as `domain.ports.Outbox` and as what the desks write to."""

    def __init__(self, directory: Path, key: bytes, *, signing_seed: bytes, clock: Clock, most_queued: int) -> None:
        """Open or create the journal in `directory`.

        Raises `EnvironmentProblem` with STORE_LOCKED (another process has it), STORE_WRONG_KEY, STORE_NEWER, STORE_DAMAGED
        or DISK_FULL.
        """
        self.path = directory / FILE
        signing_key = Ed25519PrivateKey.from_private_bytes(signing_seed)
        self._clock = clock
        self._most_queued = most_queued
        self.require_room: Callable[[], None] = lambda: None
        self._lock = threading.RLock()
        self._db = connect(self.path, key, alone=True)
        try:
            migrate(self._db, self.path, JOURNAL)
        except BaseException:
            self._db.close()
            raise
        self._log = EventLog(self._db, signing_key)
        self._outbox = Outbox(self._db)
        self._meta = Meta(self._db)
        self.offset = ClockOffset(clock, self._meta)
        self.record = StationRecord(
            self._meta, self._log, self._outbox, signing_key, reading=self.reading, writing=self._writing
        )
        self._offering = Offering(self._meta, self._outbox, reading=self.reading, writing=self._writing)
        self._queued: int | None = None
        self._projections = Projections(self._db)

    def close(self) -> None:
        """Let go of the file. Whatever is asked of the journal afterwards raises `EnvironmentProblem(INTERNAL)`."""
        with self._lock:
            self._db.close()

    # --- acts ---

    @contextmanager
    def act(self, *, ends: bool = False) -> Iterator["Act"]:
        """Decide and write one act: what is read inside stays true until the block's end, where all of it is committed.

        Raises `EnvironmentProblem(DISK_FULL)`; then nothing has happened. `ends`: what has begun, whatever `require_room` says.
        """
        if not ends:
            self.require_room()
        with self._writing():
            yield Act(self, self._projections)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction; what is counted along is counted anew after one that failed."""
        with self._lock:
            try:
                with transaction(self._db, self.path):
                    yield
            except BaseException:
                self._queued = None
                raise

    @contextmanager
    def reading(self) -> Iterator[Projections]:
        """Look at the local state without writing."""
        with self._lock, named_errors(self.path):
            yield self._projections

    def _append(
        self, payload: Payload, *, op_id: UUID | None, medium: bytes | None, operator: str | None, sealed: bytes | None
    ) -> Event:
        """Write one event inside the transaction of `act`."""
        identity = self.identity()
        if identity is None:
            raise EnvironmentProblem(Code.NOT_ENROLLED)
        queued = self._require_place()
        now_ms = self._clock.now_ms()
        made = Event(
            op_id=op_id or new_op_id(now_ms),
            station=identity.station,
            epoch=identity.epoch,
            seq=0,
            prev=b"",
            device_ms=now_ms,
            offset_ms=self.offset.now(),
            operator=operator,
            medium=medium,
            digest_key=self._meta.get("digest_key_id") or "",
            demo=identity.demo,
            sealed_sha256=sealed_digest(sealed),
            payload=payload,
        )
        number, event = self._log.append(made, sealed, identity)
        self._outbox.add(number)
        self._queued = queued + 1
        self._projections.apply_event(event)
        return event

    def _require_place(self) -> int:
        """How many are queued. Raises `EnvironmentProblem(QUEUE_FULL)`: nothing that waits ever makes room for another."""
        queued = self._outbox.count() if self._queued is None else self._queued
        if queued >= self._most_queued:
            raise EnvironmentProblem(Code.QUEUE_FULL, queued=queued)
        return queued

    def contains(self, op_id: UUID) -> bool:
        """Whether an act has been journaled."""
        with self.reading():
            return self._log.find(op_id) is not None

    def event(self, op_id: UUID) -> Event:
        """A journaled act. Raises `KeyError` for an id that was never journaled."""
        with self.reading():
            found = self._log.find(op_id)
        if found is None:
            raise KeyError(op_id)
        return found

    # --- outbox (domain.ports.Outbox) ---

    def to_send(self, limit: int) -> list[SignedEvent]:
        """Waiting events in the order of their making, at most `limit`; whatever is offered again comes before what is new."""
        upto = self._offering.portion(limit)
        with self.reading():
            return self._outbox.queued("waiting", limit, upto)

    def offer_more(self, least: int) -> bool:
        """Queue what is to be offered again, until at least so many wait; whether that was all of it."""
        return self._offering.portion(least) == NEWEST

    def held(self, limit: int) -> list[SignedEvent]:
        """Held events, the least often offered first, at most `limit`: they take turns."""
        with self.reading():
            return self._outbox.queued("held", limit)

    def record_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Store the platform's words and let their effects show, in one transaction. An unknown op_id is left alone."""
        with self._writing():
            self._queued = None
            identity = self.identity()
            for outcome in outcomes:
                event = self._outbox.find(outcome)
                if event is not None:
                    self._record(event, outcome, identity)

    def _record(self, event: int, outcome: Outcome, identity: StationIdentity | None) -> None:
        if outcome.code is Code.EVENT_CHAIN:
            # A broken chain is the machines' fault, never the act's: it is no word on the act, which is offered again, and
            # when this station has begun another chain since, in that one.
            if identity is None or self._log.in_present_chain(event, identity):
                self._outbox.hold(event)
            else:
                self._outbox.replace(event, self._log.carry(event, identity))
            return
        if outcome.status is OutcomeStatus.HELD:
            self._outbox.hold(event)
            return
        self._outbox.settle(event, outcome)
        self._projections.apply_outcome(outcome)

    def follow_generation(self, generation: str, before: str) -> bool:
        """See `domain.ports.Outbox.follow_generation`; what the platform still has it answers as it did before."""
        return self._offering.follow(generation, before)

    def outcome_of(self, op_id: UUID) -> Outcome | None:
        """The platform's word on an event, or None while it has not spoken."""
        with self.reading():
            return self._outbox.outcome_of(op_id)

    def queue(self) -> QueueState:
        """The outbox at a glance."""
        with self.reading():
            return self._outbox.state()

    def unsettled(self, limit: int) -> list[Unsettled]:
        """What the platform flagged or rejected and a person is to look at, the newest first."""
        with self.reading():
            return self._outbox.unsettled(limit)

    def watched(self) -> list[Watched]:
        """Events of the work list, to ask the platform about; of more than fit a request, any of them."""
        with self.reading():
            return self._outbox.watched(MOST_ANOMALIES)

    def told_after(self) -> int:
        """Up to which number the platform has told what became of such events."""
        return int(self.meta("told_after") or 0)

    def record_told(self, told: Sequence[Told], after: int) -> None:
        """What people have made of such events at the platform, and up to which number it has told, in one transaction."""
        with self._writing():
            self._queued = None
            for one in told:
                event = self._outbox.find(one.outcome)
                if event is not None:
                    if one.outcome != self._outbox.outcome_of(one.outcome.op_id):
                        self._record(event, one.outcome, self.identity())
                    self._outbox.resolve(event, one.anomaly)
            self._meta.put(told_after=str(after))

    # --- who this station is ---

    def identity(self) -> StationIdentity | None:
        """Who this station is, or None before enrolment."""
        return self.record.identity()

    def chain_end(self) -> ChainEnd | None:
        """Where the chain of the present epoch ends, or None before enrolment."""
        return self.record.chain_end()

    def meta(self, key: str) -> str | None:
        """A setting that the platform gave this station (`identity`, `sealing_key`, `programme`, …)."""
        with self.reading():
            return self._meta.get(key)

    def put_meta(self, **values: str | None) -> None:
        """Set several of them at once; None forgets one."""
        with self._writing():
            self._meta.put(**values)

    def record_offset(self, offset_ms: int) -> None:
        """Remember the platform's clock minus ours, as just measured, for the events to come."""
        with self._lock:
            if self.offset.measured(offset_ms):
                self.put_meta(offset_ms=str(offset_ms))

    def offset_ms(self) -> int:
        """The platform's clock minus ours; 0 when it never was measured."""
        with self.reading():
            return self.offset.now() or 0

    def copy_into(self, target: Connection, go_on: Callable[[], None]) -> None:
        """Copy the whole file while acts go on, as `offline_store.backup` does; `go_on` raises to break off."""
        copy_pages(self._db, self.path, target, go_on)

    def public_key(self) -> Ed25519PublicKey:
        """The key that this station's signatures are checked with."""
        return self.record.public_key()

    def events(self) -> Iterator[SignedEvent]:
        """Every event in the order of its making."""
        with self.reading():
            return iter(self._log.all())

    def verify(self) -> list[str]:
        """Every altered, missing or reordered event, named as `epoch.seq: what is wrong`; empty when all is well."""
        return check_chain(self.events(), self.public_key(), self.record.former_keys())


class Act:
    """One act inside its transaction: `local` to decide by, `append` to write."""

    def __init__(self, journal: Journal, local: Projections) -> None:
        self._journal = journal
        self.local = local

    def append(
        self,
        payload: Payload,
        *,
        medium: bytes | None = None,
        operator: str | None = None,
        sealed: bytes | None = None,
        op_id: UUID | None = None,
    ) -> Event:
        """Write the event, its effect and its outbox entry.

        Raises `EnvironmentProblem` with NOT_ENROLLED or QUEUE_FULL.
        """
        return self._journal._append(payload, op_id=op_id, medium=medium, operator=operator, sealed=sealed)

    def adopt(self, event: Event, sealed: bytes | None) -> None:
        """Write an act that this station did before, in its own words, after its journal was replaced by an older one.

        Raises `EnvironmentProblem(NOT_ENROLLED)`.
        """
        journal, identity = self._journal, self._journal.identity()
        if identity is None:
            raise EnvironmentProblem(Code.NOT_ENROLLED)
        number, written = journal._log.append(event, sealed, identity)
        journal._outbox.add(number)
        journal._queued = None
        self.local.apply_event(written)
