"""Cards that two desks hand out at once, that nobody has heard of yet, and that are no city card at all."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central.handlers import attendance
from central.registry import rules, states
from central.schema import anomalies
from central.virtual_card import codes
from citycard_app.demo_data import NEWCOMER, OFFLINE_NEWCOMER, SIGNED, TALK, DemoPerson
from domain.cards import CardState
from domain.errors import Code
from domain.events import CardIssued, decode
from domain.national_id import check_digit
from domain.sealing import seal
from domain.virtual_card import PREFIX
from domain.wire import OutcomeStatus
from domain.wire_virtual_card import CodeUseRequest, CodeUseResponse
from station.views import IssueResult
from tests.central import office_rig
from tests.central.application_rig import Office, papers
from tests.central.field import FieldStation, a_person, import_person, problem_of
from tests.central.phone_rig import Backend, Phone
from tests.clocks import SetClock
from tests.end2end.test_steps import form
from tests.faults.city import FaultCity
from tests.faults.table import fault
from tests.platform_rig import PROGRAMME, RunningPlatform, begun

THIRD = msgspec.structs.replace(OFFLINE_NEWCOMER, name="示範第三", national_id="H20000025" + check_digit("H20000025"))


def issue(city: FaultCity, desk: str, card: str, person: DemoPerson = NEWCOMER, kind: str = "senior") -> IssueResult:
    counter = city.station(desk).counter
    particulars = form(person)
    return counter.issue(
        counter.new_op_id(),
        city.medium(card),
        particulars,
        kind=kind,
        carrier="easycard",
        consents=["issue"],
        papers=SIGNED,
    )


# --- 37 ---


def nothing_waits_for_a_card(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(attendance, "medium_key", lambda _medium: None)


@fault(37, broken_by=nothing_waits_for_a_card)
def test_fault_37_what_a_card_did_before_it_was_known_counts_once_it_is(city: FaultCity) -> None:
    for desk in ("counter", "counter2"):
        city.station(desk)
        city.sign_in(desk)
        city.until_online(desk)
    city.cut("counter")
    assert issue(city, "counter", "blank3", OFFLINE_NEWCOMER, "general").state is CardState.PROVISIONAL
    other = city.station("counter2")
    came = other.events.tap(TALK, city.medium("blank3"))
    assert (came.did, came.known_card) == ("in", False)
    city.later(60)
    assert other.events.tap(TALK, city.medium("blank3")).did == "out"
    left = decode(list(other._context.journal.events())[-1].body)
    said = city.told(other, left.op_id)
    assert (said.status, said.code) == (OutcomeStatus.FLAGGED, Code.CARD_UNKNOWN)
    assert city.facts().attendance[left.op_id].points == 0
    city.way.clear()
    city.until_online("counter")
    assert city.facts().attendance[left.op_id].points == 30
    city.until(lambda: other.counter.look(city.medium("blank3")).state is CardState.ACTIVE)
    assert other.redeeming.balance(city.medium("blank3")).redeemable_points == 30


# --- 41 ---


def nobody_asks_for_another(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rules, "rival", lambda *_: None)


@fault(41, broken_by=nobody_asks_for_another)
def test_fault_41_of_two_cards_handed_out_offline_the_first_stays(city: FaultCity) -> None:
    for desk in ("counter", "counter2"):
        city.station(desk)
        city.sign_in(desk)
        city.until_online(desk)
    city.away("counter", "counter2")
    one, theirs = issue(city, "counter", "blank1"), issue(city, "counter", "blank3", THIRD, "general")
    city.later(60)
    two, same = issue(city, "counter2", "blank2"), issue(city, "counter2", "blank3", OFFLINE_NEWCOMER, "general")
    assert {card.state for card in (one, two, theirs, same)} == {CardState.PROVISIONAL}
    # What was done later is heard first.
    city.platform.start()
    city.cut("counter")
    city.until_online("counter2")
    city.way.clear()
    city.until_online("counter")
    first, second = city.station("counter"), city.station("counter2")
    assert city.told(second, same.op_id).status is OutcomeStatus.ACCEPTED
    refused = city.told(first, theirs.op_id)
    assert (refused.status, refused.code) == (OutcomeStatus.FLAGGED, Code.CARD_ALREADY_BOUND)
    kept = city.told(first, one.op_id)
    assert (kept.status, kept.code) == (OutcomeStatus.FLAGGED, Code.ONE_PER_PERSON)
    for station in (first, second):
        city.until(lambda station=station: station.counter.look(city.medium("blank2")).state is CardState.SUSPENDED)
        assert station.counter.look(city.medium("blank1")).state is CardState.ACTIVE


# --- 47 ---


def who_has_a_card_keeps_it(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(states, "refuse_provisional", lambda *_words, **_more: None)


@fault(47, broken_by=who_has_a_card_keeps_it)
def test_fault_47_a_card_that_a_later_check_refuses_is_suspended_and_its_holder_told(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    office = Office(city.platform.platform)
    application = office.submit(papers(1, "示範遷出")).application
    city.away("counter")
    medium = city.medium("blank2")
    person = msgspec.structs.replace(a_person(1), uid=medium.value)
    payload = CardIssued(
        holder=uuid4(),
        card_kind="senior",
        carrier="easycard",
        provisional=True,
        consents=["issue@1"],
        application=application,
    )
    sealed = seal(station._context.sealing_key(), msgspec.json.encode(person))
    issued = city.write("counter", payload, medium=station.digest(medium), sealed=sealed, operator="D001")
    assert station.counter.look(medium).state is CardState.PROVISIONAL
    city.back("counter")
    assert city.told(station, issued.op_id).status is OutcomeStatus.ACCEPTED
    office = Office(city.platform.platform)
    office.check()
    city.until(lambda: station.counter.look(medium).state is CardState.SUSPENDED)
    with city.platform.platform.store.read() as connection:
        assert "provisional_refused" in set(connection.scalars(sa.select(anomalies.c.anomaly)))
    assert office.subjects()[-1] == "卡片暫停使用"


# --- 24 ---


def a_code_is_good_for_ever(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(codes, "use", lambda *_words: None)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def served(tmp_path: Path, clock: SetClock) -> Iterator[RunningPlatform]:
    with RunningPlatform(begun(tmp_path / "central"), PROGRAMME.read_text("utf-8"), clock=clock) as rig:
        yield rig


@fault(24, broken_by=a_code_is_good_for_ever)
def test_fault_24_a_code_is_taken_once_and_whatever_is_none_is_refused_with_its_reason(
    served: RunningPlatform, clock: SetClock
) -> None:
    import_person(served.platform, 1)
    backend = Backend(served, office_rig.service_secret(served.platform, "virtual_card"))
    phone = Phone(served, backend).enrol(office_rig.desk(served, ["clerk"]), 1)
    kiosk = FieldStation(served.platform, ["kiosk"], served.url)

    def use(code: str) -> CodeUseResponse | Code:
        answer = kiosk.post("/v1/virtual-card/use", CodeUseRequest(op_id=uuid4(), code=code, purpose="present"))
        if answer.status_code == 200:
            return msgspec.json.decode(answer.content, type=CodeUseResponse)
        return problem_of(answer).code

    code = phone.code()
    assert isinstance(use(code), CodeUseResponse)
    assert use(code) is Code.VIRTUAL_CODE_USED
    for size in (0, 1, 255, 256, 4_000):
        for text in ("A" * size, PREFIX + "A" * size, PREFIX + ":" * size):
            assert use(text) in (Code.VIRTUAL_CODE_INVALID, Code.REQUEST_INVALID)
    late = phone.code()
    clock.advance(120)
    assert use(late) is Code.VIRTUAL_CODE_EXPIRED
    early = phone.code()
    clock.advance(-600)
    assert use(early) is Code.VIRTUAL_CODE_INVALID
    clock.advance(600)
    assert isinstance(use(phone.code()), CodeUseResponse)
