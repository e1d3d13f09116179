"""A whole station whose disk fills up or fails while it works and syncs with a real platform."""

import errno
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from central import admin
from citycard_app.demo_data import CARDS
from domain.cards import CardState
from station.clock import SystemClock
from station.enrolment import enrol
from tests.station_rig import City
from tests.store.disk_rig import FaultyDisk, Said, fail, mend
from tests.store.disk_rig import faulty_library as faulty_library  # noqa: PLC0414 (a fixture)


@pytest.fixture
def disk(city: City, faulty_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FaultyDisk:
    """Under the folder of an enrolled station, whose settings are in the environment."""
    settings = city.settings("counter")
    enrol(settings, city.platform.url, city.seeded.counter_code, SystemClock(), demo=True)
    monkeypatch.setenv("CITYCARD_STATE", settings.state)
    monkeypatch.setenv("CITYCARD_STORE_SECRETS", "file")
    monkeypatch.setenv("CITYCARD_READER_DRIVER", "virtual")
    monkeypatch.setenv("CITYCARD_PLATFORM_POLL_S", "0.2")
    return FaultyDisk(faulty_library, settings.directory, tmp_path / "control")


@pytest.mark.parametrize(("ops", "code"), [("w", errno.ENOSPC), ("s", errno.EIO)])
def test_acts_and_sync_go_on_when_the_disk_does(city: City, disk: FaultyDisk, ops: str, code: int) -> None:
    card = CARDS["senior"].medium
    station = disk.start("tests.station.disk_station", card.value.hex())
    assert station.stdin is not None
    assert station.stdout is not None
    try:
        assert station.stdout.readline() == "ready\n"
        fail(disk.control, ops, code, 0)
        admin.block_card(city.platform.platform, card, CardState.LOST)
        station.stdin.write("go\n")
        station.stdin.flush()
        assert station.stdout.readline() == "felt\n"
        mend(disk.control)
        station.stdin.write("go\n")
        station.stdin.flush()
        said = msgspec.json.decode(station.stdout.readline(), type=Said)
        assert station.wait(30) == 0
    finally:
        station.kill()
        station.communicate()
    assert len(said.done) == 12
    assert len(said.refused) == 6
    assert set(said.codes) == {"disk_full" if code == errno.ENOSPC else "disk_failing"}
    journal = city.journal("counter")
    assert journal.verify() == []
    assert all(journal.contains(UUID(op_id)) for op_id in said.done)
    assert not any(journal.contains(UUID(op_id)) for op_id in said.refused)
    journal.close()
    with city.platform.platform.store.read() as connection:
        received = connection.exec_driver_sql("SELECT count(*), count(DISTINCT op_id) FROM journal").one()
    assert received[0] == received[1]
