"""The commands of a station: `enrol`, `terminal`, `kiosk`."""

import argparse
import os
import sys

from station.clock import SystemClock
from station.enrolment import enrol as enrol_station
from station.settings import load
from station.succession import enrol_again

EXIT_BY_STAFF = 88
"""A kiosk that staff have ended: whoever keeps it running is not to begin it again (packaging/systemd)."""


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
    from citycard_app.core_dumps import forbid_core_dumps
    from citycard_app.station_window import show
    from citycard_app.watchdog import Stuck, Watchdog
    from kiosk.app import LONGEST_WAIT_S, open_window, waits_for_desk
    from kiosk.cursor import NoCursor
    from kiosk.window import KioskWindow
    from ui.application import application

    forbid_core_dumps()

    settings = load(arguments.settings)
    full_screen = settings.screen.full_screen and not arguments.windowed
    ends: list[bool] = []

    def appear(window: KioskWindow) -> None:
        window.ended.connect(ends.append)
        window.ended.connect(lambda _again: window.close())
        watchdog = Watchdog(Stuck(lambda: waits_for_desk(window), LONGEST_WAIT_S), parent=window)
        if full_screen:
            NoCursor(application(settings.screen.language))
            window.showFullScreen()
        else:
            window.show()
        watchdog.begin()

    code = show(settings, open_window, appear)
    if not ends:
        return code
    return begin_anew() if ends[0] else EXIT_BY_STAFF


def begin_anew() -> int:
    """This program again in this process's place, with the same words; returns only where that is not possible."""
    words = sys.argv[1:] if getattr(sys, "frozen", False) else sys.orig_argv[1:]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *words])  # noqa: S606 (ourselves, with our own words)
