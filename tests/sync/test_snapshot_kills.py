"""Real kills of a real process, at every step of its first download and of a later one."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from central.registry import snapshots
from offline_store.registry import FILE
from tests.sync.snapshot_rig import SnapshotCity, snapshot_city

PEOPLE = 40


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SnapshotCity]:
    with pytest.MonkeyPatch.context() as patch, snapshot_city(tmp_path_factory.mktemp("city"), "counter", "event") as made:
        patch.setattr(snapshots, "PART_BYTES", 256)
        made.people(*range(1, PEOPLE + 1))
        made.build()
        made.round()
        made.registry.close()
        yield made


def steps(city: SnapshotCity, directory: Path, killed_at: int | None = None) -> list[str]:
    """What one process tells until it has ended, or is killed when it has told so many lines."""
    words = [sys.executable, "-m", "tests.sync.snapshot_child", str(directory)]
    words += [city.rig.url, city.field.token, city.digest_key_id]
    told: list[str] = []
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        for line in process.stdout:
            if not line.startswith(("step", "ready")):
                continue  # its log
            told.append(line.strip())
            if len(told) == killed_at:
                process.send_signal(signal.SIGKILL)
                break
            if line.startswith("step"):
                process.stdin.write("\n")
                process.stdin.flush()
    assert process.returncode == (0 if killed_at is None else -signal.SIGKILL)
    return told


def done(line: str) -> int:
    return int(line.split()[1])


def test_a_station_that_is_killed_at_any_step_goes_on_from_there(city: SnapshotCity, tmp_path: Path) -> None:
    first = steps(city, tmp_path, 3)
    assert [done(line) for line in first] == [0, 1, 2]
    total, parts = int(first[0].split()[2]), len(set(city.wire.parts))
    # In the midst of the parts, at the last of them, and at both steps of making a registry of them.
    for steps_on in (3, parts - 4, 2, 2):
        told = steps(city, tmp_path, steps_on)
        assert done(told[0]) == min(done(first[-1]), parts + 1)
        first = told
    assert total == parts + 2
    last = steps(city, tmp_path)
    assert done(last[0]) == parts + 1
    assert last[-1] == f"ready {PEOPLE}"
    assert {path.name for path in tmp_path.iterdir()} == {FILE}


def test_a_station_with_a_registry_that_is_killed_in_a_download_answers_as_before(city: SnapshotCity, tmp_path: Path) -> None:
    steps(city, tmp_path)
    before = city.platform.generation
    city.platform.start_new_generation()
    city.build()
    told = steps(city, tmp_path, 2)
    total = int(told[0].split()[2])
    # In its first parts, and at the last but one and the last step of making a registry of them.
    for killed_at in (total - 1, 2):
        told = steps(city, tmp_path, killed_at)
        registry = city.opened_in(tmp_path)
        assert registry.card_count() == PEOPLE
        assert registry.position().generation == before
        registry.close()
    assert done(told[-1]) == total
    assert steps(city, tmp_path)[-1] == f"ready {PEOPLE}"
    registry = city.opened_in(tmp_path)
    assert registry.position().generation == city.platform.generation
    registry.close()
