"""Cards for one test, and programs that do not outlive it."""

from pathlib import Path

import pytest

from reader_drivers.purses.vendor_simulator import CardFile
from tests.vendor import rig


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    return CardFile(tmp_path / "cards.json").path


@pytest.fixture
def purse(cards: Path):
    """`purse(*kinds)`: the driver over a simulator that is wrong in those ways."""
    made = []

    def make(*kinds: str, **options):
        made.append(rig.purse(cards, *kinds, **options))
        return made[-1]

    yield make
    for driver in made:
        driver.close()
