"""Applications: taken in once, moved on by rules, registers and agencies, and told of."""

from uuid import uuid4

import msgspec
import pytest

from central import people
from central.applications import book, checks, documents, office
from central.applications.ports import HouseholdAnswer
from domain.errors import Code, Refused
from domain.ids import receipt_number
from tests.central.application_rig import COUNTER, PORTAL, Office, papers, picture
from tests.central.field import import_person
from tests.postgres_rig import ON_SQLITE

RARE = "示範\U0002f80f\ufa19\uf90a堃"


@pytest.fixture
def at(load_platform):
    return Office(load_platform)


def refused(code, act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    assert caught.value.code is code
    return caught.value.details


# --- taking in ---


def test_an_application_without_agencies_is_approved_by_rules_and_registers(at):
    answer = at.submit(papers(1))
    assert (answer.state, answer.missing, answer.fee_ntd, answer.fee_basis) == ("household_check", [], 0, "first")
    assert answer.receipt == receipt_number(answer.application)
    at.check()
    assert at.state(answer.application) == "approved"
    assert at.steps(answer.application) == ["submit", "ask_household", "household_answered", "approve"]
    assert at.subjects() == ["已收到您的申辦", "申辦已核准"]


def test_the_same_submission_again_is_the_same_application_and_another_content_a_conflict(at):
    request = at.request(papers(1))
    first = office.submit(at.platform, request, "counter", COUNTER)
    sealed_anew = msgspec.structs.replace(request, sealed=at.sealed(msgspec.json.encode(papers(1))))
    assert office.submit(at.platform, sealed_anew, "counter", COUNTER).receipt == first.receipt
    other = msgspec.structs.replace(request, sealed=at.sealed(msgspec.json.encode(papers(2))))
    refused(Code.REQUEST_CONFLICT, office.submit, at.platform, other, "counter", COUNTER)
    assert at.count() == 1


def test_one_application_of_a_kind_is_under_way_per_person(at):
    first = at.submit(papers(1))
    refused(Code.APPLICATION_DUPLICATE, at.submit, papers(1))
    at.act(first.application, "withdraw", "示範撤回")
    assert at.submit(papers(1)).state == "household_check"


def test_whoever_holds_such_a_card_is_refused(at):
    import_person(at.platform, 1)
    assert refused(Code.ONE_PER_PERSON, at.submit, papers(1))["column"] == "national_id"


@pytest.mark.parametrize(
    ("changed", "code", "column"),
    [
        ({"name": " "}, Code.NAME_MISSING, "name"),
        ({"name": "示範\n王"}, Code.REQUEST_INVALID, "name"),
        ({"name": "示" * 101}, Code.REQUEST_INVALID, "name"),
        ({"name": "示範\u202e王"}, Code.REQUEST_INVALID, "name"),
        ({"national_id": "A123456780"}, Code.NATIONAL_ID_CHECKSUM, "national_id"),
        ({"national_id": "'; DROP TABLE holders; --"}, Code.NATIONAL_ID_FORMAT, "national_id"),
        ({"birthday": "soon"}, Code.DATE_FORMAT, "birthday"),
        ({"birthday": "2999-01-01"}, Code.BIRTHDAY_FUTURE, "birthday"),
        ({"district": "信義區"}, Code.DISTRICT_UNKNOWN, "district"),
        ({"facts": ["rich"]}, Code.REQUEST_INVALID, "facts"),
        ({"email": "no address"}, Code.REQUEST_INVALID, "email"),
        ({"language": "xx"}, Code.REQUEST_INVALID, "language"),
        ({"birthday": "1990-01-05"}, Code.NOT_ELIGIBLE, "card_kind"),
    ],
)
@ON_SQLITE
def test_what_cannot_be_is_refused_before_anything_is_kept(at, changed, code, column):
    details = refused(code, at.submit, msgspec.structs.replace(papers(1), **changed))
    assert details["column"] == column
    assert at.count() == 0
    with at.platform.store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM holders").scalar() == 0


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"card_kind": "none"}, Code.REQUEST_INVALID),
        ({"card_kind": "student"}, Code.REQUEST_INVALID),
        ({"carrier": "none"}, Code.REQUEST_INVALID),
        ({"consents": []}, Code.CONSENT_MISSING),
        ({"sealed": b"not sealed to us"}, Code.REQUEST_INVALID),
        ({"documents_seen": ["diary"]}, Code.REQUEST_INVALID),
    ],
)
@ON_SQLITE
def test_a_request_that_does_not_fit_is_refused(at, changed, code):
    request = msgspec.structs.replace(at.request(papers(1)), **changed)
    refused(code, office.submit, at.platform, request, "counter", COUNTER)
    assert at.count() == 0


@ON_SQLITE
def test_sealed_text_that_is_no_papers_is_refused(at):
    for content in (b"", b"{}", b"\xff", b"[" * 10_000):
        request = at.request(papers(1), sealed=at.sealed(content))
        assert refused(Code.REQUEST_INVALID, office.submit, at.platform, request, "counter", COUNTER) == {"part": "sealed"}


def test_a_name_keeps_its_characters_and_sql_stays_text(at):
    for number, name in ((1, RARE), (2, "示範'); DROP TABLE applications; --")):
        answer = at.submit(papers(number, name))
        at.check()
        with at.platform.store.read() as connection:
            record = book.find(connection, answer.application)
            kept = book.papers_of(connection, at.platform.authority, record)
            person = people.particulars_of(connection, at.platform.authority, record.holder)
        assert (kept.name, person.name) == (name, name)
    assert any(RARE in mail.text for mail in at.mail())


def test_nothing_readable_of_a_person_stands_in_the_database(at):
    answer = at.submit(papers(1, RARE, address="示範路1號", phone="0912345678"))
    at.act(answer.application, "withdraw", "因為示範")
    with at.platform.store.read() as connection:
        for table in ("applications", "application_steps", "application_documents", "messages", "contacts"):
            content = repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            for secret in (RARE, "示範路", "0912345678", "因為示範", papers(1).national_id, "demo1@"):
                assert secret not in content, table


# --- documents ---


def test_a_web_applicant_adds_documents_and_hands_in(at):
    answer = at.submit(papers(1), channel="web", by=PORTAL, draft=True)
    assert (answer.state, answer.missing) == ("draft", ["national_id"])
    assert at.mail() == []
    assert at.document(answer.application, "national_id", by=PORTAL, own=True).missing == []
    assert at.act(answer.application, "hand_in", by=PORTAL, own=True).state == "household_check"
    refused(Code.APPLICATION_STEP, at.act, answer.application, "hand_in", by=PORTAL, own=True)


def test_a_draft_that_was_left_lying_gives_way(at):
    left = at.submit(papers(1), channel="web", by=PORTAL, draft=True)
    assert at.submit(papers(1)).state == "household_check"
    assert at.state(left.application) == "withdrawn"
    assert at.subjects() == ["已收到您的申辦"]


def test_what_is_missing_is_asked_for_and_supplied(at):
    answer = at.submit(papers(1), documents_seen=[])
    assert (answer.state, answer.missing) == ("supplement", ["national_id"])
    assert refused(Code.DOCUMENT_MISSING, at.act, answer.application, "supply") == {"document": "national_id"}
    at.document(answer.application, "national_id")
    assert at.act(answer.application, "supply").state == "household_check"
    first, second = at.mail()
    assert "已收到" in first.subject
    assert "國民身分證" in second.text


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.FILE_INVALID),
        (b"<svg onload=alert(1)>", Code.FILE_INVALID),
        (b"%PDF-1.7", Code.FILE_INVALID),
        (picture("GIF"), Code.FILE_INVALID),
        (picture()[:-200], Code.FILE_INVALID),
        (b"\xff\xd8\xff" + b"\0" * (5 * 1024 * 1024), Code.REQUEST_TOO_LARGE),
    ],
    ids=["empty", "svg", "pdf", "gif", "cut", "large"],
)
@ON_SQLITE
def test_a_document_that_is_no_picture_is_refused(at, content, code):
    answer = at.submit(papers(1))
    refused(code, at.document, answer.application, "national_id", content)


@ON_SQLITE
def test_a_picture_of_too_many_pixels_is_refused_unread(at, monkeypatch):
    answer = at.submit(papers(1))
    monkeypatch.setattr(documents, "MOST_PIXELS", 100 * 100 - 1)
    huge = picture("PNG", (100, 100))
    refused(Code.REQUEST_TOO_LARGE, at.document, answer.application, "photo", huge)


def test_a_document_is_kept_once_and_only_encrypted(at):
    answer = at.submit(papers(1))
    op_id, content = uuid4(), picture("PNG")
    for _ in range(2):
        at.document(answer.application, "photo", content, op_id=op_id)
    refused(Code.REQUEST_CONFLICT, at.document, answer.application, "photo", picture(), op_id=op_id)
    refused(Code.REQUEST_INVALID, at.document, answer.application, "diary")
    with at.platform.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT encrypted FROM application_documents WHERE name = 'photo'").all()
    assert len(rows) == 1
    assert content not in bytes(rows[0][0])


def test_a_portal_touches_its_own_applications_only(at):
    counter = at.submit(papers(1))
    refused(Code.APPLICATION_UNKNOWN, at.document, counter.application, "photo", by=PORTAL, own=True)
    refused(Code.APPLICATION_UNKNOWN, at.act, counter.application, "withdraw", by=PORTAL, own=True)
    progress = at.progress(counter.receipt, by=PORTAL, counter=False)
    assert (progress.state, progress.masked_name) == ("household_check", "")


# --- registers ---


@pytest.mark.parametrize(
    ("name", "state", "refusal"),
    [
        ("示範遷出", "refused", "senior_resident"),
        ("示範查無", "refused", "senior_resident"),
        ("示範歿", "refused", "deceased"),
        ("示範無回應", "household_check", None),
        ("示範在籍", "approved", None),
    ],
)
def test_the_household_registers_word_decides(at, name, state, refusal):
    answer = at.submit(papers(1, name))
    at.check()
    record = at.record(answer.application)
    assert (record.state.value, record.refusal) == (state, refusal)


def test_a_spouse_needs_no_registration(at):
    who = papers(1, "示範查無", facts=("resident", "foreign_spouse"), birthday="1990-01-05")
    answer = at.submit(who, "general", documents_seen=["national_id", "residence_permit", "spouse_papers"])
    at.check()
    assert at.state(answer.application) == "approved"


def test_a_status_that_is_not_confirmed_refuses(at):
    answer = at.love(1, name="示範無證")
    at.check()
    record = at.record(answer.application)
    assert (record.state.value, record.refusal) == ("refused", "love_disability")
    last = at.mail()[-1]
    assert "身心障礙" in last.text


def test_an_answer_again_changes_nothing_and_another_one_is_a_conflict(at):
    answer = at.submit(papers(1))
    checks.ask(at.platform, at.household)
    (batch,) = at.household.answered()
    said = batch.answers[0]
    with at.platform.store.write() as connection:
        for _ in range(2):
            checks.answer(connection, at.platform.authority, said, by=COUNTER, now_ms=at.platform.now_ms())
    other = HouseholdAnswer(check_id=said.check_id, household="deceased")
    with at.platform.store.write() as connection:
        where = (connection, at.platform.authority)
        refused(Code.REQUEST_CONFLICT, checks.answer, *where, other, by=COUNTER, now_ms=0)
        unknown = HouseholdAnswer(check_id=uuid4(), household="resident")
        refused(Code.APPLICATION_UNKNOWN, checks.answer, *where, unknown, by=COUNTER, now_ms=0)
    assert at.state(answer.application) == "approved"


def test_only_a_supervisor_goes_on_without_a_check_and_says_why(at):
    answer = at.submit(papers(1))
    refused(Code.STAFF_NOT_ALLOWED, at.act, answer.application, "waive_check", "示範斷線", may_waive=False)
    refused(Code.REASON_MISSING, at.act, answer.application, "waive_check", " ")
    waived = at.act(answer.application, "waive_check", "示範斷線")
    assert (waived.state, waived.provisional) == ("approved", True)
    refused(Code.APPLICATION_STEP, at.act, answer.application, "waive_check", "示範斷線")


@pytest.mark.parametrize(("name", "state"), [("示範遷出", "refused"), ("示範在籍", "approved")])
def test_a_late_answer_confirms_or_takes_back(at, name, state):
    answer = at.submit(papers(1, name))
    checks.ask(at.platform, at.household)
    at.act(answer.application, "waive_check", "示範斷線")
    checks.take(at.platform, at.household)
    record = at.record(answer.application)
    assert (record.state.value, record.provisional) == (state, False)
    assert at.subjects() == ["已收到您的申辦", "申辦已核准", *(["申辦未通過"] if state == "refused" else [])]


def test_only_what_a_register_confirmed_becomes_the_holders_particulars(at):
    """A false birthday must not become what a person is recognised by when money is at stake."""
    holder = import_person(at.platform, 1, kind="employee")
    for confirmed, expected in ((False, "1950-01-05"), (True, "1951-02-06")):
        answer = at.submit(papers(1, birthday="1951-02-06"))
        at.check() if confirmed else at.act(answer.application, "waive_check", "示範斷線")
        with at.platform.store.read() as connection:
            assert people.particulars_of(connection, at.platform.authority, holder).birthday == expected
        if not confirmed:
            at.act(answer.application, "withdraw", "示範")
