"""How a screen comes up: the last part of its way, ease out; a movement only, which takes no memory of its own."""

from PySide6.QtCore import QEasingCurve, QObject, QPoint, QPropertyAnimation
from PySide6.QtWidgets import QWidget

from ui.theme import theme_of

_STEPS = 3
"""Of the grid, that it comes from the right."""


class Entrance(QObject):
    """For the pages of one stack, which is a page's place. GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page: QWidget | None = None
        self._move = QPropertyAnimation(self)
        self._move.setPropertyName(b"pos")
        self._move.setEasingCurve(QEasingCurve.Type.OutCubic)

    def bring(self, page: QWidget) -> None:
        """`page` has just been shown; where nothing may move it is in its place at once."""
        if self._move.state() is not QPropertyAnimation.State.Stopped:
            self._move.stop()
            if self._page is not None:
                self._page.move(0, 0)
        theme = theme_of(page)
        if theme.motion_ms == 0 or not page.isVisible():
            return
        self._page = page
        self._move.setTargetObject(page)
        self._move.setStartValue(QPoint(_STEPS * theme.sizes.unit, 0))
        self._move.setEndValue(QPoint(0, 0))
        self._move.setDuration(theme.motion_ms)
        self._move.start()
