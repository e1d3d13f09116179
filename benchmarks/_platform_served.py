"""A platform on a PostgreSQL of the benchmark's own, served by `citycard central` in its own processes."""

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil

from benchmarks._platform_bare import Order, bare
from benchmarks._platform_client import Answer, Ask, Plan, played
from benchmarks._platform_postgres import BenchServer
from central.platform import Platform
from citycard_app.demo_programme import demo_programme

WORKERS = 2
_READY = re.compile(r"ready on http://([\d.]+):(\d+)")
_START_S = 60
_LOG_CHARS = 5_000


class Served:
    """The platform as this process knows it, its server, and the folder in which plans are left."""

    def __init__(self, server: BenchServer, folder: Path) -> None:
        self.folder = folder
        self.url = server.url("city")
        server.create("city")
        self.platform = Platform.open(folder, demo_programme(), True, database=self.url)
        self.bare_url = ""
        self.process: psutil.Process | None = None
        self.host, self.port = "", 0

    def copy_for_bare(self, server: BenchServer) -> None:
        """What there is by now is what the bare equivalent begins with. Nobody may be connected meanwhile."""
        self.platform.store.engine.dispose()
        self.bare_url = server.create("bare", "city")

    @contextlib.contextmanager
    def served(self) -> Iterator[None]:
        """The server's processes, as an operator would start them."""
        words = [sys.executable, "-m", "citycard_app", "central", "--data", str(self.folder)]
        words += ["--database", self.url, "--workers", str(WORKERS), "--port", "0"]
        log = (self.folder / "server.log").open("w")
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ})
        self.process = psutil.Process(process.pid)
        try:
            ready = _READY.search(process.stdout.readline() if process.stdout else "")
            if ready is None:
                raise SystemExit((self.folder / "server.log").read_text("utf-8"))
            self.host, self.port = ready[1], int(ready[2])
            yield
        except SystemExit:
            print((self.folder / "server.log").read_text("utf-8")[-_LOG_CHARS:], file=sys.stderr)
            raise
        finally:
            process.terminate()
            process.wait(_START_S)

    def play(self, lanes: list[list[Ask]]) -> tuple[list[Answer], float]:
        """Every answer, and the seconds from the first request to the last."""
        answers, seconds = played(Plan(self.host, self.port, lanes), self.folder)
        return [answer for lane in answers for answer in lane], seconds

    def bare(self, what: str, clients: int, count: int, **more: float) -> tuple[float, list[float]]:
        """The same writes without the platform."""
        order = Order(url=self.bare_url, what=what, clients=clients, count=count, **more)  # type: ignore[arg-type]
        return bare(order, self.folder)


def cpu_s(process: psutil.Process) -> float:
    """Processor time that a process and those that it started have taken, ended ones too."""
    times = process.cpu_times()
    own = times.user + times.system + times.children_user + times.children_system
    return own + sum(cpu_s(child) for child in process.children())


def ms(seconds: list[float], percent: int) -> float:
    """A percentile in milliseconds."""
    ordered = sorted(seconds)
    return round(ordered[max(0, -(-len(ordered) * percent // 100) - 1)] * 1000, 2)
