"""What `citycard doctor` tells of events that are still to be sent, of the registry's age and of failed copies."""

import os

import msgspec
import pytest

from citycard_app import doctor_sync
from citycard_app.demo_data import TALK
from citycard_app.doctor_store import backups
from citycard_app.findings import State
from domain.errors import Code
from station import standing
from station.clock import SystemClock
from station.settings import BackupSettings
from tests.station_rig import City

DAY_MS = 24 * 3_600_000


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """The doctor comes so much later."""
    now_ms = SystemClock.now_ms

    monkeypatch.setattr(SystemClock, "now_ms", lambda self: now_ms(self) + days * DAY_MS)


def test_the_doctor_counts_what_is_unsent_at_a_running_station_and_at_a_stopped_one(
    city: City, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    settings = city.settings("counter")
    assert doctor_sync.unsent(settings).found == doctor_sync.registry(settings).found == "尚未登錄 not enrolled yet"
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    city.until(lambda: doctor_sync.unsent(settings).found.startswith("0 筆"))
    assert doctor_sync.registry(settings).found == "上次更新 brought up to date 0 分鐘前 minutes ago"
    city.platform.stop()
    city.until_offline("counter")
    station.events.tap(TALK, city.medium("senior"))
    station._context.sync.wake()
    city.until(lambda: doctor_sync.unsent(settings).found.startswith("1 筆"))
    kept = (settings.directory / standing.FILE).read_bytes()
    assert station.digest(city.medium("senior")).hex().encode() not in kept
    assert msgspec.json.decode(kept, type=standing.Standing).queue == station.status().queue == 1
    city.close_stations()
    found = doctor_sync.unsent(settings)
    assert (found.state, found.found) == (State.OK, "2 筆 events，最早 the oldest 0 分鐘前 minutes ago")
    later(monkeypatch, 3)
    late, old = doctor_sync.unsent(settings), doctor_sync.registry(settings)
    assert (late.state, old.state) == (State.ATTENTION, State.ATTENTION)
    assert late.found.endswith("3 天前 days ago")
    assert old.found.endswith("3 天前 days ago")
    assert "journal export" in late.hint
    assert old.hint


def test_a_registry_that_cannot_be_read_is_named(city: City, qapp: object) -> None:
    city.station("kiosk")
    city.close_stations()
    settings = city.settings("kiosk")
    (settings.directory / "registry.sqlite").write_bytes(b"x" * 8192)
    found = doctor_sync.registry(settings)
    assert (found.state, found.found) == (State.ATTENTION, Code.STORE_WRONG_KEY.value)
    (settings.directory / "registry.sqlite").unlink()
    assert doctor_sync.registry(settings).found == "尚未下載 nothing downloaded yet"


def test_a_copy_that_failed_since_the_last_one_is_told_of_with_its_reason(city: City, qapp: object) -> None:
    place = city.directory / "copies"
    place.mkdir()
    settings = msgspec.structs.replace(city.settings("kiosk"), backup=BackupSettings(folder=str(place)))
    (place / "journal-1.sqlite").touch()
    station = city.station("kiosk")
    failed = msgspec.structs.replace(station.status(), backup_problem=Code.DISK_FULL)
    standing.keeper(settings.directory)(failed)
    os.utime(place / "journal-1.sqlite", (1, 1))
    found = backups(settings)
    assert (found.state, Code.DISK_FULL.value in found.found, bool(found.hint)) == (State.ATTENTION, True, True)
    # Somebody has made one by hand meanwhile.
    os.utime(place / "journal-1.sqlite", (1 << 32, 1 << 32))
    assert Code.DISK_FULL.value not in backups(settings).found
