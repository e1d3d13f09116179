"""Nobody has touched anything for so long."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Emits `idle` once when there was no key, no pointer and no `touch()` for `idle_s` seconds. GUI thread."""

    idle = Signal()

    def __init__(self, idle_s: float, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=round(idle_s * 1000), singleShot=True)
        self._timer.timeout.connect(self.idle)
        self._watching = False

    def start(self) -> None:
        """Begin to watch."""
        self._timer.start()
        application = QApplication.instance()
        if application is not None and not self._watching:
            self._watching = True
            application.installEventFilter(self)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        application = QApplication.instance()
        if application is not None and self._watching:
            self._watching = False
            application.removeEventFilter(self)

    def touch(self) -> None:
        """Something was done otherwise: a card was put down."""
        if self._timer.isActive():
            self._timer.start()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Qt's own; sees every event of the application and takes none."""
        if event.type() in _TOUCHES:
            self.touch()
        return False
