"""The staff application's start."""

import sys

from PySide6.QtWidgets import QApplication

from station.station import Station
from terminal.window import TerminalWindow
from ui.fonts import install_font
from ui.i18n import set_language


def run(station: Station) -> int:
    """Show the window of a station until it is closed; Qt's exit status. Main thread.

    The station is the caller's, who starts it before and stops it afterwards.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    install_font(application)
    set_language(station.settings.screen.language)
    window = open_window(station)
    window.showMaximized()
    try:
        return application.exec()
    finally:
        window.close()


def open_window(station: Station) -> TerminalWindow:
    """The window of a station, started or not, not shown yet. GUI thread, with font and language installed.

    Close the window before the station is stopped.
    """
    return TerminalWindow(station)
