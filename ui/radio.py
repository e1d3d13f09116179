"""One of several choices, drawn in the theme's colours (a stylesheet can only put picture files there)."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from ui.theme import Theme, theme_of

_WRAP = int(Qt.TextFlag.TextWordWrap.value)


class RadioButton(QRadioButton):
    """A round mark with words that wrap; the whole row can be pressed. One that cannot be chosen has a bar through its mark."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Qt's own; the words on one line."""
        theme = theme_of(self)
        width = self._indent(theme) + self.fontMetrics().horizontalAdvance(self.text()) + theme.sizes.unit
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Qt's own; the words may wrap to about eight characters."""
        theme = theme_of(self)
        least = min(self.fontMetrics().horizontalAdvance(self.text()), self.fontMetrics().height() * 8)
        width = self._indent(theme) + least + theme.sizes.unit
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def heightForWidth(self, width: int) -> int:
        """Qt's own; as tall as the wrapped words."""
        theme = theme_of(self)
        around = self.fontMetrics().boundingRect(0, 0, max(1, width - self._indent(theme)), 10_000, _WRAP, self.text())
        return max(theme.sizes.touch, around.height() + theme.sizes.unit)

    def hasHeightForWidth(self) -> bool:
        """Qt's own."""
        return True

    def hitButton(self, pos: QPoint) -> bool:
        """Qt's own; the whole row."""
        return self.rect().contains(pos)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; mark, words, focus."""
        theme = theme_of(self)
        colours, sizes = theme.colours, theme.sizes
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side(theme)
        mark = QRectF(4, (self.height() - side) / 2, side, side)
        focus = self.hasFocus()
        if focus:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.brand_soft))
            painter.drawRoundedRect(QRectF(self.rect()), sizes.radius_control, sizes.radius_control)
        edge = colours.brand_text if focus or self.isChecked() else colours.line
        painter.setPen(QPen(QColor(edge), sizes.stroke + 1 if focus or self.isChecked() else sizes.stroke))
        painter.setBrush(QColor(colours.surface if self.isEnabled() else colours.sunken))
        painter.drawEllipse(mark)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.brand_text))
            painter.drawEllipse(mark.center(), side * 0.26, side * 0.26)
        elif not self.isEnabled():
            painter.drawLine(mark.center() - QPointF(side * 0.25, 0), mark.center() + QPointF(side * 0.25, 0))
        painter.setPen(QColor(colours.ink if self.isEnabled() else colours.ink_soft))
        words = self.rect().adjusted(self._indent(theme), 0, 0, 0)
        painter.drawText(words, _WRAP | Qt.AlignmentFlag.AlignVCenter.value, self.text())
        painter.end()

    def _side(self, theme: Theme) -> int:
        return round(theme.sizes.body * 1.3)

    def _indent(self, theme: Theme) -> int:
        return self._side(theme) + theme.sizes.unit + 6
