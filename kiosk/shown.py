"""What the code of a phone leads to where one is asked for: pure steps, no clock."""

from msgspec.structs import replace

from domain.errors import Code
from domain.events import SecondFactor
from domain.media import Medium
from kiosk.bind_states import BindCode, Binding
from kiosk.record_states import Opening, ProofCode
from kiosk.states import Confirm, FactorCode

OfCode = ProofCode | BindCode | FactorCode
"""A code is asked for."""
WRONG_CODE = frozenset(
    {
        Code.SECOND_FACTOR_WRONG,
        Code.VIRTUAL_CODE_INVALID,
        Code.VIRTUAL_CODE_EXPIRED,
        Code.VIRTUAL_CODE_USED,
        Code.VIRTUAL_DIGITS_OFFLINE,
    }
)
"""With what station or platform refuses one."""


def shown(state: OfCode, code: Medium) -> OfCode | Opening | Binding | Confirm:
    """What `code` leads to; one that no phone of ours makes asks nobody."""
    if not code.value.isascii():
        wrong = replace(state, problem=Code.VIRTUAL_CODE_INVALID)
        return replace(wrong, given="phone") if isinstance(wrong, BindCode) else wrong
    text = code.value.decode("ascii").rstrip("\r\n")
    match state:
        case ProofCode():
            return Opening(person=state.person, answer=SecondFactor(code=text))
        case BindCode():
            return Binding(medium=state.medium, carrier=state.carrier, code=text)
    return Confirm(person=state.person, amount_ntd=state.amount_ntd, phone_code=text)
