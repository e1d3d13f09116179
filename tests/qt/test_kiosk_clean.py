"""When a session ends nothing of the person is left: every widget of the process is searched, hidden ones too."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.bind_states import Binding
from kiosk.endings import on_phone
from kiosk.limits import AFTER_CARD_S, LEAST_WARNING_S
from kiosk.reports import CardOff
from kiosk.states import Attract, Input, Leave, OutOfService, Unknown, Working
from kiosk.window import KioskWindow
from tests.qt.kiosk_rig import Kiosk, everything_written
from tests.qt.kiosk_states import STATES
from tests.qt.test_kiosk_speech import Recorder
from tests.station_rig import City

IDLE_S = 60.0
OF_THE_PERSON = ("示○○者", "示範長者", "敬老卡", "260", "210 點", "1,000 點", "NT$50", "kiosk.amount.50", "E580", "a QR code")
IN_SESSION = ("balance", "amount", "own_amount", "second_factor", "confirm")


@pytest.fixture
def kiosk(city: City, qtbot: QtBot) -> Kiosk:
    return Kiosk(city, qtbot)


def go_to(kiosk: Kiosk, page: str) -> None:
    """Walk every screen before it too, so that all of them have shown the person."""
    kiosk.put("senior")
    if page == "balance":
        return
    kiosk.press("kiosk.balance.begin")
    if page == "amount":
        return
    kiosk.press("kiosk.amount.own")
    kiosk.type("own_amount", "50")
    if page == "own_amount":
        return
    kiosk.press("kiosk.own_amount.next")
    if page == "second_factor":
        kiosk.type("second_factor", "01")
        return
    kiosk.answer_birthday("0105")
    if page == "confirm":
        return
    kiosk.press("kiosk.confirm.go")
    kiosk.until_shown("result")
    if page == "receipt":
        kiosk.press("kiosk.result.receipt")
    if page == "rating":
        kiosk.press("kiosk.result.rate")


def left_behind(kiosk: Kiosk) -> list[str]:
    codes = list(kiosk.wishes())
    written = everything_written() + repr(kiosk.window.flow.state)
    return [each for each in (*OF_THE_PERSON, *codes) if each in written]


def test_the_search_finds_what_is_there(kiosk: Kiosk) -> None:
    go_to(kiosk, "result")
    [code] = kiosk.wishes()
    assert {code, "NT$50"} <= set(left_behind(kiosk))
    kiosk.press("kiosk.result.receipt")
    assert "a QR code" in left_behind(kiosk)
    kiosk.press("kiosk.back", "kiosk.back")
    kiosk.until_shown("balance")
    assert {"210 點", "1,000 點"} <= set(left_behind(kiosk))


@pytest.mark.parametrize("page", IN_SESSION)
def test_card_gone_is_clean_at_once(kiosk: Kiosk, page: str) -> None:
    QGuiApplication.clipboard().setText("untouched")
    go_to(kiosk, page)
    kiosk.take_away()
    kiosk.until_shown("broken_off" if page in ("second_factor", "confirm") else "attract")
    assert left_behind(kiosk) == []
    assert QGuiApplication.clipboard().text() == "untouched"


@pytest.mark.parametrize("page", [*IN_SESSION, "result", "receipt", "rating"])
@pytest.mark.parametrize(
    "end",
    [
        lambda kiosk: kiosk.press("kiosk.leave"),
        lambda kiosk: (kiosk.wait(IDLE_S), kiosk.wait(LEAST_WARNING_S)),
    ],
    ids=["leave", "idle"],
)
def test_leaving_and_idling_are_clean(kiosk: Kiosk, page: str, end: Callable[[Kiosk], object]) -> None:
    go_to(kiosk, page)
    end(kiosk)
    assert kiosk.page() == "attract"
    assert "請取回您的卡片" in kiosk.seen()
    assert left_behind(kiosk) == []


@pytest.mark.parametrize("page", ["result", "receipt"])
def test_a_result_without_its_card_stays_without_its_points_until_the_warning_is_over(
    kiosk: Kiosk, page: str, qtbot: QtBot
) -> None:
    go_to(kiosk, page)
    [code] = kiosk.wishes()
    kiosk.take_away()
    qtbot.waitUntil(lambda: "1000" not in repr(kiosk.window.flow.state))
    assert kiosk.page() == page
    assert code in kiosk.seen()
    assert "1,000 點" not in everything_written()
    kiosk.wait(AFTER_CARD_S)
    assert kiosk.page() == "still_there"
    kiosk.press("kiosk.still_there.stay")
    assert code in kiosk.seen(), "any touch goes on with it"
    kiosk.over()
    assert kiosk.page() == "attract"
    assert left_behind(kiosk) == []


def test_the_warning_counts_down_and_any_touch_goes_on(kiosk: Kiosk, qtbot: QtBot) -> None:
    go_to(kiosk, "amount")
    kiosk.wait(IDLE_S)
    assert kiosk.page() == "still_there"
    assert "20 秒後結束" in kiosk.seen()
    assert "260" not in kiosk.seen(), "a warning is not the place for somebody's points"
    kiosk.wait(5)
    assert "15 秒後結束" in kiosk.seen()
    qtbot.mouseClick(kiosk.window, Qt.MouseButton.LeftButton, pos=kiosk.window.rect().center())
    assert kiosk.page() == "amount"
    kiosk.wait(IDLE_S)
    kiosk.press("kiosk.still_there.stay")
    assert kiosk.page() == "amount"
    kiosk.wait(IDLE_S)
    qtbot.mouseClick(kiosk.button("kiosk.back"), Qt.MouseButton.LeftButton)
    assert kiosk.page() == "amount", "a touch that wakes does nothing else"
    kiosk.wait(IDLE_S)
    kiosk.press("kiosk.leave")
    assert kiosk.page() == "attract"


def test_a_key_is_a_touch_too(kiosk: Kiosk, qtbot: QtBot) -> None:
    go_to(kiosk, "balance")
    kiosk.wait(IDLE_S)
    qtbot.keyClick(kiosk.window, Qt.Key.Key_Escape)
    assert kiosk.page() == "balance"
    assert kiosk.window.isVisible()


def test_an_unfinished_language_choice_is_forgotten(kiosk: Kiosk) -> None:
    kiosk.press("kiosk.language")
    assert "Place your card" in kiosk.seen()
    kiosk.wait(IDLE_S)
    assert "請放上卡片" in kiosk.seen()


def test_a_closed_window_hears_nothing_more(kiosk: Kiosk) -> None:
    kiosk.window.close()
    kiosk.city.put("kiosk", "senior")
    City.until(lambda: any(state.card for state in kiosk.station.cards.state().values()))
    assert kiosk.page() == "attract"


# --- every state that there is ---------------------------------------------------------------------------------------

ENDS: dict[str, tuple[Input, ...]] = {"leave": (Leave(),), "card gone": (CardOff(),)}
NOT_ENDED = (Attract, Working, Binding, OutOfService)
"""Where nobody's session can be ended from outside, or there is none."""


def personal(window: KioskWindow) -> set[str]:
    """What is written on the screen that has a figure or a mask in it, but for what stands on it for everybody."""
    labels = [label for label in window.page().findChildren(QLabel) if label.isVisible()]
    words = {part for label in labels for part in (label.text(), label.accessibleName())}
    return {each for each in words if len(each) > 1 and re.search(r"[0-9○]", each)}


@pytest.mark.parametrize("end", ENDS)
def test_nothing_is_left_of_any_state_in_widgets_clipboard_or_speech(kiosk: Kiosk, end: str) -> None:
    window, voice = kiosk.window, Recorder()
    window._ticks.stop()
    window.senses.find = lambda *_: voice
    everybodys = everything_written()
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("untouched")
    for name, state in STATES.items():
        if isinstance(state, NOT_ENDED) or isinstance(getattr(state, "under", None), NOT_ENDED):
            continue
        if end == "card gone" and on_phone(state):
            continue
        window.flow.state, window.flow._card_here = state, True
        window.flow._touched_s = kiosk.clock.monotonic_s()
        window._prefer(replace(window.preferences, speech=True))
        window._show()
        mine = {each for each in personal(window) if each not in everybodys}
        for event in ENDS[end]:
            window.feed(event)
        if isinstance(window.flow.state, Unknown):
            window.feed(Leave())
        elif window.flow.state != Attract():
            kiosk.wait(IDLE_S)
            kiosk.wait(60.0)
        assert kiosk.page() == "attract", name
        known = everything_written() + repr(vars(window.flow))
        assert [each for each in mine if each in known] == [], name
        assert clipboard.text() == "untouched", name
        assert window.senses.speaking == "", name
        assert voice.heard[-1:] in ([None], []), name
