"""Working a form without the mouse: Enter advances, digits choose, arrows move."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QRadioButton, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TENTH = 10
_BACK = (Qt.Key.Key_Up, Qt.Key.Key_Left)
_ON = (Qt.Key.Key_Down, Qt.Key.Key_Right)


class EnterAdvances(QObject):
    """Calls `advance` with the widget in which Enter was pressed. A key that is held down advances once."""

    def __init__(self, advance: Callable[[QWidget], None], parent: QObject) -> None:
        super().__init__(parent)
        self._advance = advance

    def watch(self, *widgets: QWidget) -> None:
        """Watch these, too."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own; takes Enter."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            if not event.isAutoRepeat() and isinstance(watched, QWidget):
                self._advance(watched)
            return True
        return super().eventFilter(watched, event)


class DigitsChoose(QObject):
    """In a group of choices the digit n presses the n-th that can be pressed, 0 the tenth; the arrows go to the neighbours.

    Digits count every choice, also one that cannot be pressed, so that a choice keeps its digit.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._choices: list[QAbstractButton] = []

    def set_choices(self, choices: Sequence[QAbstractButton]) -> None:
        """The group, in order."""
        for old in self._choices:
            old.removeEventFilter(self)
        self._choices = list(choices)
        for choice in choices:
            choice.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own; takes digits and arrows."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self._choices:
            digit = event.key() - int(Qt.Key.Key_0) or _TENTH
            if 1 <= digit <= len(self._choices):
                self._press(self._choices[digit - 1])
                return True
            if event.key() in (*_BACK, *_ON):
                self._move(self._choices.index(watched), 1 if event.key() in _ON else -1)
                return True
        return super().eventFilter(watched, event)

    def _press(self, choice: QAbstractButton) -> None:
        if choice.isEnabled():
            choice.setFocus(Qt.FocusReason.TabFocusReason)
            choice.click()

    def _move(self, at: int, by: int) -> None:
        enabled = [number for number, choice in enumerate(self._choices) if choice.isEnabled()]
        beyond = [number for number in enabled if (number - at) * by > 0]
        if beyond:
            choice = self._choices[min(beyond) if by > 0 else max(beyond)]
            choice.setFocus(Qt.FocusReason.TabFocusReason)
            if isinstance(choice, QRadioButton):
                choice.click()


def key_of(number: int) -> str:
    """The digit that presses the n-th choice; a space for one that has none and is reached by the arrows."""
    return str(number % _TENTH) if number <= _TENTH else " "
