"""A whole station begins with the platform's snapshot, tells how far it has come, and knows when it is out of date."""

import msgspec
import pytest

from central.registry import snapshots
from citycard_app.demo_data import DEMO_PIN
from domain.errors import Code, EnvironmentProblem
from station.clock import SystemClock
from station.station import Station
from station.views import StationStatus
from station.wiring import open_station
from tests.station_rig import City

_DAY_MS = 86_400_000


class LaterClock(SystemClock):
    """The machine's clock, so many days later."""

    def __init__(self, days: int) -> None:
        self._ahead_ms = days * _DAY_MS

    def now_ms(self) -> int:
        return super().now_ms() + self._ahead_ms


@pytest.mark.parametrize("desk", ["counter", "kiosk"])
def test_a_new_station_begins_with_the_snapshot_and_tells_its_progress(
    city: City, monkeypatch: pytest.MonkeyPatch, desk: str
) -> None:
    monkeypatch.setattr(snapshots, "PART_BYTES", 256)
    built = snapshots.build(city.platform.platform)
    station = city.station(desk, start=False)
    told: list[StationStatus] = []
    station.on_status(told.append)
    station.start()
    city.until_online(desk)
    seen = [status.downloading for status in told if status.downloading is not None]
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0, 100)
    city.until(lambda: station.status().downloading is None)
    assert station._context.registry.snapshot() == built.snapshot


def test_a_station_that_has_a_registry_downloads_nothing_anew(city: City) -> None:
    snapshots.build(city.platform.platform)
    station = city.station("counter")
    first = station._context.registry.heard_ms()
    city.close_stations()
    told: list[StationStatus] = []
    again = open_station(city.settings("counter"))
    again.on_status(told.append)
    again.start()
    city.until(lambda: again._context.registry.heard_ms() != first)
    again.stop()
    assert {status.downloading for status in told} == {None}


def test_staff_are_not_believed_after_a_month_without_the_platform_and_are_again_when_it_is_back(city: City) -> None:
    city.station("counter")
    city.close_stations()
    city.platform.stop()

    def later(**store: int) -> Station:
        settings = city.settings("counter")
        kept = msgspec.structs.replace(settings, store=msgspec.structs.replace(settings.store, **store))
        return open_station(kept, LaterClock(40))

    patient = later(believed_days=60)
    assert patient.staff.sign_in(city.medium("clerk"), DEMO_PIN).staff
    patient.stop()
    station = later()
    with pytest.raises(EnvironmentProblem) as caught:
        station.staff.sign_in(city.medium("clerk"), DEMO_PIN)
    assert caught.value.code is Code.REGISTRY_STALE
    station.stop()
    city.platform.start()
    back = city.reopen("counter")
    city.until(lambda: not back._context.registry.stale())
    assert back.staff.sign_in(city.medium("clerk"), DEMO_PIN).staff
