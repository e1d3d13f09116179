"""People without their card, found by name on the list; and a wrong sign-out alone undone, after which the stay goes on."""

from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central import admin
from central.schema import changes
from domain.events import AttendanceUndone, SignedIn, SignedOut
from domain.wire import AttendanceResult, OutcomeStatus, RosterRow
from tests.central.field import HOUR, MINUTE, FieldStation, a_medium, add_activity, import_person, op_id_of
from tests.central.test_attendance_undo import sound, standing
from tests.central.test_redemption import points_of


@pytest.fixture(autouse=True)
def activity(platform):
    add_activity(platform)


def on_the_list(platform):
    holder = import_person(platform, 1)
    admin.register_for_activity(platform, "a1", holder)
    return holder


def by_name_in(station, holder, **kwargs):
    return station.act(SignedIn(activity="a1", walk_in=False, holder=holder), **kwargs)


def by_name_out(station, holder, came, minutes, points, **kwargs):
    payload = SignedOut(activity="a1", sign_in=op_id_of(came), minutes=minutes, points=points, holder=holder)
    return station.act(payload, **kwargs)


def test_who_has_no_card_gets_what_the_stay_is_worth(platform, station, clock):
    holder = on_the_list(platform)
    came = by_name_in(station, holder, at_ms=clock.ms - 2 * HOUR)
    left = by_name_out(station, holder, came, 120, 20)
    outcomes = station.upload(came, left)
    assert [outcome.status for outcome in outcomes] == [OutcomeStatus.ACCEPTED] * 2
    assert outcomes[1].result == AttendanceResult(minutes=120, points=20)
    assert points_of(platform, 1) == 20


def test_card_and_name_are_one_person(platform, station, clock):
    """In by card at one desk and by name at another: hours once, and somebody looks at it."""
    holder = on_the_list(platform)
    other = FieldStation(platform, ["event"])
    came = station.sign_in(a_medium(1), at_ms=clock.ms - 2 * HOUR)
    again = by_name_in(other, holder, at_ms=clock.ms - HOUR)
    station.upload(came)
    assert other.say(again).anomalies == ["attendance_twice"]
    left = by_name_out(other, holder, again, 60, 10)
    said = other.say(left)
    assert said.result == AttendanceResult(minutes=120, points=20)
    assert standing(platform) == (120, 20)


@pytest.mark.parametrize("known", [False, True], ids=["nobody", "somebody who was never registered"])
def test_a_name_that_is_not_on_the_list_is_kept_and_flagged(platform, station, clock, known):
    """A station finds people by name on its list alone."""
    holder = import_person(platform, 1) if known else uuid4()
    came = by_name_in(station, holder, at_ms=clock.ms - 2 * HOUR)
    said = station.upload(came, by_name_out(station, holder, came, 120, 20))
    assert [(outcome.status, outcome.code.value) for outcome in said] == [(OutcomeStatus.FLAGGED, "not_registered")] * 2
    assert [outcome.result.points for outcome in said] == [0, 0]


def test_whoever_was_taken_off_the_list_after_the_station_had_it_is_still_believed(platform, station, clock):
    holder = on_the_list(platform)
    admin.register_for_activity(platform, "a1", holder, active=False)
    came = by_name_in(station, holder, at_ms=clock.ms - 2 * HOUR)
    station.upload(came, by_name_out(station, holder, came, 120, 20))
    assert points_of(platform, 1) == 20


def test_stations_get_the_masked_name_and_lose_it_with_the_place(platform):
    holder = import_person(platform, 1)

    def rows():
        with platform.store.read() as connection:
            bodies = connection.scalars(sa.select(changes.c.row).where(changes.c.kind == "roster")).all()
        return [msgspec.json.decode(body, type=RosterRow) for body in bodies]

    admin.register_for_activity(platform, "a1", holder)
    assert [row.masked_name for row in rows()] == ["示○○號"]
    admin.register_for_activity(platform, "a1", holder, active=False)
    assert [(row.active, row.masked_name) for row in rows()] == [(False, "")]


class TestWrongSignOut:
    @pytest.fixture(params=["sqlite"])
    def on(self, request):
        return request.param

    @pytest.fixture
    def stay(self, platform, station, clock):
        import_person(platform, 1)
        came = station.sign_in(a_medium(1), at_ms=clock.ms - 5 * HOUR)
        wrong = station.sign_out(a_medium(1), came, screen=(60, 10), at_ms=clock.ms - 4 * HOUR)
        station.upload(came, wrong)
        return came, wrong

    def test_the_stay_goes_on_and_counts_once(self, platform, station, stay):
        came, wrong = stay
        assert standing(platform) == (60, 10)
        undo = station.act(AttendanceUndone(sign_in=op_id_of(came), sign_out=op_id_of(wrong)))
        said = station.say(undo)
        assert (said.status, said.result) == (OutcomeStatus.ACCEPTED, AttendanceResult(minutes=-60, points=-10))
        assert (standing(platform), points_of(platform, 1), sound(platform)) == ((0, 0), 0, True)
        left = station.say(station.sign_out(a_medium(1), came, screen=(300, 50)))
        assert (left.status, left.result) == (OutcomeStatus.ACCEPTED, AttendanceResult(minutes=300, points=50))
        assert (standing(platform), points_of(platform, 1), sound(platform)) == ((300, 50), 50, True)

    def test_undoing_it_twice_changes_nothing_more(self, platform, station, stay, clock):
        came, wrong = stay
        undo = AttendanceUndone(sign_in=op_id_of(came), sign_out=op_id_of(wrong))
        station.upload(station.act(undo))
        again = station.say(station.act(undo))
        assert again.result == AttendanceResult(minutes=0, points=0)
        station.upload(station.sign_out(a_medium(1), came, screen=(240, 40), at_ms=clock.ms - HOUR))
        late = station.say(station.act(undo))
        assert late.result == AttendanceResult(minutes=0, points=0)
        assert standing(platform) == (240, 40)

    def test_a_second_sign_out_without_an_undo_is_none(self, platform, station, stay, clock):
        came, _ = stay
        again = station.say(station.sign_out(a_medium(1), came, screen=(300, 50), at_ms=clock.ms - MINUTE))
        assert "signed_out_twice" in again.anomalies
        assert standing(platform) == (60, 10)

    def test_the_whole_stay_can_still_be_undone(self, platform, station, stay):
        came, wrong = stay
        station.upload(station.act(AttendanceUndone(sign_in=op_id_of(came), sign_out=op_id_of(wrong))))
        station.upload(station.sign_out(a_medium(1), came, screen=(300, 50)))
        said = station.say(station.act(AttendanceUndone(sign_in=op_id_of(came))))
        assert said.result == AttendanceResult(minutes=-300, points=-50)
        assert (standing(platform), points_of(platform, 1), sound(platform)) == ((0, 0), 0, True)
