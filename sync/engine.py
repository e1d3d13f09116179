"""Sync as two threads that never wait for each other: upload and download. Neither ever touches a card or a screen."""

import threading
from collections.abc import Callable
from uuid import UUID

import msgspec
import structlog

from domain.errors import Bug, CityCardError, Code
from domain.ports import Clock, DownloadProgress, Outbox, Platform, RegistrySink
from domain.ports_station import ShutOut
from domain.wire import Outcome
from sync.backoff import Backoff
from sync.downloader import Downloader
from sync.upkeep import Upkeep, wipe_order
from sync.uploader import Uploader

log = structlog.get_logger()

_STOPPED = (Code.STATION_REVOKED, Code.STATION_CLONED)


class SyncState(msgspec.Struct, frozen=True, kw_only=True):
    """How the two directions stand; each with its own problem, None when its last exchange went well."""

    tried: bool
    upload_problem: Code | None
    download_problem: Code | None
    stopped: Code | None
    """Why this station may not speak to the platform any more."""
    download: DownloadProgress | None = None
    """A download of everything that is under way."""


class SyncEngine:
    """One station's sync. `on_change` is called from the sync threads after anything that a screen may show has changed."""

    def __init__(
        self,
        platform: Platform,
        outbox: Outbox,
        registry: RegistrySink,
        clock: Clock,
        *,
        upkeep: Upkeep,
        shut_out: ShutOut,
        poll_s: float,
        on_change: Callable[[], None],
        programme_version: Callable[[], str],
        on_programme: Callable[[str, str], None],
    ) -> None:
        """`shut_out` says whether this station was shut out in an earlier run, and is told when it is now."""
        self._platform = platform
        self._registry = registry
        self._outbox = outbox
        self._clock = clock
        self._poll_s = poll_s
        self._on_change = on_change
        self._programme_version = programme_version
        self._on_programme = on_programme
        self._upkeep = upkeep
        self._shut_out = shut_out
        self._uploader = Uploader(platform, outbox, clock, upkeep.doubt)
        self._stopping = threading.Event()
        self._downloader = Downloader(
            platform,
            registry,
            stopping=lambda: self._stopping.is_set() or self.state().stopped is not None,
            on_change=self._tell,
            on_progress=self._downloading,
            on_generation=self._follow_generation,
        )
        self._changed = threading.Condition()
        self._rounds_begun = 0
        self._rounds_ended = 0
        self._wake_upload = threading.Event()
        self._offered = threading.Event()
        self._wake_download = threading.Event()
        self.followed_s: float | None = None
        """`Clock.monotonic_s` of the last download that reached the end of the change feed."""
        stopped = shut_out.code()
        self._refusal: CityCardError | None = None
        self._state = SyncState(tried=stopped is not None, upload_problem=None, download_problem=None, stopped=stopped)
        self._threads = [
            threading.Thread(target=self._upload_loop, name="sync-upload", daemon=True),
            threading.Thread(target=self._download_loop, name="sync-download", daemon=True),
        ]

    def start(self) -> None:
        """Begin to sync."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Stop after the exchange that is under way, or leave its thread behind after `timeout_s`."""
        self._stopping.set()
        self.wake()
        with self._changed:
            self._changed.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout_s)

    def wake(self) -> None:
        """Try both directions now."""
        self._wake_upload.set()
        self._wake_download.set()

    def offer(self) -> None:
        """There is something to send: now when the platform was last heard, else when the pause after a failure is over."""
        self._offered.set()
        with self._changed:
            if self._state.upload_problem is None:
                self._wake_upload.set()

    def state(self) -> SyncState:
        """How things stand. Any thread."""
        with self._changed:
            return self._state

    def submit_now(self, op_id: UUID, timeout_s: float) -> Outcome | None:
        """Send what is queued up to this event now, and wait for the platform's word on it.

        None when the platform could not be asked within `timeout_s` seconds; the event stays queued. Never on a screen's
        thread.
        """
        deadline_s = self._clock.monotonic_s() + timeout_s
        with self._changed:
            begun = self._rounds_begun
            self._wake_upload.set()
            while not self._stopping.is_set():
                outcome = self._outbox.outcome_of(op_id)
                if outcome is not None:
                    return outcome
                failed = self._rounds_ended > begun and self._state.upload_problem is not None
                left_s = deadline_s - self._clock.monotonic_s()
                if failed or left_s <= 0:
                    return None
                self._changed.wait(min(left_s, 0.25))
        return None

    def flush(self, timeout_s: float) -> None:
        """Offer now what is queued, and wait at most `timeout_s` seconds for that one round to end, well or not."""
        deadline_s = self._clock.monotonic_s() + timeout_s
        with self._changed:
            begun = self._rounds_begun
            self._wake_upload.set()
            while self._rounds_ended <= begun and not self._stopping.is_set() and self._state.stopped is None:
                left_s = deadline_s - self._clock.monotonic_s()
                if left_s <= 0:
                    return
                self._changed.wait(left_s)

    # --- upload ---

    def _upload_loop(self) -> None:
        backoff = Backoff()
        while not self._stopping.is_set() and self.state().stopped is None:
            self._wake_upload.clear()
            self._offered.clear()
            with self._changed:
                self._rounds_begun += 1
            problem = self._guarded(self._drain, self.state().upload_problem)
            self._report(upload_problem=problem, ended=True)
            if problem is None:
                backoff.succeeded()
                # What came while the last failure still stood did not wake anybody.
                if not self._offered.is_set():
                    self._wake_upload.wait(self._poll_s)
            else:
                self._wake_upload.wait(backoff.failed())

    def _drain(self) -> None:
        more = True
        while more and not self._stopping.is_set():
            self._upkeep.settle_chain()
            more = self._uploader.round()
            self._report(upload_problem=None)

    # --- download ---

    def _download_loop(self) -> None:
        backoff = Backoff()
        while not self._stopping.is_set() and self.state().stopped is None:
            self._wake_download.clear()
            before = self.state().download_problem
            problem = self._guarded(self._follow, before)
            self._report(download_problem=problem)
            if problem is None:
                backoff.succeeded()
                if before is not None:
                    self._wake_upload.set()
                self._wake_download.wait(self._poll_s)
            else:
                self._wake_download.wait(backoff.failed())
        self._end_service(Backoff())

    def _end_service(self, backoff: Backoff) -> None:
        """What a station that was shut out has downloaded goes, however often it takes; it says so where it was told to."""
        left: list[Callable[[], None]] = [self._note_refusal, self._wipe, self._report_wipe]
        while left and not self._stopping.is_set() and self.state().stopped is not None:
            self._wake_download.clear()
            # The last one says that the others are done.
            left = [step for step in left[:-1] if self._guarded(step) is not None] + left[-1:]
            if len(left) == 1 and self._guarded(left[0]) is None:
                return
            self._wake_download.wait(backoff.failed())

    def _note_refusal(self) -> None:
        if (refusal := self._refusal) is not None:
            self._shut_out.note(refusal.code, wipe_order(refusal))

    def _wipe(self) -> None:
        self._registry.wipe(for_good=True)
        self._on_change()

    def _report_wipe(self) -> None:
        ordered_ms = self._shut_out.wipe_ordered_ms()
        if ordered_ms is not None:
            self._upkeep.report_wiped(ordered_ms)
            self._shut_out.wipe_acknowledged()

    def _follow(self) -> None:
        self._downloader.round()
        current = self._platform.programme(self._programme_version())
        if current.programme is not None:
            self._on_programme(current.version, current.programme)
        self.followed_s = self._clock.monotonic_s()
        self._upkeep.round()

    def _follow_generation(self, generation: str, before: str) -> None:
        if self._outbox.follow_generation(generation, before):
            log.warning("the platform goes on from an earlier state of its books; everything is offered again")
            self._wake_upload.set()

    def _downloading(self, progress: DownloadProgress | None) -> None:
        with self._changed:
            if self._state.download == progress:
                return
            self._state = msgspec.structs.replace(self._state, download=progress)
        self._tell()

    # --- both ---

    def _guarded(self, work: Callable[[], None], before: Code | None = None) -> Code | None:
        """Run one direction's work; the code of what stopped it, `before` being the last time's. The top of both threads."""
        try:
            work()
        except CityCardError as problem:
            # Days without a network are told of once.
            tell = log.debug if problem.code is before else log.info
            tell("sync failed", code=problem.code.value, thread=threading.current_thread().name)
            if problem.code in _STOPPED:
                self._stop_for_good(problem)
            return problem.code
        except Exception:  # noqa: BLE001 (the top of a thread: a bug must not end sync for good)
            log.exception("sync met a bug", thread=threading.current_thread().name)
            return Bug().code
        if before is not None:
            log.info("sync goes on", thread=threading.current_thread().name)
        return None

    def _stop_for_good(self, problem: CityCardError) -> None:
        """This station has been shut out; the download's thread carries out what follows from that."""
        with self._changed:
            if self._state.stopped is None:
                self._refusal = problem
                self._state = msgspec.structs.replace(self._state, stopped=problem.code)
        self._wake_download.set()

    def _report(self, *, ended: bool = False, **problems: Code | None) -> None:
        with self._changed:
            if ended:
                self._rounds_ended = self._rounds_begun
            self._state = msgspec.structs.replace(self._state, tried=True, **problems)
            self._changed.notify_all()
        self._tell()

    def _tell(self) -> None:
        # A thread that was left behind in an exchange has nobody to tell any more: the journal is closed.
        if not self._stopping.is_set():
            self._on_change()
