"""Forgotten sign-outs: closed by rule, counting nothing, until the real sign-out comes in or somebody knows better."""

from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central.activities import forgotten, open_items
from central.schema import anomalies
from domain.errors import Code
from domain.wire import AttendanceResult, OutcomeStatus
from domain.wire_activities import ActivityAsked, ForgottenAsked, ForgottenSettle
from tests.central.field import HOUR, FieldStation, a_medium, add_activity, import_person, op_id_of
from tests.central.office import a_caller, ask, refusal
from tests.central.test_redemption import points_of

LISTED, SETTLE = "/v1/activities/forgotten", "/v1/activities/forgotten/settle"


@pytest.fixture(autouse=True)
def activity(platform):
    add_activity(platform)
    import_person(platform, 1)


@pytest.fixture
def organiser(station):
    return a_caller(station)


@pytest.fixture
def came(station, clock):
    """Signed in 13 hours ago; the type allows 12."""
    signed = station.sign_in(a_medium(1), at_ms=clock.ms - 13 * HOUR)
    station.say(signed)
    return signed


def marked(platform):
    with platform.store.read() as connection:
        found = sa.select(sa.func.count()).where(anomalies.c.anomaly == open_items.FORGOTTEN)
        return connection.scalar(found)


def settle(sign_in, minutes):
    return ForgottenSettle(op_id=uuid4(), activity="a1", sign_in=op_id_of(sign_in), minutes=minutes, reason="同事證明")


def test_what_is_overdue_is_closed_once(platform, station, organiser, came, clock):
    station.say(station.sign_in(a_medium(2), at_ms=clock.ms - 11 * HOUR))
    assert (forgotten.close(platform), forgotten.close(platform), marked(platform)) == (1, 0, 1)
    (stay,) = ask(platform, organiser, LISTED, ForgottenAsked(activity="a1")).stays
    assert (stay.sign_in, stay.masked_name, stay.closed_ms) == (op_id_of(came), "示○○號", clock.ms)
    counts = ask(platform, organiser, "/v1/activities/counts", ActivityAsked(activity="a1")).total
    assert (counts.present, counts.came, counts.minutes) == (1, 2, 0)


def test_a_real_sign_out_that_comes_late_counts_as_any(platform, organiser, station, came, clock):
    other = FieldStation(platform, ["event"])
    left = other.sign_out(a_medium(1), came, at_ms=clock.ms - 11 * HOUR, screen=(120, 20))
    forgotten.close(platform)
    said = other.say(left)
    assert (said.status, said.result) == (OutcomeStatus.ACCEPTED, AttendanceResult(minutes=120, points=20))
    assert (marked(platform), points_of(platform, 1)) == (0, 20)
    assert ask(platform, organiser, LISTED, ForgottenAsked(activity="a1")).stays == []


def test_a_sign_out_made_too_late_counts_nothing(platform, station, came):
    forgotten.close(platform)
    said = station.say(station.sign_out(a_medium(1), came))
    assert (said.anomalies, said.result) == (["forgotten_sign_out"], AttendanceResult(minutes=0, points=0))
    assert marked(platform) == 1


def test_somebody_who_knows_settles_it_once(platform, organiser, station, came):
    forgotten.close(platform)
    request = settle(came, 150)
    first = ask(platform, organiser, SETTLE, request)
    assert (first.minutes, first.points) == (150, 20)
    assert ask(platform, organiser, SETTLE, request) == first
    assert (points_of(platform, 1), marked(platform)) == (20, 0)
    assert refusal(platform, organiser, SETTLE, settle(came, 10)) is Code.REQUEST_INVALID


def test_a_settled_stay_joins_the_visit_that_it_overlaps(platform, organiser, station, clock):
    other = FieldStation(platform, ["event"])
    again = other.sign_in(a_medium(1), at_ms=clock.ms - 25 * HOUR // 2)
    other.upload(again, other.sign_out(a_medium(1), again, at_ms=clock.ms - 12 * HOUR))
    late = station.sign_in(a_medium(1), at_ms=clock.ms - 13 * HOUR)
    station.say(late)
    assert forgotten.close(platform) == 1
    said = ask(platform, organiser, SETTLE, settle(late, 90))
    assert (said.minutes, said.points) == (60, 10)
    counts = ask(platform, organiser, "/v1/activities/counts", ActivityAsked(activity="a1")).total
    assert (counts.came, counts.minutes, counts.points, points_of(platform, 1)) == (1, 90, 10, 10)


def test_what_cannot_be_settled(platform, organiser, station, came, clock):
    assert refusal(platform, organiser, SETTLE, settle(came, 60)) is Code.REQUEST_INVALID
    forgotten.close(platform)
    assert refusal(platform, organiser, SETTLE, settle(came, 12 * 60 + 1)) is Code.REQUEST_INVALID
    assert (
        refusal(platform, organiser, SETTLE, msgspec.structs.replace(settle(came, 60), sign_in=uuid4())) is Code.REQUEST_INVALID
    )
    stranger = a_caller(station, agency="教育局")
    assert refusal(platform, stranger, SETTLE, settle(came, 60)) is Code.STAFF_NOT_ALLOWED
    assert refusal(platform, stranger, LISTED, ForgottenAsked(activity="a1")) is Code.STAFF_NOT_ALLOWED
    assert points_of(platform, 1) == 0
