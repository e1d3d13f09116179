"""A few short words, one after the other, each with its picture: the wake screen's loop."""

from typing import NamedTuple

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.spoken import SPOKEN, joined
from ui.icons import draw
from ui.screen import Screen
from ui.text import Role, Text
from ui.theme import Theme

_EVERY_MS = 8_000
_COMES_FROM = 3
"""Steps of the grid, at the right of its place."""
_ICON_LINES = 1.6


class Slide(NamedTuple):
    """What is shown at a time. `icon`: of `ui.icons`, or empty."""

    icon: str
    words: str


class _Words(Text):
    """As tall as the longest of all, so that nothing beneath moves when they change."""

    def __init__(self) -> None:
        super().__init__("title", "soft")
        self._all: list[str] = []

    def set_all(self, texts: list[str]) -> None:
        """Everything that may stand here."""
        if texts != self._all:
            self._all = texts
            self._heights.clear()
            self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        """Qt's own; of the longest."""
        if not self._all:
            return super().heightForWidth(width)
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = max(self.height_of(text, width) for text in self._all)
        return height


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._colour = QColor()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str) -> None:
        """Show one, or nothing."""
        self._name = name
        self.setVisible(bool(name))
        self.update()

    def set_colour(self, colour: str) -> None:
        """Draw it so."""
        self._colour = QColor(colour)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own."""
        if self._name:
            painter = QPainter(self)
            draw(painter, self._name, self._colour, QRectF(self.rect()))
            painter.end()


class Slides(Screen):
    """They change by themselves while somebody can see them and things may move.

    Read out, all of them are said at once, and never again when they change.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slides: list[Slide] = []
        self._at = 0
        self._alone = False
        self._row = QWidget(self)
        self._picture, self._words = _Picture(), _Words()
        row = self.grid(QHBoxLayout(self._row), gap=3)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        self._move = QPropertyAnimation(self._row, b"pos", self)
        self._move.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._turns = QTimer(self, interval=_EVERY_MS)
        self._turns.timeout.connect(self.advance)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_slides(self, slides: list[Slide]) -> None:
        """Show these, from the one on whose place they stand."""
        self._slides = slides
        self.setProperty(SPOKEN, joined([each.words for each in slides]))
        self.show_first(alone=self._alone)

    def show_first(self, *, alone: bool) -> None:
        """`alone`: the first one stays, and no room is kept for the others."""
        self._alone = alone
        self._at = 0 if alone else self._at % max(1, len(self._slides))
        self._words.set_all([each.words for each in self._slides[: 1 if alone else None]])
        self._fill()
        self.updateGeometry()

    def set_role(self, role: Role) -> None:
        """Another size for the words, where there is little height."""
        self._words.set_role(role)

    def begin_anew(self) -> None:
        """The first one comes first again."""
        self._at = 0
        self._fill()

    def shown(self) -> str:
        """The words that can be read now."""
        return self._words.full_text()

    def advance(self) -> None:
        """The next one, unless nothing may move."""
        theme = self.theme()
        if self._alone or theme.reduced_motion or len(self._slides) < 2:
            return
        self._at = (self._at + 1) % len(self._slides)
        self._fill()
        self._move.stop()
        self._move.setStartValue(QPoint(_COMES_FROM * theme.sizes.unit, 0))
        self._move.setEndValue(QPoint(0, 0))
        self._move.setDuration(theme.motion_ms)
        self._move.start()

    def _fill(self) -> None:
        if self._slides:
            slide = self._slides[self._at]
            self._words.setText(slide.words)
            self._picture.set_icon(slide.icon)

    def restyle(self, theme: Theme) -> None:
        """The picture is as tall as its words ask for."""
        side = round(theme.sizes.title * _ICON_LINES)
        self._picture.setFixedSize(side, side)
        self._picture.set_colour(theme.colours.brand_text)

    def hasHeightForWidth(self) -> bool:
        """Qt's own."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt's own; the row's."""
        layout = self._row.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 0

    def sizeHint(self) -> QSize:
        """Qt's own."""
        return QSize(self._row.sizeHint().width(), self.heightForWidth(self._row.sizeHint().width()))

    def minimumSizeHint(self) -> QSize:
        """Qt's own."""
        return self._row.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; the row fills it."""
        super().resizeEvent(event)
        self._row.setGeometry(self.rect())

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's own; somebody can see it."""
        super().showEvent(event)
        self._turns.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt's own; nobody can, and whoever comes next sees the first one first."""
        super().hideEvent(event)
        self._turns.stop()
        self.begin_anew()
