"""Every screen of the kiosk on every glass, in every language and size: nothing clipped, covered, too small or too near."""

from collections.abc import Iterator
from dataclasses import replace
from math import floor
from typing import get_args

import msgspec
import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QAbstractButton, QApplication

from citycard_app.practice import practice_settings
from kiosk.app import open_window
from kiosk.look import TEXT_SCALES
from kiosk.states import State
from kiosk.window import KioskWindow
from station.settings import KioskSettings, ScreenSettings
from station.wiring import open_station
from tests.qt.kiosk_states import STATES
from ui.fonts import cap_height
from ui.i18n import KIOSK_LANGUAGES, LANGUAGES, set_language
from ui.layout_check import check_layout
from ui.theme import Scheme

GLASSES = {"portrait": (1080, 1920, 398), "landscape": (1920, 1080, 476), "small": (1024, 768, 304)}
"""Pixels and the real width in millimetres: 32 inches standing, 22 lying, 15 lying."""
TARGET_MM, GAP_MM = 20, 8


@pytest.fixture(params=GLASSES)
def window(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskWindow]:
    """The window on a station of its own, with no platform, as large as the glass."""
    width, height, width_mm = GLASSES[request.param]
    settings = msgspec.structs.replace(
        practice_settings(tmp_path_factory.mktemp("kiosk") / "station"),
        screen=ScreenSettings(full_screen=False, width_mm=width_mm, reduced_motion=True),
        kiosk=KioskSettings(nearest="示範圖書館 1 樓"),
    )
    station = open_station(settings)
    made = open_window(station)
    made._ticks.stop()
    made.resize(width, height)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    station.stop()


def show(window: KioskWindow, state: State) -> None:
    """Show a state as the flow would."""
    window.flow.state = state
    window._show()
    for _ in range(2):
        QApplication.processEvents()


def prefer(window: KioskWindow, **wishes: object) -> None:
    """What the person chose."""
    window._prefer(replace(window.preferences, **wishes))  # type: ignore[arg-type]


def millimetres(window: KioskWindow, size_mm: int) -> int:
    """Whole pixels of the glass."""
    return floor(size_mm * window.width() / window._station.settings.screen.width_mm)


def test_no_state_is_left_out() -> None:
    assert {type(state) for state in STATES.values()} == set(get_args(State))


@pytest.mark.parametrize(
    ("language", "text_scale", "reach"),
    [
        *((language, scale, False) for language in LANGUAGES for scale in TEXT_SCALES),
        *((language, scale, True) for language in LANGUAGES for scale in (TEXT_SCALES[0], TEXT_SCALES[-1])),
        # Words of one alphabet are about as long as each other's: the further ones' are tried where there is least room.
        *((language, TEXT_SCALES[-1], False) for language in KIOSK_LANGUAGES if language not in LANGUAGES),
        ("vi", TEXT_SCALES[0], True),
        ("id", TEXT_SCALES[0], False),
    ],
)
def test_every_screen_can_be_read_and_hit(window: KioskWindow, language: str, text_scale: float, reach: bool) -> None:
    set_language(language)
    prefer(window, language=language, text_scale=text_scale, reach=reach)
    window.setUpdatesEnabled(False)  # How it is painted says nothing about places.
    glass = window.size()
    found = []
    for name, state in STATES.items():
        show(window, state)
        # A page that is turned moves under the bars, so what is near them only seems so.
        turned = any(window.page().can_turn())
        gap = 0 if turned else millimetres(window, GAP_MM)
        findings = check_layout(window, least_touch_px=millimetres(window, TARGET_MM), least_gap_px=gap)
        found += [f"{name}: {finding}" for finding in findings]
        assert window.size() == glass, f"{name} makes the window larger than the glass"
    assert found == []


@pytest.mark.parametrize("scheme", Scheme)
def test_every_screen_is_laid_out_alike_in_every_scheme(window: KioskWindow, scheme: Scheme) -> None:
    prefer(window, scheme=scheme)
    show(window, STATES["attract"])
    corner = window.grab().toImage().pixelColor(1, window.height() // 2)
    assert corner.name().upper() == window._theme().colours.paper.upper()
    for name, state in STATES.items():
        show(window, state)
        assert check_layout(window) == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_reach_mode_every_control_is_in_the_lower_half(window: KioskWindow, language: str) -> None:
    set_language(language)
    prefer(window, language=language, reach=True)
    window.setUpdatesEnabled(False)
    for name, state in STATES.items():
        show(window, state)
        for button in window.findChildren(QAbstractButton):
            if button.isVisible():
                top = button.mapTo(window, QPoint(0, 0)).y()
                assert top >= window.height() // 2 - 1, f"{name}: {button.objectName()} begins at {top}"


def test_what_is_taller_than_the_glass_can_be_turned_to_its_end(window: KioskWindow) -> None:
    prefer(window, text_scale=2.0)
    for name, state in STATES.items():
        show(window, state)
        page = window.page()
        for _ in range(20):
            if not page.can_turn()[1]:
                break
            down = window.findChild(QAbstractButton, "kiosk.turn_down")
            assert isinstance(down, QAbstractButton)
            assert down.isVisible(), name
            down.click()
        assert not page.can_turn()[1], name


def test_everything_to_press_has_a_name_for_people_and_one_for_programs(window: KioskWindow) -> None:
    for name, state in STATES.items():
        show(window, state)
        for button in window.findChildren(QAbstractButton):
            if button.isVisible():
                assert button.objectName().startswith("kiosk."), f"{name}: {button.text()}"
                assert button.text() or button.accessibleName(), f"{name}: {button.objectName()}"


def test_a_small_glass_keeps_letters_of_six_millimetres(window: KioskWindow) -> None:
    show(window, STATES["attract"])
    sizes = window._theme().sizes
    least = 6.1 * window.width() / window._station.settings.screen.width_mm
    assert sizes.small * cap_height(window.font().family()) >= least - 1
    assert sizes.small <= sizes.body <= sizes.title <= sizes.display


def test_the_window_is_a_small_picture_of_a_glass_when_nobody_says_how_wide_it_is(window: KioskWindow) -> None:
    window.resize(QSize(540, 960))
    show(window, STATES["amount"])
    assert check_layout(window) == []
