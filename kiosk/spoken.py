"""What of a screen is spoken, and what never is: nothing that is typed in as a proof, and no keys of a pad."""

import re
from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from kiosk.page import Page
from ui.text import Text
from ui.widgets import NumPad

UNSPOKEN = "unspoken"
"""A widget with this property is not read out."""
_MONEY = re.compile(r"NT\$([\d,]+)")
_FIGURE = re.compile(r"\d")


def said_on(page: Page[Any], *, alone: bool) -> list[str]:
    """What stands on a page as it is read, then what can be pressed; in the current language, as it is to be spoken.

    When somebody else may hear it, not `alone`, no text that has a figure, and of a private page only what can be pressed.
    """
    labels = [each for each in page.findChildren(QLabel) if each.isVisibleTo(page) and not _is_silent(each, page)]
    texts = [_text(each) for each in sorted(labels, key=lambda each: _place(page, each))]
    buttons = [
        each
        for each in page.findChildren(QAbstractButton)
        if each.isVisibleTo(page) and each.isEnabled() and not _is_silent(each, page)
    ]
    pressed = [each.text() or each.accessibleName() for each in sorted(buttons, key=lambda each: _place(page, each))]
    said = [_spoken(text) for text in texts]
    can = [_spoken(text) for text in pressed]
    if not alone:
        said = [] if page.private else said
        said, can = ([each for each in texts if not _FIGURE.search(each)] for texts in (said, can))
    if can:
        said.append(QCoreApplication.translate("Speech", "可以按：{buttons}").format(buttons="，".join(can)))
    return [each for each in said if each]


def _is_silent(widget: QWidget, page: QWidget) -> bool:
    at: QWidget | None = widget
    while at is not None and at is not page:
        if at.property(UNSPOKEN) or isinstance(at, NumPad):
            return True
        at = at.parentWidget()
    return False


def _text(label: QLabel) -> str:
    return label.full_text() if isinstance(label, Text) else label.text()


def _spoken(text: str) -> str:
    """Signs that only eyes understand, in words."""
    money = QCoreApplication.translate("Speech", "{amount} 元")
    words = _MONEY.sub(lambda found: money.format(amount=found[1].replace(",", "")), text)
    return words.replace(" → ", "，").replace("\n", "。").strip(" ●＿")


def _place(page: QWidget, widget: QWidget) -> tuple[int, int]:
    corner = widget.mapTo(page, QPoint(0, 0))
    return corner.y(), corner.x()
