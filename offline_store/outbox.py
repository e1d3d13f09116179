"""What has not got the platform's final word, and what a person is to look at, on the journal's connection.

An entry is `waiting` to be sent, `held` (sent, the platform waits for something) or `parked` (rejected, for the operator).
"""

from uuid import UUID

import msgspec

from domain.events import Event, SignedEvent, decode
from domain.wire import Outcome, OutcomeStatus
from domain.wire_operations import Watched
from offline_store.encrypted import Connection
from offline_store.event_log import as_signed

NEWEST = (1 << 63) - 1


class QueueState(msgspec.Struct, frozen=True, kw_only=True):
    """The outbox at a glance. `oldest_ms` is the device time of the oldest unsent event."""

    waiting: int
    held: int
    parked: int
    oldest_ms: int | None
    attention: int = 0
    """Events that a person is to look at."""


class Unsettled(msgspec.Struct, frozen=True, kw_only=True):
    """An event that the platform flagged or rejected, and why; nobody has told yet what became of it."""

    event: Event
    outcome: Outcome
    anomalies: list[str]


class Outbox:
    """Reading and writing the queue; the journal sees to transactions and threads."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def count(self) -> int:
        """Entries of every state."""
        return int(self._db.execute("SELECT count(*) FROM outbox").fetchone()[0])

    def add(self, event: int) -> None:
        """Queue a new event, by its row's number."""
        self._db.execute("INSERT INTO outbox (event, state) VALUES (?, 'waiting')", (event,))

    def replace(self, event: int, other: int) -> None:
        """It goes up as another event."""
        self._db.execute("DELETE FROM outbox WHERE event = ?", (event,))
        self._db.execute("DELETE FROM attention WHERE event = ?", (event,))
        self.add(other)

    def queued(self, state: str, limit: int, upto: int = NEWEST) -> list[SignedEvent]:
        """Events of a state up to that row, the least often offered first, then in the order of their making."""
        rows = self._db.execute(
            "SELECT body, hash, signature, sealed FROM outbox JOIN events ON events.id = outbox.event"
            " WHERE state = ? AND event <= ? ORDER BY offered, event LIMIT ?",
            (state, upto, limit),
        )
        return [as_signed(row) for row in rows.fetchall()]

    def find(self, outcome: Outcome) -> int | None:
        """The row of the very event that an outcome is about; None for one that stands anew in a later chain since."""
        row = self._db.execute(
            "SELECT id FROM events WHERE op_id = ? AND hash = ? AND carried = 0", (outcome.op_id.bytes, outcome.hash)
        ).fetchone()
        return None if row is None else int(row[0])

    def hold(self, event: int) -> None:
        """The platform has seen it and not decided."""
        self._db.execute("UPDATE outbox SET state = 'held', offered = offered + 1 WHERE event = ?", (event,))

    def settle(self, event: int, outcome: Outcome) -> None:
        """Keep the platform's final word. What people have resolved already is not for them to look at again."""
        known = self._reasons_before(outcome)
        self._db.execute(
            "INSERT OR REPLACE INTO outcomes (op_id, hash, outcome) VALUES (?, ?, ?)",
            (outcome.op_id.bytes, outcome.hash, msgspec.json.encode(outcome)),
        )
        if outcome.status is OutcomeStatus.REJECTED:
            self._db.execute("UPDATE outbox SET state = 'parked' WHERE event = ?", (event,))
        else:
            self._db.execute("DELETE FROM outbox WHERE event = ?", (event,))
        self._db.execute(
            "DELETE FROM attention WHERE event = ? AND anomaly NOT IN (SELECT value FROM json_each(?))",
            (event, msgspec.json.encode(outcome.reasons).decode()),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO attention (event, anomaly) VALUES (?, ?)",
            [(event, name) for name in outcome.reasons if name not in known],
        )
        self._unpark(event)

    def _reasons_before(self, outcome: Outcome) -> list[str]:
        row = self._db.execute(
            "SELECT outcome FROM outcomes WHERE op_id = ? AND hash = ?", (outcome.op_id.bytes, outcome.hash)
        ).fetchone()
        return msgspec.json.decode(row[0], type=Outcome).reasons if row else []

    def _unpark(self, event: int) -> None:
        """What nobody is to look at any more is parked no longer."""
        self._db.execute(
            "DELETE FROM outbox WHERE event = ? AND state = 'parked' AND NOT EXISTS (SELECT 1 FROM attention WHERE event = ?)",
            (event, event),
        )

    def resolve(self, event: int, anomaly: str) -> None:
        """A person has dealt with one anomaly of an event; with its last one the event is parked no longer."""
        self._db.execute("DELETE FROM attention WHERE event = ? AND anomaly = ?", (event, anomaly))
        self._unpark(event)

    def unsettled(self, limit: int) -> list[Unsettled]:
        """What a person is to look at, the newest first."""
        rows = self._db.execute(
            "SELECT body, outcome, names FROM"
            " (SELECT event, group_concat(anomaly) AS names FROM attention GROUP BY event ORDER BY event DESC LIMIT ?)"
            " JOIN events ON events.id = event"
            " JOIN outcomes ON outcomes.op_id = events.op_id AND outcomes.hash = events.hash ORDER BY event DESC",
            (limit,),
        )
        return [
            Unsettled(event=decode(body), outcome=msgspec.json.decode(word, type=Outcome), anomalies=sorted(names.split(",")))
            for body, word, names in rows.fetchall()
        ]

    def watched(self, limit: int) -> list[Watched]:
        """What a person is to look at; of more than `limit`, any of them, so that in time each is asked about."""
        rows = self._db.execute(
            "SELECT op_id, hash, names FROM"
            " (SELECT event, group_concat(anomaly) AS names FROM attention GROUP BY event ORDER BY random() LIMIT ?)"
            " JOIN events ON events.id = event ORDER BY event",
            (limit,),
        )
        return [
            Watched(op_id=UUID(bytes=op_id), hash=digest, anomalies=sorted(names.split(",")))
            for op_id, digest, names in rows.fetchall()
        ]

    def last_event(self) -> int:
        """The row of the newest event, 0 when there is none."""
        return int(self._db.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0])

    def offer_again(self, behind: int, upto: int, limit: int) -> int:
        """Queue events of these rows once more, at most `limit`; the last of them, or `upto` when these are all."""
        rows = self._db.execute(
            "SELECT id FROM events WHERE carried = 0 AND id > ? AND id <= ? ORDER BY id LIMIT ?", (behind, upto, limit)
        ).fetchall()
        self._db.executemany("INSERT OR REPLACE INTO outbox (event, state) VALUES (?, 'waiting')", rows)
        return int(rows[-1][0]) if len(rows) == limit else upto

    def outcome_of(self, op_id: UUID) -> Outcome | None:
        """The final word on an event, or None."""
        row = self._db.execute("SELECT outcome FROM outcomes WHERE op_id = ?", (op_id.bytes,)).fetchone()
        return msgspec.json.decode(row[0], type=Outcome) if row else None

    def state(self) -> QueueState:
        """At a glance."""
        counts = dict(self._db.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall())
        oldest = self._db.execute(
            "SELECT device_ms FROM outbox JOIN events ON events.id = outbox.event"
            " WHERE state = 'waiting' ORDER BY event LIMIT 1"
        ).fetchone()
        attention = self._db.execute("SELECT count(DISTINCT event) FROM attention").fetchone()[0]
        return QueueState(
            waiting=counts.get("waiting", 0),
            held=counts.get("held", 0),
            parked=counts.get("parked", 0),
            oldest_ms=oldest[0] if oldest else None,
            attention=attention,
        )
