"""A platform for each test: as an object, or served over HTTP."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from central.platform import Platform
from citycard_app.demo_programme import demo_programme
from tests.central.field import FieldStation
from tests.clocks import SetClock
from tests.platform_rig import PROGRAMME, RunningPlatform, opened_platform


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new platform's directory, made once: every test begins with a copy."""
    directory = tmp_path_factory.mktemp("founded")
    with opened_platform(directory, SetClock()):
        return directory


@pytest.fixture
def platform(tmp_path: Path, founded: Path, clock: SetClock) -> Iterator[Platform]:
    shutil.copytree(founded, tmp_path / "central")
    with opened_platform(tmp_path / "central", clock) as opened:
        yield opened


@pytest.fixture
def load_platform(tmp_path: Path, founded: Path, clock: SetClock) -> Iterator[Platform]:
    """A platform whose programme has cards that carry their value."""
    shutil.copytree(founded, tmp_path / "loads")
    with contextlib.closing(Platform.open(tmp_path / "loads", demo_programme(), True, clock)) as opened:
        yield opened


@pytest.fixture
def station(platform: Platform) -> FieldStation:
    return FieldStation(platform, ["counter", "event", "library"])


@pytest.fixture
def platform_server(tmp_path: Path, founded: Path, clock: SetClock) -> Iterator[RunningPlatform]:
    shutil.copytree(founded, tmp_path / "central")
    with RunningPlatform(tmp_path / "central", PROGRAMME.read_text(encoding="utf-8"), clock=clock) as rig:
        yield rig
