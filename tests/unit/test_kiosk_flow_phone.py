"""The kiosk's flow for whoever shows a phone: instead of a card, and as the second factor of a wish."""

from typing import get_args

import pytest
from msgspec.structs import replace

from domain.errors import Code
from domain.events import SecondFactor as Answer
from domain.media import Medium, MediumType
from kiosk.corner_states import Corner
from kiosk.limits import AFTER_CARD_S, LEAST_WARNING_S
from kiosk.record_states import AskRecord, Opening, Proof, ProofCode, Record, WantRecord
from kiosk.reports import CardOff, CardOn, CardUnclear, CodeShown, ReaderProblem, StationProblem
from kiosk.shown import OfCode
from kiosk.states import (
    Amount,
    AskBalance,
    Attract,
    Back,
    Balance,
    BalanceFailed,
    BalanceKnown,
    Begin,
    BrokenOff,
    Cannot,
    Choose,
    ClearPerson,
    Confirm,
    FactorCode,
    Go,
    Leave,
    OutOfService,
    Reading,
    Redeem,
    Result,
    State,
    StillThere,
    Touch,
    Working,
)
from tests.unit.kiosk_flow_cards import BALANCE, IDLE_S, MINE, NAME, OTHER
from tests.unit.kiosk_flow_rig import Kiosk, amount, balance, brought_to, type_birthday

SHOWN, FRESH = (Medium(MediumType.CODE, text) for text in (b"CC1:AB", b"CC1:CD"))
PHONE = Medium(MediumType.PHONE, b"\x01" * 8)
OF_PHONE = replace(BALANCE, phone=PHONE, purse="", offered_ntd=[], most_ntd=0)


def on_phone(kiosk: Kiosk | None = None, **changed: object) -> Kiosk:
    """At the points of somebody who showed a phone at the wake screen."""
    kiosk = kiosk or Kiosk()
    kiosk.balance = replace(OF_PHONE, **changed)
    kiosk.do(CodeShown(code=SHOWN))
    kiosk.answer_balance()
    return kiosk


def test_a_code_at_the_wake_screen_begins_a_session_and_the_phone_stands_for_it_from_then_on() -> None:
    kiosk = Kiosk(OF_PHONE)
    assert kiosk.do(CodeShown(code=SHOWN)) == [AskBalance(session=1, medium=SHOWN)]
    kiosk.answer_balance()
    assert isinstance(kiosk.state, Balance)
    assert kiosk.state.person.medium == PHONE, "the code is used up, and nothing asks with it again"
    kiosk.do(Begin())
    assert isinstance(kiosk.state, Balance), "nothing can be loaded onto a phone"
    kiosk.do(WantRecord())
    type_birthday(kiosk)
    assert kiosk.wanted[-1] == AskRecord(session=2, medium=PHONE, answer=Answer(birthday="0105"))
    kiosk.answer_record()
    assert isinstance(kiosk.state, Record)
    kiosk.do(Leave())
    assert kiosk.state == Attract(), "no card lies there to be taken"
    assert not kiosk.knows_somebody()
    assert repr(PHONE) not in kiosk.kept()


def test_a_camera_that_sees_the_same_code_again_ends_nothing() -> None:
    kiosk = on_phone(history_factor="virtual_card")
    before = kiosk.state
    assert kiosk.do(CodeShown(code=SHOWN), CardOff(), CardOff(assumed=True)) == []
    assert kiosk.state == before
    kiosk.do(WantRecord(), CodeShown(code=SHOWN))
    assert isinstance(kiosk.state, ProofCode)
    assert kiosk.state.problem is None, "the code that is still held there is no answer"
    kiosk.do(CodeShown(code=FRESH))
    assert isinstance(kiosk.state, Opening)
    kiosk.do(CodeShown(code=FRESH))
    assert isinstance(kiosk.state, Opening)
    assert kiosk.wanted[-1] == AskRecord(session=2, medium=PHONE, answer=Answer(code="CC1:CD"))


def test_another_phone_or_a_card_ends_a_phones_session_and_begins_theirs() -> None:
    for event, medium in ((CodeShown(code=FRESH), FRESH), (CardOn(medium=OTHER), OTHER)):
        kiosk = on_phone()
        assert kiosk.do(event) == [ClearPerson(), AskBalance(session=2, medium=medium)]
        assert NAME not in kiosk.kept()
    kiosk.do(CodeShown(code=SHOWN))
    assert isinstance(kiosk.state, Reading)
    assert kiosk.state.medium == OTHER


def test_a_phone_that_renews_its_code_goes_on_and_another_phone_begins() -> None:
    kiosk = on_phone()
    before = kiosk.state
    assert kiosk.do(CodeShown(code=FRESH, phone=PHONE.value)) == []
    assert kiosk.state == before
    assert kiosk.do(CodeShown(code=FRESH, phone=b"\x02" * 8))[-1] == AskBalance(session=2, medium=FRESH)


def test_with_the_reader_away_the_next_phone_is_served_too() -> None:
    kiosk = Kiosk()
    kiosk.do(ReaderProblem(code=Code.READER_LOST))
    on_phone(kiosk)
    assert kiosk.do(CodeShown(code=FRESH)) == [ClearPerson(), AskBalance(session=2, medium=FRESH)]
    kiosk.do(Leave(), Touch())
    assert isinstance(kiosk.state, OutOfService)
    assert kiosk.wait(IDLE_S) == [ClearPerson()], "what they chose for the screen goes, too"


def test_a_code_that_was_not_used_may_be_shown_again() -> None:
    kiosk = asked_for_code()
    kiosk.do(CodeShown(code=SHOWN), Back())
    assert isinstance(kiosk.state, FactorCode)
    kiosk.do(CodeShown(code=SHOWN))
    assert isinstance(kiosk.state, Confirm)
    kiosk.do(Go())
    kiosk.answer_redeem("refused", Code.SECOND_FACTOR_WRONG)
    kiosk.do(CodeShown(code=SHOWN))
    assert isinstance(kiosk.state, FactorCode), "one that was refused is not given away again"


def test_a_code_that_cannot_be_used_and_is_seen_again_is_asked_about_once() -> None:
    kiosk = Kiosk()
    kiosk.do(CodeShown(code=SHOWN), BalanceFailed(session=1, code=Code.VIRTUAL_CODE_USED, refused=True))
    assert kiosk.do(CodeShown(code=SHOWN)) == []
    assert isinstance(kiosk.state, Cannot)


def test_a_phones_session_needs_no_reader_and_ends_with_the_station() -> None:
    kiosk = on_phone()
    before = kiosk.state
    assert kiosk.do(ReaderProblem(code=Code.READER_LOST)) == []
    assert kiosk.state == before
    kiosk.do(Leave())
    assert kiosk.state == OutOfService(code=Code.READER_LOST)
    on_phone(kiosk)
    assert isinstance(kiosk.state, Balance), "a phone is served while the reader is away"
    kiosk.do(StationProblem(code=Code.STATION_REVOKED))
    assert isinstance(kiosk.state, OutOfService)
    assert kiosk.do(CodeShown(code=SHOWN)) == [], "nobody is while the station is shut out"
    assert not kiosk.knows_somebody()


def test_a_card_that_somebody_forgot_is_taken_during_a_phones_session() -> None:
    kiosk = brought_to(Balance)
    kiosk.do(Leave())
    assert kiosk.state == Attract(take_card=True)
    on_phone(kiosk)
    kiosk.do(CardOff())
    assert isinstance(kiosk.state, Balance)
    kiosk.do(Leave())
    assert kiosk.state == Attract()


def test_idleness_ends_a_phones_session_and_something_unreadable_does() -> None:
    kiosk = on_phone()
    kiosk.wait(IDLE_S)
    assert isinstance(kiosk.state, StillThere)
    kiosk.do(CodeShown(code=SHOWN))
    assert isinstance(kiosk.state, Balance), "showing it again is a touch"
    kiosk.wait(IDLE_S)
    assert kiosk.wait(LEAST_WARNING_S) == [ClearPerson()]
    assert kiosk.state == Attract()
    kiosk = on_phone()
    kiosk.do(CardUnclear())
    assert kiosk.state == Cannot(code=Code.CARD_UNREADABLE)
    assert not kiosk.knows_somebody()


@pytest.mark.parametrize(
    "code",
    [
        Code.VIRTUAL_CODE_EXPIRED,
        Code.VIRTUAL_CODE_USED,
        Code.VIRTUAL_CODE_INVALID,
        Code.CARD_BLOCKED,
        Code.CARD_UNKNOWN,
        Code.CODE_IS_NO_CARD,
        Code.VIRTUAL_DIGITS_OFFLINE,
    ],
)
def test_a_code_that_is_none_is_told_for_a_while_and_nothing_is_offered_for_it(code: Code) -> None:
    kiosk = Kiosk()
    kiosk.do(CodeShown(code=SHOWN), BalanceFailed(session=1, code=code, refused=code is not Code.VIRTUAL_DIGITS_OFFLINE))
    assert kiosk.state == Cannot(code=code, ends_s=kiosk.now_s + AFTER_CARD_S)
    kiosk.wait(AFTER_CARD_S - 0.1)
    assert isinstance(kiosk.state, Cannot)
    assert kiosk.do(CodeShown(code=FRESH)) == [AskBalance(session=2, medium=FRESH)]
    kiosk.do(BalanceFailed(session=2, code=code, refused=True))
    assert kiosk.over() == [ClearPerson()]
    assert kiosk.state == Attract()


@pytest.mark.parametrize("state", get_args(State))
def test_a_code_in_each_state_of_somebody_with_a_card(state: type[State]) -> None:
    kiosk = brought_to(state)
    wanted = kiosk.do(CodeShown(code=SHOWN))
    if state in (Attract, Cannot, BrokenOff, OutOfService):
        assert wanted[-1] == AskBalance(session=kiosk.state.session, medium=SHOWN)
    elif state in get_args(OfCode):
        assert type(kiosk.state) is not state, "it is the answer"
    elif issubclass(state, Corner):
        assert kiosk.state.cards_read == 1
    else:
        assert wanted == []
        assert type(kiosk.state) is (Balance if state is StillThere else state)


# --- the second factor of a wish -------------------------------------------------------------------------------------


def asked_for_code() -> Kiosk:
    kiosk = Kiosk(replace(BALANCE, second_factor="virtual_card"))
    amount(kiosk)
    kiosk.do(Choose(amount_ntd=50))
    return kiosk


def test_a_code_that_is_asked_for_goes_with_the_wish() -> None:
    kiosk = asked_for_code()
    assert isinstance(kiosk.state, FactorCode)
    kiosk.do(CodeShown(code=Medium(MediumType.CODE, "虛擬".encode())))
    assert isinstance(kiosk.state, FactorCode)
    assert kiosk.state.problem is Code.VIRTUAL_CODE_INVALID
    kiosk.do(CodeShown(code=SHOWN))
    assert isinstance(kiosk.state, Confirm)
    kiosk.do(Go())
    (wish,) = [command for command in kiosk.wanted if isinstance(command, Redeem)]
    assert (wish.medium, wish.birthday, wish.phone_code) == (MINE, "", "CC1:AB")
    assert "CC1:AB" not in repr(kiosk.state), "while working it is forgotten"


@pytest.mark.parametrize("code", [Code.SECOND_FACTOR_WRONG, Code.VIRTUAL_CODE_EXPIRED, Code.VIRTUAL_CODE_USED])
def test_a_code_that_the_platform_refused_is_asked_for_anew(code: Code) -> None:
    kiosk = asked_for_code()
    kiosk.do(CodeShown(code=SHOWN), Go())
    assert isinstance(kiosk.state, Working)
    kiosk.answer_redeem("refused", code)
    assert isinstance(kiosk.state, FactorCode)
    assert kiosk.state.problem is code
    kiosk.do(CodeShown(code=FRESH), Go())
    kiosk.answer_redeem()
    assert isinstance(kiosk.state, Result)
    assert [wish.phone_code for wish in kiosk.wishes()] == ["CC1:AB", "CC1:CD"]
    assert len({wish.op_id for wish in kiosk.wishes()}) == 2


def test_where_no_code_is_read_nobody_is_led_to_where_one_is_asked_for() -> None:
    kiosk = Kiosk()
    kiosk.do(CardOn(medium=MINE))
    asked = replace(BALANCE, second_factor="virtual_card", history_factor="virtual_card")
    kiosk.do(BalanceKnown(session=1, balance=asked, smallest_ntd=10, ntd_per_point=1, codes=False), Begin(), WantRecord())
    assert isinstance(kiosk.state, Balance)
    kiosk = Kiosk(asked)
    balance(kiosk)
    kiosk.do(Begin())
    assert isinstance(kiosk.state, Amount)
    kiosk = Kiosk(BALANCE)
    balance(kiosk)
    kiosk.do(WantRecord())
    assert isinstance(kiosk.state, Proof)
