"""A running station copies its journal by itself, and says so when it cannot."""

import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from domain.errors import Code
from domain.events import SignedIn
from offline_store.journal import Journal
from offline_store.journal_file import JournalFile
from station import backups as module
from station.backups import Backups
from station.settings import BackupSettings
from tests.clocks import SetClock
from tests.station_rig import City
from tests.store.conftest import KEY
from tests.store.conftest import journal as journal  # noqa: PLC0414 (a fixture)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(module, "_FIRST_AFTER_S", 0.0)
    monkeypatch.setattr(module, "_AGAIN_S", 0.01)
    return iter(())


def test_a_stick_that_is_away_is_told_of_and_used_when_it_is_back(tmp_path: Path, journal: Journal) -> None:
    with journal.act() as act:
        act.append(SignedIn(activity="A", walk_in=False), medium=bytes(8))
    changed = threading.Event()
    stick = tmp_path / "stick"
    backups = Backups(BackupSettings(folder=str(stick)), journal, KEY, on_change=changed.set)
    backups.start()
    assert changed.wait(10)
    assert backups.problem() is Code.BACKUP_AWAY
    changed.clear()
    stick.mkdir()
    assert changed.wait(10)
    assert backups.problem() is None
    backups.stop()
    (made,) = stick.iterdir()
    with JournalFile(made, KEY, live=False) as copy:
        end = copy.end()
    assert end is not None
    assert end.events == 1


def test_without_a_place_nothing_is_begun(journal: Journal) -> None:
    backups = Backups(BackupSettings(), journal, KEY, on_change=lambda: None)
    backups.start()
    backups.stop()
    assert backups.problem() is None


def test_a_station_that_stops_breaks_a_copy_off(tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = threading.Event()
    backups = Backups(BackupSettings(folder=str(tmp_path / "stick")), journal, KEY, on_change=lambda: None)
    (tmp_path / "stick").mkdir()

    def slow(_target: object, go_on: object) -> None:
        inside.set()
        while True:
            go_on()  # type: ignore[operator]

    monkeypatch.setattr(journal, "copy_into", slow)
    backups.start()
    assert inside.wait(10)
    backups.stop()
    assert list((tmp_path / "stick").iterdir()) == []
    assert backups.problem() is None


def test_a_real_station_copies_what_it_does(city: City, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    settings = msgspec.structs.replace(city.settings("counter"), backup=BackupSettings(folder=str(stick)))
    city._settings["counter"] = settings
    station = city.station("counter")
    city.sign_in()
    city.until(lambda: list(stick.glob("journal-*.sqlite")))
    assert station.status().backup_problem is None
