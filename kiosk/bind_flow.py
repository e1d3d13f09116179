"""From what somebody presses, and from the desk's answers, to the states of binding a card: pure steps, no clock."""

from msgspec.structs import replace

from domain.errors import Code
from domain.media import Medium
from domain.virtual_card import BIND_DIGITS
from kiosk.bind_states import (
    BindCarrier,
    BindCode,
    BindConsent,
    BindDone,
    Binding,
    BindRefused,
    Bound,
    ChooseCarrier,
    OfBind,
    WantBind,
)
from kiosk.states import Back, Cannot, Go, Pressed
from kiosk.typing_in import typed_on

_OF_THE_CODE = frozenset({Code.VIRTUAL_CODE_INVALID, Code.VIRTUAL_CODE_EXPIRED, Code.VIRTUAL_CODE_USED, Code.PLATFORM_BUSY})


def bind_step(state: OfBind | Cannot, press: Pressed) -> OfBind | Binding | Cannot:
    """The state that `press` leads to; the same state when it means nothing there."""
    match state, press:
        case Cannot(medium=Medium() as medium), WantBind():
            return BindCarrier(medium=medium)
        case BindCarrier(), ChooseCarrier(carrier=carrier):
            return BindConsent(medium=state.medium, carrier=carrier)
        case BindCarrier(), Back():
            return Cannot(code=Code.CARD_UNKNOWN, medium=state.medium)
        case BindConsent(), Go():
            return BindCode(medium=state.medium, carrier=state.carrier)
        case BindConsent(), Back():
            return BindCarrier(medium=state.medium)
    return _code(state, press) if isinstance(state, BindCode) else state


def _code(state: BindCode, press: Pressed) -> BindCode | BindConsent | Binding:
    if isinstance(press, Back):
        return BindConsent(medium=state.medium, carrier=state.carrier)
    if isinstance(press, Go):
        ready = len(state.digits) == BIND_DIGITS
        return Binding(medium=state.medium, carrier=state.carrier, code=state.digits) if ready else state
    digits = typed_on(state.digits, press, BIND_DIGITS)
    return state if digits == state.digits else replace(state, digits=digits, problem=None)


def bind_told(state: Binding, event: BindDone | BindRefused) -> BindCode | Bound | Cannot:
    """What the desk's answer leads to."""
    if event.code in _OF_THE_CODE:
        return BindCode(medium=state.medium, carrier=state.carrier, problem=event.code, given=state.given)
    if event.code is not None:
        return Cannot(code=event.code, adding=state.given)
    return Bound(medium=state.medium, pending=isinstance(event, BindDone) and event.pending)
