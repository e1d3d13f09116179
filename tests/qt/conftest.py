"""Real widgets on Qt's offscreen platform, in the font and the source language of the screens."""

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from tests.qt.terminal_rig import closed_desk, counter, desk  # noqa: F401 (fixtures)
from ui.bridge import close_background
from ui.fonts import install_font
from ui.i18n import SOURCE, current_language, set_language


@pytest.fixture(scope="session")
def qapp(qapp_args: list[str], qapp_cls: type[QApplication]) -> QApplication:
    """The one application, with the font that the windows use."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else qapp_cls(qapp_args)
    assert install_font(application).draws_chinese, "no font that draws Chinese is installed (fonts-noto-cjk)"
    return application


@pytest.fixture(autouse=True)
def _source_language(qapp: QApplication) -> Iterator[None]:
    """Every test begins in Chinese and leaves no worker thread behind."""
    yield
    if current_language() != SOURCE:
        set_language(SOURCE)
    close_background()
