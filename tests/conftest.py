"""Fixtures that every test may use."""

import os
from collections.abc import Iterator

import hypothesis
import pytest
import structlog

# Before anything imports Qt: tests draw into memory, on a machine with or without a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A test never asserts a time: a busy machine is no fault.
hypothesis.settings.register_profile("citycard", deadline=None)
hypothesis.settings.load_profile("citycard")

pytest_plugins = ["tests.postgres_rig", "tests.readers_rig", "tests.station_rig"]

_LOG = structlog.get_config()


@pytest.fixture(autouse=True)
def log_as_it_was() -> Iterator[None]:
    """Whatever a test, or what it runs, sets up about the log ends with it."""
    structlog.configure(**_LOG)
    yield
    structlog.configure(**_LOG)
