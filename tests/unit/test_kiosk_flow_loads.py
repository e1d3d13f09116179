"""The kiosk's flow: value on the card itself, a load whose outcome is unknown, and the card that comes back."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.errors import Code
from kiosk.reports import CardOff, CardOn, CardUnclear, ReaderProblem
from kiosk.states import (
    Again,
    AskBalance,
    Attract,
    Balance,
    BalanceFailed,
    Begin,
    ClearPerson,
    Go,
    Leave,
    OutOfService,
    Reading,
    RedeemFailed,
    Result,
    SecondFactor,
    Settled,
    Unknown,
    Working,
)
from station.views import CardBalance
from tests.unit.kiosk_flow_cards import CODE, EARLIER, MINE, NAME, NOT_ON_THE_CARD, ON_CARD, ON_THE_CARD, OTHER
from tests.unit.kiosk_flow_rig import Kiosk, balance, brought_to, type_birthday, unknown, working

UNSETTLED = replace(ON_CARD, unsettled=EARLIER)


def with_card(balance_now: CardBalance) -> Kiosk:
    """A card lies there and has been read."""
    kiosk = Kiosk(balance_now)
    balance(kiosk)
    return kiosk


def loading() -> Kiosk:
    """A load is being written."""
    kiosk = Kiosk(ON_CARD)
    working(kiosk)
    return kiosk


def torn() -> Unknown:
    """What is kept of a load that was cut off."""
    return Unknown(medium=MINE, points=50, amount_ntd=50, recovery_code=CODE, at_ms=1)


# --- how a load ends -------------------------------------------------------------------------------------------------


def test_a_load_that_is_on_the_card_tells_what_the_card_holds_now() -> None:
    kiosk = loading()
    kiosk.answer_redeem()
    assert isinstance(kiosk.state, Result)
    assert (kiosk.state.end, kiosk.state.on_card, kiosk.state.card_value_ntd) == ("done", True, 170)


def test_a_refused_load_tells_why_and_another_may_follow() -> None:
    kiosk = loading()
    kiosk.answer_redeem("refused", Code.LOAD_OPEN)
    assert isinstance(kiosk.state, Result)
    assert (kiosk.state.end, kiosk.state.code, kiosk.state.card_value_ntd) == ("refused", Code.LOAD_OPEN, None)
    assert kiosk.do(Again()) == [AskBalance(session=2, medium=MINE)]


def test_a_wrong_birthday_is_asked_for_again_for_a_load_too() -> None:
    kiosk = loading()
    kiosk.answer_redeem("refused", Code.SECOND_FACTOR_WRONG)
    assert isinstance(kiosk.state, SecondFactor)
    type_birthday(kiosk)
    kiosk.do(Go())
    assert [wish.op_id for wish in kiosk.wishes()] == [UUID(int=1), UUID(int=2)]


@pytest.mark.parametrize("code", [Code.PLATFORM_UNREACHABLE, Code.LOAD_OPEN, Code.READER_NO_EXCHANGE, Code.DISK_FULL])
def test_what_is_refused_before_it_begins_has_no_code_and_is_never_pending(code: Code) -> None:
    kiosk = loading()
    kiosk.do(RedeemFailed(op_id=UUID(int=1), code=code))
    assert isinstance(kiosk.state, Result)
    assert (kiosk.state.end, kiosk.state.code, kiosk.state.recovery_code) == ("refused", code, "")


def test_a_fault_of_ours_during_a_load_is_unknown_and_the_card_is_asked() -> None:
    kiosk = loading()
    kiosk.do(RedeemFailed(op_id=UUID(int=1), code=Code.INTERNAL))
    assert isinstance(kiosk.state, Unknown)
    assert kiosk.state.here
    assert kiosk.state.recovery_code
    assert kiosk.do(Again()) == [AskBalance(session=2, medium=MINE)]


@pytest.mark.parametrize("card_first", [True, False])
def test_a_card_torn_away_during_the_commit(card_first: bool) -> None:
    kiosk = loading()
    if card_first:
        kiosk.do(CardOff())
    kiosk.answer_redeem("unknown", Code.LOAD_UNKNOWN)
    if not card_first:
        assert kiosk.state == replace(torn(), here=True)
        kiosk.do(CardOff())
    assert kiosk.state == torn()
    assert NAME not in kiosk.kept()
    assert kiosk.do(Again()) == [], "there is no card to ask"


def test_another_card_laid_down_while_the_answer_was_awaited() -> None:
    kiosk = loading()
    kiosk.do(CardOff(), CardOn(medium=OTHER))
    kiosk.answer_redeem("unknown", Code.LOAD_UNKNOWN)
    assert kiosk.state == replace(torn(), problem=Code.CARD_SWAPPED)


def test_without_the_network_nothing_can_be_loaded() -> None:
    kiosk = with_card(replace(ON_CARD, online=False))
    kiosk.do(Begin())
    assert isinstance(kiosk.state, Balance)


# --- the card comes back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", [ON_THE_CARD, NOT_ON_THE_CARD])
def test_the_same_card_again_settles_it_right_there(view) -> None:  # type: ignore[no-untyped-def]
    kiosk = brought_to(Unknown)
    assert kiosk.do(CardOn(medium=MINE)) == [AskBalance(session=2, medium=MINE)]
    assert kiosk.state == Reading(session=2, medium=MINE, after=torn())
    kiosk.balance = replace(ON_CARD, settled=view)
    kiosk.answer_balance()
    assert isinstance(kiosk.state, Settled)
    kiosk.do(Go())
    assert isinstance(kiosk.state, Balance)


def test_settled_elsewhere_meanwhile_it_goes_on_to_the_points() -> None:
    kiosk = brought_to(Unknown)
    kiosk.do(CardOn(medium=MINE))
    kiosk.answer_balance()
    assert isinstance(kiosk.state, Balance)


def test_a_card_that_does_not_stay_is_asked_for_again() -> None:
    kiosk = brought_to(Unknown)
    kiosk.do(CardOn(medium=MINE), CardOff())
    assert kiosk.state == replace(torn(), problem=Code.CARD_REMOVED)
    kiosk.do(CardOn(medium=MINE))
    kiosk.balance = UNSETTLED
    kiosk.answer_balance()
    assert isinstance(kiosk.state, Unknown)
    assert (kiosk.state.here, kiosk.state.earlier, kiosk.state.problem) == (True, False, None)


def test_something_unreadable_instead_is_told() -> None:
    for way in ([], [CardOn(medium=MINE)]):
        kiosk = brought_to(Unknown)
        kiosk.do(*way, CardUnclear())
        assert kiosk.state == replace(torn(), problem=Code.CARD_UNREADABLE)
        kiosk.do(CardOff(), CardOn(medium=MINE))
        assert isinstance(kiosk.state, Reading)


def test_without_the_network_it_stays_unknown_and_says_why() -> None:
    kiosk = brought_to(Unknown)
    kiosk.do(CardOn(medium=MINE))
    kiosk.balance = replace(ON_CARD, online=False)
    kiosk.answer_balance()
    assert kiosk.state == replace(torn(), here=True, problem=Code.PLATFORM_UNREACHABLE)
    kiosk.do(Again())
    assert isinstance(kiosk.state, Reading)


@pytest.mark.parametrize("refused", [True, False])
def test_a_failure_to_ask_keeps_the_code(refused: bool) -> None:
    kiosk = brought_to(Unknown)
    kiosk.do(CardOn(medium=MINE), BalanceFailed(session=2, code=Code.PURSE_ALTERED, refused=refused))
    assert kiosk.state == replace(torn(), here=True, problem=Code.PURSE_ALTERED)


def test_another_card_is_told_so_and_waits_until_the_first_has_ended() -> None:
    for way in ([], [CardOn(medium=MINE)]):
        kiosk = brought_to(Unknown)
        kiosk.do(*way, CardOn(medium=OTHER))
        assert kiosk.state == replace(torn(), problem=Code.CARD_SWAPPED)
        wanted = kiosk.do(Leave())
        assert wanted[0] == ClearPerson()
        assert isinstance(kiosk.state, Reading)
        assert (kiosk.state.medium, kiosk.state.after) == (OTHER, None)
        assert not kiosk.knows_somebody()


def test_another_card_taken_away_again_leaves_no_trace() -> None:
    kiosk = brought_to(Unknown)
    kiosk.do(CardOn(medium=OTHER), CardOff())
    assert kiosk.state == torn()
    kiosk.do(Leave())
    assert kiosk.state == Attract()


def test_a_reader_that_fails_meanwhile_is_told_and_out_of_service_comes_after() -> None:
    kiosk = brought_to(Unknown)
    kiosk.do(CardOn(medium=MINE), ReaderProblem(code=Code.READER_LOST))
    assert kiosk.state == replace(torn(), problem=Code.READER_LOST)
    kiosk.do(Leave())
    assert isinstance(kiosk.state, OutOfService)


# --- a card with an earlier load -------------------------------------------------------------------------------------


def test_what_became_of_an_earlier_load_is_told_first() -> None:
    kiosk = with_card(replace(ON_CARD, settled=NOT_ON_THE_CARD))
    assert isinstance(kiosk.state, Settled)
    kiosk.do(Begin())
    assert isinstance(kiosk.state, Settled)
    kiosk.do(Go(), Begin())
    assert not isinstance(kiosk.state, Settled | Balance), "then it goes on as ever"


def test_an_earlier_load_that_cannot_be_settled_now() -> None:
    kiosk = with_card(UNSETTLED)
    assert isinstance(kiosk.state, Unknown)
    assert (kiosk.state.earlier, kiosk.state.here, kiosk.state.amount_ntd) == (True, True, 100)
    kiosk.do(Go())
    assert isinstance(kiosk.state, Balance), "points can be looked at"
    kiosk.do(Begin())
    assert isinstance(kiosk.state, Balance), "and nothing can be loaded"


def test_why_it_cannot_be_settled_is_told() -> None:
    kiosk = with_card(replace(ON_CARD, unsettled=replace(EARLIER, code=Code.PLATFORM_UNREACHABLE)))
    assert isinstance(kiosk.state, Unknown)
    assert kiosk.state.problem is Code.PLATFORM_UNREACHABLE


def test_an_unknown_load_forgets_the_person_with_the_card() -> None:
    kiosk = with_card(UNSETTLED)
    kiosk.do(CardOff())
    assert isinstance(kiosk.state, Unknown)
    assert NAME not in kiosk.kept()
    kiosk.do(Go())
    assert isinstance(kiosk.state, Unknown), "there are no points to show any more"
    kiosk.do(Leave())
    assert not kiosk.knows_somebody()


def test_unknown_under_the_warning_still_waits_for_its_card() -> None:
    kiosk = Kiosk()
    unknown(kiosk)
    kiosk.wait(60.0)
    kiosk.do(CardOn(medium=MINE))
    assert isinstance(kiosk.state, Reading)
    assert not isinstance(kiosk.state, Working)


def test_a_reader_that_went_away_while_writing_is_told_with_the_code() -> None:
    kiosk = Kiosk(ON_CARD)
    working(kiosk)
    kiosk.do(ReaderProblem(code=Code.READER_LOST))
    kiosk.answer_redeem("unknown", Code.LOAD_UNKNOWN)
    assert isinstance(kiosk.state, Unknown)
    assert kiosk.state.problem is Code.READER_LOST, "nobody is asked to lay the card on it"
    kiosk.do(ReaderProblem(code=None), CardOn(medium=MINE))
    assert isinstance(kiosk.state, Reading)
