"""Shifts (班) at a counter: what this station's journal says of one, and what was counted by hand at its end."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from domain.errors import Code, EnvironmentProblem, Refused
from domain.events import (
    CardIssued,
    CardReplaced,
    LoadCommitted,
    LoadFound,
    LoadIntended,
    RedeemRequested,
    ShiftCards,
    ShiftClosed,
    ShiftOpened,
)
from domain.fees import taken_ntd
from domain.wire import OutcomeStatus
from offline_store.counter_projection import LocalAct, LocalShift
from offline_store.whole_file import write_whole
from station.context import Context
from station.views import ShiftReport, ShiftSums, ShiftView

_COUNTED = ("card.issued", "card.replaced", "redeem.requested", "load.intent", "load.committed", "load.found")
LONGEST_REASON = 200
LONGEST_NAME = 10


class ShiftDesk:
    """Open, look, close. `told`: the status line shows another shift from now on. Not on a screen's thread."""

    def __init__(self, context: Context, told: Callable[[], None]) -> None:
        self._context = context
        self._told = told

    def new_op_id(self) -> UUID:
        """One for each filled form."""
        return self._context.new_op_id()

    def current(self) -> ShiftView | None:
        """The open shift with what it has added up to so far; None when none is open."""
        with self._context.journal.reading() as local:
            shift = local.counter.open_shift()
            acts = [] if shift is None else local.counter.acts(shift.after, _COUNTED)
        return None if shift is None else self._view(shift, acts)

    def since(self, device_ms: int) -> ShiftSums:
        """What this station has added up to since a moment by its own clock, whatever the shift."""
        with self._context.journal.reading() as local:
            acts = local.counter.acts_since(device_ms, _COUNTED)
        return self._sums(acts[::-1])

    def open(self, op_id: UUID, name: str, float_ntd: int) -> ShiftView:
        """Begin a shift; one that is open stays. `float_ntd`: cash in the drawer.

        Raises `Refused` with STAFF_NOT_ALLOWED or AMOUNT_INVALID (`smallest`); `EnvironmentProblem` as every act.
        """
        operator = self._context.operator("shift")
        if float_ntd < 0:
            raise Refused(Code.AMOUNT_INVALID, smallest=0)
        with self._context.journal.act() as act:
            if act.local.counter.open_shift() is None:
                opened = ShiftOpened(name=name.strip()[:LONGEST_NAME], float_ntd=float_ntd)
                act.append(opened, op_id=op_id, operator=operator)
        self._told()
        self._context.sync.offer()
        current = self.current()
        if current is None:
            raise EnvironmentProblem(Code.INTERNAL)
        return current

    def close(self, op_id: UUID, cash_ntd: int, reason: str) -> ShiftReport:
        """End the open shift.

        Raises `Refused` with STAFF_NOT_ALLOWED, AMOUNT_INVALID, REASON_MISSING (the cash differs) or SHIFT_UNKNOWN (none is
        open, or not any more); `EnvironmentProblem` as every act.
        """
        context = self._context
        operator = context.operator("shift")
        if cash_ntd < 0:
            raise Refused(Code.AMOUNT_INVALID, smallest=0)
        with context.journal.act() as act:
            shift = act.local.counter.open_shift()
            if shift is None:
                raise Refused(Code.SHIFT_UNKNOWN)
            view = self._view(shift, act.local.counter.acts(shift.after, _COUNTED))
            difference_ntd = cash_ntd - view.expected_ntd
            if difference_ntd and not reason.strip():
                raise Refused(Code.REASON_MISSING)
            closed = ShiftClosed(
                shift=shift.shift,
                cards=view.sums.cards,
                replacements=view.sums.replacements,
                fees_ntd=view.sums.fees_ntd,
                receipts=view.sums.receipts,
                redemptions=view.sums.redemptions,
                redeemed_ntd=view.sums.redeemed_ntd,
                unsent=view.sums.unsent,
                cash_ntd=cash_ntd,
                difference_ntd=difference_ntd,
                reason=reason.strip()[:LONGEST_REASON] if difference_ntd else "",
            )
            event = act.append(closed, op_id=op_id, operator=operator)
        self._told()
        context.sync.offer()
        return ShiftReport(
            view=view,
            closed_ms=event.corrected_ms,
            closed_by=operator,
            cash_ntd=cash_ntd,
            difference_ntd=difference_ntd,
            reason=closed.reason,
        )

    def save(self, path: Path, content: bytes) -> None:
        """Write the sheet of a shift. Raises `EnvironmentProblem` with DISK_FULL, DISK_READONLY or DISK_FAILING."""
        write_whole(path, content)

    def _view(self, shift: LocalShift, acts: list[LocalAct]) -> ShiftView:
        sums = self._sums(acts)
        return ShiftView(
            shift=shift.shift,
            name=shift.name,
            opened_ms=shift.opened_ms,
            opened_by=shift.operator,
            float_ntd=shift.float_ntd,
            sums=sums,
            expected_ntd=shift.float_ntd + sums.fees_ntd,
        )

    def _sums(self, acts: list[LocalAct]) -> ShiftSums:
        """What the platform rejected counts for nothing; what it has not judged yet counts, as what it flagged does."""
        programme = self._context.programme()
        queue = self._context.journal.queue()
        cards: Counter[str] = Counter()
        replacements = receipts = fees_ntd = redemptions = redeemed_ntd = 0
        intended: dict[UUID, int] = {}
        for act in acts:
            if act.status is OutcomeStatus.REJECTED:
                continue
            payload = act.event.payload
            fee_ntd = taken_ntd(programme, payload)
            fees_ntd += fee_ntd
            receipts += fee_ntd > 0
            match payload:
                case CardIssued(card_kind=kind):
                    cards[kind] += 1
                case CardReplaced():
                    replacements += 1
                case RedeemRequested(amount_ntd=amount):
                    redemptions, redeemed_ntd = redemptions + 1, redeemed_ntd + amount
                case LoadIntended(amount_ntd=amount):
                    intended[act.event.op_id] = amount
                case LoadCommitted(load=load) | LoadFound(load=load, on_card=True) if load in intended:
                    redemptions, redeemed_ntd = redemptions + 1, redeemed_ntd + intended.pop(load)
        return ShiftSums(
            cards=[ShiftCards(card_kind=kind, cards=count) for kind, count in sorted(cards.items())],
            replacements=replacements,
            fees_ntd=fees_ntd,
            receipts=receipts,
            redemptions=redemptions,
            redeemed_ntd=redeemed_ntd,
            unsent=queue.waiting + queue.held,
        )
