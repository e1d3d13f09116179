"""Check box, radio button and list of choices, drawn in the theme's colours (a stylesheet can only put picture files there)."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QRadioButton, QSizePolicy, QWidget

from ui.icons import draw
from ui.theme import Theme, theme_of

_WRAP = int(Qt.TextFlag.TextWordWrap.value)

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    # A second QObject among a class's bases is more than Qt can bear.
    _Button = object


class _WholeRow(_Button):
    """A mark and words that wrap beside it; the whole row can be pressed. Mixed into Qt's own buttons."""

    def settle(self) -> None:
        """What the constructors have in common."""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paint_mark(self, painter: QPainter, mark: QRectF, theme: Theme) -> None:
        """Draw the mark; no pen and no brush is set."""
        raise NotImplementedError

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
        """Qt's own; focus, mark, words."""
        theme = theme_of(self)
        colours, sizes = theme.colours, theme.sizes
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.brand_soft))
            painter.drawRoundedRect(QRectF(self.rect()), sizes.radius_control, sizes.radius_control)
        side = self._side(theme)
        self.paint_mark(painter, QRectF(4, (self.height() - side) / 2, side, side), theme)
        painter.setPen(QColor(colours.ink if self.isEnabled() else colours.ink_soft))
        words = self.rect().adjusted(self._indent(theme), 0, 0, 0)
        painter.drawText(words, _WRAP | Qt.AlignmentFlag.AlignVCenter.value, self.text())
        painter.end()

    def _side(self, theme: Theme) -> int:
        return round(theme.sizes.body * 1.3)

    def _indent(self, theme: Theme) -> int:
        return self._side(theme) + theme.sizes.unit + 6


class CheckBox(_WholeRow, QCheckBox):
    """A box with a tick."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        QCheckBox.__init__(self, words, parent)
        self.settle()

    def paint_mark(self, painter: QPainter, mark: QRectF, theme: Theme) -> None:
        """Box and tick."""
        colours, sizes = theme.colours, theme.sizes
        focus = self.hasFocus()
        edge = colours.line if self.isEnabled() else colours.hairline
        painter.setPen(QPen(QColor(colours.brand_text if focus else edge), sizes.stroke + 1 if focus else sizes.stroke))
        painter.setBrush(QColor(colours.brand if self.isChecked() else colours.surface))
        painter.drawRoundedRect(mark, sizes.radius_control / 2, sizes.radius_control / 2)
        if self.isChecked():
            draw(painter, "check", QColor(colours.on_brand), mark.adjusted(2, 2, -2, -2))


class RadioButton(_WholeRow, QRadioButton):
    """A round mark. One that cannot be chosen has a bar through it."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        QRadioButton.__init__(self, words, parent)
        self.settle()

    def paint_mark(self, painter: QPainter, mark: QRectF, theme: Theme) -> None:
        """Ring, and dot or bar."""
        colours, sizes = theme.colours, theme.sizes
        marked = self.hasFocus() or self.isChecked()
        edge = colours.brand_text if marked else colours.line
        painter.setPen(QPen(QColor(edge), sizes.stroke + 1 if marked else sizes.stroke))
        painter.setBrush(QColor(colours.surface if self.isEnabled() else colours.sunken))
        painter.drawEllipse(mark)
        part = mark.width()
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.brand_text))
            painter.drawEllipse(mark.center(), part * 0.26, part * 0.26)
        elif not self.isEnabled():
            painter.drawLine(mark.center() - QPointF(part * 0.25, 0), mark.center() + QPointF(part * 0.25, 0))


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
