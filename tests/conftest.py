"""Fixtures that every test may use."""

import os

# Before anything imports Qt: tests draw into memory, on a machine with or without a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = ["tests.readers_rig", "tests.station_rig"]
