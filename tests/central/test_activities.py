"""Activities of an organiser: their own agency's, registration lists that fill up, files, and figures as it goes on."""

import base64
from uuid import uuid4

import msgspec
import pytest

from central import admin
from domain.errors import Code, Refused
from domain.ids import new_op_id
from domain.sealing import seal
from domain.wire import ActivityRow, RosterRow
from domain.wire_activities import (
    ActivitiesAsked,
    ActivityAsked,
    ActivityCancel,
    ActivitySave,
    ForgottenAsked,
    Register,
    RosterAsked,
    RosterImport,
    Session,
    Tally,
)
from domain.wire_reports import ReportAsked
from tests.central.field import HOUR, FieldStation, a_medium, a_person, add_activity, import_person
from tests.central.office import a_caller, an_activity, ask, refusal

SAVE, REGISTER = "/v1/activities/save", "/v1/activities/register"


@pytest.fixture
def organiser(station):
    return a_caller(station)


def rows(platform, station, kind):
    found = platform.changes(platform.authenticate(station.token), generation="", cursor="", limit=5_000).rows
    return [row for row in found if isinstance(row, kind)]


def by_card(platform, number, *, on=True, activity="a1"):
    keys = platform.authority.keys
    medium = a_medium(number).digest(keys.digest)
    op_id = new_op_id(platform.now_ms())
    return Register(op_id=op_id, activity=activity, medium=medium, digest_key=keys.digest_key_id, on=on)


def sealed_id(platform, number):
    return seal(platform.authority.keys.sealing_public, a_person(number).national_id.encode())


# --- the book --------------------------------------------------------------------------------------------------------


def test_an_activity_reaches_the_stations(platform, station, organiser):
    view = ask(platform, organiser, SAVE, an_activity(platform, place="示範公園", budget=500)).activity
    assert (view.place, view.budget, view.given, view.registered, len(view.sessions)) == ("示範公園", 500, 0, 0, 2)
    (row,) = rows(platform, station, ActivityRow)
    assert (row.activity, row.open, row.starts_ms, row.ends_ms) == (
        "a1",
        True,
        view.sessions[0].starts_ms,
        view.sessions[1].ends_ms,
    )
    cancelled = ask(platform, organiser, "/v1/activities/cancel", ActivityCancel(op_id=new_op_id(1), activity="a1")).activity
    assert (cancelled.open, cancelled.cancelled_ms) == (False, platform.now_ms())
    assert not rows(platform, station, ActivityRow)[0].open
    assert refusal(platform, organiser, SAVE, an_activity(platform)) is Code.ACTIVITY_CLOSED


def test_the_same_request_again_is_the_same_answer_and_another_a_conflict(platform, organiser):
    request = an_activity(platform)
    first = ask(platform, organiser, SAVE, request)
    changed = ask(platform, organiser, SAVE, an_activity(platform, title="改名"))
    assert changed.activity.title == "改名"
    assert ask(platform, organiser, SAVE, request) == first
    assert ask(platform, organiser, "/v1/activities/one", ActivityAsked(activity="a1")).activity.title == "改名"
    other = msgspec.structs.replace(request, title="別的")
    assert refusal(platform, organiser, SAVE, other) is Code.REQUEST_CONFLICT


def test_another_agencys_activities_are_none_of_an_organisers_business(platform, station, organiser):
    stranger = a_caller(station, agency="教育局")
    ask(platform, organiser, SAVE, an_activity(platform))
    assert refusal(platform, stranger, SAVE, an_activity(platform, "b1")) is Code.STAFF_NOT_ALLOWED
    assert refusal(platform, stranger, SAVE, an_activity(platform, agency="教育局")) is Code.STAFF_NOT_ALLOWED
    assert refusal(platform, stranger, "/v1/activities/one", ActivityAsked(activity="a1")) is Code.STAFF_NOT_ALLOWED
    assert refusal(platform, stranger, "/v1/activities/counts", ActivityAsked(activity="a1")) is Code.STAFF_NOT_ALLOWED
    assert refusal(platform, stranger, REGISTER, by_card(platform, 1)) is Code.STAFF_NOT_ALLOWED
    assert ask(platform, stranger, "/v1/activities", ActivitiesAsked(agency="衛生局")).activities == []
    supervisor = a_caller(station, "supervisor", agency="")
    assert ask(platform, supervisor, SAVE, an_activity(platform, title="主管改")).activity.title == "主管改"


@pytest.mark.parametrize("role", ["supervisor", "auditor"])
def test_nor_of_another_agencys_supervisor_or_auditor(platform, station, organiser, role):
    ask(platform, organiser, SAVE, an_activity(platform))
    stranger = a_caller(station, role, agency="教育局")
    refused = [
        (SAVE, an_activity(platform, title="別局改")),
        (SAVE, an_activity(platform, "b1")),
        ("/v1/activities/cancel", ActivityCancel(op_id=uuid4(), activity="a1")),
        ("/v1/activities/one", ActivityAsked(activity="a1")),
        ("/v1/activities/roster", RosterAsked(activity="a1")),
        ("/v1/activities/forgotten", ForgottenAsked(activity="a1")),
        (
            "/v1/reports",
            ReportAsked(
                report="awards", form="csv", from_day="2026-11-01", to_day="2026-11-30", agency="衛生局", reason="示範"
            ),
        ),
    ]
    for path, request in refused:
        assert refusal(platform, stranger, path, request) is Code.STAFF_NOT_ALLOWED
    assert ask(platform, stranger, "/v1/activities", ActivitiesAsked(agency="衛生局")).activities == []
    assert ask(platform, organiser, "/v1/activities/one", ActivityAsked(activity="a1")).activity.open


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"type": "nothing"}, "type"),
        ({"sessions": [Session(starts_ms=5, ends_ms=5)]}, "sessions"),
        ({"sessions": [Session(starts_ms=5, ends_ms=9), Session(starts_ms=8, ends_ms=12)]}, "sessions"),
        ({"points_per_hour": 11}, "points"),
        ({"points_flat": 1}, "points"),
        ({"points_at_most": 81}, "points"),
    ],
)
def test_an_activity_that_cannot_be_is_refused(platform, organiser, changed, part):
    with pytest.raises(Refused, match=part):
        ask(platform, organiser, SAVE, an_activity(platform, **changed))
    assert ask(platform, organiser, "/v1/activities", ActivitiesAsked()).activities == []


def test_the_list_of_activities_has_pages(platform, organiser):
    for number in range(5):
        ask(platform, organiser, SAVE, an_activity(platform, f"a{number}"))
    first = ask(platform, organiser, "/v1/activities", ActivitiesAsked(limit=3))
    second = ask(platform, organiser, "/v1/activities", ActivitiesAsked(limit=3, after=first.activities[-1].activity))
    assert [view.activity for view in first.activities + second.activities] == ["a0", "a1", "a2", "a3", "a4"]
    assert (first.more, second.more) == (True, False)


# --- registration ----------------------------------------------------------------------------------------------------


def test_a_full_list_has_a_waiting_list_that_moves_up(platform, station, organiser):
    people = [import_person(platform, number) for number in range(1, 5)]
    ask(platform, organiser, SAVE, an_activity(platform, capacity=2))
    said = [ask(platform, organiser, REGISTER, by_card(platform, number)) for number in range(1, 5)]
    assert [(one.standing, one.place) for one in said] == [("registered", 0), ("registered", 0), ("waiting", 1), ("waiting", 2)]
    assert said[0].masked_name == "示○○號"
    assert ask(platform, organiser, REGISTER, by_card(platform, 1, on=False)).standing == "off"
    lines = ask(platform, organiser, "/v1/activities/roster", RosterAsked(activity="a1")).lines
    assert {(line.holder, line.standing) for line in lines} == {
        (people[1], "registered"),
        (people[2], "registered"),
        (people[3], "waiting"),
    }
    on_stations = {row.holder: row.active for row in rows(platform, station, RosterRow)}
    assert on_stations == {people[0]: False, people[1]: True, people[2]: True}
    ask(platform, organiser, SAVE, an_activity(platform, capacity=5))
    assert ask(platform, organiser, "/v1/activities/counts", ActivityAsked(activity="a1")).registered == 3


def test_registering_twice_takes_one_place(platform, organiser):
    import_person(platform, 1)
    ask(platform, organiser, SAVE, an_activity(platform, capacity=1))
    sealed = Register(op_id=new_op_id(1), activity="a1", sealed_id=sealed_id(platform, 1))
    assert ask(platform, organiser, REGISTER, by_card(platform, 1)).standing == "registered"
    assert ask(platform, organiser, REGISTER, sealed).standing == "registered"
    assert ask(platform, organiser, "/v1/activities/counts", ActivityAsked(activity="a1")).registered == 1


def test_who_cannot_be_registered(platform, organiser):
    ask(platform, organiser, SAVE, an_activity(platform))
    import_person(platform, 1)
    nobody = Register(op_id=new_op_id(1), activity="a1")
    garbage = Register(op_id=new_op_id(1), activity="a1", sealed_id=b"x")
    other_key = msgspec.structs.replace(by_card(platform, 1), digest_key="k9")
    unknown = Register(op_id=new_op_id(1), activity="a1", sealed_id=sealed_id(platform, 2))
    assert refusal(platform, organiser, REGISTER, by_card(platform, 2)) is Code.CARD_UNKNOWN
    assert refusal(platform, organiser, REGISTER, by_card(platform, 1, activity="zz")) is Code.ACTIVITY_UNKNOWN
    assert [refusal(platform, organiser, REGISTER, one) for one in (nobody, garbage, other_key)] == [Code.REQUEST_INVALID] * 3
    assert refusal(platform, organiser, REGISTER, unknown) is Code.PERSON_UNKNOWN
    ask(platform, organiser, SAVE, an_activity(platform, open=False))
    assert refusal(platform, organiser, REGISTER, by_card(platform, 1)) is Code.ACTIVITY_CLOSED


def a_file(platform, all_or_nothing):
    sealed = base64.b64encode(sealed_id(platform, 3)).decode()
    lines = [
        "卡片UID,密封身分證",
        f"{a_medium(1).value.hex()},",
        f"{a_medium(9).value.hex()},",
        f",{sealed}",
        ",!!",
        "zz,",
        ",",
        f"{a_medium(2).value.hex(':')},",
        f"{a_medium(1).value.hex()},",
        "1,2,3",
    ]
    content = "\r\n".join(lines).encode()
    return RosterImport(op_id=new_op_id(1), activity="a1", content=content, all_or_nothing=all_or_nothing)


def test_a_file_registers_whom_it_names_and_tells_of_each_row_that_it_cannot(platform, organiser):
    for number in (1, 2, 3):
        import_person(platform, number)
    ask(platform, organiser, SAVE, an_activity(platform, capacity=2))
    said = ask(platform, organiser, "/v1/activities/roster/import", a_file(platform, all_or_nothing=True))
    faults = [(fault.row, fault.column, fault.code) for fault in said.faults]
    assert faults == [
        (3, "卡片UID", Code.CARD_UNKNOWN),
        (5, "密封身分證", Code.FILE_INVALID),
        (6, "卡片UID", Code.FILE_INVALID),
        (10, "", Code.FILE_INVALID),
    ]
    assert (said.registered, said.waiting, said.already) == (0, 0, 0)
    said = ask(platform, organiser, "/v1/activities/roster/import", a_file(platform, all_or_nothing=False))
    assert (said.registered, said.waiting, said.already, len(said.faults)) == (2, 1, 1, 4)


# --- as it goes on ---------------------------------------------------------------------------------------------------


def test_figures_by_session(platform, station, organiser, clock):
    for number in (1, 2):
        import_person(platform, number)
    ask(platform, organiser, SAVE, an_activity(platform))
    ask(platform, organiser, REGISTER, by_card(platform, 1))
    came = station.sign_in(a_medium(1), at_ms=clock.ms - HOUR)
    other = FieldStation(platform, ["event"])
    station.upload(came, station.sign_out(a_medium(1), came, screen=(60, 10)), station.sign_in(a_medium(2)))
    clock.advance(2 * 3600)
    other.upload(other.sign_in(a_medium(1)), other.sign_in(a_medium(7)))
    said = ask(platform, a_caller(station, "event", agency=""), "/v1/activities/counts", ActivityAsked(activity="a1"))
    assert (said.registered, said.total) == (1, Tally(present=3, came=3, walk_ins=0, minutes=60, points=10))
    assert said.sessions == [
        Tally(present=1, came=2, walk_ins=0, minutes=60, points=10),
        Tally(present=2, came=2, walk_ins=0, minutes=0, points=0),
    ]


def test_operators_activities_are_seen_as_one_session(platform, station, organiser):
    add_activity(platform)
    holder = import_person(platform, 1)
    admin.register_for_activity(platform, "a1", holder)
    view = ask(platform, organiser, "/v1/activities/one", ActivityAsked(activity="a1")).activity
    assert (len(view.sessions), view.registered, view.capacity, view.budget) == (1, 1, None, None)


def test_bounds_are_in_the_types():
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"op_id": str(new_op_id(1)), "activity": "a b", "title": "x"}, ActivitySave)
