"""Charts in the theme's colours: a curve over the day's time, and bars with their numbers beside them.

pyqtgraph (MIT) takes longer to import than a window to open, so a chart imports it when it is first shown. Nothing is told by
the picture alone: the bars carry their numbers as text, and `describe` gives assistive technology the same words.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.amounts import clock_text
from ui.screen import Screen
from ui.theme import Theme, font

_BAR = 0.6
"""Height of a bar, of the distance between two."""
_ROW_UNITS = 4
"""Height of a bar's row, in steps of the grid."""
_ROOM_FOR_NUMBERS = 1.35
"""How much wider than the longest bar the picture is."""
_TICKS = 6
_TICK_EMS = 6
"""How many letters' widths a time wants."""
_MINUTE_MS = 60_000


class Curve(NamedTuple):
    """One line of a chart: its name, and points (ms since 1970-01-01T00:00Z, value) in the order of time."""

    name: str
    points: Sequence[tuple[int, int]]


class Bar(NamedTuple):
    """One bar. `value` None: withheld; `words` say the value, or why there is none."""

    name: str
    value: int | None
    words: str


class Chart(Screen):
    """What both charts have in common: a plot that is made late and takes no mouse. GUI thread."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._plot: Any = None
        self._column = self.grid(QVBoxLayout(self), gap=0)

    def describe(self, words: str) -> None:
        """The chart in words, for assistive technology."""
        self.setAccessibleName(words)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's own; the plot is made when it is first seen."""
        super().showEvent(event)
        if self._plot is None:
            self._make()
            self.restyle(self.theme())

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the plot's colours and fonts."""
        if self._plot is None:
            return
        colours = theme.colours
        self._plot.setBackground(QColor(colours.surface))
        for side in ("bottom", "left"):
            axis = self._plot.getAxis(side)
            axis.setPen(QColor(colours.hairline))
            axis.setTextPen(QColor(colours.ink_soft))
            axis.setStyle(tickFont=font(theme, "small"), hideOverlappingLabels=True)
        self._draw(theme)

    def _make(self) -> None:
        import pyqtgraph  # type: ignore[import-untyped]

        plot = pyqtgraph.PlotWidget()
        plot.setObjectName(f"{self.objectName()}.plot")
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(False, False)
        plot.hideButtons()
        plot.getPlotItem().setContentsMargins(8, 8, 8, 8)
        self._plot = plot
        self._column.addWidget(plot)

    def _draw(self, theme: Theme) -> None:
        raise NotImplementedError


class LineChart(Chart):
    """Curves over the time of a day, as steps: a number stays until the next one. The first is drawn strongest.

    One alone has no legend.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._curves: Sequence[Curve] = ()

    def show_curves(self, curves: Sequence[Curve]) -> None:
        """Draw these instead of what was drawn."""
        self._curves = list(curves)
        if self._plot is not None:
            self._draw(self.theme())

    def _draw(self, theme: Theme) -> None:
        import pyqtgraph

        item = self._plot.getPlotItem()
        self._plot.clear()
        if item.legend is not None:
            item.legend.scene().removeItem(item.legend)
            item.legend = None
        colours = theme.colours
        if len(self._curves) > 1:
            legend = item.addLegend(offset=(8, 8), labelTextColor=QColor(colours.ink), labelTextSize=f"{theme.sizes.small}px")
            legend.setBrush(QColor(colours.surface))
        looks = ((colours.brand_text, Qt.PenStyle.SolidLine), (colours.ink_soft, Qt.PenStyle.DashLine))
        for number, curve in enumerate(self._curves):
            colour, dashes = looks[number % len(looks)]
            pen = pyqtgraph.mkPen(QColor(colour), width=theme.sizes.stroke + 1, style=dashes)
            xs, ys = [at for at, _ in curve.points], [value for _, value in curve.points]
            if len(xs) > 1:
                item.plot(xs, [*ys[:-1]], stepMode="center", pen=pen, name=curve.name)
        self._label_times()

    def _label_times(self) -> None:
        every = [at for curve in self._curves for at, _ in curve.points]
        if not every:
            for side in ("bottom", "left"):
                self._plot.getAxis(side).setTicks([[]])
            return
        first, last = min(every), max(*every, min(every) + _MINUTE_MS)
        parts = max(1, min(_TICKS, self._plot.width() // (self.theme().sizes.small * _TICK_EMS)))
        ticks = [first + (last - first) * number // parts for number in range(parts + 1)]
        self._plot.getAxis("bottom").setTicks([[(at, clock_text(at)) for at in ticks]])
        highest = max((value for curve in self._curves for _, value in curve.points), default=0)
        step = max(1, -(-highest // 5))
        self._plot.getAxis("left").setTicks([[(value, f"{value:,}") for value in range(0, highest + step, step)]])
        self._plot.setXRange(first, last, padding=0.01)
        self._plot.setYRange(0, max(1, highest) * 1.15, padding=0)


class BarChart(Chart):
    """Bars across, one below the other; a value that is withheld has its words and no bar."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._bars: Sequence[Bar] = ()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Draw these instead of what was drawn."""
        self._bars = list(bars)
        self.describe("　".join(f"{bar.name} {bar.words}" for bar in self._bars))
        self._fit(self.theme())
        if self._plot is not None:
            self._draw(self.theme())

    def restyle(self, theme: Theme) -> None:
        """Qt's own; and as high as the bars need."""
        self._fit(theme)
        super().restyle(theme)

    def _fit(self, theme: Theme) -> None:
        self.setFixedHeight((len(self._bars) * _ROW_UNITS + 3) * theme.sizes.unit)

    def _draw(self, theme: Theme) -> None:
        import pyqtgraph

        colours = theme.colours
        self._plot.clear()
        self._plot.hideAxis("bottom")
        places = range(len(self._bars))
        widest = max((bar.value or 0 for bar in self._bars), default=0)
        self._plot.addItem(
            pyqtgraph.BarGraphItem(
                x0=[0] * len(self._bars),
                y=list(places),
                width=[bar.value or 0 for bar in self._bars],
                height=_BAR,
                brush=QColor(colours.brand),
                pen=QPen(Qt.PenStyle.NoPen),
            )
        )
        for place, bar in zip(places, self._bars, strict=True):
            words = pyqtgraph.TextItem(bar.words, color=QColor(colours.ink), anchor=(0, 0.5))
            words.setFont(font(theme, "small"))
            words.setPos(bar.value or 0, place)
            self._plot.addItem(words)
        axis = self._plot.getAxis("left")
        axis.setTicks([[(place, bar.name) for place, bar in zip(places, self._bars, strict=True)]])
        axis.setStyle(tickLength=0, autoExpandTextSpace=True)
        self._plot.invertY(True)
        self._plot.setXRange(0, max(1, widest) * _ROOM_FOR_NUMBERS, padding=0)
        self._plot.setYRange(-0.6, len(self._bars) - 0.4, padding=0)
