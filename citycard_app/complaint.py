"""An error on the command line: what happened and what to do, in both languages."""

import os
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from domain.errors import CityCardError
from ui import i18n
from ui.application import has_screen
from ui.messages import words as words_of

_UNATTENDED_S = 60
"""After so long the box closes by itself, so that a kiosk's supervisor can start it again."""


def complain(problem: CityCardError, *, windowed: bool) -> None:
    """Say on standard error what happened and what to do; in a box too when a window was wanted and nobody reads that.

    GUI thread.
    """
    boxed = windowed and has_screen() and not (sys.stderr and sys.stderr.isatty())
    ensure_qt(boxed)
    lines = _lines(problem)
    if sys.stderr:
        print("\n".join([f"✕ [{problem.code.value}]", *(f"  {line}" for line in lines)]), file=sys.stderr)
    if boxed:
        box = QMessageBox(QMessageBox.Icon.Critical, "市民卡 City card", "\n\n".join(lines))
        QTimer.singleShot(_UNATTENDED_S * 1000, box, box.reject)
        box.exec()


def words(problem: CityCardError) -> str:
    """What happened and what to do, as one line. GUI thread."""
    ensure_qt()
    return " ".join(_lines(problem))


def ensure_qt(with_screen: bool = False) -> QApplication:
    """The one QApplication, on a screen or without: translations and fonts need it. GUI thread."""
    running = QApplication.instance()
    if not isinstance(running, QApplication):
        if not with_screen:
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        running = QApplication(sys.argv[:1])
        _kept.append(running)
    return running


_kept: list[QApplication] = []
"""Qt must live until the program ends."""


def _lines(problem: CityCardError) -> list[str]:
    """The words in every language of the screens."""
    before = i18n.current_language()
    try:
        return list(dict.fromkeys(_said(problem, language) for language in i18n.LANGUAGES))
    finally:
        i18n.set_language(before)


def _said(problem: CityCardError, language: str) -> str:
    i18n.set_language(language)
    title, what_to_do = words_of(problem)
    return f"{title}。{what_to_do}" if language == i18n.SOURCE else f"{title}. {what_to_do}"
