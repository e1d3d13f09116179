"""A counter's own questions: the application that somebody brings along, and which cards they have already."""

import pytest

from central.access import record_reads
from central.applications.at_counter import held_kinds, open_application
from domain.card_states import CardAct
from domain.errors import Code, Refused
from domain.events import CardStateChanged
from domain.wire_applications import ApplicationOpenRequest, HeldKindsRequest
from tests.central.application_rig import COUNTER, PORTAL, Office, papers, picture
from tests.central.field import FieldStation, a_medium, a_person
from tests.central.office import a_caller

REASON = "臨櫃發卡"


@pytest.fixture
def at(load_platform):
    return Office(load_platform)


@pytest.fixture
def counter(at):
    return FieldStation(at.platform, ["counter"])


@pytest.fixture
def clerk(counter):
    return a_caller(counter, "clerk", agency="", staff="clerk-1")


def opened(at, receipt, reason=REASON):
    return open_application(at.platform, ApplicationOpenRequest(receipt=receipt, reason=reason), COUNTER)


def refusal(at, receipt):
    with pytest.raises(Refused) as refused:
        opened(at, receipt)
    return refused.value.code


def reads(at, application):
    with at.platform.store.read() as connection:
        found = record_reads.of_holder(connection, at.record(application).holder)
    return [(read.what, read.reason) for read in found]


def held(at, clerk, number):
    return held_kinds(at.platform, clerk, HeldKindsRequest(national_id=a_person(number).national_id, reason=REASON))


def test_a_draft_from_the_web_is_opened_with_its_photo_and_the_reading_is_written_down(at):
    draft = at.submit(papers(1, name="示範\ufa19"), channel="web", by=PORTAL, draft=True)
    photo = picture(size=(400, 600))
    at.document(draft.application, "national_id", picture(), by=PORTAL, own=True)
    at.document(draft.application, "photo", photo, by=PORTAL, own=True)
    found = opened(at, draft.receipt.lower().replace("-", " "))
    assert (found.application, found.state, found.approved) == (draft.application, "draft", False)
    assert (found.name, found.national_id) == ("示範\ufa19", a_person(1).national_id)
    assert (found.card_kind, found.carrier, found.facts) == ("senior", "easycard", ["lives_here", "resident"])
    assert found.photo == photo
    assert reads(at, draft.application) == [("application", REASON)]


def test_an_approved_application_says_so(at):
    answer = at.submit(papers(1))
    assert not opened(at, answer.receipt).approved
    at.check()
    assert opened(at, answer.receipt).approved


def test_what_is_no_open_application_is_not_shown(at):
    answer = at.submit(papers(1))
    at.act(answer.application, "withdraw")
    assert refusal(at, answer.receipt) is Code.APPLICATION_STEP
    assert refusal(at, "0000-0000-0000") is Code.APPLICATION_UNKNOWN
    assert refusal(at, "ABC") is Code.APPLICATION_UNKNOWN
    assert reads(at, answer.application) == []


def test_whoever_has_cards_is_told_by_their_kinds_alone(at, counter, clerk):
    assert (held(at, clerk, 1).held, held(at, clerk, 1).had) == ([], [])
    counter.say(counter.issue(a_person(1), a_medium(1)))
    found = held(at, clerk, 1)
    assert (found.held, found.had) == (["senior"], ["senior"])
    lost = CardStateChanged(act=CardAct.LOST, seen="active", reason="")
    counter.say(counter.act(lost, medium=a_medium(1)))
    found = held(at, clerk, 1)
    assert (found.held, found.had) == ([], ["senior"])
    assert a_person(1).national_id not in repr(HeldKindsRequest(national_id=a_person(1).national_id, reason=REASON))


def test_a_number_that_is_none_is_refused(at, clerk):
    with pytest.raises(Refused) as refused:
        held_kinds(at.platform, clerk, HeldKindsRequest(national_id="A123456788", reason=REASON))
    assert refused.value.code is Code.NATIONAL_ID_CHECKSUM
