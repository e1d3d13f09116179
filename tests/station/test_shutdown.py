"""The end of a station in which something else goes wrong."""

import pytest

from station.purse_drivers import PurseDrivers
from tests.station_rig import City


def test_the_journal_is_let_go_of_even_when_a_part_cannot_be_closed(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: PurseDrivers) -> None:
        raise OSError("purses")

    station = city.station("counter")
    monkeypatch.setattr(PurseDrivers, "close", fail)
    with pytest.raises(OSError, match="purses"):
        station.stop()
    monkeypatch.undo()
    city.reopen("counter")
