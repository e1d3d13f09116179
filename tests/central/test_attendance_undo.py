"""Undoing a wrong sign-in: it wins in any order and by any clock, takes back once, and leaves its trail (fault 21)."""

import itertools
import random
from uuid import uuid4

import pytest
import sqlalchemy as sa

from central import admin, audit
from central.activities import budgets
from central.money import budgets as money_budgets
from central.money import hours
from central.schema import attendance, attendance_acts, attendance_corrections
from domain.errors import Code
from domain.events import AttendanceUndone, SignedIn, SignedOut
from domain.ids import new_op_id
from domain.wire import AttendanceResult, OutcomeStatus
from domain.wire_activities import ActivityAsked
from tests.central.field import HOUR, MINUTE, FieldStation, a_medium, a_person, add_activity, import_person, op_id_of
from tests.central.office import a_caller, an_activity, ask
from tests.central.test_redemption import points_of


@pytest.fixture(autouse=True)
def activity(platform):
    add_activity(platform)


@pytest.fixture
def other(platform):
    return FieldStation(platform, ["event"])


def undone(station, signed_in, **kwargs):
    return station.act(AttendanceUndone(sign_in=op_id_of(signed_in)), **kwargs)


def standing(platform, activity="a1"):
    """Minutes and points that stand booked for everybody at an activity."""
    minutes = points = 0
    with platform.store.read() as connection:
        for table in (attendance_acts, attendance_corrections):
            row = connection.execute(
                sa.select(sa.func.sum(table.c.minutes), sa.func.sum(table.c.points))
                .join(attendance, attendance.c.stay == table.c.stay)
                .where(attendance.c.activity == activity)
            ).one()
            minutes, points = minutes + int(row[0] or 0), points + int(row[1] or 0)
    return minutes, points


def passbook(platform, number):
    holder = import_person(platform, number)
    with platform.store.read() as connection:
        return hours.passbook(connection, holder).minutes


def sound(platform):
    facts = audit.facts(platform.store.engine)
    return (facts.ledger_sum, facts.floors_broken) == (0, 0)


def result(minutes, points):
    return AttendanceResult(minutes=minutes, points=points)


def test_what_a_stay_counted_for_is_taken_back_once_and_the_trail_stays(platform, station, other, clock):
    import_person(platform, 1)
    came = station.sign_in(a_medium(1), at_ms=clock.ms - 2 * HOUR)
    left = station.sign_out(a_medium(1), came, screen=(120, 20))
    station.upload(came, left)
    counts = ask(platform, a_caller(station), "/v1/activities/counts", ActivityAsked(activity="a1"))
    assert (counts.total.came, counts.total.minutes, counts.total.points) == (1, 120, 20)
    undo = undone(other, came)
    said = other.say(undo)
    assert (said.status, said.result) == (OutcomeStatus.ACCEPTED, result(-120, -20))
    assert other.say(undo) == said
    again = station.say(undone(station, came))
    assert (again.status, again.result) == (OutcomeStatus.ACCEPTED, result(0, 0))
    assert (points_of(platform, 1), standing(platform), sound(platform), passbook(platform, 1)) == (0, (0, 0), True, 0)
    assert audit.facts(platform.store.engine).attendance[op_id_of(left)].minutes == 120
    counts = ask(platform, a_caller(station), "/v1/activities/counts", ActivityAsked(activity="a1"))
    assert (counts.total.came, counts.total.present, counts.total.minutes, counts.total.points) == (0, 0, 0, 0)


def test_an_undo_of_a_slow_clock_that_comes_before_the_sign_in_wins(platform, station, other, clock):
    import_person(platform, 1)
    came = station.sign_in(a_medium(1), at_ms=clock.ms - HOUR)
    undo = undone(other, came, at_ms=clock.ms - 3 * HOUR, offset_ms=None)
    assert other.say(undo).status is OutcomeStatus.HELD
    station.say(came)
    assert other.say(undo).status is OutcomeStatus.ACCEPTED
    said = station.say(station.sign_out(a_medium(1), came))
    assert (said.status, said.anomalies, said.result) == (OutcomeStatus.FLAGGED, ["sign_in_undone"], result(0, 0))
    assert points_of(platform, 1) == 0


def test_an_undo_whose_sign_in_never_comes_is_an_open_item(station, other, clock):
    undo = undone(other, station.sign_in(a_medium(1)))
    assert other.say(undo).status is OutcomeStatus.HELD
    clock.advance(8 * 24 * 3600)
    assert other.say(undo).anomalies == ["undone_without_sign_in"]


def test_what_the_wrong_stay_hid_is_counted(platform, station, other, clock):
    import_person(platform, 1)
    first = station.sign_in(a_medium(1), at_ms=clock.ms - 5 * HOUR)
    station.say(first)
    right = other.sign_in(a_medium(1), at_ms=clock.ms - 2 * HOUR)
    assert other.say(right).anomalies == ["attendance_twice"]
    left = other.sign_out(a_medium(1), right)
    assert other.say(left).result == result(300, 50)
    said = other.say(undone(other, first))
    assert said.result == result(-180, -30)
    assert (standing(platform), points_of(platform, 1), sound(platform)) == ((120, 20), 20, True)
    assert passbook(platform, 1) == 120


def test_points_that_are_spent_stand_on_the_deficit(platform, station, clock):
    import_person(platform, 1)
    came = station.sign_in(a_medium(1), at_ms=clock.ms - 2 * HOUR)
    station.upload(came, station.sign_out(a_medium(1), came), station.wish(a_medium(1), 20))
    assert points_of(platform, 1) == 0
    station.say(undone(station, came))
    assert sound(platform)
    admin.award(
        platform,
        admin.import_holder(platform, a_person(1), a_medium(1), "senior", "easycard"),
        point_kind="health",
        points=25,
        agency="衛生局",
        activity="示範",
        op_id=uuid4(),
    )
    assert points_of(platform, 1) == 5


def test_an_activity_that_counts_once_counts_the_other_sign_in(platform, station, other, clock):
    import_person(platform, 1)
    add_activity(platform, "m1", "meeting")
    wrong, right = station.sign_in(a_medium(1), "m1"), other.sign_in(a_medium(1), "m1")
    station.say(wrong)
    assert other.say(right).anomalies == ["attendance_twice"]
    assert other.say(undone(other, wrong)).status is OutcomeStatus.ACCEPTED
    counts = ask(platform, a_caller(station), "/v1/activities/counts", ActivityAsked(activity="m1"))
    assert counts.total.came == 1


def test_who_may_not_undo_does_not(platform, station, clock):
    import_person(platform, 1)
    came = station.sign_in(a_medium(1), at_ms=clock.ms - HOUR)
    station.upload(came, station.sign_out(a_medium(1), came))
    said = station.say(undone(station, came, operator="nobody"))
    assert (said.status, said.code) == (OutcomeStatus.FLAGGED, Code.STAFF_NOT_ALLOWED)
    swapped = station.say(undone(station, came, medium=a_medium(2)))
    assert (swapped.status, swapped.code) == (OutcomeStatus.REJECTED, Code.CARD_SWAPPED)
    assert points_of(platform, 1) == 10


def test_a_card_that_becomes_known_after_the_undo_earns_nothing(platform, station, clock):
    add_activity(platform, "t1", "health_talk")
    came = station.sign_in(a_medium(1), "t1", at_ms=clock.ms - HOUR)
    left = station.sign_out(a_medium(1), came, "t1")
    station.upload(came, left, undone(station, came))
    station.say(station.issue(a_person(1), a_medium(1), at_ms=clock.ms - 2 * HOUR))
    assert station.upload(came, left)[-1].result == result(0, 0)
    assert (points_of(platform, 1), standing(platform, "t1")) == (0, (0, 0))


def test_any_order_of_arrival_ends_the_same(platform, clock):
    """Two stations saw one person, the first of them wrongly; each word comes by its own way."""
    orders = list(itertools.permutations(range(5)))
    stations = [FieldStation(platform, ["event"]) for _ in range(5)]
    for number, order in enumerate(random.Random(7).sample(orders, 12), 1):
        activity = f"p{number}"
        add_activity(platform, activity)
        import_person(platform, 10 + number)
        start, medium = clock.ms - 6 * HOUR, a_medium(10 + number)
        wrong, right = new_op_id(start), new_op_id(start)
        acts = [
            (SignedIn(activity=activity, walk_in=False), start, wrong),
            (SignedOut(activity=activity, sign_in=wrong, minutes=0, points=0), start + 2 * HOUR, None),
            (SignedIn(activity=activity, walk_in=False), start + 90 * MINUTE, right),
            (SignedOut(activity=activity, sign_in=right, minutes=0, points=0), start + 4 * HOUR, None),
            (AttendanceUndone(sign_in=wrong), start - 9 * HOUR, None),
        ]
        for place in order:
            payload, at_ms, op_id = acts[place]
            sender = stations[place]
            sender.say(sender.act(payload, at_ms=at_ms, op_id=op_id, medium=medium))
        assert (standing(platform, activity), points_of(platform, 10 + number)) == ((150, 20), 20), order
    assert sound(platform)


# --- budgets and figures of one's own --------------------------------------------------------------------------------


def stay(station, number, activity, hours=2):
    came = station.sign_in(a_medium(number), activity, at_ms=station.platform.now_ms() - hours * HOUR)
    left = station.sign_out(a_medium(number), came, activity, screen=(60 * hours, 10 * hours))
    return came, station.upload(came, left)[-1]


def test_an_activity_gives_no_more_than_its_budget(platform, station):
    for number in (1, 2, 3):
        import_person(platform, number)
    save = "/v1/activities/save"
    organiser = a_caller(station)
    ask(platform, organiser, save, an_activity(platform, "b1", budget=30))
    first, said = stay(station, 1, "b1")
    assert (said.status, said.result) == (OutcomeStatus.ACCEPTED, result(120, 20))
    _, said = stay(station, 2, "b1")
    assert (said.status, said.result) == (OutcomeStatus.FLAGGED, result(120, 0))
    assert Code.BUDGET_EXCEEDED.value in said.anomalies
    assert points_of(platform, 2) == 0
    station.say(undone(station, first))
    assert ask(platform, organiser, "/v1/activities/one", ActivityAsked(activity="b1")).activity.given == 0
    _, said = stay(station, 3, "b1")
    assert said.result == result(120, 20)
    ask(platform, organiser, save, an_activity(platform, "b1"))
    again = ask(platform, organiser, save, an_activity(platform, "b1", budget=20)).activity
    assert (again.budget, again.given) == (20, 20)
    with platform.store.read() as connection:
        assert budgets.given_by(connection, "b1") == 20


def test_an_agency_without_points_left_pays_no_points_and_the_minutes_count(platform, station):
    import_person(platform, 1)
    grant = {"op_id": uuid4(), "agency": "衛生局", "point_kind": "health", "points": 5, "now_ms": platform.now_ms()}
    with platform.store.write() as connection:
        money_budgets.change(connection, platform.authority.programme, **grant)
    _, said = stay(station, 1, "a1")
    assert (said.status, said.result) == (OutcomeStatus.FLAGGED, result(120, 0))
    assert Code.BUDGET_EXCEEDED.value in said.anomalies


def test_an_organiser_may_give_fewer_points(platform, station):
    import_person(platform, 1)
    lowered = an_activity(platform, "b1", points_per_hour=4, points_at_most=6)
    ask(platform, a_caller(station), "/v1/activities/save", lowered)
    _, said = stay(station, 1, "b1")
    assert said.result == result(120, 6)
