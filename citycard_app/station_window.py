"""A station's window from opening to closing."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from reader_drivers.catalogue import Opened
from station.settings import StationSettings
from station.station import Station
from station.wiring import open_station
from ui.application import application
from ui.key_capture import KeyCapture

_Window = TypeVar("_Window", bound=QWidget)


def feed(application: QCoreApplication, opened: Opened) -> Callable[[], None]:
    """Give the station's readers the keys and the camera's pictures that they need; returns what ends that. Main thread."""
    ending = ExitStack()
    if opened.keystrokes is not None:
        ending.callback(KeyCapture(application, opened.keystrokes).close)
    if opened.frames is not None:
        # Qt Multimedia takes its time, which only a station with a camera spends.
        from ui.camera import CameraCapture

        ending.callback(CameraCapture(opened.camera, opened.frames).close)
    return ending.close


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
        closing.callback(feed(running, station.opened))
        appear(window)
        station.start()
        return running.exec()
