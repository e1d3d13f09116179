"""The kiosk as an application."""

import sys

from PySide6.QtWidgets import QApplication

from kiosk.window import KioskWindow
from station.station import Station
from ui.fonts import install_font
from ui.i18n import set_language


def run(station: Station, windowed: bool = False) -> int:
    """Start the station, show the kiosk until its window is closed, stop the station; returns the exit status.

    `windowed` overrules the setting `screen.full_screen`. Makes the QApplication when there is none; main thread.
    """
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    install_font(application)
    set_language(station.settings.screen.language)
    window = open_window(station)
    if station.settings.screen.full_screen and not windowed:
        window.showFullScreen()
    else:
        window.show()
    try:
        station.start()
        return application.exec()
    finally:
        window.close()
        station.stop()


def open_window(station: Station) -> KioskWindow:
    """The kiosk's window, not yet shown, in a QApplication that has its font and language already. Close it before the
    station is stopped."""
    return KioskWindow(station)
