"""The kiosk's flow: each state with each thing that can happen to it."""

from typing import get_args

import pytest

from domain.errors import Code
from kiosk.bind_states import BindCarrier, BindCode, BindConsent, Binding, Bound, ChooseCarrier, WantBind
from kiosk.corner_states import Corner, CornerCode, CornerEnd, CornerShift, LeaveCorner, Pick, StaffPin
from kiosk.limits import AFTER_CARD_S, LEAST_WARNING_S
from kiosk.record_states import (
    Newer,
    NoRecord,
    Older,
    Opening,
    Proof,
    ProofCode,
    Record,
    RecordPart,
    WantPart,
    WantRecord,
)
from kiosk.reports import CardOff, CardOn, CardUnclear, ReaderProblem, StationProblem
from kiosk.states import (
    Again,
    Amount,
    AskBalance,
    Attract,
    Back,
    Balance,
    Begin,
    BrokenOff,
    Cannot,
    Choose,
    ChooseOwn,
    ClearPerson,
    Confirm,
    Digit,
    EraseAll,
    EraseDigit,
    FactorCode,
    Go,
    Input,
    Leave,
    OutOfService,
    OwnAmount,
    Pressed,
    Rate,
    Rating,
    Reading,
    Receipt,
    Result,
    SecondFactor,
    Settled,
    State,
    StillThere,
    Touch,
    Unknown,
    WantPaper,
    WantRating,
    WantReceipt,
    Working,
)
from tests.unit.kiosk_flow_cards import IDLE_S, MINE, NAME, OTHER
from tests.unit.kiosk_flow_rig import WAYS, Kiosk, brought_to

STATES = get_args(State)
OF_BIND = (BindCarrier, BindConsent, BindCode)
OF_RECORD = (Proof, ProofCode, NoRecord, Record, RecordPart)
IN_SESSION = (
    Reading,
    Settled,
    Balance,
    Amount,
    OwnAmount,
    SecondFactor,
    FactorCode,
    Confirm,
    StaffPin,
    StillThere,
    Opening,
    *OF_RECORD,
    *OF_BIND,
)
WISHING = (SecondFactor, FactorCode, Confirm)
"""An amount has been chosen and nothing has happened."""
IN_CORNER = (Corner, CornerShift, CornerCode, CornerEnd)
"""Staff are here, and cards come and go as they test the reader."""
PRESSES: dict[type[Input], Input] = {
    Begin: Begin(),
    Choose: Choose(amount_ntd=100),
    ChooseOwn: ChooseOwn(),
    Digit: Digit(value="5"),
    EraseDigit: EraseDigit(),
    EraseAll: EraseAll(),
    Go: Go(),
    WantReceipt: WantReceipt(),
    WantPaper: WantPaper(),
    WantRating: WantRating(),
    Rate: Rate(answer=4),
    Again: Again(),
    Back: Back(),
    Pick: Pick(what="shift"),
    WantBind: WantBind(),
    ChooseCarrier: ChooseCarrier(carrier="ipass"),
    WantRecord: WantRecord(),
    WantPart: WantPart(part="cards"),
    Newer: Newer(),
    Older: Older(),
}
LEADS_TO: dict[tuple[type[State], type[Input]], type[State]] = {
    (Settled, Go): Balance,
    (Balance, Begin): Amount,
    (BindCarrier, ChooseCarrier): BindConsent,
    (BindCarrier, Back): Cannot,
    (BindConsent, Go): BindCode,
    (BindConsent, Back): BindCarrier,
    (BindCode, Back): BindConsent,
    (Bound, Go): Reading,
    (BrokenOff, Go): Reading,
    (Balance, WantRecord): Proof,
    (Proof, Back): Balance,
    (ProofCode, Back): Balance,
    (NoRecord, Go): Balance,
    (NoRecord, Back): Balance,
    (Record, WantPart): RecordPart,
    (Record, Back): Balance,
    (RecordPart, Back): Record,
    (Amount, Choose): SecondFactor,
    (Amount, ChooseOwn): OwnAmount,
    (Amount, Back): Balance,
    (OwnAmount, Go): SecondFactor,
    (OwnAmount, Back): Amount,
    (SecondFactor, Back): Amount,
    (FactorCode, Back): Amount,
    (Confirm, Go): Working,
    (Confirm, Back): SecondFactor,
    (Result, WantReceipt): Receipt,
    (Result, Again): Reading,
    (Result, Back): Reading,
    (Receipt, Back): Result,
    (Result, WantRating): Rating,
    (Rating, Rate): Result,
    (Rating, Back): Result,
    (Corner, Pick): CornerShift,
    (CornerShift, Back): Corner,
    (CornerCode, Back): Corner,
    (CornerEnd, Back): Corner,
    **{(StillThere, press): Balance for press in PRESSES},
}
"""Every press that leads to another state; all others lead nowhere."""


def test_every_state_and_every_press_is_walked() -> None:
    assert set(WAYS) == set(STATES)
    assert set(PRESSES) == set(get_args(Pressed))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("press", PRESSES)
def test_each_press_in_each_state_leads_where_the_table_says(state: type[State], press: type[Input]) -> None:
    kiosk = brought_to(state)
    kiosk.do(PRESSES[press])
    assert type(kiosk.state) is LEADS_TO.get((state, press), state)


@pytest.mark.parametrize("state", STATES)
def test_leaving_ends_everything_but_the_act_and_the_trouble(state: type[State]) -> None:
    kiosk = brought_to(state)
    wanted = kiosk.do(Leave())
    if state in (Attract, Working, Binding, OutOfService):
        assert (type(kiosk.state), wanted) == (state, [])
    else:
        over = [LeaveCorner(reason="left")] if state in IN_CORNER else []
        assert (kiosk.state, wanted) == (Attract(take_card=state is not Unknown), [*over, ClearPerson()])
        assert not kiosk.knows_somebody()


@pytest.mark.parametrize("state", STATES)
def test_a_card_taken_away_in_each_state(state: type[State]) -> None:
    kiosk = brought_to(state)
    wanted = kiosk.do(CardOff())
    if state in WISHING:
        assert isinstance(kiosk.state, BrokenOff)
        assert (kiosk.state.code, wanted) == (Code.CARD_REMOVED, [])
        assert not kiosk.knows_somebody()
    elif state in IN_SESSION:
        assert (kiosk.state, wanted) == (Attract(), [ClearPerson()])
        assert not kiosk.knows_somebody()
        return
    else:
        assert type(kiosk.state) is state
    if state in (Result, Receipt, Rating, Cannot, BrokenOff, *WISHING):
        assert NAME not in kiosk.kept()
        told = type(kiosk.state)
        kiosk.wait(AFTER_CARD_S - 0.1)
        assert type(kiosk.state) is told
        assert kiosk.over() == [ClearPerson()]
        assert kiosk.state == Attract()
        assert not kiosk.knows_somebody()


SERVED = [*IN_SESSION, Working, Result, Receipt, Rating]


@pytest.mark.parametrize("state", SERVED)
def test_a_leave_that_nobody_saw_ends_no_session(state: type[State]) -> None:
    kiosk = brought_to(state)
    before = kiosk.state
    assert kiosk.do(CardOff(assumed=True), CardOn(medium=MINE), CardOff(assumed=True)) == []
    assert kiosk.state == before
    kiosk.do(Touch())
    if state is Reading:
        kiosk.answer_balance()
    if state is Opening:
        kiosk.answer_record()
    if state is Working:
        kiosk.answer_redeem()
        assert isinstance(kiosk.state, Result)
        assert kiosk.state.person is not None
    kiosk.wait(IDLE_S)
    assert isinstance(kiosk.state, StillThere)
    assert kiosk.wait(20.0) == [ClearPerson()]
    assert kiosk.state == Attract()
    assert not kiosk.knows_somebody()


@pytest.mark.parametrize("state", SERVED)
def test_another_card_after_a_leave_that_nobody_saw(state: type[State]) -> None:
    kiosk = brought_to(state)
    wanted = kiosk.do(CardOff(assumed=True), CardOn(medium=OTHER))
    if state is Working:
        kiosk.answer_redeem()
        assert (kiosk.state.person, kiosk.state.next_here) == (None, True)
        wanted = kiosk.wait(AFTER_CARD_S)
    assert [type(command) for command in wanted] == [ClearPerson, AskBalance]
    assert isinstance(kiosk.state, Reading)
    assert kiosk.state.medium == OTHER


@pytest.mark.parametrize("state", SERVED)
def test_a_card_that_lay_there_all_along_ends_no_session(state: type[State]) -> None:
    kiosk = brought_to(state)
    before = kiosk.state
    assert kiosk.do(CardOff(assumed=True), CardOn(medium=OTHER, again=True)) == []
    assert kiosk.state == before


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("first_off", [False, True])
def test_another_card_in_each_state(state: type[State], first_off: bool) -> None:
    kiosk = brought_to(state)
    if first_off:
        kiosk.do(CardOff())
    wanted = kiosk.do(CardOn(medium=OTHER))
    if state in (OutOfService, Binding) or state in IN_CORNER:
        assert (type(kiosk.state), wanted) == (state, [])
    elif state is Working:
        assert wanted == []
        assert isinstance(kiosk.state, Working)
        assert kiosk.state.person.medium == MINE
    elif state is Unknown:
        assert wanted == []
        assert isinstance(kiosk.state, Unknown)
        assert kiosk.state.problem is Code.CARD_SWAPPED
    elif state in WISHING and not first_off:
        assert (kiosk.state, wanted) == (BrokenOff(code=Code.CARD_SWAPPED, other=OTHER), [])
        assert not kiosk.knows_somebody()
        assert kiosk.do(Go()) == [AskBalance(session=2, medium=OTHER)]
    elif state in (Result, Receipt, Rating) and not first_off:
        assert type(kiosk.state) is state, "its code is still being read"
        assert wanted == []
        assert NAME not in kiosk.kept()
        kiosk.do(Touch())
        assert kiosk.wait(AFTER_CARD_S)[-1] == AskBalance(session=2, medium=OTHER)
    else:
        assert isinstance(kiosk.state, Reading)
        assert kiosk.state.medium == OTHER
        assert not kiosk.knows_somebody()
        assert wanted[-1] == AskBalance(session=kiosk.state.session, medium=OTHER)


@pytest.mark.parametrize("state", STATES)
def test_the_same_card_reported_again_changes_nothing_in_a_session(state: type[State]) -> None:
    kiosk = brought_to(state)
    before = kiosk.state
    kiosk.do(CardOn(medium=MINE))
    if state in (Attract, Cannot, Unknown):
        assert isinstance(kiosk.state, Reading)
    elif state in IN_CORNER:
        assert type(kiosk.state) is state
    elif state is BrokenOff:
        assert isinstance(kiosk.state, Reading), "it lies there in the other's place again"
    else:
        assert kiosk.state == before


@pytest.mark.parametrize("problem", [ReaderProblem(code=Code.READER_LOST), StationProblem(code=Code.STATION_REVOKED)])
@pytest.mark.parametrize("state", STATES)
def test_reader_or_station_lost_in_each_state(state: type[State], problem: ReaderProblem | StationProblem) -> None:
    kiosk = brought_to(state)
    kiosk.do(problem)
    if state is Working:
        assert type(kiosk.state) is Working
        kiosk.answer_redeem()
    if state is Binding:
        assert type(kiosk.state) is Binding
        kiosk.answer_bind()
        kiosk.over()
    if state in (Working, Result, Receipt, Rating):
        assert isinstance(kiosk.state, Result | Receipt | Rating)
        assert NAME not in kiosk.kept()
        kiosk.over()
    if state is Unknown or state in IN_CORNER:
        assert type(kiosk.state) is state, "the code stays to be written down, and staff look after the reader"
        kiosk.do(Leave())
    assert isinstance(kiosk.state, OutOfService)
    assert not kiosk.knows_somebody()
    assert kiosk.state.code in (problem.code, Code.READER_LOST)
    kiosk.do(ReaderProblem(code=None), StationProblem(code=None))
    assert kiosk.state == Attract()


def test_service_resumes_only_when_every_cause_is_over() -> None:
    kiosk = Kiosk()
    kiosk.do(ReaderProblem(code=Code.READER_LOST), StationProblem(code=Code.STATION_REVOKED), ReaderProblem(code=None))
    assert kiosk.state == OutOfService(code=Code.STATION_REVOKED)
    kiosk.do(StationProblem(code=None))
    assert kiosk.state == Attract()


@pytest.mark.parametrize(
    "state",
    [
        Settled,
        Balance,
        Amount,
        OwnAmount,
        SecondFactor,
        FactorCode,
        Confirm,
        *OF_RECORD,
        *OF_BIND,
        Bound,
        Result,
        Receipt,
        Rating,
        Unknown,
        Cannot,
        BrokenOff,
        StaffPin,
        *IN_CORNER,
    ],
)
def test_idleness_warns_and_then_ends(state: type[State]) -> None:
    kiosk = brought_to(state)
    before = kiosk.state
    kiosk.wait(IDLE_S - 0.1)
    assert kiosk.state == before
    kiosk.wait(0.1)
    assert isinstance(kiosk.state, StillThere)
    assert kiosk.state.left_s == LEAST_WARNING_S
    kiosk.wait(LEAST_WARNING_S - 5)
    assert isinstance(kiosk.state, StillThere)
    assert kiosk.state.left_s == 5
    kiosk.do(Touch())
    assert kiosk.state == before
    kiosk.wait(IDLE_S)
    over = [LeaveCorner(reason="idle")] if state in IN_CORNER else []
    assert kiosk.wait(LEAST_WARNING_S) == [*over, ClearPerson()]
    assert kiosk.state == Attract(take_card=state is not Unknown)
    assert not kiosk.knows_somebody()


@pytest.mark.parametrize("state", STATES)
def test_something_unreadable_in_each_state(state: type[State]) -> None:
    kiosk = brought_to(state)
    kiosk.do(CardUnclear())
    if state in (Working, Binding, Result, Receipt, Rating, Unknown, OutOfService, *IN_CORNER):
        assert type(kiosk.state) is state
    else:
        told = BrokenOff if state in (*WISHING, BrokenOff) else Cannot
        assert kiosk.state == told(code=Code.CARD_UNREADABLE)
        assert not kiosk.knows_somebody()
