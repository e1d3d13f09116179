"""The readers of a station at work: one thread per reader owns its I/O, one dispatcher orders what all of them report.

Handlers run on the dispatcher's thread, one event at a time, in the order in which the workers reported; so what a handler
does for one tap is finished before the next tap is handed out. Nothing ends a worker but `stop`: not a handler's error, not a
reader unplugged, not the reader service restarted, not a driver that raises.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from queue import SimpleQueue
from typing import Literal, TypeVar

import msgspec
import structlog

from domain.errors import Code, EnvironmentProblem
from domain.media import Medium
from domain.ports import (
    CardChannel,
    CardGone,
    CardPresented,
    Clock,
    Feedback,
    Reader,
    ReaderEvent,
    ReaderLost,
    ReaderReady,
)
from station.reader_thread import JOB_S, ReaderThread, told

Handler = Callable[[ReaderEvent], None]

T = TypeVar("T")
_STOP_S = 3.0

_log = structlog.get_logger(__name__)


class ReaderCondition(StrEnum):
    """How a reader is."""

    STARTING = "starting"
    READY = "ready"
    UNPLUGGED = "unplugged"
    NO_SERVICE = "no_service"
    """The service that the reader hangs on is away, the driver fails, or an exchange does not end."""


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

    def __init__(self, readers: Sequence[Reader], clock: Clock, *, job_s: float = JOB_S) -> None:
        """`job_s` is how long a job that has begun is waited for, in seconds."""
        self._clock = clock
        self._events: SimpleQueue[ReaderEvent | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._handlers: list[Handler] = []
        now_s = clock.monotonic_s()
        self._states = {reader.name: ReaderState(reader=reader.name, since_s=now_s) for reader in readers}
        if len(self._states) != len(readers):
            raise ValueError("two readers of one name")
        self._threads = {
            reader.name: ReaderThread(reader, self._events.put, f"card-worker-{number}", clock, job_s)
            for number, reader in enumerate(readers)
        }
        self._dispatcher = threading.Thread(target=self._dispatch, name="card-dispatcher", daemon=True)

    def start(self) -> None:
        """Begin to read cards."""
        self._dispatcher.start()
        for thread in self._threads.values():
            thread.start()

    def stop(self, timeout_s: float = _STOP_S) -> None:
        """End every thread and close the readers; returns after `timeout_s` at the latest, also when a reader hangs.

        What was reported before is still handed out. Work that has not begun is refused, what has begun is finished. A reader
        whose driver hangs is left behind unclosed, and logged, and whoever waits for work on it gets READER_LOST.
        """
        deadline_s = self._clock.monotonic_s() + timeout_s
        for thread in self._threads.values():
            thread.begin_stop()
        for thread in self._threads.values():
            if thread.ended(max(0.0, deadline_s - self._clock.monotonic_s())):
                thread.reader.close()
            else:
                _log.error("card_worker_hangs", reader=thread.reader.name)
                thread.give_up()
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

    def readers_with(self, medium: Medium) -> list[str]:
        """The readers on which that card lies now, by its identifier alone."""
        with self._lock:
            cards = [(name, state.card) for name, state in self._states.items()]
        return [name for name, card in cards if card and (card.type, card.value) == (medium.type, medium.value)]

    # --- work on cards -----------------------------------------------------------------------------------------------

    def work(self, reader: str, job: Callable[[CardChannel], T], timeout_s: float) -> T:
        """Hand `job` to that reader's thread, which holds the card that lies there for it; what it gives or raises comes back.

        Waits at most `timeout_s` for the job to begin, and then at most `JOB_S` for its end. The card may be another one than
        was presented, so a job that matters asks it.

        Raises `EnvironmentProblem` with CARD_REMOVED (nothing lies there), READER_NO_EXCHANGE, or READER_LOST: the reader is
        away or not one of ours, the job did not begin in time and never will, or it has begun and does not end. In the last
        case nobody knows what it has done, and it may still go on: the reader is NO_SERVICE until it ends, and a job that
        writes must ask the journal, as its last step before, whether its caller has given the act up meanwhile (a load's job
        writes COMMITTING only over AUTHORISED, in one transaction, so never over a tombstone). Not from a job, which would
        wait for its own thread: `Bug`. From a handler it works, and the other readers' events wait meanwhile.
        """
        thread = self._threads.get(reader)
        if thread is None:
            raise EnvironmentProblem(Code.READER_LOST)
        return thread.ask(job, timeout_s)

    def signal(self, reader: str, feedback: Feedback) -> None:
        """Show it by that reader's own light and buzzer, soon; nothing where it has none. Never waits, never raises."""
        thread = self._threads.get(reader)
        if thread is not None:
            thread.signal(feedback)

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
                    _log.error("card_handler_failed", reader=event.reader, **told(error))
                    _log.debug("card_handler_failed", exc_info=True)


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
