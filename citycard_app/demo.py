"""`citycard demo`: the whole system on this machine with fictional data, to play with or as a tour that drives itself."""

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from citycard_app.card_tray import CardTray
from citycard_app.demo_data import cards_of
from citycard_app.demo_programme import CITY
from citycard_app.demo_world import DemoWorld
from domain import taipei
from domain.errors import Code, EnvironmentProblem
from ui.application import application, has_screen


def run(arguments: argparse.Namespace) -> int:
    """Play, where there is a display; the tour with `--tour` or without one."""
    # A demo that is told to stop takes its platform and its readers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
    if arguments.tour or not has_screen():
        from citycard_app.tour import tour

        if arguments.programme != CITY:
            raise EnvironmentProblem(Code.PROGRAMME_INVALID, file=arguments.programme, where="--tour", expected=CITY)

        if not has_screen():
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        return tour(arguments.out)
    return play(arguments.programme)


def play(city: str = CITY) -> int:
    """Open counter, kiosk and card tray of a city, and stay until all are closed. Nothing of the demo outlives it."""
    from kiosk.app import open_window as open_kiosk
    from terminal.app import open_window as open_terminal

    running = application("zh_TW")
    print(_WELCOME)
    with tempfile.TemporaryDirectory(prefix="citycard-demo-") as folder, DemoWorld(Path(folder), city=city) as world:
        windows: list[QWidget] = [open_terminal(world.counter), open_kiosk(world.kiosk), tray(world)]
        _arrange(windows)
        world.counter.start()
        world.kiosk.start()
        return running.exec()


def tray(world: DemoWorld) -> CardTray:
    """The cards of the world's city."""
    cards = cards_of(world.counter.programme, taipei.day(world.counter.now_ms()))
    return CardTray(world.readers, world.purse, cards, world.show_phone)


def _arrange(windows: list[QWidget]) -> None:
    """Counter at the left, kiosk beside it, the tray at the right edge; overlapping on a small screen."""
    room = QGuiApplication.primaryScreen().availableGeometry()
    counter, kiosk, tray = windows
    tray.resize(min(_TRAY_WIDTH, room.width()), min(room.height(), 1000))
    kiosk.resize(min(_KIOSK_WIDTH, room.width()), min(room.height(), 920))
    counter.resize(max(_COUNTER_WIDTH, room.width() - tray.width() - kiosk.width()), min(room.height(), 800))
    counter.move(room.left(), room.top())
    kiosk.move(max(room.left(), room.right() - tray.width() - kiosk.width()), room.top())
    tray.move(max(room.left(), room.right() - tray.width()), room.top())
    for window in windows:
        window.show()


_TERMINATED = 143
_COUNTER_WIDTH, _KIOSK_WIDTH, _TRAY_WIDTH = 1024, 520, 372
_WELCOME = """\
示範開始：櫃檯、自助機與卡片匣三個視窗。所有人物與卡片都是虛構的。
  1. 在卡片匣把「示範承辦的人員證」放到櫃檯，輸入 PIN 246810。
  2. 按 F2 發卡、F3 綁卡、F4 活動簽到、F5 圖書館、F6 儲值與查詢。
  3. 把「示範長者的敬老卡」放到自助機，兌換點數（生日 0105）。
  4. 把「示範電子錢包卡」放到自助機儲值（生日 0412）；勾選「下次寫入時抽走卡片」，看系統怎麼補救。
  5. 把「示範長者的手機」給自助機或櫃檯掃：不用卡片也能查點數、簽到、借書。
The demo: counter, kiosk and card tray. Every person and card is fictional. Close all windows to end it."""
