"""Seeing one's own record: nothing before the proof, and nothing kept after."""

import pytest
from msgspec.structs import replace

from domain.errors import Code
from domain.events import SecondFactor
from domain.media import Medium, MediumType
from kiosk.limits import OPENING_S
from kiosk.record_states import (
    AskRecord,
    Newer,
    NoRecord,
    Older,
    Opening,
    Proof,
    ProofCode,
    Record,
    RecordKnown,
    RecordPart,
    WantPart,
    WantRecord,
)
from kiosk.reports import CardOff, CodeShown
from kiosk.states import Attract, Back, Balance, Digit, Go, Leave
from tests.unit.kiosk_flow_cards import BALANCE, BIRTHDAY, MINE
from tests.unit.kiosk_flow_rig import Kiosk, balance, brought_to, opening, type_birthday
from tests.unit.kiosk_records import RECORD

CODE = Medium(MediumType.CODE, b"abc\r\n")


def test_the_birthday_is_asked_for_first_and_goes_to_the_desk_with_the_card() -> None:
    kiosk = brought_to(Proof)
    kiosk.do(Go())
    assert isinstance(kiosk.state, Proof), "four digits first"
    type_birthday(kiosk, "0231")
    assert isinstance(kiosk.state, Proof)
    assert kiosk.state.problem is Code.DATE_FORMAT
    type_birthday(kiosk)
    assert kiosk.wanted[-1] == AskRecord(session=2, medium=MINE, answer=SecondFactor(birthday=BIRTHDAY))
    kiosk.answer_record()
    assert isinstance(kiosk.state, Record)
    assert BIRTHDAY not in kiosk.kept()


def test_a_wrong_birthday_may_be_typed_again_and_too_many_are_told() -> None:
    kiosk = brought_to(Opening)
    kiosk.answer_record(Code.SECOND_FACTOR_WRONG)
    assert isinstance(kiosk.state, Proof)
    assert (kiosk.state.problem, kiosk.state.digits) == (Code.SECOND_FACTOR_WRONG, "")
    kiosk.do(Digit(value="0"))
    assert kiosk.state.problem is None
    type_birthday(kiosk, BIRTHDAY[1:])
    kiosk.answer_record(Code.SECOND_FACTOR_LOCKED)
    assert isinstance(kiosk.state, NoRecord)
    assert kiosk.state.code is Code.SECOND_FACTOR_LOCKED
    kiosk.do(Go())
    assert isinstance(kiosk.state, Balance)


def test_with_no_network_nobody_is_asked_for_a_birthday_in_vain() -> None:
    kiosk = Kiosk(balance=replace(BALANCE, online=False))
    balance(kiosk)
    kiosk.do(WantRecord())
    assert isinstance(kiosk.state, NoRecord)
    assert kiosk.state.code is Code.PLATFORM_UNREACHABLE


def test_an_answer_that_does_not_come_is_not_waited_for_for_ever_and_comes_too_late() -> None:
    kiosk = brought_to(Opening)
    kiosk.wait(OPENING_S - 0.1)
    assert isinstance(kiosk.state, Opening)
    kiosk.wait(0.1)
    assert isinstance(kiosk.state, NoRecord)
    kiosk.answer_record()
    assert isinstance(kiosk.state, NoRecord)


@pytest.mark.parametrize("end", [Leave(), CardOff()])
def test_an_answer_after_the_session_shows_nobody_anything(end: Leave | CardOff) -> None:
    kiosk = brought_to(Opening)
    kiosk.do(end)
    kiosk.answer_record()
    assert isinstance(kiosk.state, Attract)
    assert not kiosk.knows_somebody()
    kiosk.do(CardOff())
    opening(kiosk)
    kiosk.do(RecordKnown(session=2, record=RECORD))
    assert isinstance(kiosk.state, Opening), "an earlier session's answer is nobody's"


def test_pages_turn_between_the_first_and_the_last() -> None:
    kiosk = brought_to(RecordPart)
    pages = [kiosk.state.page]
    for press in (Older(), Older(), Newer(), Newer()):
        kiosk.do(press)
        pages.append(kiosk.state.page)
    assert (kiosk.state.pages, pages) == (2, [0, 1, 1, 0, 0])
    for part, rows in (("hours", 1), ("cards", 2), ("reads", 1)):
        kiosk.do(Back(), WantPart(part=part))
        assert (kiosk.state.rows, kiosk.state.pages) == (rows, 1)


def test_back_to_the_points_forgets_the_record() -> None:
    kiosk = brought_to(RecordPart)
    assert "WHY-1" in kiosk.kept()
    kiosk.do(Back(), Back())
    assert isinstance(kiosk.state, Balance)
    assert "WHY-1" not in kiosk.kept()
    kiosk.do(WantRecord())
    assert isinstance(kiosk.state, Proof), "and asks again"


def test_the_phones_code_proves_it_where_the_programme_wants_that() -> None:
    kiosk = brought_to(ProofCode)
    kiosk.do(CodeShown(code=CODE), CodeShown(code=CODE))
    assert kiosk.wanted[-1] == AskRecord(session=2, medium=MINE, answer=SecondFactor(code="abc"))
    kiosk.answer_record(Code.VIRTUAL_CODE_EXPIRED)
    assert isinstance(kiosk.state, ProofCode)
    assert kiosk.state.problem is Code.VIRTUAL_CODE_EXPIRED
    kiosk.do(CodeShown(code=Medium(MediumType.CODE, "虛擬".encode())))
    assert isinstance(kiosk.state, ProofCode)
    assert kiosk.state.problem is Code.VIRTUAL_CODE_INVALID
    kiosk.do(CodeShown(code=CODE))
    kiosk.answer_record()
    assert isinstance(kiosk.state, Record)
    kiosk.do(CodeShown(code=Medium(MediumType.CODE, b"def")))
    assert isinstance(kiosk.state, Record), "while the card lies there nobody asks for a code"


def test_a_programme_that_asks_for_nothing_opens_it_at_once() -> None:
    kiosk = Kiosk(balance=replace(BALANCE, history_factor="none"))
    balance(kiosk)
    kiosk.do(WantRecord())
    assert kiosk.wanted[-1] == AskRecord(session=2, medium=MINE, answer=SecondFactor())
