"""A text that is lent to the clipboard and taken back again: it must not lie there for whoever comes next."""

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

_NOT_TO_BE_KEPT = {
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0",
}
"""What clipboard histories of KDE (klipper) and Windows take for a request not to write it down."""


class LentClipboard(QObject):
    """One text at a time. GUI thread."""

    taken_back = Signal()
    """It is not there any more."""

    def __init__(self, after_s: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lent = ""
        self._timer = QTimer(self, interval=round(after_s * 1000), singleShot=True)
        self._timer.timeout.connect(self.take_back)

    def lend(self, text: str) -> None:
        """Put it there, for so long."""
        data = QMimeData()
        data.setText(text)
        for kind, value in _NOT_TO_BE_KEPT.items():
            data.setData(kind, value)
        QGuiApplication.clipboard().setMimeData(data)
        self._lent = text
        self._timer.start()

    def holds(self) -> bool:
        """Whether something is lent."""
        return bool(self._lent)

    def take_back(self) -> None:
        """Empty the clipboard, unless somebody has put another thing there."""
        self._timer.stop()
        if self._lent and QGuiApplication.clipboard().text() == self._lent:
            QGuiApplication.clipboard().clear()
        if self._lent:
            self._lent = ""
            self.taken_back.emit()
