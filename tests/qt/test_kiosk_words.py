"""A citizen's buttons in every language: the verb first, never what is over and done, and at most four large choices."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from citycard_app.practice import practice_settings
from kiosk.app import open_window
from kiosk.corner_states import Staffed
from kiosk.window import KioskWindow
from station.wiring import open_station
from tests.qt.kiosk_states import STATES
from ui.buttons import Button, NumPad
from ui.i18n import KIOSK_LANGUAGES, SOURCE, set_language
from ui.translations_tool import entries, list_file

VERBS = {
    "zh_TW": "兌換|儲值|存進|登記|繼續|輸入|看|查|加進|同意|掃|用手機掃|要|說|印|結束|換",
    "en": "Exchange|Load|Request|Continue|Type|Enter|See|Check|Add|Agree|Scan|Get|Rate|Print|Finish|Let",
    "vi": "Đổi|Nạp|Đăng ký|Tiếp tục|Nhập|Xem|Kiểm tra|Thêm|Đồng ý|Quét|Lấy|Đánh giá|In|Xong|Kết thúc|Nhường",
    "id": "Tukar|Isi|Catat|Lanjutkan|Ketik|Masukkan|Lihat|Periksa|Tambahkan|Setuju|Pindai|Minta|Nilai|Cetak|Selesai|Beri",
}
"""What a button may begin with: what somebody does who presses it."""
BEFORE = "請|再|Xin "
"""What may stand before a verb."""
NO_ACT = {
    "kiosk.attract.": "a language's own name, for whoever reads nothing else",
    "kiosk.amount.": "an amount as it is written everywhere: 50 點 → NT$50",
    "kiosk.bind_carrier.": "the name that is printed on the card",
    "kiosk.rating.": "an answer to a question",
}
"""Buttons, by what their names begin with, that name what is chosen and no act."""
CITIZENS = {name: state for name, state in STATES.items() if not isinstance(state, Staffed)}


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskWindow]:
    station = open_station(practice_settings(tmp_path_factory.mktemp("kiosk") / "station"))
    made = open_window(station)
    made._ticks.stop()
    yield made
    set_language(SOURCE)
    made.close()
    made.deleteLater()
    station.stop()


def large_buttons(window: KioskWindow, name: str) -> list[Button]:
    """What can be chosen on the screen of a state; the bars stand around it on every screen, and are no part of it."""
    window.flow.state = STATES[name]
    window._show()
    page = window.page()
    return [
        button
        for button in page.findChildren(Button)
        if button.isVisibleTo(page) and button.role in ("primary", "secondary", "choice")
    ]


def words_of(button: Button) -> str:
    return button.text() or button.accessibleName()


@pytest.mark.parametrize("language", KIOSK_LANGUAGES)
def test_every_button_begins_with_what_it_does_and_none_tells_what_was_done(window: KioskWindow, language: str) -> None:
    window._prefer(replace(window.preferences, language=language))
    verb_first = re.compile(rf"({BEFORE})?({VERBS[language]})(?![a-z])", re.IGNORECASE)
    # What one's record tells of as over and done; Chinese and Vietnamese verbs are the same for both.
    told = entries(list_file("kiosk", language)) if language in ("en", "id") else []
    done = {entry.translation for entry in told if entry.context == "Record"}
    found = []
    for name in CITIZENS:
        for button in large_buttons(window, name):
            words = words_of(button)
            acts = not button.objectName().startswith(tuple(NO_ACT))
            if words in done or re.fullmatch("確定|OK|好", words) or (acts and not verb_first.match(words)):
                found.append(f"{name}: {button.objectName()} {words}")
    assert found == []


def test_no_screen_of_a_citizen_has_more_than_four_large_choices(window: KioskWindow) -> None:
    """The keys of a pad are one entry, and the wake screen's languages and the bars' tools no answers to its question."""
    found = {}
    for name in CITIZENS:
        choices = [each for each in large_buttons(window, name) if not each.objectName().startswith("kiosk.attract.")]
        assert not any(isinstance(each.parentWidget(), NumPad) for each in choices)
        if len(choices) > 4:
            found[name] = [words_of(each) for each in choices]
    assert found == {}
    assert len(large_buttons(window, "amount")) == 4, "three amounts of four, and one's own"
