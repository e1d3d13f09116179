"""Twenty people with a card each at a platform whose snapshot is built, in many small parts, and a station with every role."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from central.registry import snapshots
from tests.sync.snapshot_rig import SnapshotCity, snapshot_city


@pytest.fixture
def many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "PART_BYTES", 64)


@pytest.fixture
def city(tmp_path: Path, many_parts: None) -> Iterator[SnapshotCity]:
    with snapshot_city(tmp_path, "counter", "event", "library") as made:
        made.people(*range(1, 21))
        made.build()
        yield made
