"""The work list: what needs a person's eyes, taken up, resolved with an act and a reason, and told to the station."""

import ast
import re
from pathlib import Path
from uuid import uuid4, uuid5

import msgspec
import pytest
import sqlalchemy as sa

from central import admin, cards
from central.activities import budgets
from central.money import awarding
from central.operations import anomaly_words
from central.operations.held import WORDS
from central.operations.work_list import ESCALATED_MS
from central.verdict import HOLD_MS
from domain.anomalies import ANOMALIES, CODES, OWN
from domain.cards import CardState
from domain.errors import Code
from domain.wire import OutcomeStatus
from domain.wire_money import AwardCancel
from domain.wire_operations import (
    AnomalyCountsRequest,
    AnomalyCountsResponse,
    AnomalyListRequest,
    AnomalyListResponse,
    AnomalyResolve,
    AnomalyTake,
    HeldListRequest,
    HeldListResponse,
    ToldRequest,
    ToldResponse,
)
from tests.central.field import HOUR, FieldStation, a_medium, a_person, add_activity, import_person, op_id_of, problem_of
from tests.central.office_rig import Desk, desk
from ui import anomaly_table

ROOT = Path(__file__).parents[2]


@pytest.fixture
def rig(platform_server):
    return platform_server


@pytest.fixture
def station(rig):
    return FieldStation(rig.platform, ["counter", "event"], rig.url)


@pytest.fixture
def boss(rig):
    return desk(rig, ["supervisor"])


def refusal(answer, status, code):
    assert (answer.status_code, problem_of(answer).code) == (status, code)


def listed(one, **kwargs):
    return one.ask("/v1/anomalies/list", AnomalyListRequest(**kwargs), AnomalyListResponse).anomalies


def second_card(station):
    """A second card of one person: flagged, and suspended."""
    station.say(station.issue(a_person(1), a_medium(1)))
    event = station.issue(a_person(1), a_medium(2))
    assert station.say(event).anomalies == ["one_per_person"]
    return event


def resolution(one, what, **changed):
    order = {"op_id": uuid4(), "event": one.event, "anomaly": one.anomaly, "resolution": what, "note": "示範說明"}
    return AnomalyResolve(**{**order, **changed})


def state_of(rig, number):
    with rig.platform.store.read() as connection:
        return cards.find(connection, a_medium(number).digest(rig.platform.authority.keys.digest)).state


def test_what_is_flagged_is_listed_with_words_and_what_can_be_done(station, boss):
    event = second_card(station)
    (one,) = listed(boss)
    assert (one.anomaly, one.op_id, one.kind, one.station) == (
        "one_per_person",
        op_id_of(event),
        "card.issued",
        station.enrolled.identity.station,
    )
    assert (one.state, one.judged, one.operator, one.escalated) == ("open", "flagged", "clerk-1", False)
    assert one.words == anomaly_words.KINDS["one_per_person"].words
    assert "card_suspended" in one.resolutions
    assert one.medium == station.digest(a_medium(2))
    assert listed(boss, anomaly="attendance_twice") == []
    assert listed(boss, site="另一地點") == []
    assert listed(boss, judged=OutcomeStatus.REJECTED) == []


def test_what_is_parked_is_found_by_how_it_was_judged(station, boss):
    station.issue(a_person(8), a_medium(8))
    station.upload(station.issue(a_person(9), a_medium(9)))
    (one,) = listed(boss, judged=OutcomeStatus.REJECTED)
    assert (one.anomaly, one.code) == ("event_chain", Code.EVENT_CHAIN)


def test_somebody_takes_it_up_and_resolves_it_once(station, boss, rig):
    second_card(station)
    (one,) = listed(boss)
    taking = AnomalyTake(op_id=uuid4(), event=one.event, anomaly=one.anomaly)
    for _ in range(2):
        assert boss.post("/v1/anomalies/take", taking).status_code == 200
    assert listed(boss) == []
    assert [each.taken_by for each in listed(boss, state="taken")] == ["s700001"]
    order = resolution(one, "accepted")
    for _ in range(2):
        assert boss.post("/v1/anomalies/resolve", order).status_code == 200
    (done,) = listed(boss, state="resolved")
    assert (done.resolution, done.note) == ("accepted", "示範說明")
    refusal(boss.post("/v1/anomalies/resolve", resolution(one, "accepted")), 409, Code.REQUEST_CONFLICT)
    other = resolution(one, "accepted", op_id=order.op_id, note="x")
    refusal(boss.post("/v1/anomalies/resolve", other), 409, Code.REQUEST_CONFLICT)
    unknown = AnomalyTake(op_id=uuid4(), event=one.event, anomaly="x")
    refusal(boss.post("/v1/anomalies/take", unknown), 404, Code.ANOMALY_UNKNOWN)
    with rig.platform.store.write() as connection, pytest.raises(sa.exc.DatabaseError, match="append-only"):
        connection.execute(sa.text("UPDATE anomaly_acts SET note = 'other'"))


def test_a_suspended_card_comes_back_and_another_is_suspended(station, boss, rig):
    second_card(station)
    (one,) = listed(boss)
    assert state_of(rig, 2) is CardState.SUSPENDED
    refusal(boss.post("/v1/anomalies/resolve", resolution(one, "card_reinstated")), 409, Code.ONE_PER_PERSON)
    assert [each.state for each in listed(boss)] == ["open"]
    unknown = station.issue(a_person(3), a_medium(3), operator="nobody")
    assert station.say(unknown).code is Code.STAFF_NOT_ALLOWED
    assert state_of(rig, 3) is CardState.SUSPENDED
    other = listed(boss)[1]
    assert boss.post("/v1/anomalies/resolve", resolution(other, "card_reinstated")).status_code == 200
    assert state_of(rig, 3) is CardState.ACTIVE
    refusal(boss.post("/v1/anomalies/resolve", resolution(one, "award_cancelled")), 400, Code.REQUEST_INVALID)


def stayed(station, rig, clock, number=5, budget=None):
    """Signed in twice, out once: points were given and there is something to look at."""
    add_activity(rig.platform)
    if budget is not None:
        with rig.platform.store.write() as connection:
            budgets.set_budget(connection, "a1", budget)
    import_person(rig.platform, number)
    first = station.sign_in(a_medium(number))
    other = FieldStation(rig.platform, ["event"], rig.url)
    station.say(first)
    other.say(other.sign_in(a_medium(number), at_ms=rig.platform.now_ms() + 1000))
    clock.advance(2 * 3600)
    out = station.sign_out(a_medium(number), first, screen=(9, 9))
    return station.say(out), out


def test_a_wrong_award_is_taken_back(station, boss, rig, clock):
    outcome, out = stayed(station, rig, clock)
    assert outcome.result.points > 0
    boss = Desk(boss.station, 700_001)
    one = next(each for each in listed(boss) if each.op_id == op_id_of(out) and each.anomaly == "attendance_differs")
    derived = resolution(one, "award_cancelled", op_id=uuid5(uuid4(), "an id of the ledger's own"))
    refusal(boss.post("/v1/anomalies/resolve", derived), 400, Code.REQUEST_INVALID)
    assert boss.post("/v1/anomalies/resolve", resolution(one, "award_cancelled")).status_code == 200
    with rig.platform.store.read() as connection:
        assert connection.scalar(sa.text("SELECT sum(remaining) FROM lots")) == 0
    refusal(boss.post("/v1/anomalies/resolve", resolution(one, "card_suspended")), 409, Code.REQUEST_CONFLICT)


def test_a_wrong_award_goes_back_into_its_activitys_budget_once(station, boss, rig, clock):
    outcome, out = stayed(station, rig, clock, budget=500)
    given = outcome.result.points

    def left():
        with rig.platform.store.read() as connection:
            return budgets.budget_of(connection, "a1")

    assert left() == (500, given)
    boss = Desk(boss.station, 700_001)
    one = next(each for each in listed(boss) if each.op_id == op_id_of(out) and each.anomaly == "attendance_differs")
    order = resolution(one, "award_cancelled")
    for _ in range(2):
        assert boss.post("/v1/anomalies/resolve", order).status_code == 200
        assert left() == (500, 0)
    with rig.platform.store.write() as connection:
        budgets.set_budget(connection, "a1", None)
        budgets.set_budget(connection, "a1", 400)
    assert left() == (400, 0)


def test_so_does_one_that_is_taken_back_in_any_other_way(station, rig, clock):
    platform = rig.platform
    ways = {
        5: lambda award: admin.cancel_award(platform, award, uuid4()),
        6: lambda award: awarding.take_back(platform.store, award, uuid4(), now_ms=platform.now_ms()),
        7: lambda award: awarding.cancel(
            platform.store, [AwardCancel(op_id=uuid4(), award=award)], agency=None, now_ms=platform.now_ms()
        ),
    }
    stays = {number: stayed(station, rig, clock, number, budget=500) for number in ways}
    given = [outcome.result.points for outcome, _ in stays.values()]
    for done, (number, way) in enumerate(ways.items(), 1):
        way(op_id_of(stays[number][1]))
        with platform.store.read() as connection:
            assert budgets.budget_of(connection, "a1") == (500, sum(given[done:]))


def test_stations_hear_what_became_of_their_events(station, boss):
    event = second_card(station)
    (one,) = listed(boss)
    assert boss.post("/v1/anomalies/resolve", resolution(one, "told_station")).status_code == 200

    def told(asking, after=0):
        answer = asking.post("/v1/station/outcomes", ToldRequest(after=after))
        assert answer.status_code == 200
        return msgspec.json.decode(answer.content, type=ToldResponse).told

    (word,) = told(station)
    assert (word.op_id, word.anomaly, word.resolution) == (op_id_of(event), "one_per_person", "told_station")
    assert word.outcome.status is OutcomeStatus.FLAGGED
    assert told(station, word.number) == []
    assert told(boss.station) == []


def test_counts_and_what_has_waited_too_long(station, boss, clock):
    second_card(station)
    counts = boss.ask("/v1/anomalies/counts", AnomalyCountsRequest(), AnomalyCountsResponse).counts
    assert [(one.anomaly, one.open, one.taken, one.escalated) for one in counts] == [("one_per_person", 1, 0, 0)]
    clock.advance(ESCALATED_MS // 1000 + 1)
    boss = Desk(boss.station, 700_001)
    (one,) = listed(boss)
    assert one.escalated
    boss.post("/v1/anomalies/take", AnomalyTake(op_id=uuid4(), event=one.event, anomaly=one.anomaly))
    assert not listed(boss, state="taken")[0].escalated
    clock.advance(ESCALATED_MS // 1000)
    boss = Desk(boss.station, 700_001)
    counts = boss.ask("/v1/anomalies/counts", AnomalyCountsRequest(), AnomalyCountsResponse).counts
    assert [(one.open, one.taken, one.escalated) for one in counts] == [(0, 1, 1)]


def test_who_may_see_and_do_what(station, rig):
    second_card(station)
    auditor = desk(rig, ["auditor"], number=700_002)
    (one,) = listed(auditor)
    assert one.medium == b""
    taking = AnomalyTake(op_id=uuid4(), event=one.event, anomaly=one.anomaly)
    refusal(auditor.post("/v1/anomalies/take", taking), 403, Code.STAFF_NOT_ALLOWED)
    technician = desk(rig, ["technician"], number=700_003)
    assert technician.post("/v1/anomalies/take", taking).status_code == 200
    refusal(technician.post("/v1/anomalies/resolve", resolution(one, "accepted")), 403, Code.STAFF_NOT_ALLOWED)
    elsewhere = desk(rig, ["supervisor"], number=700_004, agency="示範局")
    assert listed(elsewhere, state="taken") != []
    local = desk(rig, ["supervisor"], number=700_005, sites=["示範地點", "另一地點"])
    assert listed(local, state="taken", site="另一地點") == []
    assert len(listed(local, state="taken")) == 1


def test_what_waits_is_listed_with_its_deadline(station, boss, rig, clock):
    add_activity(rig.platform)
    import_person(rig.platform, 5)
    missing = station.sign_in(a_medium(5))
    other = FieldStation(rig.platform, ["event"], rig.url)
    out = other.sign_out(a_medium(5), missing, at_ms=rig.platform.now_ms() + HOUR)
    assert other.say(out).status is OutcomeStatus.HELD

    def waiting():
        return boss.ask("/v1/events/held", HeldListRequest(), HeldListResponse).events

    (one,) = waiting()
    assert (one.op_id, one.kind, one.waits_for, one.words) == (op_id_of(out), "attendance.out", "sign_in", WORDS["sign_in"])
    assert (one.decided_by_force_ms, one.overdue) == (one.received_ms + HOLD_MS, False)
    clock.advance(HOLD_MS // 1000 + 1)
    boss = Desk(boss.station, 700_001)
    assert waiting()[0].overdue


def constants():
    """What a name in capitals stands for, in any module of the platform's that uses it for an anomaly."""
    found = {}
    for source in (ROOT / "central").rglob("*.py"):
        for node in ast.parse(source.read_text("utf-8")).body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Tuple):
                target = node.targets[0]
                names = [target] if isinstance(target, ast.Name) else target.elts
                values = [node.value] if isinstance(target, ast.Name) else getattr(node.value, "elts", [])
                for name, value in zip(names, values, strict=False):
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        found.setdefault(name.id, set()).add(value.value)
    return found


def says(node):
    """Whether an expression or statement names anomalies."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        to = getattr(getattr(node.func, "value", None), "id", "")
        return name in {"flagged", "rejected", "_said", "marked", "note", "flag"} or (name, to) == ("append", "anomalies")
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
    return any(getattr(target, "id", "") == "anomalies" for target in targets)


def reached(module, seen):
    """A handler's module and every module of the platform's that it imports, in turn."""
    parts = module.split(".")
    path = next(
        (p for p in (ROOT.joinpath(*parts[:-1], f"{parts[-1]}.py"), ROOT.joinpath(*parts, "__init__.py")) if p.exists()), None
    )
    if path is None or path in seen:
        return
    seen.add(path)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ("central", "domain"):
            reached(node.module, seen)
            for name in node.names:
                reached(f"{node.module}.{name.name}", seen)


def test_every_anomaly_that_is_said_is_known():
    stands_for, said = constants(), set()
    for source in (ROOT / "central").rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            for part in ast.walk(node) if says(node) else ():
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    said.add(part.value)
                name = getattr(part, "id", "") or getattr(part, "attr", "")
                said |= stands_for.get(name, set()) if name.isupper() else set()
    said = {each for each in said if re.fullmatch("[a-z]+(_[a-z]+)+", each)}
    assert len(said) > 40
    assert said - ANOMALIES == {"at_ms"}, "a column of whoever calls"


def test_every_code_that_an_act_can_be_refused_with_is_known():
    paths = set()
    reached("central.handlers", paths)
    raised = {
        node.args[0].attr
        for path in paths
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused" and isinstance(node.args[0], ast.Attribute)
    }
    assert {Code[name].value for name in raised if name.isupper()} - ANOMALIES == set()


def test_every_anomaly_has_words_and_every_word_its_anomaly():
    assert anomaly_words.KINDS.keys() == ANOMALIES
    assert anomaly_table.ANOMALIES.keys() == ANOMALIES
    assert len(OWN) + len(CODES) == len(ANOMALIES)
