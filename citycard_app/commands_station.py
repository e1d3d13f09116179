"""The commands of a station: `enrol`, `terminal`, `kiosk`."""

import argparse
import os

from station.clock import SystemClock
from station.enrolment import enrol as enrol_station
from station.settings import load
from station.succession import enrol_again


def enrol(arguments: argparse.Namespace) -> int:
    """Introduce this station to the platform. Raises what `station.enrolment.enrol` raises."""
    settings = load(None, {**os.environ, "CITYCARD_STATE": str(arguments.state)})
    introduce = enrol_again if arguments.again else enrol_station
    identity = introduce(settings, arguments.url, arguments.code, SystemClock(), demo=arguments.demo)
    print(f"已登錄 Enrolled: {identity.name}（{identity.site}）[{', '.join(identity.roles)}]")
    print(f"資料夾 State folder: {settings.directory}")
    return 0


def terminal(arguments: argparse.Namespace) -> int:
    """The counter, event and library desk."""
    from PySide6.QtWidgets import QWidget

    from citycard_app.station_window import show
    from terminal.app import open_window

    settings = load(arguments.settings)
    return show(settings, open_window, QWidget.showMaximized if settings.screen.full_screen else QWidget.show)


def kiosk(arguments: argparse.Namespace) -> int:
    """The self-service kiosk."""
    from PySide6.QtWidgets import QWidget

    from citycard_app.station_window import show
    from kiosk.app import open_window

    settings = load(arguments.settings)
    full_screen = settings.screen.full_screen and not arguments.windowed
    return show(settings, open_window, QWidget.showFullScreen if full_screen else QWidget.show)
