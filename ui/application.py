"""The one QApplication."""

import os
import sys

from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication

from ui.fonts import install_font
from ui.i18n import set_language

_PICTURES_KB = 1024
"""Every icon of a window at once; Qt would keep ten times as much of those that it shows no more."""


def application(language: str) -> QApplication:
    """The QApplication, made when there is none, with a font that draws Chinese, in `language`. Main thread."""
    running = QApplication.instance()
    if not isinstance(running, QApplication):
        running = QApplication(sys.argv[:1])
        QPixmapCache.setCacheLimit(_PICTURES_KB)
    install_font(running)
    set_language(language)
    return running


def has_screen() -> bool:
    """Whether a person could see a window here. Only X11 and Wayland sessions can be without a screen."""
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return False
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
