"""A file system of four megabytes that really fills up. Where this machine may not mount one, the tests are skipped."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from domain.errors import Code, EnvironmentProblem
from domain.events import SignedIn
from domain.wire import CardRow, ChangesResponse, Row
from offline_store import backup
from offline_store.disk_watch import DiskWatch
from offline_store.journal import Journal
from tests.clocks import SetClock
from tests.store.conftest import IDENTITY, KEY, open_journal
from tests.store.test_registry import opened

_SIZE = "4m"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or not sys.platform.startswith("linux"):
        pytest.skip("this machine has no mount(8)")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={_SIZE}", "citycard-test", str(place)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"may not mount a file system here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def on_small(small: Path) -> Iterator[Journal]:
    made = open_journal(small, SetClock(), most_queued=100_000)
    made.put_meta(identity=msgspec.json.encode(IDENTITY).decode(), digest_key_id="k1")
    yield made
    made.close()


def act(journal: Journal, *, ends: bool = False) -> Code | None:
    """Done, or the code of why not."""
    try:
        with journal.act(ends=ends) as writing:
            writing.append(SignedIn(activity="A", walk_in=False), medium=bytes(8), sealed=bytes(3000))
    except EnvironmentProblem as problem:
        return problem.code
    return None


def fill_up(place: Path, leave: int = 0) -> Path:
    """Another program takes all that is left, but for some bytes."""
    filler = place / "somebody else's"
    with filler.open("wb", buffering=0) as out:
        left = shutil.disk_usage(place).free - leave
        while left > 0:
            written = out.write(bytes(min(left, 65_536)))
            left -= written or left
    return filler


def test_acts_until_the_disk_is_full_are_all_there_and_it_goes_on_with_room(small: Path, on_small: Journal) -> None:
    filler = fill_up(small, leave=200_000)
    done = 0
    while (code := act(on_small)) is None:
        done += 1
    assert code is Code.DISK_FULL
    assert done
    assert on_small.queue().waiting == done
    assert act(on_small) is Code.DISK_FULL
    filler.unlink()
    assert act(on_small) is None
    assert on_small.queue().waiting == done + 1
    assert on_small.verify() == []


def test_the_watch_refuses_while_the_disk_still_takes_what_was_begun(small: Path, on_small: Journal) -> None:
    watch = DiskWatch(small, least_mb=1, low_mb=2)
    on_small.require_room = watch.require_for_act
    assert act(on_small) is None
    filler = fill_up(small, leave=900_000)
    assert watch.is_low()
    assert act(on_small) is Code.DISK_FULL
    assert act(on_small, ends=True) is None
    filler.unlink()
    assert not watch.is_low()
    assert act(on_small) is None
    assert on_small.queue().waiting == 3


def test_a_download_onto_a_full_disk_moves_no_cursor_and_goes_on_with_room(small: Path) -> None:
    registry = opened(small)

    def page(begin: int, cursor: str) -> ChangesResponse:
        rows: list[Row] = [
            CardRow(medium=number.to_bytes(8, "big"), card_kind="general", state="active", holder=None)
            for number in range(begin, begin + 5000)
        ]
        return ChangesResponse(server_ms=1, generation="g1", cursor=cursor, more=False, rows=rows)

    registry.apply(page(0, "c1"))
    filler = fill_up(small)
    with pytest.raises(EnvironmentProblem) as caught:
        registry.apply(page(5000, "c2"))
    assert caught.value.code is Code.DISK_FULL
    assert (registry.position().cursor, registry.card_count()) == ("c1", 5000)
    filler.unlink()
    registry.apply(page(5000, "c2"))
    assert (registry.position().cursor, registry.card_count()) == ("c2", 10_000)
    registry.close()


def test_a_full_stick_keeps_the_older_copies(small: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    act(journal)
    backup.back_up(journal, KEY, small, station="S1", keep=5)
    before = {path.name: path.read_bytes() for path in small.iterdir()}
    act(journal)
    filler = fill_up(small)
    # Seen before anything is written, and where others are quicker by whoever writes.
    for usage in (shutil.disk_usage, lambda _: SimpleNamespace(free=1 << 40)):
        monkeypatch.setattr(backup.shutil, "disk_usage", usage)
        with pytest.raises(EnvironmentProblem) as caught:
            backup.back_up(journal, KEY, small, station="S1", keep=5)
        assert caught.value.code is Code.DISK_FULL
    filler.unlink()
    assert {path.name: path.read_bytes() for path in small.iterdir()} == before


def test_a_disk_that_became_read_only_is_named_and_used_again_when_it_is_not(small: Path) -> None:
    made = open_journal(small, SetClock())
    made.put_meta(identity=msgspec.json.encode(IDENTITY).decode(), digest_key_id="k1")
    made.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    with pytest.raises(EnvironmentProblem) as caught:
        open_journal(small, SetClock())
    assert caught.value.code is Code.DISK_READONLY
    subprocess.run(["mount", "-o", "remount,rw", str(small)], check=True)
    again = open_journal(small, SetClock())
    assert act(again) is None
    again.close()
