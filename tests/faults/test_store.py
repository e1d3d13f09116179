"""One machine's store: killed, without power, full to its limit, opened twice."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from citycard_app.demo_data import TALK
from domain.errors import Code, EnvironmentProblem
from domain.events import Event, decode
from domain.media import Medium, MediumType
from offline_store import encrypted, journal
from offline_store.journal import FILE, Journal
from station.settings import StationSettings
from station.station import Station
from station.wiring import open_station
from tests.faults.city import HOUR_MS, FaultCity
from tests.faults.table import fault

MEETING = "demo-meeting"
"""Counts once, however much later the same card comes again."""


class Watched:
    """A connection that tells before each statement."""

    def __init__(self, real: Any, tell: Callable[[], None]) -> None:
        self._real, self._tell = real, tell

    def execute(self, *words: Any) -> Any:
        self._tell()
        return self._real.execute(*words)

    def __enter__(self) -> Any:
        return self._real.__enter__()

    def __exit__(self, *error: Any) -> Any:
        return self._real.__exit__(*error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


@contextmanager
def watching(kept: Journal, tell: Callable[[], None]) -> Iterator[None]:
    """Be told before each statement of a journal, whichever of its parts makes it."""
    real = kept._db
    parts = [kept, *(part for part in vars(kept).values() if getattr(part, "_db", None) is real)]
    for part in parts:
        part._db = Watched(real, tell)
    yield
    for part in parts:
        part._db = real


def left_behind(settings: StationSettings, folder: Path) -> StationSettings:
    """What is on the disk this moment, as a station of its own. Another process copies, so that no lock of ours is lost."""
    subprocess.run(["cp", "-r", settings.state, folder], check=True)
    return msgspec.structs.replace(settings, state=str(folder))


def acts(station: Station) -> list[Event]:
    """Everything in a station's journal."""
    return [decode(one.body) for one in station._context.journal.events()]


# --- 14 ---


def each_write_by_itself(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(journal, "transaction", lambda _connection, path: encrypted.named_errors(path))


@fault(14, broken_by=each_write_by_itself)
def test_fault_14_killed_between_any_two_writes_an_act_is_whole_or_has_not_happened(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    city.platform.stop()
    copies: list[StationSettings] = []

    def keep() -> None:
        copies.append(left_behind(city.settings("counter"), city.directory / f"killed{len(copies)}"))

    kept = station._context.journal
    with watching(kept, keep):
        assert station.events.tap(MEETING, city.medium("senior")).did == "in"
    keep()
    station.stop()
    assert len(copies) > 6
    found: list[bool] = []
    for settings in copies:
        again = open_station(settings, city.clock("counter"))
        try:
            kinds = [act.kind for act in acts(again)]
            found.append("attendance.in" in kinds)
            assert again._context.journal.queue().waiting == kinds.count("attendance.in")
            assert again.events.counts(MEETING).present == kinds.count("attendance.in")
            again.staff.sign_in(city.medium("clerk"), "246810")
            assert again.events.tap(MEETING, city.medium("senior")).did == ("already" if found[-1] else "in")
            assert again._context.journal.verify() == []
        finally:
            again.stop()
    assert (found[0], found[-1]) == (False, True)


# --- 15 ---


def the_disk_may_take_its_time(patch: pytest.MonkeyPatch) -> None:
    connect = journal.connect

    def lazily(*words: Any, **more: Any) -> Any:
        connection = connect(*words, **more)
        connection.execute("PRAGMA synchronous = OFF")
        return connection

    patch.setattr(journal, "connect", lazily)


@fault(15, broken_by=the_disk_may_take_its_time)
def test_fault_15_what_was_called_done_is_there_after_a_power_cut_and_ids_are_new(city: FaultCity) -> None:
    """A test cannot pull the plug: it asks SQLite that a commit waits for the disk, and looks at the files at once."""
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    city.platform.stop()
    kept = station._context.journal
    assert kept._db.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert kept._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    station.events.tap(TALK, city.medium("senior"))
    settings = left_behind(city.settings("counter"), city.directory / "dark")
    before = acts(station)
    station.stop()
    # Without its battery the clock begins anew, too.
    city.clock("counter").by_ms = -365 * 24 * HOUR_MS
    again = open_station(settings, city.clock("counter"))
    try:
        assert acts(again) == before
        again.staff.sign_in(city.medium("clerk"), "246810")
        again.events.tap(TALK, city.medium("reader"))
        now = acts(again)
        assert len({act.op_id for act in now}) == len(now) == len(before) + 2
        assert [act.seq for act in now] == list(range(1, len(now) + 1))
        assert again._context.journal.verify() == []
    finally:
        again.stop()


# --- 17 ---


def there_is_always_place(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Journal, "_require_place", lambda _self: 0)


@fault(17, broken_by=there_is_always_place)
def test_fault_17_a_full_queue_refuses_and_drops_nothing(city: FaultCity) -> None:
    city.most_queued = 3
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    city.away("counter")

    def tap(number: int) -> str:
        return station.events.tap(TALK, Medium(MediumType.UID, bytes([4, number, 1, 2, 3, 4, 5]))).did

    assert [tap(number) for number in range(3)] == ["in"] * 3
    with pytest.raises(EnvironmentProblem) as refused:
        tap(3)
    assert refused.value.code is Code.QUEUE_FULL
    assert station.status().queue == 3
    assert station.events.counts(TALK).present == 3
    mine = [act.op_id for act in acts(station)]
    city.back("counter")
    assert city.received("counter") == mine
    assert tap(3) == "in"
    city.until_online("counter")


# --- 35 ---


_BROKEN = "CITYCARD_TEST_FAULT_35"
"""The second process has the same fault in."""
_SECOND = f"""
import os, sys, msgspec
from domain.errors import EnvironmentProblem
from offline_store import journal
from station.settings import StationSettings
from station.wiring import open_station
if "{_BROKEN}" in os.environ:
    connect = journal.connect
    journal.connect = lambda path, key, **_more: connect(path, key, alone=False)
try:
    open_station(msgspec.json.decode(sys.argv[1], type=StationSettings))
    print("opened")
except EnvironmentProblem as problem:
    print(problem.code.value)
"""


def anybody_may_open_it(patch: pytest.MonkeyPatch) -> None:
    connect = journal.connect
    patch.setattr(journal, "connect", lambda path, key, **_more: connect(path, key, alone=False))
    patch.setenv(_BROKEN, "yes")


@fault(35, broken_by=anybody_may_open_it)
def test_fault_35_a_second_process_on_the_same_store_is_refused(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    settings = msgspec.json.encode(city.settings("counter")).decode()
    done = subprocess.run([sys.executable, "-c", _SECOND, settings], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == Code.STORE_LOCKED.value
    assert station.events.tap(TALK, city.medium("senior")).did == "in"
    city.until_online("counter")
    assert (Path(city.settings("counter").state) / FILE).exists()
