"""Handing out the cards of a batch: tap after tap, by a list that was downloaded once; the acts go when there is a network."""

from collections.abc import Callable
from uuid import UUID, uuid4

import msgspec

from domain.applications import State
from domain.card_states import CardAct
from domain.errors import Code, Refused
from domain.events import BoundMedium, CardIssued, CardStateChanged
from domain.media import Medium
from domain.office_calls import HAND_OUT
from domain.sealing import seal
from domain.wire_applications import MOST_LISTED, HandOutRequest, HandOutRow
from station.context import Context
from station.office import Office
from station.views import HandedOut

UNDONE = "hand_out_undone"
"""Why a card is returned that was handed to the wrong person."""
_DELIVERABLE = frozenset({State.APPROVED, State.IN_PRODUCTION, State.READY})
_TAIL_BYTES = 2


class HandOut(msgspec.Struct, frozen=True, kw_only=True):
    """A list in the file's order. `given`: applications of those who have their card, as platform or station know."""

    rows: list[HandOutRow]
    given: set[UUID]


class HandOutDesk:
    """The list is held by whoever shows it and never written down here: it has names, though masked ones."""

    def __init__(self, context: Context, office: Office) -> None:
        self._context = context
        self._office = office

    def new_op_id(self) -> UUID:
        """One for each card: tapping twice is then the same act."""
        return self._context.new_op_id()

    def download(self, batch: UUID, go_on: Callable[[int], None]) -> HandOut:
        """The whole list in the file's order; `go_on` is told how many are here, and raises to break off.

        Raises as `Office.ask`, and `Refused(APPLICATION_UNKNOWN)`. Not on a screen's thread.
        """
        rows: list[HandOutRow] = []
        more = True
        while more:
            after = rows[-1].row if rows else 0
            page = self._office.ask(HAND_OUT, HandOutRequest(batch=batch, after=after, limit=MOST_LISTED))
            rows += page.rows
            more = page.more and bool(page.rows)
            go_on(len(rows))
        with self._context.journal.reading() as local:
            here, paid = local.counter.all_handed_out(), local.counter.all_taken_back()
        rows = [msgspec.structs.replace(row, state=State.READY, fee_ntd=0) if row.application in paid else row for row in rows]
        given = {row.application for row in rows if row.state == State.COLLECTED or row.application in here}
        return HandOut(rows=rows, given=given)

    @staticmethod
    def can_be_given(row: HandOutRow) -> bool:
        """Whether the application was approved when the list was made."""
        return row.state in _DELIVERABLE

    def give(self, op_id: UUID, row: HandOutRow, medium: Medium) -> HandedOut:
        """This blank card is theirs now. The same `op_id` again is the same act; never waits for the network.

        Raises `Refused` as `Context.blank`, with STAFF_NOT_ALLOWED, or APPLICATION_STEP (`state`: not approved, or served
        already); `EnvironmentProblem` DISK_FULL, QUEUE_FULL or STATION_REVOKED. Not on a screen's thread.
        """
        context = self._context
        with context.felt(medium):
            self._give(op_id, row, medium)
        context.sync.offer()
        return HandedOut(
            op_id=op_id, application=row.application, medium=medium, tail=medium.value[-_TAIL_BYTES:].hex().upper()
        )

    def _give(self, op_id: UUID, row: HandOutRow, medium: Medium) -> None:
        context = self._context
        operator = context.operator("batch")
        if context.journal.contains(op_id):
            return
        if not self.can_be_given(row):
            raise Refused(Code.APPLICATION_STEP, state=row.state)
        payload = CardIssued(
            holder=uuid4(),
            card_kind=row.card_kind,
            carrier=row.carrier,
            provisional=not context.expect_online(),
            consents=[],
            application=row.application,
        )
        sealed = seal(context.sealing_key(), msgspec.json.encode(BoundMedium(uid=medium.value)))
        with context.journal.act() as act:
            if context.journal.contains(op_id):
                return
            if act.local.counter.handed_out(row.application) is not None:
                raise Refused(Code.APPLICATION_STEP, state=State.COLLECTED.value)
            digest = context.blank(medium)
            paid = row.application in act.local.counter.all_taken_back()
            charged = msgspec.structs.replace(payload, fee_ntd=0 if paid else row.fee_ntd)
            act.append(charged, op_id=op_id, medium=digest, operator=operator, sealed=sealed)

    def undo(self, op_id: UUID, given: HandedOut) -> None:
        """The card was handed to the wrong person: it is given back, and by the rule of cards' states never used again.

        The person is to be given another one. Raises as `give`, but for APPLICATION_STEP.
        """
        context = self._context
        operator = context.operator("batch")
        digest = context.digest(given.medium)
        known = context.known(digest)
        seen = known.state.value if known is not None else ""
        with context.journal.act() as act:
            if not context.journal.contains(op_id):
                change = CardStateChanged(act=CardAct.RETURN, seen=seen, reason=UNDONE)
                act.append(change, op_id=op_id, medium=digest, operator=operator)
        context.sync.offer()
