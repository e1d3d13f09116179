"""The platform's database file: opening it, bringing it up to date, and its two kinds of transaction.

SQLite in WAL with synchronous=FULL: a commit that returned is on the disk. There is one writer at a time, so the order in which
changes get their numbers is the order in which they become visible. `secure_delete` overwrites what is deleted: a data key that
is gone is gone.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from domain.errors import Code, EnvironmentProblem

FILE = "central.sqlite"
BUSY_TIMEOUT_MS = 10_000
_MIGRATIONS = Path(__file__).parent / "migrations"
READING = "citycard_reading"
AT_ONCE = "citycard_at_once"
_log = structlog.get_logger()
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)


class Store:
    """The database. Every method may be called from any thread."""

    def __init__(self, directory: Path) -> None:
        """Open or create `central.sqlite` in `directory` and migrate it.

        Raises `EnvironmentProblem` with STORE_NEWER (a later version has been here), STORE_DAMAGED, DISK_FULL or
        PLATFORM_BUSY.
        """
        directory.mkdir(parents=True, exist_ok=True)
        self.engine = open_engine(directory / FILE)
        self._write_lock = threading.Lock()
        try:
            with named_errors():
                self._migrate()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """One write transaction: committed durably at the block's end, rolled back when it raises.

        Raises `EnvironmentProblem` with PLATFORM_BUSY or DISK_FULL.
        """
        with self._write_lock, named_errors(), self.engine.begin() as connection:
            yield connection

    def note(self, write: Callable[[sa.Connection], None]) -> None:
        """Write what may as well be written another time: not while somebody else writes, nor on a full disk. Never waits."""
        if not self._write_lock.acquire(blocking=False):
            return
        try:
            with named_errors(), self.engine.connect().execution_options(**{AT_ONCE: True}) as connection, connection.begin():
                write(connection)
        except EnvironmentProblem as problem:
            if problem.code not in (Code.PLATFORM_BUSY, Code.DISK_FULL):
                raise
            _log.info("note_left", code=problem.code)
        finally:
            self._write_lock.release()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """One consistent view of the database, which never waits for a writer."""
        with named_errors(), self.engine.connect().execution_options(**{READING: True}) as connection:
            yield connection

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        with self.write() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
            known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
            if current is not None and current not in known:
                raise EnvironmentProblem(Code.STORE_NEWER, file=FILE)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def open_engine(path: Path) -> sa.Engine:
    """An engine on a file, whose transactions begin IMMEDIATE unless they were opened for reading."""
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        connect_args={"isolation_level": None},
        pool_size=8,
        max_overflow=40,
        hide_parameters=True,
    )

    def set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    def begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        reading = options.get(READING, False)
        patience_ms = 0 if options.get(AT_ONCE, False) else BUSY_TIMEOUT_MS
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience_ms}")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    sa.event.listen(engine, "connect", set_up)
    sa.event.listen(engine, "begin", begin)
    return engine


@contextmanager
def named_errors() -> Iterator[None]:
    """Turn what SQLite reports of the machine into PLATFORM_BUSY, DISK_FULL or STORE_DAMAGED; other errors pass as they are."""
    try:
        yield
    except sa.exc.DBAPIError as problem:
        code = _code_of(problem.orig)
        if code is None:
            raise
        raise EnvironmentProblem(code, file=FILE) from problem


def _code_of(problem: BaseException | None) -> Code | None:
    number = problem.sqlite_errorcode & 0xFF if isinstance(problem, sqlite3.Error) and problem.sqlite_errorcode else None
    return {
        sqlite3.SQLITE_BUSY: Code.PLATFORM_BUSY,
        sqlite3.SQLITE_LOCKED: Code.PLATFORM_BUSY,
        sqlite3.SQLITE_FULL: Code.DISK_FULL,
        sqlite3.SQLITE_READONLY: Code.DISK_FULL,
        sqlite3.SQLITE_IOERR: Code.DISK_FULL,
        sqlite3.SQLITE_CANTOPEN: Code.DISK_FULL,
        sqlite3.SQLITE_CORRUPT: Code.STORE_DAMAGED,
        sqlite3.SQLITE_NOTADB: Code.STORE_DAMAGED,
    }.get(number or -1)
