"""Where a press leads while nothing has to be asked for: pure steps from state to state."""

from collections.abc import Callable
from uuid import UUID

from msgspec.structs import replace

from domain.errors import Code
from domain.roc_date import is_month_day
from kiosk.bind_flow import bind_step
from kiosk.bind_states import Binding, OfBind
from kiosk.person import Person
from kiosk.record_flow import record_step, record_wanted
from kiosk.record_states import OfRecord, Opening, WantRecord
from kiosk.states import (
    AMOUNT_DIGITS,
    BIRTHDAY_DIGITS,
    Amount,
    Answer,
    Back,
    Balance,
    Begin,
    Cannot,
    Choose,
    ChooseOwn,
    Command,
    Confirm,
    FactorCode,
    Go,
    OfResult,
    OwnAmount,
    Patient,
    Pressed,
    Print,
    Rate,
    Rating,
    Receipt,
    Result,
    SecondFactor,
    Settled,
    Unknown,
    WantPaper,
    WantRating,
    WantReceipt,
)
from kiosk.typing_in import typed_on


def step(state: Patient, press: Pressed) -> Patient | Opening | Binding:
    """The state that `press` leads to; the same state when it means nothing there."""
    if isinstance(state, Cannot | OfBind):
        return bind_step(state, press)
    if isinstance(state, OfRecord):
        return record_step(state, press)
    return _redeeming(state, press)


def _redeeming(state: Patient, press: Pressed) -> Patient | Opening:
    match state:
        case Balance():
            return _balance(state, press)
        case Amount():
            return _amount(state, press)
        case OwnAmount():
            return _own_amount(state, press)
        case SecondFactor():
            return _second_factor(state, press)
        case FactorCode():
            return Amount(person=state.person) if isinstance(press, Back) else state
        case Confirm():
            return _before_confirm(state) if isinstance(press, Back) else state
        case Result():
            return _after_result(state, press)
        case Settled(person=person) | Unknown(person=Person() as person):
            return Balance(person=person) if isinstance(press, Go) else state
        case Receipt() | Rating():
            return _of_result(state, press)
    return state


def _balance(state: Balance, press: Pressed) -> Patient | Opening:
    match press:
        case Begin() if state.person.can_redeem:
            return Amount(person=state.person)
        case WantRecord() if state.person.can_see_record:
            return record_wanted(state.person)
    return state


def _of_result(state: OfResult, press: Pressed) -> Patient:
    result = state.result
    match press:
        case Back():
            return result
        case Rate() if isinstance(state, Rating):
            return replace(result, rated=True)
        case WantPaper() if isinstance(state, Receipt) and result.paper in ("offered", "failed"):
            return Receipt(result=replace(result, paper="printing", paper_problem=None))
    return state


def wanted_by(
    before: Patient, press: Pressed, after: Patient | Opening | Binding, new_op_id: Callable[[], UUID]
) -> list[Command]:
    """What a press wants done that led from one state to another."""
    if isinstance(before, Rating) and isinstance(press, Rate):
        return [Answer(op_id=new_op_id(), answer=press.answer)]
    if isinstance(after, Receipt) and isinstance(press, WantPaper) and after is not before:
        return [Print(result=after.result)]
    return []


def _after_result(state: Result, press: Pressed) -> Patient:
    match press:
        case WantReceipt() if state.recovery_code:
            return Receipt(result=state)
        case WantRating() if not state.rated:
            return Rating(result=state)
    return state


def _amount(state: Amount, press: Pressed) -> Patient:
    match press:
        case Choose(amount_ntd=amount_ntd) if state.person.problem_with(amount_ntd) is None:
            return _chosen(state.person, amount_ntd)
        case ChooseOwn():
            return OwnAmount(person=state.person)
        case Back():
            return Balance(person=state.person)
    return state


def _chosen(person: Person, amount_ntd: int) -> Patient:
    match person.balance.second_factor:
        case "none":
            return Confirm(person=person, amount_ntd=amount_ntd)
        case "virtual_card":
            return FactorCode(person=person, amount_ntd=amount_ntd)
    return SecondFactor(person=person, amount_ntd=amount_ntd)


def _own_amount(state: OwnAmount, press: Pressed) -> Patient:
    if isinstance(press, Back):
        return Amount(person=state.person)
    if isinstance(press, Go):
        ready = state.digits and state.person.problem_with(state.amount_ntd) is None
        return _chosen(state.person, state.amount_ntd) if ready else state
    typed = typed_on(state.digits, press, AMOUNT_DIGITS)
    # A nought that comes first is no digit of an amount, and yet answered: with the smallest one.
    problem = state.person.problem_with(int(typed)) if typed else None
    return replace(state, digits=typed.lstrip("0"), problem=problem)


def _second_factor(state: SecondFactor, press: Pressed) -> Patient:
    if isinstance(press, Back):
        return Amount(person=state.person)
    if isinstance(press, Go):
        if len(state.digits) < BIRTHDAY_DIGITS:
            return state
        if not is_month_day(state.digits):
            return replace(state, digits="", problem=Code.DATE_FORMAT)
        return Confirm(person=state.person, amount_ntd=state.amount_ntd, birthday=state.digits)
    digits = typed_on(state.digits, press, BIRTHDAY_DIGITS)
    return state if digits == state.digits else replace(state, digits=digits, problem=None)


def _before_confirm(state: Confirm) -> Patient:
    if state.person.balance.second_factor == "none":
        return Amount(person=state.person)
    return _chosen(state.person, state.amount_ntd)
