"""A station's window from opening to closing."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from station.settings import StationSettings
from station.station import Station
from station.wiring import open_station
from ui.application import application

_Window = TypeVar("_Window", bound=QWidget)


def show(settings: StationSettings, open_window: Callable[[Station], _Window], appear: Callable[[_Window], None]) -> int:
    """Bring the station to life behind its window until that is closed; Qt's exit code. Main thread.

    `appear` shows the window that `open_window` made. Raises `EnvironmentProblem` as `open_station` does; then nothing
    has been opened.
    """
    with ExitStack() as closing:
        station = open_station(settings)
        closing.callback(station.stop)
        running = application(settings.screen.language)
        window = open_window(station)
        closing.callback(window.close)
        appear(window)
        station.start()
        return running.exec()
