"""What the counter's own acts add up to: cards handed out for applications, the shift that is open, blank cards taken along.

On the journal's connection; the journal sees to transactions and threads.
"""

from typing import Any
from uuid import UUID

import msgspec

from domain.card_states import CardAct
from domain.events import (
    CardIssued,
    CardStateChanged,
    Event,
    ShiftClosed,
    ShiftOpened,
    StockCounted,
    StockMoved,
    decode,
)
from domain.wire import Outcome, OutcomeStatus
from offline_store.encrypted import Connection


class LocalShift(msgspec.Struct, frozen=True, kw_only=True):
    """A shift at this station. Times are corrected milliseconds."""

    shift: UUID
    name: str
    float_ntd: int
    opened_ms: int
    operator: str
    after: int
    """The journal's row behind which its acts stand."""


class TeamBox(msgspec.Struct, frozen=True, kw_only=True):
    """Blank cards of a sort that an outreach team has with it; `after` as of a shift."""

    card_kind: str
    carrier: str
    from_box: str
    taken: int
    after: int


class LocalAct(msgspec.Struct, frozen=True, kw_only=True):
    """An act of this station, and what the platform has said of it so far."""

    event: Event
    status: OutcomeStatus | None


class LocalCounter:
    """Reading and writing it."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    # reading

    def handed_out(self, application: UUID) -> UUID | None:
        """The act by which this station gave somebody the card that they had applied for."""
        row = self._one("SELECT op_id FROM handed_out WHERE application = ? AND returned = 0", application.bytes)
        return row and UUID(bytes=row[0])

    def all_handed_out(self) -> set[UUID]:
        """Every application whose card this station gave somebody, and has not taken back."""
        return self._applications("returned = 0")

    def all_taken_back(self) -> set[UUID]:
        """Every application whose card this station gave somebody and took back: what it costs has been paid."""
        return self._applications("returned = 1")

    def _applications(self, which: str) -> set[UUID]:
        rows = self._db.execute(f"SELECT application FROM handed_out WHERE {which}").fetchall()  # noqa: S608 (two words of ours)
        return {UUID(bytes=row[0]) for row in rows}

    def open_shift(self) -> LocalShift | None:
        """The shift that was opened last, unless it is closed."""
        row = self._one(
            "SELECT op_id, name, float_ntd, opened_ms, operator, after FROM shifts WHERE closed = 0 ORDER BY after DESC LIMIT 1"
        )
        return row and LocalShift(
            shift=UUID(bytes=row[0]), name=row[1], float_ntd=row[2], opened_ms=row[3], operator=row[4], after=row[5]
        )

    def team_boxes(self) -> list[TeamBox]:
        """What a team has with it."""
        rows = self._db.execute(
            "SELECT card_kind, carrier, from_box, taken, after FROM team_boxes ORDER BY card_kind, carrier"
        ).fetchall()
        return [TeamBox(card_kind=row[0], carrier=row[1], from_box=row[2], taken=row[3], after=row[4]) for row in rows]

    def acts(self, after: int, kinds: tuple[str, ...]) -> list[LocalAct]:
        """This station's acts of these kinds behind a row of the journal, the oldest first."""
        rows = self._db.execute(
            "SELECT events.body, outcomes.outcome FROM events"
            " LEFT JOIN outcomes ON outcomes.op_id = events.op_id AND outcomes.hash = events.hash"
            " WHERE events.id > ? AND events.carried = 0 AND events.kind IN (SELECT value FROM json_each(?))"
            " ORDER BY events.id",
            (after, msgspec.json.encode(kinds).decode()),
        ).fetchall()
        return [LocalAct(event=decode(row[0]), status=_status(row[1])) for row in rows]

    def acts_since(self, device_ms: int, kinds: tuple[str, ...]) -> list[LocalAct]:
        """This station's acts of these kinds since a moment by its own clock, the newest first."""
        rows = self._db.execute(
            "SELECT events.device_ms, events.kind, events.body, outcomes.outcome FROM events"
            " LEFT JOIN outcomes ON outcomes.op_id = events.op_id AND outcomes.hash = events.hash"
            " WHERE events.carried = 0 ORDER BY events.id DESC"
        )
        found = []
        # Row by row, so that a long journal is read no further back than asked for.
        for at_ms, kind, body, outcome in rows:
            if at_ms < device_ms:
                break
            if kind in kinds:
                found.append(LocalAct(event=decode(body), status=_status(outcome)))
        return found

    # writing

    def apply_event(self, event: Event) -> None:
        """The effect of a new event."""
        match event.payload:
            case CardIssued(application=application) if application is not None:
                self._db.execute(
                    "INSERT OR REPLACE INTO handed_out (application, op_id, medium, returned) VALUES (?, ?, ?, 0)",
                    (application.bytes, event.op_id.bytes, event.medium),
                )
            case CardStateChanged(act=CardAct.RETURN):
                self._db.execute("UPDATE handed_out SET returned = 1 WHERE medium = ?", (event.medium,))
            case ShiftOpened() as opened:
                self._db.execute(
                    "INSERT OR REPLACE INTO shifts (op_id, name, float_ntd, opened_ms, operator, after, closed)"
                    " VALUES (?, ?, ?, ?, ?, (SELECT max(id) FROM events), 0)",
                    (event.op_id.bytes, opened.name, opened.float_ntd, event.corrected_ms, event.operator or ""),
                )
            case ShiftClosed(shift=shift):
                self._db.execute("UPDATE shifts SET closed = 1 WHERE op_id = ?", (shift.bytes,))
            case StockMoved() as moved:
                self._moved(moved, event.station)
            case StockCounted() as counted if counted.box == event.station and not counted.cards:
                self._brought_back(counted.card_kind, counted.carrier)

    def apply_outcome(self, outcome: Outcome) -> None:
        """The effect of the platform's word: what it rejected has not happened."""
        if outcome.status is OutcomeStatus.REJECTED:
            self._db.execute("DELETE FROM handed_out WHERE op_id = ?", (outcome.op_id.bytes,))

    def _moved(self, moved: StockMoved, station: str) -> None:
        """A team's box is named as its station."""
        if moved.to_box == station:
            self._db.execute(
                "INSERT INTO team_boxes (card_kind, carrier, from_box, taken, after)"
                " VALUES (?, ?, ?, ?, (SELECT max(id) FROM events))"
                " ON CONFLICT (card_kind, carrier) DO UPDATE SET taken = taken + excluded.taken, from_box = excluded.from_box",
                (moved.card_kind, moved.carrier, moved.box, moved.cards),
            )
        elif moved.box == station:
            self._brought_back(moved.card_kind, moved.carrier)

    def _brought_back(self, card_kind: str, carrier: str) -> None:
        self._db.execute("DELETE FROM team_boxes WHERE card_kind = ? AND carrier = ?", (card_kind, carrier))

    def _one(self, sql: str, *values: Any) -> Any:
        return self._db.execute(sql, values).fetchone()


def _status(outcome: bytes | None) -> OutcomeStatus | None:
    return None if outcome is None else msgspec.json.decode(outcome, type=Outcome).status
