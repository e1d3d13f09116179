"""From what somebody presses or shows, and from the desk's answers, to the states of their record: pure steps, no clock."""

from msgspec.structs import replace

from domain.errors import Code
from domain.events import SecondFactor
from domain.roc_date import is_month_day
from kiosk.person import Person
from kiosk.record_states import (
    Newer,
    NoRecord,
    OfRecord,
    Older,
    Opening,
    Proof,
    ProofCode,
    Record,
    RecordFailed,
    RecordKnown,
    RecordPart,
    WantPart,
)
from kiosk.shown import WRONG_CODE
from kiosk.states import BIRTHDAY_DIGITS, Back, Balance, Go, Pressed
from kiosk.typing_in import typed_on


def record_wanted(person: Person) -> OfRecord | Opening:
    """What somebody is asked first, who `can_see_record`."""
    if not person.balance.online:
        return NoRecord(person=person, code=Code.PLATFORM_UNREACHABLE)
    match person.balance.history_factor:
        case "none":
            return Opening(person=person, answer=SecondFactor())
        case "virtual_card":
            return ProofCode(person=person)
    return Proof(person=person)


def record_step(state: OfRecord, press: Pressed) -> OfRecord | Opening | Balance:
    """The state that `press` leads to; the same state when it means nothing there."""
    person = state.person
    match state:
        case RecordPart():
            return _part(state, press)
        case Record() if isinstance(press, WantPart):
            return RecordPart(person=person, record=state.record, part=press.part)
        case NoRecord() if isinstance(press, Go):
            return Balance(person=person)
    if isinstance(press, Back):
        return Balance(person=person)
    return _proof(state, press) if isinstance(state, Proof) else state


def _part(state: RecordPart, press: Pressed) -> RecordPart | Record:
    match press:
        case Back():
            return Record(person=state.person, record=state.record)
        case Older() if state.page + 1 < state.pages:
            return replace(state, page=state.page + 1)
        case Newer() if state.page:
            return replace(state, page=state.page - 1)
    return state


def _proof(state: Proof, press: Pressed) -> Proof | Opening:
    if isinstance(press, Go):
        if len(state.digits) < BIRTHDAY_DIGITS:
            return state
        if not is_month_day(state.digits):
            return replace(state, digits="", problem=Code.DATE_FORMAT)
        return Opening(person=state.person, answer=SecondFactor(birthday=state.digits))
    digits = typed_on(state.digits, press, BIRTHDAY_DIGITS)
    return state if digits == state.digits else replace(state, digits=digits, problem=None)


def record_told(state: Opening, event: RecordKnown | RecordFailed) -> OfRecord:
    """What the desk's answer leads to."""
    person = state.person
    if isinstance(event, RecordKnown):
        return Record(person=person, record=event.record)
    if state.answer.birthday and event.code is Code.SECOND_FACTOR_WRONG:
        return Proof(person=person, problem=event.code)
    if state.answer.code and event.code in WRONG_CODE:
        return ProofCode(person=person, problem=event.code)
    return NoRecord(person=person, code=event.code)
