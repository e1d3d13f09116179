"""Where presses and answers lead in the staff corner: pure steps, no clock, no Qt."""

from collections.abc import Callable
from uuid import UUID

from msgspec.structs import replace

from domain.errors import Code
from kiosk.bind_states import Binding
from kiosk.corner_states import (
    LEAST_PIN,
    MOST_PIN,
    AskCorner,
    Corner,
    CornerCode,
    CornerEnd,
    CornerFailed,
    CornerSeen,
    CornerShift,
    EndProgram,
    EnterCorner,
    FromCorner,
    InCorner,
    LeaveCorner,
    NetworkTested,
    Pick,
    StaffCardHere,
    Staffed,
    StaffPin,
    StaffRefused,
)
from kiosk.presses import step, wanted_by
from kiosk.record_states import Opening
from kiosk.states import Back, Command, Go, Patient, Pressed, Reading, State, StillThere
from kiosk.typing_in import typed_on

_Step = tuple[Staffed, list[Command]]


def stepped(state: Patient, press: Pressed, new_op_id: Callable[[], UUID]) -> tuple[Patient | Opening | Binding, list[Command]]:
    """The state that a press leads to, in the corner or before it, and what is to be done."""
    if isinstance(state, Staffed):
        return pressed(state, press, new_op_id)
    after = step(state, press)
    return after, wanted_by(state, press, after, new_op_id)


def pressed(state: Staffed, press: Pressed, new_op_id: Callable[[], UUID]) -> _Step:
    """The state that a press leads to, and what is to be done; nothing while something is under way."""
    if isinstance(state, StaffPin):
        return _pin(state, press)
    if isinstance(state, Corner):
        return _corner(state, press, new_op_id)
    corner = state.corner
    if corner.busy:
        return state, []
    if isinstance(press, Back):
        return replace(corner, problem=None), []
    match state, press:
        case CornerShift(), Go() if corner.view.may_close_shift:
            return CornerShift(corner=_under_way(corner)), [AskCorner(what="shift", op_id=new_op_id())]
        case CornerEnd(), Go():
            return state, [LeaveCorner(reason="left"), EndProgram(again=True)]
        case CornerEnd(), Pick(what="quit"):
            return state, [LeaveCorner(reason="left"), EndProgram(again=False)]
    return state, []


def _pin(state: StaffPin, press: Pressed) -> _Step:
    if state.checking:
        return state, []
    if isinstance(press, Go):
        if len(state.digits) < LEAST_PIN:
            return state, []
        waiting = replace(state, digits="", checking=True, problem=None)
        return waiting, [EnterCorner(medium=state.medium, pin=state.digits)]
    digits = typed_on(state.digits, press, MOST_PIN)
    return (state if digits == state.digits else replace(state, digits=digits, problem=None)), []


def _corner(state: Corner, press: Pressed, new_op_id: Callable[[], UUID]) -> _Step:
    if state.busy or not isinstance(press, Pick):
        return state, []
    match press.what:
        case "shift":
            return CornerShift(corner=replace(state, problem=None)), []
        case "code":
            return CornerCode(corner=state), []
        case "end":
            return CornerEnd(corner=state), []
        case "look" | "network":
            return _under_way(state), [AskCorner(what=press.what, op_id=new_op_id())]
        case "unlock" if state.view.locked:
            return _under_way(state), [AskCorner(what="unlock", op_id=new_op_id())]
        case "print" if state.view.printer is not None:
            return _under_way(state), [AskCorner(what="print", op_id=new_op_id())]
    return state, []


def _under_way(corner: Corner) -> Corner:
    return replace(corner, busy=True, problem=None)


def card_seen(state: InCorner, *, unreadable: bool = False) -> InCorner:
    """Something was laid on the reader, to see whether it reads."""
    corner = state if isinstance(state, Corner) else state.corner
    read = corner.cards_read + (0 if unreadable else 1)
    return _with(state, replace(corner, cards_read=read, unreadable=unreadable))


def heard(state: State, event: FromCorner) -> tuple[State, list[Command]]:
    """What the desk's answer leads to. A session that nobody waits for any more is ended at once."""
    if isinstance(state, StillThere) and isinstance(state.under, Staffed):
        under, wanted = _heard(state.under, event)
        return replace(state, under=under), wanted
    if isinstance(state, Reading):
        mine = isinstance(event, StaffCardHere) and event.session == state.session and state.after is None
        return (_entry(event) if isinstance(event, StaffCardHere) and mine else state), []
    if isinstance(state, Staffed):
        return _heard(state, event)
    return state, [LeaveCorner(reason="left")] if isinstance(event, CornerSeen) else []


def _entry(event: StaffCardHere) -> StaffPin:
    card = event.card
    problem = Code.PIN_NEEDS_SUPERVISOR if card.needs_supervisor else Code.PIN_WAIT if card.wait_s else None
    return StaffPin(medium=event.medium, problem=problem, wait_s=card.wait_s)


def _heard(state: Staffed, event: FromCorner) -> _Step:
    if isinstance(state, StaffPin):
        if not state.checking:
            return state, [LeaveCorner(reason="left")] if isinstance(event, CornerSeen) else []
        match event:
            case CornerSeen(view=view):
                return Corner(view=view), []
            case StaffRefused(code=code, wait_s=wait_s):
                return replace(state, checking=False, problem=code, wait_s=wait_s), []
        return state, []
    corner = state if isinstance(state, Corner) else state.corner
    match event:
        case CornerSeen(view=view):
            corner = replace(corner, view=view, busy=False)
        case NetworkTested(took_ms=took_ms):
            corner = replace(corner, network_ms=took_ms, busy=False)
        case CornerFailed(code=code):
            corner = replace(corner, network_ms=None, problem=code, busy=False)
    return _with(state, corner), []


def _with(state: InCorner, corner: Corner) -> InCorner:
    return corner if isinstance(state, Corner) else replace(state, corner=corner)
