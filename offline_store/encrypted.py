"""Opening a SQLCipher file, bringing it up to date, and turning SQLite's errors into the house's own.

Settings: WAL with synchronous=FULL, so that a commit that returned is on the disk; foreign keys on. The key is raw
(`x'…'`, SQLCipher "Key Material"), made at random and kept in the vault, so no pass-phrase stretching takes place.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from domain.errors import Code, EnvironmentProblem
from offline_store.sqlite_tools import sqlite_utils
from offline_store.whole_file import disk_problem

_PAGES_AT_A_TIME = 32
_PAUSE_S = 0.01
PAGE_BYTES = 4096
"""SQLCipher's default."""

Connection = Any
"""A `sqlcipher3.dbapi2.Connection`; the package has no types."""

_IO_ERROR = "disk i/o error"
_MESSAGES = (
    ("file is not a database", Code.STORE_WRONG_KEY),
    ("file is encrypted", Code.STORE_WRONG_KEY),
    ("hmac check failed", Code.STORE_WRONG_KEY),
    ("database is locked", Code.STORE_LOCKED),
    ("malformed", Code.STORE_DAMAGED),
    ("could not decode", Code.STORE_DAMAGED),
    (_IO_ERROR, Code.DISK_FAILING),
    ("disk is full", Code.DISK_FULL),
    ("readonly database", Code.DISK_READONLY),
    ("unable to open", Code.DISK_READONLY),
    # Whoever is left behind by the shutdown, a thread in a card's exchange for instance.
    ("closed database", Code.INTERNAL),
)

UNREADABLE = (Code.STORE_WRONG_KEY, Code.STORE_DAMAGED)
"""What a file is that is not as it was written."""


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Name what SQLite or the file system reports.

    Raises `EnvironmentProblem` with STORE_WRONG_KEY, STORE_LOCKED, STORE_DAMAGED, DISK_FULL, DISK_READONLY or
    DISK_FAILING; INTERNAL for a file that was closed meanwhile.
    """
    try:
        yield
    except OSError as problem:
        raise disk_problem(problem, path.name) from problem
    except dbapi2.DatabaseError as problem:
        text = str(problem).lower()
        for part, code in _MESSAGES:
            if part in text:
                raise EnvironmentProblem(code, file=path.name) from problem
        raise


@contextmanager
def noticing_damage(path: Path, found: Callable[[], None], *, mended: bool = False) -> Iterator[None]:
    """As `named_errors`; `found` is called when the file cannot be read as it was written, which is raised unless `mended`."""
    try:
        with named_errors(path):
            yield
    except EnvironmentProblem as problem:
        if problem.code in UNREADABLE:
            found()
            if mended:
                return
        raise


def connect(path: Path, key: bytes, *, alone: bool) -> Connection:
    """Open (or create) an encrypted file. `alone` keeps every other process out until the connection is closed.

    The connection may pass between threads; its owner sees to it that only one uses it at a time. Raises
    `EnvironmentProblem` as `named_errors` says.
    """
    with named_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # What may be read alone would be opened so, and fail later in ways that say less.
        if not os.access(path if path.exists() else path.parent, os.W_OK) or not os.access(path.parent, os.W_OK):
            raise EnvironmentProblem(Code.DISK_READONLY, file=path.name)
        if path.exists() and 0 < path.stat().st_size < PAGE_BYTES:
            # SQLite takes what is shorter than a page for a file that is still to be begun.
            raise EnvironmentProblem(Code.STORE_DAMAGED, file=path.name)
        connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False, timeout=5.0)
        try:
            keyed(connection, key)
            if alone:
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")
                connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            if alone:
                connection.execute("BEGIN EXCLUSIVE")
                connection.execute("COMMIT")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
    return connection


def keyed(connection: Connection, key: bytes) -> None:
    """Give a fresh connection its raw key (32 bytes). SQLCipher proves it at the first page that is read."""
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_log_level = NONE")


@contextmanager
def transaction(connection: Connection, path: Path) -> Iterator[None]:
    """One write transaction: committed durably when the block ends, rolled back when it raises."""
    with named_errors(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            connection.rollback()
            raise
        try:
            connection.execute("COMMIT")
        except dbapi2.DatabaseError as problem:
            connection.rollback()
            if _IO_ERROR in str(problem).lower():
                _write_over(connection)
            raise


def _write_over(connection: Connection) -> None:
    """Put a commit that changes nothing in the place of one of which the flush alone failed.

    That one lies whole in the WAL, where a crash would bring it to light although it was never called done. What takes its
    place does so also when it cannot be flushed either.
    """
    with suppress(dbapi2.DatabaseError):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA user_version = 0")
        connection.execute("COMMIT")
    connection.rollback()


def migrate(connection: Connection, path: Path, migrations: sqlite_utils.Migrations) -> None:
    """Apply the migrations that are missing, each in one transaction with its own record.

    Raises `EnvironmentProblem(STORE_NEWER)`, before anything is touched, when the file has been through a migration that
    this version does not know.
    """
    with named_errors(path):
        require_known(connection, path, migrations)
        migrations.apply(sqlite_utils.Database(connection))


def require_known(connection: Connection, path: Path, migrations: sqlite_utils.Migrations) -> None:
    """Raises `EnvironmentProblem(STORE_NEWER)` when a file has been through a migration that this version does not know."""
    with closing(sqlite_utils.Database(memory=True)) as empty:
        ours = {migration.name for migration in migrations.pending(empty)}
    if any(migration.name not in ours for migration in migrations.applied(sqlite_utils.Database(connection))):
        raise EnvironmentProblem(Code.STORE_NEWER, file=path.name)


def copy_pages(source: Connection, path: Path, target: Connection, go_on: Callable[[], None]) -> None:
    """Copy the database of `path` a few pages at a time, with other threads using `source` in between.

    A transaction that is open on `source` is waited for. `go_on` is called after each step, and raises to break off. Raises
    `EnvironmentProblem` as `named_errors` says.
    """
    with named_errors(path):
        source.backup(target, pages=_PAGES_AT_A_TIME, sleep=_PAUSE_S, progress=lambda *_: go_on())
