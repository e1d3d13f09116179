"""Stays at activities: minutes and points of the platform's own counting, once however many stations saw them."""

import pytest

from central import admin, audit
from domain.errors import Code
from domain.wire import AttendanceResult, OutcomeStatus
from tests.central.field import HOUR, MINUTE, FieldStation, a_medium, a_person, add_activity, import_person, op_id_of
from tests.central.test_redemption import points_of


@pytest.fixture(autouse=True)
def activity(platform):
    add_activity(platform)


@pytest.fixture
def holder(platform):
    return import_person(platform, 1)


@pytest.fixture
def other(platform):
    return FieldStation(platform, ["counter", "event"])


def counted(platform, signed):
    return audit.facts(platform.store.engine).attendance.get(op_id_of(signed))


def result(minutes, points):
    return AttendanceResult(minutes=minutes, points=points)


def test_a_stay_books_minutes_and_points_once(platform, station, clock, holder):
    came = station.sign_in(a_medium(1), at_ms=clock.ms - 150 * MINUTE)
    left = station.sign_out(a_medium(1), came, at_ms=clock.ms, screen=(150, 20))
    assert [said.status for said in station.upload(came, left)] == [OutcomeStatus.ACCEPTED] * 2
    assert station.say(left).result == result(150, 20)
    assert points_of(platform, 1) == 20
    assert counted(platform, left) == audit.AttendanceFact(minutes=150, points=20)


def test_a_sign_out_before_its_sign_in_waits_and_is_paired(platform, station, other, clock, holder):
    came = station.sign_in(a_medium(1), at_ms=clock.ms - 60 * MINUTE)
    left = other.sign_out(a_medium(1), came, at_ms=clock.ms, screen=(60, 10))
    said = other.say(left)
    assert (said.status, said.code) == (OutcomeStatus.HELD, Code.EVENT_WAITING)
    assert points_of(platform, 1) == 0
    station.say(came)
    assert points_of(platform, 1) == 10
    said = other.say(left)
    assert (said.status, said.result) == (OutcomeStatus.ACCEPTED, result(60, 10))


def test_a_sign_out_whose_sign_in_never_comes_is_an_open_item(station, other, clock):
    left = other.sign_out(a_medium(1), station.sign_in(a_medium(1)))
    assert other.say(left).status is OutcomeStatus.HELD
    clock.advance(8 * 24 * 3600)
    said = other.say(left)
    assert (said.status, said.anomalies) == (OutcomeStatus.FLAGGED, ["sign_out_without_sign_in"])


def test_two_stations_sign_in_one_person_the_earlier_counts(platform, station, other, clock, holder):
    first = station.sign_in(a_medium(1), at_ms=clock.ms - 90 * MINUTE)
    second = other.sign_in(a_medium(1), at_ms=clock.ms - 60 * MINUTE)
    assert station.say(first).status is OutcomeStatus.ACCEPTED
    said = other.say(second)
    assert (said.status, said.anomalies) == (OutcomeStatus.FLAGGED, ["attendance_twice"])
    left = other.sign_out(a_medium(1), second, at_ms=clock.ms)
    assert other.say(left).result == result(90, 10)
    also = station.sign_out(a_medium(1), first, at_ms=clock.ms)
    said = station.say(also)
    assert (said.status, said.result) == (OutcomeStatus.FLAGGED, result(0, 0))
    assert points_of(platform, 1) == 10


def test_overlapping_stays_count_once_in_any_order_of_arrival(platform, station, other, clock, holder):
    start = clock.ms - 4 * HOUR
    first = station.sign_in(a_medium(1), at_ms=start)
    first_left = station.sign_out(a_medium(1), first, at_ms=start + 2 * HOUR)
    second = other.sign_in(a_medium(1), at_ms=start + HOUR)
    second_left = other.sign_out(a_medium(1), second, at_ms=start + 3 * HOUR)
    assert other.upload(second, second_left)[-1].result == result(120, 20)
    assert station.upload(first, first_left)[-1].result == result(60, 10)
    assert points_of(platform, 1) == 30


def test_two_stays_apart_count_each(platform, station, clock, holder):
    start = clock.ms - 8 * HOUR
    morning = station.sign_in(a_medium(1), at_ms=start)
    noon = station.sign_out(a_medium(1), morning, at_ms=start + HOUR, screen=(60, 10))
    afternoon = station.sign_in(a_medium(1), at_ms=start + 3 * HOUR)
    evening = station.sign_out(a_medium(1), afternoon, at_ms=start + 5 * HOUR, screen=(120, 20))
    said = station.upload(morning, noon, afternoon, evening)
    assert [one.status for one in said] == [OutcomeStatus.ACCEPTED] * 4
    assert (said[1].result, said[3].result) == (result(60, 10), result(120, 20))


def test_two_cards_of_one_person_are_one_person(platform, station, other, clock, holder):
    admin.import_holder(platform, a_person(1), a_medium(2), "senior", "ipass")
    first = station.sign_in(a_medium(1), at_ms=clock.ms - HOUR)
    second = other.sign_in(a_medium(2), at_ms=clock.ms - HOUR)
    station.say(first)
    assert other.say(second).anomalies == ["attendance_twice"]
    assert station.say(station.sign_out(a_medium(1), first)).result == result(60, 10)
    assert other.say(other.sign_out(a_medium(2), second)).result == result(0, 0)


def test_an_unknown_card_is_kept_and_counted_when_it_becomes_known(platform, station, other, clock):
    came = station.sign_in(a_medium(1), at_ms=clock.ms - 2 * HOUR)
    left = station.sign_out(a_medium(1), came, at_ms=clock.ms, screen=(120, 20))
    said = station.upload(came, left)
    assert [(one.status, one.code) for one in said] == [(OutcomeStatus.FLAGGED, Code.CARD_UNKNOWN)] * 2
    assert said[1].result == result(120, 0)
    issued = other.issue(a_person(1), a_medium(1), at_ms=clock.ms - 3 * HOUR)
    assert other.say(issued).status is OutcomeStatus.ACCEPTED
    assert points_of(platform, 1) == 20
    said = station.say(left)
    assert (said.status, said.result) == (OutcomeStatus.ACCEPTED, result(120, 20))
    assert counted(platform, left) == audit.AttendanceFact(minutes=120, points=20)


@pytest.mark.usefixtures("holder")
@pytest.mark.parametrize(("minutes", "anomaly"), [(-5, "signed_out_before_sign_in"), (13 * 60, "forgotten_sign_out")])
def test_a_stay_that_cannot_be_is_flagged_and_counts_nothing(platform, station, clock, minutes, anomaly):
    came = station.sign_in(a_medium(1), at_ms=clock.ms - 14 * HOUR)
    left = station.sign_out(a_medium(1), came, at_ms=clock.ms - 14 * HOUR + minutes * MINUTE)
    said = station.upload(came, left)[-1]
    assert (said.status, said.anomalies, said.result) == (OutcomeStatus.FLAGGED, [anomaly], result(0, 0))
    assert points_of(platform, 1) == 0


def test_a_second_sign_out_counts_nothing(platform, station, clock, holder):
    came = station.sign_in(a_medium(1), at_ms=clock.ms - HOUR)
    left = station.sign_out(a_medium(1), came)
    again = station.sign_out(a_medium(1), came)
    said = station.upload(came, left, again)
    assert (said[1].result, said[2].anomalies, said[2].result) == (result(60, 10), ["signed_out_twice"], result(0, 0))


@pytest.mark.usefixtures("holder")
@pytest.mark.parametrize(("screen", "differs"), [((150, 20), False), ((149, 20), False), ((148, 20), True), ((150, 10), True)])
def test_a_screen_that_said_something_else_is_flagged(station, clock, screen, differs):
    came = station.sign_in(a_medium(1), at_ms=clock.ms - 150 * MINUTE)
    left = station.sign_out(a_medium(1), came, at_ms=clock.ms, screen=screen)
    said = station.upload(came, left)[-1]
    assert said.result == result(150, 20)
    assert said.anomalies == (["attendance_differs"] if differs else [])
    assert said.status is (OutcomeStatus.FLAGGED if differs else OutcomeStatus.ACCEPTED)


def test_a_clock_ahead_does_not_make_minutes(platform, station, clock, holder):
    came = station.sign_in(a_medium(1), at_ms=clock.ms)
    left = station.sign_out(a_medium(1), came, at_ms=clock.ms + 5 * HOUR)
    assert station.upload(came, left)[-1].result == result(0, 0)


def test_an_unknown_activity_is_flagged_and_earns_no_points(platform, station, clock, holder):
    came = station.sign_in(a_medium(1), "nowhere", at_ms=clock.ms - HOUR)
    left = station.sign_out(a_medium(1), came, "nowhere")
    said = station.upload(came, left)
    assert [one.code for one in said] == [Code.ACTIVITY_UNKNOWN] * 2
    assert said[1].result == result(60, 0)


def test_an_activity_that_counts_once_counts_once(platform, station, other, holder):
    add_activity(platform, "m1", "meeting")
    assert station.say(station.sign_in(a_medium(1), "m1")).status is OutcomeStatus.ACCEPTED
    assert other.say(other.sign_in(a_medium(1), "m1")).anomalies == ["attendance_twice"]
