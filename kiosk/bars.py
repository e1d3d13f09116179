"""What is on every screen in the same place: city mark and tools (`kiosk.tools`) above, back and leave below.

| object name | what |
|---|---|
| `kiosk.back`, `kiosk.leave` | one step back, the end |
| `kiosk.turn_up`, `kiosk.turn_down` | the rest of a page that is taller than the glass |
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.tools import Tools
from ui.icons import draw
from ui.screen import Screen
from ui.theme import Theme, theme_of
from ui.widgets import IconButton, QuietButton, Text

_SEAL_PART = 0.62
_LEAST_LETTERS = 3


class _Seal(QWidget):
    """A card in the programme's colour, one touch target high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Qt's own."""
        side = theme_of(self).sizes.touch
        return QSize(side, side)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the mark."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours.brand))
        painter.drawRoundedRect(self.rect(), theme.sizes.radius_card, theme.sizes.radius_card)
        side = self.width() * _SEAL_PART
        edge = (self.width() - side) / 2
        field = self.rect().toRectF().adjusted(edge, edge, -edge, -edge)
        draw(painter, "card", QColor(theme.colours.on_brand), field)
        painter.end()


class Mark(Screen):
    """Whose kiosk this is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = Text("body", "brand", strong=True)
        row = self.grid(QHBoxLayout(self), gap=3)
        row.addWidget(_Seal())
        row.addWidget(self._name, 1)

    def set_name(self, name: str) -> None:
        """The programme's name."""
        self._name.setText(name)

    def least_width(self) -> int:
        """So wide that its words still stand in lines of a few letters."""
        sizes = self.theme().sizes
        name = max(self._name.minimumSizeHint().width(), _LEAST_LETTERS * sizes.body)
        return sizes.touch + 3 * sizes.unit + name


class TopBar(Screen):
    """The mark and, unless they are in reach below, the tools."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = Mark()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.mark, 1, Qt.AlignmentFlag.AlignTop)

    def hold(self, tools: Tools, width: int) -> None:
        """Take the tools in; both together have `width`. On a narrow glass most of the tools stand below the mark."""
        if tools.full_width() + self._row.spacing() + self.mark.least_width() <= width:
            tools.stand_in_a_row(keep_room=False)
            self._row.addWidget(tools, 0, Qt.AlignmentFlag.AlignTop)
        else:
            self._row.removeWidget(self.mark)
            tools.stand_in_two(self.mark)
            self._row.addWidget(tools, 1)

    def release(self, tools: Tools) -> None:
        """Let the tools go."""
        self._row.removeWidget(tools)
        self._row.removeWidget(self.mark)
        self._row.addWidget(self.mark, 1, Qt.AlignmentFlag.AlignTop)

    def restyle(self, theme: Theme) -> None:
        """Eight millimetres between them."""
        self._row.setSpacing(theme.sizes.gap)


class BottomBar(Screen):
    """Back at the left, leave at the right, and between them the turning of pages and, in reach mode, the tools."""

    back = Signal()
    leave = Signal()
    turn = Signal(int)
    """1 for down, -1 for up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back, self._leave = QuietButton("back"), QuietButton("leave")
        self._up, self._down = IconButton("chevron_up"), IconButton("chevron_down")
        self._tools: Tools | None = None
        self._above, self._row = QHBoxLayout(), QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._above)
        column.addLayout(self._row)
        self._column = column
        for name, button in (("back", self._back), ("turn_up", self._up), ("turn_down", self._down), ("leave", self._leave)):
            button.setObjectName(f"kiosk.{name}")
        self._back.clicked.connect(self.back)
        self._leave.clicked.connect(self.leave)
        self._up.clicked.connect(lambda: self.turn.emit(-1))
        self._down.clicked.connect(lambda: self.turn.emit(1))
        self._row.addWidget(self._back)
        self._row.addStretch(1)
        self._turning = QWidget()
        turning = QHBoxLayout(self._turning)
        turning.setContentsMargins(0, 0, 0, 0)
        turning.addWidget(self._up)
        turning.addWidget(self._down)
        self._row.addWidget(self._turning)
        self._row.addStretch(1)
        self._row.addWidget(self._leave)

    def set_state(self, *, back: bool, leave: bool) -> None:
        """What can be pressed here."""
        self._back.setEnabled(back)
        self._leave.setEnabled(leave)

    def set_turn(self, *, up: bool, down: bool) -> None:
        """Offer to turn the page, when there is more of it."""
        for button, more in ((self._up, up), (self._down, down)):
            button.setVisible(up or down)
            button.setEnabled(more)

    def hold(self, tools: Tools, width: int) -> None:
        """Take the tools in; they have `width`."""
        self._tools = tools
        if tools.full_width() <= width:
            tools.stand_in_a_row(keep_room=True)
        else:
            tools.stand_in_two(None)
        self._place()

    def release(self) -> None:
        """Let the tools go."""
        if self._tools is not None:
            self._above.removeWidget(self._tools)
            self._row.removeWidget(self._tools)
            self._tools = None

    def retranslate(self) -> None:
        """Texts."""
        self._back.setText(self.tr("上一步"))
        self._leave.setText(self.tr("離開"))
        self._up.say(self.tr("看上面"))
        self._down.say(self.tr("看下面"))
        self._place()

    def restyle(self, theme: Theme) -> None:
        """Eight millimetres between them."""
        for box in (self._row, self._column, self._above):
            box.setSpacing(theme.sizes.gap)
        turning = self._turning.layout()
        if turning is not None:
            turning.setSpacing(theme.sizes.gap)
        self._place()

    def _place(self) -> None:
        self._place_tools()
        self._place_turning()

    def _width_of_ends(self) -> int:
        return self._back.sizeHint().width() + self._leave.sizeHint().width()

    def _place_turning(self) -> None:
        """Between back and leave when there is width for all words in this language and size, else above them."""
        gap, width = theme_of(self).sizes.gap, 2 * self._up.sizeHint().width()
        beside = self._tools is not None and self._row.indexOf(self._tools) >= 0
        tools = 0 if self._tools is None else self._tools.sizeHint().width() + gap
        for box in (self._row, self._column, self._above):
            box.removeWidget(self._turning)
        if self._width_of_ends() + width + (tools if beside else 0) + 3 * gap <= self.width():
            self._row.insertWidget(2, self._turning)
        elif tools and not beside and tools + width + gap <= self.width():
            self._above.addWidget(self._turning)
        else:
            self._column.insertWidget(1, self._turning, 0, Qt.AlignmentFlag.AlignHCenter)

    def _place_tools(self) -> None:
        """Between back and leave when there is width, else on a line of their own."""
        if self._tools is None:
            return
        self._above.removeWidget(self._tools)
        self._row.removeWidget(self._tools)
        gap = theme_of(self).sizes.gap
        if self._width_of_ends() + self._tools.sizeHint().width() + 3 * gap <= self.width():
            self._row.insertWidget(self._row.count() - 2, self._tools)
        else:
            self._above.addWidget(self._tools, 0, Qt.AlignmentFlag.AlignHCenter)
