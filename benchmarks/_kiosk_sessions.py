"""One kiosk in a process of its own, and sessions at it one after the other: a whole redemption each, with its receipt.

Called by `kiosk.py` as `python -m benchmarks._kiosk_sessions STATE READER PEOPLE SESSIONS`; prints one JSON object.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtWidgets import QAbstractButton, QApplication

from domain.media import Medium, MediumType
from kiosk.app import open_window
from kiosk.states import Attract, Balance, Confirm, Result, SecondFactor
from kiosk.window import KioskWindow
from reader_drivers.virtual import VirtualField, field
from station.settings import ReaderSettings, ScreenSettings, StationSettings, StoreSettings, load
from station.station import Station
from station.wiring import open_station
from ui.application import application

BIRTHDAY = "0105"
_LONGEST_S = 30.0
_GLASS = (540, 960)
_LANGUAGE_EVERY, _SIZE_EVERY, _RECEIPT_EVERY = 10, 25, 5
_MARKS = 10
"""How often memory is looked at."""


class Visitor:
    """Whoever comes to the kiosk, again and again. GUI thread."""

    def __init__(self, window: KioskWindow, reader: VirtualField, people: int) -> None:
        self._window = window
        self._people = people
        self._reader = reader
        self.ends: Counter[str] = Counter()

    def come(self, number: int) -> None:
        """One session: a whole redemption. Some change the language or the size of the letters, some look at their receipt."""
        if number % _LANGUAGE_EVERY == 0:
            self._press("kiosk.language")
        if number % _SIZE_EVERY == 0:
            self._press("kiosk.text_size")
        self._reader.place(card_of(number % self._people))
        self._until(lambda: isinstance(self._window.flow.state, Balance))
        state = self._window.flow.state
        least_ntd = state.person.balance.offered_ntd[0] if isinstance(state, Balance) else 0
        self._press("kiosk.balance.begin", f"kiosk.amount.{least_ntd}")
        if isinstance(self._window.flow.state, SecondFactor):
            self._press(*(f"kiosk.second_factor.pad.{digit}" for digit in BIRTHDAY), "kiosk.second_factor.next")
        if not isinstance(self._window.flow.state, Confirm):
            raise SystemExit(f"{type(self._window.flow.state).__name__} instead of the last question")
        self._press("kiosk.confirm.go")
        self._until(lambda: isinstance(self._window.flow.state, Result))
        state = self._window.flow.state
        self.ends[state.end if isinstance(state, Result) else ""] += 1
        if number % _RECEIPT_EVERY == 0:
            self._press("kiosk.result.receipt", "kiosk.back")
        self._press("kiosk.leave")
        self._reader.take_away()
        self._until(lambda: self._window.flow.state == Attract())

    def _press(self, *names: str) -> None:
        for name in names:
            button = self._window.findChild(QAbstractButton, name)
            if not isinstance(button, QAbstractButton):
                raise SystemExit(f"there is no {name}")
            button.click()
            QApplication.processEvents()

    def _until(self, true: Callable[[], bool]) -> None:
        give_up_s = time.monotonic() + _LONGEST_S
        while not true():
            if time.monotonic() > give_up_s:
                raise SystemExit(f"nothing follows {self._window.flow.state}")
            QApplication.processEvents()
            time.sleep(0.001)


def card_of(person: int) -> Medium:
    """The card of one of the people, counted from 0."""
    return Medium(MediumType.UID, b"\x04" + person.to_bytes(6, "big"))


def resident_mb() -> float:
    """Resident memory of this process, in millions of bytes."""
    return float(psutil.Process().memory_info().rss) / 1_000_000


def settings_of(state: Path, reader: str) -> StationSettings:
    """Of the enrolled kiosk in `state`, with an in-process reader."""
    noted = load(None, {"CITYCARD_STATE": str(state)})
    return StationSettings(
        state=str(state),
        platform=noted.platform,
        reader=ReaderSettings(driver="virtual", name=reader),
        store=StoreSettings(secrets="file"),
        screen=ScreenSettings(full_screen=False, reduced_motion=True),
    )


def run(station: Station, reader: str, people: int, sessions: int) -> dict[str, object]:
    """All sessions; resident memory by how many there had been."""
    window = open_window(station)
    window.resize(*_GLASS)
    window.show()
    visitor, marks = Visitor(window, field(reader), people), {}
    begun_s = time.monotonic()
    for number in range(1, sessions + 1):
        visitor.come(number)
        if number % max(1, sessions // _MARKS) == 0:
            marks[number] = round(resident_mb(), 1)
    seconds = time.monotonic() - begun_s
    window.close()
    return {"marks": marks, "ends": dict(visitor.ends), "seconds": round(seconds, 1)}


def main(state: str, reader: str, people: str, sessions: str) -> None:
    """Open the kiosk, let them come, and say what memory that took."""
    settings = settings_of(Path(state), reader)
    app = application("zh_TW")
    station = open_station(settings)
    station.start()
    try:
        give_up_s = time.monotonic() + _LONGEST_S
        while not station.counter.look(card_of(int(people) - 1)).known and time.monotonic() < give_up_s:
            app.processEvents()
            time.sleep(0.05)
        print(json.dumps(run(station, reader, int(people), int(sessions))))
    finally:
        station.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
