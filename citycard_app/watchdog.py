"""Telling systemd that this program is there and answers: sd_notify(3), one datagram a message, no library.

WATCHDOG=1 is sent from the event loop itself, so that a window that does not answer any more sends none; nor does one whose
flow hangs. Without NOTIFY_SOCKET in the environment nothing is sent.
"""

import os
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer

_OFTEN = 3
"""How often within systemd's limit: a late one is not the last one."""
_USUAL_S = 30.0
"""Between looks where systemd sets no limit."""


class Watchdog(QObject):
    """`begin()` it when the window is shown. GUI thread."""

    def __init__(
        self,
        hangs: Callable[[], bool],
        environment: Mapping[str, str] = os.environ,
        parent: QObject | None = None,
    ) -> None:
        """`hangs`: whether what the window shows has stood for longer than it can."""
        super().__init__(parent)
        self._hangs = hangs
        self._socket = environment.get("NOTIFY_SOCKET", "")
        limit_us = environment.get("WATCHDOG_USEC", "")
        limit_s = int(limit_us) / 1_000_000 if limit_us.isdecimal() and int(limit_us) else _USUAL_S * _OFTEN
        # WATCHDOG_PID is not looked at: the unit's main process is the compositor, and NotifyAccess=all lets us speak.
        self._timer = QTimer(self, interval=max(1, round(limit_s / _OFTEN * 1000)))
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """The window is there."""
        self._tell("READY=1\nSTATUS=in service")
        self._timer.start()

    def end(self) -> None:
        """The program ends."""
        self._timer.stop()
        self._tell("STOPPING=1")

    def look(self) -> None:
        """Say that all is well, when it is."""
        self._tell("STATUS=hangs" if self._hangs() else "WATCHDOG=1")

    def _tell(self, message: str) -> None:
        if not self._socket:
            return
        address = "\0" + self._socket[1:] if self._socket.startswith("@") else self._socket
        # Nobody is told whether systemd has heard; a full queue only means that it has not looked yet.
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.setblocking(False)
            line.sendto(message.encode(), address)


class Stuck:
    """Notices a value that stays the same for longer than it can: call it again and again."""

    def __init__(
        self, value: Callable[[], object | None], longest_s: float, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        """`value`: what must change within `longest_s`; None while nothing has to."""
        self._value = value
        self._longest_s = longest_s
        self._now_s = now_s
        self._seen: object | None = None
        self._since_s = 0.0

    def __call__(self) -> bool:
        """Whether it has been the same for too long."""
        value = self._value()
        if value is None or value is not self._seen:
            self._seen, self._since_s = value, self._now_s()
            return False
        return self._now_s() - self._since_s > self._longest_s
