"""From the approval to the card in the hand: issues that name an application, outreach, and checks that say no too late."""

from uuid import uuid4

import msgspec
import pytest

from central import audit
from central.applications import checks
from domain.card_states import CardAct
from domain.errors import Code
from domain.events import ApplicationTaken, CardIssued, CardStateChanged
from domain.ids import receipt_number
from domain.wire import OutcomeStatus
from tests.central.application_rig import PORTAL, Office, papers
from tests.central.field import FieldStation, a_medium, a_person, op_id_of


@pytest.fixture
def at(load_platform):
    return Office(load_platform)


@pytest.fixture
def counter(at):
    return FieldStation(at.platform, ["counter"])


def issued(station, application, number=1, *, kind="senior", provisional=False, medium=None, fee_ntd=None):
    person = a_person(number)
    payload = CardIssued(
        holder=uuid4(),
        card_kind=kind,
        carrier="easycard",
        provisional=provisional,
        consents=["issue@1"],
        application=application,
        fee_ntd=fee_ntd,
    )
    return station.act(payload, medium=medium or a_medium(number), sealed=station.sealed(person))


def taken(station, who, **changed):
    payload = ApplicationTaken(
        card_kind="senior", carrier="easycard", consents=["issue@1"], documents_seen=["national_id"], **changed
    )
    return station.act(payload, sealed=station.sealed(who))


def card_state(at, station, number=1):
    return audit.facts(at.platform.store.engine).cards[station.digest(a_medium(number))].state


def anomalies(at):
    with at.platform.store.read() as connection:
        return set(connection.exec_driver_sql("SELECT anomaly FROM anomalies").scalars())


def approved(at, number=1):
    answer = at.submit(papers(number))
    at.check()
    return answer.application


def test_the_issue_that_names_an_application_collects_it(at, counter):
    application = approved(at)
    event = issued(counter, application)
    for _ in range(2):
        assert counter.say(event).status is OutcomeStatus.ACCEPTED
    record = at.record(application)
    assert (record.state.value, record.issued_by) == ("collected", op_id_of(event))
    assert record.medium == counter.digest(a_medium(1))
    assert at.steps(application)[-1] == "collect"
    assert "卡片已交付" in at.subjects()


@pytest.mark.parametrize(
    ("number", "kind", "anomaly"),
    [(2, "senior", "application_differs"), (1, "love", "application_differs")],
    ids=["another person", "another kind"],
)
def test_a_card_of_another_person_or_kind_collects_nothing(at, counter, number, kind, anomaly):
    application = approved(at)
    said = counter.say(issued(counter, application, number, kind=kind))
    assert (said.status, anomaly in said.anomalies) == (OutcomeStatus.FLAGGED, True)
    assert at.state(application) == "approved"


def test_an_application_that_nobody_knows_is_flagged_and_the_card_stands(at, counter):
    said = counter.say(issued(counter, uuid4()))
    assert (said.status, said.code, said.anomalies) == (
        OutcomeStatus.FLAGGED,
        Code.APPLICATION_UNKNOWN,
        ["application_unknown"],
    )
    assert card_state(at, counter) == "active"


def test_a_second_card_for_an_application_is_flagged(at, counter):
    application = approved(at)
    counter.say(issued(counter, application))
    said = counter.say(issued(counter, application, medium=a_medium(9)))
    assert "application_closed" in said.anomalies


def test_a_draft_that_could_not_be_handed_in_is_closed_by_the_card_that_names_it(at, counter):
    draft = at.submit(papers(1), channel="web", by=PORTAL, draft=True).application
    assert "application_differs" in counter.say(issued(counter, draft, 2)).anomalies
    assert at.state(draft) == "draft"
    said = counter.say(issued(counter, draft, provisional=True, fee_ntd=0))
    assert (said.status, said.anomalies) == (OutcomeStatus.ACCEPTED, [])
    assert (at.state(draft), at.subjects()) == ("withdrawn", [])


def test_what_was_charged_is_what_the_person_pays(at, counter):
    """Their first card of a kind is free, another one is not; whoever applied pays what they were told."""
    told = approved(at)
    assert counter.say(issued(counter, told, fee_ntd=0)).anomalies == []
    back = CardStateChanged(act=CardAct.RETURN, seen="active", reason="示範")
    counter.say(counter.act(back, medium=a_medium(1)))
    again = approved(at)
    differs = ["issue_fee_differs"]
    charged = [(again, 0, differs), (again, 0, []), (None, 94, []), (None, 0, differs), (None, None, [])]
    for number, (application, fee_ntd, anomalies) in enumerate(charged, 11):
        said = counter.say(issued(counter, application, medium=a_medium(number), fee_ntd=fee_ntd))
        assert (number, said.anomalies) == (number, anomalies)
        assert said.result.state == "active"
        counter.say(counter.act(back, medium=a_medium(number)))


def test_a_card_handed_over_before_the_approval_says_whether_it_was_provisional(at, counter):
    first, second = at.submit(papers(1)), at.submit(papers(2))
    assert counter.say(issued(counter, first.application, provisional=True)).status is OutcomeStatus.ACCEPTED
    said = counter.say(issued(counter, second.application, 2))
    assert said.anomalies == ["application_not_approved"]
    at.check()
    assert (at.state(first.application), at.state(second.application)) == ("collected", "collected")


def test_a_household_check_that_says_no_after_the_card_was_handed_over_suspends_it(at, counter):
    """Fault 47: suspended, on the work list, and the person told."""
    answer = at.submit(papers(1, "示範遷出"))
    event = issued(counter, answer.application, provisional=True)
    assert counter.say(event).status is OutcomeStatus.ACCEPTED
    at.check()
    assert (at.state(answer.application), card_state(at, counter)) == ("refused", "suspended")
    assert "provisional_refused" in anomalies(at)
    assert at.subjects()[-1] == "卡片暫停使用"


def test_a_waived_check_that_says_no_after_the_collection_suspends_the_card(at, counter):
    answer = at.submit(papers(1, "示範遷出"))
    checks.ask(at.platform, at.household)
    at.act(answer.application, "waive_check", "示範斷線")
    counter.say(issued(counter, answer.application, provisional=True))
    assert at.state(answer.application) == "collected"
    for _ in range(2):
        checks.take(at.platform, at.household)
    assert (at.state(answer.application), card_state(at, counter)) == ("refused", "suspended")
    assert "provisional_refused" in anomalies(at)
    assert at.subjects()[-1] == "卡片暫停使用"


def test_a_card_in_the_hand_keeps_the_application_from_being_withdrawn(at, counter):
    answer = at.submit(papers(1))
    counter.say(issued(counter, answer.application, provisional=True))
    with pytest.raises(Exception, match="application_step"):
        at.act(answer.application, "withdraw", "示範")


def test_an_outreach_team_takes_applications_with_no_network(at, counter):
    event = taken(counter, papers(1))
    card = issued(counter, op_id_of(event), provisional=True)
    assert [one.status for one in counter.upload(event, card)] == [OutcomeStatus.ACCEPTED, OutcomeStatus.ACCEPTED]
    record = at.record(op_id_of(event))
    assert (record.channel, record.receipt) == ("outreach", receipt_number(op_id_of(event)))
    at.check()
    assert at.state(op_id_of(event)) == "collected"


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (papers(1, birthday="1990-01-05"), Code.NOT_ELIGIBLE),
        (papers(1, "示\n範"), Code.REQUEST_INVALID),
        (msgspec.structs.replace(papers(1), district="信義區"), Code.DISTRICT_UNKNOWN),
    ],
)
def test_an_application_that_cannot_be_is_kept_and_flagged(at, counter, who, code):
    event = taken(counter, who)
    said = counter.say(event)
    assert said.code is code
    assert at.count() == 0
    again = counter.say(event)
    assert (again.status, again.code) == (said.status, said.code)


def test_two_teams_cannot_take_two_applications_of_a_person(at, counter):
    other = FieldStation(at.platform, ["counter"])
    assert counter.say(taken(counter, papers(1))).status is OutcomeStatus.ACCEPTED
    said = other.say(taken(other, papers(1)))
    assert (said.status, said.code, said.anomalies) == (
        OutcomeStatus.FLAGGED,
        Code.APPLICATION_DUPLICATE,
        ["application_not_taken"],
    )
    assert at.count() == 1


def test_who_may_not_take_applications_makes_none(at, counter):
    event = counter.act(
        ApplicationTaken(card_kind="senior", carrier="easycard", consents=["issue@1"], documents_seen=[]),
        sealed=counter.sealed(papers(1)),
        operator="nobody",
    )
    said = counter.say(event)
    assert (said.status, said.code) == (OutcomeStatus.FLAGGED, Code.STAFF_NOT_ALLOWED)
    assert at.count() == 0
