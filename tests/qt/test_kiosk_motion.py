"""What moves at a kiosk, and that nothing does for whoever wants none: the wake screen's loop, screens, the work in hand."""

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from citycard_app.practice import practice_settings
from kiosk import slides
from kiosk.app import open_window
from kiosk.slides import Slides
from kiosk.spoken import joined, said_on
from kiosk.states import Attract, Leave, State
from kiosk.window import KioskWindow
from station.settings import ScreenSettings
from station.wiring import open_station
from tests.clocks import SetClock
from tests.qt.kiosk_states import STATES
from ui import busy
from ui.busy import Busy
from ui.i18n import set_language
from ui.theme import MOTION_MS


@pytest.fixture(scope="module")
def window(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskWindow]:
    settings = msgspec.structs.replace(
        practice_settings(tmp_path_factory.mktemp("kiosk") / "station"), screen=ScreenSettings(full_screen=False, width_mm=398)
    )
    station = open_station(settings)
    made = open_window(station, SetClock())
    made._ticks.stop()
    made.resize(540, 960)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    station.stop()


@pytest.fixture(autouse=True)
def _anew(window: KioskWindow) -> Iterator[None]:
    set_language("zh_TW")
    window._prefer(window._usual)
    show(window, Attract())
    yield
    window._prefer(window._usual)


def show(window: KioskWindow, state: State) -> None:
    window.flow.state = state
    window._show()
    QApplication.processEvents()


def press(window: KioskWindow, name: str) -> QAbstractButton:
    button = window.findChild(QAbstractButton, name)
    assert isinstance(button, QAbstractButton)
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    return button


def loop_of(window: KioskWindow) -> Slides:
    found = window.page().findChild(Slides)
    assert isinstance(found, Slides)
    return found


def test_the_loop_shows_what_the_kiosk_is_for_one_thing_at_a_time(window: KioskWindow, qtbot: QtBot) -> None:
    loop = loop_of(window)
    assert loop._turns.interval() == slides._EVERY_MS == 8_000
    assert loop._turns.isActive()
    height, before, seen = loop.height(), joined(said_on(window.page(), alone=False)), []
    for _ in range(5):
        seen.append(loop.shown())
        loop._turns.timeout.emit()
        assert loop._row.x() > 0, "it comes in"
        assert loop._move.duration() == MOTION_MS
    assert len(set(seen)) == 4
    assert seen[0] == seen[4]
    assert [any(word in each for each in seen) for word in ("換儲值金", "我的紀錄", "新卡", "手機")] == [True] * 4
    qtbot.waitUntil(lambda: loop._row.x() == 0)
    QApplication.processEvents()
    assert loop.height() == height, "nothing beneath moves"
    assert [each for each in seen if each.rstrip("。") not in before] == [], "read out, all of them are said"
    assert joined(said_on(window.page(), alone=False)) == before, "and not again when they change"
    press(window, "kiosk.attract.en")
    assert "See your record" in loop.shown()
    show(window, STATES["balance"])
    assert not loop._turns.isActive()
    show(window, Attract(take_card=True))
    assert loop.shown() == "Your data has been cleared from the screen."
    show(window, Attract())
    assert loop_of(window)._at == 0, "whoever comes sees the first one first"


def test_one_touch_stops_every_movement_and_another_brings_it_back(window: KioskWindow) -> None:
    loop = loop_of(window)
    loop._turns.timeout.emit()
    button = press(window, "kiosk.attract.still")
    assert (button.text(), window.preferences.still) == ("繼續播放", True)
    assert "把卡片留在讀卡機上" in loop.shown()
    assert "手機" in joined(said_on(window.page(), alone=False)), "what the loop no longer shows"
    assert window._worn is not None
    assert window._worn.motion_ms == 0
    first, card = loop.shown(), window.page()._slot  # type: ignore[attr-defined]
    loop._turns.timeout.emit()
    card._nudge.timeout.emit()
    assert (loop.shown(), loop._row.x()) == (first, 0)
    assert card.travel == 0.0
    assert card._move.state() is card._move.State.Stopped
    show(window, STATES["balance"])
    assert window.page().x() == 0
    show(window, Attract())
    assert press(window, "kiosk.attract.still").text() == "停止動畫"
    loop._turns.timeout.emit()
    assert loop.shown() != first
    press(window, "kiosk.attract.still")
    show(window, STATES["balance"])
    window.feed(Leave())
    assert not window.preferences.still, "the next person has it as it was"


def test_a_screen_comes_in_150_ms(window: KioskWindow, qtbot: QtBot) -> None:
    show(window, STATES["balance"])
    page = window.page()
    assert page.x() > 0
    show(window, STATES["amount"])
    assert page.x() == 0
    page = window.page()
    qtbot.waitUntil(lambda: page.x() == 0, timeout=2_000)
    assert window._entrance._move.duration() == MOTION_MS


def test_work_in_hand_never_looks_finished(window: KioskWindow) -> None:
    show(window, STATES["working on card"])
    bar = window.page().findChild(Busy)
    assert isinstance(bar, Busy)
    assert (bar.minimum(), bar.maximum()) == (0, 0), "nobody knows how far it is"
    assert bar.accessibleName() == "請勿移開卡片"
    pictures = []
    for _ in range(busy._DOTS + 1):
        pictures.append(bar.grab().toImage())
        bar._steps.timeout.emit()
    assert pictures[0] == pictures[-1]
    assert not any(one == other for one, other in zip(pictures, pictures[1:], strict=False))
    window._prefer(replace(window.preferences, still=True))
    QApplication.processEvents()
    still = bar.grab().toImage()
    bar._steps.timeout.emit()
    assert bar.grab().toImage() == still
    assert still not in pictures
    show(window, Attract())
    assert not bar._steps.isActive(), "it takes no time while nobody sees it"
