"""Taps at the event desk of a real station in its real window, each timed from the reader service to the painted frame."""

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget, QWidget

from benchmarks._tap_station import PIN, STAFF
from citycard_app.stage import Stage
from domain.media import Medium
from domain.ports import CardGone, CardPresented, ReaderEvent
from station.settings import StationSettings
from station.station import Station
from station.views import ActivityView, AttendanceCounts, TapResult
from station.wiring import open_station
from ui.application import application

_LONGEST_S = 20.0


class Hand(Protocol):
    """Lays cards on the station's reader."""

    def lay(self, medium: Medium) -> None:
        """Lay a card there."""
        ...

    def lift(self) -> None:
        """Lift it off."""
        ...


class TapTimes(msgspec.Struct):
    """One tap: seconds from the reader service's report to each step."""

    medium_s: float = 0.0
    decided_s: float = 0.0
    painted_s: float = 0.0


class _Watch(QObject):
    """Hears of each step of the tap that is under way. Each step is told on another thread."""

    def __init__(self, station: Station, label: QLabel) -> None:
        super().__init__()
        self._label = label
        self._desk = station.events
        self._reported_s = 0.0
        self._tail = ""
        self.times = TapTimes()
        self.decided = threading.Event()
        self.painted = threading.Event()
        self.gone = threading.Event()
        station.cards.subscribe(self._on_reader)
        station.events = self  # type: ignore[assignment]
        label.installEventFilter(self)

    def expect(self, medium: Medium) -> None:
        """The next tap."""
        self.times = TapTimes()
        self._tail = medium.value[-2:].hex().upper()
        self.decided.clear()
        self.painted.clear()
        self.gone.clear()

    def _on_reader(self, event: ReaderEvent) -> None:
        if isinstance(event, CardPresented):
            self._reported_s = event.at_s
            self.times.medium_s = time.monotonic() - event.at_s
        if isinstance(event, CardGone):
            self.gone.set()

    def activities(self) -> list[ActivityView]:
        """The event desk's."""
        return self._desk.activities()

    def counts(self, activity: str) -> AttendanceCounts:
        """The event desk's."""
        return self._desk.counts(activity)

    def tap(self, activity: str, medium: Medium) -> TapResult:
        """The event desk's; it returns when the decision is durable."""
        result = self._desk.tap(activity, medium)
        self.times.decided_s = time.monotonic() - self._reported_s
        self.decided.set()
        return result

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt's hook: the newest line of the list is painted with the rest of its frame."""
        if event.type() == QEvent.Type.Paint and self._tail and self._tail in self._label.text():
            # After this event, when the whole frame has been painted and handed over.
            QTimer.singleShot(0, self, self._frame)
        return False

    def _frame(self) -> None:
        if not self.painted.is_set():
            self.times.painted_s = time.monotonic() - self._reported_s
            self.painted.set()


def run_taps(
    settings: StationSettings, hand: Hand, taps: Iterable[Medium], each: Callable[[TapTimes], None], *, calm: bool
) -> None:
    """Tap every medium once and give its times to `each`, on another thread. Main thread. Raises `TimeoutError`.

    `calm`: each card is lifted when its frame has been painted. Otherwise the next takes its place as soon as it is decided.
    """
    from terminal.app import open_window

    station = open_station(settings)
    running = application(settings.screen.language)
    station.start()
    station.staff.sign_in(STAFF, PIN)
    window = open_window(station)
    window.resize(1280, 800)
    window.show()
    watch = _Watch(station, _choose_activity(window))
    problems: list[Exception] = []

    def work() -> None:
        try:
            _tap_all(watch, hand, taps, each, calm=calm)
        except Exception as problem:  # noqa: BLE001  # the top of the hand's thread; raised again below
            problems.append(problem)
        QTimer.singleShot(0, running, running.quit)

    thread = threading.Thread(target=work, name="hand")
    QTimer.singleShot(0, thread.start)
    running.exec()
    thread.join()
    window.close()
    station.stop()
    if problems:
        raise problems[0]


def _choose_activity(window: QWidget) -> QLabel:
    stage = Stage(window, Path())
    rows = stage.find(QListWidget, "terminal.event.activities")
    stage.until("the activity is listed", lambda: rows.count() == 1)
    rows.setFocus()
    rows.setCurrentRow(0)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    return stage.find(QLabel, "terminal.event.recent.0")


def _tap_all(watch: _Watch, hand: Hand, taps: Iterable[Medium], each: Callable[[TapTimes], None], *, calm: bool) -> None:
    for medium in taps:
        watch.expect(medium)
        hand.lay(medium)
        if not (watch.painted if calm else watch.decided).wait(_LONGEST_S):
            raise TimeoutError("no answer")
        each(watch.times)
        if calm:
            hand.lift()
            if not watch.gone.wait(_LONGEST_S):
                raise TimeoutError("the card does not leave")
    hand.lift()
