"""What things lie on and what lies over them: card, separator, demo ribbon, busy overlay."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.screen import Screen
from ui.text import Text
from ui.theme import Scheme, Theme, theme_of

_SHADOW_STEPS = 6
_SHADOW_STRENGTH = 0.012
_SPIN_MS = 80
_DOTS = 8


class Panel(Screen):
    """A card: white surface, radius 16, the one shadow. Put widgets into `body`, a vertical layout.

    The shadow falls into the last step of the grid below, inside the panel's own rectangle, so that panels and whatever
    stands above or below them share their left and right edges.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: float = 2) -> None:
        super().__init__(parent)
        self.body: QVBoxLayout = self.grid(QVBoxLayout(self), gap=gap, margin=3)

    def set_margin(self, steps: float) -> None:
        """So many steps of the grid around what is in it."""
        self._layouts = [(layout, gap, steps if layout is self.body else margin) for layout, gap, margin in self._layouts]
        self.refresh_style()

    def restyle(self, theme: Theme) -> None:
        """Room for the shadow below."""
        edges = self.body.contentsMargins()
        edges.setBottom(edges.left() + theme.sizes.unit)
        self.body.setContentsMargins(edges)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the surface."""
        painter = QPainter(self)
        paint_card(painter, QRectF(self.rect()), theme_of(self))
        painter.end()


def paint_card(painter: QPainter, field: QRectF, theme: Theme) -> None:
    """Draw a card's surface and shadow into `field`, whose last step of the grid below is for the shadow."""
    colours, sizes = theme.colours, theme.sizes
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    card = field.adjusted(0, 0, 0, -sizes.unit)
    if theme.scheme is Scheme.LIGHT:
        painter.setPen(Qt.PenStyle.NoPen)
        colour = QColor(colours.shadow)
        colour.setAlphaF(_SHADOW_STRENGTH)
        painter.setBrush(colour)
        for step in range(_SHADOW_STEPS, 0, -1):
            depth = sizes.unit * step / _SHADOW_STEPS
            # Drawn in as it falls deeper, so that it fades at both ends too.
            painter.drawRoundedRect(card.adjusted(depth, depth, -depth, depth), sizes.radius_card, sizes.radius_card)
    painter.setPen(QPen(QColor(colours.hairline), sizes.stroke))
    painter.setBrush(QColor(colours.surface))
    half = sizes.stroke / 2
    painter.drawRoundedRect(card.adjusted(half, half, -half, -half), sizes.radius_card, sizes.radius_card)


class Separator(QFrame):
    """A hairline across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "separator")


class DemoRibbon(Screen):
    """A strip along the top of a window that says that nothing here is real. Hidden until `set_demo(True)`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Text("small", strong=True, align=Qt.AlignmentFlag.AlignHCenter)
        self._words.setObjectName("demo_words")
        layout = self.grid(QVBoxLayout(self), gap=0, margin=0.5)
        layout.addWidget(self._words)
        self.hide()

    def set_demo(self, demo: bool) -> None:
        """Show or hide the strip."""
        self.setVisible(demo)

    def retranslate(self) -> None:
        """Texts."""
        self._words.setText(self.tr("示範　資料皆為虛構，不是真的卡片與金額"))

    def restyle(self, theme: Theme) -> None:
        """Paper on ink, in every scheme."""
        self._words.setStyleSheet(f"color: {theme.colours.paper};")

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the strip."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme_of(self).colours.ink))
        painter.end()


class BusyOverlay(QWidget):
    """Covers its parent while something is under way: nothing below can be pressed or typed into.

    Words say what is being done. The dots stand still when motion is reduced.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._under = parent
        self._turn = 0
        self._timer = QTimer(self, interval=_SPIN_MS)
        self._timer.timeout.connect(self._advance)
        self._words = Text("title", align=Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.addStretch(3)
        layout.addWidget(self._words)
        layout.addStretch(2)
        self.setProperty("covers", True)
        parent.installEventFilter(self)
        self.hide()

    def start(self, words: str) -> None:
        """Cover the parent and say what is being done."""
        self.tell(words)
        self.setGeometry(self._under.rect())
        self.raise_()
        self.show()
        self.setFocus()
        if not theme_of(self).reduced_motion:
            self._timer.start()

    def tell(self, words: str) -> None:
        """Say how far it has come."""
        self._words.setText(words)
        self.setAccessibleName(words)

    def stop(self) -> None:
        """Uncover the parent."""
        self._timer.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own; stays as large as the parent."""
        if watched is self._under and event.type() is QEvent.Type.Resize:
            self.setGeometry(self._under.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own; keys go nowhere."""
        event.accept()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; a veil and eight dots."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(theme.colours.paper)
        veil.setAlphaF(0.94)
        painter.fillRect(self.rect(), veil)
        radius = theme.sizes.display
        centre = QPointF(self.width() / 2, self._words.y() - radius * 2.0)
        painter.setPen(Qt.PenStyle.NoPen)
        for dot in range(_DOTS):
            colour = QColor(theme.colours.brand_text)
            colour.setAlphaF(0.2 + 0.8 * (((dot - self._turn) % _DOTS) / (_DOTS - 1)))
            painter.setBrush(colour)
            painter.save()
            painter.translate(centre)
            painter.rotate(360 / _DOTS * dot)
            painter.drawEllipse(QPointF(0, -radius), radius / 5, radius / 5)
            painter.restore()
        painter.end()

    def _advance(self) -> None:
        self._turn = (self._turn + 1) % _DOTS
        self.update()
