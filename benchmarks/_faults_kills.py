"""A busy station that the operating system kills, again and again, at random moments: what its screen called done is there.

The station and the platform are processes of their own, as in a city; only the card reader is in the station's process.
"""

import contextlib
import multiprocessing
import os
import random
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from uuid import UUID

import msgspec

from benchmarks import _faults_busy
from benchmarks._faults_busy import Order
from benchmarks._faults_cast import founded
from benchmarks._faults_checks import journal_wrong, words_of
from central import admin
from central.audit import facts
from central.platform import Platform
from citycard_app.paths import ROOT
from offline_store.journal import Journal
from offline_store.vault import open_vault
from station.clock import SystemClock
from station.enrolment import enrol
from station.settings import PlatformSettings, ReaderSettings, StationSettings, StoreSettings
from station.wiring import open_journal

LONGEST_S = 1.2
ROLES = ["counter", "event", "library", "kiosk"]
_MACHINE = "busy machine"
_LOOK_EVERY = 20
_OPEN_S = 30.0
_END_S = 10.0
_DRAIN_S = 120.0
"""Longer than it gives itself."""
_BEFORE_IT_IS_OPEN = 0.15
"""So many of the kills come while the program is still starting."""


class Killed(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it. `wrong` is empty when all is well."""

    kills: int
    shown: int
    """Acts that the screen called done."""
    events: int
    wrong: list[str]


def kill_a_busy_station(
    times: int, seed: int, *, longest_s: float = LONGEST_S, tell: Callable[[str], None] = lambda _line: None
) -> Killed:
    """Kill it so many times, each `longest_s` seconds at most after its window is there, and let it say what it has to say."""
    directory = Path(tempfile.mkdtemp(prefix="citycard-kills-"))
    try:
        with ExitStack() as stack:
            return _Run(directory, seed, tell, stack).run(times, longest_s)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


class _Run:
    def __init__(self, directory: Path, seed: int, tell: Callable[[str], None], stack: ExitStack) -> None:
        self._chance = random.Random(seed)
        self._tell = tell
        self._done = directory / "done"
        self._done.touch()
        self._read = 0
        self._shown: set[UUID] = set()
        self._wrong: list[str] = []
        self._platform = directory / "platform"
        shutil.copytree(founded(), self._platform)
        with closing(Platform.open(self._platform)) as platform:
            code = admin.create_enrolment_code(platform, "示範忙碌站", "示範區公所", ROLES)
        self._serving = stack.enter_context(ExitStack())
        url = self._serving.enter_context(_serving(self._platform))
        self._settings = StationSettings(
            state=str(directory / "station"),
            platform=PlatformSettings(url=url, poll_s=0.3, answer_s=2.0, heartbeat_s=2.0),
            reader=ReaderSettings(driver="virtual", name=_faults_busy.READER),
            store=StoreSettings(secrets="file", least_free_mb=0, low_free_mb=0),
        )
        enrol(self._settings, url, code, SystemClock(), demo=True, instance=_MACHINE)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["benchmarks._faults_busy"])

    def run(self, times: int, longest_s: float) -> Killed:
        """See `kill_a_busy_station`."""
        for number in range(1, times + 1):
            self._kill_once(longest_s)
            if number % _LOOK_EVERY == 0 or number == times:
                self._look()
                self._tell(f"{number} kills, {len(self._shown)} acts shown as done, {len(self._wrong)} wrong")
            if self._wrong:
                break
        self._drain()
        events = self._compare()
        return Killed(kills=number, shown=len(self._shown), events=events, wrong=self._wrong)

    def _order(self, *, until_drained: bool = False) -> Order:
        return Order(settings=self._settings, done=str(self._done), instance=_MACHINE, until_drained=until_drained)

    def _kill_once(self, longest_s: float) -> None:
        process = self._context.Process(target=_faults_busy.run, args=(self._order(),))
        before = self._done.stat().st_size
        process.start()
        if self._chance.random() < _BEFORE_IT_IS_OPEN:
            process.join(self._chance.uniform(0.0, 0.3))
        elif self._until_open(before):
            process.join(self._chance.uniform(0.0, longest_s))
        if process.exitcode is not None:
            self._wrong.append(f"the station ended by itself: {process.exitcode}")
        process.kill()
        process.join(_END_S)
        process.close()

    def _until_open(self, before: int) -> bool:
        """Wait until it says that its window is there."""
        deadline_s = time.monotonic() + _OPEN_S
        while time.monotonic() < deadline_s:
            with self._done.open("rb") as file:
                file.seek(before)
                if b"open\n" in file.read():
                    return True
            time.sleep(0.01)
        self._wrong.append("the station does not open")
        return False

    # --- what is left ---

    def _look(self) -> None:
        """Everything that was shown as done is in the journal."""
        with self._done.open("rb") as file:
            file.seek(self._read)
            fresh = file.read()
        self._read += len(fresh)
        shown = {UUID(line.split()[1].decode()) for line in fresh.splitlines() if line.startswith(b"done ")}
        self._shown |= shown
        with closing(self._journal()) as journal:
            self._wrong += [f"{op_id} was shown as done and is not there" for op_id in shown if not journal.contains(op_id)]

    def _journal(self) -> Journal:
        kept = open_vault(self._settings.directory, "file").load()
        if kept is None:
            raise AssertionError("the station's secrets are gone")
        return open_journal(self._settings, kept, SystemClock())

    def _drain(self) -> None:
        process = self._context.Process(target=_faults_busy.run, args=(self._order(until_drained=True),))
        process.start()
        process.join(_DRAIN_S)
        if process.exitcode != 0:
            self._wrong.append(f"in the end the station does not come to its own: {process.exitcode}")
            process.kill()
            process.join(_END_S)
        process.close()

    def _compare(self) -> int:
        """Journal and platform say the same; how many events there are."""
        self._serving.close()
        with closing(self._journal()) as journal, closing(Platform.open(self._platform)) as platform:
            known = facts(platform.store.engine)
            received = Counter(fact.hash for chain in known.events.values() for fact in chain)
            self._wrong += journal_wrong(journal, received, words_of(platform))
            queue = journal.queue()
            if queue.waiting or queue.held:
                self._wrong.append(f"{queue.waiting} events wait and {queue.held} are held at the end")
            if known.ledger_sum or known.floors_broken:
                self._wrong.append("the platform's books do not agree")
            events = list(journal.events())
            if set(received) != {signed.hash for signed in events}:
                self._wrong.append(f"the journal has {len(events)} events, the platform {len(received)}")
            self._wrong += [f"{op_id} is gone in the end" for op_id in self._shown if not journal.contains(op_id)]
        return len(events)


@contextmanager
def _serving(directory: Path) -> Iterator[str]:
    """The platform as a process of its own; its address."""
    words = [sys.executable, "-m", "citycard_app", "central", "--data", str(directory), "--port", "0"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env={**os.environ})
    try:
        if process.stdout is None or not select.select([process.stdout], [], [], _OPEN_S)[0]:
            raise AssertionError("the platform does not start")
        yield process.stdout.readline().decode().split()[-1]
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
