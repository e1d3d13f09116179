"""One kiosk in a process of its own, and taps at it one after the other, each timed from the reader's report of the card.

Called by `kiosk.py` as `python -m benchmarks._kiosk_taps STATE READER PEOPLE TAPS`; prints one JSON object. `sound`: the sound
for a card that was read is asked for; `painted`: the first frame that tells of it is painted; `answer`: the points are painted.
`bare`: a thread tells a bare window of the same size, which paints one label. How long a loudspeaker takes after it was asked
is not in it.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget

from benchmarks._kiosk_sessions import card_of, settings_of
from domain.ports import CardPresented, ReaderEvent
from kiosk.app import open_window
from kiosk.window import KioskWindow
from reader_drivers.virtual import field
from station.settings import ScreenSettings
from station.station import Station
from station.wiring import open_station
from ui.application import application
from ui.sounds import Sound

GLASS = (1080, 1920)
_LONGEST_MS = 30_000
_CALM_MS = 400
"""Between two taps: screens have come in."""


class Watch(QObject):
    """Hears of each step of the tap that is under way."""

    def __init__(self, station: Station, window: KioskWindow) -> None:
        super().__init__()
        self._window = window
        self.at_s = 0.0
        self.noted_s: dict[str, float] = {}
        self._loop = QEventLoop()
        self._play = window.senses.sounds.play
        window.senses.sounds.play = self._played  # type: ignore[method-assign]
        station.cards.subscribe(self._on_reader)

    def look_at_pages(self) -> None:
        """Hear of the frames of the pages, which exist after the first tap."""
        for name in ("Reading", "Balance"):
            self._window._pages[name].installEventFilter(self)

    def until(self, true: Callable[[], bool], begin: Callable[[], object]) -> None:
        """Begin, and let the window live until it is so."""
        give_up = QTimer(self, singleShot=True, interval=_LONGEST_MS)
        give_up.timeout.connect(lambda: sys.exit(f"nothing follows {self._window.flow.state}"))
        look = QTimer(self, interval=5)
        look.timeout.connect(lambda: self._loop.quit() if true() else None)
        give_up.start()
        look.start()
        QTimer.singleShot(0, self, begin)
        self._loop.exec()
        give_up.stop()
        look.stop()

    def _on_reader(self, event: ReaderEvent) -> None:
        if isinstance(event, CardPresented):
            self.at_s = event.at_s

    def _played(self, sound: Sound) -> None:
        self._note(f"sound {sound}")
        self._play(sound)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook; after this event the whole frame has been painted and handed over."""
        if event.type() == QEvent.Type.Paint and self._window.page() is watched:
            name = watched.objectName()
            QTimer.singleShot(0, self, lambda: self._note(name))
        return False

    def _note(self, what: str) -> None:
        self.noted_s.setdefault(what, time.monotonic())


def taps(station: Station, reader: str, people: int, count: int) -> list[dict[str, float]]:
    """Each tap's steps in seconds; the very first one, which makes the pages, is none of them."""
    window = open_window(station)
    window.resize(*GLASS)
    window.show()
    watch, hand, seen = Watch(station, window), field(reader), []
    for number in range(count + 1):
        medium = card_of(number % people)
        watch.noted_s = {}
        watch.until(lambda: type(window.flow.state).__name__ == "Balance", lambda medium=medium: hand.place(medium))  # type: ignore[misc]
        if number == 0:
            watch.look_at_pages()
        else:
            watch.until(lambda: "kiosk.balance" in watch.noted_s, lambda: None)
            at_s = {what: noted_s - watch.at_s for what, noted_s in watch.noted_s.items()}
            first = min(at_s.get("kiosk.reading", at_s["kiosk.balance"]), at_s["kiosk.balance"])
            seen.append({"sound": at_s["sound read"], "painted": first, "answer": at_s["kiosk.balance"]})
        watch.until(lambda: type(window.flow.state).__name__ == "Attract", hand.take_away)
        calm_s = time.monotonic() + _CALM_MS / 1_000
        watch.until(lambda calm_s=calm_s: time.monotonic() > calm_s, lambda: None)  # type: ignore[misc]
    window.close()
    return seen


class _Bare(QWidget):
    told = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.took_s: list[float] = []
        self._at_s = 0.0
        self._label = QLabel("", self)
        self._label.setGeometry(0, 0, *GLASS)
        self._label.installEventFilter(self)
        self.told.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self.resize(*GLASS)

    def _show(self, at_s: float) -> None:
        self._at_s = at_s
        self._label.setText(f"{at_s:.3f}")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._at_s:
            at_s, self._at_s = self._at_s, 0.0
            QTimer.singleShot(0, self, lambda: self.took_s.append(time.monotonic() - at_s))
        return False


def bare(count: int) -> list[float]:
    """The same path with nothing around it: a thread tells a window, which paints a label."""
    window, loop = _Bare(), QEventLoop()
    window.show()

    def tell() -> None:
        for _ in range(count):
            time.sleep(0.05)
            window.told.emit(time.monotonic())

    thread = threading.Thread(target=tell)
    look = QTimer(window, interval=5)
    look.timeout.connect(lambda: loop.quit() if len(window.took_s) >= count else None)
    look.start()
    thread.start()
    loop.exec()
    thread.join()
    window.close()
    return window.took_s


def main(state: str, reader: str, people: str, count: str) -> None:
    """Open the kiosk, tap, and say how long each step took."""
    settings = msgspec.structs.replace(settings_of(Path(state), reader), screen=ScreenSettings(full_screen=False))
    app = application("zh_TW")
    station = open_station(settings)
    station.start()
    try:
        give_up_s = time.monotonic() + _LONGEST_MS / 1_000
        while not station.counter.look(card_of(int(people) - 1)).known and time.monotonic() < give_up_s:
            app.processEvents()
            time.sleep(0.05)
        print(json.dumps({"taps": taps(station, reader, int(people), int(count)), "bare": bare(int(count))}))
    finally:
        station.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
