"""Backing the platform up and putting it back.

A backup is a folder: the database as `central.sqlite` (SQLite's online backup, https://www.sqlite.org/backup.html) or as
`central.dump` (pg_dump's custom format), taken while the platform runs, and the key file only when that was asked for: whoever
has both has everything. Each file comes under its name when it is whole, and replaces an older one.
"""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import sqlalchemy as sa

from central import keys, store_postgres
from central.schema import METADATA
from central.store import named_errors
from central.store_postgres import SERVER
from central.store_sqlite import FILE, code_of
from domain.errors import Code, EnvironmentProblem, Refused

DUMP = "central.dump"
_DEBIAN = "/usr/lib/postgresql"
_OWNER_ALONE = 0o600
_TIMEOUT_S = 12 * 3600
_OURS = ("alembic_version", *METADATA.tables)


def backup(directory: Path, database: str | None, target: Path, *, with_keys: bool = False) -> Path:
    """Copy the database, and with `with_keys` the key file, into the folder `target`; the database's copy.

    Raises `EnvironmentProblem` with STORE_DAMAGED (also when the copy is not sound), DISK_FULL, SETTINGS_INVALID (no platform
    there, no such server), PACKAGE_MISSING (no pg_dump) or PLATFORM_BUSY.
    """
    with _disk():
        target.mkdir(parents=True, exist_ok=True)
        if database is None:
            copy = _replacing(target.joinpath(FILE), lambda part: _copy_sqlite(directory.joinpath(FILE), part))
        else:
            copy = _replacing(target.joinpath(DUMP), lambda part: _dump(database, part))
        if with_keys:
            _replacing(target.joinpath(keys.FILE), lambda part: _copy_file(directory.joinpath(keys.FILE), part))
    return copy


def restore(directory: Path, database: str | None, source: Path, *, overwrite: bool = False, with_keys: bool = False) -> None:
    """Put the database of a backup, and with `with_keys` its key file, in the platform's place.

    The caller opens the platform then and begins a new generation. Raises `Refused(REQUEST_INVALID)` when there is a platform
    already and `overwrite` does not say that it may go; `EnvironmentProblem` with STORE_LOCKED (a server is running),
    STORE_DAMAGED (no sound backup), STORE_WRONG_KEY (no key file, here or with `with_keys` in the backup) and what `backup`
    raises.
    """
    with _disk():
        directory.mkdir(parents=True, exist_ok=True)
        _require_keys(source if with_keys else directory)
        if with_keys and directory.joinpath(keys.FILE).exists() and not overwrite:
            raise Refused(Code.REQUEST_INVALID, part="overwrite")
        if database is None:
            _restore_sqlite(directory.joinpath(FILE), source.joinpath(FILE), overwrite)
        else:
            _restore_postgres(database, source.joinpath(DUMP), overwrite)
        if with_keys:
            _replacing(directory.joinpath(keys.FILE), lambda part: _copy_file(source.joinpath(keys.FILE), part))


def _require_keys(directory: Path) -> None:
    """Said before anything is put anywhere: a database without its key file is not a platform."""
    if not directory.joinpath(keys.FILE).is_file():
        raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=keys.FILE)


@contextlib.contextmanager
def _disk() -> Iterator[None]:
    try:
        with named_errors():
            yield
    except FileNotFoundError as problem:
        name = Path(problem.filename or FILE).name
        raise EnvironmentProblem(Code.SETTINGS_INVALID, file=name, where=name, expected="a file that is there") from problem
    except OSError as problem:
        raise EnvironmentProblem(Code.DISK_FULL) from problem


def _replacing(file: Path, write: Callable[[Path], None]) -> Path:
    """Write beside a file, then take its place: there is the old one or the whole new one, never a half."""
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ALONE))
        write(part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return file


def _copy_file(source: Path, part: Path) -> None:
    shutil.copyfile(source, part)


# --- SQLite ----------------------------------------------------------------------------------------------------------


def _copy_sqlite(source: Path, part: Path) -> None:
    try:
        with contextlib.closing(_opened(source)) as live, contextlib.closing(sqlite3.connect(part)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            _require_sound(copy)
    except sqlite3.Error as problem:
        raise _named(problem) from problem


def _opened(file: Path) -> sqlite3.Connection:
    """A database that is there, for reading. Raises `FileNotFoundError`."""
    if not file.is_file():
        raise FileNotFoundError(2, "no such file", str(file))
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)


def _require_sound(connection: sqlite3.Connection) -> None:
    found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    ours = connection.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('alembic_version', 'meta')").fetchone()
    if found != ["ok"] or broken is not None or ours != (2,):
        raise EnvironmentProblem(Code.STORE_DAMAGED, file=FILE)


def _restore_sqlite(file: Path, source: Path, overwrite: bool) -> None:
    if file.exists():
        if not overwrite:
            raise Refused(Code.REQUEST_INVALID, part="overwrite")
        _require_alone(file)
    _replacing(file, lambda part: _copy_sqlite(source, part))
    for rest in ("-wal", "-shm"):
        file.with_name(file.name + rest).unlink(missing_ok=True)


def _require_alone(file: Path) -> None:
    """Nobody else has the file open. What was not yet written back into it goes with it."""
    try:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as own:
            own.execute("PRAGMA locking_mode = EXCLUSIVE")
            own.execute("BEGIN IMMEDIATE")
            own.execute("ROLLBACK")
    except sqlite3.DatabaseError as problem:
        if _named(problem).code is Code.PLATFORM_BUSY:
            raise EnvironmentProblem(Code.STORE_LOCKED, file=FILE) from problem


def _named(problem: sqlite3.Error) -> EnvironmentProblem:
    return EnvironmentProblem(code_of(problem) or Code.STORE_DAMAGED, file=FILE)


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


def _dump(database: str, part: Path) -> None:
    _run("pg_dump", database, ["--format=custom", "--no-owner", "--no-privileges", f"--file={part}"])
    _require_dump(database, part)


def _require_dump(database: str, file: Path) -> None:
    """pg_restore can read it, and it is a platform's."""
    listed = _run("pg_restore", database, ["--list", str(file)], connect=False)
    if not all(f" {name} " in listed for name in ("alembic_version", "meta", "journal")):
        raise EnvironmentProblem(Code.STORE_DAMAGED, file=DUMP)


def _restore_postgres(database: str, source: Path, overwrite: bool) -> None:
    source.stat()
    _require_dump(database, source)
    engine = store_postgres.open_engine(database, 1)
    try:
        store_postgres.require_usable(engine)
        with engine.begin() as connection:
            _make_room(connection, overwrite)
    finally:
        engine.dispose()
    _run("pg_restore", database, ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(source)])


def _make_room(connection: sa.Connection, overwrite: bool) -> None:
    there = [name for name in sa.inspect(connection).get_table_names() if name in _OURS]
    if there and not overwrite:
        raise Refused(Code.REQUEST_INVALID, part="overwrite")
    others = connection.exec_driver_sql(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'citycard'"
        " AND pid <> pg_backend_pid()"
    ).scalar_one()
    if others:
        raise EnvironmentProblem(Code.STORE_LOCKED, file=SERVER)
    for name in there:
        connection.exec_driver_sql(f'DROP TABLE "{name}" CASCADE')
    own = "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
    for function in connection.exec_driver_sql(f"{own} AND starts_with(proname, 'citycard_')").scalars().all():
        connection.exec_driver_sql(f'DROP FUNCTION "{function}" CASCADE')


def _run(program: str, database: str, arguments: list[str], *, connect: bool = True) -> str:
    """Run one of PostgreSQL's programs; what it printed. The password goes by the environment, where others cannot read it."""
    url = store_postgres.url_of(database)
    password = url.password or url.query.get("password")
    public = url.set(drivername=SERVER).difference_update_query(["password"])._replace(password=None)
    environment = {**os.environ, "PGCONNECT_TIMEOUT": str(store_postgres.CONNECT_TIMEOUT_S)}
    if isinstance(password, str):
        environment["PGPASSWORD"] = password
    where = ["--no-password", f"--dbname={public.render_as_string(hide_password=False)}"] if connect else []
    done = subprocess.run(
        [_program(program), *where, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
        check=False,
    )
    if done.returncode == 0:
        return done.stdout
    if not connect:
        raise EnvironmentProblem(Code.STORE_DAMAGED, file=DUMP)
    said = done.stderr.strip().splitlines()[:1] or ["?"]
    raise EnvironmentProblem(Code.SETTINGS_INVALID, file=program, where=store_postgres.shown(url), expected=said[0][:200])


def _program(name: str) -> str:
    """The newest of Debian's, or whichever is on the path. Raises `EnvironmentProblem(PACKAGE_MISSING)`."""
    debian = sorted(Path(_DEBIAN).glob(f"*/bin/{name}"), key=lambda file: int(file.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which(name)
    if found is None:
        raise EnvironmentProblem(Code.PACKAGE_MISSING, package="postgresql-client")
    return found
