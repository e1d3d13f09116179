"""A PostgreSQL server of the benchmark's own: Debian's binaries, on the disk, every commit durable, as a city would run it."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

import psycopg

_BINARIES = "/usr/lib/postgresql"
SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
    "max_connections": "200",
    "listen_addresses": "",
    "jit": "off",
}
_START_S = 60


class BenchServer:
    """`with BenchServer() as server:` — `server.url(database)`."""

    def __init__(self) -> None:
        found = sorted(Path(_BINARIES).glob("*/bin/postgres"), key=lambda file: int(file.parts[-3]))
        if not found:
            raise SystemExit(f"no PostgreSQL server under {_BINARIES} (Debian: postgresql)")
        self._programs = found[-1].parent
        self._directory = Path(tempfile.mkdtemp(prefix="citycard-bench-pg-"))
        # PostgreSQL refuses to run as root.
        self._who = "postgres" if os.geteuid() == 0 else None
        if self._who:
            shutil.chown(self._directory, "postgres", "postgres")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "BenchServer":
        arguments = ["-D", str(self._data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run([self._programs / "initdb", *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/", user=self._who)
        settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command = [str(self._programs / "postgres"), "-D", str(self._data), "-k", str(self._directory), *settings]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", user=self._who)
        deadline_s = time.monotonic() + _START_S
        while time.monotonic() < deadline_s:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return self
        raise SystemExit("PostgreSQL does not answer")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_START_S)
        shutil.rmtree(self._directory, ignore_errors=True)

    @property
    def pid(self) -> int:
        """The process that has started all its others."""
        assert self._process is not None
        return self._process.pid

    @property
    def _data(self) -> Path:
        return self._directory / "data"

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@/{database}?host={self._directory}"

    def create(self, database: str, template: str = "template0") -> str:
        """A new database, a copy of `template`, to which nobody is connected; its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY'.encode())
            connection.execute("CHECKPOINT")
        return self.url(database)
