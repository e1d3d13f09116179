"""Staff card and PIN, also with no network: growing delay, then a supervisor."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from central import admin
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
    """Six wrong PINs, each after its delay, which passes by moving the last failure into the past."""
    medium = city.medium("clerk")
    for _ in range(SUPERVISOR_AFTER):
        station.staff._failed_s["D001"] = -1_000_000.0
        refusal(lambda: station.staff.sign_in(medium, "999999"))


def test_the_delay_grows() -> None:
    assert [wait_s(failures) for failures in range(6)] == [0, 0, 2, 4, 8, 16]


def test_the_right_card_and_pin_open_a_session_with_this_stations_tasks(city: City) -> None:
    session = city.sign_in()
    assert (session.staff, session.name, session.tasks) == (
        "D001",
        "示○○辦",
        ["issue", "bind", "event", "library", "loads", "people", "batch", "outreach", "shift"],
    )
    assert city.station("counter").staff.session == session


def test_a_kiosk_is_told_of_nobody_but_those_who_look_after_it(city: City) -> None:
    assert refusal(lambda: city.sign_in("kiosk")).code is Code.STAFF_UNKNOWN
    told = city.station("kiosk")._context.registry._all("SELECT staff, roles FROM staff")
    assert told == [("D002", "supervisor")]
    assert city.sign_in("kiosk", "supervisor").tasks == ["shift", "kiosk"]


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


def test_guesses_in_parallel_are_counted_one_by_one(city: City) -> None:
    station = city.station("counter")

    def guess(number: int) -> Code:
        return refusal(lambda: station.staff.sign_in(city.medium("clerk"), f"{number:06}")).code

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(guess, range(8)))
    assert codes.count(Code.PIN_WRONG) == 2
    assert codes.count(Code.PIN_WAIT) == 6


def test_a_clerk_who_is_dismissed_stops_at_the_next_act(city: City) -> None:
    city.sign_in()
    station = city.station("counter")
    admin.add_staff(
        city.platform.platform,
        "D001",
        name="示範承辦",
        roles=["clerk"],
        medium=city.medium("clerk"),
        pin=DEMO_PIN,
        active=False,
    )
    city.until(lambda: not (row := station._context.registry.staff("D001")) or not row.active)
    assert refusal(lambda: station.events.tap("demo-talk", city.medium("senior"))).code is Code.STAFF_NOT_ALLOWED
