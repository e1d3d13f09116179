"""The kiosk's flow: amounts, the second factor, and what becomes of a wish."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.errors import Code
from domain.ids import recovery_code
from kiosk.limits import AFTER_CARD_S, WORKING_S
from kiosk.reports import CardOff, CardOn
from kiosk.states import (
    Again,
    Amount,
    AskBalance,
    Attract,
    Back,
    Balance,
    BalanceKnown,
    Begin,
    Choose,
    ChooseOwn,
    ClearPerson,
    Confirm,
    Digit,
    EraseAll,
    EraseDigit,
    Go,
    Leave,
    OwnAmount,
    Redeem,
    RedeemFailed,
    Result,
    SecondFactor,
    Touch,
    Unknown,
    WantReceipt,
    Working,
)
from station.views import CardBalance
from tests.unit.kiosk_flow_cards import BALANCE, BIRTHDAY, CODE, MINE, ON_CARD, OTHER
from tests.unit.kiosk_flow_rig import Kiosk, amount, balance, brought_to, reading, type_birthday, working

# --- amounts and the second factor -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("digits", "problem"),
    [
        ("5", Code.AMOUNT_INVALID),
        ("10", None),
        ("260", None),
        ("261", Code.AMOUNT_OVER_BALANCE),
        ("99999", Code.AMOUNT_OVER_BALANCE),
    ],
)
def test_an_own_amount_is_judged_as_it_is_typed(digits: str, problem: Code | None) -> None:
    kiosk = brought_to(Amount)
    kiosk.do(ChooseOwn(), *(Digit(value=digit) for digit in digits))
    assert kiosk.state == OwnAmount(person=kiosk.state.person, digits=digits, problem=problem)
    kiosk.do(Go())
    assert isinstance(kiosk.state, OwnAmount if problem else SecondFactor)


def test_an_own_amount_has_no_leading_zero_no_letter_and_no_end() -> None:
    kiosk = brought_to(Amount)
    kiosk.do(ChooseOwn(), Go())
    assert isinstance(kiosk.state, OwnAmount)
    kiosk.do(*(Digit(value=digit) for digit in ("0", "x", "12", "7", "0", "0", "0", "0", "0")))
    assert kiosk.state.digits == "70000"
    kiosk.do(EraseDigit())
    assert kiosk.state.digits == "7000"
    kiosk.do(EraseAll())
    assert (kiosk.state.digits, kiosk.state.problem) == ("", None)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, Code.AMOUNT_OVER_BALANCE),
        ({"most_ntd": 100}, Code.AMOUNT_OVER_PURSE),
        ({"most_ntd": 100, "pending_ntd": 160}, Code.AMOUNT_OVER_BALANCE),
        ({"online": False, "redeemable_points": 0}, Code.AMOUNT_OVER_PURSE),
    ],
)
def test_too_much_is_too_much_for_the_points_or_for_the_card(changes: dict[str, int], problem: Code) -> None:
    kiosk = Kiosk(replace(BALANCE, **changes))
    balance(kiosk)
    assert isinstance(kiosk.state, Balance)
    assert kiosk.state.person.problem_with(261) is problem


def test_a_nought_that_comes_first_is_answered_with_what_is_too_little() -> None:
    kiosk = brought_to(OwnAmount)
    kiosk.do(EraseAll(), Digit(value="0"))
    assert isinstance(kiosk.state, OwnAmount)
    assert (kiosk.state.digits, kiosk.state.problem) == ("", Code.AMOUNT_INVALID)
    kiosk.do(Go())
    assert isinstance(kiosk.state, OwnAmount)
    kiosk.do(Digit(value="5"), Digit(value="0"))
    assert (kiosk.state.digits, kiosk.state.problem) == ("50", None)


@pytest.mark.parametrize(
    ("offered", "shown"),
    [
        ([50, 100, 200, 500], [50, 100, 500]),
        ([50, 100, 200], [50, 100, 200]),
        ([10, 20, 50, 100, 200], [10, 50, 200]),
        ([], []),
    ],
)
def test_of_the_amounts_three_have_a_button_the_smallest_the_largest_and_one_between(
    offered: list[int], shown: list[int]
) -> None:
    kiosk = Kiosk(replace(BALANCE, offered_ntd=offered))
    balance(kiosk)
    assert isinstance(kiosk.state, Balance)
    assert kiosk.state.person.offered_ntd == shown


def test_an_amount_that_is_no_multiple_of_a_point_is_refused() -> None:
    kiosk = Kiosk()
    reading(kiosk)
    kiosk.do(BalanceKnown(session=1, balance=BALANCE, smallest_ntd=10, ntd_per_point=5), Begin(), ChooseOwn())
    kiosk.do(Digit(value="1"), Digit(value="2"))
    assert isinstance(kiosk.state, OwnAmount)
    assert kiosk.state.problem is Code.AMOUNT_INVALID


def test_an_amount_that_was_not_offered_is_not_taken() -> None:
    kiosk = brought_to(Amount)
    kiosk.do(Choose(amount_ntd=5_000))
    assert isinstance(kiosk.state, Amount)


@pytest.mark.parametrize(
    ("balance_now", "reason"),
    [
        (replace(BALANCE, most_ntd=0, offered_ntd=[]), "nothing"),
        (replace(BALANCE, second_factor="pin"), "a PIN"),
    ],
)
def test_who_cannot_redeem_here_is_not_led_on(balance_now: CardBalance, reason: str) -> None:
    kiosk = Kiosk(balance_now)
    balance(kiosk)
    kiosk.do(Begin())
    assert isinstance(kiosk.state, Balance), reason


def test_without_a_second_factor_the_question_comes_at_once() -> None:
    kiosk = Kiosk(replace(BALANCE, second_factor="none"))
    amount(kiosk)
    kiosk.do(Choose(amount_ntd=50))
    assert isinstance(kiosk.state, Confirm)
    kiosk.do(Back())
    assert isinstance(kiosk.state, Amount)


def test_a_birthday_needs_four_digits_and_must_be_a_day() -> None:
    kiosk = brought_to(SecondFactor)
    kiosk.do(Digit(value="0"), Digit(value="1"), Go())
    assert isinstance(kiosk.state, SecondFactor)
    kiosk.do(EraseAll())
    type_birthday(kiosk, "0230")
    assert isinstance(kiosk.state, SecondFactor)
    assert (kiosk.state.digits, kiosk.state.problem) == ("", Code.DATE_FORMAT)
    assert kiosk.wishes() == []
    type_birthday(kiosk, "0229")
    assert isinstance(kiosk.state, Confirm)


# --- the wish --------------------------------------------------------------------------------------------------------


def test_pressing_twice_makes_one_wish() -> None:
    kiosk = brought_to(Confirm)
    kiosk.do(Go(), Go())
    assert kiosk.wishes() == [
        Redeem(
            op_id=UUID(int=1),
            medium=MINE,
            purse="account",
            point_kind="health",
            amount_ntd=50,
            birthday=BIRTHDAY,
            phone_code="",
        )
    ]


def test_while_working_the_birthday_is_already_forgotten() -> None:
    assert BIRTHDAY not in brought_to(Working).kept()


def test_a_wrong_birthday_may_be_tried_again_under_another_op_id() -> None:
    kiosk = brought_to(Working)
    kiosk.answer_redeem("refused", Code.SECOND_FACTOR_WRONG)
    assert isinstance(kiosk.state, SecondFactor)
    assert (kiosk.state.digits, kiosk.state.problem) == ("", Code.SECOND_FACTOR_WRONG)
    type_birthday(kiosk)
    kiosk.do(Go())
    assert [wish.op_id for wish in kiosk.wishes()] == [UUID(int=1), UUID(int=2)]


def test_a_wrong_birthday_without_the_card_is_a_plain_refusal() -> None:
    kiosk = brought_to(Working)
    kiosk.do(CardOff())
    kiosk.answer_redeem("refused", Code.SECOND_FACTOR_WRONG)
    assert isinstance(kiosk.state, Result)
    assert (kiosk.state.end, kiosk.state.person) == ("refused", None)


@pytest.mark.parametrize("end", ["done", "pending", "refused"])
def test_the_desks_word_is_the_result(end: str) -> None:
    kiosk = brought_to(Working)
    kiosk.answer_redeem(end, Code.AMOUNT_OVER_BALANCE if end == "refused" else None)
    assert isinstance(kiosk.state, Result)
    assert (kiosk.state.end, kiosk.state.recovery_code, kiosk.state.card_tail) == (end, CODE, "E580")


def test_a_wish_that_never_came_into_being_has_no_code_and_no_receipt() -> None:
    kiosk = brought_to(Working)
    kiosk.do(RedeemFailed(op_id=UUID(int=1), code=Code.DISK_FULL))
    assert isinstance(kiosk.state, Result)
    assert (kiosk.state.end, kiosk.state.recovery_code) == ("refused", "")
    kiosk.do(WantReceipt())
    assert isinstance(kiosk.state, Result)


def test_a_fault_of_ours_is_told_as_uncertain_with_its_code() -> None:
    kiosk = brought_to(Working)
    kiosk.do(RedeemFailed(op_id=UUID(int=1), code=Code.INTERNAL))
    assert isinstance(kiosk.state, Result)
    assert kiosk.state.end == "unclear"
    assert kiosk.state.recovery_code


@pytest.mark.parametrize("on_card", [False, True])
def test_a_desk_that_never_answers_does_not_freeze_the_kiosk(on_card: bool) -> None:
    kiosk = Kiosk(ON_CARD if on_card else BALANCE)
    working(kiosk)
    kiosk.wait(WORKING_S - 1.0)
    kiosk.do(Touch())
    assert isinstance(kiosk.state, Working)
    kiosk.wait(1.0)
    assert isinstance(kiosk.state, Unknown if on_card else Result)
    assert kiosk.state.recovery_code == recovery_code(UUID(int=1))
    kiosk.answer_redeem()
    kiosk.do(Leave())
    assert kiosk.state == Attract(take_card=True)


def test_answers_to_another_wish_are_dropped() -> None:
    kiosk = brought_to(Working)
    kiosk.do(RedeemFailed(op_id=UUID(int=99), code=Code.INTERNAL))
    assert isinstance(kiosk.state, Working)


def test_a_card_removed_while_working_does_not_touch_the_act() -> None:
    kiosk = brought_to(Working)
    kiosk.do(CardOff())
    kiosk.answer_redeem()
    assert isinstance(kiosk.state, Result)
    assert (kiosk.state.end, kiosk.state.person) == ("done", None)
    kiosk.over()
    assert kiosk.state == Attract()


def test_the_card_laid_back_while_working_is_here_for_the_result() -> None:
    kiosk = brought_to(Working)
    kiosk.do(CardOff(), CardOn(medium=MINE))
    kiosk.answer_redeem()
    assert isinstance(kiosk.state, Result)
    assert kiosk.state.person is not None


def test_another_card_while_working_waits_for_the_result() -> None:
    kiosk = brought_to(Working)
    kiosk.do(CardOff(), CardOn(medium=OTHER))
    kiosk.answer_redeem()
    assert isinstance(kiosk.state, Result)
    assert kiosk.state.person is None
    wanted = kiosk.wait(AFTER_CARD_S)
    assert wanted == [ClearPerson(), AskBalance(session=2, medium=OTHER)]
    assert not kiosk.knows_somebody()


def test_another_card_that_was_taken_away_again_waits_no_longer() -> None:
    kiosk = brought_to(Result)
    kiosk.do(CardOn(medium=OTHER))
    assert isinstance(kiosk.state, Result)
    assert kiosk.state.next_here
    kiosk.do(CardOff())
    assert isinstance(kiosk.state, Result)
    assert not kiosk.state.next_here
    assert kiosk.over() == [ClearPerson()]
    assert kiosk.state == Attract()


def test_seeing_the_points_again_asks_again() -> None:
    kiosk = brought_to(Result)
    assert kiosk.do(Again()) == [AskBalance(session=2, medium=MINE)]
    kiosk.answer_balance()
    assert isinstance(kiosk.state, Balance)
