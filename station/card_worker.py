"""The readers of a station at work: one thread per reader owns its I/O, one dispatcher orders what all of them report.

Handlers run on the dispatcher's thread, one event at a time, in the order in which the workers reported; so what a handler
does for one tap is finished before the next tap is handed out. Nothing ends a worker but `stop`: not a handler's error, not a
reader unplugged, not the reader service restarted, not a driver that raises.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from queue import SimpleQueue
from typing import Literal

import msgspec
import structlog

from domain.media import Medium
from domain.ports import CardGone, CardPresented, CardUnreadable, Clock, Reader, ReaderEvent, ReaderLost, ReaderReady

Handler = Callable[[ReaderEvent], None]

_POLL_S = 0.5
"""How long one poll waits, and so how long a stop can take."""
_FIRST_PAUSE_S = 0.25
_LONGEST_PAUSE_S = 5.0
_STOP_S = 3.0

_log = structlog.get_logger(__name__)


class ReaderCondition(StrEnum):
    """How a reader is."""

    STARTING = "starting"
    READY = "ready"
    UNPLUGGED = "unplugged"
    NO_SERVICE = "no_service"
    """The service that the reader hangs on is away, or the driver fails."""


class ReaderState(msgspec.Struct, frozen=True, kw_only=True):
    """One reader, just now."""

    reader: str
    condition: ReaderCondition = ReaderCondition.STARTING
    since_s: float
    """`Clock.monotonic_s` when the condition last changed."""
    card: Medium | None = None


class CardWorkers:
    """All readers of one station. Every method may be called from any thread; `start` and `stop` once each.

    The readers are opened by the caller and belong to the workers from then on, which close them. Names are unique.
    """

    def __init__(self, readers: Sequence[Reader], clock: Clock) -> None:
        self._clock = clock
        self._readers = list(readers)
        self._events: SimpleQueue[ReaderEvent | None] = SimpleQueue()
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._handlers: list[Handler] = []
        now_s = clock.monotonic_s()
        self._states = {reader.name: ReaderState(reader=reader.name, since_s=now_s) for reader in readers}
        if len(self._states) != len(self._readers):
            raise ValueError("two readers of one name")
        self._workers = [
            threading.Thread(
                target=_Worker(reader, self._events.put, self._stopping).run, name=f"card-worker-{number}", daemon=True
            )
            for number, reader in enumerate(self._readers)
        ]
        self._dispatcher = threading.Thread(target=self._dispatch, name="card-dispatcher", daemon=True)

    def start(self) -> None:
        """Begin to read cards."""
        self._dispatcher.start()
        for worker in self._workers:
            worker.start()

    def stop(self, timeout_s: float = _STOP_S) -> None:
        """End every thread and close the readers; returns after `timeout_s` at the latest, also when a reader hangs.

        What was reported before is still handed out. A reader whose driver hangs is left behind unclosed, and logged.
        """
        deadline_s = self._clock.monotonic_s() + timeout_s
        self._stopping.set()
        for reader, worker in zip(self._readers, self._workers, strict=True):
            if self._ended(worker, deadline_s):
                reader.close()
            else:
                _log.error("card_worker_hangs", reader=reader.name)
        self._events.put(None)
        if not self._ended(self._dispatcher, deadline_s):
            _log.error("card_dispatcher_hangs")

    def subscribe(self, handler: Handler) -> Callable[[], None]:
        """Call `handler` with every event from now on; returns what ends that. An error in it is logged and harms nobody."""
        with self._lock:
            self._handlers.append(handler)

        def unsubscribe() -> None:
            with self._lock:
                if handler in self._handlers:
                    self._handlers.remove(handler)

        return unsubscribe

    def state(self) -> Mapping[str, ReaderState]:
        """How each reader is, by name."""
        with self._lock:
            return dict(self._states)

    def card_on(self, reader: str) -> Medium | None:
        """What lies on that reader now and could be read. None for a reader that there is not."""
        with self._lock:
            state = self._states.get(reader)
            return state.card if state else None

    # --- threads -----------------------------------------------------------------------------------------------------

    def _ended(self, thread: threading.Thread, deadline_s: float) -> bool:
        if thread is not threading.current_thread() and thread.is_alive():
            thread.join(max(0.0, deadline_s - self._clock.monotonic_s()))
            return not thread.is_alive()
        return True

    def _dispatch(self) -> None:
        while (event := self._events.get()) is not None:
            with self._lock:
                state = self._states.get(event.reader)
                if state is not None:
                    self._states[event.reader] = _after(state, event, self._clock)
                handlers = list(self._handlers)
            for handler in handlers:
                try:
                    handler(event)
                except Exception as error:  # noqa: BLE001  # the top of the dispatcher's thread, which must go on
                    _log.error("card_handler_failed", reader=event.reader, **_told(error))
                    _log.debug("card_handler_failed", exc_info=True)


class _Worker:
    """One reader's thread: polls it, reports what it says, and speaks for it while it fails."""

    def __init__(self, reader: Reader, report: Callable[[ReaderEvent], None], stopping: threading.Event) -> None:
        self._reader = reader
        self._report = report
        self._stopping = stopping
        self._ready = False
        self._occupied = False
        self._failing = False
        self._pause_s = _FIRST_PAUSE_S

    def run(self) -> None:
        """The thread."""
        while not self._stopping.is_set():
            try:
                events = self._reader.poll(_POLL_S)
            except Exception as error:  # noqa: BLE001  # the top of this reader's thread, which must go on reading cards
                _log.error("reader_poll_failed", reader=self._reader.name, **_told(error))
                _log.debug("reader_poll_failed", exc_info=True)
                self._fail()
            else:
                self._take(events)

    def _fail(self) -> None:
        if not self._failing:
            if self._occupied:
                self._report(CardGone(reader=self._reader.name))
            self._report(ReaderLost(reader=self._reader.name, cause="service"))
        self._failing, self._occupied = True, False
        self._stopping.wait(self._pause_s)
        self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S)

    def _take(self, events: Sequence[ReaderEvent]) -> None:
        # The driver does not know that it was given up meanwhile, so it may not say again that its reader is there.
        if self._failing and self._ready and not (events and isinstance(events[0], ReaderReady | ReaderLost)):
            self._report(ReaderReady(reader=self._reader.name))
        self._failing, self._pause_s = False, _FIRST_PAUSE_S
        for event in events:
            self._occupied = isinstance(event, CardPresented | CardUnreadable)
            if isinstance(event, ReaderReady | ReaderLost):
                self._ready = isinstance(event, ReaderReady)
            self._report(event)


def _told(error: Exception) -> dict[str, str]:
    """What failed and where. The error's own words may quote a card or a person, so they are for the debug log alone."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "unknown"
    return {"error": type(error).__name__, "place": place}


_CONDITIONS: Mapping[Literal["unplugged", "service"], ReaderCondition] = {
    "unplugged": ReaderCondition.UNPLUGGED,
    "service": ReaderCondition.NO_SERVICE,
}


def _after(state: ReaderState, event: ReaderEvent, clock: Clock) -> ReaderState:
    """The reader's state when `event` has happened to it."""
    if isinstance(event, CardPresented):
        return msgspec.structs.replace(state, card=event.medium)
    if isinstance(event, ReaderReady | ReaderLost):
        condition = ReaderCondition.READY if isinstance(event, ReaderReady) else _CONDITIONS[event.cause]
        since_s = state.since_s if condition is state.condition else clock.monotonic_s()
        return ReaderState(reader=state.reader, condition=condition, since_s=since_s)
    return msgspec.structs.replace(state, card=None) if isinstance(event, CardGone) else state
