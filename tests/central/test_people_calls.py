"""What the counter's page of a person asks the platform: names in 異體字, a card's value, corrections, points by two people."""

from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central import people, points
from central.access import record_reads
from central.activities import budgets
from central.schema import administration
from domain.errors import Code
from domain.events import AttendanceUndone
from domain.wire_points import (
    Approval,
    PersonAwardsRequest,
    PersonAwardsResponse,
    PointsCorrected,
    PointsCorrection,
)
from domain.wire_registry import CardStoryRequest, CardStoryResponse, HolderFindRequest, HolderFindResponse
from domain.wire_subject import CorrectionRequest, CorrectionResponse
from tests.central.field import HOUR, a_medium, a_person, give, import_person, op_id_of, problem_of
from tests.central.office import a_caller, an_activity, ask
from tests.central.office_rig import PIN, Desk, desk, employ

AWARDS, CORRECT = "/v1/staff/points/awards", "/v1/staff/points/correct"
SUPERVISOR = 700_009


@pytest.fixture
def platform(platform_server):
    return platform_server.platform


@pytest.fixture
def holder(platform):
    return import_person(platform, 1)


@pytest.fixture
def clerk(platform_server, holder):
    employ(platform_server.platform, "boss", ["supervisor"], SUPERVISOR)
    return desk(platform_server, ["clerk"])


def balance(platform, holder, kind="health"):
    with platform.store.read() as connection:
        found = points.balances(connection, platform.authority, holder, platform.now_ms())
    return next(each.points for each in found if each.point_kind == kind)


def awards(clerk, holder):
    return clerk.ask(AWARDS, PersonAwardsRequest(holder=holder, reason="更正點數"), PersonAwardsResponse).awards


def correction(clerk: Desk, holder, act="cancel", *, by=SUPERVISOR, pin=PIN, **given):
    station = clerk.station
    approval = Approval(medium=station.digest(a_medium(by)), digest_key=station.enrolled.digest_key_id, pin=pin)
    values = {"op_id": uuid4(), "holder": holder, "act": act, "reason": "活動重複給點", "approval": approval}
    return PointsCorrection(**{**values, **given})


# --- looking somebody up ---------------------------------------------------------------------------------------------


def test_a_name_is_found_in_every_spelling_and_a_cards_story_tells_where_its_value_is(platform, clerk, holder):
    exact = msgspec.structs.replace(a_person(1), name="示範臺峯")
    with platform.store.write() as connection:
        people.renew(connection, platform.authority, holder, exact, as_of_ms=platform.now_ms())
    for typed in ("示範臺峯", "示範台峰", " 示範 台峯"):
        found = clerk.ask("/v1/holders/find", HolderFindRequest(name=typed, reason="洽詢"), HolderFindResponse)
        assert [each.holder for each in found.holders] == [holder]
        assert found.holders[0].name == "示○○峯"
    assert found.holders[0].cards[0].tail == a_medium(1).value[-2:].hex().upper()
    nobody = clerk.post("/v1/holders/find", HolderFindRequest(name="示範臺風", reason="洽詢"))
    assert problem_of(nobody).code is Code.PERSON_UNKNOWN
    station = clerk.station
    asked = CardStoryRequest(medium=station.digest(a_medium(1)), digest_key=station.enrolled.digest_key_id)
    value = clerk.ask("/v1/cards/story", asked, CardStoryResponse).value
    assert (value.waiting_ntd, value.open_loads, value.on_card_ntd, value.released) == (0, 0, 0, False)


# --- particulars -----------------------------------------------------------------------------------------------------


def test_parts_that_nobody_typed_stay_and_what_is_stored_is_told_to_who_knows_the_number(platform, clerk, holder):
    station = clerk.station
    where = {"medium": station.digest(a_medium(1)), "digest_key": station.enrolled.digest_key_id, "reason": "遷居"}
    typed = msgspec.structs.replace(a_person(1), name="", birthday="", district="中壢區", facts=[])
    request = CorrectionRequest(op_id=uuid4(), sealed=station.sealed(typed), keep=["name", "birthday", "facts"], **where)
    looked = msgspec.structs.replace(request, op_id=uuid4(), look_only=True)
    told = clerk.ask("/v1/holder/correct", looked, CorrectionResponse)
    assert told.parts == []
    assert (told.stored.district, told.stored.birth_year, told.stored.facts) == ("桃園區", 1950, ["resident", "lives_here"])
    assert told.stored.masked_name != a_person(1).name
    assert clerk.ask("/v1/holder/correct", request, CorrectionResponse).parts == ["district"]
    with platform.store.read() as connection:
        now = people.particulars_of(connection, platform.authority, holder)
    assert (now.name, now.birthday, now.district) == (a_person(1).name, a_person(1).birthday, "中壢區")
    another = station.sealed(msgspec.structs.replace(typed, national_id=a_person(2).national_id))
    refused = clerk.post("/v1/holder/correct", msgspec.structs.replace(looked, op_id=uuid4(), sealed=another))
    assert problem_of(refused).code is Code.PERSON_UNKNOWN


# --- points ----------------------------------------------------------------------------------------------------------


def test_an_award_is_taken_back_by_two_people_once_and_both_stand_in_the_trail(platform, clerk, holder):
    give(platform, holder, 200)
    wrong = awards(clerk, holder)[0]
    assert (wrong.points, wrong.activity, wrong.cancelled_ms) == (200, "", None)
    request = correction(clerk, holder, award=wrong.award)
    for _ in range(2):
        assert clerk.ask(CORRECT, request, PointsCorrected).award is None
    assert balance(platform, holder) == 0
    assert awards(clerk, holder)[0].cancelled_ms is not None
    with platform.store.read() as connection:
        acts = connection.execute(sa.select(administration).where(administration.c.act.like("points.%"))).all()
        read = record_reads.of_holder(connection, holder)
    assert [(act.actor, act.act) for act in acts] == [(clerk.session.staff, "points.correct"), ("boss", "points.approve")]
    assert "活動重複給點" in acts[0].content
    assert PIN not in acts[0].content
    assert ("points", "活動重複給點") in [(one.what, one.reason) for one in read]
    again = clerk.post(CORRECT, correction(clerk, holder, award=wrong.award))
    assert problem_of(again).code is Code.REQUEST_CONFLICT


def test_an_award_is_put_right_and_a_missed_one_given(platform, clerk, holder):
    give(platform, holder, 200)
    wrong = awards(clerk, holder)[0]
    request = correction(clerk, holder, "amend", award=wrong.award, points=60)
    stands = clerk.ask(CORRECT, request, PointsCorrected).award
    assert clerk.ask(CORRECT, request, PointsCorrected).award == stands
    assert balance(platform, holder) == 60
    newest = awards(clerk, holder)[0]
    assert (newest.award, newest.points, newest.agency, newest.at_ms) == (stands, 60, wrong.agency, wrong.at_ms)
    missed = correction(clerk, holder, "give", point_kind="health", points=15, agency=wrong.agency, activity="示範健走")
    for _ in range(2):
        clerk.ask(CORRECT, missed, PointsCorrected)
    assert balance(platform, holder) == 75
    another = msgspec.structs.replace(missed, activity="別的活動")
    assert problem_of(clerk.post(CORRECT, another)).code is Code.REQUEST_CONFLICT
    with platform.store.read() as connection:
        told = connection.scalars(sa.select(administration.c.content)).all()
    assert not any("示範健走" in words for words in told)


def test_points_of_a_stay_that_were_put_right_go_with_it_when_the_sign_in_is_undone(platform, clerk, holder):
    ask(platform, a_caller(clerk.station), "/v1/activities/save", an_activity(platform, budget=500))
    station, now_ms = clerk.station, platform.now_ms()
    came = station.sign_in(a_medium(1), at_ms=now_ms - 2 * HOUR)
    station.upload(came, station.sign_out(a_medium(1), came, screen=(120, 20)))
    for points_ in (15, 12):
        wrong = next(each for each in awards(clerk, holder) if each.cancelled_ms is None)
        clerk.ask(CORRECT, correction(clerk, holder, "amend", award=wrong.award, points=points_), PointsCorrected)
        with platform.store.read() as connection:
            assert budgets.budget_of(connection, "a1") == (500, points_)
            assert budgets.given_by(connection, "a1") == points_
    assert balance(platform, holder) == 12
    station.say(station.act(AttendanceUndone(sign_in=op_id_of(came))))
    assert balance(platform, holder) == 0
    with platform.store.read() as connection:
        assert budgets.budget_of(connection, "a1") == (500, 0)


@pytest.mark.parametrize(("act", "stands"), [("amend", 12), ("cancel", 0)])
def test_what_two_people_have_set_stays_when_the_visit_grows_or_shrinks(platform, clerk, holder, act, stands):
    ask(platform, a_caller(clerk.station), "/v1/activities/save", an_activity(platform, budget=500))
    station, now_ms = clerk.station, platform.now_ms()
    first = station.sign_in(a_medium(1), at_ms=now_ms - 5 * HOUR)
    station.upload(first, station.sign_out(a_medium(1), first, screen=(120, 20), at_ms=now_ms - 3 * HOUR))
    clerk.ask(CORRECT, correction(clerk, holder, act, award=awards(clerk, holder)[0].award, points=stands), PointsCorrected)
    # Another desk's sign-in and late sign-out make one visit of four hours of it, and are then undone.
    again = station.sign_in(a_medium(1), at_ms=now_ms - 4 * HOUR)
    said = station.upload(again, station.sign_out(a_medium(1), again, screen=(240, 40), at_ms=now_ms - HOUR))[1]
    assert (said.result.minutes, said.result.points, balance(platform, holder)) == (120, 0, stands)
    station.say(station.act(AttendanceUndone(sign_in=op_id_of(again))))
    assert balance(platform, holder) == stands
    # What they had set goes with its own sign-in, and what is left is worth what the rule says.
    station.say(station.act(AttendanceUndone(sign_in=op_id_of(first))))
    assert balance(platform, holder) == 0
    last = station.sign_in(a_medium(1), at_ms=now_ms - 2 * HOUR)
    station.upload(last, station.sign_out(a_medium(1), last, screen=(120, 20)))
    assert balance(platform, holder) == 20


def test_what_two_people_may_not_do_changes_nothing(platform, platform_server, clerk, holder):
    give(platform, holder, 200)
    employ(platform, "colleague", ["clerk"], 700_010)
    missed = {"act": "give", "point_kind": "health", "points": 5, "agency": "衛生局", "activity": "示範"}
    award = awards(clerk, holder)[0].award
    for changed, code in (
        ({"by": 700_001}, Code.STAFF_NOT_ALLOWED),  # the same person
        ({"by": 700_010}, Code.STAFF_NOT_ALLOWED),  # no supervisor
        ({"by": 5}, Code.STAFF_UNKNOWN),
        ({"reason": "  "}, Code.REASON_MISSING),
        ({"award": uuid4()}, Code.AWARD_UNKNOWN),
        ({"act": "amend", "points": 200}, Code.AMOUNT_INVALID),
        ({"act": "amend", "points": 0}, Code.AMOUNT_INVALID),
        ({**missed, "agency": "查無此局"}, Code.AGENCY_UNKNOWN),
        ({**missed, "activity": " "}, Code.REQUEST_INVALID),
        ({**missed, "point_kind": "other"}, Code.AMOUNT_INVALID),
        ({"pin": "000000"}, Code.PIN_WRONG),
    ):
        refused = clerk.post(CORRECT, correction(clerk, holder, **{"award": award, **changed}))
        assert problem_of(refused).code is code, changed
    assert balance(platform, holder) == 200
    theirs = desk(platform_server, ["clerk"], number=700_030, agency="文化局")
    assert awards(theirs, holder) == []
    another_agencys = theirs.post(CORRECT, correction(theirs, holder, award=award))
    assert problem_of(another_agencys).code is Code.AWARD_UNKNOWN
