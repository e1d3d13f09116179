"""The staff application's entry."""

from station.station import Station
from terminal.window import TerminalWindow


def open_window(station: Station) -> TerminalWindow:
    """The window of a station, started or not, not shown yet. GUI thread, with font and language installed.

    Close the window before the station is stopped.
    """
    return TerminalWindow(station)
