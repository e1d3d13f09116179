"""Fixtures that every test may use."""

import functools
import gc
import os
from collections.abc import Iterator

import argon2
import hypothesis
import pytest
import structlog
from argon2.profiles import CHEAPEST

from tests import compiled

# Before anything imports Qt: tests draw into memory, on a machine with or without a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A test never asserts a time: a busy machine is no fault.
hypothesis.settings.register_profile("citycard", deadline=None)
hypothesis.settings.load_profile("citycard")

# A PIN's hash is slow on purpose, a fifth of a second of processor time, and so is proving one by it. Those that tests make in
# their own process are Argon2id as well, with its least parameters; `the_citys_pin_hashes` is for tests of the real ones.
_REAL_PIN_HASHES = argon2.PasswordHasher.__init__
argon2.PasswordHasher.__init__ = functools.partialmethod(  # type: ignore[method-assign]
    _REAL_PIN_HASHES, time_cost=CHEAPEST.time_cost, memory_cost=CHEAPEST.memory_cost, parallelism=CHEAPEST.parallelism
)

compiled.share()

_LONG = ("test_tour.py", "test_conformance.py", "test_schemathesis.py", "test_terminal_layout.py", "test_kiosk_layout.py")
"""Files that take long come first, so that no worker is left alone with one of them at the end."""

pytest_plugins = ["tests.postgres_rig", "tests.printer_rig", "tests.readers_rig", "tests.station_rig"]

_LOG = structlog.get_config()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first."""
    items.sort(key=lambda item: item.path.name not in _LONG)


def pytest_collection_finish() -> None:
    """What stays until the end is not searched for garbage over and over."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """Whatever a test, or what it runs, sets up about the log ends with it."""
    structlog.configure(**_LOG)
    yield
    structlog.configure(**_LOG)


@pytest.fixture
def the_citys_pin_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """PINs are hashed as they are in a city."""
    monkeypatch.setattr(argon2.PasswordHasher, "__init__", _REAL_PIN_HASHES)
