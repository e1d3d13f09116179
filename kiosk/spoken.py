"""What of a screen is spoken, and what never is: nothing that is typed in as a proof, and no keys of a pad.

Where others may hear it no figure is spoken that may be about somebody: a page whose figures are the same for everybody says so
(`Page.public`), and so does a text (`PUBLIC`); another text may have words without figures (`ALOUD`).
"""

import re
from typing import Any

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from kiosk.page import Page
from ui.i18n import SOURCE, current_language
from ui.text import Text
from ui.widgets import NumPad

UNSPOKEN = "unspoken"
"""A widget with this property is not read out."""
SPOKEN = "spoken"
"""Of a widget with this property its value is read out, once, instead of what is in it."""
PUBLIC = "public"
"""The figures of a label with this property are the same for everybody."""
ALOUD = "aloud"
"""What is said of a label or a button with this property where others may hear it; it has no figure that is about somebody."""

_MONEY = re.compile(r"NT\$([\d,]+)")
_FIGURE = re.compile(r"\d")
_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")
"""A recovery code (`domain.ids.recovery_code`)."""
_TAIL = re.compile(r"\b(?=[0-9]*[A-F])(?=[A-F]*[0-9])[0-9A-F]{4}\b")
"""The end of a card's number."""


def said_on(page: Page[Any], *, alone: bool) -> list[str]:
    """What stands on a page as it is read, then what can be pressed; in the current language, as it is to be spoken.

    When somebody else may hear it, not `alone`, no figure of anybody's, of a private page only what can be pressed, and that
    the rest is on the screen alone.
    """
    parts = [each for each in page.findChildren(QWidget) if each.isVisibleTo(page) and not _is_silent(each, page)]
    texts = [each for each in parts if each.property(SPOKEN) or isinstance(each, QLabel)]
    buttons: list[QWidget] = [each for each in parts if isinstance(each, QAbstractButton) and each.isEnabled()]
    said: list[str | None] = [_said(each, page, alone=alone) for each in _as_read(page, texts)]
    can = [_said(each, page, alone=alone) for each in _as_read(page, buttons)]
    if page.private and not alone:
        said = [None]
    heard = [each for each in said if each]
    if None in said or None in can:
        heard.append(QCoreApplication.translate("Speech", "金額和個人資料只顯示在畫面上，不會唸出來。"))
    pressed = [each for each in can if each]
    if pressed:
        heard.append(QCoreApplication.translate("Speech", "可以按：{buttons}").format(buttons=_between().join(pressed)))
    return heard


def joined(said: list[str]) -> str:
    """One after the other, with a pause between them."""
    return _stop().join(each.rstrip("。. ") for each in said)


def said_around(window: QWidget) -> str:
    """What can be pressed on every screen: the tools, the step back, the end."""
    found = window.findChildren(QAbstractButton)
    buttons: list[QWidget] = [each for each in found if each.isVisibleTo(window) and not _is_of_a_page(each, window)]
    names = [_name(each) for each in _as_read(window, buttons)]
    return QCoreApplication.translate("Speech", "每個畫面都有：{buttons}").format(
        buttons="，".join(name for name in names if name)
    )


def _said(widget: QWidget, page: Page[Any], *, alone: bool) -> str | None:
    """What is said of it: nothing when there is nothing, None when it is kept back."""
    instead = widget.property(SPOKEN)
    text = instead if isinstance(instead, str) else _name(widget)
    if not alone and not page.public and not widget.property(PUBLIC) and _FIGURE.search(text):
        aloud = widget.property(ALOUD)
        return _spoken(aloud) if isinstance(aloud, str) and aloud else None
    return _spoken(text)


def _name(widget: QWidget) -> str:
    if isinstance(widget, QAbstractButton):
        return widget.text() or widget.accessibleName()
    if isinstance(widget, Text):
        return widget.full_text()
    return widget.text() if isinstance(widget, QLabel) else ""


def _is_silent(widget: QWidget, page: QWidget) -> bool:
    at: QWidget | None = widget
    while at is not None and at is not page:
        if at.property(UNSPOKEN) or isinstance(at, NumPad) or (at is not widget and at.property(SPOKEN)):
            return True
        # A button's labels are the button's name.
        if at is not widget and isinstance(at, QAbstractButton):
            return True
        at = at.parentWidget()
    return False


def _is_of_a_page(widget: QWidget, window: QWidget) -> bool:
    at: QWidget | None = widget
    while at is not None and at is not window:
        if isinstance(at, Page):
            return True
        at = at.parentWidget()
    return False


def _spoken(text: str) -> str:
    """Signs that only eyes understand, in words; codes letter by letter."""
    money = QCoreApplication.translate("Speech", "{amount} 元")
    words = _MONEY.sub(lambda found: money.format(amount=found[1].replace(",", "")), text)
    words = _TAIL.sub(_spelled, _CODE.sub(_spelled, words))
    return words.replace(" → ", _between()).replace("\n", _stop()).strip(" ●＿")


def _spelled(code: re.Match[str]) -> str:
    return _between().join(code[0].replace("-", ""))


def _between() -> str:
    return "，" if current_language() == SOURCE else ", "


def _stop() -> str:
    return "。" if current_language() == SOURCE else ". "


def _as_read(page: QWidget, widgets: list[QWidget]) -> list[QWidget]:
    def place(widget: QWidget) -> tuple[int, int]:
        corner = widget.mapTo(page, QPoint(0, 0))
        return corner.y(), corner.x()

    return sorted(widgets, key=place)
