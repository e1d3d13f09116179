"""The kiosk in every language of its citizens: nothing untranslated on any screen, and every language one touch away."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from citycard_app.practice import practice_settings
from domain.errors import Code
from kiosk.app import open_window
from kiosk.staff_words import staff_words
from kiosk.states import Attract, State
from kiosk.window import KioskWindow
from station.settings import KioskSettings
from station.wiring import open_station
from tests.qt.kiosk_states import STATES
from ui.i18n import KIOSK_LANGUAGES, SOURCE, current_language
from ui.messages import words_for
from ui.translations_tool import FOLDER, TARGETS, packages

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
NOT_OURS = ("繁體中文", "示○長者", "示範市公所", "示範工作站", "＿")
"""What is Chinese, or looks it, in every language: names (its own, a person's, place's, machine's), and an empty digit."""


@pytest.fixture
def window(tmp_path: Path) -> Iterator[KioskWindow]:
    settings = msgspec.structs.replace(practice_settings(tmp_path / "station"), kiosk=KioskSettings(nearest="示範市公所"))
    station = open_station(settings)
    made = open_window(station)
    made._ticks.stop()
    made.setUpdatesEnabled(False)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    station.stop()


def show(window: KioskWindow, state: State) -> None:
    window.flow.state = state
    window._show()
    QApplication.processEvents()


def told(window: KioskWindow) -> list[str]:
    """Everything that can be read or heard on the screen."""
    said = []
    for widget in [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]:
        if widget.isVisible():
            said += [widget.text(), widget.accessibleName(), widget.toolTip()]
    return said


def untranslated(window: KioskWindow) -> list[str]:
    """What is still Chinese."""
    found = []
    for text in told(window):
        ours = text
        for known in NOT_OURS:
            ours = ours.replace(known, "")
        if CHINESE.search(ours):
            found.append(text)
    return found


@pytest.mark.parametrize("language", [language for language in KIOSK_LANGUAGES if language != SOURCE])
def test_no_screen_shows_a_word_that_nobody_translated(window: KioskWindow, language: str) -> None:
    assert untranslated(window), "the search finds Chinese where it is"
    choose(window, language)
    assert {name: found for name, state in STATES.items() if (found := _shown(window, state))} == {}
    told_of = {code: "".join(words_for(code, citizen=True)) for code in Code}
    told_staff = {code: "".join(staff_words(code)) for code in Code}
    found = [code for told in (told_of, told_staff) for code, said in told.items() if CHINESE.search(said)]
    assert found == []


def _shown(window: KioskWindow, state: State) -> list[str]:
    show(window, state)
    return untranslated(window)


def choose(window: KioskWindow, language: str) -> None:
    button = window.findChild(QAbstractButton, f"kiosk.attract.{language}")
    assert isinstance(button, QAbstractButton)
    assert button.isVisible()
    button.click()
    assert current_language() == language


def test_every_language_is_one_touch_from_every_other_on_the_wake_screen(window: KioskWindow) -> None:
    show(window, Attract())
    for language in ("en", "vi", "id", "vi", "en", SOURCE):
        choose(window, language)
        offered = [text for text in told(window) if text in KIOSK_LANGUAGES.values()]
        assert set(offered) == set(KIOSK_LANGUAGES.values()) - {KIOSK_LANGUAGES[language]}


def test_the_switch_in_a_session_goes_round_and_names_what_comes(window: KioskWindow) -> None:
    show(window, STATES["balance"])
    switch = window.findChild(QAbstractButton, "kiosk.language")
    assert isinstance(switch, QAbstractButton)
    seen = []
    for _ in KIOSK_LANGUAGES:
        promised = switch.accessibleName()
        switch.click()
        seen.append(current_language())
        assert KIOSK_LANGUAGES[current_language()] == promised
    assert sorted(seen) == sorted(KIOSK_LANGUAGES)
    assert current_language() == SOURCE


def test_a_code_that_no_citizen_can_meet_is_told_as_our_fault(qapp: QApplication) -> None:
    assert words_for(Code.APPLICATION_UNKNOWN, citizen=True) == words_for(Code.INTERNAL, citizen=True)
    assert words_for(Code.APPLICATION_UNKNOWN) != words_for(Code.INTERNAL)


def test_the_review_file_says_of_every_list_whether_a_native_speaker_has_read_it() -> None:
    said = tomllib.loads((FOLDER / "review.toml").read_text(encoding="utf-8"))
    assert {language: sorted(lists) for language, lists in said.items()} == {
        language: sorted([*packages(language), "programmes"]) for language in TARGETS
    }
    for status in (status for lists in said.values() for status in lists.values()):
        assert set(status) == ({"reviewed", "by", "on"} if status["reviewed"] else {"reviewed"})
