"""No cursor where fingers are used: hidden at the first touch, back when a real mouse moves."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent


class NoCursor(QObject):
    """Watches a whole application. GUI thread; `close()` it."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._application = application
        self._hidden = False
        application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt's own; nothing is taken away from anybody."""
        if event.type() is QEvent.Type.TouchBegin:
            self._hide(True)
        elif event.type() is QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            # A finger's own mouse events come from the same device as its touches.
            self._hide(event.device().type() is event.device().DeviceType.TouchScreen and self._hidden)
        return False

    def close(self) -> None:
        """Leave the cursor as it was."""
        self._application.removeEventFilter(self)
        self._hide(False)

    def _hide(self, hidden: bool) -> None:
        if hidden and not self._hidden:
            QGuiApplication.setOverrideCursor(Qt.CursorShape.BlankCursor)
        elif self._hidden and not hidden:
            QGuiApplication.restoreOverrideCursor()
        self._hidden = hidden
