"""A monkey at a kiosk: seeded random touches, keys, cards, torn cards, lost networks, readers and printers, through the real
window on a real station with an in-process reader, its platform beside it. Time that nobody touches anything is imagined.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from unittest.mock import patch

import msgspec
import structlog
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from benchmarks._monkey_eyes import CLIPBOARD, Eyes, wait_for
from central import admin
from citycard_app import demo_city
from citycard_app.demo_data import CARDS
from domain.ids import new_op_id
from domain.media import Medium, MediumType
from kiosk.app import open_window
from kiosk.limits import WORKING_S
from kiosk.record_states import Opening, Proof
from kiosk.states import Attract, Cannot, OutOfService, Reading, SecondFactor, State, StillThere, Tick, Working
from reader_drivers.virtual import field
from station.settings import KioskSettings
from tests.clocks import SetClock
from tests.qt.phone_app import App
from tests.station_rig import City

GLASS = (1080, 1920)
DESK = "kiosk"
_HOLDERS = ("senior", "reader", "purse")
_BIRTHDAYS = {"senior": "0105", "reader": "0820", "purse": "0412"}
_RIGHT = 0.9
_ON = ("balance.begin", "amount.50", "amount.100", "confirm.go", "settled.go", "result.receipt", "receipt.print")
"""What leads on, screen by screen."""
_ANSWERED_S, _ALONE_S, _QUIET_S = 25.0, 260.0, 60.0
_LONGEST_S = WORKING_S + 2.0
"""No state stands longer untouched: all limits of the flow are below it."""
_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_F4, Qt.Key.Key_1)
_SELDOM = {
    **dict.fromkeys(("kiosk.leave", "kiosk.back", "kiosk.result.end"), 0.3),
    **dict.fromkeys((f"kiosk.{tool}" for tool in ("language", "reach", "speech", "contrast", "text_size")), 0.1),
}
"""Of the buttons that are always there."""
_WEIGHTS = {
    "press": 36,
    "poke": 4,
    "key": 3,
    "birthday": 30,
    "card": 14,
    "take_away": 5,
    "unreadable": 1,
    "tear": 3,
    "wait": 7,
    "alone": 1.5,
    "network": 1.2,
    "reader": 1,
    "paper": 2,
    "points": 2,
    "phone": 8,
}


class Monkey:
    """One kiosk and one monkey. Use it on the GUI thread, in a process with an application and a font. `close()` it."""

    def __init__(self, directory: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.steps: Counter[str] = Counter()
        self.pages: Counter[str] = Counter()
        self.last: list[str] = []
        """What was done lately, for whoever looks into what went wrong."""
        self._city = City(directory)
        self._printer = directory / "printer"
        self._printer.mkdir()
        kiosk = KioskSettings(printer=f"file:{self._printer / 'paper'}", headset=True)
        self._city._settings[DESK] = msgspec.structs.replace(self._city.settings(DESK), kiosk=kiosk)
        self._scanner = self._city.scanner(DESK)
        self._phones = {key: App(self._city, key) for key in ("senior", "reader")}
        self._shown = [phone.qr() for phone in self._phones.values()]
        self._station = self._city.station(DESK)
        self._field = field(self._station.main_reader)
        self.clock = SetClock()
        self.window = open_window(self._station, self.clock)
        self.window.resize(*GLASS)
        self.window.show()
        self.eyes = Eyes(self.window)
        for key, phone in self._phones.items():
            self.eyes.phones[phone.digest] = key
        self._online = self._plugged = True
        self._broken: list[str] = []
        QGuiApplication.clipboard().setText(CLIPBOARD)
        self._city.purse.leave_in_commit(None)
        self._ends = [self._listen(), self._watch_log()]

    # --- its life ---

    def live(self, seconds: float) -> list[str]:
        """Do whatever comes to mind for so long; everything that was wrong, which ends it."""
        until_s = time.monotonic() + seconds
        while time.monotonic() < until_s and not self.wrong():
            weights = self._weights()
            [name] = self.random.choices(list(weights), list(weights.values()))
            self._do(name)
        return self.wrong()

    def _weights(self) -> dict[str, float]:
        """What is away comes back soon, and where nobody is somebody comes: else little would happen."""
        weights = dict(_WEIGHTS)
        if not self._plugged:
            weights["reader"] = 15.0
        if not self._online:
            weights["network"] = 6.0
        if isinstance(self.window.flow.state, Attract | Cannot):
            weights["card"] = 60.0
        return weights

    def wrong(self) -> list[str]:
        """Everything so far."""
        return [*self._broken, *self.eyes.wrong]

    def settle(self) -> list[str]:
        """Put everything back in order, let everything arrive, and hold the screens against the books."""
        self._do("alone")
        if not self._plugged:
            self._reader()
        if not self._online:
            self._network()
        self._city.purse.leave_in_commit(None)
        for _ in range(2):
            # What a torn card did is settled when it comes back.
            self._put("purse")
            self._answered(_ANSWERED_S)
            self._field.take_away()
            self._pump(0.1)
            self._do("alone")
        station = self._station

        def quiet() -> bool:
            # After a long time without a network a station asks seldom.
            station._context.sync.wake()
            return station.status().queue == 0 and not station.status().parked

        if not wait_for(quiet, _QUIET_S, self._pump):
            self._broken.append(f"still waiting at the end: {station.status()}")
        self.eyes.hold_against(self._city.facts())
        self.close_window()
        self._broken += [str(each) for each in self._city.agreement().disagreements]
        return self.wrong()

    def close_window(self) -> None:
        """The window goes; nothing more is heard."""
        while self._ends:
            self._ends.pop()()
        if self.window.isVisible():
            self.window.close()
            self.window.deleteLater()

    def close(self) -> None:
        """Stop everything."""
        self.close_window()
        self._city.close()

    # --- what it does ---

    def _do(self, name: str) -> None:
        self.steps[name] += 1
        before = type(self.window.flow.state).__name__
        what = getattr(self, f"_{name}")()
        if self.random.random() < 0.7:
            self._answered(_ANSWERED_S)
        else:
            self._pump(0.0)
        after = type(self.window.flow.state).__name__
        self.pages[after] += 1
        self.last = [*self.last[-40:], f"{name} {what or ''}: {before} → {after}"]
        self.eyes.look()

    def _press(self) -> str:
        buttons = [each for each in self.window.findChildren(QAbstractButton) if each.isVisible() and each.isEnabled()]
        weights = [_SELDOM.get(each.objectName(), 0.1 if "attract" in each.objectName() else 1.0) for each in buttons]
        if not buttons:
            return ""
        [button] = self.random.choices(buttons, weights)
        name = button.objectName()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        if self.random.random() < 0.1:
            QTest.mouseClick(self.window, Qt.MouseButton.LeftButton)
        return name

    def _birthday(self) -> str:
        """It happens to know what goes on next: without it hardly a wish would come about."""
        state = self.window.flow.state
        if not isinstance(state, SecondFactor | Proof):
            on = (self._ready(f"kiosk.{name}") for name in _ON)
            button = next(filter(None, on), None)
            if button is not None:
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            return "goes on"
        medium = state.person.medium
        owner = next((key for key in _HOLDERS if CARDS[key].medium == medium), self.eyes.phones.get(medium.value, "senior"))
        right = self.random.random() < _RIGHT
        for key in ("clear", *(_BIRTHDAYS[owner] if right else "0229"), "next"):
            found = self._ready(f"kiosk.{self.window.page().name}.{'next' if key == 'next' else f'pad.{key}'}")
            if found is not None:
                QTest.mouseClick(found, Qt.MouseButton.LeftButton)
        return owner if right else "wrong"

    def _ready(self, name: str) -> QAbstractButton | None:
        """The button of that name that can be pressed."""
        found = self.window.findChild(QAbstractButton, name)
        ready = isinstance(found, QAbstractButton) and found.isVisible() and found.isEnabled()
        return found if ready else None

    def _poke(self) -> None:
        at = QPoint(self.random.randrange(GLASS[0]), self.random.randrange(GLASS[1]))
        under = self.window.childAt(at) or self.window
        QTest.mouseClick(
            under, Qt.MouseButton.LeftButton, pos=under.mapFrom(self.window, at) if under is not self.window else at
        )

    def _key(self) -> None:
        modifier = self.random.choice((Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier))
        QTest.keyClick(self.window, self.random.choice(_KEYS), modifier)

    def _card(self) -> str:
        key = self.random.choice((*_HOLDERS * 4, *CARDS))
        self._put(key)
        return key

    def _put(self, key: str) -> None:
        self._field.place(CARDS[key].medium, self._city.purse if key == "purse" else None)
        self._pump(0.03)

    def _phone(self) -> str:
        """A code is held before the scanner: a fresh one, one for another purpose, one that was shown before, or nonsense."""
        phone = self._phones[self.random.choice(list(self._phones))]
        what = self.random.choice(("fresh", "fresh", "confirm", "digits", "again", "nonsense"))
        if what == "nonsense":
            text = self.random.choice(("4710088430014", "CC1:", "99000000000000", "虛擬卡", "CC1:" + "0" * 300))
        elif what == "again" or not self._online:
            text = self.random.choice(self._shown)
        else:
            text = phone.barcode() if what == "digits" else phone.qr("confirm" if what == "confirm" else "present")
            self._shown = [*self._shown[-6:], text]
        self._scanner.place(Medium(MediumType.CODE, text.encode()))
        self._pump(0.03)
        self._scanner.take_away()
        return what

    def _take_away(self) -> None:
        self._field.take_away()
        self._pump(0.02)

    def _unreadable(self) -> None:
        self._field.place_unreadable()
        self._pump(0.03)

    def _tear(self) -> None:
        self._city.purse.leave_in_commit(self.random.choice(("during_new", "during_old", None)))

    def _wait(self) -> None:
        self._pass(self.random.choice((0.3, 2.0, 9.0, 15.0, 61.0)))

    def _alone(self) -> None:
        """Nobody touches anything: the session ends by itself, and no state stands longer than its limit."""
        seen, since_s = self.window.flow.state, self.clock.s
        until_s = self.clock.s + _ALONE_S
        while self.clock.s < until_s and not self._at_rest(self.window.flow.state):
            self._answered(_ANSWERED_S)
            self._pass(1.0)
            state = self.window.flow.state
            if type(state) is not type(seen):
                seen, since_s = state, self.clock.s
            if self.clock.s - since_s > _LONGEST_S:
                break
        if not self._at_rest(self.window.flow.state):
            self._broken.append(f"nobody touched anything, and it is still {self.window.flow.state!r}")

    @staticmethod
    def _at_rest(state: State) -> bool:
        return isinstance(state, Attract) or (isinstance(state, OutOfService) and state.ends_s is None)

    def _network(self) -> str:
        if self._online:
            self._city.platform.stop()
        else:
            self._city.platform.start()
        self._online = not self._online
        return "back" if self._online else "gone"

    def _reader(self) -> str:
        if self._plugged:
            self._field.unplug()
        else:
            self._field.plug()
        self._plugged = not self._plugged
        self._pump(0.03)
        return "back" if self._plugged else "gone"

    def _paper(self) -> None:
        if self._printer.exists():
            (self._printer / "paper").unlink(missing_ok=True)
            self._printer.rmdir()
        else:
            self._printer.mkdir()

    def _points(self) -> None:
        """Somebody earns some, or there would soon be none left to redeem."""
        if not self._online:
            return
        platform, seeded = self._city.platform.platform, self._city.seeded
        kind = demo_city.points(platform.authority.programme).earned
        assert kind is not None
        for holder in (seeded.senior, seeded.reader):
            op_id = new_op_id(platform.now_ms())
            admin.award(platform, holder, point_kind=kind.id, points=60, agency="衛生局", activity="示範健走活動", op_id=op_id)

    # --- time ---

    def _pass(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.window.feed(Tick())
        self._pump(0.0)

    def _answered(self, patience_s: float) -> None:
        """Let the desk answer; that takes real time, and imagined time stands still."""

        def settled() -> bool:
            state = self.window.flow.state
            return not isinstance(state.under if isinstance(state, StillThere) else state, Reading | Working | Opening)

        if not wait_for(settled, patience_s, self._pump):
            self._broken.append(f"the desk never answered: {self.window.flow.state!r}")

    @staticmethod
    def _pump(seconds: float) -> None:
        until_s = time.monotonic() + seconds
        while True:
            QApplication.processEvents()
            if time.monotonic() >= until_s:
                return
            time.sleep(0.002)

    # --- what it hears ---

    def _listen(self) -> Callable[[], None]:
        """Of every wish, and of every exception that Qt would only print."""
        link, before = self.window._link, sys.excepthook
        redeem = link.redeem

        def wished(wish: object) -> None:
            self.eyes.wished(wish)  # type: ignore[arg-type]
            redeem(wish)  # type: ignore[arg-type]

        def raised(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            self._broken.append(f"{kind.__name__}: {error}")
            before(kind, error, trace)

        hook = patch.object(link, "redeem", wished)
        hook.start()
        sys.excepthook = raised

        def end() -> None:
            hook.stop()
            sys.excepthook = before

        return end

    def _watch_log(self) -> Callable[[], None]:
        """What a worker thread raised is in the log alone."""
        config = structlog.get_config()

        def take(_logger: object, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
            if method in ("exception", "critical") or event.get("event") == "background_work_failed":
                self._broken.append(f"the log says {event}")
            raise structlog.DropEvent

        structlog.configure(processors=[structlog.processors.format_exc_info, take])
        return lambda: structlog.configure(**config)
