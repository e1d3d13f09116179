"""The ledger's property test on PostgreSQL."""

import contextlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.central.test_ledger_property import Books
from tests.postgres_rig import PostgresServer

_SERVERS: list[PostgresServer] = []


@pytest.fixture(scope="module", autouse=True)
def _server(postgres: PostgresServer) -> Iterator[None]:
    _SERVERS.append(postgres)
    yield
    _SERVERS.clear()


class BooksOnPostgres(Books):
    """The same, in a database of its own."""

    def database(self) -> str | None:
        self.of_its_own = contextlib.ExitStack()
        return self.of_its_own.enter_context(_SERVERS[0].database())

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "of_its_own"):
            self.of_its_own.close()


TestBooksOnPostgres = BooksOnPostgres.TestCase
TestBooksOnPostgres.settings = settings(
    max_examples=4, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
