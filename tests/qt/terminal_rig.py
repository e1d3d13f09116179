"""A clerk at the staff application's real window: a real station, a real platform over HTTP, an in-process reader."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
import sqlalchemy as sa
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from central import admin
from central.schema import journal
from citycard_app.demo_data import CARDS, DEMO_PIN, DemoPerson
from domain.errors import Code
from domain.events import Event, decode
from domain.wire import ActivityRow
from station.clock import SystemClock
from station.settings import StaffSettings
from station.views import ActivityView
from terminal.app import open_window
from terminal.keys import key_of
from terminal.names import facts_asked
from terminal.window import TerminalWindow
from tests.station_rig import City
from ui.fields import FieldRow
from ui.outcome import OutcomeBanner
from ui.status_line import StatusLine

Found = TypeVar("Found", bound=QWidget)
_PATIENCE_S = 15.0
_STEADY_S = 0.8
"""Several times as long as one exchange with the platform."""


class ShiftedClock(SystemClock):
    """The machine's clock, put forward by tests; station and platform share it."""

    def __init__(self) -> None:
        self.ahead_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self.ahead_ms

    def monotonic_s(self) -> float:
        return super().monotonic_s() + self.ahead_ms / 1000

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.ahead_ms += round(seconds * 1000)


def live(seconds: float) -> None:
    """Let the window live for so long. (`QTest.qWait` would hold Python's lock and keep every other thread waiting.)"""
    end_s = time.monotonic() + seconds
    while True:
        QCoreApplication.processEvents()
        if time.monotonic() >= end_s:
            return
        time.sleep(0.002)


class Desk:
    """What a clerk can do and see. Keys go to whatever has the focus, as from a keyboard."""

    def __init__(self, city: City, clock: ShiftedClock) -> None:
        self.city = city
        self.clock = clock
        self.keys_pressed = 0
        self.window: TerminalWindow

    def open(self, idle_s: float = 900.0) -> "Desk":
        """Start the station and show its window."""
        settings = self.city.settings("counter")
        self.city._settings["counter"] = msgspec.structs.replace(settings, staff=StaffSettings(idle_s=idle_s))
        self.station = self.city.station("counter")
        self.window = open_window(self.station)
        self.window.resize(1024, 768)
        self.window.show()
        QTest.qWaitForWindowActive(self.window)
        return self

    # --- hands ---

    def put(self, card: str) -> None:
        """Lay a card on the reader, until the window has seen it."""
        self.city.put("counter", card)
        self.until(lambda: self.window.place.card is not None and self.window.place.card.medium == CARDS[card].medium)

    def take_away(self) -> None:
        """Take the card away, until the window has seen it."""
        self.city.take_away("counter")
        self.until(lambda: self.window.place.card is None)

    def key(self, key: Qt.Key, times: int = 1) -> None:
        """Press and release a key."""
        for _ in range(times):
            self.keys_pressed += 1
            QTest.keyClick(QApplication.focusWidget() or self.window, key)
            QCoreApplication.processEvents()

    def press_work_list(self) -> None:
        """Press Ctrl+F7."""
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, Qt.Key.Key_F7, Qt.KeyboardModifier.ControlModifier)
        QCoreApplication.processEvents()

    def press_open_loads(self) -> None:
        """Press Shift+F6."""
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        QCoreApplication.processEvents()

    def enter(self) -> None:
        """Press Enter."""
        self.key(Qt.Key.Key_Return)

    def write(self, text: str) -> None:
        """Type; Chinese comes character by character as an input method commits it."""
        for character in text:
            self.keys_pressed += 1
            target = QApplication.focusWidget()
            assert target is not None
            if character.isascii():
                QTest.keyClicks(target, character)
            else:
                composed = QInputMethodEvent()
                composed.setCommitString(character)
                QCoreApplication.sendEvent(target, composed)

    def retype(self, field: str, text: str) -> None:
        """Type something else into a field."""
        edit = self.find(field, QLineEdit)
        edit.setFocus()
        edit.selectAll()
        self.key(Qt.Key.Key_Delete)
        self.write(text)

    def sign_in(self, card: str = "clerk") -> None:
        """Card, PIN, Enter."""
        self.put(card)
        self.until(lambda: self.shown("terminal.sign_in.pin"))
        self.write(DEMO_PIN)
        self.enter()
        self.until(lambda: self.station.staff.session is not None and not self.shown("terminal.sign_in"))

    def try_pin(self, pin: str) -> None:
        """Type a PIN and wait until it has been checked."""
        self.until(lambda: self.find("terminal.sign_in.submit").isEnabled())
        self.write(pin)
        self.enter()
        self.until(lambda: not self.window._sign_in._once.running)

    def staff_wait_s(self) -> int:
        """The desk's own word on how long the clerk's next PIN has to wait."""
        return self.station.staff.recognise(CARDS["clerk"].medium).wait_s

    def particulars(self, person: DemoPerson, *facts: str) -> None:
        """Fill in the second step by keyboard; facts are ticked by their digits."""
        self.until(lambda: self.shown("terminal.issue.name"))
        self.write(person.name)
        self.enter()
        self.write(person.national_id)
        self.enter()
        born = person.birthday
        self.write(f"{born.year - 1911:03}{born.month:02}{born.day:02}")
        self.enter()
        self.write(person.district)
        self.enter()
        asked = facts_asked(self.station.programme)
        for fact in facts:
            self.write(key_of(asked.index(fact) + 1))
        self.enter()
        self.until(lambda: self.shown("terminal.issue.submit") or self.shown("terminal.issue.helpers_done"))

    def settle(self, kind: str = "", carrier: str = "1") -> None:
        """Kind, documents, carrier, consent, and that it is signed on paper, by digits; the last Enter is left to the test."""
        self.write(kind)
        self.enter()
        self.write("1")
        self.enter()
        self.write(carrier)
        self.enter()
        self.write("1")
        self.enter()
        self.write("1")

    def pass_time(self, seconds: float) -> None:
        """Put the clock forward; an exchange that was under way meanwhile measures nonsense, which the next one mends."""
        self.clock.advance(seconds)
        steady_s = time.monotonic()
        while time.monotonic() - steady_s < _STEADY_S:
            if abs(self.station.now_ms() - self.clock.now_ms()) > 1_000:
                steady_s = time.monotonic()
            live(0.02)

    def add_activity(self, activity: str, title: str, like: ActivityView) -> None:
        """The platform opens another activity, with type and times of one that there is."""
        row = ActivityRow(
            activity=activity,
            title=title,
            agency="示範機關",
            type=like.type,
            starts_ms=like.starts_ms,
            ends_ms=like.ends_ms,
            open=True,
        )
        admin.add_activity(self.city.platform.platform, row)

    # --- eyes ---

    def find(self, name: str, kind: type[Found] = QWidget) -> Found:  # type: ignore[assignment]
        """A widget that can be seen."""
        every: list[Found] = self.window.findChildren(kind, name)
        return next(each for each in every if each.isVisible())

    def hidden(self, name: str, kind: type[Found]) -> Found:
        """A widget of the window, seen or not."""
        found: Found | None = self.window.findChild(kind, name)
        assert found is not None
        return found

    def shown(self, name: str) -> bool:
        """Whether it can be seen."""
        return any(found.isVisible() for found in self.window.findChildren(QWidget, name))

    def text(self, name: str) -> str:
        """What a label or field says; nothing while it cannot be seen."""
        if not self.shown(name):
            return ""
        found: QWidget = self.find(name)
        assert isinstance(found, QLabel | QLineEdit)
        return found.text()

    def error(self, field: str) -> Code | None:
        """What is wrong beside a field."""
        return self.find(f"{field}.row", FieldRow).error()

    def banner(self, name: str) -> str:
        """Title and advice of an outcome that can be seen."""
        found = self.find(name, OutcomeBanner)
        return f"{found.title()} {found.what_to_do()}"

    def focus(self) -> str:
        """Object name of what has the focus."""
        focused = QApplication.focusWidget()
        return focused.objectName() if focused is not None else ""

    def until(self, ready: Callable[[], object]) -> None:
        """Let the window live until it is so."""
        deadline_s = time.monotonic() + _PATIENCE_S
        while not ready():
            assert time.monotonic() < deadline_s, "it never came about"
            live(0.005)

    def go_offline(self) -> None:
        """The platform is gone, and the window says so; nothing was waiting."""
        self.until(lambda: "待傳 0" in self.status())
        self.city.platform.stop()
        self.until(lambda: "離線" in self.status())

    def come_back(self) -> None:
        """The platform is there again, and the queue drains by itself."""
        self.city.platform.start()
        self.until(lambda: "已連線" in self.status() and "待傳 0" in self.status())

    def status(self) -> str:
        """The status line."""
        return self.hidden("terminal.status", StatusLine).text()

    def events(self, kind: str) -> list[Event]:
        """What the platform has received of a kind."""
        with self.city.platform.platform.store.engine.connect() as connection:
            bodies = connection.execute(sa.select(journal.c.body).order_by(journal.c.id)).scalars().all()
        return [event for event in map(decode, bodies) if event.kind == kind]

    def count(self, kind: str) -> int:
        """How many events of a kind the platform has received."""
        return len(self.events(kind))


@pytest.fixture
def closed_desk(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk whose window is still to be opened with `open()`."""
    clock = ShiftedClock()
    city = City(tmp_path, clock)
    monkeypatch.setattr(city, "clock", lambda _desk: clock)
    made = Desk(city, clock)
    yield made
    if hasattr(made, "window"):
        made.window.close()
        made.window.deleteLater()
        QCoreApplication.processEvents()
    city.close()


@pytest.fixture
def desk(closed_desk: Desk) -> Desk:
    """The open window, nobody signed in."""
    return closed_desk.open()


@pytest.fixture
def counter(desk: Desk) -> Desk:
    """The clerk is signed in, their card put away."""
    desk.sign_in()
    desk.take_away()
    return desk
