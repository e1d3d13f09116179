"""The platform's database as one SQLite file: for a trial, a demo, one machine.

WAL with synchronous=FULL: a commit that returned is on the disk. There is one writer at a time (`central.store` holds the lock
within this process, SQLite its own between processes). `secure_delete` overwrites what is deleted: a data key that is gone is
gone.
"""

import contextlib
import os
import sqlite3
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from domain.errors import Code

FILE = "central.sqlite"
BUSY_TIMEOUT_MS = 10_000
READING = "citycard_reading"
AT_ONCE = "citycard_at_once"
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)


def open_engine(path: Path) -> sa.Engine:
    """An engine on a file, whose transactions begin IMMEDIATE unless they were opened for reading."""
    # The owner's alone, as its log and index then are too; what keeps a file from being made, SQLite says better.
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
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


def reading(engine: sa.Engine) -> sa.Connection:
    """A connection whose transaction is one consistent view."""
    return engine.connect().execution_options(**{READING: True})


def at_once(engine: sa.Engine) -> sa.Connection:
    """A connection that writes now or not at all."""
    return engine.connect().execution_options(**{AT_ONCE: True})


def code_of(problem: sqlite3.Error) -> Code | None:
    """What SQLite reports of the machine; None for an error that is ours."""
    number = problem.sqlite_errorcode & 0xFF if problem.sqlite_errorcode else -1
    return {
        sqlite3.SQLITE_BUSY: Code.PLATFORM_BUSY,
        sqlite3.SQLITE_LOCKED: Code.PLATFORM_BUSY,
        sqlite3.SQLITE_FULL: Code.DISK_FULL,
        sqlite3.SQLITE_READONLY: Code.DISK_FULL,
        sqlite3.SQLITE_IOERR: Code.DISK_FULL,
        sqlite3.SQLITE_CANTOPEN: Code.DISK_FULL,
        sqlite3.SQLITE_CORRUPT: Code.STORE_DAMAGED,
        sqlite3.SQLITE_NOTADB: Code.STORE_DAMAGED,
    }.get(number)
