"""Room on the disk: refused before it is too late, and on again by itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from domain.errors import Code, EnvironmentProblem
from domain.events import SignedIn
from domain.wire import CardRow, ChangesResponse
from offline_store.disk_watch import DiskWatch
from offline_store.journal import Journal
from tests.clocks import SetClock
from tests.store.conftest import open_journal
from tests.store.test_registry import opened

MB = 1_000_000
CARD = CardRow(medium=b"\x07" * 8, card_kind="general", state="active", holder=None)
PAGE = ChangesResponse(server_ms=1, generation="g1", cursor="c1", more=False, rows=[CARD])


class Disk:
    """How much is free, as `shutil.disk_usage` says."""

    free = 10_000 * MB

    def usage(self, _path: Path) -> SimpleNamespace:
        return SimpleNamespace(free=self.free)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    made = Disk()
    monkeypatch.setattr(shutil, "disk_usage", made.usage)
    return made


@pytest.fixture
def watched(tmp_path: Path, journal: Journal, disk: Disk) -> Iterator[Journal]:
    """The fixture's journal, opened with a watch."""
    journal.close()
    opened = open_journal(tmp_path, SetClock())
    opened.require_room = DiskWatch(tmp_path, least_mb=200, low_mb=1000).require_for_act
    yield opened
    opened.close()


def sign_in(journal: Journal, *, ends: bool = False) -> None:
    with journal.act(ends=ends) as act:
        act.append(SignedIn(activity="A", walk_in=False), medium=b"\x01" * 8)


def test_a_new_act_is_refused_below_the_least_and_taken_again_with_room(watched: Journal, disk: Disk) -> None:
    disk.free = 200 * MB
    sign_in(watched)
    disk.free -= 1
    with pytest.raises(EnvironmentProblem) as caught:
        sign_in(watched)
    assert caught.value.code is Code.DISK_FULL
    assert watched.queue().waiting == 1
    disk.free = 200 * MB
    sign_in(watched)
    assert watched.queue().waiting == 2
    assert watched.verify() == []


def test_how_something_ended_is_written_all_the_same(watched: Journal, disk: Disk) -> None:
    disk.free = 1 * MB
    sign_in(watched, ends=True)
    assert watched.queue().waiting == 1


def test_downloads_stop_before_acts_do_and_the_cursor_has_not_moved(tmp_path: Path, disk: Disk) -> None:
    watch = DiskWatch(tmp_path, least_mb=200, low_mb=1000)
    registry = opened(tmp_path, require_room=watch.require_for_download)
    disk.free = 399 * MB
    watch.require_for_act()
    with pytest.raises(EnvironmentProblem) as caught:
        registry.apply(PAGE)
    assert caught.value.code is Code.DISK_FULL
    assert registry.position().cursor == ""
    disk.free = 400 * MB
    registry.apply(PAGE)
    assert registry.position().cursor == "c1"
    registry.close()


@pytest.mark.parametrize(("free_mb", "low"), [(1000, False), (999, True), (0, True)])
def test_it_warns_earlier_than_it_refuses(tmp_path: Path, disk: Disk, free_mb: int, low: bool) -> None:
    disk.free = free_mb * MB
    assert DiskWatch(tmp_path, least_mb=200, low_mb=1000).is_low() is low


def test_a_disk_that_is_gone_refuses_and_warns(tmp_path: Path) -> None:
    gone = DiskWatch(tmp_path / "gone", least_mb=200, low_mb=1000)
    assert gone.is_low()
    with pytest.raises(EnvironmentProblem) as caught:
        gone.require_for_act()
    assert caught.value.code is Code.DISK_FULL


def test_the_real_disk_is_asked(tmp_path: Path) -> None:
    assert DiskWatch(tmp_path, least_mb=0, low_mb=0).free_bytes() == shutil.disk_usage(tmp_path).free
    DiskWatch(tmp_path, least_mb=0, low_mb=0).require_for_act()
    with pytest.raises(EnvironmentProblem):
        DiskWatch(tmp_path, least_mb=10**12, low_mb=0).require_for_act()
