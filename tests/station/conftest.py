"""The proof's worlds begin with a copy of a new platform: most tests of loads need one, for less than founding it takes."""

from pathlib import Path

import pytest

from benchmarks._tearing_world import World
from tests.platform_rig import begun


@pytest.fixture(autouse=True)
def _worlds_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    made = World.__init__

    def on_a_copy(world: World, directory: Path) -> None:
        begun(directory / "platform")
        made(world, directory)

    monkeypatch.setattr(World, "__init__", on_a_copy)
