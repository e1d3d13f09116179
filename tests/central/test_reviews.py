"""What agencies see of applications and say of them: their business alone, written down, within their days."""

import pytest

from central.applications import book, checks, reviewing, submitting
from central.schema import data_keys
from domain.errors import Code
from tests.central.application_rig import LOVE_FACTS, PORTAL, SCHOOL, SOCIAL, TRANSPORT, Office, papers, picture
from tests.central.test_applications import refused


@pytest.fixture
def at(load_platform):
    return Office(load_platform)


def test_two_agencies_review_at_once_and_both_must_approve(at):
    answer = at.love(1)
    at.check()
    assert at.state(answer.application) == "dispatched"
    assert at.decide(answer.application, SOCIAL, "approve").state == "under_review"
    refused(Code.APPLICATION_STEP, at.decide, answer.application, SOCIAL, "refuse", "示範反悔")
    assert at.decide(answer.application, TRANSPORT, "approve").state == "approved"


def test_one_refusal_refuses_and_its_words_are_not_in_the_message(at):
    answer = at.love(1)
    at.check()
    refused(Code.REASON_MISSING, at.decide, answer.application, SOCIAL, "refuse")
    assert at.decide(answer.application, SOCIAL, "refuse", "示範理由：證明逾期").state == "refused"
    refused(Code.APPLICATION_STEP, at.decide, answer.application, TRANSPORT, "approve")
    assert "證明逾期" not in at.mail()[-1].text
    progress = at.progress(answer.receipt)
    assert "示範理由：證明逾期" in [step.note for step in progress.steps]
    assert progress.refusal == "demo_social"


def test_a_supplement_comes_back_to_the_agency_that_asked_and_the_other_goes_on(at, clock):
    answer = at.love(1)
    at.check()
    asked = at.decide(answer.application, SOCIAL, "supplement", "示範模糊", ("disability_certificate",))
    assert (asked.state, asked.missing) == ("supplement", ["disability_certificate"])
    assert at.decide(answer.application, TRANSPORT, "approve").state == "supplement"
    details = refused(Code.DOCUMENT_MISSING, at.act, answer.application, "supply")
    assert details == {"document": "disability_certificate"}
    clock.advance(3600)
    seen = ["disability_certificate"]
    assert at.act(answer.application, "supply", documents_seen=seen).state == "under_review"
    assert at.decide(answer.application, SOCIAL, "approve").state == "approved"
    assert at.subjects() == ["已收到您的申辦", "請補件", "申辦已核准"]


def test_an_agency_that_asked_may_approve_after_all(at):
    answer = at.love(1)
    at.check()
    at.decide(answer.application, TRANSPORT, "approve")
    at.decide(answer.application, SOCIAL, "supplement", "示範模糊")
    assert at.decide(answer.application, SOCIAL, "approve").state == "approved"


def test_an_agency_sees_what_is_its_business_and_nothing_else(at):
    answer = at.love(1, facts=(*LOVE_FACTS, "indigenous"), address="示範路1號", phone="0912345678")
    at.document(answer.application, "disability_certificate")
    at.document(answer.application, "photo")
    at.check()
    who = papers(1)
    social = at.view(answer.application, SOCIAL)
    assert (social.name, social.national_id, social.birthday) == (who.name, who.national_id, who.birthday)
    assert (social.district, social.address, social.email, social.phone) == ("", "", "", "")
    assert (social.facts, social.confirmed) == (["disability"], ["disability"])
    assert {document.name for document in social.documents} == {"disability_certificate"}
    transport = at.view(answer.application, TRANSPORT)
    assert (transport.name, transport.district) == (who.name, who.district)
    assert (transport.national_id, transport.birthday, transport.facts, transport.documents) == ("", "", [], [])
    refused(Code.APPLICATION_UNKNOWN, at.view, answer.application, SCHOOL)
    refused(Code.APPLICATION_UNKNOWN, at.decide, answer.application, SCHOOL, "approve")
    refused(Code.AGENCY_UNKNOWN, at.view, answer.application, book.By(who="staff:x", agency="none"))


def test_every_reading_needs_a_reason_and_is_written_down(at):
    answer = at.love(1)
    at.document(answer.application, "disability_certificate")
    at.check()
    refused(Code.REASON_MISSING, at.view, answer.application, SOCIAL, " ")
    seen = at.view(answer.application, SOCIAL)
    copy = next(document for document in seen.documents if document.media_type)
    agency = at.platform.authority.programme.agency("demo_social")
    with at.platform.store.write() as connection:
        where = (connection, at.platform.authority, answer.application, copy.document)
        _, content = reviewing.document(*where, agency, by=SOCIAL, reason="示範審查", now_ms=1)
        assert content == picture()
        other = at.platform.authority.programme.agency("demo_transport")
        refused(Code.APPLICATION_UNKNOWN, reviewing.document, *where, other, by=TRANSPORT, reason="x", now_ms=1)
        told = "SELECT reader, agency, what, reason FROM record_reads WHERE reader <> 'platform' ORDER BY id"
        rows = connection.exec_driver_sql(told).all()
    assert [tuple(row) for row in rows] == [
        ("social-1", "demo_social", "application", "示範審查"),
        ("social-1", "demo_social", "application document disability_certificate", "示範審查"),
    ]


def test_deadlines_are_days_of_taipei_and_what_is_late_is_listed(at, clock):
    answer = at.love(1)
    at.check()
    with at.platform.store.read() as connection:
        assert reviewing.overdue(connection, at.platform.now_ms()) == []
    clock.advance(4 * 24 * 3600)
    with at.platform.store.read() as connection:
        late = reviewing.overdue(connection, at.platform.now_ms())
    assert [(agency, receipt) for agency, receipt, _ in late] == [("demo_social", answer.receipt)]


def test_a_check_without_an_answer_is_listed_when_it_is_late(at, clock):
    answer = at.submit(papers(1, "示範無回應"))
    at.check()
    for days, expected in ((3, []), (1, [("household", answer.receipt)])):
        clock.advance(days * 24 * 3600)
        with at.platform.store.read() as connection:
            late = checks.overdue(connection, at.platform.now_ms())
        assert [(register, receipt) for register, receipt, _ in late] == expected


def test_a_draft_that_nobody_hands_in_is_given_up(at, clock):
    left = at.submit(papers(1), channel="web", by=PORTAL, draft=True)
    for days, state in ((29, "draft"), (1, "withdrawn")):
        clock.advance(days * 24 * 3600)
        submitting.give_up_drafts(at.platform.store, at.platform.authority, at.platform.now_ms())
        assert at.state(left.application) == state
    assert at.mail() == []


def test_a_forgotten_person_is_left_as_they_are(at):
    answer = at.love(1)
    at.check()
    record = at.record(answer.application)
    with at.platform.store.write() as connection:
        connection.execute(data_keys.delete().where(data_keys.c.holder == record.holder))
    assert at.view(answer.application, SOCIAL).name == ""
    at.decide(answer.application, SOCIAL, "approve")
    at.decide(answer.application, TRANSPORT, "approve")
    assert at.state(answer.application) == "under_review"
