"""Files that go out after an approval, and the whole way of an application and of a school's batch."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from central.applications import batches, checks, office_files, sheets
from central.applications.office_files import COLUMNS, RESULT_COLUMNS
from central.applications.register_files import ANSWER_COLUMNS, QUESTION_COLUMNS, FileRegister
from central.schema import data_keys
from central.schema.applications import office_file_rows
from domain.errors import Code, Refused
from domain.events import CardIssued
from domain.wire import OutcomeStatus
from domain.wire_applications import HandOutRequest
from tests.central.application_rig import LOVE_FACTS, SCHOOL, SOCIAL, TRANSPORT, Office, papers
from tests.central.field import FieldStation, a_medium, a_person
from tests.central.test_batches import pupil, upload

RARE = "示範\U0002f80f\ufa19堃"


@pytest.fixture
def at(load_platform):
    return Office(load_platform)


def approved(at, number, **changed):
    answer = at.submit(papers(number, **changed))
    at.check()
    return answer.application


def made(at, kind, receiver):
    file = office_files.make(at.platform, kind, receiver)
    assert file is not None
    return file, sheets.read(office_files.content(at.platform, file), COLUMNS[kind]).rows


def results(*rows):
    return sheets.written(RESULT_COLUMNS, [(file, str(row), result, code) for file, row, result, code in rows])


def test_a_registration_goes_to_the_carrier_once_and_never_changes(at):
    first = approved(at, 1, name=RARE)
    file, rows = made(at, "registration", "easycard")
    assert [(row["application"], row["name"], row["card_uid"]) for row in rows] == [(str(first), RARE, "")]
    content = office_files.content(at.platform, file)
    assert office_files.make(at.platform, "registration", "easycard") is None
    assert office_files.make(at.platform, "registration", "ipass") is None
    approved(at, 2)
    other, rows = made(at, "registration", "easycard")
    assert (other != file, len(rows)) == (True, 1)
    assert office_files.content(at.platform, file) == content
    with at.platform.store.read() as connection:
        assert [one.rows for one in office_files.listed(connection)] == [1, 1]


def test_rows_of_a_file_cannot_be_altered(at):
    approved(at, 1)
    made(at, "registration", "easycard")
    with pytest.raises(sa.exc.IntegrityError), at.platform.store.write() as connection:
        connection.execute(office_file_rows.update().values(row=9))
    with pytest.raises(sa.exc.IntegrityError), at.platform.store.write() as connection:
        connection.execute(sa.text("DELETE FROM application_steps"))


def test_an_agencys_file_has_its_fields_alone(at):
    answer = at.love(1, address="示範路1號")
    at.check()
    for agency in (SOCIAL, TRANSPORT):
        at.decide(answer.application, agency, "approve")
    who = papers(1)
    _, (social,) = made(at, "agency", "demo_social")
    assert (social["name"], social["national_id"], social["facts"]) == (who.name, who.national_id, "disability")
    assert (social["district"], social["address"], social["email"]) == ("", "", "")
    _, (transport,) = made(at, "agency", "demo_transport")
    assert (transport["district"], transport["national_id"], transport["facts"]) == (who.district, "", "")
    assert office_files.make(at.platform, "agency", "demo_school") is None


@pytest.mark.parametrize(
    ("kind", "receiver", "code"),
    [("agency", "none", Code.AGENCY_UNKNOWN), ("registration", "none", Code.REQUEST_INVALID)],
)
def test_a_receiver_that_nobody_knows_is_refused(at, kind, receiver, code):
    with pytest.raises(Refused) as caught:
        office_files.make(at.platform, kind, receiver)
    assert caught.value.code is code


def test_results_are_taken_once_and_what_is_wrong_is_named(at):
    for number in (1, 2):
        approved(at, number)
    file, _ = made(at, "registration", "easycard")
    content = results((file, 1, "ok", ""), (file, 2, "failed", "E17"))
    for expected in ((2, 0), (0, 2)):
        report = office_files.take_results(at.platform, content)
        assert (report.kept, report.again, report.faults) == (*expected, [])
    report = office_files.take_results(
        at.platform, results((file, 1, "failed", ""), (file, 3, "ok", ""), ("none", 1, "ok", ""), (file, 2, "maybe", ""))
    )
    assert [(fault.row, fault.code) for fault in report.faults] == [
        (2, Code.REQUEST_CONFLICT),
        (3, Code.APPLICATION_UNKNOWN),
        (4, Code.APPLICATION_UNKNOWN),
        (5, Code.FILE_INVALID),
    ]
    with at.platform.store.read() as connection:
        (listed,) = office_files.listed(connection)
    assert (listed.rows, listed.answered) == (2, 2)


def test_a_file_with_somebody_forgotten_is_never_written_again(at):
    application = approved(at, 1)
    file, _ = made(at, "registration", "easycard")
    with at.platform.store.write() as connection:
        connection.execute(data_keys.delete().where(data_keys.c.holder == at.record(application).holder))
    with pytest.raises(Refused) as caught:
        office_files.content(at.platform, file)
    assert caught.value.code is Code.PERSON_UNKNOWN


def issue(station, application, number, kind, **person):
    payload = CardIssued(
        holder=uuid4(),
        card_kind=kind,
        carrier="easycard",
        provisional=False,
        consents=["issue@1"],
        application=application,
    )
    return station.say(station.act(payload, medium=a_medium(number), sealed=station.sealed(a_person(number, **person))))


def test_from_the_counter_to_the_card_in_the_hand(at, tmp_path, clock):
    """Counter, household check by file, two agencies of which one asks for more, registration, issue, collection; each told."""
    who = papers(1, facts=LOVE_FACTS)
    answer = at.submit(who, "love", documents_seen=["national_id", "disability_certificate"])
    household = FileRegister(tmp_path / "household", "household")
    assert checks.ask(at.platform, household) == 1
    (out,) = (tmp_path / "household" / "out").iterdir()
    (question,) = sheets.read(out.read_bytes(), QUESTION_COLUMNS).rows
    assert (question["name"], question["national_id"]) == (who.name, who.national_id)
    lines = [(question["check_id"], "resident", "1999-09-21")]
    (tmp_path / "household" / "in" / out.name).write_bytes(sheets.written(ANSWER_COLUMNS["household"], lines))
    assert checks.take(at.platform, household).kept == 1
    assert at.state(answer.application) == "status_check"
    at.check()
    assert at.state(answer.application) == "dispatched"
    at.decide(answer.application, TRANSPORT, "approve")
    at.decide(answer.application, SOCIAL, "supplement", "示範影本不清", ("disability_certificate",))
    clock.advance(3600)
    at.document(answer.application, "disability_certificate")
    assert at.act(answer.application, "supply").state == "under_review"
    assert at.decide(answer.application, SOCIAL, "approve").state == "approved"
    _, (row,) = made(at, "registration", "easycard")
    assert (row["receipt"], row["national_id"]) == (answer.receipt, who.national_id)
    counter = FieldStation(at.platform, ["counter"])
    assert issue(counter, answer.application, 1, "love", facts=LOVE_FACTS).status is OutcomeStatus.ACCEPTED
    assert at.state(answer.application) == "collected"
    assert at.subjects() == ["已收到您的申辦", "請補件", "申辦已核准", "卡片已交付"]
    assert at.steps(answer.application) == [
        "submit",
        "ask_household",
        "household_answered",
        "ask_status",
        "status_answered",
        "dispatch",
        "take_up",
        "review_approved",
        "review_supplement",
        "ask_supplement",
        "document",
        "resume",
        "review_approved",
        "approve",
        "sent_registration",
        "collect",
    ]


def test_a_schools_batch_from_the_file_to_the_last_card(at):
    answer = upload(at, [pupil(number) for number in (1, 2, 3)])
    at.check()
    listed = batches.hand_out_list(at.platform, HandOutRequest(batch=answer.batch), SCHOOL).rows
    for row in listed:
        at.decide(row.application, SCHOOL, "approve")
    file, rows = made(at, "production", "easycard")
    assert [row["label"] for row in rows] == ["三年二班 01", "三年二班 02", "三年二班 03"]
    assert office_files.make(at.platform, "production", "easycard") is None
    office_files.take_results(at.platform, results((file, 1, "ok", ""), (file, 2, "failed", "misprint"), (file, 3, "ok", "")))
    assert batches.report(at.platform, answer.batch, SCHOOL).counts == {"ready": 2, "approved": 1}
    again, rows = made(at, "production", "easycard")
    assert [row["label"] for row in rows] == ["三年二班 02"]
    office_files.take_results(at.platform, results((again, 1, "ok", "")))
    counter = FieldStation(at.platform, ["counter"])
    for number, row in enumerate(listed, 1):
        said = issue(counter, row.application, number, "student", facts=("local_student",), birthday="2015-03-01")
        assert said.status is OutcomeStatus.ACCEPTED
    assert batches.report(at.platform, answer.batch, SCHOOL).counts == {"collected": 3}
