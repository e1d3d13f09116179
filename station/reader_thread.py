"""One reader's thread: it alone touches the reader. It polls, and between two polls it does what others ask of the card."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError
from concurrent.futures import wait as wait_for
from contextlib import suppress
from typing import TypeVar, cast

import msgspec
import structlog

from domain.errors import Bug, Code, EnvironmentProblem
from domain.media import Medium
from domain.ports import (
    CardChannel,
    CardGone,
    CardPresented,
    CardUnreadable,
    Clock,
    Feedback,
    Reader,
    ReaderEvent,
    ReaderLost,
    ReaderReady,
)

T = TypeVar("T")
Job = Callable[[CardChannel], object]

_POLL_S = 0.5
"""How long one poll waits; a job, a signal and a stop wake it."""
_FIRST_PAUSE_S = 0.25
_LONGEST_PAUSE_S = 5.0

JOB_S = 30.0
"""How long a job that has begun may take: more than any honest exchange with a card or a carrier's program."""

_FOUND_AGAIN_S = 2.0
"""How soon after a reader has come back a service has found the card that lies there."""

_log = structlog.get_logger(__name__)


class _Asked:
    """One job on its way: its answer, and whether the thread has begun it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.begun = threading.Event()
        self.answer: Future[object] = Future()


class ReaderThread:
    """Owns one reader. `ask`, `signal`, `begin_stop` and `refuse` may be called from any thread."""

    def __init__(
        self, reader: Reader, report: Callable[[ReaderEvent], None], name: str, clock: Clock, job_s: float = JOB_S
    ) -> None:
        self.reader = reader
        self._job_s = job_s
        self._left_behind = _LeftBehind(clock)
        self._report = report
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._asked: deque[_Asked] = deque()
        self._running: _Asked | None = None
        self._overdue = False
        self._lying: CardPresented | CardUnreadable | None = None
        self._signal: Feedback | None = None
        self._nudged = threading.Event()
        self._closed = False
        self._ready = False
        self._failing = False
        self._pause_s = _FIRST_PAUSE_S

    def start(self) -> None:
        """Begin to poll."""
        self._thread.start()

    def ask(self, job: Callable[[CardChannel], T], timeout_s: float) -> T:
        """Do `job` with the card held; see `CardWorkers.work`. Raises `Bug` on a reader's own thread."""
        if getattr(_on_reader_thread, "here", False):
            raise Bug(where="ReaderThread.ask")
        asked = _Asked(job)
        with self._lock:
            if self._closed or self._overdue:
                raise EnvironmentProblem(Code.READER_LOST)
            self._asked.append(asked)
        self._nudge()
        if not asked.begun.wait(timeout_s) and asked.answer.cancel():
            with self._lock, suppress(ValueError):
                self._asked.remove(asked)
            raise EnvironmentProblem(Code.READER_LOST)
        wait_for([asked.answer], self._job_s)
        self._give_up_overdue(asked)
        return cast(T, asked.answer.result())

    def signal(self, feedback: Feedback) -> None:
        """Show it soon; of several that wait the last one counts."""
        with self._lock:
            self._signal = feedback
        self._nudge()

    def begin_stop(self) -> None:
        """Tell the thread to end; what waits is refused, what has begun is finished."""
        self._stopping.set()
        with self._lock:
            self._closed = True
            waiting = list(self._asked)
            self._asked.clear()
        for asked in waiting:
            if asked.answer.set_running_or_notify_cancel():
                _refuse(asked)
        self._nudge()

    def ended(self, timeout_s: float) -> bool:
        """Whether the thread is over, waiting for that; True on the thread itself and when it was never started."""
        if self._thread is not threading.current_thread() and self._thread.is_alive():
            self._thread.join(timeout_s)
            return not self._thread.is_alive()
        return True

    def give_up(self) -> None:
        """The thread hangs: whoever waits for its running job hears so, and must take the outcome as unknown."""
        with self._lock:
            running = self._running
        if running is not None:
            _refuse(running)

    def _give_up_overdue(self, asked: _Asked) -> None:
        """Let the caller of a job that does not end go, and the reader count as lost until it ends. The caller's thread."""
        with self._lock:
            if asked.answer.done():
                return
            _refuse(asked)
            if self._running is asked and self._ready and not self._failing:
                # The reader's own thread is in the job, so nobody else reports meanwhile.
                self._overdue = True
                if self._lying is not None:
                    self._tell(CardGone(reader=self.reader.name))
                self._tell(ReaderLost(reader=self.reader.name, cause="service"))
        _log.error("card_job_hangs", reader=self.reader.name)

    # --- the thread --------------------------------------------------------------------------------------------------

    def _nudge(self) -> None:
        self._nudged.set()
        self.reader.wake()

    def _run(self) -> None:
        _on_reader_thread.here = True
        while not self._stopping.is_set():
            self._nudged.clear()
            self._do_next_job()
            self._show_signal()
            self._poll()

    def _poll(self) -> None:
        with self._lock:
            wait_s = 0.0 if self._asked or self._signal else _POLL_S
        try:
            events = self.reader.poll(wait_s)
        except Exception as error:  # noqa: BLE001  # the top of this reader's thread, which must go on reading cards
            _log.error("reader_poll_failed", reader=self.reader.name, **told(error))
            _log.debug("reader_poll_failed", exc_info=True)
            self._fail()
        else:
            self._take(events)

    def _do_next_job(self) -> None:
        with self._lock:
            asked = self._asked.popleft() if self._asked else None
        if asked is None:
            return
        try:
            with self.reader.connect() as channel:
                # Only now: whoever waits for another program to let the card go may still give up.
                if not self._begin(asked):
                    return
                result = asked.job(channel)
        except BaseException as error:  # noqa: BLE001  # the top of this reader's thread: the error is the caller's to hear
            if asked.begun.is_set() or self._begin(asked):
                with suppress(InvalidStateError):
                    asked.answer.set_exception(error)
        else:
            with suppress(InvalidStateError):
                asked.answer.set_result(result)
        finally:
            with self._lock:
                self._running = None
                if self._overdue:
                    self._overdue = False
                    self._tell(ReaderReady(reader=self.reader.name))
                    if self._lying is not None:
                        self._tell(self._lying)

    def _begin(self, asked: _Asked) -> bool:
        with self._lock:
            if not asked.answer.set_running_or_notify_cancel():
                return False
            self._running = asked
        asked.begun.set()
        return True

    def _show_signal(self) -> None:
        with self._lock:
            signal, self._signal = self._signal, None
        if signal is None:
            return
        try:
            self.reader.signal(signal)
        except Exception as error:  # noqa: BLE001  # the top of this reader's thread, which must go on reading cards
            _log.error("reader_signal_failed", reader=self.reader.name, **told(error))

    def _fail(self) -> None:
        if not self._failing:
            if self._lying is not None:
                self._tell(CardGone(reader=self.reader.name))
            self._tell(ReaderLost(reader=self.reader.name, cause="service"))
        self._failing, self._lying = True, None
        self._nudged.wait(self._pause_s)
        self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S)

    def _take(self, events: Sequence[ReaderEvent]) -> None:
        # The driver does not know that it was given up meanwhile, so it may not say again that its reader is there.
        if self._failing and self._ready and not (events and isinstance(events[0], ReaderReady | ReaderLost)):
            self._tell(ReaderReady(reader=self.reader.name))
        self._failing, self._pause_s = False, _FIRST_PAUSE_S
        self._left_behind.begin()
        for event in events:
            self._lying = event if isinstance(event, CardPresented | CardUnreadable) else None
            if isinstance(event, ReaderReady | ReaderLost):
                self._ready = isinstance(event, ReaderReady)
            self._tell(event)

    def _tell(self, event: ReaderEvent) -> None:
        self._report(self._left_behind.judged(event))


class _LeftBehind:
    """Knows a card that stayed on its reader while that was away, so that nobody takes it for another tap."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lies: Medium | None = None
        self._just_left: Medium | None = None
        self._stayed: Medium | None = None
        self._until_s: float | None = None

    def begin(self) -> None:
        """What comes now was not reported in one breath with what came before."""
        self._just_left = None

    def judged(self, event: ReaderEvent) -> ReaderEvent:
        """The same event; of a card, whether it is the one that stayed."""
        just_left, self._just_left = self._just_left, None
        match event:
            case CardGone():
                self._just_left, self._lies = self._lies, None
            case ReaderLost():
                # A driver says that the card has gone and at once that the reader has: nobody has lifted it.
                self._stayed, self._until_s = just_left or self._stayed, None
            case ReaderReady():
                self._until_s = self._clock.monotonic_s() + _FOUND_AGAIN_S
            case CardPresented(medium=medium, at_s=at_s):
                stayed, self._stayed, self._lies = self._stayed, None, medium
                if stayed == medium and self._until_s is not None and at_s <= self._until_s:
                    return msgspec.structs.replace(event, again=True)
        return event


_on_reader_thread = threading.local()


def _refuse(asked: _Asked) -> None:
    with suppress(InvalidStateError):
        asked.answer.set_exception(EnvironmentProblem(Code.READER_LOST))
    asked.begun.set()


def told(error: Exception) -> dict[str, str]:
    """What failed and where. The error's own words may quote a card or a person, so they are for the debug log alone."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "unknown"
    return {"error": type(error).__name__, "place": place}
