"""The words that were spoken on events, what waits for what, and where each station's chain stands, for one transaction.

What the events of the transaction need is looked up at once by `gather`; what is said stays in memory, where it is seen by
whoever asks, until `flush` writes it. Whoever asks the database itself flushes first, and nobody flushes inside a savepoint.
"""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import bulk, prepared
from central.journal import NO_OP_ID, Received
from central.schema import anomalies, journal, outcomes, station_chains, waiting
from domain.errors import Code
from domain.events import CHAIN_START
from domain.wire import Outcome


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome. `admitted`: properly signed and in its place in the chain, so that its op_id is taken."""

    admitted: bool
    outcome: Outcome


class Tail(msgspec.Struct, frozen=True, kw_only=True):
    """Where a station's chain stands."""

    seq: int = 0
    hash: bytes = CHAIN_START
    journal: int = 0


class _New(msgspec.Struct, frozen=True, kw_only=True):
    """A word that is not written yet."""

    spoken: Spoken
    waits_for: str | None
    at_ms: int


_Twins = dict[int, tuple[bytes, Spoken]]
"""The admitted events of one op_id by their journal numbers."""


class Words:
    """Not for several threads at once; lives as long as its transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._spoken: dict[int, Spoken | None] = {}
        self._twins: dict[UUID, _Twins] = {}
        self._waiting: dict[str, list[int]] = {}
        self._waits: dict[int, set[str]] = {}
        self._tails: dict[tuple[str, int], Tail] = {}
        self._chains: set[str] = set()
        self._new: dict[int, _New] = {}
        self._written: set[int] = set()
        self._moved: set[tuple[str, int]] = set()

    def gather(self, items: Collection[Received], keys: Iterable[str], stations: Collection[str]) -> None:
        """Look up what was said of these events and of others with their op_ids, what waits for these keys, and chains."""
        numbers = {item.id for item in items}
        op_ids = {item.op_id for item in items if item.op_id != NO_OP_ID}
        self._spoken |= dict.fromkeys(numbers)
        self._twins |= {op_id: {} for op_id in op_ids}
        wanted = {"numbers": list(numbers), "op_ids": list(op_ids)}
        for row in self._connection.execute(_said(self._connection.dialect.name), wanted):
            spoken = Spoken(admitted=row.admitted, outcome=msgspec.json.decode(row.outcome, type=Outcome))
            self._written.add(row.id)
            self._spoken[row.id] = spoken
            if spoken.admitted and row.op_id in self._twins:
                self._twins[row.op_id][row.id] = (bytes(row.hash), spoken)
        self._look_for(set(keys))
        self._find_chains(stations)

    # --- outcomes ---

    def spoken(self, number: int) -> Spoken | None:
        """The word on a stored event, or None before it was judged."""
        if number not in self._spoken:
            row = self._connection.execute(sa.select(outcomes).where(outcomes.c.journal == number)).one_or_none()
            self._spoken[number] = None if row is None else _spoken(row)
            if row is not None:
                self._written.add(number)
        return self._spoken[number]

    def look_again(self, number: int) -> Spoken | None:
        """As `spoken`, by what other transactions have written since."""
        if number not in self._new:
            self._spoken.pop(number, None)
        return self.spoken(number)

    def taken(self, op_id: UUID, *, besides: int = 0) -> tuple[bytes, Spoken] | None:
        """The hash of, and the word on, the event that this op_id belongs to, other than journal row `besides`."""
        if op_id not in self._twins:
            self.flush()
            wanted = (
                sa.select(journal.c.hash, outcomes)
                .join(outcomes, outcomes.c.journal == journal.c.id)
                .where(journal.c.op_id == op_id, outcomes.c.admitted)
            )
            rows = self._connection.execute(wanted).all()
            self._twins[op_id] = {row.journal: (bytes(row.hash), _spoken(row)) for row in rows}
        others = {number: twin for number, twin in self._twins[op_id].items() if number != besides}
        return others[min(others)] if others else None

    def station_of(self, op_id: UUID) -> str | None:
        """The station whose event an op_id belongs to; None for what did not come from a station."""
        self.flush()
        return self._connection.scalar(
            sa.select(journal.c.station)
            .join(outcomes, outcomes.c.journal == journal.c.id)
            .where(journal.c.op_id == op_id, outcomes.c.admitted)
            .order_by(journal.c.id)
            .limit(1)
        )

    def body_of(self, op_id: UUID, station: str) -> bytes | None:
        """That station's event that an op_id belongs to; None when it belongs to another's, or to none."""
        self.flush()
        first = (
            sa.select(journal.c.station, journal.c.body)
            .join(outcomes, outcomes.c.journal == journal.c.id)
            .where(journal.c.op_id == op_id, outcomes.c.admitted)
            .order_by(journal.c.id)
            .limit(1)
        )
        row = self._connection.execute(first).one_or_none()
        return bytes(row.body) if row is not None and row.station == station else None

    def unproven_since(self, station: str, number: int) -> int:
        """How many events of a station came after journal row `number` and were parked for their signature."""
        self.flush()
        count = self._connection.execute(
            sa.select(sa.func.count())
            .select_from(journal)
            .join(outcomes, outcomes.c.journal == journal.c.id)
            .where(
                journal.c.station == station,
                journal.c.id > number,
                outcomes.c.code == Code.EVENT_SIGNATURE.value,
            )
        )
        return int(count.scalar_one())

    def speak(self, item: Received, outcome: Outcome, *, admitted: bool, waits_for: str | None, now_ms: int) -> None:
        """Say a word on an event, in place of an earlier one, with its anomalies and what it waits for."""
        self.spoken(item.id)
        spoken = Spoken(admitted=admitted, outcome=outcome)
        self._spoken[item.id] = spoken
        self._new[item.id] = _New(spoken=spoken, waits_for=waits_for, at_ms=now_ms)
        twins = self._twins.get(item.op_id)
        if twins is not None and admitted:
            twins[item.id] = (item.signed.hash, spoken)
        elif twins is not None:
            twins.pop(item.id, None)
        for key in self._waits.pop(item.id, set()):
            self._waiting[key].remove(item.id)
        if waits_for in self._waiting:
            self._now_waits(item.id, waits_for)

    # --- waiting ---

    def waiting_for(self, key: str) -> list[int]:
        """Stored events that wait for this, in the order of their receipt."""
        if key not in self._waiting:
            self.flush()
            self._look_for({key})
        return sorted(self._waiting[key])

    def still_waits(self, number: int, key: str) -> bool:
        """Whether an event waits for that key also by what other transactions have written since."""
        if number in self._new:
            return self._new[number].waits_for == key
        return self._connection.scalar(sa.select(waiting.c.waits_for).where(waiting.c.journal == number)) == key

    def _look_for(self, keys: set[str]) -> None:
        self._waiting |= {key: [] for key in keys}
        if keys:
            for row in prepared.rows_among(self._connection, waiting.c.waits_for, keys):
                self._now_waits(row.journal, row.waits_for)

    def _now_waits(self, number: int, key: str) -> None:
        self._waiting[key].append(number)
        self._waits.setdefault(number, set()).add(key)

    # --- chains ---

    def tail(self, station: str, epoch: int) -> Tail:
        """The last event of a station's epoch that was in its place."""
        self._find_chains([station])
        return self._tails.get((station, epoch), Tail())

    def _find_chains(self, wanted: Iterable[str]) -> None:
        new = set(wanted) - self._chains
        self._chains |= new
        if new:
            for row in prepared.rows_among(self._connection, station_chains.c.station, new):
                to = Tail(seq=row.last_seq, hash=bytes(row.last_hash), journal=row.last_journal)
                self._tails[row.station, row.epoch] = to

    def advance(self, station: str, epoch: int, to: Tail) -> None:
        """Move a chain's end."""
        self._tails[station, epoch] = to
        self._moved.add((station, epoch))

    # --- writing ---

    def flush(self) -> None:
        """Write down what was said since the last time."""
        if self._new:
            self._write_words()
        ends = [
            {"station": station, "epoch": epoch, "last_seq": end.seq, "last_hash": end.hash, "last_journal": end.journal}
            for station, epoch in sorted(self._moved)
            for end in (self._tails[station, epoch],)
        ]
        bulk.put(self._connection, station_chains, ends, key=("station", "epoch"))
        self._moved.clear()

    def _write_words(self) -> None:
        new, before = self._new, self._written & self._new.keys()
        for column in (outcomes.c.journal, anomalies.c.journal, waiting.c.journal):
            bulk.delete(self._connection, column, before)
        rows = [
            {
                "journal": number,
                "admitted": said.spoken.admitted,
                "status": said.spoken.outcome.status.value,
                "code": said.spoken.outcome.code.value if said.spoken.outcome.code else None,
                "outcome": msgspec.json.encode(said.spoken.outcome),
                "decided_ms": said.at_ms,
            }
            for number, said in new.items()
        ]
        bulk.insert(self._connection, outcomes, rows)
        found = [
            {"journal": number, "anomaly": anomaly, "at_ms": said.at_ms}
            for number, said in new.items()
            for anomaly in dict.fromkeys(said.spoken.outcome.anomalies)
        ]
        bulk.insert(self._connection, anomalies, found)
        held = [{"journal": number, "waits_for": said.waits_for} for number, said in new.items() if said.waits_for is not None]
        bulk.insert(self._connection, waiting, held)
        self._written |= new.keys()
        self._new = {}


@cache
def _said(dialect: str) -> sa.Select[Any]:
    return (
        sa.select(journal.c.id, journal.c.op_id, journal.c.hash, outcomes.c.admitted, outcomes.c.outcome)
        .join(outcomes, outcomes.c.journal == journal.c.id)
        .where(sa.or_(prepared.one_of(journal.c.id, "numbers", dialect), prepared.one_of(journal.c.op_id, "op_ids", dialect)))
    )


def _spoken(row: sa.Row[Any]) -> Spoken:
    return Spoken(admitted=row.admitted, outcome=msgspec.json.decode(row.outcome, type=Outcome))
