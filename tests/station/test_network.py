"""What stands between a station and its platform: nobody, a proxy, a revocation, a broken programme."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from citycard_app.demo_data import NEWCOMER, SIGNED
from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem
from station.clock import SystemClock
from station.enrolment import enrol
from station.wiring import open_station
from tests.end2end.test_steps import form
from tests.station_rig import City


def test_a_journal_whose_secrets_are_away_is_never_enrolled_over(city: City) -> None:
    city.station("counter")
    city.close_stations()
    secrets = city.directory / "counter" / "secrets.json"
    secrets.rename(secrets.with_suffix(".away"))
    for attempt in (
        lambda: open_station(city.settings("counter")),
        lambda: enrol(city.settings("counter"), city.platform.url, city.seeded.kiosk_code, SystemClock(), demo=True),
    ):
        with pytest.raises(EnvironmentProblem) as caught:
            attempt()
        assert caught.value.code is Code.STORE_WRONG_KEY
    secrets.with_suffix(".away").rename(secrets)
    assert city.reopen("counter").status().queue == 0


def test_a_broken_programme_leaves_the_present_one_in_force(city: City) -> None:
    station = city.station("counter")
    before = station.programme
    replace = station._context.sync._on_programme
    replace("v9", "schema = 1\nid = 3")
    assert station.programme is before
    replace("v10", station._context.journal.meta("programme") or "")
    assert station.programme == before
    assert station._context.journal.meta("programme_version") == "v10"


def test_a_station_is_enrolled_once(city: City) -> None:
    city.station("counter")
    city.close_stations()
    with pytest.raises(EnvironmentProblem) as caught:
        enrol(city.settings("counter"), city.platform.url, city.seeded.kiosk_code, SystemClock(), demo=True)
    assert caught.value.code is Code.ALREADY_ENROLLED


def test_a_machine_that_was_never_enrolled_says_so(city: City) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        open_station(city.settings("nowhere"))
    assert caught.value.code is Code.NOT_ENROLLED


def test_the_same_button_five_times_at_once_is_one_card(city: City) -> None:
    station = city.station("counter")
    city.sign_in()
    desk = station.counter
    op_id, medium = desk.new_op_id(), city.medium("blank1")

    def press(_turn: int) -> CardState:
        return desk.issue(
            op_id, medium, form(NEWCOMER), kind="senior", carrier="easycard", consents=["issue"], papers=SIGNED
        ).state

    with ThreadPoolExecutor(5) as pool:
        states = list(pool.map(press, range(5)))
    assert states == [CardState.ACTIVE] * 5
    city.until_online("counter")
    agreement = city.agreement()
    assert (agreement.cards, agreement.disagreements) == (1, [])
