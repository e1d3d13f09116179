"""The staff corner's part of the flow: in by card and PIN, what can be asked for once, and out by leaving or idleness."""

from uuid import UUID

import pytest

from domain.errors import Code
from kiosk.corner_states import (
    AskCorner,
    Corner,
    CornerCode,
    CornerEnd,
    CornerFailed,
    CornerSeen,
    CornerShift,
    EndProgram,
    EnterCorner,
    LeaveCorner,
    NetworkTested,
    Pick,
    StaffCardHere,
    StaffPin,
    StaffRefused,
)
from kiosk.flow_chart import CORNER, STAFF
from kiosk.reports import CardOff, CardOn, CardUnclear
from kiosk.states import Attract, Back, Digit, Go, Leave, Reading
from tests.unit.kiosk_flow_cards import IDLE_S, MINE, OTHER, PIN
from tests.unit.kiosk_flow_rig import brought_to


def type_pin(digits: str = PIN) -> list[Digit]:
    return [Digit(value=digit) for digit in digits]


def test_card_and_pin_lead_in_and_the_pin_is_not_kept() -> None:
    kiosk = brought_to(StaffPin)
    wanted = kiosk.do(*type_pin(), Go())
    assert wanted == [EnterCorner(medium=MINE, pin=PIN)]
    assert PIN not in kiosk.kept()
    assert kiosk.do(*type_pin("1"), Go()) == [], "pressing twice asks once"
    kiosk.do(CornerSeen(view=CORNER))
    assert kiosk.state == Corner(view=CORNER)


def test_fewer_digits_than_a_pin_has_ask_nobody() -> None:
    kiosk = brought_to(StaffPin)
    assert kiosk.do(*type_pin("123"), Go()) == []


def test_a_wrong_pin_says_how_long_to_wait() -> None:
    kiosk = brought_to(StaffPin)
    kiosk.do(*type_pin(), Go(), StaffRefused(code=Code.PIN_WRONG, wait_s=4))
    assert kiosk.state == StaffPin(medium=MINE, problem=Code.PIN_WRONG, wait_s=4)


def test_a_card_that_was_locked_before_is_told_so_at_once() -> None:
    kiosk = brought_to(Reading)
    locked = type(STAFF)(staff="D", name="", wait_s=0, needs_supervisor=True)
    kiosk.do(StaffCardHere(session=1, medium=MINE, card=locked))
    assert kiosk.state == StaffPin(medium=MINE, problem=Code.PIN_NEEDS_SUPERVISOR)


def test_an_answer_for_another_card_opens_nothing() -> None:
    kiosk = brought_to(Reading)
    kiosk.do(CardOn(medium=OTHER), StaffCardHere(session=1, medium=MINE, card=STAFF))
    assert isinstance(kiosk.state, Reading)


def test_whoever_left_before_the_answer_is_signed_out_by_it() -> None:
    kiosk = brought_to(StaffPin)
    kiosk.do(*type_pin(), Go(), CardOff())
    assert kiosk.state == Attract()
    assert kiosk.do(CornerSeen(view=CORNER)) == [LeaveCorner(reason="left")]
    assert kiosk.state == Attract()


def test_cards_that_come_and_go_are_counted_and_end_nothing() -> None:
    kiosk = brought_to(Corner)
    assert kiosk.do(CardOff(), CardOn(medium=OTHER), CardOff(), CardOn(medium=MINE)) == []
    assert isinstance(kiosk.state, Corner)
    assert kiosk.state.cards_read == 2
    kiosk.do(CardUnclear())
    assert kiosk.state.unreadable


def test_a_test_is_asked_for_once_and_its_answer_shown() -> None:
    kiosk = brought_to(Corner)
    [asked] = kiosk.do(Pick(what="network"), Pick(what="network"), Pick(what="shift"))
    assert isinstance(asked, AskCorner)
    assert asked.what == "network"
    kiosk.do(NetworkTested(took_ms=31))
    assert kiosk.state == Corner(view=CORNER, network_ms=31)
    kiosk.do(Pick(what="network"), CornerFailed(code=Code.PLATFORM_UNREACHABLE))
    assert kiosk.state == Corner(view=CORNER, problem=Code.PLATFORM_UNREACHABLE)


def test_the_shift_is_turned_once() -> None:
    kiosk = brought_to(CornerShift)
    [asked] = kiosk.do(Go(), Go())
    assert asked == AskCorner(what="shift", op_id=UUID(int=1))
    kiosk.do(CornerSeen(view=CORNER))
    assert kiosk.state == CornerShift(corner=Corner(view=CORNER))
    kiosk.do(Back())
    assert kiosk.state == Corner(view=CORNER)


@pytest.mark.parametrize(("press", "again"), [(Go(), True), (Pick(what="quit"), False)])
def test_the_program_ends_after_the_session(press: Go | Pick, again: bool) -> None:
    kiosk = brought_to(CornerEnd)
    assert kiosk.do(press) == [LeaveCorner(reason="left"), EndProgram(again=again)]


def test_an_answer_that_comes_under_the_warning_is_there_after_it() -> None:
    kiosk = brought_to(Corner)
    kiosk.do(Pick(what="look"))
    kiosk.wait(IDLE_S)
    kiosk.do(CornerSeen(view=CORNER), Back())
    assert kiosk.state == Corner(view=CORNER)
    kiosk.do(Pick(what="code"))
    assert kiosk.state == CornerCode(corner=Corner(view=CORNER))
    assert kiosk.do(Leave())[0] == LeaveCorner(reason="left")
