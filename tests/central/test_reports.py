"""Reports: typed rows that add up to the ledger, masked people, and who took them for what."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import msgspec
import openpyxl
import pytest
import sqlalchemy as sa

from central import audit
from central.access.service_keys import Service
from central.money import clearing
from central.reports import catalogue
from central.reports.inquiry import HIDDEN, Inquiry
from central.schema import exports, service_minutes
from domain import taipei
from domain.errors import Code, Refused
from domain.events import AttendanceUndone
from domain.wire_reports import ReportAsked
from tests.central.field import HOUR, FieldStation, a_medium, a_person, add_activity, give, import_person, op_id_of
from tests.central.office import a_caller, ask, refusal

PATH = "/v1/reports"


@pytest.fixture
def organiser(station):
    return a_caller(station)


@pytest.fixture
def auditor(station):
    return a_caller(station, "auditor", agency="", staff="aud-1")


def asked(platform, report, form="csv", **changed):
    today = taipei.day(platform.now_ms())
    request = ReportAsked(
        report=report, form=form, from_day=(today - timedelta(days=1)).isoformat(), to_day=today.isoformat(), reason="結案"
    )
    return msgspec.structs.replace(request, **changed)


def rows_of(platform, caller, report, **changed):
    """The file's rows by the header's names."""
    answer = ask(platform, caller, PATH, asked(platform, report, **changed))
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def sheet_of(platform, caller, report, **changed):
    answer = ask(platform, caller, PATH, asked(platform, report, "xlsx", **changed))
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


@pytest.fixture
def held(platform, station, clock):
    """An activity at which two people earned points, one of which was undone, and one redeemed."""
    add_activity(platform)
    kiosk = FieldStation(platform, ["kiosk"])
    for number in (1, 2, 3):
        import_person(platform, number)
        came = station.sign_in(a_medium(number), at_ms=clock.ms - 2 * HOUR)
        station.upload(came, station.sign_out(a_medium(number), came, screen=(120, 20)))
    station.say(station.act(AttendanceUndone(sign_in=op_id_of(came))))
    give(platform, import_person(platform, 1), 30, agency="教育局")
    assert kiosk.say(kiosk.wish(a_medium(1), 45)).result.refusal is None
    clock.advance(1)
    return kiosk


def test_the_list_of_awards(platform, organiser, held):
    rows = rows_of(platform, organiser, "awards", activity="a1")
    assert [(row["序號"], row["姓名"], row["點數"], row["分鐘"]) for row in rows] == [
        (str(number), "示○○號", "20", "120") for number in (1, 2, 3)
    ]
    assert rows[0]["卡號"] == "****" + a_medium(1).value.hex().upper()[-4:]
    assert [bool(row["收回時間"]) for row in rows] == [False, False, True]
    assert rows[0]["活動"] == "示範活動"
    assert rows[0]["給點時間（民國）"].startswith("1")
    assert a_person(1).name not in str(rows)
    sheet = sheet_of(platform, organiser, "awards", activity="a1")
    assert (sheet.freeze_panes, sheet.max_row) == ("A2", 4)
    assert isinstance(sheet["G2"].value, int)


def test_the_name_of_a_health_activity_is_its_own_agencys_alone(platform, organiser, auditor, held):
    assert {row["活動"] for row in rows_of(platform, auditor, "awards", activity="a1")} == {HIDDEN}
    assert {row["活動"] for row in rows_of(platform, auditor, "hours")} == {HIDDEN}
    assert {row["活動"] for row in rows_of(platform, organiser, "hours")} == {"示範活動"}
    assert "示範活動" not in sheet_of(platform, auditor, "attendance", activity="a1").title


def test_who_was_there(platform, organiser, held):
    rows = rows_of(platform, organiser, "attendance", activity="a1")
    assert sorted((row["分鐘"], row["點數"], row["狀態"]) for row in rows) == [
        ("0", "0", "誤簽已取消"),
        ("120", "20", ""),
        ("120", "20", ""),
    ]


def test_hours_served(platform, organiser, held):
    rows = rows_of(platform, organiser, "hours")
    assert [(row["次數"], row["分鐘"], row["時數"]) for row in rows] == [("1", "120", "2:00")] * 2
    with platform.store.read() as connection:
        assert connection.scalar(sa.select(sa.func.sum(service_minutes.c.minutes))) == 240


def test_redemptions_and_what_agencies_owe_add_up_to_the_ledger(platform, auditor, held):
    rows = rows_of(platform, auditor, "redemptions")
    assert [(row["地點"], row["機關"], row["筆數"], row["點數"], row["金額"]) for row in rows] == [
        ("示範地點", "教育局", "1", "25", "25"),
        ("示範地點", "衛生局", "1", "20", "20"),
    ]
    day = (taipei.midnight_ms(taipei.day(platform.now_ms()) - timedelta(days=1)), platform.now_ms() + 1)
    with platform.store.read() as connection:
        points, owed = clearing.points(connection, *day), clearing.payable(connection, *day)
    assert sum(int(row["點數"]) for row in rows) == sum(row.redeemed for row in points) == 45
    assert sum(int(row["金額"]) for row in rows) == sum(row.charged_ntd for row in owed) == 45
    assert sum(int(row["給點"]) for row in rows_of(platform, auditor, "points")) == sum(row.awarded for row in points) == 90
    assert sum(int(row["收回"]) for row in rows_of(platform, auditor, "points")) == 20
    assert sum(int(row["淨應付"]) for row in rows_of(platform, auditor, "payable")) == 45
    assert audit.facts(platform.store.engine).ledger_sum == 0
    sheet = sheet_of(platform, auditor, "payable")
    assert sheet["D2"].number_format == '"NT$"#,##0'


def test_an_organiser_sees_their_own_agency_alone(platform, organiser, station, held):
    assert {row["機關"] for row in rows_of(platform, organiser, "redemptions")} == {"衛生局"}
    assert refusal(platform, organiser, PATH, asked(platform, "points", agency="教育局")) is Code.STAFF_NOT_ALLOWED
    assert refusal(platform, organiser, PATH, asked(platform, "daily")) is Code.STAFF_NOT_ALLOWED
    stranger = a_caller(station, agency="教育局")
    assert refusal(platform, stranger, PATH, asked(platform, "awards", activity="a1")) is Code.STAFF_NOT_ALLOWED
    nobody = a_caller(station, agency="")
    assert refusal(platform, nobody, PATH, asked(platform, "points")) is Code.STAFF_NOT_ALLOWED
    service = Service(service_key="key-1", agency="教育局", scopes=frozenset({"reports"}))
    answer = ask(platform, service, "/v1/reports/agency", asked(platform, "points"))
    assert "教育局" in answer.content.decode()
    assert "衛生局" not in answer.content.decode()


def test_a_day_at_a_site(platform, station, auditor, clock):
    station.upload(station.issue(a_person(1), a_medium(1)), station.issue(a_person(2), a_medium(2), "general"))
    station.upload(station.sign_in(a_medium(1), "zz"), station.act(AttendanceUndone(sign_in=uuid4())))
    rows = rows_of(platform, auditor, "daily", site="示範地點")
    found = {(row["項目"], row["卡別"]): (row["件數"], row["其中待查"], row["未成立"], row["規費"]) for row in rows}
    assert found["card.issued", "敬老卡"][0] == "1"
    assert found["attendance.in", ""] == ("1", "1", "0", "0")
    assert found["attendance.undone", ""] == ("0", "0", "1", "0")
    assert rows_of(platform, auditor, "daily", site="別處") == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reason": " "}, Code.REASON_MISSING),
        ({"activity": ""}, Code.REQUEST_INVALID),
        ({"activity": "zz"}, Code.ACTIVITY_UNKNOWN),
        ({"from_day": "2026-02-30"}, Code.REQUEST_INVALID),
        ({"from_day": "2026-12-31", "to_day": "2026-12-01"}, Code.REQUEST_INVALID),
        ({"to_day": "9999-12-31"}, Code.REQUEST_INVALID),
        ({"from_day": "0001-01-01"}, Code.REQUEST_INVALID),
    ],
)
def test_what_cannot_be_reported(platform, organiser, held, changed, code):
    assert refusal(platform, organiser, PATH, asked(platform, "awards", **{"activity": "a1", **changed})) is code


def test_who_took_what_and_why_is_written_down(platform, organiser, held):
    rows_of(platform, organiser, "awards", activity="a1")
    with platform.store.read() as connection:
        row = connection.execute(sa.select(exports)).one()
    assert (row.report, row.form, row.reader, row.agency, row.reason, row.rows) == (
        "awards",
        "csv",
        "org-1",
        "衛生局",
        "結案",
        3,
    )
    with pytest.raises(sa.exc.IntegrityError), platform.store.write() as connection:
        connection.execute(exports.delete())


def test_too_many_rows_are_refused_and_nothing_is_written_down(platform, organiser, held):
    reader = catalogue.Reader(reader="org-1", agency="衛生局")
    wanted = catalogue.Wanted(report="awards", form="csv", from_ms=0, to_ms=1 << 52, activity="a1", reason="結案")
    with pytest.raises(Refused, match="request_too_large"):
        catalogue.write(platform, reader, wanted, io.BytesIO(), most_rows=2)
    with platform.store.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(exports)) == 0


def test_every_report_runs_on_an_empty_platform(platform):
    with platform.store.read() as connection:
        inquiry = Inquiry(connection=connection, authority=platform.authority, from_ms=0, to_ms=1 << 52)
        for report in catalogue.REPORTS.values():
            if not report.of_activity:
                assert list(report.make(inquiry).rows) == []


def test_a_forgotten_person_has_no_name_and_the_sums_stay(platform, organiser, held):
    with platform.store.write() as connection:
        connection.execute(sa.text("DELETE FROM data_keys"))
    assert [row["姓名"] for row in rows_of(platform, organiser, "awards", activity="a1")] == [""] * 3
