"""A kiosk that is locked down: keys do nothing, no cursor after a touch, and a watchdog that hears only of what answers."""

import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from citycard_app.commands_station import begin_anew
from citycard_app.watchdog import Stuck, Watchdog
from kiosk.app import LONGEST_WAIT_S, waits_for_desk
from kiosk.cursor import NoCursor
from tests.qt.kiosk_rig import Kiosk
from tests.station_rig import City

KEYS = (
    (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_Tab, Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier),
)


class Systemd:
    """The other end of the socket."""

    def __init__(self, path: Path) -> None:
        self.environment = {"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "60000"}
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._socket.setblocking(False)

    def heard(self) -> list[str]:
        """Everything since the last time."""
        messages = []
        while True:
            try:
                messages.append(self._socket.recv(1_000).decode())
            except BlockingIOError:
                return messages

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    made = Systemd(tmp_path / "notify")
    yield made
    made.close()


def test_keys_neither_close_nor_leave_a_kiosk(city: City, qtbot: QtBot) -> None:
    kiosk = Kiosk(city, qtbot)
    kiosk.window.showFullScreen()
    for key, modifiers in KEYS:
        QTest.keyClick(kiosk.window, key, modifiers)
    assert kiosk.window.isVisible()
    assert kiosk.window.isFullScreen()
    assert kiosk.page() == "attract"
    kiosk.window.showNormal()


def test_the_watchdog_hears_of_a_window_that_answers(systemd: Systemd, qtbot: QtBot) -> None:
    watchdog = Watchdog(lambda: False, systemd.environment)
    watchdog.begin()
    assert systemd.heard()[0].splitlines()[0] == "READY=1"
    heard: list[str] = []
    qtbot.waitUntil(lambda: bool(heard.extend(systemd.heard())) or heard.count("WATCHDOG=1") >= 2, timeout=3_000)
    watchdog.end()
    assert systemd.heard()[-1] == "STOPPING=1"


def test_a_flow_that_hangs_is_not_reported_alive(city: City, systemd: Systemd, qtbot: QtBot) -> None:
    kiosk = Kiosk(city, qtbot)
    now_s = [0.0]
    stuck = Stuck(lambda: waits_for_desk(kiosk.window), LONGEST_WAIT_S, lambda: now_s[0])
    watchdog = Watchdog(stuck, systemd.environment)
    watchdog.look()
    now_s[0] += 10 * LONGEST_WAIT_S
    watchdog.look()
    assert systemd.heard() == ["WATCHDOG=1"] * 2, "nobody is waited for"
    kiosk.put("senior")
    kiosk.to_confirm()
    kiosk.station.redeeming.redeem = lambda *_, **__: qtbot.wait(1)  # type: ignore[method-assign]
    kiosk.window._link.redeem = lambda _command: None  # type: ignore[method-assign]
    kiosk.press("kiosk.confirm.go")
    assert kiosk.page() == "working"
    watchdog.look()
    now_s[0] += LONGEST_WAIT_S - 1
    watchdog.look()
    assert systemd.heard() == ["WATCHDOG=1"] * 2
    now_s[0] += 2
    watchdog.look()
    assert systemd.heard() == ["STATUS=hangs"]


def test_without_systemd_nothing_is_said_and_nothing_fails(tmp_path: Path, qapp: QApplication) -> None:
    Watchdog(lambda: False, {}).begin()
    Watchdog(lambda: False, {"NOTIFY_SOCKET": str(tmp_path / "gone"), "WATCHDOG_USEC": "nonsense"}).begin()


def test_no_cursor_after_a_touch_and_one_for_a_mouse(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    watching = NoCursor(QApplication.instance())
    finger = QTest.createTouchDevice()
    widget.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
    widget.show()
    QTest.touchEvent(widget, finger).press(0, widget.rect().center(), widget).commit()
    qtbot.waitUntil(lambda: QGuiApplication.overrideCursor() is not None)
    shown = QGuiApplication.overrideCursor()
    assert shown is not None
    assert shown.shape() is Qt.CursorShape.BlankCursor
    mouse = QPointingDevice.primaryPointingDevice()
    here = widget.rect().center().toPointF()
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(
        widget, QMouseEvent(QEvent.Type.MouseMove, here, here, none, none, Qt.KeyboardModifier.NoModifier, mouse)
    )
    assert QGuiApplication.overrideCursor() is None
    watching.close()


def test_a_restart_is_this_program_again_with_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    began: list[list[str]] = []
    monkeypatch.setattr("os.execv", lambda _program, words: began.append(words))
    monkeypatch.setattr("sys.orig_argv", ["python", "-m", "citycard_app", "kiosk", "--windowed"])
    begin_anew()
    assert began == [[sys.executable, "-m", "citycard_app", "kiosk", "--windowed"]]


def test_no_core_is_dumped() -> None:
    asked = "import resource; from citycard_app.core_dumps import forbid_core_dumps as f; f(); print(resource.getrlimit(4))"
    assert resource.RLIMIT_CORE == 4
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "(0, 0)"
