"""A carrier's own program at work: started without a shell, spoken to in lines, and ended with all its children on any fault.

Where there is a shell, a second process watches this one and ends the program when this one is killed.

Three threads belong to one run: one writes, so that a program that does not read holds nobody up; one reads whole lines; one
empties its standard error, whose content may name cards and is dropped.
"""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from enum import StrEnum
from queue import Empty, SimpleQueue
from typing import IO, Any, TypeVar, cast

import msgspec
import structlog

from reader_drivers.purses import vendor_protocol as protocol

_KEPT_VARIABLES = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"),
    *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "USERPROFILE"),
    *("LOCALAPPDATA", "APPDATA", "PROGRAMDATA", "PROGRAMFILES"),
)
"""What a program needs to run at all; nothing of the station's own."""
_GONE_S = 2.0
"""How long the system may take to end what was killed."""
_GUARD = f'read -r _; sleep {protocol.END_S:.0f}; kill -s KILL -- "-$1"'
"""Waits for the end of its input, which is ours to hold open; as long as the program may take to end by itself, then kills."""
_CHUNK_BYTES = 65_536
_MOST_WAITING = 1_000
"""Lines that nobody has asked for; what comes after them is dropped."""

_log = structlog.get_logger(__name__)

R = TypeVar("R", bound=msgspec.Struct)


class Fault(StrEnum):
    """What the program did wrong. Each ends its run."""

    CANNOT_START = "cannot_start"
    HANGS = "hangs"
    DIED = "died"
    NOT_A_MESSAGE = "not_a_message"
    LINE_TOO_LONG = "line_too_long"
    OTHER_ID = "other_id"
    UNASKED = "unasked"
    """A line that nobody asked for, a second answer for instance."""
    WRONG_VERSION = "wrong_version"
    WRONG_RESULT = "wrong_result"
    """An answer about another card, load or amount."""
    TOO_MANY_APDUS = "too_many_apdus"
    BUSY = "busy"
    """Another reader's request did not end in time."""


class VendorFault(Exception):
    """The program's run is over, and nothing it may have done is known."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class _Kind(msgspec.Struct):
    """Which of the three things that a program may say this is."""

    transmit: Any = None
    error: Any = None


Said = protocol.Answer | protocol.Failure
Exchange = Callable[[bytes], protocol.Transmitted]
"""An APDU to the card on the station's reader."""


class VendorProcess:
    """One run of the program. One caller at a time, any thread."""

    def __init__(self, command: Sequence[str], timeout_s: float) -> None:
        """Start it. Raises `VendorFault(CANNOT_START)`."""
        self._timeout_s = timeout_s
        self._next_id = 1
        self._lines: SimpleQueue[bytes | Fault] = SimpleQueue()
        self._outgoing: SimpleQueue[bytes | None] = SimpleQueue()
        try:
            self._process = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
                start_new_session=sys.platform != "win32",
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except (OSError, ValueError, IndexError) as error:
            raise VendorFault(Fault.CANNOT_START) from error
        self._finalizer = weakref.finalize(self, _kill, self._process, _guard(self._process))
        self._start_threads()

    def ask(
        self, request: protocol.Request, exchange: Exchange | None = None, timeout_s: float | None = None
    ) -> protocol.Message:
        """The program's result to `request`, whose id is replaced by this run's next one. `timeout_s` instead of the run's own.

        Raises `VendorError` for its own word that it was not done, `VendorFault` for everything else; the run is over then.
        """
        request = msgspec.structs.replace(request, id=self._next_id)
        self._next_id += 1
        answer = self.ask_line(protocol.encode(request), request.id, exchange, timeout_s)
        if isinstance(answer, protocol.Failure):
            raise protocol.VendorError(answer.error)
        return self.decode(answer.ok, protocol.RESULTS[type(request)])

    def ask_line(self, line: bytes, request_id: int, exchange: Exchange | None = None, timeout_s: float | None = None) -> Said:
        """The one answer to a line. Raises `VendorFault`."""
        deadline_s = time.monotonic() + (self._timeout_s if timeout_s is None else timeout_s)
        if not self._lines.empty():
            waiting = self._lines.get()
            raise self.fail(waiting if isinstance(waiting, Fault) else Fault.UNASKED)
        self._outgoing.put(line)
        for transmitted in range(protocol.MOST_TRANSMITS + 1):
            said = self._next_line(deadline_s)
            kind = self.decode(said, _Kind)
            if exchange is None or kind.transmit is None:
                failed = kind.error is not None
                return self._answer(
                    self.decode(said, protocol.Failure) if failed else self.decode(said, protocol.Answer), request_id
                )
            command = self.decode(said, protocol.Transmit)
            if transmitted == protocol.MOST_TRANSMITS:
                break
            self._outgoing.put(protocol.encode(exchange(bytes.fromhex(command.transmit))))
        raise self.fail(Fault.TOO_MANY_APDUS)

    def send(self, request: protocol.Request) -> None:
        """Send a request whose answer nobody will wait for."""
        self._outgoing.put(protocol.encode(msgspec.structs.replace(request, id=self._next_id)))

    def quiet_for(self, seconds: float) -> bool:
        """Whether the program says nothing that long."""
        try:
            self._lines.put(self._lines.get(timeout=seconds))
        except Empty:
            return True
        return False

    def decode(self, data: bytes | msgspec.Raw, message: type[R]) -> R:
        """Raises `VendorFault(NOT_A_MESSAGE)` for whatever is not exactly that."""
        try:
            return msgspec.json.decode(data, type=message)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise self.fail(Fault.NOT_A_MESSAGE) from error

    def fail(self, fault: Fault) -> VendorFault:
        """End the run; what is to be raised."""
        _log.warning("vendor_program_failed", fault=fault.value)
        self.kill()
        return VendorFault(fault)

    @property
    def usable(self) -> bool:
        """Whether it can be asked: it has not been ended, has not ended by itself and has said nothing unasked."""
        return self._finalizer.alive and self._lines.empty()

    def kill(self) -> None:
        """End it and its children at once. Safe to repeat."""
        self._outgoing.put(None)
        self._finalizer()

    def end(self, within_s: float = protocol.END_S) -> bool:
        """Close its input and wait for it to end by itself; whether it did. It is ended in any case."""
        self._outgoing.put(None)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(within_s)
        ended = self._process.poll() is not None
        self.kill()
        return ended

    # --- inside -------------------------------------------------------------------------------------------------------

    def _next_line(self, deadline_s: float) -> bytes:
        try:
            said = self._lines.get(timeout=max(0.0, deadline_s - time.monotonic()))
        except Empty:
            raise self.fail(Fault.HANGS) from None
        if isinstance(said, Fault):
            raise self.fail(said)
        return said

    def _answer(self, said: Said, request_id: int) -> Said:
        if said.id != request_id:
            raise self.fail(Fault.OTHER_ID)
        return said

    def _start_threads(self) -> None:
        process, lines, outgoing = self._process, self._lines, self._outgoing
        # None of them refers to this object, so that one that nobody holds any more is ended.
        for work in (
            lambda: _write(cast(IO[bytes], process.stdin), outgoing),
            lambda: _read_lines(cast(IO[bytes], process.stdout), lines),
            lambda: _drop(cast(IO[bytes], process.stderr)),
        ):
            threading.Thread(target=work, name="vendor-program", daemon=True).start()


def split_command(text: str) -> list[str]:
    """A setting's program and arguments as words, by the system's custom. Raises `ValueError` for an open quotation mark."""
    if sys.platform == "win32":
        return [word.strip('"') for word in shlex.split(text, posix=False)]
    return shlex.split(text)


def _write(pipe: IO[bytes], outgoing: "SimpleQueue[bytes | None]") -> None:
    with contextlib.suppress(OSError, ValueError), pipe:
        while (line := outgoing.get()) is not None:
            pipe.write(line)


def _read_lines(pipe: IO[bytes], lines: "SimpleQueue[bytes | Fault]") -> None:
    rest = b""
    with contextlib.suppress(OSError, ValueError), pipe:
        while chunk := pipe.read(_CHUNK_BYTES):
            *whole, rest = (rest + chunk).split(b"\n")
            if max(len(line) for line in [*whole, rest]) >= protocol.MOST_LINE_BYTES:
                lines.put(Fault.LINE_TOO_LONG)
                break
            for line in whole:
                lines.put(line)
            if lines.qsize() > _MOST_WAITING:
                break
        else:
            lines.put(Fault.DIED)
        while pipe.read(_CHUNK_BYTES):
            """Whoever writes for ever is ended by the one who asked."""


def _drop(pipe: IO[bytes]) -> None:
    with contextlib.suppress(OSError, ValueError), pipe:
        while pipe.read(_CHUNK_BYTES):
            """Never logged."""


def _guard(process: "subprocess.Popen[bytes]") -> "subprocess.Popen[bytes] | None":
    """What ends the program's group when this process is gone, however it went; None where there is no shell for it."""
    if sys.platform == "win32":
        return None
    try:
        return subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "vendor-guard", str(process.pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={"PATH": os.defpath},
            start_new_session=True,
        )
    except OSError:
        _log.warning("vendor_program_unguarded")
        return None


def _kill(process: "subprocess.Popen[bytes]", guard: "subprocess.Popen[bytes] | None") -> None:
    """End the process and whatever it has started. First its guard, which must not meet a later process of the same id."""
    if guard is not None:
        guard.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            guard.wait(_GONE_S)
        cast(IO[bytes], guard.stdin).close()
    if sys.platform == "win32":
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            words = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(words, capture_output=True, timeout=_GONE_S, check=False)
    else:
        # Its own session, so that its id is the group's; still reserved, because it has not been waited for.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_GONE_S)
