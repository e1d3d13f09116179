"""The purse of a carrier whose own program, with its SAM and SDK, does the card's part (docs/vendor-purse.md).

The program is started when it is first needed, kept, and replaced after any fault. A fault at the commit leaves the outcome
unknown, which the station's states are made for: nothing here guesses, repeats a commit or believes an answer about another
card, load or amount.
"""

import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import structlog

from domain.errors import Bug, CityCardError, Code, EnvironmentProblem, Refused
from domain.loads import LoadOrder, LoadProof, PurseReading
from domain.ports import CardChannel, PurseSession
from reader_drivers.purses import vendor_protocol as protocol
from reader_drivers.purses.vendor_process import Exchange, Fault, VendorFault, VendorProcess
from reader_drivers.purses.vendor_protocol import VendorError

_GET_DATA_UID = bytes.fromhex("FFCA000000")
"""PC/SC part 3, 3.2.2.1.3."""
_SW_OK = b"\x90\x00"
_FIRST_ID = 1
"""Replaced by the run's own count."""

_REFUSALS = {
    protocol.ErrorCode.CARD_UNKNOWN: Code.PURSE_MISSING,
    protocol.ErrorCode.CARD_SWAPPED: Code.CARD_SWAPPED,
    protocol.ErrorCode.CARD_REFUSED: Code.PURSE_KEY_WRONG,
    protocol.ErrorCode.OVER_LIMIT: Code.AMOUNT_OVER_PURSE,
    protocol.ErrorCode.ALREADY_LOADED: Code.LOAD_DECIDED,
}
_PROBLEMS = {protocol.ErrorCode.NO_CARD: Code.CARD_REMOVED, protocol.ErrorCode.READER_FAILED: Code.READER_LOST}

_log = structlog.get_logger(__name__)

M = TypeVar("M", bound=protocol.Message)


class VendorPurse:
    """`PurseDriver` over `command`, the program and its arguments; any thread. `timeout_s` is for one answer."""

    name = "vendor"
    on_card = True

    def __init__(self, command: Sequence[str], timeout_s: float) -> None:
        self._command = tuple(command)
        self._timeout_s = timeout_s
        self._process: VendorProcess | None = None
        self._features: frozenset[str] = frozenset()
        self._prepared: dict[str, protocol.Prepare] = {}
        self._turn = threading.RLock()

    def peek(self, channel: CardChannel) -> int | None:
        """What the card says to the carrier's program; None also when that does not work. Raises as the port says."""
        answered = channel.transmit(_GET_DATA_UID)
        uid = answered[:-2].hex().upper() if answered.endswith(_SW_OK) and len(answered) in (6, 9, 12) else ""
        try:
            with self._running() as process:
                if "peek" not in self._features:
                    return None
                return _ask(process, protocol.Peek(id=_FIRST_ID, uid=uid), protocol.Peeked, self._exchange(channel)).value_ntd
        except VendorFault:
            return None
        except VendorError as error:
            if error.code in _PROBLEMS:
                raise EnvironmentProblem(_PROBLEMS[error.code]) from error
            return None

    def open(self, channel: CardChannel, *, uid: bytes, secret: bytes) -> PurseSession:  # noqa: ARG002  # empty for this purse
        """Let the carrier's program meet the card. Raises as the port says. `secret` is empty: the carrier has the keys."""
        session = VendorSession(self, channel, uid.hex().upper())
        with _named():
            self._forget(uid.hex().upper(), channel)
        session.read()
        return session

    def close(self) -> None:
        """End the program; another `open` starts it again. In the midst of a request, or after `END_S`, it is killed."""
        if not self._turn.acquire(blocking=False):
            if (busy := self._process) is not None:
                busy.kill()
            if not self._turn.acquire(timeout=protocol.END_S):
                return
        try:
            process, self._process = self._process, None
        finally:
            self._turn.release()
        if process is None:
            return
        deadline_s = time.monotonic() + protocol.END_S
        if process.usable:
            with contextlib.suppress(VendorFault, VendorError):
                process.ask(protocol.Bye(id=_FIRST_ID), timeout_s=protocol.END_S)
        process.end(max(0.0, deadline_s - time.monotonic()))

    # --- for sessions -------------------------------------------------------------------------------------------------

    def ask(self, request: protocol.Request, result: type[M], channel: CardChannel, run: VendorProcess | None = None) -> M:
        """One request in the run `run`, or in any. Raises `VendorFault`, `VendorError`."""
        with self._running(run) as process:
            return _ask(process, request, result, self._exchange(channel))

    def run(self) -> VendorProcess:
        """The present run, begun when there is none. Raises `VendorFault`."""
        with self._running() as process:
            return process

    def note(self, uid: str, prepared: protocol.Prepare | None) -> None:
        """Remember what a program has ready, so that it is told to forget what was given up."""
        with self._turn:
            self._prepared.pop(uid, None)
            if prepared is not None:
                self._prepared[uid] = prepared

    # --- inside -------------------------------------------------------------------------------------------------------

    @contextmanager
    def _running(self, run: VendorProcess | None = None) -> Iterator[VendorProcess]:
        """The program, for one request at a time. Raises `VendorFault`; DIED when `run` is over."""
        if not self._turn.acquire(timeout=self._timeout_s):
            raise VendorFault(Fault.BUSY)
        try:
            if self._process is None or not self._process.usable:
                if run is not None:
                    raise VendorFault(Fault.DIED)
                self._start()
            process = self._process
            if process is None or run not in (None, process):
                raise VendorFault(Fault.DIED)
            yield process
        finally:
            self._turn.release()

    def _start(self) -> None:
        if self._process is not None:
            self._process.kill()
        self._process, self._prepared = None, {}
        # Known from here on, so that `close` finds it also while it is being greeted.
        self._process = process = VendorProcess(self._command, self._timeout_s)
        try:
            can = _ask(process, protocol.Hello(id=_FIRST_ID), protocol.Capabilities, None)
        except VendorError as error:
            fault = Fault.WRONG_VERSION if error.code is protocol.ErrorCode.WRONG_VERSION else Fault.NOT_A_MESSAGE
            raise process.fail(fault) from error
        if can.protocol != protocol.VERSION:
            raise process.fail(Fault.WRONG_VERSION)
        _log.info("vendor_program_started", features=sorted(can.features))
        self._features = frozenset(can.features)

    def _forget(self, uid: str, channel: CardChannel) -> None:
        """Abort what an earlier session of this card has left prepared."""
        with self._turn:
            left = self._prepared.pop(uid, None)
        if left is not None:
            with contextlib.suppress(VendorError):
                self.ask(protocol.Abort(id=_FIRST_ID, uid=uid, load=left.load), protocol.Done, channel)

    def _exchange(self, channel: CardChannel) -> Exchange | None:
        if "transmit" not in self._features:
            return None

        def exchange(command: bytes) -> protocol.Transmitted:
            try:
                return protocol.Transmitted(response=channel.transmit(command).hex().upper())
            except EnvironmentProblem as problem:
                return protocol.Transmitted(error="no_card" if problem.code is Code.CARD_REMOVED else "reader_failed")

        return exchange


class VendorSession:
    """`PurseSession` of one card, in one run of the program: when that ends, so does this."""

    def __init__(self, purse: VendorPurse, channel: CardChannel, uid: str) -> None:
        self._purse = purse
        self._channel = channel
        self._uid = uid
        self._run: VendorProcess | None = None
        self._value_ntd: int | None = None
        self._order: LoadOrder | None = None

    def read(self) -> PurseReading:
        """What the card holds, as the carrier's program has proven. Raises as the port says."""
        with _named():
            if self._run is None:
                self._run = self._purse.run()
            said = self._purse.ask(protocol.Read(id=_FIRST_ID, uid=self._uid), protocol.Reading, self._channel, self._run)
            self._require(said.uid == self._uid)
            self._value_ntd = said.value_ntd
        return PurseReading(value_ntd=said.value_ntd, limit_ntd=said.limit_ntd, last_load=said.last_load, seq=said.seq)

    def prepare(self, order: LoadOrder) -> None:
        """Get the load ready; the card keeps its old state. Raises as the port says, LOAD_DECIDED when the card has it."""
        request = protocol.Prepare(
            id=_FIRST_ID,
            uid=self._uid,
            load=order.load,
            amount_ntd=order.amount_ntd,
            seq=order.seq,
            station=order.station,
            at_ms=order.at_ms,
        )
        with _named():
            self._purse.note(self._uid, request)
            said = self._purse.ask(request, protocol.Prepared, self._channel, self._run)
            self._require((said.uid, said.load, said.value_ntd) == (self._uid, order.load, self._value_ntd))
            self._order = order

    def commit(self) -> LoadProof:
        """Carry it out, asked for exactly once. Whatever is raised here leaves open whether the card took the load."""
        order, self._order = self._order, None
        if order is None or self._value_ntd is None:
            raise Bug(part="not_prepared")
        request = protocol.Commit(id=_FIRST_ID, uid=self._uid, load=order.load)
        self._purse.note(self._uid, None)
        with _named():
            said = self._purse.ask(request, protocol.Committed, self._channel, self._run)
            value_ntd = self._value_ntd + order.amount_ntd
            told = (said.uid, said.load, said.seq, said.value_ntd)
            self._require(told == (self._uid, order.load, order.seq, value_ntd))
        self._value_ntd = value_ntd
        return LoadProof(by="commit", seq=order.seq, value_ntd=value_ntd, at_ms=order.at_ms)

    def _require(self, fits: bool) -> None:
        if not fits and self._run is not None:
            raise self._run.fail(Fault.WRONG_RESULT)


def _ask(process: VendorProcess, request: protocol.Request, result: type[M], exchange: Exchange | None) -> M:
    said = process.ask(request, exchange)
    if not isinstance(said, result):
        raise process.fail(Fault.NOT_A_MESSAGE)
    return said


@contextmanager
def _named() -> Iterator[None]:
    """Every way in which the program can disappoint, as the error that the port names for it."""
    try:
        yield
    except VendorFault as problem:
        raise EnvironmentProblem(Code.VENDOR_FAILED, fault=problem.fault.value) from problem
    except VendorError as problem:
        raise _error(problem.code) from problem


def _error(code: protocol.ErrorCode) -> CityCardError:
    if code in _REFUSALS:
        return Refused(_REFUSALS[code])
    if code in _PROBLEMS:
        return EnvironmentProblem(_PROBLEMS[code])
    return EnvironmentProblem(Code.VENDOR_FAILED, fault=code.value)
