"""The loads of `test_loads_property`, on PostgreSQL: fewer, for each begins with a database of its own."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from central.platform import Platform
from citycard_app.demo_programme import demo_programme
from domain.ports import Clock
from tests.central.test_loads_property import Loads
from tests.postgres_rig import ON_POSTGRES, PostgresServer

pytestmark = [ON_POSTGRES, pytest.mark.usefixtures("on")]


def test_what_stations_and_cards_say_of_loads_keeps_the_books(
    postgres: PostgresServer, founded_on_postgres: tuple[Path, str]
) -> None:
    founded, template = founded_on_postgres
    made: list[str] = []

    class OnPostgres(Loads):
        def open_platform(self, directory: Path, clock: Clock) -> Platform:
            shutil.copytree(founded, directory, dirs_exist_ok=True)
            made.append(postgres.create(template))
            return Platform.open(directory, demo_programme(), True, clock, made[-1])

        def teardown(self) -> None:
            super().teardown()
            while made:
                postgres.drop(made.pop())

    limits = settings(
        max_examples=4, stateful_step_count=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
    )
    run_state_machine_as_test(OnPostgres, settings=limits)
