"""Every screen of the kiosk as its neighbours hear and see it: names and roles, the order of the focus, contrast as rendered,
and what the wake screen lets somebody change and take back. The screens come from the flow's states, never from a list.
"""

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from citycard_app.practice import practice_settings
from domain.contrast import contrast
from kiosk.app import open_window
from kiosk.look import TEXT_SCALES
from kiosk.states import State
from kiosk.window import KioskWindow
from station.settings import KioskSettings, ScreenSettings
from station.wiring import open_station
from tests.qt.kiosk_rig import pillow
from tests.qt.kiosk_states import STATES
from ui.fonts import missing
from ui.i18n import KIOSK_LANGUAGES, SOURCE, current_language
from ui.theme import GRAPHIC_RATIO, TEXT_RATIO, Scheme
from ui.translations_tool import FOLDER, entries
from ui.voice import Silence
from ui.widgets import OutcomeIcon, QrView

_BUTTONS = (QAccessible.Role.Button, QAccessible.Role.CheckBox)
_SOLID_PX = 3
"""So many pixels of a colour are more than the edge of a letter."""


@pytest.fixture(scope="module")
def window(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskWindow]:
    settings = msgspec.structs.replace(
        practice_settings(tmp_path_factory.mktemp("kiosk") / "station"),
        screen=ScreenSettings(full_screen=False, width_mm=398, reduced_motion=True),
        kiosk=KioskSettings(nearest="示範圖書館 1 樓"),
    )
    station = open_station(settings)
    made = open_window(station)
    made._ticks.stop()
    made.resize(720, 1280)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    station.stop()


@pytest.fixture(autouse=True)
def _as_usual(window: KioskWindow) -> Iterator[None]:
    yield
    window._prefer(window._usual)


def show(window: KioskWindow, state: State) -> None:
    window.flow.state = state
    window._show()
    for _ in range(2):
        QApplication.processEvents()


def to_press(window: KioskWindow) -> list[QAbstractButton]:
    found = window.findChildren(QAbstractButton)
    return [each for each in found if each.isVisible() and each.isEnabled()]


def with_every_tool(window: KioskWindow) -> None:
    """Speech on, with nobody who speaks: the tools that come and go are there."""
    window.senses._voice = Silence()
    window._prefer(replace(window.preferences, speech=True))


def test_everything_has_a_name_and_a_role_for_those_who_hear_it(window: KioskWindow) -> None:
    with_every_tool(window)
    found = []
    for name, state in STATES.items():
        show(window, state)
        said: list[str] = []
        for button in to_press(window):
            heard = QAccessible.queryAccessibleInterface(button)
            spoken = heard.text(QAccessible.Text.Name)
            if button.objectName() != "kiosk.language":  # It names the next language, as the wake screen's button for it does.
                said.append(spoken)
            if not spoken or heard.role() not in _BUTTONS:
                found.append(f"{name}: {button.objectName()} is {heard.role()} {spoken!r}")
        found += [f"{name}: two are called {each!r}" for each in set(said) if said.count(each) > 1]
        for label in window.findChildren(QLabel):
            heard = QAccessible.queryAccessibleInterface(label)
            shown = label.isVisible() and label.text() != ""
            if shown and (heard.role() != QAccessible.Role.StaticText or not heard.text(QAccessible.Text.Name)):
                found.append(f"{name}: {label.text()!r} is {heard.role()}")
        pictures = [*window.findChildren(QrView), *window.findChildren(OutcomeIcon)]
        found += [f"{name}: a picture without a name" for each in pictures if each.isVisible() and not _called(each)]
    assert found == []


def _called(picture: QWidget) -> str:
    """Its own name, or that of the banner whose shape it is."""
    banner = picture.parentWidget()
    return picture.accessibleName() or (banner.accessibleName() if banner is not None else "")


def test_the_focus_goes_over_every_screen_in_the_order_it_is_read(window: KioskWindow) -> None:
    found = []
    with_every_tool(window)
    for reach in (False, True):
        window._prefer(replace(window.preferences, reach=reach))
        for name, state in STATES.items():
            show(window, state)
            window.setFocus()
            seen = _tabbed(window)
            if set(seen) != set(to_press(window)):
                found.append(f"{name}: never reached {[each.objectName() for each in set(to_press(window)) - set(seen)]}")
            places = [_place(window, each) for each in seen]
            if places != sorted(places):
                found.append(f"{name}: {[each.objectName() for each in seen]}")
    assert found == []


def _tabbed(window: KioskWindow) -> list[QAbstractButton]:
    """What the tabulator comes to, until it comes round."""
    seen: list[QAbstractButton] = []
    for _ in range(40):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        at = window.focusWidget()
        if at is None or at in seen:
            break
        if isinstance(at, QAbstractButton):
            seen.append(at)
    return seen


def _place(window: KioskWindow, widget: QWidget) -> tuple[int, int]:
    """Row by row; what stands beside each other is in one row."""
    middle = widget.mapTo(window, QPoint(widget.width() // 2, widget.height() // 2))
    return middle.y() // max(1, widget.height() // 3), middle.x()


@pytest.mark.parametrize("scheme", Scheme)
def test_everything_stands_out_as_it_is_rendered(window: KioskWindow, scheme: Scheme) -> None:
    with_every_tool(window)
    window._prefer(replace(window.preferences, scheme=scheme))
    found = {}
    for name, state in STATES.items():
        show(window, state)
        image = pillow(window.grab().toImage())
        texts = [each for each in window.findChildren(QLabel) if each.isVisible() and each.text()]
        for widget in [*texts, *to_press(window)]:
            seen = widget.visibleRegion().boundingRect()
            if seen.height() < widget.height() or seen.isEmpty():
                continue
            ratio = _ratio(image, window, widget)
            if ratio < (TEXT_RATIO if widget.text() else GRAPHIC_RATIO):  # type: ignore[attr-defined]
                found[f"{name}: {widget.objectName()} {widget.text()!r}"] = round(ratio, 2)  # type: ignore[attr-defined]
    assert found == {}


def _ratio(image: Image.Image, window: KioskWindow, widget: QWidget) -> float:
    """The contrast of what is drawn there with what it is drawn upon."""
    corner = widget.mapTo(window, QPoint(0, 0))
    part = image.crop((corner.x(), corner.y(), corner.x() + widget.width(), corner.y() + widget.height()))
    colours = sorted(part.getcolors(part.width * part.height), reverse=True)
    ground = _hex(colours[0][1])
    return max(contrast(_hex(colour), ground) for count, colour in colours if count >= _SOLID_PX)


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02X}{:02X}{:02X}".format(*colour)


def test_the_wake_screen_offers_every_help_and_takes_each_back(window: KioskWindow) -> None:
    show(window, STATES["attract"])
    usual = window.preferences
    for tool in ("reach", "speech", "contrast", "text_size"):
        button = tool_of(window, tool)
        assert button.isVisible()
        presses = 2 if tool != "text_size" else len(TEXT_SCALES)
        for left in range(presses, 0, -1):
            button.click()
            QApplication.processEvents()
            assert (window.preferences != usual) == (left > 1), tool
        assert window.preferences == usual, tool


def test_one_touch_takes_everything_back_and_is_offered_only_then(window: KioskWindow) -> None:
    show(window, STATES["attract"])
    usual, restore = window.preferences, tool_of(window, "restore")
    window.senses._voice = Silence()
    assert not restore.isVisible()
    for tool in ("language", "reach", "speech", "contrast", "text_size", "volume"):
        tool_of(window, tool).click()
        QApplication.processEvents()
        assert restore.isVisible(), tool
    assert len({window.preferences, usual}) == 2
    restore.click()
    QApplication.processEvents()
    assert window.preferences == usual
    assert current_language() == usual.language
    assert not restore.isVisible()


def tool_of(window: KioskWindow, tool: str) -> QAbstractButton:
    button = window.findChild(QAbstractButton, f"kiosk.{tool}")
    assert isinstance(button, QAbstractButton)
    return button


@pytest.mark.parametrize("language", [each for each in KIOSK_LANGUAGES if each != SOURCE])
def test_the_font_draws_every_word_of_every_language(window: KioskWindow, language: str) -> None:
    lacking = {}
    for package in ("kiosk", "ui"):
        for entry in entries(FOLDER / f"{package}_{language}.ts"):
            for text in (entry.source, entry.translation):
                if found := missing(text, window.font()):
                    lacking[text] = found
    assert lacking == {}
