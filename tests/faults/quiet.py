"""When nothing more will come about: every sync thread has come round so often since, or never will again.

A test with a fault in waits for what does not come. How long is measured in the sync threads' own rounds and not in seconds, so
that a broken run is short on a quick machine and as patient as it has to be on a busy one.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from sync.engine import SyncEngine
from sync.http_exchange import HttpExchange, Raw

Answer = TypeVar("Answer")
ROUNDS = 6
"""After so many rounds of each thread nothing else comes of it: a batch, what it brings back, and as much again."""
_SPINS = 30
"""So many exchanges without a pause between are a thread that knows none."""
_SHORT_S = 0.04
_FOR_GOOD_S = 60.0
"""Nobody waits for the end of a pause that is longer than the longest of ours."""
_LONGEST_S = 15.0


class _Pause(threading.Event):
    """What a sync thread waits on between two rounds: only while somebody waits for it are the pauses short."""

    def __init__(self, waiting: threading.Event) -> None:
        super().__init__()
        self.rounds = 0
        self.exchanges = 0
        self.for_good = False
        self._waiting = waiting

    def wait(self, timeout: float | None = None) -> bool:
        self.rounds += 1
        self.for_good = timeout is not None and timeout > _FOR_GOOD_S
        until_s = time.monotonic() + (timeout or 0.0)
        while not self.is_set() and (left_s := until_s - time.monotonic()) > 0:
            if self._waiting.is_set() and not self.for_good:
                super().wait(min(left_s, _SHORT_S))
                break
            super().wait(min(left_s, _SHORT_S))
        self.for_good = False
        return self.is_set()


class _Watch:
    """The sync threads of every station that has been opened since, with the pause of each."""

    def __init__(self) -> None:
        self.waiting = threading.Event()
        self._pauses: dict[threading.Thread, _Pause] = {}

    def join(self, engine: SyncEngine) -> None:
        """Watch another station's threads, which do not run yet."""
        engine._wake_upload, engine._wake_download = _Pause(self.waiting), _Pause(self.waiting)
        self._pauses |= dict(zip(engine._threads, (engine._wake_upload, engine._wake_download), strict=True))

    def exchanged(self) -> None:
        """The calling thread has asked the platform something."""
        pause = self._pauses.get(threading.current_thread())
        if pause is not None:
            pause.exchanges += 1

    def now(self) -> dict[threading.Thread, tuple[int, int]]:
        """How far each thread that runs has come."""
        return {thread: (pause.rounds, pause.exchanges) for thread, pause in self._pauses.items() if thread.is_alive()}

    def is_quiet(self, since: dict[threading.Thread, tuple[int, int]]) -> bool:
        """Whether nothing more is to be expected of any of them."""
        return all(self._is_over(thread, *since.get(thread, (0, 0))) for thread in self.now())

    def _is_over(self, thread: threading.Thread, rounds: int, exchanges: int) -> bool:
        pause = self._pauses[thread]
        return pause.for_good or pause.rounds - rounds > ROUNDS or pause.exchanges - exchanges > _SPINS


def until_quiet(patch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A `City.until` that gives up when nothing more will come about. For stations that are opened afterwards."""
    watch, made, fetch = _Watch(), SyncEngine.__init__, HttpExchange.fetch

    def watched(self: SyncEngine, *words: Any, **more: Any) -> None:
        made(self, *words, **more)
        watch.join(self)

    def counted(self: HttpExchange, *words: Any, **more: Any) -> Raw:
        watch.exchanged()
        return fetch(self, *words, **more)

    patch.setattr(SyncEngine, "__init__", watched)
    patch.setattr(HttpExchange, "fetch", counted)

    def until(ready: Callable[[], Answer | None], *, patience_s: float = _LONGEST_S) -> Answer:
        since, deadline_s = watch.now(), time.monotonic() + patience_s
        watch.waiting.set()
        try:
            while True:
                quiet = watch.is_quiet(since) and bool(since)
                answer = ready()
                if answer:
                    return answer
                assert not quiet, "it never came about"
                assert time.monotonic() < deadline_s, "it never came about"
                time.sleep(0.01)
        finally:
            watch.waiting.clear()

    return until
