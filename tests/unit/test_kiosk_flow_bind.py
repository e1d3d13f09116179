"""Adding a card that is nobody's: agreed to first, by a code, and told truthfully whatever happens meanwhile."""

import pytest

from domain.errors import Code
from domain.media import Medium, MediumType
from kiosk.bind_states import Bind, BindCarrier, BindCode, BindConsent, BindDone, Binding, Bound, ChooseCarrier, WantBind
from kiosk.limits import OPENING_S
from kiosk.reports import CardOff, CardOn, CodeShown, ReaderProblem
from kiosk.states import Attract, BalanceFailed, Cannot, Digit, Go, Leave, Reading, Touch
from tests.unit.kiosk_flow_cards import BIND_CODE, MINE, OTHER
from tests.unit.kiosk_flow_rig import Kiosk, brought_to, reading, type_birthday

PHONE = Medium(MediumType.CODE, b"CC1.abc\r\n")


def test_the_code_goes_to_the_desk_once_with_the_card_and_what_was_agreed_to_before() -> None:
    kiosk = brought_to(BindConsent)
    assert not any(isinstance(command, Bind) for command in kiosk.wanted)
    kiosk.do(Go(), *(Digit(value=digit) for digit in BIND_CODE[:-1]), Go())
    assert isinstance(kiosk.state, BindCode), "eight digits first"
    kiosk.do(Digit(value=BIND_CODE[-1]), Go(), Go(), Touch(), Leave())
    assert isinstance(kiosk.state, Binding), "nobody leaves while it is under way"
    binds = [command for command in kiosk.wanted if isinstance(command, Bind)]
    assert [(bind.medium, bind.carrier, bind.code) for bind in binds] == [(MINE, "ipass", BIND_CODE)]
    kiosk.answer_bind()
    assert kiosk.state == Bound(medium=MINE, pending=False)
    assert BIND_CODE not in kiosk.kept()
    kiosk.do(Go())
    assert isinstance(kiosk.state, Reading)


@pytest.mark.parametrize("code", [Code.CARD_BLOCKED, Code.CARD_RANDOM_UID, Code.STAFF_CARD_NOT_FOR_CITIZENS])
def test_only_a_card_that_nobody_knows_can_be_added(code: Code) -> None:
    kiosk = Kiosk()
    reading(kiosk)
    kiosk.do(BalanceFailed(session=1, code=code, refused=True), WantBind())
    assert isinstance(kiosk.state, Cannot)


def test_a_code_of_a_phone_is_no_card_to_add_and_proves_who_somebody_is() -> None:
    kiosk = Kiosk()
    kiosk.do(CodeShown(code=PHONE), BalanceFailed(session=1, code=Code.CARD_UNKNOWN, refused=True), WantBind())
    assert isinstance(kiosk.state, Cannot)
    kiosk = brought_to(BindCode)
    kiosk.do(CodeShown(code=PHONE))
    assert isinstance(kiosk.state, Binding)
    assert kiosk.state.code == "CC1.abc"


@pytest.mark.parametrize("code", [Code.VIRTUAL_CODE_INVALID, Code.VIRTUAL_CODE_EXPIRED, Code.PLATFORM_BUSY])
def test_a_wrong_code_changes_nothing_and_may_be_typed_again(code: Code) -> None:
    kiosk = brought_to(Binding)
    kiosk.answer_bind(code)
    assert kiosk.state == BindCode(medium=MINE, carrier="ipass", problem=code)
    type_birthday(kiosk, BIND_CODE)
    kiosk.answer_bind(Code.CARD_ALREADY_BOUND)
    assert kiosk.state == Cannot(code=Code.CARD_ALREADY_BOUND, adding="counter"), "somebody else was quicker"


def test_whatever_happens_outside_while_it_is_under_way_the_answer_is_told() -> None:
    kiosk = brought_to(Binding)
    kiosk.do(CardOff(), CardOn(medium=OTHER), ReaderProblem(code=Code.READER_LOST))
    assert isinstance(kiosk.state, Binding)
    kiosk.answer_bind()
    assert isinstance(kiosk.state, Bound)
    assert kiosk.state.ends_s is not None
    kiosk.do(Go())
    assert isinstance(kiosk.state, Bound), "the card has gone"
    kiosk.do(ReaderProblem(code=None))
    kiosk.over()
    assert kiosk.state == Attract()
    assert not kiosk.knows_somebody()


def test_a_code_that_was_wrong_when_the_card_has_gone_is_not_asked_for_again() -> None:
    kiosk = brought_to(Binding)
    kiosk.do(CardOff())
    kiosk.answer_bind(Code.VIRTUAL_CODE_INVALID)
    assert isinstance(kiosk.state, Cannot)
    assert (kiosk.state.code, kiosk.state.medium) == (Code.VIRTUAL_CODE_INVALID, None)
    assert kiosk.state.adding == "counter", "it was typed: nobody is sent to a phone"


def test_what_was_wrong_with_a_phones_code_is_not_said_of_a_counters() -> None:
    kiosk = brought_to(BindCode)
    kiosk.do(CodeShown(code=PHONE))
    kiosk.answer_bind(Code.VIRTUAL_CODE_USED)
    assert isinstance(kiosk.state, BindCode)
    assert (kiosk.state.problem, kiosk.state.given) == (Code.VIRTUAL_CODE_USED, "phone")
    type_birthday(kiosk, BIND_CODE)
    kiosk.answer_bind(Code.VIRTUAL_CODE_USED)
    assert isinstance(kiosk.state, BindCode)
    assert kiosk.state.given == "counter"
    kiosk.do(CodeShown(code=Medium(PHONE.type, "碼".encode())))
    assert isinstance(kiosk.state, BindCode)
    assert (kiosk.state.problem, kiosk.state.given) == (Code.VIRTUAL_CODE_INVALID, "phone")


def test_an_answer_that_does_not_come_leaves_it_unknown_and_another_sessions_is_nobodys() -> None:
    kiosk = brought_to(Binding)
    kiosk.wait(OPENING_S)
    assert kiosk.state == Bound(medium=MINE, pending=True)
    kiosk.do(Leave(), CardOff())
    kiosk.do(CardOn(medium=OTHER), BalanceFailed(session=2, code=Code.CARD_UNKNOWN, refused=True), WantBind())
    assert isinstance(kiosk.state, BindCarrier)
    kiosk.do(ChooseCarrier(carrier="ipass"), Go())
    type_birthday(kiosk, BIND_CODE)
    first = next(command for command in kiosk.wanted if isinstance(command, Bind))
    kiosk.do(BindDone(op_id=first.op_id, pending=False))
    assert isinstance(kiosk.state, Binding)
