"""The readers' contract for a keyboard wedge, run by `test_wedge_keys.py` in a pytest of its own under a private X server."""

import subprocess
import time

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from domain.media import Medium
from domain.ports import Reader
from reader_drivers import wedge
from station.clock import SystemClock
from tests.identifiers.tap_contract import TapContract
from ui.key_capture import KeyCapture


class WedgeRig:
    """xdotool's hand on the keyboard, and a field that has the focus; keys come while somebody polls."""

    def __init__(self) -> None:
        assert QGuiApplication.platformName() == "xcb"
        self.field = QLineEdit()
        self.field.show()
        self.field.activateWindow()
        end_s = time.monotonic() + 10
        while QGuiApplication.focusWindow() is None:
            assert time.monotonic() < end_s
            self.look()
        self.capture: KeyCapture | None = None

    @staticmethod
    def look() -> None:
        """Let the window live for a moment."""
        QCoreApplication.processEvents()
        time.sleep(0.002)

    def open(self) -> Reader:
        reader = wedge.DRIVER.open("?profile=HEX&stays_s=0&gap_ms=150", SystemClock())
        self.capture = KeyCapture(QApplication.instance(), reader)
        plain_poll = reader.poll

        def poll(timeout_s: float):
            end_s = time.monotonic() + timeout_s
            while True:
                self.look()
                woken = reader.taps.woken()
                events = plain_poll(0.0)
                if events or woken or time.monotonic() >= end_s:
                    return events

        reader.poll = poll
        return reader

    def lay(self, medium: Medium) -> None:
        self._type(medium.value.hex().upper())

    def lay_unreadable(self) -> None:
        self._type("ERROR-17")

    def lift(self) -> None:
        """Such a reader says nothing of it."""

    def _type(self, text: str) -> None:
        subprocess.run(["xdotool", "type", "--delay", "0", "--args", "1", text, "key", "Return"], check=True, timeout=20)
        for _ in range(50):
            self.look()

    def close(self) -> None:
        if self.capture is not None:
            self.capture.close()
            assert self.field.text() == ""
        self.field.close()


@pytest.fixture
def rig(qapp):
    made = WedgeRig()
    yield made
    made.close()


class TestWedge(TapContract):
    """Nobody can tell whether a keyboard wedge is plugged in."""

    test_unplugged_and_plugged_in_again = None
    test_unplugged_under_a_card = None
    test_missing_from_the_start = None
    test_a_poll_without_its_reader_keeps_its_deadline_and_does_not_spin = None
    test_a_card_that_already_lies_there = None
    """What is typed while nobody captures keys is typing."""
