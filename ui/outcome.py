"""How a thing ended: a shape, a title and what to do. ✓ in a circle, ! in a triangle, ✕ in an octagon; never colour alone."""

from collections.abc import Callable
from enum import StrEnum
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from domain.errors import CityCardError, Code
from ui.messages import Words, kind_of, words_for
from ui.screen import Screen
from ui.text import Text
from ui.theme import Theme, theme_of


class OutcomeKind(StrEnum):
    """The three ways a thing can end."""

    GOOD = "green"
    ATTENTION = "amber"
    STOP = "red"


def draw_outcome(painter: QPainter, kind: OutcomeKind, field: QRectF, theme: Theme) -> None:
    """Draw the kind's shape into the square `field`."""
    colours = {
        OutcomeKind.GOOD: theme.colours.green,
        OutcomeKind.ATTENTION: theme.colours.amber,
        OutcomeKind.STOP: theme.colours.red,
    }
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(field.width(), field.height())
    painter.save()
    painter.translate(field.center())
    painter.scale(side / 2, side / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours[kind]))
    painter.drawPath(_shape(kind))
    pen = QPen(QColor(theme.colours.on_outcome), 0.19)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _draw_sign(painter, kind)
    painter.restore()


def _shape(kind: OutcomeKind) -> QPainterPath:
    """The outline on a field from -1 to 1."""
    path = QPainterPath()
    if kind is OutcomeKind.GOOD:
        path.addEllipse(QPointF(0, 0), 0.96, 0.96)
    elif kind is OutcomeKind.ATTENTION:
        path.moveTo(0, -0.72)
        path.lineTo(0.82, 0.72)
        path.lineTo(-0.82, 0.72)
        path.closeSubpath()
        rounded = QPen(Qt.GlobalColor.black, 0.26)
        rounded.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        path = path.united(QPainterPathStroker(rounded).createStroke(path))
    else:
        corners = [QPointF(cos(pi / 8 + pi / 4 * turn), sin(pi / 8 + pi / 4 * turn)) for turn in range(8)]
        path.addPolygon(QPolygonF(corners))
        path.closeSubpath()
    return path


def _draw_sign(painter: QPainter, kind: OutcomeKind) -> None:
    if kind is OutcomeKind.GOOD:
        painter.drawPolyline(QPolygonF([QPointF(-0.42, 0.04), QPointF(-0.12, 0.34), QPointF(0.44, -0.3)]))
    elif kind is OutcomeKind.ATTENTION:
        painter.drawLine(QPointF(0, -0.26), QPointF(0, 0.22))
        painter.drawPoint(QPointF(0, 0.54))
    else:
        painter.drawLine(QPointF(-0.34, -0.34), QPointF(0.34, 0.34))
        painter.drawLine(QPointF(0.34, -0.34), QPointF(-0.34, 0.34))


class OutcomeIcon(QWidget):
    """An outcome's shape, as tall as a text role's `lines` lines."""

    def __init__(self, kind: OutcomeKind = OutcomeKind.GOOD, *, lines: float = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._lines = lines
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_kind(self, kind: OutcomeKind) -> None:
        """Show another outcome."""
        self._kind = kind
        self.update()

    def set_lines(self, lines: float) -> None:
        """Another height."""
        self._lines = lines
        self.updateGeometry()

    def kind(self) -> OutcomeKind:
        """The outcome shown."""
        return self._kind

    def sizeHint(self) -> QSize:
        """Qt's own."""
        side = round(theme_of(self).sizes.title * self._lines)
        return QSize(side, side)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the shape."""
        painter = QPainter(self)
        draw_outcome(painter, self._kind, QRectF(self.rect()), theme_of(self))
        painter.end()


class OutcomeBanner(Screen):
    """Shape, title and what to do, on the outcome's pale ground. Hidden until something is shown.

    `citizen` is for kiosks: what only staff could mend sends the person to them.
    """

    def __init__(self, parent: QWidget | None = None, *, citizen: bool = False) -> None:
        super().__init__(parent)
        self._citizen = citizen
        self._words: Callable[[], Words] | None = None
        self._says_note: Callable[[], str] = str
        self._icon = OutcomeIcon()
        self._title = Text("title", strong=True)
        self._what = Text("body")
        self._note = Text("small")
        texts = self.grid(QVBoxLayout(), gap=0.5)
        texts.addStretch(1)
        texts.addWidget(self._title)
        texts.addWidget(self._what)
        texts.addWidget(self._note)
        texts.addStretch(1)
        row = self.grid(QHBoxLayout(self), gap=2, margin=2)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(texts, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_words(self, kind: OutcomeKind, words: Callable[[], Words], *, note: Callable[[], str] = str) -> None:
        """Show an outcome; `words` is called again when the language changes: `lambda: Words(self.tr("…"), self.tr("…"))`.

        `note` likewise: what stands small beneath them, for whoever is rung up about it.
        """
        self._words, self._says_note = words, note
        self._icon.set_kind(kind)
        self.retranslate()
        self.show()
        self.update()

    def show_error(self, error: CityCardError) -> None:
        """Show what is wrong and what to do, from the error's code and details."""
        self.show_code(error.code, **error.details)

    def show_code(self, code: Code, **details: str | int) -> None:
        """Show a code's words: amber for what passes or can be mended here, red for a refusal that stands."""
        self.show_words(OutcomeKind(kind_of(code)), lambda: words_for(code, details, citizen=self._citizen))

    def clear(self) -> None:
        """Show nothing."""
        self._words = None
        self.hide()

    def kind(self) -> OutcomeKind | None:
        """The outcome shown, or None."""
        return self._icon.kind() if self._words else None

    def title(self) -> str:
        """The title as shown."""
        return self._title.full_text()

    def what_to_do(self) -> str:
        """The second text as shown."""
        return self._what.full_text()

    def retranslate(self) -> None:
        """Texts."""
        if self._words is None:
            return
        words = self._words()
        self._title.setText(words.title)
        self._what.setText(words.what_to_do)
        self._what.setVisible(bool(words.what_to_do))
        note = self._says_note()
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleName(f"{words.title} {words.what_to_do}")

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the ground."""
        theme = theme_of(self)
        colours, sizes = theme.colours, theme.sizes
        ground = {
            OutcomeKind.GOOD: (colours.green_soft, colours.green),
            OutcomeKind.ATTENTION: (colours.amber_soft, colours.amber),
            OutcomeKind.STOP: (colours.red_soft, colours.red),
        }[self._icon.kind()]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(ground[1]), sizes.stroke))
        painter.setBrush(QColor(ground[0]))
        half = sizes.stroke / 2
        field = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(field, sizes.radius_card, sizes.radius_card)
        painter.end()
