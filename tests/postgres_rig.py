"""A PostgreSQL server of the tests' own: Debian's binaries, a data directory in memory, a Unix socket, nothing durable.

One server for a pytest worker, started when the first test asks for it and ended with the worker, however that ends. Databases
are copies of a template, so that each test begins with a fresh one in some 40 ms.
"""

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

_BINARIES = "/usr/lib/postgresql"
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "listen_addresses": "",
    "autovacuum": "off",
    "jit": "off",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
    "max_connections": "120",
}
_START_S = 60
_PREFIX = "citycard-pg-"
_ENOUGH_BYTES = 2 << 30
ON_SQLITE = pytest.mark.parametrize("on", ["sqlite"])
"""Of a test about the file itself."""
ON_POSTGRES = pytest.mark.parametrize("on", ["postgresql"])
"""Of a test about many writers at once, or the server itself."""
ON_ONE = pytest.mark.parametrize("on", ["sqlite"])
"""Of a test about what is answered before a database is asked for more than who asks, which other tests ask both."""
MISSING = "no PostgreSQL server here (Debian: postgresql in packaging/debian-packages.txt)"


def binaries() -> Path | None:
    """Where Debian keeps the newest server's programs; None where there is none, as on Windows and macOS."""
    found = sorted(Path(_BINARIES).glob("*/bin/postgres"), key=lambda file: int(file.parts[-3]))
    return found[-1].parent if found else None


def _fast_place() -> str | None:
    """Memory, where there is enough: a database is three hundred files."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > _ENOUGH_BYTES else None


def _sweep(place: Path) -> None:
    """Remove what test runs have left that were killed: their servers have ended with them."""
    for owner in place.glob(f"{_PREFIX}*/owner"):
        with contextlib.suppress(ValueError, OSError):
            if not Path(f"/proc/{int(owner.read_text(encoding='ascii'))}").exists():
                shutil.rmtree(owner.parent, ignore_errors=True)


class PostgresServer:
    """A running server. `restart()` breaks every connection; `stop(hard=True)` ends it as a power cut would."""

    def __init__(self) -> None:
        programs = binaries()
        assert programs is not None, MISSING
        self._programs = programs
        self._directory = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_fast_place()))
        _sweep(self._directory.parent)
        (self._directory / "owner").write_text(str(os.getpid()), encoding="ascii")
        # PostgreSQL refuses to run as root.
        self._who = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        if self._who:
            shutil.chown(self._directory, "postgres", "postgres")
            self._directory.chmod(0o755)
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        arguments = ["-D", str(self._data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run("initdb", *arguments)
        self.start()

    @property
    def _data(self) -> Path:
        return self._directory / "data"

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command = [self._programs / "postgres", "-D", self._data, "-k", self._directory, *settings]
        ends_with_us = ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []
        self._process = subprocess.Popen(
            [*ends_with_us, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **self._who
        )
        deadline_s = time.monotonic() + _START_S
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError:
                assert self._process.poll() is None, "PostgreSQL does not start"
                assert time.monotonic() < deadline_s, "PostgreSQL does not answer"
                time.sleep(0.02)

    def stop(self, *, hard: bool = False) -> None:
        """End it, whoever is connected. Safe to repeat."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT if hard else signal.SIGINT)
            self._process.wait(_START_S)
            self._process = None

    def restart(self) -> None:
        """Stop and start."""
        self.stop()
        self.start()

    def close(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop(hard=True)
        shutil.rmtree(self._directory, ignore_errors=True)

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@/{database}?host={self._directory}"

    def create(self, template: str = "template0") -> str:
        """A new database, a copy of `template`; its address."""
        name = f"citycard_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            how = " STRATEGY FILE_COPY" if connection.info.server_version >= 150_000 else ""
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{how}'.encode())
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop a database, whoever is connected to it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name_of(url)}" WITH (FORCE)'.encode())

    @contextlib.contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The address of a database that lives as long as the block."""
        url = self.create(template)
        try:
            yield url
        finally:
            self.drop(url)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
            timeout=_START_S,
            **self._who,
        )


def name_of(url: str) -> str:
    """The name of a database, of its address."""
    return url.partition("@/")[2].partition("?")[0]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """This worker's server."""
    if binaries() is None:
        assert not sys.platform.startswith("linux") or not Path("/etc/debian_version").exists(), MISSING
        pytest.skip(MISSING)
    with contextlib.closing(PostgresServer()) as server:
        yield server
