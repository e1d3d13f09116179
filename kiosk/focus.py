"""The order in which a key or a switch goes over what can be pressed: as it is read, row by row."""

from itertools import pairwise

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QWidget

_ROWS = 3
"""What begins within such a part of a button's height stands in one row with it."""


def order_focus(window: QWidget) -> None:
    """Bring what can be seen and pressed in `window` into that order. GUI thread; when everything has its place."""
    shown = [each for each in window.findChildren(QAbstractButton) if each.isVisible()]
    for before, after in pairwise(sorted(shown, key=lambda each: _place(window, each))):
        QWidget.setTabOrder(before, after)


def _place(window: QWidget, button: QAbstractButton) -> tuple[int, int]:
    middle = button.mapTo(window, QPoint(button.width() // 2, button.height() // 2))
    return middle.y() // max(1, button.height() // _ROWS), middle.x()
