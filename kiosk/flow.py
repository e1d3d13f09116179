"""The kiosk's whole flow as a state machine: no Qt, no clock, no I/O. Screens only show its state.

`Flow.handle` takes what happened and returns what is to be done. Of a person nothing is kept but the state itself, so a
state without a `Person` has forgotten them.

| state | leads on to | ends by |
|---|---|---|
| attract | reading (card), cannot (unreadable) | |
| reading | balance, settled, unknown, cannot, out of service, staff pin (a staff card) | card gone, leave |
| settled | balance | card gone, leave, idle |
| balance → proof or proof code → opening → record → record part | no record; balance (back) | card gone, leave, idle |
| balance → amount → own amount → second factor → confirm | working | card gone, leave, idle |
| cannot → bind carrier → bind consent → bind code → binding | bound, cannot, bind code | card gone, leave, idle |
| bound | reading (the same card) | leave, idle, `AFTER_CARD_S` after the card has gone |
| opening | record, no record, proof (wrong birthday), proof code | card gone, leave, `OPENING_S` |
| working | result, unknown, second factor (wrong birthday) | unclear or unknown after `WORKING_S` |
| result, receipt, rating | the result from the others, reading (again) | leave, idle, `AFTER_CARD_S` after the card has gone |
| unknown | reading (the same card, or again), balance (points) | leave, idle |
| cannot | | leave, idle, `AFTER_CARD_S` after the card has gone |
| second factor, factor code, confirm → broken off | reading | leave, idle, `AFTER_CARD_S` after the card has gone |
| out of service | attract | |
| staff pin | corner | card gone, leave, idle |
| corner → corner shift, corner code, corner end | the corner | leave, idle |
| still there | the state before (any touch) | `warning_s`, at least `LEAST_WARNING_S` |

Whoever is told something when their card has gone is warned before it ends, as of idleness, and any touch goes on with it.

Another card ends a session and begins the next, save while working, and from a result whose card still lies there: then it
waits until the result has been shown. A wish that has an amount is broken off by it, and told so. A reader
or station that fails ends a session too, save while working and from a result. A leave that is only assumed ends none: idle
time and the warning do. While a load's outcome is unknown its own card
is waited for: another card is told so and waits, and the card that comes back goes on in the same session.
"""

from math import ceil

from msgspec.structs import replace

from domain.errors import Code
from domain.media import Medium, MediumType
from kiosk import corner
from kiosk.bind_states import Binding, Bound, OfBind
from kiosk.corner_states import InCorner, StaffPin
from kiosk.endings import asked_again, ends_of, kept, medium_of, on_phone, same, unanswered, with_next, without_card
from kiosk.limits import AFTER_CARD_S, SPOKEN_WARNING_S, WORKING_S
from kiosk.record_states import Opening
from kiosk.reports import CardOff, CardOn, CardUnclear, CodeShown, FromStation, LoadCame, ReaderProblem, StationProblem
from kiosk.session import Session, awaited, still_waiting
from kiosk.shown import OfCode, shown
from kiosk.states import (
    Asking,
    Attract,
    BrokenOff,
    Cannot,
    ClearPerson,
    Command,
    Confirm,
    FromDesk,
    Go,
    Input,
    Leave,
    OfResult,
    OutOfService,
    Patient,
    Pressed,
    Reading,
    Result,
    State,
    StillThere,
    Tick,
    Told,
    Touch,
    Unknown,
    Wishing,
    WithPerson,
    Working,
)

_SERVED = Asking | OfBind | Binding | Bound | WithPerson | Working | Result | OfResult | Unknown | StaffPin
"""Somebody is before the kiosk, whom a leave that nobody saw does not send away."""


class Flow(Session):
    """One kiosk. Use it from one thread. `now_s` is seconds that never run backwards."""

    def handle(self, event: Input, now_s: float) -> list[Command]:
        """Take in what happened; `state` and the returned commands say what follows."""
        if isinstance(event, Tick):
            self._tick(now_s)
        elif isinstance(event, FromStation):
            self._from_station(event, now_s)
        elif isinstance(event, FromDesk):
            self._from_desk(event, now_s)
        else:
            self._touch(event, now_s)
        wanted, self._commands = self._commands, []
        return wanted

    # --- touches and time ---

    def _touch(self, event: Input, now_s: float) -> None:
        self._touched_s = now_s
        state = self.state
        if isinstance(event, Leave):
            if not isinstance(state, Attract | Working | Binding | OutOfService):
                self._end()
        elif isinstance(state, StillThere):
            self.state = kept(state.under, now_s + AFTER_CARD_S)
        elif isinstance(state, Confirm) and isinstance(event, Go):
            self._work_ends_s = now_s + WORKING_S
            self._redeem(state)
        elif (medium := asked_again(state, event)) is not None:
            self._begin(medium, state if isinstance(state, Unknown) else None)
        elif isinstance(state, Patient):
            if isinstance(event, Pressed):
                self._press(state, event, now_s)
            self.state = kept(self.state, now_s + AFTER_CARD_S)

    def _press(self, state: Patient, press: Pressed, now_s: float) -> None:
        after, wanted = corner.stepped(state, press, self._new_op_id)
        self._commands += wanted
        self._go_to(after, now_s)

    def _tick(self, now_s: float) -> None:
        state = self.state
        if isinstance(state, StillThere):
            self._warn(state, now_s)
            return
        if isinstance(state, Working | Opening | Binding):
            ends_s = self._work_ends_s if isinstance(state, Working) else state.ends_s
            if now_s >= ends_s:
                self._from_desk(unanswered(state), now_s)
            return
        told_s = ends_of(state)
        if told_s is not None:
            if now_s >= told_s:
                if isinstance(state, Patient) and self._next is None:
                    self._ask(state, now_s)
                else:
                    self._end()
            return
        if self._touched_s is None or now_s - self._touched_s < self._idle_s:
            return
        if isinstance(state, Patient):
            self._ask(state, now_s)
        elif isinstance(state, Attract | OutOfService):
            # Somebody chose a language or a size and went away without a card.
            self._touched_s = None
            self._commands.append(ClearPerson())

    def _ask(self, state: Patient, now_s: float) -> None:
        warning_s = max(self._warning_s, SPOKEN_WARNING_S) if self.spoken else self._warning_s
        self.state = StillThere(under=state, ends_s=now_s + warning_s, left_s=ceil(warning_s))

    def _warn(self, state: StillThere, now_s: float) -> None:
        left_s = ceil(state.ends_s - now_s)
        if left_s <= 0:
            self._end()
        elif left_s != state.left_s:
            self.state = replace(state, left_s=left_s)

    # --- reader and station ---

    def _from_station(self, event: FromStation, now_s: float) -> None:
        match event:
            case CardOn(medium=medium, again=again):
                self._card_on(medium, again=again, now_s=now_s)
            case LoadCame(op_id=op_id, step=step):
                if isinstance(self.state, Working) and self.state.op_id == op_id:
                    self.state = replace(self.state, step=step)
            case CodeShown():
                self._code_shown(event, now_s)
            case CardOff(assumed=True) if self._next is None and isinstance(self._awake(), _SERVED):
                self._left_unseen = True
            case CardOff():
                self._card_here, self._left_unseen, self._next = False, False, None
                self._card_off(now_s)
            case CardUnclear():
                self._card_here, self._left_unseen = True, False
                self._unclear(now_s)
            case ReaderProblem(code=code):
                self._reader_problem = code
                self._trouble(code, now_s)
            case StationProblem(code=code):
                self._station_problem = code
                self._trouble(code, now_s)

    def _card_on(self, medium: Medium, *, again: bool, now_s: float) -> None:
        unseen = self._left_unseen
        self._card_here, self._left_unseen = True, False
        state = self._awake()
        if again and (isinstance(state, Working) or medium_of(state) is not None):
            return
        waited_for = awaited(state)
        if isinstance(state, Working | Binding):
            own = state.medium if isinstance(state, Binding) else state.person.medium
            self._next = None if same(medium, own) else medium
        elif waited_for is not None:
            self._card_for(waited_for, state, medium)
        elif isinstance(state, InCorner):
            self.state = corner.card_seen(state)
        elif isinstance(state, Attract | Cannot | BrokenOff):
            self._begin(medium)
        elif not isinstance(state, OutOfService) and not same(medium, medium_of(state)):
            self._another(state, medium, now_s) if not unseen else self._end(medium)

    def _another(self, state: State, medium: Medium, now_s: float) -> None:
        """Another card beside or instead of the one whose session this is."""
        if isinstance(state, Wishing):
            self.state, self._touched_s = BrokenOff(code=Code.CARD_SWAPPED, other=medium), now_s
        elif isinstance(state, Result | OfResult) and medium_of(state) is not None and not isinstance(self.state, StillThere):
            # Whose result it is may still be reading its code.
            self._next = medium
            self.state = with_next(without_card(state, now_s + AFTER_CARD_S), here=True)
        else:
            self._end(medium)

    def _code_shown(self, shown_now: CodeShown, now_s: float) -> None:
        """A code where one is asked for, or a phone instead of a card; while a card's session lasts it is only a touch."""
        state, code = self._awake(), shown_now.code
        if isinstance(state, Attract | BrokenOff) or (isinstance(state, Cannot) and not same(code, self._code)):
            self._begin(code)
        elif isinstance(state, OutOfService):
            if self._serves(code) and state.ends_s is None:
                self._begin(code)
        elif isinstance(state, InCorner):
            self.state = corner.card_seen(state)
        elif isinstance(state, OfCode) and not self._was_answered(state, code):
            self._proof, self._touched_s = code, now_s
            self._go_to(shown(state, code), now_s)
        elif self._is_of_this_session(state, shown_now):
            self._touch(Touch(), now_s)
        else:
            self._end(code)

    def _was_answered(self, state: OfCode, code: Medium) -> bool:
        """Whether this is the code by which they came, or the one that has just been refused, and still is seen."""
        return same(code, self._code) or (state.problem is not None and same(code, self._proof))

    def _is_of_this_session(self, state: State, seen: CodeShown) -> bool:
        """Whether a code that nobody asked for concerns nobody else."""
        if (self._card_here and not self._left_unseen) or isinstance(state, Working | Binding | Unknown | Reading | Cannot):
            return True
        medium = medium_of(state)
        own = medium is not None and medium.type is MediumType.PHONE and medium.value == seen.phone
        return own or same(seen.code, self._code) or same(seen.code, self._proof)

    def _card_for(self, waited_for: Unknown, state: State, medium: Medium) -> None:
        """A card while another or the same is waited for: that one goes on, another is told so and waits."""
        if not same(medium, waited_for.medium):
            self._next = medium
            self.state = still_waiting(waited_for, Code.CARD_SWAPPED)
        elif isinstance(state, Unknown) and not state.here:
            self._next = None
            self._begin(medium, state)

    def _unclear(self, now_s: float) -> None:
        state = self._awake()
        waited_for = awaited(state)
        if waited_for is not None:
            self._next = None
            self.state = still_waiting(waited_for, Code.CARD_UNREADABLE)
            return
        if isinstance(state, InCorner):
            self.state = corner.card_seen(state, unreadable=True)
        if isinstance(state, Working | Binding | Result | OfResult | OutOfService | InCorner):
            return
        if isinstance(state, Wishing | BrokenOff):
            self.state = BrokenOff(code=Code.CARD_UNREADABLE)
        else:
            if not isinstance(state, Attract | Cannot):
                self._end()
            self.state = Cannot(code=Code.CARD_UNREADABLE)
        self._touched_s = now_s

    def _card_off(self, now_s: float) -> None:
        state = self._awake()
        waited_for = awaited(state)
        if waited_for is not None:
            too_soon = isinstance(state, Reading)
            self.state = still_waiting(waited_for, Code.CARD_REMOVED if too_soon else None)
            self._touched_s = now_s
        elif isinstance(state, Attract):
            self.state = Attract()
        elif on_phone(state):
            # It was not theirs, who came with a phone.
            return
        elif isinstance(state, Wishing):
            self.state = BrokenOff(code=Code.CARD_REMOVED, ends_s=now_s + AFTER_CARD_S)
        elif isinstance(state, Asking | OfBind | WithPerson | StaffPin):
            self._end()
        elif isinstance(state, OfResult | Told):
            self.state = with_next(without_card(state, now_s + AFTER_CARD_S), here=False)

    def _trouble(self, code: Code | None, now_s: float) -> None:
        if code is not None:
            self._card_here, self._next = False, None
            state = self._awake()
            waited_for = awaited(state)
            if waited_for is not None:
                self.state = still_waiting(waited_for, code)
            elif isinstance(state, Result | OfResult):
                self.state = with_next(without_card(state, now_s + AFTER_CARD_S), here=False)
            elif not isinstance(state, Working | Binding | InCorner) and not self._without_reader(state):
                self._end()
        elif isinstance(self.state, OutOfService) and self.state.ends_s is None:
            self.state = self._at_rest()

    def _without_reader(self, state: State) -> bool:
        """Whether whoever is here needs no reader, as they came with a phone."""
        return on_phone(state) and self._station_problem is None
