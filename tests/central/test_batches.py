"""Batches of applications: row by row or all or nothing, resumable, idempotent, reported by row."""

import csv
import io
from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central.applications import batch_rows, batches
from central.applications.book import By
from central.schema import holders, lots
from central.schema.applications import application_batches
from domain.errors import Code, Refused
from domain.ids import new_op_id
from domain.wire_applications import BatchRequest, HandOutRequest
from domain.wire_files import RowFault
from tests.central.application_rig import COUNTER, SCHOOL, TRANSPORT, Office, papers
from tests.central.field import a_person, give
from tests.postgres_rig import ON_SQLITE

AT_ONCE = 6
COLUMNS = (*batch_rows.REQUIRED, *batch_rows.OPTIONAL)
RARE = "示範\U0002f80f\ufa19堃"


@pytest.fixture
def at(load_platform):
    return Office(load_platform)


def pupil(number, **changed):
    person = a_person(number, birthday="2015-03-01")
    plain = {
        "name": person.name,
        "national_id": person.national_id,
        "birthday": person.birthday,
        "district": person.district,
        "card_kind": "student",
        "carrier": "easycard",
        "consents": "issue@1",
        "facts": "local_student",
        "label": f"三年二班 {number:02}",
    }
    return {**plain, **changed}


def a_file(rows, columns=COLUMNS, encoding="utf-8-sig"):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def request(at, rows, **changed):
    content = rows if isinstance(rows, bytes) else a_file(rows)
    plain = BatchRequest(
        op_id=new_op_id(at.platform.now_ms()), channel="school", name="示範三年二班", content=at.sealed(content)
    )
    return msgspec.structs.replace(plain, **changed)


def upload(at, rows, by=SCHOOL, **changed):
    return batches.upload(at.platform, request(at, rows, **changed), by)


def counted(at, table):
    with at.platform.store.read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table))


def test_a_batch_is_taken_in_and_nobody_twice(at):
    asked = request(at, [pupil(number) for number in range(1, 6)])
    for _ in range(2):
        answer = batches.upload(at.platform, asked, SCHOOL)
        assert (answer.state, answer.rows, answer.done, answer.faults) == ("taken", 5, 5, [])
        assert answer.counts == {"household_check": 5}
    assert at.count() == 5
    other = msgspec.structs.replace(asked, content=at.sealed(a_file([pupil(1)])))
    with pytest.raises(Refused) as caught:
        batches.upload(at.platform, other, SCHOOL)
    assert caught.value.code is Code.REQUEST_CONFLICT


def test_all_or_nothing_is_nothing_with_one_fault(at):
    rows = [pupil(number) for number in range(1, 6)]
    rows[3]["national_id"] = "A123456780"
    answer = upload(at, rows)
    assert (answer.state, answer.done) == ("refused", 0)
    assert answer.faults == [RowFault(row=5, column="national_id", code=Code.NATIONAL_ID_CHECKSUM)]
    assert (at.count(), counted(at, holders)) == (0, 0)


def test_row_by_row_takes_the_others(at):
    rows = [pupil(number) for number in range(1, 6)]
    rows[1]["district"] = "信義區"
    answer = upload(at, rows, all_or_nothing=False)
    assert (answer.state, answer.rows, answer.counts) == ("taken", 5, {"household_check": 4})
    assert answer.faults == [RowFault(row=3, column="district", code=Code.DISTRICT_UNKNOWN)]


def test_a_dry_run_checks_everything_and_keeps_nothing(at):
    at.submit(papers(1))
    rows = [pupil(1, card_kind="senior", facts="resident lives_here", birthday="1950-01-05"), pupil(2), pupil(2), pupil(3)]
    rows[3]["consents"] = ""
    answer = upload(at, rows, dry_run=True)
    assert (answer.state, answer.done, answer.rows) == ("checked", 0, 4)
    assert [(fault.row, fault.code) for fault in answer.faults] == [
        (2, Code.APPLICATION_DUPLICATE),
        (4, Code.APPLICATION_DUPLICATE),
        (5, Code.CONSENT_MISSING),
    ]
    assert (at.count(), counted(at, application_batches)) == (1, 0)


@ON_SQLITE
def test_row_4711_is_named(at):
    rows = [pupil(number) for number in range(1, 4_801)]
    rows[4_709]["birthday"] = "2015-02-30"
    answer = upload(at, rows, dry_run=True)
    assert answer.faults == [RowFault(row=4_711, column="birthday", code=Code.DATE_FORMAT)]


def begun(at, asked, monkeypatch):
    """A try that dies after its first portion."""
    original, calls = batches._portion, []

    def dies(*args):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return original(*args)

    monkeypatch.setattr(batches, "_AT_ONCE", AT_ONCE)
    with monkeypatch.context() as patched:
        patched.setattr(batches, "_portion", dies)
        with pytest.raises(KeyboardInterrupt):
            batches.upload(at.platform, asked, SCHOOL)


def test_a_broken_try_goes_on_where_it_ended(at, monkeypatch):
    total = AT_ONCE + 3
    asked = request(at, [pupil(number) for number in range(1, total + 1)])
    begun(at, asked, monkeypatch)
    between = batches.upload(at.platform, asked, SCHOOL)
    assert (between.state, between.counts) == ("taking", {"draft": AT_ONCE})
    draft = batch_rows.application_id(asked.op_id, 2)
    with pytest.raises(Refused) as caught:
        at.act(draft, "hand_in")
    assert caught.value.code is Code.APPLICATION_UNKNOWN
    assert at.mail() == []
    answer = batches.resume(at.platform, asked.op_id, SCHOOL)
    assert (answer.state, answer.done, answer.counts) == ("taken", total, {"household_check": total})
    assert at.count() == total


def test_a_row_that_fails_in_between_takes_every_draft_away(at, monkeypatch):
    """Somebody of the second portion applies at a counter while the first is taken in."""
    total = AT_ONCE + 2
    asked = request(at, [pupil(number) for number in range(1, total + 1)])
    begun(at, asked, monkeypatch)
    who = papers(total, facts=("local_student",), birthday="2015-03-01")
    at.submit(who, "student", channel="school", documents_seen=[])
    answer = batches.resume(at.platform, asked.op_id, SCHOOL)
    assert (answer.state, answer.counts) == ("refused", {})
    assert answer.faults == [RowFault(row=total + 1, column="national_id", code=Code.APPLICATION_DUPLICATE)]
    assert (at.count(), counted(at, holders)) == (1, 1)


def test_whoever_was_given_points_meanwhile_stays_when_the_drafts_go(at, monkeypatch):
    total = AT_ONCE + 2
    asked = request(at, [pupil(number) for number in range(1, total + 1)])
    begun(at, asked, monkeypatch)
    with at.platform.store.read() as connection:
        holder = connection.scalars(sa.select(holders.c.holder)).first()
    give(at.platform, holder, 50)
    who = papers(total, facts=("local_student",), birthday="2015-03-01")
    at.submit(who, "student", channel="school", documents_seen=[])
    assert batches.resume(at.platform, asked.op_id, SCHOOL).state == "refused"
    assert (at.count(), counted(at, holders), counted(at, lots)) == (1, 2, 1)


@pytest.mark.parametrize("whole", [True, False], ids=["all or nothing", "row by row"])
def test_a_batch_that_is_dropped_is_taken_in_no_further(at, monkeypatch, whole):
    total = AT_ONCE + 3
    asked = request(at, [pupil(number) for number in range(1, total + 1)], all_or_nothing=whole)
    begun(at, asked, monkeypatch)
    with pytest.raises(Refused, match="application_unknown"):
        batches.drop(at.platform, asked.op_id, TRANSPORT)
    for _ in range(2):
        answer = batches.drop(at.platform, asked.op_id, SCHOOL)
        kept = {} if whole else {"household_check": AT_ONCE}
        assert (answer.state, answer.counts) == ("refused" if whole else "taken", kept)
    assert (answer.done, answer.rows) == (0 if whole else AT_ONCE, total)
    assert batches.resume(at.platform, asked.op_id, SCHOOL) == answer
    assert (at.count(), counted(at, holders)) == ((0, 0) if whole else (AT_ONCE, AT_ONCE))


def test_rare_characters_and_formulas_come_through_exactly(at):
    rows = [pupil(1, name=RARE), pupil(2, name="'=示範(1)"), pupil(3, name="示範'); DROP TABLE applications; --")]
    answer = upload(at, rows)
    assert answer.state == "taken"
    listed = batches.hand_out_list(at.platform, HandOutRequest(batch=answer.batch), SCHOOL)
    assert [row.label for row in listed.rows] == ["三年二班 01", "三年二班 02", "三年二班 03"]
    assert listed.rows[0].masked_name == f"示○○○{RARE[-1]}"


def test_big5_only_where_it_is_said(at):
    content = a_file([pupil(1, name="示範李")], encoding="cp950")
    with pytest.raises(Refused) as caught:
        upload(at, content)
    assert caught.value.code is Code.FILE_INVALID
    assert upload(at, content, encoding="big5").state == "taken"


@ON_SQLITE
@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"name\r\n", a_file([], (*COLUMNS, "salary")), b'"never closed'],
    ids=["empty", "binary", "columns", "unknown column", "quote"],
)
def test_a_file_that_is_none_is_refused(at, content):
    with pytest.raises(Refused) as caught:
        upload(at, content)
    assert caught.value.code is Code.FILE_INVALID
    assert counted(at, application_batches) == 0


@ON_SQLITE
def test_more_rows_than_a_batch_may_have_are_refused(at):
    line = ",".join(["x"] * len(COLUMNS)) + "\r\n"
    content = (",".join(COLUMNS) + "\r\n" + line * 100_001).encode()
    with pytest.raises(Refused) as caught:
        upload(at, content, dry_run=True)
    assert caught.value.code is Code.REQUEST_TOO_LARGE


def test_only_agencies_that_apply_in_batches_may_and_each_sees_its_own(at):
    for by in (TRANSPORT, By(who="staff:x", agency="none")):
        with pytest.raises(Refused) as caught:
            upload(at, [pupil(1)], by=by)
        assert caught.value.code is Code.AGENCY_UNKNOWN
    answer = upload(at, [pupil(1)])
    assert batches.report(at.platform, answer.batch, COUNTER).state == "taken"
    for act in (batches.report, batches.resume):
        with pytest.raises(Refused) as caught:
            act(at.platform, answer.batch, TRANSPORT)
        assert caught.value.code is Code.APPLICATION_UNKNOWN
    with pytest.raises(Refused):
        batches.report(at.platform, uuid4(), SCHOOL)


def test_the_list_to_hand_out_comes_in_pages(at):
    answer = upload(at, [pupil(number) for number in range(1, 8)])
    seen, after = [], 0
    while True:
        page = batches.hand_out_list(at.platform, HandOutRequest(batch=answer.batch, after=after, limit=3), SCHOOL)
        seen += [row.row for row in page.rows]
        if not page.more:
            break
        after = seen[-1]
    assert seen == list(range(2, 9))
