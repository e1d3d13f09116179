"""What this station did to cards that there were already: it stands above the registry until the platform has spoken.

A card that becomes usable again counts as provisional meanwhile, one that was found stays lost: whoever may have another card
in its place, or was suspended before, is the platform's to know.
"""

from uuid import UUID

import msgspec

from domain.card_states import MOVES, CardAct
from domain.cards import CardState
from domain.events import CardReplaced, CardStateChanged, CardUnbound, Event
from domain.wire import CardResult, Outcome, OutcomeStatus
from offline_store.encrypted import Connection


class CardChange(msgspec.Struct, frozen=True, kw_only=True):
    """A card as an act of this station has left it; `via`: the card in whose place it was given."""

    state: CardState
    via: bytes | None
    op_id: UUID


class CardChanges:
    """Reading and writing them on the journal's connection; the journal sees to transactions and threads."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def of(self, medium: bytes) -> CardChange | None:
        """What this station did to a card, by its digest."""
        row = self._db.execute("SELECT state, via, op_id FROM card_changes WHERE medium = ?", (medium,)).fetchone()
        return row and CardChange(state=CardState(row[0]), via=row[1], op_id=UUID(bytes=row[2]))

    def apply_event(self, event: Event) -> None:
        """The effect of a new event."""
        match event.payload:
            case CardStateChanged(act=act, seen=seen) if event.medium is not None:
                self._changed(event.medium, act, seen, event.op_id)
            case CardReplaced(old_medium=old, reason=reason) if event.medium is not None:
                self._put(old, CardState.LOST if reason == "lost" else CardState.RETURNED, None, event.op_id)
                self._put(event.medium, CardState.PROVISIONAL, old, event.op_id)
            case CardUnbound() if event.medium is not None:
                self._put(event.medium, CardState.STOCK, None, event.op_id)

    def apply_outcome(self, outcome: Outcome) -> None:
        """The platform has spoken: the registry has its word from here on, but of a card that it does not know yet."""
        op_id = outcome.op_id.bytes
        carried_out = outcome.status is OutcomeStatus.ACCEPTED or (
            outcome.status is OutcomeStatus.FLAGGED and outcome.code is None
        )
        if carried_out and isinstance(outcome.result, CardResult):
            state = outcome.result.state
            self._db.execute("UPDATE card_changes SET state = ? WHERE op_id = ? AND via IS NOT NULL", (state, op_id))
            self._db.execute("DELETE FROM card_changes WHERE op_id = ? AND via IS NULL", (op_id,))
            return
        if carried_out:
            self._db.execute(
                "DELETE FROM local_cards WHERE medium IN (SELECT medium FROM card_changes WHERE op_id = ? AND state = ?)",
                (op_id, CardState.STOCK),
            )
        self._db.execute("DELETE FROM card_changes WHERE op_id = ?", (op_id,))

    def _changed(self, medium: bytes, act: CardAct, seen: str, op_id: UUID) -> None:
        to = MOVES[act].to
        if to is None:
            # Of a loss that was reported here and not sent yet nothing is left; of another the platform knows what was before.
            self._db.execute("DELETE FROM card_changes WHERE medium = ? AND state = ?", (medium, CardState.LOST))
            return
        regained = to.usable and seen in {state.value for state in CardState if state.blocked}
        self._put(medium, CardState.PROVISIONAL if regained else to, None, op_id)

    def _put(self, medium: bytes, state: CardState, via: bytes | None, op_id: UUID) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO card_changes (medium, state, via, op_id) VALUES (?, ?, ?, ?)",
            (medium, state, via, op_id.bytes),
        )
