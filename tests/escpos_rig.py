"""A receipt printer in a test's hands: what it was sent is read back as paper, and it can run out, jam, say nothing, or be off.

It knows the few commands that a picture and a cut need and stumbles over everything else, text above all.
"""

import contextlib
import os
import pty
import socket
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

_STATUS = {1: 0x12, 2: 0x12, 4: 0x12}
_NO_PAPER, _OFFLINE, _NEAR_END = 0x60, 0x08, 0x0C


class Paper:
    """Reads a stream of ESC/POS: pictures one below the other until paper is fed to be cut or torn; answers what is asked."""

    def __init__(self) -> None:
        self.receipts: list[Image.Image] = []
        self.rows_left: int | None = None
        """None: the roll has no end."""
        self.offline = self.near_end = self.silent = False
        self.may = threading.Event()
        """Clear it, and the printer takes nothing for a while."""
        self.may.set()
        self._rest = b""
        self._strips: list[Image.Image] = []

    @property
    def empty(self) -> bool:
        return self.rows_left == 0

    def take(self, data: bytes) -> bytes:
        """Take in what was sent; what is answered."""
        self._rest += data
        answers = b""
        while True:
            used, answer = self._command(self._rest)
            if not used:
                return b"" if self.silent else answers
            self._rest = self._rest[used:]
            answers += answer

    def _command(self, data: bytes) -> tuple[int, bytes]:
        if len(data) < 3:
            return 0, b""
        if data[:2] == b"\x10\x04":
            return 3, bytes([self._status(data[2])])
        if data[:3] == b"\x1dr\x01":
            return 3, b"" if self.empty or self.offline else b"\x00"
        if data[:2] in (b"\x1bd", b"\x1dV"):
            self._cut()
            return 3, b""
        assert data[:3] == b"\x1dv0"[: len(data)], f"not a picture: {data[:8]!r}"
        return self._picture(data), b""

    def _status(self, of: int) -> int:
        if of == 4:
            return _STATUS[of] | (_NO_PAPER if self.empty else 0) | (_NEAR_END if self.near_end or self.empty else 0)
        return _STATUS[of] | (_OFFLINE if self.offline or self.empty else 0)

    def _picture(self, data: bytes) -> int:
        if len(data) < 8:
            return 0
        across, rows = data[4] + 256 * data[5], data[6] + 256 * data[7]
        end = 8 + across * rows
        if len(data) < end:
            return 0
        strip = Image.frombytes("1", (across * 8, rows), bytes(255 - byte for byte in data[8:end]))
        if self.rows_left is not None:
            self.rows_left = max(0, self.rows_left - rows)
        self._strips.append(strip.convert("L"))
        return end

    def _cut(self) -> None:
        strips, self._strips = self._strips, []
        if not strips or self.empty:
            return
        whole = Image.new("L", (strips[0].width, sum(strip.height for strip in strips)))
        y = 0
        for strip in strips:
            whole.paste(strip, (0, y))
            y += strip.height
        self.receipts.append(whole)


def printed(data: bytes) -> list[Image.Image]:
    """The receipts in what a printer was sent, or what it would have been."""
    paper = Paper()
    paper.take(data)
    assert not paper._strips, "never cut"
    return paper.receipts


@contextlib.contextmanager
def network_printer(paper: Paper) -> Iterator[str]:
    """The address of a printer on a port of this machine; one job after the other."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_serve, args=(server, paper), daemon=True)
        thread.start()
        yield f"network:127.0.0.1:{server.getsockname()[1]}"
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _serve(server: socket.socket, paper: Paper) -> None:
    with contextlib.suppress(OSError):
        while True:
            line, _ = server.accept()
            with line, contextlib.suppress(ConnectionError):
                while data := line.recv(65_536):
                    paper.may.wait(20)
                    line.sendall(paper.take(data))


@contextlib.contextmanager
def device_printer(paper: Paper) -> Iterator[Path]:
    """A printer's device: the far end of a terminal in raw mode."""
    near, far = pty.openpty()
    tty.setraw(far)
    path = Path(os.ttyname(far))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while data := os.read(near, 65_536):
                os.write(near, paper.take(data))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield path
    os.close(far)
    thread.join(5)
    os.close(near)
