"""The kiosk's flow over time: what waits, what warns, and how long a result stays."""

from uuid import UUID

import pytest

from kiosk.limits import AFTER_CARD_S, LEAST_WARNING_S, SPOKEN_WARNING_S, WORKING_S
from kiosk.reports import CardOff, CardOn
from kiosk.states import (
    Answer,
    AskBalance,
    Attract,
    Balance,
    ClearPerson,
    OutOfService,
    Rate,
    Rating,
    Reading,
    Receipt,
    Result,
    State,
    StillThere,
    Touch,
    WantRating,
    WantReceipt,
    Working,
)
from tests.unit.kiosk_flow_cards import IDLE_S, MINE
from tests.unit.kiosk_flow_rig import Kiosk, balance, brought_to


@pytest.mark.parametrize("state", [Attract, Reading, Working, OutOfService])
def test_states_that_wait_for_nobody_do_not_warn(state: type[State]) -> None:
    kiosk = brought_to(state)
    kiosk.wait(WORKING_S - 1.0)
    assert type(kiosk.state) is state


def test_every_touch_puts_the_warning_off() -> None:
    kiosk = brought_to(Balance)
    for _ in range(12):
        kiosk.wait(IDLE_S - 1)
        kiosk.do(Touch())
    assert isinstance(kiosk.state, Balance)


def test_a_warning_is_never_shorter_than_twenty_seconds_and_may_be_longer() -> None:
    for asked_s, shown_s in ((1.0, 20), (35.0, 35)):
        kiosk = Kiosk(warning_s=asked_s)
        balance(kiosk)
        kiosk.wait(IDLE_S)
        assert isinstance(kiosk.state, StillThere)
        assert kiosk.state.left_s == shown_s


def test_one_touch_answers_the_question_once_and_the_result_is_shown_again() -> None:
    kiosk = brought_to(Rating)
    assert kiosk.do(Rate(answer=4)) == [Answer(op_id=UUID(int=2), answer=4)]
    assert isinstance(kiosk.state, Result)
    assert kiosk.state.rated
    assert kiosk.do(WantRating(), Rate(answer=1)) == [], "nobody answers twice"


def test_a_card_taken_from_a_result_under_the_warning_keeps_the_result_for_a_while() -> None:
    kiosk = brought_to(Result)
    kiosk.wait(IDLE_S)
    kiosk.do(CardOff())
    assert isinstance(kiosk.state, Result)
    kiosk.over()
    assert kiosk.state == Attract()


def test_any_touch_keeps_a_result_whose_card_has_gone_ten_times_and_more() -> None:
    kiosk = brought_to(Result)
    kiosk.do(CardOff())
    for _ in range(12):
        kiosk.wait(AFTER_CARD_S / 2)
        kiosk.do(Touch())
        kiosk.wait(AFTER_CARD_S * 0.9)
        assert isinstance(kiosk.state, Result)
        kiosk.wait(AFTER_CARD_S * 0.1)
        assert isinstance(kiosk.state, StillThere)
        kiosk.wait(LEAST_WARNING_S - 1)
        kiosk.do(Touch())
    kiosk.do(WantReceipt())
    assert isinstance(kiosk.state, Receipt)
    kiosk.over()
    assert kiosk.state == Attract()
    assert not kiosk.knows_somebody()


def test_a_result_read_out_is_warned_of_for_a_minute_and_the_next_card_waits_for_no_warning() -> None:
    kiosk = brought_to(Result)
    kiosk.flow.spoken = True
    kiosk.do(CardOff())
    kiosk.wait(AFTER_CARD_S)
    assert isinstance(kiosk.state, StillThere)
    assert kiosk.state.left_s == SPOKEN_WARNING_S
    assert kiosk.do(CardOn(medium=MINE))[-1] == AskBalance(session=2, medium=MINE)


def test_who_only_changed_the_language_is_forgotten_too() -> None:
    kiosk = Kiosk()
    kiosk.do(Touch())
    assert kiosk.wait(IDLE_S) == [ClearPerson()]
    assert kiosk.wait(IDLE_S) == []
    assert kiosk.state == Attract()


def test_choosing_a_language_before_the_card_survives_the_card() -> None:
    kiosk = Kiosk()
    kiosk.do(Touch())
    assert kiosk.do(CardOn(medium=MINE)) == [AskBalance(session=1, medium=MINE)]
