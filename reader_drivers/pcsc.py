"""Readers behind PC/SC: pcscd on Linux, the Smart Card service on Windows, CryptoTokenKit on macOS.

| | |
|---|---|
| Reads | UID of ISO/IEC 14443 A cards, IDm of FeliCa cards, through Get Data `FF CA 00 00 00` (PC/SC part 3, 3.2.2.1.3) |
| Exchanges | APDUs with the card, held as `pcsc_exchange` tells |
| Shows | light and buzzer of the ACR122 family (`pcsc_feedback`) |
| Readers | every PC/SC reader whose driver answers Get Data |
| Platforms | Linux (the tests run on Debian 12's pcscd 1.9.9), Windows, macOS |
| Third party | pyscard, its low-level calls only |

pyscard's own `CardMonitor` is not used: its thread ends for good when an observer raises or the service is lost. Here one call
waits for everything, `SCardGetStatusChange` on the reader and on the notification pseudo-reader, always with a deadline.
"""

import sys
import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from types import ModuleType
from typing import Literal

import structlog

from domain.errors import Code, EnvironmentProblem
from domain.ports import (
    CardChannel,
    CardGone,
    CardPresented,
    CardUnreadable,
    Clock,
    DriverSpec,
    Feedback,
    Probe,
    ProbedReader,
    ReaderEvent,
    ReaderLost,
    ReaderReady,
)
from reader_drivers.pcsc_exchange import Connector, held_card
from reader_drivers.pcsc_feedback import feedback_command
from reader_drivers.pcsc_read import NotRead, read_card

Cause = Literal["unplugged", "service"]

_NOTIFICATION = "\\\\?PnP?\\Notification"
_UNNAMED = "PC/SC"
_RETRY_S = 0.25
"""How soon a service that is away, or a card that was torn while being read, is tried again."""
_CANCELS = 20
_CANCEL_AGAIN_S = 0.001
_CAUSE_WITHOUT_SERVICE: Cause = "unplugged" if sys.platform == "win32" else "service"
"""Windows starts its service with the first reader plugged in and stops it with the last one (SCardSvr, trigger start)."""

_log = structlog.get_logger(__name__)


class _Gone(Exception):
    """The reader or the service is away; never leaves this module."""

    def __init__(self, cause: Cause, result: int, *, context_lost: bool = False) -> None:
        super().__init__(cause)
        self.cause: Cause = cause
        self.result = result
        self.context_lost = context_lost


class PcscReader:
    """A `domain.ports.Reader` on PC/SC, for the reader whose name starts with `wanted` (empty: the first one).

    `name` is the reader's full name when it is there at the start, and `wanted` otherwise; it never changes.
    """

    def __init__(self, wanted: str, clock: Clock, scard: ModuleType) -> None:
        self._scard = scard
        self._clock = clock
        self._wanted = wanted
        self._connector = Connector(scard)
        self._context: int | None = None
        self._waiting_on: int | None = None
        self._woken = threading.Event()
        self._reader: str | None = None
        self._state = 0
        self._notification = 0
        self._atr = b""
        self._lost: Cause | None = None
        self._occupied = False
        self._unread = False
        self.name = wanted or _UNNAMED
        try:
            self.name = self._choose(self._connected())
        except _Gone:
            _log.debug("reader_not_there_yet", reader=self.name)

    def poll(self, timeout_s: float) -> Sequence[ReaderEvent]:
        """See `domain.ports.Reader.poll`. May return nothing before the time is up."""
        try:
            context = self._connected()
            if self._reader is not None:
                return self._watch(context, self._reader, timeout_s)
            return self._look_for_reader(context, timeout_s)
        except _Gone as gone:
            events = self._lose(gone)
            if not events:
                self._woken.wait(min(timeout_s, _RETRY_S))
            return events
        finally:
            self._woken.clear()

    def connect(self) -> AbstractContextManager[CardChannel]:
        """See `domain.ports.Reader.connect`."""
        if self._reader is None:
            raise EnvironmentProblem(Code.READER_LOST)
        return held_card(self._connector, self._reader)

    def signal(self, feedback: Feedback) -> None:
        """See `domain.ports.Reader.signal`."""
        command = None if self._reader is None else feedback_command(self._reader, feedback)
        if self._reader is None or command is None:
            return
        with suppress(EnvironmentProblem):
            channel = self._connector.open(self._reader, alone=False, timeout_s=_RETRY_S)
            try:
                channel.transmit(command)
            finally:
                channel.close()

    def wake(self) -> None:
        """See `domain.ports.Reader.wake`."""
        self._woken.set()
        # A cancel that comes before the wait has begun inside the service is lost, so it is said until it was heard.
        for _ in range(_CANCELS):
            context = self._waiting_on
            if context is None:
                return
            self._scard.SCardCancel(context)
            time.sleep(_CANCEL_AGAIN_S)

    def close(self) -> None:
        """See `domain.ports.Reader.close`."""
        self._connector.close()
        self._release()

    # --- service and reader -------------------------------------------------------------------------------------------

    def _connected(self) -> int:
        """The context with the service, established when there is none. Raises `_Gone`."""
        if self._context is None:
            result, context = self._scard.SCardEstablishContext(self._scard.SCARD_SCOPE_SYSTEM)
            if result != self._scard.SCARD_S_SUCCESS:
                raise _service_gone(self._scard, result)
            self._context = int(context)
            self._notification = 0
        return self._context

    def _release(self) -> None:
        context, self._context = self._context, None
        if context is not None:
            self._scard.SCardReleaseContext(context)

    def _choose(self, context: int) -> str:
        """The full name of the first reader whose name starts as wanted. Raises `_Gone`."""
        found = next((name for name in _list_readers(self._scard, context) if name.startswith(self._wanted)), None)
        if found is None:
            raise _Gone("unplugged", self._scard.SCARD_E_UNKNOWN_READER)
        return found

    def _look_for_reader(self, context: int, timeout_s: float) -> list[ReaderEvent]:
        try:
            reader = self._choose(context)
        except _Gone as gone:
            if gone.context_lost or self._lost != gone.cause:
                raise
            self._wait(context, timeout_s, [(_NOTIFICATION, self._notification)])
            return []
        self._reader, self._state = reader, self._scard.SCARD_STATE_UNAWARE
        return self._watch(context, reader, timeout_s)

    def _lose(self, gone: _Gone) -> list[ReaderEvent]:
        """Let go of what is lost; the events that say so, none when that has been said."""
        events = self._leave()
        self._reader = None
        if gone.context_lost:
            self._release()
        if self._lost != gone.cause:
            self._lost = gone.cause
            _log.info("reader_lost", reader=self.name, cause=gone.cause, result=f"{gone.result & 0xFFFFFFFF:08X}")
            events.append(ReaderLost(reader=self.name, cause=gone.cause))
        return events

    def _wait(self, context: int, timeout_s: float, states: list[tuple[str, int]]) -> list[tuple[str, int, bytes]]:
        """The new states, none when the time is up. Raises `_Gone`."""
        s = self._scard
        self._waiting_on = context
        try:
            # Looked at after `_waiting_on` was set: a wake either finds that, or was before and is seen here.
            wait_ms = 0 if self._woken.is_set() else max(0, round(timeout_s * 1000))
            result, changed = s.SCardGetStatusChange(context, wait_ms, states)
        finally:
            self._waiting_on = None
        if result in (s.SCARD_E_TIMEOUT, s.SCARD_E_CANCELLED):
            return []
        if result in (s.SCARD_E_UNKNOWN_READER, s.SCARD_E_READER_UNAVAILABLE, s.SCARD_E_NO_READERS_AVAILABLE):
            raise _Gone("unplugged", result)
        if result != s.SCARD_S_SUCCESS:
            raise _service_gone(s, result)
        seen = [(name, state & ~s.SCARD_STATE_CHANGED, bytes(atr)) for name, state, atr in changed]
        # Handed back at the next call: its upper half is how a service tells a reader that came and went in between.
        self._notification = next(state for name, state, _ in seen if name == _NOTIFICATION)
        return seen

    # --- cards --------------------------------------------------------------------------------------------------------

    def _watch(self, context: int, reader: str, timeout_s: float) -> list[ReaderEvent]:
        states = [(reader, self._state), (_NOTIFICATION, self._notification)]
        seen = self._wait(context, min(timeout_s, _RETRY_S) if self._unread else timeout_s, states)
        at_s = self._clock.monotonic_s()
        if not seen:
            return self._read(reader, at_s) if self._unread else []
        _, state, self._atr = seen[0]
        before, self._state = self._state, state
        return self._change(before, state) + (self._meet(reader, at_s) if self._has_new_card() else [])

    def _has_new_card(self) -> bool:
        return bool(self._state & self._scard.SCARD_STATE_PRESENT) and not self._occupied

    def _change(self, before: int, state: int) -> list[ReaderEvent]:
        """What the new state says of the reader and of the card that was there. Raises `_Gone`."""
        s = self._scard
        if state & (s.SCARD_STATE_UNKNOWN | s.SCARD_STATE_UNAVAILABLE | s.SCARD_STATE_IGNORE):
            raise _Gone("unplugged", s.SCARD_E_READER_UNAVAILABLE)
        events: list[ReaderEvent] = []
        if before == s.SCARD_STATE_UNAWARE:
            self._lost = None
            events.append(ReaderReady(reader=self.name))
        # The upper half counts insertions and removals: another count means that the card was lifted in between.
        if not state & s.SCARD_STATE_PRESENT or before >> 16 != state >> 16:
            events += self._leave()
        return events

    def _leave(self) -> list[ReaderEvent]:
        occupied, self._occupied, self._unread = self._occupied, False, False
        return [CardGone(reader=self.name)] if occupied else []

    def _meet(self, reader: str, at_s: float) -> list[ReaderEvent]:
        """Read a card that has just come; one that cannot be read is said so once, and tried again while it lies there."""
        self._occupied = True
        if not self._state & self._scard.SCARD_STATE_MUTE:
            for _ in range(2):
                self._unread = True
                events = self._read(reader, at_s)
                if events:
                    return events
                if not self._unread:
                    break
        return [CardUnreadable(reader=self.name)]

    def _read(self, reader: str, at_s: float) -> list[ReaderEvent]:
        seen = read_card(self._connector, reader, self._atr)
        self._unread = seen is NotRead.TORN
        if isinstance(seen, NotRead):
            return []
        return [CardPresented(reader=self.name, medium=seen.medium, at_s=at_s, ats=seen.ats)]


def _service_gone(scard: ModuleType, result: int) -> _Gone:
    stopped = result in (scard.SCARD_E_NO_SERVICE, scard.SCARD_E_SERVICE_STOPPED)
    return _Gone(_CAUSE_WITHOUT_SERVICE if stopped else "service", result, context_lost=True)


def _list_readers(scard: ModuleType, context: int) -> list[str]:
    """Names of the readers, in the service's order. Raises `_Gone` when the service is away."""
    result, names = scard.SCardListReaders(context, [])
    if result == scard.SCARD_E_NO_READERS_AVAILABLE:
        return []
    if result != scard.SCARD_S_SUCCESS:
        raise _service_gone(scard, result)
    return list(names)


def _import_scard() -> ModuleType:
    """pyscard's low-level module. Raises `EnvironmentProblem(PACKAGE_MISSING)`, also when libpcsclite itself is absent."""
    try:
        from smartcard import scard  # type: ignore[import-untyped]
    except ImportError as error:
        raise EnvironmentProblem(Code.PACKAGE_MISSING, package="pyscard") from error
    module: ModuleType = scard
    return module


def _open(wanted: str, clock: Clock) -> PcscReader:
    return PcscReader(wanted, clock, _import_scard())


def _probe() -> Probe:
    try:
        scard = _import_scard()
    except EnvironmentProblem as problem:
        return Probe(readers=[], problem=problem.code.value)
    result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    try:
        if result != scard.SCARD_S_SUCCESS:
            raise _service_gone(scard, result)
        return Probe(readers=[ProbedReader(name=name) for name in _list_readers(scard, context)])
    except _Gone as gone:
        return Probe(readers=[], problem=None if gone.cause == "unplugged" else Code.READER_SERVICE_MISSING.value)
    finally:
        if result == scard.SCARD_S_SUCCESS:
            scard.SCardReleaseContext(context)


DRIVER = DriverSpec(
    name="pcsc",
    summary="USB and built-in readers through PC/SC",
    real=True,
    capabilities=frozenset({"uid", "idm", "exchange", "feedback"}),
    probe=_probe,
    open=_open,
)
