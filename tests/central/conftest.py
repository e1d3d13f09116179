"""A platform for each test: as an object, or served over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from central.platform import Platform
from tests.central.field import FieldStation
from tests.clocks import SetClock
from tests.platform_rig import PROGRAMME, RunningPlatform, opened_platform


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def platform(tmp_path: Path, clock: SetClock) -> Iterator[Platform]:
    with opened_platform(tmp_path / "central", clock) as opened:
        yield opened


@pytest.fixture
def station(platform: Platform) -> FieldStation:
    return FieldStation(platform, ["counter", "event"])


@pytest.fixture
def platform_server(tmp_path: Path, clock: SetClock) -> Iterator[RunningPlatform]:
    with RunningPlatform(tmp_path / "central", PROGRAMME.read_text(encoding="utf-8"), clock=clock) as rig:
        yield rig
