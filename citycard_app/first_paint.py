"""Noticing the first window that has been painted, without a hook in the windows themselves."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget


class FirstPaint(QObject):
    """Calls `painted` with the first top-level window that has been drawn, once. GUI thread."""

    def __init__(self, app: QApplication, painted: Callable[[QWidget], None]) -> None:
        super().__init__(app)
        self._painted = painted
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: every event of the application comes by here."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
            # After this event and what it paints.
            QTimer.singleShot(0, self, lambda: self._painted(watched))
        return False
