"""Check box and list of choices, drawn in the theme's colours (a stylesheet can only put picture files there)."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QWidget

from ui.icons import draw
from ui.theme import Theme, theme_of


class CheckBox(QCheckBox):
    """A tick with words that wrap; the whole row can be pressed."""

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
        """Qt's own; box, tick, words, focus."""
        theme = theme_of(self)
        colours, sizes = theme.colours, theme.sizes
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side(theme)
        box = QRectF(4, (self.height() - side) / 2, side, side)
        edge = colours.line if self.isEnabled() else colours.hairline
        focus = self.hasFocus()
        if focus:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.brand_soft))
            painter.drawRoundedRect(QRectF(self.rect()), sizes.radius_control, sizes.radius_control)
        painter.setPen(QPen(QColor(colours.brand_text if focus else edge), sizes.stroke + 1 if focus else sizes.stroke))
        painter.setBrush(QColor(colours.brand if self.isChecked() else colours.surface))
        painter.drawRoundedRect(box, sizes.radius_control / 2, sizes.radius_control / 2)
        if self.isChecked():
            draw(painter, "check", QColor(colours.on_brand), box.adjusted(2, 2, -2, -2))
        painter.setPen(QColor(colours.ink if self.isEnabled() else colours.ink_soft))
        words = self.rect().adjusted(self._indent(theme), 0, 0, 0)
        painter.drawText(words, _WRAP | Qt.AlignmentFlag.AlignVCenter.value, self.text())
        painter.end()

    def _side(self, theme: Theme) -> int:
        return round(theme.sizes.body * 1.3)

    def _indent(self, theme: Theme) -> int:
        return self._side(theme) + theme.sizes.unit + 6


_WRAP = int(Qt.TextFlag.TextWordWrap.value)


class ComboBox(QComboBox):
    """A list of choices with the theme's arrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own; the arrow on top."""
        super().paintEvent(event)
        theme = theme_of(self)
        side = theme.sizes.body * 1.25
        painter = QPainter(self)
        field = QRectF(self.width() - side - theme.sizes.unit, (self.height() - side) / 2, side, side)
        draw(painter, "chevron_down", QColor(theme.colours.brand_text), field)
        painter.end()
