"""`citycard self-test`: opens both windows without a display, reads an imitated card, writes and reads a store.

What the bundle is tried with: whatever it lacks shows here.
"""

import argparse
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from citycard_app.cli import EXIT_FAILED
from citycard_app.complaint import ensure_qt
from citycard_app.first_paint import FirstPaint
from citycard_app.practice import practice_settings
from citycard_app.station_window import show
from domain.events import PatronLookedUp
from domain.media import Medium, MediumType
from domain.ports import CardPresented, ReaderEvent
from kiosk import app as kiosk_app
from offline_store.vault import open_vault
from reader_drivers import virtual
from station.clock import SystemClock
from station.settings import StationSettings
from station.station import Station
from station.wiring import open_journal, open_station
from terminal import app as terminal_app
from ui.fonts import find_font

_CARD = Medium(MediumType.UID, bytes.fromhex("04A1B2C3D4E5F6"))
_ANSWER_S = 10.0
_FEWEST_COLOURS = 3
"""A window that was drawn has at least a ground, a text and the edges between them."""


def run(_arguments: argparse.Namespace) -> int:
    """Do everything and say how it went; 0 when all went well."""
    app = ensure_qt()
    with tempfile.TemporaryDirectory(prefix="citycard-self-test-") as folder:
        settings = practice_settings(Path(folder) / "state")
        results = {
            "資料庫 store": _store_keeps(settings),
            "讀卡 card": _card_is_read(settings),
            "字型 font": find_font().draws_chinese,
            "櫃台 terminal": _window_opens(app, settings, terminal_app.open_window),
            "自助機 kiosk": _window_opens(app, settings, kiosk_app.open_window),
        }
    for name, passed in results.items():
        print(f"{'✓' if passed else '✕'} {name}")
    return 0 if all(results.values()) else EXIT_FAILED


def _store_keeps(settings: StationSettings) -> bool:
    """Write one event, close, open again: it is still there, and the chain is whole."""
    kept = open_vault(settings.directory, settings.store.secrets).load()
    if kept is None:
        return False
    journal = open_journal(settings, kept, SystemClock())
    with journal.act() as act:
        written = act.append(PatronLookedUp(service="self-test", found=False))
    journal.close()
    journal = open_journal(settings, kept, SystemClock())
    try:
        return journal.event(written.op_id) == written and journal.verify() == []
    finally:
        journal.close()


def _card_is_read(settings: StationSettings) -> bool:
    """Lay a card on the imitated reader; the station's card worker reports it."""
    read = threading.Event()

    def listen(event: ReaderEvent) -> None:
        if isinstance(event, CardPresented) and event.medium == _CARD:
            read.set()

    station = open_station(settings)
    station.cards.subscribe(listen)
    station.start()
    try:
        virtual.field().place(_CARD)
        return read.wait(_ANSWER_S)
    finally:
        virtual.field().take_away()
        station.stop()


def _window_opens(app: QApplication, settings: StationSettings, open_window: Callable[[Station], QWidget]) -> bool:
    """Open the application's window; it is drawn, and with more than one colour."""
    drawn: list[bool] = []

    def painted(window: QWidget) -> None:
        picture = window.grab().toImage()
        places = ((x, y) for x in range(0, picture.width(), 4) for y in range(0, picture.height(), 4))
        drawn.append(len({picture.pixel(x, y) for x, y in places}) >= _FEWEST_COLOURS)
        app.exit()

    _watching = FirstPaint(app, painted)
    show(settings, open_window, QWidget.show)
    _take_down(app)
    return drawn == [True]


def _take_down(app: QApplication) -> None:
    """A window outlives its closing, and would still follow the language when its station is gone."""
    for window in app.topLevelWidgets():
        window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
