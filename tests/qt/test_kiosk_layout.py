"""Every screen of the kiosk on every glass, in every language and size: nothing clipped, covered, too small or too near."""

import functools
from collections.abc import Iterator
from dataclasses import replace
from math import floor
from typing import Any, get_args

import msgspec
import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from citycard_app.practice import practice_settings
from kiosk.app import open_window
from kiosk.look import TEXT_SCALES
from kiosk.page import Page
from kiosk.screens.own_amount import OwnAmountPage
from kiosk.screens.unknown import UnknownPage
from kiosk.states import State
from kiosk.window import KioskWindow
from station.settings import KioskSettings, ScreenSettings
from station.wiring import open_station
from tests.qt.kiosk_states import STATES, of_codes
from ui import qr
from ui.fonts import cap_height
from ui.i18n import KIOSK_LANGUAGES, set_language
from ui.layout_check import check_layout
from ui.theme import Scheme

GLASSES = {"portrait": (1080, 1920, 398), "landscape": (1920, 1080, 476), "small": (1024, 768, 304)}
"""Pixels and the real width in millimetres: 32 inches standing, 22 lying, 15 lying."""
SIZES = {(width, height): name for name, (width, height, _) in GLASSES.items()}
NARROW = {"narrow": (768, 1024, 228)}
"""15 inches standing: too narrow for the mark and all tools beside each other."""
TARGET_MM, GAP_MM = 20, 8
STEADY = ("language", "reach", "speech", "contrast", "text_size")


@pytest.fixture(scope="module", params=GLASSES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskWindow]:
    """One window for each glass, as large as it, on a station of its own with no platform; persons come and go before it."""
    width, height, width_mm = (GLASSES | NARROW)[request.param]
    settings = msgspec.structs.replace(
        practice_settings(tmp_path_factory.mktemp("kiosk") / "station"),
        screen=ScreenSettings(full_screen=False, width_mm=width_mm, reduced_motion=True),
        kiosk=KioskSettings(nearest="示範圖書館 1 樓"),
    )
    station = open_station(settings)
    made = open_window(station)
    made._ticks.stop()
    made.senses.show = lambda *_: None  # What is heard says nothing about places.
    made.resize(width, height)
    made.show()
    with pytest.MonkeyPatch.context() as patch:
        # The same few codes in every language and size: making one takes longer than everything else of its screen.
        patch.setattr(qr, "qr_image", functools.cache(qr.qr_image))
        yield made
    made.close()
    made.deleteLater()
    station.stop()


@pytest.fixture
def window(made: KioskWindow) -> Iterator[KioskWindow]:
    """The window, whose next person has chosen nothing yet."""
    size = made.size()
    made.preferences = made._usual
    yield made
    made.setUpdatesEnabled(True)
    made.resize(size)


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


@pytest.mark.parametrize("language", KIOSK_LANGUAGES)
@pytest.mark.parametrize("reach", [True, False])
def test_every_screen_can_be_read_and_hit(window: KioskWindow, language: str, reach: bool) -> None:
    """Also: what can be pressed is in sight, in reach mode in the lower half; what is taller than the glass can be turned to
    its ends.

    Every language on every glass, each with one text size so that every size meets every language and every glass: words that
    find no room take the next smaller size (`Page`), so what a size adds is seen wherever it is met. Pages are made under one
    wish and wear all others later.
    """
    size = list(KIOSK_LANGUAGES).index(language) + list(SIZES).index((window.width(), window.height()))
    set_language(language)
    # With speech on, all tools are there that come and go.
    prefer(window, language=language, text_scale=TEXT_SCALES[size % len(TEXT_SCALES)], reach=reach, speech=True)
    QApplication.processEvents()
    assert {"kiosk.volume", "kiosk.restore"} <= {button.objectName() for button in buttons(window)}
    window.setUpdatesEnabled(False)  # How it is painted says nothing about places.
    glass = window.size()
    found: list[str] = []
    for name, state in (STATES | of_codes()).items():
        show(window, state)
        # A page that is turned moves under the bars, so what is near them only seems so.
        turned = any(window.page().can_turn())
        gap = 0 if turned else millimetres(window, GAP_MM)
        findings: list[object] = [*check_layout(window, least_touch_px=millimetres(window, TARGET_MM), least_gap_px=gap)]
        findings += unnamed(window)
        findings += out_of_sight(window)
        if reach:
            findings += out_of_reach(window)
        if turned:
            findings += unturned(window)
        found += [f"{name}: {finding}" for finding in findings]
        assert window.size() == glass, f"{name} makes the window larger than the glass"
    assert found == []


def buttons(window: KioskWindow) -> list[QAbstractButton]:
    """What can be pressed."""
    return [button for button in window.findChildren(QAbstractButton) if button.isVisible()]


def unnamed(window: KioskWindow) -> list[str]:
    """What has no name for people, or none for programs."""

    def is_named(button: QAbstractButton) -> bool:
        return button.objectName().startswith("kiosk.") and bool(button.text() or button.accessibleName())

    return [f"{button.objectName()} {button.text()} lacks a name" for button in buttons(window) if not is_named(button)]


def out_of_sight(window: KioskWindow) -> list[str]:
    """What is pressed only after the page has been turned; and what was typed, once it is typed or, in reach, at all."""
    parts: list[QWidget] = list(buttons(window))
    typed = window.page().findChild(QWidget, f"{window.page().objectName()}.typed")
    if typed is not None and window.preferences.reach:
        parts.append(typed)
    return [f"{part.objectName()} is not in sight" for part in parts if not in_sight(part)]


def in_sight(part: QWidget) -> bool:
    """Whether the whole of it can be seen."""
    return part.visibleRegion().boundingRect() == part.rect()


def out_of_reach(window: KioskWindow) -> list[str]:
    """What somebody who sits cannot press."""
    tops = {button.objectName(): button.mapTo(window, QPoint(0, 0)).y() for button in buttons(window)}
    return [f"{name} begins at {top}" for name, top in tops.items() if top < window.height() // 2 - 1]


def unturned(window: KioskWindow) -> list[str]:
    """A page that cannot be turned to its end, and back."""
    for at_end, name in ((1, "kiosk.turn_down"), (0, "kiosk.turn_up")):
        button = window.findChild(QAbstractButton, name)
        assert isinstance(button, QAbstractButton)
        for _ in range(20):
            if not window.page().can_turn()[at_end]:
                break
            if not button.isVisible():
                return [f"no {name}"]
            button.click()
        if window.page().can_turn()[at_end]:
            return [f"no end of {name}"]
    return []


@pytest.mark.parametrize("scheme", [each for each in Scheme if each is not Scheme.LIGHT])
def test_every_screen_is_laid_out_alike_in_every_scheme(window: KioskWindow, scheme: Scheme) -> None:
    """In the light one: above."""
    prefer(window, scheme=scheme)
    window.setUpdatesEnabled(False)
    for name, state in STATES.items():
        show(window, state)
        assert check_layout(window) == [], name


@pytest.mark.parametrize("scheme", Scheme)
def test_a_scheme_is_seen(window: KioskWindow, scheme: Scheme) -> None:
    prefer(window, scheme=scheme)
    show(window, STATES["attract"])
    corner = window.grab().toImage().pixelColor(1, window.height() // 2)
    assert corner.name().upper() == window._theme().colours.paper.upper()


@pytest.mark.parametrize("made", GLASSES | NARROW, indirect=True)
def test_tools_that_come_and_go_move_no_other_one(window: KioskWindow) -> None:
    glass = window.size()
    window.setUpdatesEnabled(False)
    for language, reach in ((language, reach) for language in KIOSK_LANGUAGES for reach in (False, True)):
        set_language(language)
        places = []
        for speech, scale in ((False, TEXT_SCALES[0]), (True, TEXT_SCALES[0]), (True, TEXT_SCALES[-1])):
            prefer(window, language=language, reach=reach, speech=speech, text_scale=scale)
            show(window, STATES["done"])
            gap = 0 if any(window.page().can_turn()) else millimetres(window, GAP_MM)
            assert check_layout(window, least_touch_px=millimetres(window, TARGET_MM), least_gap_px=gap) == []
            tops = {button.objectName(): button.mapTo(window, QPoint(0, 0)) for button in buttons(window)}
            places.append([tops[f"kiosk.{name}"] for name in STEADY])
        assert places[0] == places[1], (language, reach)
        assert window.size() == glass, (language, reach)


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


@pytest.mark.parametrize("made", ["small"], indirect=True)
def test_what_is_true_of_a_load_that_was_cut_off_and_its_code_are_in_sight_on_a_small_glass(window: KioskWindow) -> None:
    for language in KIOSK_LANGUAGES:
        set_language(language)
        prefer(window, language=language)
        for name in ("torn", "torn, card here", "unsettled"):
            show(window, STATES[name])
            page = window.page()
            assert isinstance(page, UnknownPage)
            qr = page.findChild(QWidget, "kiosk.code.qr")
            assert isinstance(qr, QWidget)
            for part in (page._truth, page._code._code, qr):
                assert in_sight(part), (language, name, part)


@pytest.mark.parametrize("made", ["portrait"], indirect=True)
def test_the_word_on_a_pad_grows_with_the_text_size_as_far_as_its_key_is_wide(window: KioskWindow) -> None:
    show(window, STATES["own amount"])
    page = window.page()
    assert isinstance(page, OwnAmountPage)
    key, sizes = page.pad.keys()["clear"], []
    for scale in TEXT_SCALES:
        prefer(window, text_scale=scale)
        show(window, STATES["own amount"])
        sizes.append(key.fontMetrics().height())
        assert key.fontMetrics().horizontalAdvance(key.text()) <= key.width()
    assert sizes == sorted(set(sizes))


@pytest.mark.parametrize("reach", [False, True])
def test_a_screen_to_which_nothing_happens_is_laid_out_no_more(
    window: KioskWindow, reach: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Placing asks for room, which asked for placing: a kiosk at rest once took most of a core."""
    set_language("zh_TW")
    prefer(window, language="zh_TW", text_scale=1.0, reach=reach)
    placed: list[str] = []
    place = Page.place

    def counted(page: Page[Any]) -> None:
        placed.append(page.name)
        place(page)

    for name, state in STATES.items():
        show(window, state)
        for _ in range(8):
            QApplication.processEvents()
        monkeypatch.setattr(Page, "place", counted)
        for _ in range(8):
            QApplication.processEvents()
        monkeypatch.undo()
        assert placed == [], name
