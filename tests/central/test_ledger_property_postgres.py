"""The ledger's property test on PostgreSQL."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.central.test_ledger_property import Books
from tests.postgres_rig import PostgresServer

_SERVERS: list[tuple[PostgresServer, Path, str]] = []


@pytest.fixture(scope="module", autouse=True)
def _server(postgres: PostgresServer, founded_on_postgres: tuple[Path, str]) -> Iterator[None]:
    _SERVERS.append((postgres, *founded_on_postgres))
    yield
    _SERVERS.clear()


class BooksOnPostgres(Books):
    """The same, in a database of its own."""

    def found_in(self, directory: Path) -> str | None:
        server, founded, template = _SERVERS[0]
        shutil.copytree(founded, directory, dirs_exist_ok=True)
        self.of_its_own = contextlib.ExitStack()
        return self.of_its_own.enter_context(server.database(template))

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "of_its_own"):
            self.of_its_own.close()


TestBooksOnPostgres = BooksOnPostgres.TestCase
TestBooksOnPostgres.settings = settings(
    max_examples=4, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
