"""Lines to a receipt printer, by python-escpos: a device or file, and a network printer. Imports half a second's worth.

Both can also be asked how the printer is, which the library does over USB and network alone.
"""

import contextlib
import os
import select
import shutil
import socket
import stat
import time
from pathlib import Path

import escpos.capabilities  # type: ignore[import-untyped]
from escpos.printer import File, Network  # type: ignore[import-untyped]

_MOST_ANSWER = 16

with contextlib.suppress(OSError):
    # The library leaves a copy of its own table in a folder of its own, for each process anew.
    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(escpos.capabilities.pickle_dir)


class DeviceLine(File):  # type: ignore[misc]
    """A printer's device, which answers and never blocks for longer than `whole_s`; or a plain file, which takes everything."""

    def __init__(self, path: Path, profile: str, *, answer_s: float, whole_s: float) -> None:
        super().__init__(str(path), profile=profile)
        self._answer_s, self._whole_s = answer_s, whole_s
        self.talks = stat.S_ISCHR(path.stat().st_mode) if path.exists() else False

    def open(self, raise_not_found: bool = True) -> None:
        """The library's own; raises `OSError` besides what that raises."""
        if self.talks:
            number = os.open(self.devfile, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
            self.device = os.fdopen(number, "r+b", buffering=0)
        else:
            super().open(raise_not_found)

    def _raw(self, msg: bytes) -> None:
        if not self.talks:
            super()._raw(msg)
            return
        number, rest, until_s = self.device.fileno(), memoryview(msg), time.monotonic() + self._whole_s
        while rest:
            _, ready, _ = select.select([], [number], [], max(0.0, until_s - time.monotonic()))
            if not ready:
                raise TimeoutError
            rest = rest[os.write(number, rest) :]

    def _read(self) -> bytes:
        if not self.talks:
            return b""
        number = self.device.fileno()
        ready, _, _ = select.select([number], [], [], self._answer_s)
        return os.read(number, _MOST_ANSWER) if ready else b""


class NetworkLine(Network):  # type: ignore[misc]
    """A printer that listens on a port."""

    talks = True

    def __init__(self, host: str, port: int, profile: str, *, answer_s: float, whole_s: float) -> None:
        super().__init__(host, port, timeout=whole_s, profile=profile)
        self._answer_s = answer_s

    def open(self, raise_not_found: bool = True) -> None:  # noqa: ARG002 (the library's signature)
        """As the library's, which leaves its socket open when nobody answers. Raises `OSError`."""
        self.device = socket.create_connection((self.host, self.port), self.timeout)

    def _read(self) -> bytes:
        self.device.settimeout(self._answer_s)
        try:
            return bytes(super()._read())
        except TimeoutError:
            return b""
        finally:
            self.device.settimeout(self.timeout)
