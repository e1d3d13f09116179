"""The layout check finds each kind of fault in a window that was broken on purpose, and none in a good one."""

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.layout_check import check_layout
from ui.stylesheet import apply_theme
from ui.theme import counter_theme
from ui.widgets import BusyOverlay, CheckBox, PrimaryButton, Text


@pytest.fixture
def window(qtbot) -> QWidget:  # type: ignore[no-untyped-def]
    made = QWidget()
    qtbot.addWidget(made)
    apply_theme(made, counter_theme())
    made.resize(400, 300)
    return made


def _kinds(window: QWidget, **least: int) -> list[str]:
    window.show()
    return [finding.kind for finding in check_layout(window, **least)]


def test_a_good_window_is_good(window: QWidget) -> None:
    column = QVBoxLayout(window)
    long = Text()
    long.setText("很長的說明文字，" * 12)
    short = Text(elide=True)
    short.setText("很長的說明文字，" * 12)
    button = PrimaryButton()
    button.setText("兌換 50 點")
    tick = CheckBox("同意蒐集與使用個人資料，" * 5)
    for widget in (long, short, QLineEdit("王小明"), tick, button):
        column.addWidget(widget)
    overlay = BusyOverlay(window)
    overlay.start("處理中")
    assert _kinds(window, least_touch_px=32, least_gap_px=6) == []


@pytest.mark.parametrize("kind", ["label", "wrapped", "button", "tick", "placeholder"])
def test_clipped_text(window: QWidget, kind: str) -> None:
    words = "這段文字放不進這麼小的地方"
    widget: QWidget
    if kind == "label":
        widget = QLabel(words, window)
    elif kind == "wrapped":
        widget = QLabel(words, window)
        widget.setWordWrap(True)
    elif kind == "button":
        widget = QPushButton(words, window)
    elif kind == "tick":
        widget = CheckBox(words, window)
    else:
        widget = QLineEdit(window)
        widget.setPlaceholderText(words)
    widget.setGeometry(0, 0, 60, 40)
    assert "clipped" in _kinds(window)


def test_outside_its_parent(window: QWidget) -> None:
    QLabel("看不到", window).setGeometry(380, 0, 80, 40)
    assert _kinds(window) == ["outside"]


def test_overlapping_siblings(window: QWidget) -> None:
    QLabel("一", window).setGeometry(0, 0, 100, 40)
    QLabel("二", window).setGeometry(50, 10, 100, 40)
    assert _kinds(window) == ["overlap"]


def test_a_glyph_that_no_font_has(window: QWidget) -> None:
    QLabel("王\ue000", window).setGeometry(0, 0, 200, 40)
    findings = check_layout(window) if window.show() is None else []
    assert [(finding.kind, finding.detail) for finding in findings] == [("glyph", "U+E000")]


def test_small_and_near_targets(window: QWidget) -> None:
    for number in range(2):
        button = QPushButton(str(number), window)
        button.setGeometry(number * 104, 0, 100, 50)
    assert _kinds(window, least_touch_px=50) == []
    assert _kinds(window, least_touch_px=51) == ["small_target", "small_target"]
    assert _kinds(window, least_touch_px=50, least_gap_px=8) == ["near_target"]


def test_what_is_scrolled_away_or_hidden_is_not_judged(window: QWidget) -> None:
    area = QScrollArea(window)
    area.setGeometry(0, 0, 300, 100)
    inside = QWidget()
    inside.resize(250, 2000)
    QLabel("太小的地方", inside).setGeometry(0, 1500, 10, 10)
    area.setWidget(inside)
    hidden = QLabel("藏起來的文字", window)
    hidden.setGeometry(0, 120, 5, 5)
    hidden.hide()
    assert _kinds(window) == []
