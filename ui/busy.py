"""That work goes on whose end nobody knows: a dot that steps on and on, or, where nothing may move, an hourglass."""

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.icons import draw
from ui.theme import theme_of

_STEP_MS = 400
_DOTS = 5
_RADIUS, _APART = 0.16, 0.7
"""Parts of the height."""


class Busy(QProgressBar):
    """Neither picture can be taken for something finished. Say what is being done with `setAccessibleName`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "busy")
        self.setRange(0, 0)
        self.setTextVisible(False)
        self._at = 0
        self._steps = QTimer(self, interval=_STEP_MS)
        self._steps.timeout.connect(self._step)

    def is_still(self) -> bool:
        """Whether nothing moves."""
        return theme_of(self).reduced_motion

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's own; begins."""
        super().showEvent(event)
        self._at = 0
        self._steps.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt's own; takes no time while nobody sees it."""
        super().hideEvent(event)
        self._steps.stop()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the dots, or the hourglass."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, height = QRectF(self.rect()).center(), float(self.height())
        brand = QColor(theme.colours.brand_text)
        if self.is_still():
            draw(painter, "hourglass", brand, QRectF(middle.x() - height / 2, 0, height, height))
        else:
            radius = height * _RADIUS
            painter.setPen(QPen(brand, theme.sizes.stroke))
            for dot in range(_DOTS):
                painter.setBrush(brand if dot == self._at else Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QPointF(middle.x() + (dot - _DOTS // 2) * height * _APART, middle.y()), radius, radius)
        painter.end()

    def _step(self) -> None:
        if not self.is_still():
            self._at = (self._at + 1) % _DOTS
            self.update()
