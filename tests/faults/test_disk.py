"""The disk that a store lies on: full, old, new, or pulled out. With a disk that really fails: tests/store, tests/station."""

import errno
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from central import admin
from citycard_app.cli import EXIT_ENVIRONMENT
from citycard_app.demo_data import TALK
from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem
from domain.media import Medium, MediumType
from offline_store import journal, whole_file
from offline_store.encrypted import transaction
from offline_store.journal import FILE, Journal
from station import sticks
from tests.central.field import a_medium, import_person
from tests.clocks import SetClock
from tests.faults.city import FaultCity
from tests.faults.table import fault
from tests.faults.test_store import Watched, acts
from tests.faults.way import CHANGES
from tests.station.test_sticks import Carrier
from tests.store.conftest import open_journal
from tests.store.released import STORES

OLDEST = STORES / "journal_0001"
MOST_TAPS = 500
ROOM = 1_000_000


def fill_up(connection: Any) -> None:
    """No page more than there is."""
    connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")


def make_room(connection: Any) -> None:
    connection.execute(f"PRAGMA max_page_count = {ROOM}")


# --- 16 ---


def a_full_disk_is_kept_quiet(patch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def quiet(connection: Any, path: Path) -> Iterator[None]:
        try:
            with transaction(connection, path):
                yield
        except EnvironmentProblem as problem:
            if problem.code is not Code.DISK_FULL:
                raise

    patch.setattr(journal, "transaction", quiet)


@fault(16, broken_by=a_full_disk_is_kept_quiet)
def test_fault_16_a_full_disk_refuses_plainly_and_all_goes_on_once_there_is_room(city: FaultCity, tmp_path: Path) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    kept, registry = station._context.journal, station._context.registry
    done: list[int] = []

    def tap(number: int) -> None:
        station.events.tap(TALK, Medium(MediumType.UID, number.to_bytes(7, "big")))
        done.append(number)

    def tap_until_refused() -> None:
        for number in range(MOST_TAPS):
            tap(number)

    fill_up(kept._db)
    with pytest.raises(EnvironmentProblem) as refused:
        tap_until_refused()
    assert refused.value.code is Code.DISK_FULL
    assert len(acts(station)) == 1 + len(done)
    make_room(kept._db)
    tap(MOST_TAPS)
    assert kept.verify() == []
    city.until_online("counter")

    city.way.do(lambda _asked: None, CHANGES)
    cursor = registry.position().cursor
    fill_up(registry._writer)
    for number in range(1, 150):
        import_person(city.platform.platform, number)
    admin.block_card(city.platform.platform, city.medium("senior"), CardState.LOST)
    city.way.clear()
    city.hurry("counter")
    city.until(lambda: station._context.sync.state().download_problem is Code.DISK_FULL)
    assert registry.position().cursor == cursor
    make_room(registry._writer)
    city.until_online("counter")
    city.until(lambda: station.counter.look(city.medium("senior")).state is CardState.LOST)
    assert station.counter.look(a_medium(149)).known
    city.close_stations()
    city.reopen("counter")
    city.until_online("counter")
    upgrade_without_room(tmp_path / "old")


def upgrade_without_room(folder: Path) -> None:
    shutil.copytree(OLDEST, folder)
    before = (folder / FILE).read_bytes()
    connect = journal.connect

    def full(*words: Any, **more: Any) -> Any:
        connection = connect(*words, **more)
        fill_up(connection)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "connect", full)
        with pytest.raises(EnvironmentProblem) as refused:
            open_journal(folder, SetClock())
    assert refused.value.code is Code.DISK_FULL
    assert (folder / FILE).read_bytes() == before
    with closing(open_journal(folder, SetClock())) as upgraded:
        assert upgraded.queue().waiting > 0


# --- 36 ---


def what_is_newer_is_begun_anew(patch: pytest.MonkeyPatch) -> None:
    migrate = journal.migrate

    def forget(connection: Any, path: Path, migrations: Any) -> None:
        try:
            migrate(connection, path, migrations)
        except EnvironmentProblem as problem:
            if problem.code is not Code.STORE_NEWER:
                raise
            connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm9999%'")
            connection.execute("DELETE FROM outbox")

    patch.setattr(journal, "migrate", forget)


def unsent(opened: Journal) -> list[bytes]:
    return [event.hash for event in opened.to_send(100)]


@fault(36, broken_by=what_is_newer_is_begun_anew)
def test_fault_36_an_upgrade_that_is_killed_goes_on_and_a_newer_store_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the oldest schema: through every migration."""
    shutil.copytree(OLDEST, tmp_path / "live")
    newest = Path(shutil.copytree(OLDEST, tmp_path / "newest"))
    copies: list[Path] = []

    def keep() -> None:
        copies.append(tmp_path / f"killed{len(copies)}")
        subprocess.run(["cp", "-r", tmp_path / "live", copies[-1]], check=True)

    connect: Callable[..., Any] = journal.connect
    with monkeypatch.context() as patch:
        patch.setattr(journal, "connect", lambda *words, **more: Watched(connect(*words, **more), keep))
        open_journal(tmp_path / "live", SetClock()).close()
    with closing(open_journal(newest, SetClock())) as opened:
        expected = unsent(opened)
    assert len(expected) > 1
    for copy in copies:
        with closing(open_journal(copy, SetClock())) as again:
            assert (unsent(again), again.verify()) == (expected, [])
    assert len(copies) > 10
    with closing(open_journal(newest, SetClock())) as opened, transaction(opened._db, opened.path):
        opened._db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('journal', 'm9999_future', 'later')"
        )
    before = (newest / FILE).read_bytes()
    with pytest.raises(EnvironmentProblem) as refused:
        open_journal(newest, SetClock())
    assert refused.value.code is Code.STORE_NEWER
    assert (newest / FILE).read_bytes() == before


# --- 43 ---


def written_where_it_is_read(patch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def in_place(path: Path) -> Iterator[Path]:
        try:
            path.write_bytes(b"")
            yield path
            whole_file.flush(path)
        except OSError as problem:
            raise whole_file.disk_problem(problem, path.name) from problem

    patch.setattr(sticks, "replaced", in_place)


@pytest.fixture
def carrier(city: FaultCity, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: object) -> Carrier:
    stick = tmp_path / "stick"
    stick.mkdir()
    return Carrier(city, monkeypatch, stick)


@fault(43, broken_by=written_where_it_is_read)
def test_fault_43_a_stick_pulled_midway_has_the_old_file_and_no_half_one(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    carrier.act(2)
    assert carrier.export() == 0
    before, name = carrier.journal.read_bytes(), carrier.journal.name
    carrier.act(3)

    def pulled(_path: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(whole_file, "flush", pulled)
        assert carrier.export() == EXIT_ENVIRONMENT
    assert "[disk_failing]" in capsys.readouterr().err
    assert [(path.name, path.read_bytes()) for path in carrier.stick.iterdir()] == [(name, before)]
    assert carrier.export() == 0
    assert carrier.journal.read_bytes() != before
