"""Signing in at the platform: guesses that are counted, sessions that end, PINs that change."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central import admin, feed
from central.access import staff_sessions
from central.schema import changes
from domain.errors import Code
from domain.wire import StaffRow
from domain.wire_access import (
    PinChange,
    StaffChange,
    StaffListRequest,
    StaffListResponse,
    StaffSessionEnd,
    TrailRequest,
    TrailResponse,
)
from tests.central.field import FieldStation, problem_of
from tests.central.office_rig import PIN, Desk, desk, employ, try_pin


@pytest.fixture
def rig(platform_server):
    return platform_server


@pytest.fixture
def station(rig):
    return FieldStation(rig.platform, ["counter"], rig.url)


def refusal(answer, status, code):
    assert (answer.status_code, problem_of(answer).code) == (status, code)
    return problem_of(answer).details


def listed(one, **kwargs):
    return {row.staff: row for row in one.ask("/v1/staff/list", StaffListRequest(**kwargs), StaffListResponse).members}


def in_feed(platform, staff_id):
    with platform.store.read() as connection:
        row = connection.scalar(sa.select(changes.c.row).where(changes.c.kind == "staff", changes.c.key == staff_id))
    return None if row is None else msgspec.json.decode(row, type=StaffRow)


def test_each_wrong_pin_costs_more_time_and_the_sixth_a_supervisor(rig, station, clock):
    employ(rig.platform, "c1", ["clerk"], 1)
    assert refusal(try_pin(station, 1, "0000"), 409, Code.PIN_WRONG) == {"seconds": 0}
    for wait in (2, 4, 8, 16, 32):
        assert refusal(try_pin(station, 1, "0000"), 409, Code.PIN_WRONG) == {"seconds": wait}
        if wait < 32:
            assert refusal(try_pin(station, 1), 409, Code.PIN_WAIT) == {"seconds": wait}
            clock.advance(wait)
    clock.advance(3600)
    refusal(try_pin(station, 1), 409, Code.PIN_NEEDS_SUPERVISOR)
    boss = desk(rig, ["supervisor"])
    assert listed(boss)["c1"].locked
    order = StaffChange(op_id=uuid4(), staff="c1", act="unlock")
    for _ in range(2):
        assert boss.post("/v1/staff/change", order).status_code == 200
    assert try_pin(station, 1).status_code == 200
    assert listed(boss)["c1"].wrong_pins == 0


def test_the_right_pin_begins_to_count_anew(rig, station, clock):
    employ(rig.platform, "c1", ["clerk"], 1)
    for _ in range(3):
        try_pin(station, 1, "0000")
        clock.advance(60)
    assert try_pin(station, 1).status_code == 200
    assert refusal(try_pin(station, 1, "0000"), 409, Code.PIN_WRONG) == {"seconds": 0}


def test_guesses_side_by_side_gain_nothing(rig, station):
    """Of twelve at once only the two are looked at that cost no wait: the right PIN among the rest is not found out."""
    employ(rig.platform, "c1", ["clerk"], 1)
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda number: try_pin(station, 1, f"{number:04}"), range(12)))
    codes = [problem_of(answer).code for answer in answers]
    assert (codes.count(Code.PIN_WRONG), codes.count(Code.PIN_WAIT)) == (2, 10)


def test_a_guess_counts_as_wrong_until_it_is_proven_right(rig, station, monkeypatch):
    employ(rig.platform, "c1", ["clerk"], 1)
    seen = []

    def looked_at(*_):
        with rig.platform.store.read() as connection:
            seen.append(connection.scalar(sa.text("SELECT failures FROM staff_pin_failures")))
        return True

    monkeypatch.setattr(staff_sessions, "_is_pin", looked_at)
    assert try_pin(station, 1).status_code == 200
    assert seen == [1]


def test_a_token_is_good_at_its_station_alone_and_until_it_is_given_back(rig, station):
    one = desk(rig, ["auditor"])
    elsewhere = Desk.__new__(Desk)
    elsewhere.station, elsewhere.session = station, one.session
    refusal(elsewhere.post("/v1/staff/list", StaffListRequest()), 401, Code.STAFF_SESSION_ENDED)
    assert one.post("/v1/staff/list", StaffListRequest()).status_code == 200
    for _ in range(2):
        assert one.station.post("/v1/staff/session/end", StaffSessionEnd(token=one.session.token)).status_code == 200
    refusal(one.post("/v1/staff/list", StaffListRequest()), 401, Code.STAFF_SESSION_ENDED)


def test_a_session_ends_idle_and_at_the_longest(rig, clock):
    one = desk(rig, ["auditor"])
    step_s = staff_sessions.IDLE_MS // 1000 - 1
    for _ in range(staff_sessions.LONGEST_MS // 1000 // step_s):
        clock.advance(step_s)
        assert one.post("/v1/staff/list", StaffListRequest()).status_code == 200
    clock.advance(step_s)
    refusal(one.post("/v1/staff/list", StaffListRequest()), 401, Code.STAFF_SESSION_ENDED)
    one = Desk(one.station, 700_001)
    clock.advance(staff_sessions.IDLE_MS // 1000 + 1)
    refusal(one.post("/v1/staff/list", StaffListRequest()), 401, Code.STAFF_SESSION_ENDED)


def test_one_session_at_a_station_and_another_elsewhere(rig, station):
    first = desk(rig, ["auditor"])
    elsewhere = Desk(station, 700_001)
    again = Desk(first.station, 700_001)
    refusal(first.post("/v1/staff/list", StaffListRequest()), 401, Code.STAFF_SESSION_ENDED)
    for one in (again, elsewhere):
        assert one.post("/v1/staff/list", StaffListRequest()).status_code == 200


def test_who_is_let_out_is_out_at_once_and_a_revoked_station_too(rig):
    boss = desk(rig, ["supervisor"], number=700_002)
    one = desk(rig, ["auditor"])
    assert boss.post("/v1/staff/change", StaffChange(op_id=uuid4(), staff="s700001", act="deactivate")).status_code == 200
    refusal(one.post("/v1/staff/list", StaffListRequest()), 401, Code.STAFF_SESSION_ENDED)
    refusal(try_pin(one.station, 700_001), 409, Code.STAFF_UNKNOWN)
    assert boss.post("/v1/staff/change", StaffChange(op_id=uuid4(), staff="s700001", act="activate")).status_code == 200
    one = Desk(one.station, 700_001)
    admin.revoke_station(rig.platform, one.station.enrolled.identity.station)
    refusal(one.post("/v1/staff/list", StaffListRequest()), 401, Code.STATION_REVOKED)


def test_an_op_id_changes_one_thing_and_nobody_themselves_or_another_agencys(rig):
    boss = desk(rig, ["supervisor"], agency="示範局")
    employ(rig.platform, "mine", ["clerk"], 1, agency="示範局")
    employ(rig.platform, "theirs", ["clerk"], 2, agency="另一局")
    op_id = uuid4()
    assert boss.post("/v1/staff/change", StaffChange(op_id=op_id, staff="mine", act="deactivate")).status_code == 200
    refusal(boss.post("/v1/staff/change", StaffChange(op_id=op_id, staff="mine", act="activate")), 409, Code.REQUEST_CONFLICT)
    for staff_id in ("theirs", "s700001"):
        order = StaffChange(op_id=uuid4(), staff=staff_id, act="deactivate")
        refusal(boss.post("/v1/staff/change", order), 403, Code.STAFF_NOT_ALLOWED)
    refusal(boss.post("/v1/staff/change", StaffChange(op_id=uuid4(), staff="no", act="unlock")), 409, Code.STAFF_UNKNOWN)
    assert listed(boss).keys() == {"mine", "s700001"}
    assert not listed(boss)["mine"].active
    entries = boss.ask("/v1/staff/trail", TrailRequest(), TrailResponse).entries
    acts = [(entry.actor, entry.act, entry.subject) for entry in entries if entry.act != "station.code"]
    hired = [("admin", "staff.put", who) for who in ("s700001", "mine")]
    assert acts == [*hired, ("s700001", "staff.deactivate", "mine")]


def test_an_auditor_sees_no_names_and_changes_nothing(rig):
    one = desk(rig, ["auditor"])
    assert {row.name for row in listed(one).values()} == {""}
    refusal(
        one.post("/v1/staff/change", StaffChange(op_id=uuid4(), staff="clerk-1", act="unlock")), 403, Code.STAFF_NOT_ALLOWED
    )


def test_the_list_is_paged(rig):
    boss = desk(rig, ["supervisor"])
    for number in range(3):
        employ(rig.platform, f"a{number}", ["clerk"], 10 + number)
    first = boss.ask("/v1/staff/list", StaffListRequest(limit=2), StaffListResponse)
    assert ([row.staff for row in first.members], first.more) == (["a0", "a1"], True)
    rest = boss.ask("/v1/staff/list", StaffListRequest(after="a1"), StaffListResponse)
    assert ([row.staff for row in rest.members], rest.more) == (["a2", "clerk-1", "s700001"], False)


def test_a_pin_changes_once_and_only_with_the_old_one(rig):
    one = desk(rig, ["auditor"])
    refusal(one.post("/v1/staff/pin", PinChange(op_id=uuid4(), old_pin="0000", new_pin="1357")), 409, Code.PIN_WRONG)
    refusal(one.post("/v1/staff/pin", PinChange(op_id=uuid4(), old_pin=PIN, new_pin=PIN)), 400, Code.REQUEST_INVALID)
    order = PinChange(op_id=uuid4(), old_pin=PIN, new_pin="1357")
    for _ in range(3):
        assert one.post("/v1/staff/pin", order).status_code == 200
    refusal(try_pin(one.station, 700_001), 409, Code.PIN_WRONG)
    Desk(one.station, 700_001, "1357")


def test_another_pin_ends_the_sessions_at_other_stations_and_not_this_one(rig, station):
    one = desk(rig, ["auditor"])
    elsewhere = Desk(station, 700_001)
    other = desk(rig, ["auditor"], number=700_003)
    order = PinChange(op_id=uuid4(), old_pin=PIN, new_pin="1357")
    assert one.post("/v1/staff/pin", order).status_code == 200
    refusal(elsewhere.post("/v1/staff/list", StaffListRequest()), 401, Code.STAFF_SESSION_ENDED)
    again = Desk(station, 700_001, "1357")
    assert one.post("/v1/staff/pin", order).status_code == 200
    for still in (one, again, other):
        assert still.post("/v1/staff/list", StaffListRequest()).status_code == 200


@pytest.mark.parametrize("act", ["force_pin_change", "deactivate"])
def test_a_supervisor_ends_every_session_of_somebody(rig, station, act):
    boss = desk(rig, ["supervisor"], number=700_002)
    sessions = [desk(rig, ["auditor"]), Desk(station, 700_001)]
    assert boss.post("/v1/staff/change", StaffChange(op_id=uuid4(), staff="s700001", act=act)).status_code == 200
    for one in sessions:
        refusal(one.post("/v1/staff/list", StaffListRequest()), 401, Code.STAFF_SESSION_ENDED)
    assert boss.post("/v1/staff/list", StaffListRequest()).status_code == 200


@pytest.mark.parametrize("changed", [{"pin": "8642"}, {"active": False}])
def test_an_operator_at_the_platform_ends_every_session_of_somebody(rig, station, changed):
    sessions = [desk(rig, ["auditor"]), Desk(station, 700_001)]
    employ(rig.platform, "s700001", ["auditor"], 700_001, **changed)
    for one in sessions:
        refusal(one.post("/v1/staff/list", StaffListRequest()), 401, Code.STAFF_SESSION_ENDED)


def test_no_session_begins_with_a_pin_that_is_changed_meanwhile(rig, station, monkeypatch):
    employ(rig.platform, "c1", ["clerk"], 1)
    really = staff_sessions.prove_pin

    def proven(*args):
        found = really(*args)
        employ(rig.platform, "c1", ["clerk"], 1, pin="8642")
        return found

    monkeypatch.setattr(staff_sessions, "prove_pin", proven)
    refusal(try_pin(station, 1), 409, Code.PIN_WRONG)
    monkeypatch.undo()
    Desk(station, 1, "8642")


def test_who_must_choose_a_pin_can_do_nothing_else_before(rig):
    one = desk(rig, ["supervisor"], must_change_pin=True)
    assert one.session.must_change_pin
    assert refusal(one.post("/v1/staff/list", StaffListRequest()), 403, Code.STAFF_NOT_ALLOWED) == {"part": "pin"}
    assert one.post("/v1/staff/pin", PinChange(op_id=uuid4(), old_pin=PIN, new_pin="1357")).status_code == 200
    assert one.post("/v1/staff/list", StaffListRequest()).status_code == 200


def test_some_work_at_their_sites_alone(rig, station):
    employ(rig.platform, "c1", ["clerk"], 1, sites=["另一地點"])
    assert refusal(try_pin(station, 1), 403, Code.STAFF_NOT_ALLOWED) == {"part": "site"}
    employ(rig.platform, "c1", ["clerk"], 1, sites=["另一地點", "示範地點"])
    assert try_pin(station, 1).status_code == 200


def test_stations_with_staff_are_told_of_office_staff_too_who_sign_in_there(rig):
    employ(rig.platform, "o1", ["organiser", "auditor"], 1)
    assert (in_feed(rig.platform, "o1").roles, in_feed(rig.platform, "o1").active) == (["auditor", "organiser"], True)
    employ(rig.platform, "o1", ["organiser", "clerk"], 1)
    assert in_feed(rig.platform, "o1").roles == ["clerk", "organiser"]
    assert all("staff" in feed.visible_kinds(frozenset({role})) for role in ("counter", "office"))
    assert "staff" not in feed.visible_kinds(frozenset({"personalise"}))
