"""Where a person signs with finger, pen or mouse, on the counter's touch screen or a tablet beside it.

Object names: `terminal.issue.signature`, `.signature.again`.
"""

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from domain.contrast import WHITE
from ui.theme import BLACK, theme_of
from ui.widgets import QuietButton, Screen, Text

_WIDTH, _HEIGHT = 600, 180
"""Pixels of the picture that is kept: a name in pen strokes, black on white."""
_PEN = 3.0
_LEAST = 40.0
"""Strokes that are shorter together, in the picture's pixels, are no signature but a touch by mistake."""


class SignaturePad(Screen):
    """The field, and a button to begin anew."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = _Field()
        self._field.setObjectName("terminal.issue.signature")
        self._field.signed.connect(self.changed)
        self._lead = Text("small", "soft", strong=True)
        self._again = QuietButton()
        self._again.setObjectName("terminal.issue.signature.again")
        self._again.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._again.clicked.connect(self.clear)
        head = self.grid(QHBoxLayout(), gap=1)
        head.addWidget(self._lead, 1)
        head.addWidget(self._again)
        column = self.grid(QVBoxLayout(self), gap=0.5)
        column.addLayout(head)
        column.addWidget(self._field)

    def is_signed(self) -> bool:
        """Whether something like a name stands there."""
        return self._field.length() >= _LEAST

    def png(self) -> bytes:
        """The signature, black on white; empty while there is none."""
        if not self.is_signed():
            return b""
        image = QImage(_WIDTH, _HEIGHT, QImage.Format.Format_Grayscale8)
        image.fill(QColor(WHITE))
        painter = QPainter(image)
        self._field.draw(painter, QRectF(0, 0, _WIDTH, _HEIGHT), QColor(BLACK))
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.convertToFormat(QImage.Format.Format_Mono).save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def clear(self) -> None:
        """Take it away."""
        self._field.clear()
        self.changed.emit()

    def retranslate(self) -> None:
        """Texts."""
        self._lead.setText(self.tr("請民眾在框內簽名"))
        self._again.setText(self.tr("清掉重簽"))
        self._field.setAccessibleName(self.tr("簽名框"))


class _Field(QWidget):
    """Strokes, kept in parts of the field's size so that another size of the window changes nothing."""

    signed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._strokes: list[list[QPointF]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        unit = theme_of(self).sizes.unit
        return QSize(unit * 60, unit * 18)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def length(self) -> float:
        """Of all strokes, in pixels of the kept picture."""
        return sum(
            abs(here.x() - before.x()) * _WIDTH + abs(here.y() - before.y()) * _HEIGHT
            for stroke in self._strokes
            for before, here in zip(stroke, stroke[1:], strict=False)
        )

    def clear(self) -> None:
        self._strokes = []
        self.update()

    def draw(self, painter: QPainter, field: QRectF, ink: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(ink, _PEN * field.width() / _WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in self._strokes:
            painter.drawPolyline([QPointF(each.x() * field.width(), each.y() * field.height()) for each in stroke])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._strokes.append([self._part(event)])
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._strokes and event.buttons() & Qt.MouseButton.LeftButton:
            self._strokes[-1].append(self._part(event))
            self.update()

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self.signed.emit()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colours.line), theme.sizes.stroke))
        painter.setBrush(QColor(WHITE))
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, theme.sizes.radius_control, theme.sizes.radius_control)
        self.draw(painter, QRectF(self.rect()), QColor(BLACK))
        painter.end()

    def _part(self, event: QMouseEvent) -> QPointF:
        at = event.position()
        inside = (min(max(at.x() / max(self.width(), 1), 0.0), 1.0), min(max(at.y() / max(self.height(), 1), 0.0), 1.0))
        return QPointF(*inside)
