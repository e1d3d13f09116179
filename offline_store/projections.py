"""What the events of this station add up to: the local state that the next act is decided by.

Each event's effect is written in the event's own transaction. An outcome's effect is written with the outcome. Nothing here
is the truth about anything but this station; the registry and the platform know the rest.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from domain import taipei
from domain.cards import CardState
from domain.events import (
    AdmissionEntered,
    AttendanceUndone,
    CardBound,
    CardIssued,
    CodeUsed,
    Event,
    RedeemRequested,
    SignedIn,
    SignedOut,
    StaffPinFailed,
    StaffSignedIn,
    StaffUnlocked,
)
from domain.wire import CardResult, Outcome, OutcomeStatus, RedeemResult
from offline_store.card_changes import CardChanges
from offline_store.counter_projection import LocalCounter
from offline_store.encrypted import Connection
from offline_store.load_projection import LocalLoads


class LocalCard(msgspec.Struct, frozen=True, kw_only=True):
    """A card that this station issued or bound."""

    card_kind: str
    state: CardState
    holder: UUID


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """A medium's latest stay at an activity, as this station saw it. Times are corrected milliseconds."""

    sign_in: UUID
    in_ms: int
    out_ms: int | None


class LocalStay(msgspec.Struct, frozen=True, kw_only=True):
    """One sign-in at this station and what became of it. `medium` is a person's reference where there was no card."""

    medium: bytes
    sign_in: UUID
    in_ms: int
    out_ms: int | None
    sign_out: UUID | None
    walk_in: bool
    undone: bool


class LocalEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A visitor whom this station let in, when and for how many per cent of the price."""

    day: str
    at_ms: int
    percent: int


class PinFailures(msgspec.Struct, frozen=True, kw_only=True):
    """Wrong PINs of a staff member in a row."""

    staff: str
    failures: int


class AttendanceTally(msgspec.Struct, frozen=True, kw_only=True):
    """How many media this station signed in to an activity."""

    present: int
    signed_in: int
    walk_ins: int
    forgotten: int


class Projections:
    """Reading and writing the local state on the journal's connection; the journal sees to transactions and threads."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self.loads = LocalLoads(connection)
        """Loads onto cards that this station has begun."""
        self.changes = CardChanges(connection)
        """What this station did to cards that there were already."""
        self.counter = LocalCounter(connection)
        """Cards handed out, the open shift, and what a team has taken along."""

    # reading

    def card(self, medium: bytes) -> LocalCard | None:
        """What this station did to a card."""
        row = self._one("SELECT kind, state, holder FROM local_cards WHERE medium = ?", medium)
        return row and LocalCard(card_kind=row[0], state=CardState(row[1]), holder=UUID(bytes=row[2]))

    def presence(self, activity: str, medium: bytes) -> Presence | None:
        """The latest stay of a medium at an activity."""
        row = self._one(
            "SELECT sign_in, in_ms, out_ms FROM attendance WHERE activity = ? AND medium = ? AND NOT undone ORDER BY id DESC",
            activity,
            medium,
        )
        return row and Presence(sign_in=UUID(bytes=row[0]), in_ms=row[1], out_ms=row[2])

    def tally(self, activity: str, forgotten_before_ms: int = 0) -> AttendanceTally:
        """Counts of an activity; who signed in before then and is still there has forgotten to sign out."""
        row = self._one(
            "SELECT count(DISTINCT medium) FILTER (WHERE out_ms IS NULL AND in_ms >= ?), count(DISTINCT medium),"
            " count(DISTINCT medium) FILTER (WHERE walk_in), count(*) FILTER (WHERE out_ms IS NULL AND in_ms < ?)"
            " FROM attendance WHERE activity = ? AND NOT undone",
            forgotten_before_ms,
            forgotten_before_ms,
            activity,
        )
        return AttendanceTally(present=row[0], signed_in=row[1], walk_ins=row[2], forgotten=row[3])

    def stays(self, activity: str, most: int | None = None) -> list[LocalStay]:
        """Sign-ins at an activity, undone ones too, the newest first; at most so many."""
        rows = self._db.execute(
            "SELECT medium, sign_in, in_ms, out_ms, sign_out, walk_in, undone FROM attendance"
            " WHERE activity = ? ORDER BY id DESC LIMIT ?",
            (activity, -1 if most is None else most),
        )
        return [_stay(row) for row in rows]

    def stay(self, sign_in: UUID) -> LocalStay | None:
        """The stay that a sign-in began."""
        row = self._one(
            "SELECT medium, sign_in, in_ms, out_ms, sign_out, walk_in, undone FROM attendance WHERE sign_in = ?", sign_in.bytes
        )
        return row and _stay(row)

    def entries(self, admission: str, visitor: str) -> list[LocalEntry]:
        """When this station let a visitor in, the earliest first."""
        rows = self._db.execute(
            "SELECT day, at_ms, percent FROM entries WHERE admission = ? AND visitor = ? ORDER BY at_ms", (admission, visitor)
        )
        return [LocalEntry(day=row[0], at_ms=row[1], percent=row[2]) for row in rows]

    def entries_on(self, admission: str, day: str) -> int:
        """How many entries of a day this station counted."""
        return int(self._one("SELECT count(*) FROM entries WHERE admission = ? AND day = ?", admission, day)[0])

    def code_was_used(self, cti: bytes) -> bool:
        """Whether a virtual card's code was taken here."""
        return self._one("SELECT 1 FROM codes_used WHERE cti = ?", cti) is not None

    def pending_wishes_ntd(self, medium: bytes) -> int:
        """Whole NT$ of this medium's wishes that the platform has not decided."""
        row = self._one("SELECT coalesce(sum(amount_ntd), 0) FROM wishes WHERE medium = ? AND state = 'pending'", medium)
        return int(row[0])

    def pin_failures(self, staff: str) -> PinFailures:
        """Wrong PINs of a staff member in a row."""
        row = self._one("SELECT failures FROM pin_failures WHERE staff = ?", staff)
        return PinFailures(staff=staff, failures=row[0] if row else 0)

    def locked_staff(self, failures: int) -> list[str]:
        """Who has entered so many wrong PINs in a row, or more."""
        rows = self._db.execute("SELECT staff FROM pin_failures WHERE failures >= ? ORDER BY staff", (failures,)).fetchall()
        return [row[0] for row in rows]

    # writing

    def name_visitor(self, entry: UUID, visitor: str) -> None:
        """Whose entry that is, as far as the station knows the card's holder: it then stands for all of their cards."""
        self._db.execute("UPDATE entries SET visitor = ? WHERE op_id = ?", (visitor, entry.bytes))

    def apply_event(self, event: Event) -> None:
        """The effect of a new event."""
        effect = _EFFECTS.get(type(event.payload))
        if effect is not None:
            effect(self._db, event, event.payload)
        self.loads.apply_event(event)
        self.changes.apply_event(event)
        self.counter.apply_event(event)

    def apply_outcome(self, outcome: Outcome) -> None:
        """The effect of the platform's word on an event."""
        op_id = outcome.op_id.bytes
        self.loads.apply_outcome(outcome)
        self.changes.apply_outcome(outcome)
        self.counter.apply_outcome(outcome)
        match outcome.result:
            case CardResult(state=state, holder=holder):
                self._db.execute("UPDATE local_cards SET state = ?, holder = ? WHERE op_id = ?", (state, holder.bytes, op_id))
            case RedeemResult(refusal=refusal):
                state = "done" if refusal is None else "refused"
                self._db.execute("UPDATE wishes SET state = ? WHERE op_id = ?", (state, op_id))
            case _ if outcome.status in (OutcomeStatus.REJECTED, OutcomeStatus.FLAGGED):
                self._db.execute("UPDATE local_cards SET state = ? WHERE op_id = ?", (CardState.SUSPENDED, op_id))
                self._db.execute("UPDATE wishes SET state = 'refused' WHERE op_id = ?", (op_id,))

    def _one(self, sql: str, *values: Any) -> Any:
        return self._db.execute(sql, values).fetchone()


def _stay(row: Any) -> LocalStay:
    medium, sign_in, in_ms, out_ms, sign_out, walk_in, undone = row
    return LocalStay(
        medium=medium,
        sign_in=UUID(bytes=sign_in),
        in_ms=in_ms,
        out_ms=out_ms,
        sign_out=None if sign_out is None else UUID(bytes=sign_out),
        walk_in=bool(walk_in),
        undone=bool(undone),
    )


def _card_issued(db: Connection, event: Event, payload: CardIssued) -> None:
    _put_card(db, event, payload.card_kind, payload.holder)


def _card_bound(db: Connection, event: Event, payload: CardBound) -> None:
    _put_card(db, event, "", payload.holder)


def _put_card(db: Connection, event: Event, kind: str, holder: UUID) -> None:
    """Provisional until the platform has spoken, whether or not it could be asked beforehand."""
    db.execute(
        "INSERT OR REPLACE INTO local_cards (medium, kind, state, holder, op_id) VALUES (?, ?, ?, ?, ?)",
        (event.medium, kind, CardState.PROVISIONAL, holder.bytes, event.op_id.bytes),
    )


def _signed_in(db: Connection, event: Event, payload: SignedIn) -> None:
    db.execute(
        "INSERT INTO attendance (activity, medium, sign_in, in_ms, out_ms, walk_in) VALUES (?, ?, ?, ?, NULL, ?)",
        (payload.activity, _who(event, payload.holder), event.op_id.bytes, event.corrected_ms, payload.walk_in),
    )


def _signed_out(db: Connection, event: Event, payload: SignedOut) -> None:
    db.execute(
        "UPDATE attendance SET out_ms = ?, sign_out = ? WHERE activity = ? AND sign_in = ?",
        (event.corrected_ms, event.op_id.bytes, payload.activity, payload.sign_in.bytes),
    )


def _who(event: Event, holder: UUID | None) -> bytes | None:
    """A medium's digest; of somebody who was found by name, their reference, which is longer than any digest."""
    return event.medium if holder is None else holder.bytes


def _attendance_undone(db: Connection, _event: Event, payload: AttendanceUndone) -> None:
    if payload.sign_out is None:
        db.execute("UPDATE attendance SET undone = 1 WHERE sign_in = ?", (payload.sign_in.bytes,))
        return
    db.execute(
        "UPDATE attendance SET out_ms = NULL, sign_out = NULL WHERE sign_in = ? AND sign_out = ?",
        (payload.sign_in.bytes, payload.sign_out.bytes),
    )


def _entered(db: Connection, event: Event, payload: AdmissionEntered) -> None:
    day, at_ms = taipei.day(event.corrected_ms).isoformat(), event.corrected_ms
    db.execute(
        "INSERT OR REPLACE INTO entries (op_id, admission, visitor, day, at_ms, percent) VALUES (?, ?, ?, ?, ?, ?)",
        (event.op_id.bytes, payload.admission, f"m:{(event.medium or b'').hex()}", day, at_ms, payload.percent),
    )


def _code_used(db: Connection, event: Event, payload: CodeUsed) -> None:
    db.execute("DELETE FROM codes_used WHERE expires_ms < ?", (event.corrected_ms - taipei.DAY_MS,))
    db.execute("INSERT OR REPLACE INTO codes_used (cti, expires_ms) VALUES (?, ?)", (payload.cti, payload.expires_ms))


def _redeem_requested(db: Connection, event: Event, payload: RedeemRequested) -> None:
    db.execute(
        "INSERT INTO wishes (op_id, medium, points, amount_ntd, state, made_ms) VALUES (?, ?, ?, ?, 'pending', ?)",
        (event.op_id.bytes, event.medium, payload.points, payload.amount_ntd, event.device_ms),
    )


def _pin_failed(db: Connection, event: Event, payload: StaffPinFailed) -> None:
    db.execute(
        "INSERT OR REPLACE INTO pin_failures (staff, failures) VALUES (?, ?)",
        (event.operator, payload.failures),
    )


def _staff_signed_in(db: Connection, event: Event, _payload: StaffSignedIn) -> None:
    db.execute("DELETE FROM pin_failures WHERE staff = ?", (event.operator,))


def _staff_unlocked(db: Connection, event: Event, payload: StaffUnlocked) -> None:
    db.execute("DELETE FROM pin_failures WHERE staff IN (?, ?)", (payload.staff, event.operator))


_EFFECTS: dict[type, Callable[[Connection, Event, Any], None]] = {
    CardIssued: _card_issued,
    CardBound: _card_bound,
    SignedIn: _signed_in,
    SignedOut: _signed_out,
    AttendanceUndone: _attendance_undone,
    AdmissionEntered: _entered,
    CodeUsed: _code_used,
    RedeemRequested: _redeem_requested,
    StaffPinFailed: _pin_failed,
    StaffSignedIn: _staff_signed_in,
    StaffUnlocked: _staff_unlocked,
}
