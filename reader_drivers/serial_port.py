"""A serial port by pyserial, whose exceptions end here."""

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from domain.errors import Code, EnvironmentProblem

if TYPE_CHECKING:
    from serial import Serial

_MOST_AT_ONCE = 4096


class PortGone(Exception):
    """The device is away; never leaves the serial driver."""


class Port:
    """One open port: read from one thread; `cancel` and `close` from any."""

    def __init__(self, serial: "Serial") -> None:
        self._serial = serial

    def read(self, timeout_s: float) -> bytes:
        """What has come, waiting at most so long for the first byte. Raises `PortGone`."""
        try:
            self._serial.timeout = timeout_s
            first: bytes = self._serial.read(1)
            if not first:
                return b""
            waiting = min(self._serial.in_waiting, _MOST_AT_ONCE)
            return first + (self._serial.read(waiting) if waiting else b"")
        except (OSError, TypeError) as problem:
            # A port closed by another thread reads from the file descriptor None. pyserial's own errors are OSErrors.
            raise PortGone from problem

    def cancel(self) -> None:
        """Make a read that waits return."""
        with suppress(OSError, AttributeError, TypeError):
            self._serial.cancel_read()

    def close(self) -> None:
        """Let go of the port."""
        with suppress(OSError):
            self._serial.close()


def open_port(name: str, baud: int) -> Port:
    """The port, for ourselves alone. Raises `EnvironmentProblem` with READER_MISSING and `reason`, or PACKAGE_MISSING.

    `reason` is `absent`, `permission`, `busy` or `setting` (the port does not do that speed).
    """
    require_pyserial()
    from serial import Serial, SerialException

    try:
        return Port(Serial(name, baud, exclusive=_exclusive()))
    except PermissionError as problem:
        raise _missing("permission") from problem
    except SerialException as problem:
        raise _missing(_reason(problem)) from problem
    except (OSError, ValueError) as problem:
        raise _missing("setting") from problem


def require_pyserial() -> None:
    """Raises `EnvironmentProblem(PACKAGE_MISSING)` without pyserial."""
    try:
        import serial  # noqa: F401
    except ImportError as problem:
        raise EnvironmentProblem(Code.PACKAGE_MISSING, package="pyserial") from problem


def port_names() -> list[str]:
    """The USB serial ports that the system knows. Raises `EnvironmentProblem(PACKAGE_MISSING)`."""
    require_pyserial()
    from serial.tools import list_ports

    return sorted(port.device for port in list_ports.comports() if port.vid is not None)


def _exclusive() -> bool | None:
    return True if os.name == "posix" else None


def _reason(problem: OSError) -> str:
    words = str(problem)
    if problem.errno in (errno.EACCES, errno.EPERM) or "PermissionError" in words or "Access is denied" in words:
        return "permission"
    if problem.errno in (errno.EBUSY, errno.EAGAIN) or "exclusively lock" in words:
        return "busy"
    return "absent"


def _missing(reason: str) -> EnvironmentProblem:
    return EnvironmentProblem(Code.READER_MISSING, reason=reason)
