"""Typing into the window in front, which is another program's: never into one of ours.

By pynput (LGPL-3.0). On X11 the keys are the server's own (XTEST) as far as the keyboard has them: programs take those where
they pass over events that were sent to them.
"""

import sys
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from domain.errors import Code, EnvironmentProblem

_PRINTABLE = range(0x20, 0x7F)
"""Of these X11's keysym is the character's own number (keysymdef.h, Latin 1)."""
_SHIFTED = 1
"""Of a shift state that pynput tells: the Shift key."""


class Typed(StrEnum):
    """How typing went."""

    DONE = "done"
    OWN_WINDOW = "own_window"
    """One of our windows was in front, or came to the front: nothing more was typed."""
    FAILED = "failed"


class Keys(Protocol):
    """A hand on the keyboard. GUI thread."""

    def press(self, character: str) -> None:
        """Press and release what makes this character; `\\n` is Enter. Raises `OSError` when it cannot."""
        ...


def own_window_in_front() -> bool:
    """Whether keys would come to us."""
    active = QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
    return active or QGuiApplication.focusWindow() is not None


def type_out(keys: Keys, text: str, own: Callable[[], bool] = own_window_in_front) -> Typed:
    """Type `text` where the focus is, looking before each key whose window that is. GUI thread; some ten milliseconds."""
    for character in text:
        if own():
            return Typed.OWN_WINDOW
        try:
            keys.press(character)
        except OSError:
            return Typed.FAILED
    return Typed.DONE


def open_keys() -> Keys:
    """The keyboard of this session. Any thread: it takes a while.

    Raises `EnvironmentProblem(PACKAGE_MISSING)` where there is none that programs may use (no display, no permission).
    """
    try:
        # Also where there is no display: pynput looks for one when it is imported.
        from pynput import keyboard  # type: ignore[import-untyped]

        return _Keys(keyboard)
    except (ImportError, OSError) as problem:
        raise EnvironmentProblem(Code.PACKAGE_MISSING, package="pynput") from problem


class _Keys:
    """pynput's."""

    def __init__(self, keyboard: Any) -> None:
        self._keyboard = keyboard
        self._controller = keyboard.Controller()
        self._problems = (self._controller.InvalidKeyException, *_lost_display())

    def press(self, character: str) -> None:
        """See `Keys.press`."""
        if character == "\n":
            self._tap(self._keyboard.Key.enter)
        elif sys.platform == "linux" and ord(character) in _PRINTABLE:
            self._press_of_server(character)
        else:
            self._tap(character)

    def _press_of_server(self, character: str) -> None:
        found = self._controller.keyboard_mapping.get(ord(character))
        if found is None:
            self._tap(character)
            return
        key = self._keyboard.KeyCode.from_vk(ord(character))
        if found[1] & _SHIFTED:
            with self._controller.pressed(self._keyboard.Key.shift):
                self._tap(key)
        else:
            self._tap(key)

    def _tap(self, key: Any) -> None:
        try:
            self._controller.tap(key)
        except self._problems as problem:
            raise OSError(str(problem)) from problem


def _lost_display() -> tuple[type[Exception], ...]:
    """How pynput says on X11 that the server is gone."""
    if sys.platform != "linux":
        return ()
    from Xlib.error import ConnectionClosedError  # type: ignore[import-untyped]

    return (ConnectionClosedError,)
