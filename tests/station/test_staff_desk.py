"""Staff card and PIN, also with no network: growing delay, then a supervisor."""

from collections.abc import Callable

import pytest

from citycard_app.demo_data import DEMO_PIN
from domain.errors import Code, Refused
from station.staff_desk import SUPERVISOR_AFTER, wait_s
from station.station import Station
from tests.station_rig import City


def refusal(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


def fail_until_locked(city: City, station: Station) -> None:
    """Six wrong PINs, each after its delay, which is waited for by setting the last failure back."""
    medium = city.medium("clerk")
    for _ in range(SUPERVISOR_AFTER):
        with station._context.journal.act() as act:
            act.local._db.execute("UPDATE pin_failures SET last_ms = 0")
        refusal(lambda: station.staff.sign_in(medium, "999999"))


def test_the_delay_grows() -> None:
    assert [wait_s(failures) for failures in range(6)] == [0, 0, 2, 4, 8, 16]


def test_the_right_card_and_pin_open_a_session_with_this_stations_tasks(city: City) -> None:
    session = city.sign_in()
    assert (session.staff, session.name, session.tasks) == ("D001", "示○○辦", ["issue", "bind", "event", "library"])
    assert city.station("counter").staff.session == session


def test_a_kiosk_is_not_even_told_who_the_staff_are(city: City) -> None:
    assert refusal(lambda: city.sign_in("kiosk")).code is Code.STAFF_UNKNOWN


@pytest.mark.parametrize("card", ["senior", "blank1", "visitor"])
def test_a_card_that_is_no_staff_card_opens_nothing(city: City, card: str) -> None:
    station = city.station("counter")
    assert refusal(lambda: station.staff.sign_in(city.medium(card), DEMO_PIN)).code is Code.STAFF_UNKNOWN


def test_wrong_pins_cost_time_and_survive_a_restart(city: City) -> None:
    station = city.station("counter")
    medium = city.medium("clerk")
    first = refusal(lambda: station.staff.sign_in(medium, "111111"))
    assert (first.code, first.details["seconds"]) == (Code.PIN_WRONG, 0)
    second = refusal(lambda: station.staff.sign_in(medium, "111111"))
    assert (second.code, second.details["seconds"]) == (Code.PIN_WRONG, 2)
    assert refusal(lambda: station.staff.sign_in(medium, DEMO_PIN)).code is Code.PIN_WAIT
    city.close_stations()
    again = city.reopen("counter")
    assert refusal(lambda: again.staff.sign_in(medium, DEMO_PIN)).code is Code.PIN_WAIT
    assert again.staff.recognise(medium).wait_s > 0


def test_after_too_many_only_a_supervisor_unlocks(city: City) -> None:
    station = city.station("counter")
    fail_until_locked(city, station)
    medium = city.medium("clerk")
    assert station.staff.recognise(medium).needs_supervisor
    assert refusal(lambda: station.staff.sign_in(medium, DEMO_PIN)).code is Code.PIN_NEEDS_SUPERVISOR
    assert refusal(lambda: station.staff.unlock(medium, DEMO_PIN, "D001")).code is Code.STAFF_NOT_ALLOWED
    station.staff.unlock(city.medium("supervisor"), DEMO_PIN, "D001")
    assert station.staff.sign_in(medium, DEMO_PIN).staff == "D001"


def test_a_right_pin_clears_the_count(city: City) -> None:
    station = city.station("counter")
    medium = city.medium("clerk")
    refusal(lambda: station.staff.sign_in(medium, "111111"))
    station.staff.sign_in(medium, DEMO_PIN)
    station.staff.sign_out("left")
    assert refusal(lambda: station.staff.sign_in(medium, "111111")).details["seconds"] == 0


def test_every_session_and_every_failure_stands_in_the_journal(city: City) -> None:
    station = city.station("counter")
    refusal(lambda: station.staff.sign_in(city.medium("clerk"), "111111"))
    city.sign_in()
    station.staff.sign_in(city.medium("supervisor"), DEMO_PIN)
    station.staff.sign_out("idle")
    city.close_stations()
    journal = city.journal("counter")
    kinds = [row[0] for row in journal._db.execute("SELECT kind FROM events ORDER BY id")]
    journal.close()
    assert kinds == ["staff.pin_failed", "staff.in", "staff.out", "staff.in", "staff.out"]


def test_without_a_session_no_desk_does_anything(city: City) -> None:
    station = city.station("counter")
    medium = city.medium("senior")
    assert refusal(lambda: station.library.patron(medium)).code is Code.STAFF_NOT_ALLOWED
    assert refusal(lambda: station.events.tap("demo-talk", medium)).code is Code.STAFF_NOT_ALLOWED
    bound = lambda: station.counter.bind(  # noqa: E731
        station.counter.new_op_id(), city.medium("blank1"), medium, "easycard"
    )
    assert refusal(bound).code is Code.STAFF_NOT_ALLOWED
