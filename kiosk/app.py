"""The kiosk as an application opens it."""

from domain.ports import Clock
from kiosk.limits import WORKING_S
from kiosk.states import Reading, Working
from kiosk.window import KioskWindow
from station.station import Station

LONGEST_WAIT_S = WORKING_S + 30
"""A kiosk that waits longer for its own desk hangs: every limit of the flow and of the desk is below it."""


def waits_for_desk(window: KioskWindow) -> object | None:
    """The state in which the window waits for its desk, another object for another wait; None when it waits for nobody."""
    state = window.flow.state
    return state if isinstance(state, Reading | Working) else None


def open_window(station: Station, clock: Clock | None = None) -> KioskWindow:
    """The window of a station, started or not, not shown yet. GUI thread, with font and language installed.

    Show it with `showFullScreen()` on a kiosk. Close it before the station is stopped. `clock` tells how long nobody has
    touched the screen.
    """
    return KioskWindow(station, clock)
