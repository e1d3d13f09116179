"""Every screen of the kiosk on every glass, in every language and size: nothing clipped, covered, too small or too near."""

from collections.abc import Iterator
from dataclasses import replace
from math import floor
from typing import get_args
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace as with_
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QAbstractButton, QApplication

from citycard_app.practice import practice_settings
from domain.errors import Code
from domain.media import Medium, MediumType
from domain.wire import Notice, PointBalance
from kiosk.app import open_window
from kiosk.look import TEXT_SCALES
from kiosk.states import (
    Amount,
    Attract,
    Balance,
    Cannot,
    Confirm,
    OutOfService,
    OwnAmount,
    Person,
    Reading,
    Receipt,
    Result,
    SecondFactor,
    Settled,
    State,
    StillThere,
    Unknown,
    Working,
)
from kiosk.window import KioskWindow
from station.settings import KioskSettings, ScreenSettings
from station.views import CardBalance, RedeemView
from station.wiring import open_station
from ui.fonts import cap_height
from ui.i18n import LANGUAGES, set_language
from ui.layout_check import check_layout
from ui.theme import Scheme

GLASSES = {"portrait": (1080, 1920, 398), "landscape": (1920, 1080, 476), "small": (1024, 768, 304)}
"""Pixels and the real width in millimetres: 32 inches standing, 22 lying, 15 lying."""
TARGET_MM, GAP_MM = 20, 8
DAY_MS = 1_795_000_000_000
BALANCE = CardBalance(
    online=True,
    masked_name="示○長者",
    card_kind="senior",
    balances=[
        PointBalance(point_kind="health", points=1_250, expiring=1_250, expires_ms=DAY_MS),
        PointBalance(point_kind="ride", points=1_000, expiring=1_000, expires_ms=DAY_MS),
        PointBalance(point_kind="campaign", points=12),
    ],
    waiting_ntd=50,
    notices=[Notice(code=Code.AMOUNT_OVER_BALANCE, points=500, at_ms=DAY_MS)],
    redeemable_points=1_250,
    offered_ntd=[50, 100, 200, 500],
    most_ntd=1_000,
    purse="account",
    point_kind="health",
    second_factor="birthday",
    pending_ntd=100,
)
SETTLED = Notice(code=Code.LOAD_DECIDED, points=500, at_ms=DAY_MS)
MEDIUM = Medium(MediumType.UID, bytes.fromhex("04A1B2C3D4E580"))
PERSON = Person(medium=MEDIUM, balance=BALANCE, smallest_ntd=10, ntd_per_point=1)
OFFLINE = with_(PERSON, balance=with_(BALANCE, online=False, masked_name="", balances=[], notices=[], waiting_ntd=0))
POOR = with_(PERSON, balance=with_(BALANCE, most_ntd=0, offered_ntd=[], redeemable_points=5))
DONE = Result(end="done", points=500, amount_ntd=500, recovery_code="7K3M-Q9ZT", at_ms=DAY_MS, card_tail="E580", person=PERSON)
ON_CARD = with_(PERSON, balance=with_(BALANCE, purse="demo_desfire", on_card=True, card_value_ntd=1_250, waiting_ntd=0))
LOAD = RedeemView(
    op_id=UUID(int=7),
    state="unknown",
    points=500,
    amount_ntd=500,
    recovery_code="7K3M-Q9ZT",
    at_ms=DAY_MS,
    code=Code.LOAD_UNKNOWN,
    on_card=True,
)
TORN = Unknown(medium=MEDIUM, points=500, amount_ntd=500, recovery_code="7K3M-Q9ZT", at_ms=DAY_MS)


def after_a_load(**views: RedeemView) -> Person:
    """The card of an earlier load, with what became of it."""
    return with_(ON_CARD, balance=with_(ON_CARD.balance, **views))


STATES: dict[str, State] = {
    "attract": Attract(),
    "attract, card left": Attract(take_card=True),
    "reading": Reading(session=1, medium=MEDIUM),
    "balance": Balance(person=PERSON),
    "balance offline": Balance(person=OFFLINE),
    "balance too small": Balance(person=POOR),
    "balance on card": Balance(person=ON_CARD),
    "balance on card offline": Balance(person=with_(OFFLINE, balance=with_(OFFLINE.balance, on_card=True, card_value_ntd=120))),
    "balance, settled by staff": Balance(person=with_(ON_CARD, balance=with_(ON_CARD.balance, notices=[SETTLED]))),
    "balance unsettled": Balance(person=after_a_load(unsettled=LOAD)),
    "settled, on the card": Settled(person=after_a_load(settled=with_(LOAD, state="done", code=None, card_value_ntd=1_750))),
    "settled, points back": Settled(person=after_a_load(settled=with_(LOAD, state="refused", code=Code.LOAD_GIVEN_UP))),
    "amount": Amount(person=PERSON),
    "amount offline": Amount(person=OFFLINE),
    "own amount": OwnAmount(person=PERSON),
    "own amount typed": OwnAmount(person=PERSON, digits="120"),
    "own amount wrong": OwnAmount(person=PERSON, digits="99999", problem=Code.AMOUNT_OVER_BALANCE),
    "second factor": SecondFactor(person=PERSON, amount_ntd=50, digits="01"),
    "second factor wrong": SecondFactor(person=PERSON, amount_ntd=50, problem=Code.SECOND_FACTOR_WRONG),
    "confirm": Confirm(person=PERSON, amount_ntd=500, birthday="0105"),
    "confirm offline": Confirm(person=OFFLINE, amount_ntd=500, birthday="0105"),
    "confirm on card": Confirm(person=ON_CARD, amount_ntd=500, birthday="0105"),
    "working on card": Working(person=ON_CARD, op_id=UUID(int=1), amount_ntd=500),
    "done on card": with_(DONE, on_card=True, card_value_ntd=1_750, person=ON_CARD),
    "refused on card": with_(DONE, end="refused", on_card=True, code=Code.LOAD_GIVEN_UP, person=ON_CARD),
    "no network on card": with_(DONE, end="refused", on_card=True, code=Code.PLATFORM_UNREACHABLE, recovery_code=""),
    "torn": TORN,
    "torn, card here": with_(TORN, here=True),
    "torn, another card": with_(TORN, problem=Code.CARD_SWAPPED),
    "torn, no network": with_(TORN, here=True, problem=Code.PLATFORM_UNREACHABLE),
    "unsettled": with_(TORN, earlier=True, here=True, person=after_a_load(unsettled=LOAD)),
    "working": Working(person=PERSON, op_id=UUID(int=1), amount_ntd=500),
    "done": DONE,
    "done, card gone": with_(DONE, person=None, ends_s=1.0),
    "pending": with_(DONE, end="pending"),
    "refused": with_(DONE, end="refused", code=Code.AMOUNT_OVER_BALANCE),
    "locked": with_(DONE, end="refused", code=Code.SECOND_FACTOR_LOCKED),
    "not taken": with_(DONE, end="refused", code=Code.DISK_FULL, recovery_code=""),
    "unclear": with_(DONE, end="unclear", code=Code.INTERNAL, at_ms=0),
    "receipt": Receipt(result=DONE),
    "unknown": Cannot(code=Code.CARD_UNKNOWN),
    "blocked": Cannot(code=Code.CARD_BLOCKED),
    "random": Cannot(code=Code.CARD_RANDOM_UID),
    "unreadable": Cannot(code=Code.CARD_UNREADABLE),
    "reader lost": OutOfService(code=Code.READER_LOST),
    "shut out": OutOfService(code=Code.STATION_REVOKED),
    "still there": StillThere(under=Balance(person=PERSON), ends_s=1.0, left_s=20),
}


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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text_scale", TEXT_SCALES)
@pytest.mark.parametrize("reach", [False, True], ids=["", "reach"])
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
