"""Fixtures that every test may use."""

pytest_plugins = ["tests.readers_rig"]
