"""The platform's database: opening it, bringing it up to date, and its two kinds of transaction.

Either a SQLite file in the platform's folder (`central.store_sqlite`), which has one writer at a time, or a PostgreSQL server
(`central.store_postgres`), where many write at once and `central.locks` says who waits for whom. The same code runs on both.
"""

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
import sqlalchemy as sa
import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from central import locks, store_postgres, store_sqlite
from central.store_sqlite import FILE
from domain.errors import Code, EnvironmentProblem, Refused

_MIGRATIONS = Path(__file__).parent / "migrations"
_log = structlog.get_logger()


class Store:
    """The database. Every method may be called from any thread."""

    def __init__(self, directory: Path, database: str | None = None, *, connections: int = store_postgres.CONNECTIONS) -> None:
        """Open or create `central.sqlite` in `directory`, or the PostgreSQL `database` of that URL, and migrate it.

        Raises `EnvironmentProblem` with STORE_NEWER (a later version has been here), STORE_DAMAGED, DISK_FULL, PLATFORM_BUSY or
        SETTINGS_INVALID (no such server or database).
        """
        directory.mkdir(parents=True, exist_ok=True)
        if database is None:
            self.engine = store_sqlite.open_engine(directory / FILE)
            self._one_writer: threading.Lock | None = threading.Lock()
        else:
            self.engine = store_postgres.open_engine(database, connections)
            self._one_writer = None
        try:
            with named_errors():
                if self.on_postgres:
                    store_postgres.require_usable(self.engine)
                self._migrate()
        except BaseException:
            self.close()
            raise

    @property
    def on_postgres(self) -> bool:
        """Whether several processes may have this database open at once."""
        return is_postgres(self.engine.dialect)

    def close(self) -> None:
        """Let go of the file, or of every connection."""
        self.engine.dispose()

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """One write transaction: committed durably at the block's end, rolled back when it raises.

        On PostgreSQL others write meanwhile: what is read in order to be written goes under a lock of `central.locks` first.
        Raises `EnvironmentProblem` with PLATFORM_BUSY or DISK_FULL.
        """
        with self._one_writer or contextlib.nullcontext(), named_errors(), self.engine.begin() as connection:
            yield connection

    def note(self, write: Callable[[sa.Connection], None]) -> None:
        """Write what may as well be written another time: not while somebody else writes, nor on a full disk. Never waits."""
        try:
            with named_errors(), self._at_once() as connection:
                write(connection)
        except EnvironmentProblem as problem:
            if problem.code not in (Code.PLATFORM_BUSY, Code.DISK_FULL):
                raise
            _log.info("note_left", code=problem.code)

    @contextmanager
    def _at_once(self) -> Iterator[sa.Connection]:
        if self._one_writer is None:
            with self.engine.begin() as connection:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {store_postgres.NOTE_TIMEOUT_MS}")
                yield connection
            return
        if not self._one_writer.acquire(blocking=False):
            raise EnvironmentProblem(Code.PLATFORM_BUSY, file=FILE)
        try:
            with store_sqlite.at_once(self.engine) as connection, connection.begin():
                yield connection
        finally:
            self._one_writer.release()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """One consistent view of the database, which never waits for a writer."""
        with named_errors(), reading(self.engine) as connection:
            yield connection

    @contextmanager
    def glance(self) -> Iterator[sa.Connection]:
        """For one statement that reads: on PostgreSQL without a transaction around it, which would cost as much again."""
        autocommit = {"isolation_level": "AUTOCOMMIT"} if self.on_postgres else {store_sqlite.READING: True}
        with named_errors(), self.engine.connect().execution_options(**autocommit) as connection:
            yield connection

    def _migrate(self) -> None:
        scripts = _scripts()
        with self.write() as connection:
            if self.on_postgres:
                store_postgres.wait_for_migration(connection, locks.number(locks.named("migration")))
            current = MigrationContext.configure(connection).get_current_revision()
            if current == scripts.get_current_head():
                return
            if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
                raise EnvironmentProblem(Code.STORE_NEWER, file=store_postgres.SERVER if self.on_postgres else FILE)
            config = Config()
            config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
            config.set_main_option("path_separator", "os")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


@cache
def _scripts() -> ScriptDirectory:
    """The migrations: read once, for reading them takes longer than all else of opening a database that is up to date."""
    return ScriptDirectory(str(_MIGRATIONS))


def reading(engine: sa.Engine) -> sa.Connection:
    """A connection whose transaction is one consistent view, on either database."""
    return store_postgres.reading(engine) if is_postgres(engine.dialect) else store_sqlite.reading(engine)


def is_postgres(dialect: sa.Dialect) -> bool:
    """Whether this is PostgreSQL's dialect and not SQLite's."""
    return dialect.name == "postgresql"


@contextmanager
def named_errors() -> Iterator[None]:
    """Turn what the database reports of the machine into PLATFORM_BUSY, DISK_FULL, STORE_DAMAGED or SETTINGS_INVALID.

    A value that no column takes, such as a text with a NUL, is `Refused(REQUEST_INVALID)`. Other errors pass as they are.
    """
    try:
        yield
    except sa.exc.TimeoutError as problem:
        raise EnvironmentProblem(Code.PLATFORM_BUSY, file=store_postgres.SERVER) from problem
    except sa.exc.DBAPIError as problem:
        if isinstance(problem.orig, psycopg.DataError):
            raise Refused(Code.REQUEST_INVALID, part="value") from problem
        code, file = _code_of(problem.orig)
        if code is None:
            raise
        raise EnvironmentProblem(code, file=file) from problem


def _code_of(problem: BaseException | None) -> tuple[Code | None, str]:
    if isinstance(problem, sqlite3.Error):
        return store_sqlite.code_of(problem), FILE
    if isinstance(problem, psycopg.Error):
        return store_postgres.code_of(problem), store_postgres.SERVER
    return None, ""
