"""What the events of this station add up to: the local state that the next act is decided by.

Each event's effect is written in the event's own transaction. An outcome's effect is written with the outcome. Nothing here
is the truth about anything but this station; the registry and the platform know the rest.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from domain.cards import CardState
from domain.events import (
    CardBound,
    CardIssued,
    Event,
    RedeemRequested,
    SignedIn,
    SignedOut,
    StaffPinFailed,
    StaffSignedIn,
    StaffUnlocked,
)
from domain.wire import CardResult, Outcome, OutcomeStatus, RedeemResult
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


class PinFailures(msgspec.Struct, frozen=True, kw_only=True):
    """Wrong PINs of a staff member in a row."""

    staff: str
    failures: int


class AttendanceTally(msgspec.Struct, frozen=True, kw_only=True):
    """How many media this station signed in to an activity."""

    present: int
    signed_in: int
    walk_ins: int


class Projections:
    """Reading and writing the local state on the journal's connection; the journal sees to transactions and threads."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self.loads = LocalLoads(connection)
        """Loads onto cards that this station has begun."""

    # reading

    def card(self, medium: bytes) -> LocalCard | None:
        """What this station did to a card."""
        row = self._one("SELECT kind, state, holder FROM local_cards WHERE medium = ?", medium)
        return row and LocalCard(card_kind=row[0], state=CardState(row[1]), holder=UUID(bytes=row[2]))

    def presence(self, activity: str, medium: bytes) -> Presence | None:
        """The latest stay of a medium at an activity."""
        row = self._one(
            "SELECT sign_in, in_ms, out_ms FROM attendance WHERE activity = ? AND medium = ? ORDER BY id DESC",
            activity,
            medium,
        )
        return row and Presence(sign_in=UUID(bytes=row[0]), in_ms=row[1], out_ms=row[2])

    def tally(self, activity: str) -> AttendanceTally:
        """Counts of an activity."""
        row = self._one(
            "SELECT count(DISTINCT medium) FILTER (WHERE out_ms IS NULL), count(DISTINCT medium),"
            " count(DISTINCT medium) FILTER (WHERE walk_in) FROM attendance WHERE activity = ?",
            activity,
        )
        return AttendanceTally(present=row[0], signed_in=row[1], walk_ins=row[2])

    def pending_wishes_ntd(self, medium: bytes) -> int:
        """Whole NT$ of this medium's wishes that the platform has not decided."""
        row = self._one("SELECT coalesce(sum(amount_ntd), 0) FROM wishes WHERE medium = ? AND state = 'pending'", medium)
        return int(row[0])

    def pin_failures(self, staff: str) -> PinFailures:
        """Wrong PINs of a staff member in a row."""
        row = self._one("SELECT failures FROM pin_failures WHERE staff = ?", staff)
        return PinFailures(staff=staff, failures=row[0] if row else 0)

    # writing

    def apply_event(self, event: Event) -> None:
        """The effect of a new event."""
        effect = _EFFECTS.get(type(event.payload))
        if effect is not None:
            effect(self._db, event, event.payload)
        self.loads.apply_event(event)

    def apply_outcome(self, outcome: Outcome) -> None:
        """The effect of the platform's word on an event."""
        op_id = outcome.op_id.bytes
        self.loads.apply_outcome(outcome)
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
        (payload.activity, event.medium, event.op_id.bytes, event.corrected_ms, payload.walk_in),
    )


def _signed_out(db: Connection, event: Event, payload: SignedOut) -> None:
    db.execute(
        "UPDATE attendance SET out_ms = ? WHERE activity = ? AND medium = ? AND sign_in = ?",
        (event.corrected_ms, payload.activity, event.medium, payload.sign_in.bytes),
    )


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
    RedeemRequested: _redeem_requested,
    StaffPinFailed: _pin_failed,
    StaffSignedIn: _staff_signed_in,
    StaffUnlocked: _staff_unlocked,
}
