"""The platform's database on a PostgreSQL server (13 or later): for a city, and for several processes at once.

Writers run side by side at READ COMMITTED; what must not happen twice is kept apart by `central.locks` and by constraints.
Commits are durable (`synchronous_commit`), and nothing waits without an end: not for a connection, a lock or a statement, nor
does a transaction that its process has forgotten.
"""

import time

import psycopg
import sqlalchemy as sa
from psycopg.types.array import ListBinaryDumper
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from domain.errors import Code, EnvironmentProblem

SERVER = "postgresql"
"""Stands in an error's `file`."""
OLDEST = 130_000
"""`server_version_num` of the first version that tells transactions' 64-bit numbers (`pg_current_xact_id`)."""
CONNECTIONS = 40
"""One for each of the API's worker threads."""
CONNECT_TIMEOUT_S = 10
LOCK_TIMEOUT_MS = 10_000
STATEMENT_TIMEOUT_MS = 30_000
IDLE_TIMEOUT_MS = 60_000
NOTE_TIMEOUT_MS = 20
_USED_NS = "citycard_used_ns"
_IDLE_NS = 500_000_000
_WAIT_FOR_MIGRATION_MS = 600_000
_DRIVERS = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_BY_STATE = {
    "23505": None,
    "25006": Code.PLATFORM_BUSY,  # read_only_sql_transaction: a standby that is not the primary yet
    "25P03": Code.PLATFORM_BUSY,
    "28000": Code.SETTINGS_INVALID,
    "28P01": Code.SETTINGS_INVALID,
    "3D000": Code.SETTINGS_INVALID,
    "42501": Code.SETTINGS_INVALID,
    "53100": Code.DISK_FULL,
    "55P03": Code.PLATFORM_BUSY,
    "58030": Code.DISK_FULL,
}
"""https://www.postgresql.org/docs/current/errcodes-appendix.html"""
_BY_CLASS = {
    "08": Code.PLATFORM_BUSY,  # connection exception
    "40": Code.PLATFORM_BUSY,  # transaction rollback: deadlock, serialisation
    "53": Code.PLATFORM_BUSY,  # insufficient resources: memory, too many connections
    "57": Code.PLATFORM_BUSY,  # operator intervention: timeouts, shutdown, start-up
    "XX": Code.STORE_DAMAGED,
}


def url_of(database: str) -> sa.URL:
    """The address of a database. Raises `EnvironmentProblem(SETTINGS_INVALID)`, which never shows a password."""
    try:
        url = sa.make_url(database)
    except (sa.exc.ArgumentError, ValueError):
        raise _not_a_database("?") from None
    if url.drivername not in _DRIVERS:
        raise _not_a_database(shown(url))
    return url.set(drivername="postgresql+psycopg")


def shown(url: sa.URL) -> str:
    """An address as people and logs may see it: without password and options."""
    return url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def open_engine(database: str, connections: int = CONNECTIONS) -> sa.Engine:
    """An engine with at most so many connections; one that has idled is tried first, so that a restarted server is survived.

    Raises `EnvironmentProblem(SETTINGS_INVALID)` for an address that is none.
    """
    url = url_of(database)
    given = url.query.get("options", "")
    settings = {
        "synchronous_commit": "on",
        "statement_timeout": STATEMENT_TIMEOUT_MS,
        "lock_timeout": LOCK_TIMEOUT_MS,
        "idle_in_transaction_session_timeout": IDLE_TIMEOUT_MS,
        "client_encoding": "UTF8",
        "timezone": "UTC",
    }
    options = " ".join([given if isinstance(given, str) else " ".join(given), *(f"-c {k}={v}" for k, v in settings.items())])
    engine = sa.create_engine(
        url.difference_update_query(["options"]),
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "application_name": "citycard", "options": options.strip()},
        isolation_level="READ COMMITTED",
        pool_size=connections,
        max_overflow=2,
        pool_timeout=CONNECT_TIMEOUT_S,
        pool_use_lifo=True,
        hide_parameters=True,
    )
    sa.event.listen(engine, "connect", _give_arrays_in_binary)
    sa.event.listen(engine, "checkin", _note_use)
    sa.event.listen(engine, "checkout", _try_after_idling)
    return engine


def _give_arrays_in_binary(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Rows go in as arrays (`central.bulk`): as text every element would be escaped twice."""
    connection.adapters.register_dumper(list, ListBinaryDumper)


def _note_use(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.info[_USED_NS] = time.monotonic_ns()


def _try_after_idling(connection: DBAPIConnection, entry: ConnectionPoolEntry, _: PoolProxiedConnection) -> None:
    """A connection that was used a moment ago is not asked whether it still is one: that would cost a round trip each time."""
    if time.monotonic_ns() - entry.info.get(_USED_NS, 0) < _IDLE_NS or _USED_NS not in entry.info:
        return
    cursor = connection.cursor()
    try:
        cursor.execute("SELECT 1")
        connection.rollback()
    except psycopg.OperationalError as problem:
        raise sa.exc.DisconnectionError from problem
    finally:
        cursor.close()


def require_usable(engine: sa.Engine) -> None:
    """Raises `EnvironmentProblem(SETTINGS_INVALID)` when there is no such server, or none that can hold the platform."""
    try:
        with engine.connect() as connection:
            version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
            encoding = str(connection.exec_driver_sql("SHOW server_encoding").scalar_one())
    except sa.exc.OperationalError as problem:
        if isinstance(problem.orig, psycopg.Error) and code_of(problem.orig) not in (Code.PLATFORM_BUSY, Code.SETTINGS_INVALID):
            raise
        # The server's own words may name the user and the machine, so the cause is not shown.
        expected = "a PostgreSQL server that answers, a database of that name, user and password"
        raise EnvironmentProblem(
            Code.SETTINGS_INVALID, file="--database", where=shown(engine.url), expected=expected
        ) from problem
    if version < OLDEST or encoding != "UTF8":
        expected = f"PostgreSQL {OLDEST // 10_000} or later, a database in UTF8"
        raise EnvironmentProblem(Code.SETTINGS_INVALID, file="--database", where=shown(engine.url), expected=expected)


def wait_for_migration(connection: sa.Connection, number: int) -> None:
    """Let one process at a time bring the schema up to date, however long that takes."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_WAIT_FOR_MIGRATION_MS}")
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))


def reading(engine: sa.Engine) -> sa.Connection:
    """A connection whose transaction is one consistent view."""
    return engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def code_of(problem: psycopg.Error) -> Code | None:
    """What PostgreSQL, or the way to it, reports; None for an error that is ours."""
    state = problem.sqlstate
    if state is None:
        return Code.PLATFORM_BUSY if isinstance(problem, psycopg.OperationalError | psycopg.InterfaceError) else None
    return _BY_STATE[state] if state in _BY_STATE else _BY_CLASS.get(state[:2])


def _not_a_database(where: str) -> EnvironmentProblem:
    expected = "postgresql://USER@HOST/DATABASE"
    return EnvironmentProblem(Code.SETTINGS_INVALID, file="--database", where=where, expected=expected)
