"""What every reader of this machine sees, one line per event, while it happens."""

import queue
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.errors import EnvironmentProblem
from domain.media import Medium
from domain.ports import CardGone, CardPresented, CardUnreadable, Clock, DriverSpec, ReaderEvent, ReaderLost, ReaderReady
from reader_drivers import catalogue, nfc_reader, pcsc
from station.card_worker import CardWorkers

_LOOK_S = 1.0
"""How often readers that have come are looked for."""
_WINDOWED = frozenset({"wedge", "camera"})
"""Drivers that are fed by a window."""
_SHOWN_BYTES = 2

_CAUSES = {"unplugged": "已拔除 unplugged", "service": "讀卡機服務未執行 reader service away"}


class Wanted(NamedTuple):
    """A driver, and how its readers' names begin."""

    driver: DriverSpec
    name: str


def wanted(words: Sequence[str]) -> list[Wanted]:
    """What `DRIVER` and `DRIVER:NAME` say. Raises `EnvironmentProblem(SETTINGS_INVALID)` for a driver that there is not."""
    split = [word.partition(":") for word in words]
    return [Wanted(catalogue.choose(driver), name) for driver, _, name in split]


def watchable() -> list[str]:
    """The names of the drivers that work without a window."""
    return [driver.name for driver in catalogue.drivers() if driver.name not in _WINDOWED]


class ReaderWatch:
    """Opens readers as they appear and hands out one line per event. Main thread; `close` when done."""

    def __init__(self, wished: Sequence[Wanted], clock: Clock, show: Callable[[str], None], *, show_identifiers: bool) -> None:
        self._wished = list(wished)
        self._clock = clock
        self._show = show
        self._show_identifiers = show_identifiers
        self._events: queue.SimpleQueue[ReaderEvent] = queue.SimpleQueue()
        self._workers: dict[tuple[str, str], CardWorkers] = {}
        self._problems: dict[str, str] = {}

    def run(self, seconds: float | None) -> None:
        """Watch for so long; None: until the caller is interrupted."""
        end_s = None if seconds is None else time.monotonic() + seconds
        look_s = time.monotonic()
        while end_s is None or time.monotonic() < end_s:
            if time.monotonic() >= look_s:
                self._look()
                look_s = time.monotonic() + _LOOK_S
            until_s = look_s if end_s is None else min(look_s, end_s)
            try:
                event = self._events.get(timeout=max(0.0, until_s - time.monotonic()))
            except queue.Empty:
                continue
            self._tell(event.reader, words(event, show_identifiers=self._show_identifiers))

    def close(self) -> None:
        """Let go of every reader."""
        for workers in self._workers.values():
            workers.stop()
        self._workers.clear()

    def _look(self) -> None:
        """Open what has come. A reader that has gone stays open: its driver looks for it by itself."""
        for driver, name in self._wished or _by_default():
            probe = driver.probe()
            self._mention(driver.name, probe.problem or "")
            names = [reader.name for reader in probe.readers if reader.name.startswith(name)]
            for found in names or ([name] if name else []):
                if (driver.name, found) not in self._workers:
                    self._open(driver, found)

    def _open(self, driver: DriverSpec, name: str) -> None:
        try:
            reader = driver.open(name, self._clock)
        except EnvironmentProblem as problem:
            self._mention(f"{driver.name}:{name}", problem.code.value)
            return
        workers = CardWorkers([reader], self._clock)
        workers.subscribe(self._events.put)
        workers.start()
        self._workers[driver.name, name] = workers

    def _mention(self, whose: str, problem: str) -> None:
        """Say a problem once, and again only after it was another one."""
        if problem and self._problems.get(whose) != problem:
            self._tell(whose, f"✕ {problem}")
        self._problems[whose] = problem

    def _tell(self, whose: str, what: str) -> None:
        now = datetime.now().astimezone()
        self._show(f"{now:%H:%M:%S}.{now.microsecond // 1000:03d}  {whose}  {what}")


def _by_default() -> list[Wanted]:
    """PC/SC, and nfcpy where PC/SC has no reader: the two cannot share one."""
    has_pcsc = bool(pcsc.DRIVER.probe().readers)
    return [Wanted(pcsc.DRIVER, "")] if has_pcsc else [Wanted(pcsc.DRIVER, ""), Wanted(nfc_reader.DRIVER, "")]


def words(event: ReaderEvent, *, show_identifiers: bool) -> str:
    """One event in a line's words; of an identifier its last two bytes, unless all of it is wanted."""
    match event:
        case ReaderReady():
            return "就緒 ready"
        case ReaderLost(cause=cause):
            return _CAUSES[cause]
        case CardUnreadable():
            return "讀不到 unreadable"
        case CardGone():
            return "離開 gone"
        case CardPresented(medium=medium, ats=ats):
            fixed = "" if medium.is_fixed else "每次不同 not fixed"
            told = [_identifier(medium, whole=show_identifiers), medium.hint, f"ATS {ats.hex().upper()}" if ats else "", fixed]
            return "  ".join(["卡片 card", *(part for part in told if part)])


def _identifier(medium: Medium, *, whole: bool) -> str:
    value = medium.value.hex().upper()
    shown = value if whole else "…" + value[-2 * _SHOWN_BYTES :]
    return f"{medium.type.value} {shown} ({len(medium.value)} bytes)"
