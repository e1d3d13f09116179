"""Driving real windows as a person would: finding controls by name, clicking, typing, waiting, taking pictures."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QListWidget, QWidget

Found = TypeVar("Found", bound=QWidget)
Answer = TypeVar("Answer")
_SLICE_S = 0.02
_BREATH_S = 0.002


class StageError(Exception):
    """Something did not come about in time; the message says what."""


class Stage:
    """One window on stage. GUI thread only."""

    def __init__(self, window: QWidget, pictures: Path, *, patience_s: float = 20.0) -> None:
        self.window = window
        self._pictures = pictures
        self._patience_s = patience_s

    def find(self, kind: type[Found], name: str) -> Found:
        """The visible widget of that object name, waiting for it. Raises `StageError`."""

        def visible() -> Found | None:
            return next((found for found in self.window.findChildren(kind, name) if found.isVisible()), None)

        return self.until(f"{name} is shown", visible)

    def click(self, name: str) -> None:
        """Click an enabled button, waiting for it."""
        button = self.find(QAbstractButton, name)
        self.until(f"{name} can be pressed", button.isEnabled)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def fill(self, name: str, text: str) -> None:
        """Type into a field over what stands there; Chinese comes as an input method commits it."""
        field = self.find(QWidget, name)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(field, Qt.Key.Key_Delete)
        if text.isascii():
            QTest.keyClicks(field, text)
        else:
            composed = QInputMethodEvent()
            composed.setCommitString(text)
            QCoreApplication.sendEvent(field, composed)

    def tick(self, name: str) -> None:
        """Tick a box or choose a radio button that is not yet."""
        button = self.find(QAbstractButton, name)
        if not button.isChecked():
            self.click(name)
        self.until(f"{name} is ticked", button.isChecked)

    def choose(self, name: str, words: str) -> None:
        """Choose the row of a list that begins with these words, by keyboard."""
        rows = self.find(QListWidget, name)
        row = next((row for row in range(rows.count()) if rows.item(row).text().startswith(words)), None)
        if row is None:
            raise StageError(f"{name} lists {words}")
        rows.setFocus()
        rows.setCurrentRow(row)
        QTest.keyClick(rows, Qt.Key.Key_Return)

    def shown(self, name: str) -> bool:
        """Whether a widget of that object name can be seen."""
        return any(found.isVisible() for found in self.window.findChildren(QWidget, name))

    def wait(self, seconds: float) -> None:
        """Let the windows live for so long. (`QTest.qWait` would keep every other thread waiting meanwhile.)"""
        end_s = time.monotonic() + seconds
        while True:
            QCoreApplication.processEvents()
            if time.monotonic() >= end_s:
                return
            time.sleep(_BREATH_S)

    def press(self, key: Qt.Key, with_key: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in the window, which a person would have clicked into before."""
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self.until("the window is active", self.window.isActiveWindow)
        QTest.keyClick(self.window.focusWidget() or self.window, key, with_key)

    def says(self, text: str) -> bool:
        """Whether a visible label holds these words."""
        return any(text in label.text() for label in self.window.findChildren(QLabel) if label.isVisible())

    def until(self, what: str, ready: Callable[[], Answer | None]) -> Answer:
        """Let the windows live until `ready()` is true, and give what it gave. Raises `StageError` when it never is."""
        deadline_s = time.monotonic() + self._patience_s
        while True:
            self.wait(_SLICE_S)
            answer = ready()
            if answer:
                return answer
            if time.monotonic() > deadline_s:
                raise StageError(what)

    def picture(self, name: str) -> None:
        """Save what the window shows as `name`.png."""
        self.wait(0.25)
        self.window.grab().save(str(self._pictures / f"{name}.png"))
