"""Looks at a window as it stands and tells what a person could not read or hit: for tests of every screen and for the tour."""

from collections.abc import Iterator
from itertools import combinations
from typing import Literal, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from ui.fonts import missing

_SLACK_PX = 1
_ANY_HEIGHT = 100_000
_LAYOUT_ROUNDS = 4
"""A label that wraps learns its height from its width, and its parents from it."""


class Finding(NamedTuple):
    """One thing that is wrong. `widget` tells class, name and text, so that it can be found."""

    kind: Literal["clipped", "outside", "overlap", "glyph", "small_target", "near_target"]
    widget: str
    detail: str


def check_layout(window: QWidget, *, least_touch_px: int = 0, least_gap_px: int = 0) -> list[Finding]:
    """Everything that is wrong with what a shown window shows. GUI thread; layouts that are due are carried out first.

    * clipped: a text is larger than its widget (a label with the property `elided` may be shortened);
    * outside: a widget reaches beyond its parent, or is wider than an area that scrolls down alone: part of it cannot be seen;
    * overlap: two siblings cover each other (one with the property `covers` may);
    * glyph: a character that no font can draw;
    * small_target, near_target: something to press or fill in is smaller than `least_touch_px` on a side, or nearer than
      `least_gap_px` to the next one.
    """
    for _ in range(_LAYOUT_ROUNDS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    within = dict(_within(window))
    shown = list(within)[1:]
    found: list[Finding] = []
    for widget in shown:
        found += _text_findings(widget)
        found += _outside(widget)
    for parent, children in within.items():
        found += _overlaps(parent, children)
    found += _targets(window, shown, least_touch_px, least_gap_px)
    return found


def _within(parent: QWidget) -> Iterator[tuple[QWidget, list[QWidget]]]:
    """Every widget of this window that can be seen, with its children that can; screens behind the one shown are many."""
    children = [child for child in _children(parent) if not child.isWindow() and not child.visibleRegion().isEmpty()]
    yield parent, children
    for child in children:
        yield from _within(child)


def _children(parent: QWidget) -> list[QWidget]:
    everything = parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [child for child in everything if not child.isHidden()]


def _text_of(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QLineEdit):
        hidden = widget.echoMode() is not QLineEdit.EchoMode.Normal
        return widget.placeholderText() if hidden or not widget.text() else widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def _text_findings(widget: QWidget) -> Iterator[Finding]:
    text = _text_of(widget)
    if not text:
        return
    lacking = missing(text, widget.font())
    if lacking:
        yield Finding("glyph", _name(widget), " ".join(f"U+{ord(each):04X}" for each in lacking))
    needed, room = _needed(widget, text), _room(widget)
    if needed.width() > room.width() + _SLACK_PX or needed.height() > room.height() + _SLACK_PX:
        yield Finding("clipped", _name(widget), f"{_size(needed)} in {_size(room)}")


def _needed(widget: QWidget, text: str) -> QSize:
    if isinstance(widget, QLabel):
        elided = bool(widget.property("elided"))
        flags = Qt.TextFlag.TextWordWrap.value if widget.wordWrap() else 0
        width = _room(widget).width() if widget.wordWrap() else _ANY_HEIGHT
        around = widget.fontMetrics().boundingRect(QRect(0, 0, width, _ANY_HEIGHT), flags, text)
        return QSize(0 if elided else around.width(), around.height())
    if isinstance(widget, QCheckBox) and widget.hasHeightForWidth():
        return QSize(widget.minimumSizeHint().width(), widget.heightForWidth(widget.width()))
    if isinstance(widget, QLineEdit):
        return QSize(widget.fontMetrics().horizontalAdvance(text) if not widget.text() else 0, widget.fontMetrics().height())
    return widget.sizeHint()


def _room(widget: QWidget) -> QSize:
    if isinstance(widget, QLabel):
        return widget.contentsRect().size() - QSize(2 * widget.margin(), 2 * widget.margin())
    return widget.size()


def _outside(widget: QWidget) -> Iterator[Finding]:
    parent = widget.parentWidget()
    area = parent.parentWidget() if parent is not None else None
    if parent is not None and isinstance(area, QScrollArea) and area.widget() is widget:
        never_across = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if never_across and widget.width() > parent.width() + _SLACK_PX:
            detail = f"{_size(widget.size())} in {_size(parent.size())}, which does not scroll across"
            yield Finding("outside", _name(area), detail)
        return
    if parent is None or isinstance(parent.parentWidget(), QAbstractScrollArea) or isinstance(parent, QAbstractScrollArea):
        return
    geometry = widget.geometry()
    if not parent.rect().adjusted(-_SLACK_PX, -_SLACK_PX, _SLACK_PX, _SLACK_PX).contains(geometry):
        yield Finding("outside", _name(widget), f"{_rect(geometry)} in {_size(parent.size())}")


def _overlaps(parent: QWidget, children: list[QWidget]) -> Iterator[Finding]:
    if isinstance(parent, QAbstractScrollArea | QComboBox | QLineEdit):
        return
    places = [(child, child.geometry()) for child in children if not child.property("covers")]
    for (one, first), (other, second) in combinations(places, 2):
        common = first & second
        if common.width() > _SLACK_PX and common.height() > _SLACK_PX:
            yield Finding("overlap", _name(one), f"{_name(other)} by {_size(common.size())}")


def _targets(window: QWidget, shown: list[QWidget], least_touch_px: int, least_gap_px: int) -> Iterator[Finding]:
    targets = [widget for widget in shown if _is_target(widget)]
    for target in targets:
        if min(target.width(), target.height()) < least_touch_px:
            yield Finding("small_target", _name(target), f"{_size(target.size())}, at least {least_touch_px}")
    if not least_gap_px:
        return
    places = [(target, QRect(target.mapTo(window, QPoint(0, 0)), target.size())) for target in targets]
    for (one, first), (other, second) in combinations(places, 2):
        gap = _gap(first, second)
        if 0 <= gap < least_gap_px and not one.isAncestorOf(other) and not other.isAncestorOf(one):
            yield Finding("near_target", _name(one), f"{gap} from {_name(other)}, at least {least_gap_px}")


def _is_target(widget: QWidget) -> bool:
    if isinstance(widget, QScrollBar) or isinstance(widget.parentWidget(), QAbstractItemView):
        return False
    return widget.isEnabled() and isinstance(widget, QAbstractButton | QLineEdit | QComboBox)


def _gap(first: QRect, second: QRect) -> int:
    """Pixels between two rectangles along the nearer axis; -1 when they overlap."""
    across = max(first.left(), second.left()) - min(first.right(), second.right()) - 1
    down = max(first.top(), second.top()) - min(first.bottom(), second.bottom()) - 1
    return max(across, down) if max(across, down) >= 0 else -1


def _name(widget: QWidget) -> str:
    words = _text_of(widget) or widget.accessibleName()
    parts = [type(widget).__name__, widget.objectName(), f"「{words[:24]}」" if words else ""]
    return " ".join(part for part in parts if part)


def _size(size: QSize) -> str:
    return f"{size.width()}x{size.height()}"


def _rect(rect: QRect) -> str:
    return f"{_size(rect.size())} at {rect.x()},{rect.y()}"
