"""What a kiosk's heartbeat says of its receipt printer and of being out of service: kinds and codes, nothing of anybody."""

import msgspec
import pytest

from domain.errors import Code, EnvironmentProblem
from domain.wire_fleet import Part
from station.condition import beat
from station.settings import KioskSettings
from station.wiring import disk_watch
from tests.station_rig import City


def test_a_printer_that_is_gone_and_trouble_are_told_until_they_are_over(city: City) -> None:
    paper = city.directory / "printer"
    kiosk = KioskSettings(printer=f"file:{paper / 'paper'}")
    city._settings["kiosk"] = msgspec.structs.replace(city.settings("kiosk"), kiosk=kiosk)
    station = city.station("kiosk")
    assert station.parts() == [Part(name="printer-receipts", state="ok")]
    with pytest.raises(EnvironmentProblem):
        station.receipts.condition()
    station.corner.note_trouble(Code.DISK_FULL)
    told = beat(station._context, disk_watch(station.settings), *station.parts()).parts
    assert told[1:] == [Part(name="printer-receipts", state="absent"), Part(name="kiosk-disk_full", state="failed")]
    assert told[0] == Part(name="reader-1", state="ok")
    paper.mkdir()
    station.receipts.condition()
    station.corner.note_trouble(None)
    assert station.parts() == [Part(name="printer-receipts", state="ok")]


def test_a_station_without_a_printer_says_nothing_of_one(city: City) -> None:
    assert city.station("counter").parts() == []
