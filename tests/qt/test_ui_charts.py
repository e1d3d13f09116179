"""Charts as drawn: what is told, what is withheld, and that a picture follows its numbers and the theme."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.charts import Bar, BarChart, Curve, LineChart
from ui.layout_check import check_layout
from ui.stylesheet import apply_theme
from ui.theme import Scheme, counter_theme

START_MS = 1_767_000_000_000


@pytest.fixture
def window(qtbot) -> QWidget:  # type: ignore[no-untyped-def]
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made)
    apply_theme(made, counter_theme())
    made.resize(640, 480)
    return made


def _show(window: QWidget, chart: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    layout.addWidget(chart)
    window.show()
    QApplication.processEvents()


def _inked(widget: QWidget, colour: str) -> int:
    """How many pixels have a colour."""
    image, wanted = widget.grab().toImage(), QColor(colour).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_a_withheld_part_has_words_and_no_bar(window: QWidget) -> None:
    chart = BarChart("chart")
    chart.show_bars([Bar("示範區", None, "未滿5人")])
    _show(window, chart)
    brand = chart.theme().colours.brand
    assert _inked(chart, brand) == 0
    assert chart.accessibleName() == "示範區 未滿5人"
    chart.show_bars([Bar("示範區", None, "未滿5人"), Bar("另一區", 120, "120")])
    QApplication.processEvents()
    assert _inked(chart, brand) > 1_000
    assert check_layout(window) == []


def test_a_curve_follows_its_numbers_and_the_theme(window: QWidget) -> None:
    chart = LineChart("chart")
    chart.show_curves([Curve("在場", [(START_MS, 0), (START_MS + 60_000, 3), (START_MS + 120_000, 2)])])
    _show(window, chart)
    drawn = _inked(chart, chart.theme().colours.brand_text)
    assert drawn > 100
    apply_theme(window, counter_theme(scheme=Scheme.DARK))
    QApplication.processEvents()
    assert _inked(chart, chart.theme().colours.brand_text) > 100
    chart.show_curves([])
    QApplication.processEvents()
    assert _inked(chart, chart.theme().colours.brand_text) == 0
