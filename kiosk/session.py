"""What the kiosk's flow remembers beside its state, how sessions begin and end, and what the desk's answers lead to."""

from collections.abc import Callable
from uuid import UUID

from msgspec.structs import replace

from domain.errors import Code
from domain.media import Medium
from kiosk import corner
from kiosk.bind_flow import bind_told
from kiosk.bind_states import Bind, BindCode, BindDone, Binding, BindRefused, Bound
from kiosk.corner_states import FromCorner, InCorner, LeaveCorner
from kiosk.endings import answered, ended, is_plastic, proven_anew, wish_of, with_next, with_paper, without_card
from kiosk.limits import AFTER_CARD_S, LEAST_WARNING_S, OPENING_S
from kiosk.record_flow import record_told
from kiosk.record_states import AskRecord, Opening, RecordFailed, RecordKnown
from kiosk.states import (
    AskBalance,
    Attract,
    BalanceFailed,
    BalanceKnown,
    Cannot,
    ClearPerson,
    Command,
    Confirm,
    FromDesk,
    OutOfService,
    Printed,
    PrintFailed,
    Reading,
    Redeemed,
    RedeemFailed,
    State,
    StillThere,
    Unknown,
    Working,
)


class Session:
    """The base of `kiosk.flow.Flow`."""

    def __init__(self, new_op_id: Callable[[], UUID], *, idle_s: float, warning_s: float, prints: bool = False) -> None:
        """`idle_s` without a touch bring the warning, which stands for `warning_s`, at least `LEAST_WARNING_S`.

        `prints`: there is a receipt printer.
        """
        self.state: State = Attract()
        self.spoken = False
        """Whether the screen is read out, which takes longer."""
        self._new_op_id = new_op_id
        self._idle_s = idle_s
        self._warning_s = max(warning_s, LEAST_WARNING_S)
        self._prints = prints
        self._session = 0
        self._card_here = False
        self._left_unseen = False
        self._next: Medium | None = None
        self._code: Medium | None = None
        """By which this session began: a camera sees it more than once."""
        self._proof: Medium | None = None
        """The code that was shown last where one was asked for."""
        self._reader_problem: Code | None = None
        self._station_problem: Code | None = None
        self._touched_s: float | None = None
        self._work_ends_s = 0.0
        self._commands: list[Command] = []

    def outside(self) -> tuple[bool, ...]:
        """What is known of card, code, reader and station beside the state; two flows that agree in both go on alike."""
        problems = (self._reader_problem is None, self._station_problem is None)
        return (self._card_here, self._left_unseen, self._next is None, self._code is None, self._touched_s is None, *problems)

    def _awake(self) -> State:
        """The state itself, or the one that the idle warning covers."""
        return self.state.under if isinstance(self.state, StillThere) else self.state

    # --- sessions ---

    def _go_to(self, after: State, now_s: float) -> None:
        """`after`, and what it needs to be asked for."""
        if isinstance(after, Opening):
            self._session += 1
            after = replace(after, session=self._session, ends_s=now_s + OPENING_S)
            self._commands.append(AskRecord(session=self._session, medium=after.person.medium, answer=after.answer))
        elif isinstance(after, Binding):
            after = replace(after, op_id=self._new_op_id(), ends_s=now_s + OPENING_S)
            self._commands.append(Bind(op_id=after.op_id, medium=after.medium, carrier=after.carrier, code=after.code))
        self.state = after

    def _end(self, following: Medium | None = None) -> None:
        """End the session, and begin the next one when a card waits for it."""
        if isinstance(self._awake(), InCorner):
            self._commands.append(LeaveCorner(reason="idle" if isinstance(self.state, StillThere) else "left"))
        self._commands.append(ClearPerson())
        self._touched_s = self._code = self._proof = None
        self._card_here, self._left_unseen = self._card_here and not self._left_unseen, False
        following, self._next = following or self._next, None
        self.state = self._at_rest()
        if following is not None and (isinstance(self.state, Attract) or self._serves(following)):
            self._begin(following)

    def _serves(self, medium: Medium) -> bool:
        """A phone needs no reader."""
        return not is_plastic(medium) and self._station_problem is None

    def _at_rest(self) -> State:
        problem = self._station_problem or self._reader_problem
        return OutOfService(code=problem) if problem else Attract(take_card=self._card_here)

    def _begin(self, medium: Medium, after: Unknown | None = None) -> None:
        self._session += 1
        self._code = None if is_plastic(medium) else medium
        self.state = Reading(session=self._session, medium=medium, after=after and still_waiting(after))
        self._commands.append(AskBalance(session=self._session, medium=medium))

    def _redeem(self, state: Confirm) -> None:
        op_id = self._new_op_id()
        self.state = Working(person=state.person, op_id=op_id, amount_ntd=state.amount_ntd)
        self._commands.append(wish_of(state, op_id))

    # --- answers ---

    def _from_desk(self, event: FromDesk, now_s: float) -> None:
        state = self.state
        if isinstance(event, Printed | PrintFailed):
            self.state = with_paper(state, event)
        elif isinstance(event, FromCorner):
            self._touched_s = now_s if isinstance(state, Reading) else self._touched_s
            self.state, wanted = corner.heard(state, event)
            self._commands += wanted
        elif isinstance(event, BalanceKnown | BalanceFailed | RecordKnown | RecordFailed | BindDone | BindRefused):
            self._answered(event, now_s)
        elif isinstance(state, Working):
            op_id = event.view.op_id if isinstance(event, Redeemed) else event.op_id
            if op_id == state.op_id:
                self._touched_s = now_s
                self._finish(state, event, now_s)

    def _answered(
        self, event: BalanceKnown | BalanceFailed | RecordKnown | RecordFailed | BindDone | BindRefused, now_s: float
    ) -> None:
        """Whoever asked is told; an answer to somebody who has gone is nobody's."""
        state = self.state
        match event:
            case BalanceKnown(session=session) | BalanceFailed(session=session):
                if not isinstance(state, Reading) or state.session != session:
                    return
                self.state = answered(state, event, now_s)
            case RecordKnown(session=session) | RecordFailed(session=session):
                if not isinstance(state, Opening) or state.session != session:
                    return
                self.state = record_told(state, event)
            case BindDone(op_id=op_id) | BindRefused(op_id=op_id):
                if not isinstance(state, Binding) or state.op_id != op_id:
                    return
                told = bind_told(state, event)
                here = self._card_here and self._next is None
                self.state = told if here else self._without(told, now_s)
        self._touched_s = now_s

    def _without(self, told: BindCode | Bound | Cannot, now_s: float) -> State:
        """What binding led to when the card has gone meanwhile: a code is not asked for once more."""
        refused = Cannot(code=told.problem or Code.INTERNAL, adding=told.given) if isinstance(told, BindCode) else told
        return without_card(refused, now_s + AFTER_CARD_S)

    def _finish(self, state: Working, event: Redeemed | RedeemFailed, now_s: float) -> None:
        here = self._card_here and self._next is None
        result = ended(state, event, prints=self._prints)
        if isinstance(result, Unknown):
            self.state = replace(result, here=here, problem=Code.CARD_SWAPPED if self._next else self._reader_problem)
        elif here and (asked_anew := proven_anew(state, result)) is not None:
            self.state = asked_anew
        else:
            told = result if here else without_card(result, now_s + AFTER_CARD_S)
            self.state = told if self._next is None else with_next(told, here=True)


def awaited(state: State) -> Unknown | None:
    """The load whose card is waited for, or is being asked just now."""
    return state.after if isinstance(state, Reading) else state if isinstance(state, Unknown) else None


def still_waiting(unknown: Unknown, problem: Code | None = None) -> Unknown:
    """The same without its card, and without whose it is."""
    return replace(unknown, here=False, person=None, problem=problem)
