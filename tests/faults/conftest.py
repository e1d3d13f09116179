"""Every test of a row runs twice: as it is, and with its own fault made again, where it must fail.

`--fault-in NN` instead runs each once, with the fault of row NN in: of those, NN's own must fail. `--fault-in 0` runs each once
with none in, but no more patient than with its own: so that none of them ever fails for want of patience alone.
"""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.errors import CityCardError
from tests.faults.city import FaultCity
from tests.faults.quiet import until_quiet
from tests.faults.table import Told, told
from tests.station_rig import City

OPTION = "--fault-in"
_SEEN = (AssertionError, CityCardError, pytest.fail.Exception)
"""How a test may say that the fault is back; anything else is a mistake in the break."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(OPTION, type=int, default=None, help="run every row's test once, with the fault of this row in")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "fault(told): the test of a row of tests/faults/table.py")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if told(metafunc.definition.iter_markers()) is None:
        return
    chosen = metafunc.config.getoption(OPTION, default=None)
    ids = ["as-it-is", "broken"] if chosen is None else ["as-it-is" if chosen == 0 else f"with-{chosen:02}"]
    metafunc.parametrize("_fault_in", [False, True] if chosen is None else [chosen > 0], ids=ids, indirect=True)


@pytest.fixture(autouse=True)
def _fault_in(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of all fixtures, so that cities are founded with the fault in."""
    own = told(request.node.iter_markers())
    chosen = request.config.getoption(OPTION, default=None)
    if own is None or (chosen is None and not request.param):
        return
    broken = own if chosen is None else every_row().get(chosen)
    if broken is None or broken.row == own.row:
        # What does not come about would otherwise be waited for as patiently as on a busy machine.
        monkeypatch.setattr(City, "until", staticmethod(until_quiet(monkeypatch)))
    if broken is not None:
        broken.broken_by(monkeypatch)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    """A test that must fail passes when it does, in a way that tells of the fault."""
    if "[broken" not in pyfuncitem.name:
        return (yield)
    try:
        yield
    except _SEEN:
        return True
    pytest.fail("the test is green although its own fault is back")


def every_row() -> dict[int, Told]:
    """What the tests of this folder say of themselves, by row."""
    found: dict[int, Told] = {}
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        module = importlib.import_module(f"tests.faults.{file.stem}")
        for name, test in vars(module).items():
            said = told(_marks(test)) if name.startswith("test_") else None
            if said is not None:
                assert said.row.number not in found, f"row {said.row.number} has two tests"
                found[said.row.number] = said
    return found


def _marks(test: Any) -> list[pytest.Mark]:
    return list(getattr(test, "pytestmark", []))


@pytest.fixture
def city(tmp_path: Path) -> Iterator[FaultCity]:
    made = FaultCity(tmp_path)
    yield made
    made.close()
