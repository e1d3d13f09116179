"""What staff ask the platform from a station: the session beside the one at the station, the PIN once more, no network."""

import threading
from threading import Event, Timer

import pytest
import sqlalchemy as sa

from central.schema.access import staff_sessions
from citycard_app.demo_data import CARDS, DEMO_PIN, SENIOR
from domain.errors import Code, EnvironmentProblem, Refused
from domain.office_calls import FIND_HOLDERS
from domain.wire_registry import HolderFindRequest
from station.station import Station
from tests.station_rig import City

PATIENCE_S = 3.0
WHO = HolderFindRequest(name=SENIOR.name, reason="民眾洽詢")


@pytest.fixture
def station(city: City) -> Station:
    made = city.station("counter")
    made.staff.sign_in(CARDS["clerk"].medium, DEMO_PIN)
    return made


def sessions(city: City) -> int:
    with city.platform.platform.store.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(staff_sessions)) or 0


def test_who_signs_in_here_may_ask_the_platform_until_they_sign_out(city: City, station: Station) -> None:
    assert station.office.ask(FIND_HOLDERS, WHO).holders[0].name != SENIOR.name
    assert station.office.may_ask()
    assert sessions(city) == 1
    station.staff.sign_out("left")
    assert not station.office.may_ask()
    City.until(lambda: sessions(city) == 0)
    with pytest.raises(Refused) as refused:
        station.office.ask(FIND_HOLDERS, WHO)
    assert refused.value.code is Code.STAFF_SESSION_ENDED


def test_the_station_stops_when_nothing_of_any_session_is_under_way(
    city: City, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody signs in and out again and again, on a line that is slow to answer."""
    line, begin = station.office._line, Event()
    opening = line.open_staff_session
    monkeypatch.setattr(line, "open_staff_session", lambda *words: (begin.wait(PATIENCE_S), opening(*words))[1])
    for _ in range(3):
        station.staff.sign_out("left")
        station.staff.sign_in(CARDS["clerk"].medium, DEMO_PIN)
    station.staff.sign_out("left")
    Timer(0.2, begin.set).start()
    station.office.stop()
    assert [each.name for each in threading.enumerate() if each.name.startswith("office-")] == []
    assert sessions(city) == 0


def test_a_session_that_ran_out_wants_the_pin_once_more(city: City, station: Station) -> None:
    station.office.ask(FIND_HOLDERS, WHO)
    with city.platform.platform.store.engine.begin() as connection:
        connection.execute(staff_sessions.delete())
    with pytest.raises(Refused) as refused:
        station.office.ask(FIND_HOLDERS, WHO)
    assert refused.value.code is Code.STAFF_SESSION_ENDED
    assert not station.office.may_ask()
    with pytest.raises(Refused) as wrong:
        station.office.reopen("0000000")
    assert wrong.value.code is Code.PIN_WRONG
    station.office.reopen(DEMO_PIN)
    assert station.office.ask(FIND_HOLDERS, WHO).holders[0].name != SENIOR.name


def test_no_network_is_said_at_once_and_costs_only_the_question(city: City, station: Station) -> None:
    station.office.ask(FIND_HOLDERS, WHO)
    city.platform.stop()
    with pytest.raises(EnvironmentProblem) as problem:
        station.office.ask(FIND_HOLDERS, WHO)
    assert problem.value.code is Code.PLATFORM_UNREACHABLE
    city.platform.start()
    assert station.office.ask(FIND_HOLDERS, WHO).holders[0].name != SENIOR.name


def test_what_a_role_may_not_ask_is_refused_by_the_platform(station: Station) -> None:
    in_clear = HolderFindRequest(name=SENIOR.name, reason="民眾洽詢", in_clear=True)
    with pytest.raises(Refused) as refused:
        station.office.ask(FIND_HOLDERS, in_clear)
    assert refused.value.code is Code.STAFF_NOT_ALLOWED
    assert station.office.may_ask()
    station.staff.sign_in(CARDS["supervisor"].medium, DEMO_PIN)
    assert station.office.ask(FIND_HOLDERS, in_clear).holders[0].name == SENIOR.name
