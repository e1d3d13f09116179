"""The journal: every act of this station as one immutable event, its effect and its outbox entry in one transaction.

One connection, one lock, one process: the file is held exclusively, so a second process on the same store is refused. Every
method may be called from any thread. A method that returns has committed durably.
"""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.errors import Code, EnvironmentProblem, Refused
from domain.events import CHAIN_START, Event, Payload, SignedEvent, decode, kind_of, sign, verify
from domain.ids import new_op_id
from domain.ports import Clock
from domain.wire import Outcome, OutcomeStatus, StationIdentity
from offline_store.encrypted import connect, migrate, named_errors, transaction
from offline_store.journal_schema import JOURNAL
from offline_store.projections import Projections

FILE = "journal.sqlite"
_OFFSET_STEP_MS = 1_000
"""Smaller movements of the measured offset are not written down."""
_CLOCK_WAS_SET_MS = 2_000
"""A wall clock that differs by so much from the steady one has been set, not merely drifted."""


class QueueState(msgspec.Struct, frozen=True, kw_only=True):
    """The outbox at a glance. `oldest_ms` is the device time of the oldest unsent event."""

    waiting: int
    held: int
    parked: int
    oldest_ms: int | None


class Journal:
    """One station's journal, as `domain.ports.Outbox` and as what the desks write to."""

    def __init__(self, directory: Path, key: bytes, *, signing_seed: bytes, clock: Clock, most_queued: int) -> None:
        """Open or create the journal in `directory`.

        Raises `EnvironmentProblem` with STORE_LOCKED (another process has it), STORE_WRONG_KEY, STORE_NEWER, STORE_DAMAGED
        or DISK_FULL.
        """
        self.path = directory / FILE
        self._signing_key = Ed25519PrivateKey.from_private_bytes(signing_seed)
        self._clock = clock
        self._most_queued = most_queued
        self._measured_at: tuple[int, int] | None = None
        self._lock = threading.RLock()
        self._db = connect(self.path, key, alone=True)
        try:
            migrate(self._db, self.path, JOURNAL)
        except BaseException:
            self._db.close()
            raise
        self._projections = Projections(self._db)

    def close(self) -> None:
        """Let go of the file. Whatever is asked of the journal afterwards raises `EnvironmentProblem(INTERNAL)`."""
        with self._lock:
            self._db.close()

    # --- acts ---

    @contextmanager
    def act(self) -> Iterator["Act"]:
        """Decide and write one act: what is read inside stays true until the block's end, where all of it is committed.

        Raises `EnvironmentProblem(DISK_FULL)`; then nothing of the act has happened.
        """
        with self._lock, transaction(self._db, self.path):
            yield Act(self, self._projections)

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
        queued = self._db.execute("SELECT count(*) FROM outbox").fetchone()[0]
        if queued >= self._most_queued:
            raise EnvironmentProblem(Code.QUEUE_FULL, queued=queued)
        now_ms = self._clock.now_ms()
        seq, previous = self._tail(identity.epoch)
        event = Event(
            op_id=op_id or new_op_id(now_ms),
            station=identity.station,
            epoch=identity.epoch,
            seq=seq + 1,
            prev=previous,
            device_ms=now_ms,
            offset_ms=self._offset_ms(),
            operator=operator,
            medium=medium,
            digest_key=self._meta("digest_key_id") or "",
            demo=identity.demo,
            sealed_sha256=None if sealed is None else hashlib.sha256(sealed).digest(),
            payload=payload,
        )
        signed = sign(event, self._signing_key, sealed)
        row = self._db.execute(
            "INSERT INTO events (epoch, seq, op_id, kind, device_ms, body, hash, signature, sealed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                event.epoch,
                event.seq,
                event.op_id.bytes,
                kind_of(payload),
                now_ms,
                signed.body,
                signed.hash,
                signed.signature,
                sealed,
            ),
        )
        self._db.execute("INSERT INTO outbox (event, state) VALUES (?, 'waiting')", (row.lastrowid,))
        self._projections.apply_event(event)
        return event

    def _tail(self, epoch: int) -> tuple[int, bytes]:
        row = self._db.execute("SELECT seq, hash FROM events WHERE epoch = ? ORDER BY seq DESC LIMIT 1", (epoch,)).fetchone()
        return (row[0], row[1]) if row else (0, CHAIN_START)

    def contains(self, op_id: UUID) -> bool:
        """Whether an act has been journaled."""
        with self.reading():
            return self._db.execute("SELECT 1 FROM events WHERE op_id = ?", (op_id.bytes,)).fetchone() is not None

    def event(self, op_id: UUID) -> Event:
        """A journaled act. Raises `KeyError` for an id that was never journaled."""
        with self.reading():
            row = self._db.execute("SELECT body FROM events WHERE op_id = ?", (op_id.bytes,)).fetchone()
        if row is None:
            raise KeyError(op_id)
        return decode(row[0])

    # --- outbox (domain.ports.Outbox) ---

    def to_send(self, limit: int) -> list[SignedEvent]:
        """Waiting events in the order of their making, at most `limit`."""
        return self._queued("waiting", limit)

    def held(self, limit: int) -> list[SignedEvent]:
        """Held events, the least often offered first, at most `limit`: they take turns."""
        return self._queued("held", limit)

    def _queued(self, state: str, limit: int) -> list[SignedEvent]:
        with self.reading():
            rows = self._db.execute(
                "SELECT body, hash, signature, sealed FROM outbox JOIN events ON events.id = outbox.event"
                " WHERE state = ? ORDER BY offered, event LIMIT ?",
                (state, limit),
            ).fetchall()
        return [SignedEvent(body=row[0], hash=row[1], signature=row[2], sealed=row[3]) for row in rows]

    def record_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Store the platform's words and let their effects show, in one transaction. An unknown op_id is left alone."""
        with self._lock, transaction(self._db, self.path):
            for outcome in outcomes:
                self._record(outcome)

    def _record(self, outcome: Outcome) -> None:
        row = self._db.execute(
            "SELECT id FROM events WHERE op_id = ? AND hash = ?", (outcome.op_id.bytes, outcome.hash)
        ).fetchone()
        if row is None:
            return
        if outcome.status is OutcomeStatus.HELD or outcome.code is Code.EVENT_CHAIN:
            # A broken chain is the machines' fault, never the act's: it is no word on the act, and is offered again.
            self._db.execute("UPDATE outbox SET state = 'held', offered = offered + 1 WHERE event = ?", row)
            return
        self._db.execute(
            "INSERT OR REPLACE INTO outcomes (op_id, hash, outcome) VALUES (?, ?, ?)",
            (outcome.op_id.bytes, outcome.hash, msgspec.json.encode(outcome)),
        )
        match outcome.status:
            case OutcomeStatus.REJECTED:
                self._db.execute("UPDATE outbox SET state = 'parked' WHERE event = ?", row)
            case _:
                self._db.execute("DELETE FROM outbox WHERE event = ?", row)
        self._projections.apply_outcome(outcome)

    def offer_again(self) -> None:
        """Queue every event once more; the platform answers the ones that it still has as it did before."""
        with self._lock, transaction(self._db, self.path):
            self._db.execute("INSERT OR REPLACE INTO outbox (event, state) SELECT id, 'waiting' FROM events")

    def outcome_of(self, op_id: UUID) -> Outcome | None:
        """The platform's word on an event, or None while it has not spoken."""
        with self.reading():
            row = self._db.execute("SELECT outcome FROM outcomes WHERE op_id = ?", (op_id.bytes,)).fetchone()
        return msgspec.json.decode(row[0], type=Outcome) if row else None

    def queue(self) -> QueueState:
        """The outbox at a glance."""
        with self.reading():
            counts = dict(self._db.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall())
            oldest = self._db.execute(
                "SELECT device_ms FROM outbox JOIN events ON events.id = outbox.event"
                " WHERE state = 'waiting' ORDER BY event LIMIT 1"
            ).fetchone()
        return QueueState(
            waiting=counts.get("waiting", 0),
            held=counts.get("held", 0),
            parked=counts.get("parked", 0),
            oldest_ms=oldest[0] if oldest else None,
        )

    # --- who this station is ---

    def identity(self) -> StationIdentity | None:
        """Who this station is, or None before enrolment."""
        text = self.meta("identity")
        return None if text is None else msgspec.json.decode(text, type=StationIdentity)

    def meta(self, key: str) -> str | None:
        """A setting that the platform gave this station (`identity`, `sealing_key`, `programme`, …)."""
        with self.reading():
            return self._meta(key)

    def _meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def put_meta(self, **values: str) -> None:
        """Set several of them at once."""
        with self._lock, transaction(self._db, self.path):
            self._db.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", list(values.items()))

    def record_offset(self, offset_ms: int) -> None:
        """Remember the platform's clock minus ours, as just measured, for the events to come."""
        with self._lock:
            self._measured_at = (self._clock.now_ms(), self._steady_ms())
            known = self._meta("offset_ms")
        if known is None or abs(int(known) - offset_ms) >= _OFFSET_STEP_MS:
            self.put_meta(offset_ms=str(offset_ms))

    def offset_ms(self) -> int:
        """The platform's clock minus ours; 0 when it never was measured."""
        with self.reading():
            return self._offset_ms() or 0

    def _offset_ms(self) -> int | None:
        """As last measured; a clock that somebody has set since then moves the offset by as much."""
        known = self._meta("offset_ms")
        if known is None:
            return None
        offset_ms = int(known)
        if self._measured_at is not None:
            wall_ms, steady_ms = self._measured_at
            set_by_ms = self._clock.now_ms() - wall_ms - (self._steady_ms() - steady_ms)
            if abs(set_by_ms) >= _CLOCK_WAS_SET_MS:
                offset_ms -= set_by_ms
        return offset_ms

    def _steady_ms(self) -> int:
        return round(self._clock.monotonic_s() * 1000)

    # --- proving ---

    def public_key(self) -> Ed25519PublicKey:
        """The key that this station's signatures are checked with."""
        return self._signing_key.public_key()

    def events(self) -> Iterator[SignedEvent]:
        """Every event in the order of its making."""
        with self.reading():
            rows = self._db.execute("SELECT body, hash, signature, sealed FROM events ORDER BY id").fetchall()
        for row in rows:
            yield SignedEvent(body=row[0], hash=row[1], signature=row[2], sealed=row[3])

    def verify(self) -> list[str]:
        """Every altered, missing or reordered event, named as `epoch.seq: what is wrong`; empty when all is well."""
        return check_chain(self.events(), self.public_key())


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


def check_chain(events: Iterator[SignedEvent], key: Ed25519PublicKey) -> list[str]:
    """Every fault in a station's chain of events, in order of their making."""
    faults = []
    tails: dict[int, tuple[int, bytes]] = {}
    for number, signed in enumerate(events, 1):
        fault, event = _event_fault(signed, key)
        where = f"{event.epoch}.{event.seq}" if event else f"#{number}"
        if fault:
            faults.append(f"{where}: {fault}")
        if event is None:
            continue
        seq, tail = tails.get(event.epoch, (0, CHAIN_START))
        if event.seq != seq + 1:
            faults.append(f"{where}: follows {event.epoch}.{seq}")
        elif event.prev != tail:
            faults.append(f"{where}: does not continue the event before it")
        tails[event.epoch] = (event.seq, signed.hash)
    return faults


def _event_fault(signed: SignedEvent, key: Ed25519PublicKey) -> tuple[str | None, Event | None]:
    try:
        event = decode(signed.body)
    except Refused:
        return "unreadable", None
    try:
        verify(signed, key)
    except Refused as refused:
        return f"altered ({refused.details.get('part')})", event
    return None, event
