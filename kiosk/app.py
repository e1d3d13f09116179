"""The kiosk as an application opens it."""

from domain.ports import Clock
from kiosk.window import KioskWindow
from station.station import Station


def open_window(station: Station, clock: Clock | None = None) -> KioskWindow:
    """The window of a station, started or not, not shown yet. GUI thread, with font and language installed.

    Show it with `showFullScreen()` on a kiosk. Close it before the station is stopped. `clock` tells how long nobody has
    touched the screen.
    """
    return KioskWindow(station, clock)
