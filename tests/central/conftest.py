"""A platform for each test, on each database: as an object, or served over HTTP."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from central.platform import Platform
from citycard_app.demo_programme import demo_programme
from tests.central.field import FieldStation
from tests.clocks import SetClock
from tests.platform_rig import PROGRAMME, RunningPlatform, begun, opened_platform
from tests.postgres_rig import PostgresServer, name_of


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="session")
def founded_on_postgres(tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer) -> tuple[Path, str]:
    """A new platform's directory and the name of its database, made once."""
    directory, url = tmp_path_factory.mktemp("founded_on_postgres"), postgres.create()
    with opened_platform(directory, SetClock(), database=url):
        return directory, name_of(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def on(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on."""
    return str(request.param)


@pytest.fixture
def database(on: str, request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Where a new platform may be founded: None for the file in its folder, or the address of an empty PostgreSQL database."""
    if on == "sqlite":
        yield None
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


@pytest.fixture
def home(on: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Path, str | None]]:
    """A founded platform's directory and database, this test's own."""
    directory = tmp_path / "central"
    if on == "sqlite":
        yield begun(directory), None
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    founded, template = request.getfixturevalue("founded_on_postgres")
    shutil.copytree(founded, directory)
    with server.database(template) as url:
        yield directory, url


@pytest.fixture
def platform(home: tuple[Path, str | None], clock: SetClock) -> Iterator[Platform]:
    directory, database = home
    with opened_platform(directory, clock, database=database) as opened:
        yield opened


@pytest.fixture
def load_platform(home: tuple[Path, str | None], clock: SetClock) -> Iterator[Platform]:
    """A platform whose programme has cards that carry their value."""
    directory, database = home
    with contextlib.closing(Platform.open(directory, demo_programme(), True, clock, database)) as opened:
        yield opened


@pytest.fixture
def station(platform: Platform) -> FieldStation:
    return FieldStation(platform, ["counter", "event", "library"])


@pytest.fixture
def platform_server(home: tuple[Path, str | None], clock: SetClock) -> Iterator[RunningPlatform]:
    directory, database = home
    with RunningPlatform(directory, PROGRAMME.read_text(encoding="utf-8"), clock=clock, database=database) as rig:
        yield rig
