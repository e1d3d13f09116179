"""A card that shows where the reader is, and that a card lies on it."""

from enum import StrEnum

from PySide6.QtCore import Property, QEasingCurve, QPointF, QPropertyAnimation, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.icons import draw
from ui.theme import theme_of

_NUDGE_EVERY_MS = 2_400
_NUDGE_TO = 0.35


class Towards(StrEnum):
    """Where the reader really is, seen from the screen (a setting of the station)."""

    BELOW = "below"
    ABOVE = "above"
    LEFT = "left"
    RIGHT = "right"


_DIRECTIONS = {
    Towards.BELOW: QPointF(0, 1),
    Towards.ABOVE: QPointF(0, -1),
    Towards.LEFT: QPointF(-1, 0),
    Towards.RIGHT: QPointF(1, 0),
}


class CardSlot(QWidget):
    """A card beside a reader. Waiting, the card nudges towards the reader; `set_present(True)` lays it on.

    Movements take 150 ms, ease out; with reduced motion there are none and the arrow alone points the way.
    """

    def __init__(self, towards: Towards = Towards.BELOW, *, phone: bool = False, parent: QWidget | None = None) -> None:
        """`phone`: it is a phone with a code on it that goes there."""
        super().__init__(parent)
        self._towards = towards
        self._phone = phone
        self._present = False
        self._travel = 0.0
        self._move = QPropertyAnimation(self, b"travel", self)
        self._move.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._move.finished.connect(self._settle)
        self._nudge = QTimer(self, interval=_NUDGE_EVERY_MS)
        self._nudge.timeout.connect(lambda: self._to(_NUDGE_TO))
        self._nudge.start()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_towards(self, towards: Towards) -> None:
        """Point somewhere else."""
        self._towards = towards
        self.update()

    def set_present(self, present: bool) -> None:
        """Show that a card lies on the reader, or that one is awaited."""
        if present == self._present:
            return
        self._present = present
        if present:
            self._nudge.stop()
        else:
            self._nudge.start()
        self._to(1.0 if present else 0.0)

    def is_present(self) -> bool:
        """Whether a card is shown on the reader."""
        return self._present

    def sizeHint(self) -> QSize:
        """Qt's own."""
        side = theme_of(self).sizes.unit * 28
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Qt's own."""
        return self.sizeHint() / 2

    def _get_travel(self) -> float:
        return self._travel

    def _set_travel(self, travel: float) -> None:
        self._travel = travel
        self.update()

    travel = Property(float, _get_travel, _set_travel)
    """0: the card is away; 1: it lies on the reader."""

    def _to(self, travel: float) -> None:
        theme = theme_of(self)
        self._move.stop()
        if theme.motion_ms == 0 or not self.isVisible():
            self._set_travel(1.0 if self._present else 0.0)
            return
        self._move.setDuration(theme.motion_ms)
        self._move.setStartValue(self._travel)
        self._move.setEndValue(travel)
        self._move.start()

    def _settle(self) -> None:
        if not self._present and self._travel == _NUDGE_TO:
            self._to(0.0)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; reader, arrow, card."""
        theme = theme_of(self)
        colours = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = float(min(self.width(), self.height()))
        way = _DIRECTIONS[self._towards]
        middle = QRectF(self.rect()).center()
        reader_at = middle + way * side * 0.27
        card_at = middle - way * side * (0.24 - 0.46 * self._travel)
        stroke = max(2.0, side / 90)
        reader = _around(reader_at, side * 0.56, side * 0.38)
        painter.setPen(QPen(QColor(colours.line), stroke))
        painter.setBrush(QColor(colours.sunken))
        painter.drawRoundedRect(reader, side * 0.05, side * 0.05)
        draw(painter, "reader", QColor(colours.ink_soft), _around(reader_at, side * 0.2, side * 0.2))
        wide, high = (0.22, 0.35) if self._phone else (0.44, 0.277)
        card = _around(card_at, side * wide, side * high)
        painter.setPen(QPen(QColor(colours.surface), stroke))
        painter.setBrush(QColor(colours.brand))
        painter.drawRoundedRect(card, side * 0.03, side * 0.03)
        if self._phone:
            _draw_code(painter, card, QColor(colours.on_brand), QColor(colours.brand))
        else:
            _draw_chip(painter, card, QColor(colours.on_brand))
        if not self._present:
            _draw_arrow(painter, way, middle + way * side * (0.005 + 0.05 * self._travel), side, QColor(colours.brand_text))
        painter.end()


def _around(centre: QPointF, width: float, height: float) -> QRectF:
    return QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height)


def _draw_chip(painter: QPainter, card: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    width, height = card.width(), card.height()
    painter.drawRoundedRect(QRectF(card.x() + width * 0.1, card.y() + height * 0.2, width * 0.16, height * 0.2), 2, 2)
    painter.drawRoundedRect(QRectF(card.x() + width * 0.1, card.y() + height * 0.68, width * 0.5, height * 0.07), 1, 1)
    painter.drawRoundedRect(QRectF(card.x() + width * 0.1, card.y() + height * 0.82, width * 0.3, height * 0.07), 1, 1)


def _draw_code(painter: QPainter, phone: QRectF, light: QColor, dark: QColor) -> None:
    """A screen with a square code on it, as its three corners tell."""
    side = phone.width() * 0.78
    code = _around(phone.center(), side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(light)
    painter.drawRoundedRect(code, side * 0.04, side * 0.04)
    module = side / 11
    for column, row in ((1, 1), (7, 1), (1, 7)):
        corner = QRectF(code.x() + column * module, code.y() + row * module, 3 * module, 3 * module)
        for inset, colour in ((0.0, dark), (0.6, light), (1.1, dark)):
            painter.setBrush(colour)
            painter.drawRect(corner.adjusted(inset * module, inset * module, -inset * module, -inset * module))
    painter.setBrush(dark)
    for column, row in ((5, 2), (5, 5), (7, 5), (9, 6), (2, 5), (6, 7), (8, 8), (6, 9), (5, 8)):
        painter.drawRect(QRectF(code.x() + column * module, code.y() + row * module, module, module))


def _draw_arrow(painter: QPainter, way: QPointF, tip: QPointF, side: float, colour: QColor) -> None:
    across = QPointF(-way.y(), way.x())
    size = side * 0.045
    pen = QPen(colour, side * 0.022)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawLine(tip + across * size - way * size, tip)
    painter.drawLine(tip - across * size - way * size, tip)
