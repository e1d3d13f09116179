"""What citizens read at a kiosk. On buttons, in every language: the verb first, never what is over and done, and at most four
large choices. About trouble: plain words with the programme's own figures and the next step, on every screen the same.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from msgspec.structs import replace as with_

from citycard_app.practice import practice_settings
from domain.errors import Code
from domain.programme import Programme
from kiosk.app import open_window
from kiosk.bind_states import BindCode, CodeFrom
from kiosk.corner_states import Staffed
from kiosk.person import Person
from kiosk.purse_words import figures
from kiosk.record_states import ProofCode
from kiosk.screens.result import ResultPage
from kiosk.states import Balance, Cannot, FactorCode, OutOfService, OwnAmount, Result, State
from kiosk.window import KioskWindow
from station.wiring import open_station
from tests.programmes.table import programme
from tests.qt.kiosk_states import FULL, MEDIUM, NEARLY_FULL, PERSON, STATES
from ui.buttons import Button, NumPad
from ui.citizen_words import CODES, plain
from ui.i18n import KIOSK_LANGUAGES, SOURCE, set_language
from ui.messages import words_for
from ui.text import Text
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


# --- trouble and limits ----------------------------------------------------------------------------------------------

OF_STAFF = re.compile("磁碟|停權|本站|票證公司的程式|金鑰|代理伺服器|接上|重新啟動|系統管理員|檔案|身分證號")
"""What nobody who stands before a kiosk has to know, or could do."""
OURS = (Code.DISK_FULL, Code.STATION_REVOKED, Code.REGISTRY_STALE, Code.VENDOR_FAILED, Code.DIGEST_KEY_OTHER, Code.QUEUE_FULL)


def said(window: KioskWindow, state: State, language: str = SOURCE) -> str:
    """Every text on the screen of a state."""
    window._prefer(replace(window.preferences, language=language))
    window.flow.state = state
    window._show()
    page = window.page()
    return "\n".join(text.full_text() for text in page.findChildren(Text) if text.isVisibleTo(page))


def test_trouble_of_the_machines_own_is_told_in_the_same_plain_words_everywhere(window: KioskWindow) -> None:
    told = {code: " ".join(words_for(code, citizen=True)) for code in Code}
    assert {code: words for code, words in told.items() if OF_STAFF.search(words)} == {}
    for code in OURS:
        title, what_to_do = words_for(code, citizen=True)
        assert title.startswith("這台機器現在不能")
        refused = Result(end="refused", points=50, amount_ntd=50, code=code)
        assert all(words in said(window, refused) for words in (title, what_to_do, "沒有兌換"))
        assert f"原因：{title}" in said(window, OutOfService(code=code))
        assert title in said(window, Cannot(code=code))


@pytest.mark.parametrize("person", [None, PERSON])
def test_no_blank_of_what_a_citizen_is_told_stays_empty(window: KioskWindow, person: Person | None) -> None:
    city = programme("taipei")
    known = figures(city, person and with_(person, balance=with_(person.balance, purse=city.purses[0].id)), on_card=False)
    blanks = {code: set(re.findall(r"\{(\w+)\}", "".join(plain(code)))) for code in CODES}
    assert {code: names for code, names in blanks.items() if not names <= set(known)} == {}
    assert blanks[Code.AMOUNT_OVER_PURSE] == {"largest", "limit"}
    refused = Result(end="refused", points=50, amount_ntd=50, code=Code.AMOUNT_OVER_PURSE)
    assert "一次最多兌換 NT$1,000，卡片最多能有 NT$7,000。" in result_of(with_limit(7_000), refused)
    assert "至少要兌換 NT$10。" in result_of(city, with_(refused, code=Code.AMOUNT_INVALID))


def with_limit(limit_ntd: int) -> Programme:
    city = programme("taipei")
    return with_(city, purses=[with_(purse, limit_ntd=limit_ntd) for purse in city.purses])


def result_of(city: Programme, state: Result) -> str:
    page = ResultPage(lambda: city)
    page.show_state(state)
    texts = "\n".join(text.full_text() for text in page.findChildren(Text))
    page.deleteLater()
    return texts


def test_a_card_that_is_full_or_nearly_so_says_its_limit_and_what_to_do(window: KioskWindow) -> None:
    limit = window._station.programme.purse(FULL.balance.purse)
    assert limit is not None
    most = f"卡片最多能有 NT${limit.limit_ntd:,}，"
    assert f"{most}現在放不下了。花掉一些，再來兌換。" in said(window, Balance(person=FULL))
    assert f"{most}現在最多再存 NT$100。花掉一些，就能再兌換。" in said(window, OwnAmount(person=NEARLY_FULL))
    too_much = said(window, OwnAmount(person=NEARLY_FULL, digits="101", problem=Code.AMOUNT_OVER_PURSE))
    assert "最多可以兌換 NT$100" in too_much
    assert most in too_much, "why, though there are points for more"
    assert "一次最多兌換 NT$1,000。" in said(window, OwnAmount(person=PERSON))
    poor = with_(PERSON, balance=with_(PERSON.balance, redeemable_points=260, most_ntd=260, pending_ntd=0))
    assert "一次最多" not in said(window, OwnAmount(person=poor)), "the points alone are the limit"
    waiting = with_(PERSON, balance=with_(PERSON.balance, redeemable_points=100, most_ntd=0, offered_ntd=[], pending_ntd=100))
    assert "已經登記的 NT$100 還在等平台決定" in said(window, Balance(person=waiting))


@pytest.mark.parametrize(
    ("given", "code", "title", "step"),
    [
        ("counter", Code.VIRTUAL_CODE_INVALID, "代碼不對", "請看清楚再輸入一次，或到櫃檯"),
        ("counter", Code.VIRTUAL_CODE_USED, "代碼已經用過", "請到櫃檯再拿一個代碼"),
        ("counter", Code.VIRTUAL_CODE_EXPIRED, "代碼過期了", "請到櫃檯再拿一個代碼"),
        ("phone", Code.VIRTUAL_CODE_INVALID, "條碼不對", "請用您自己的手機，選「確認身分」"),
        ("phone", Code.VIRTUAL_CODE_USED, "條碼已經用過", "請在手機上換一個新的條碼"),
        ("counter", Code.CARD_ALREADY_BOUND, "這張卡已經有人使用", "請換一張還沒有人用的卡"),
        ("phone", Code.PLATFORM_UNREACHABLE, "目前連不上", "代碼還沒有用掉"),
    ],
)
def test_of_a_card_that_was_not_added_it_is_told_by_what_the_person_gave(
    window: KioskWindow, given: CodeFrom, code: Code, title: str, step: str
) -> None:
    for state in (Cannot(code=code, adding=given), BindCode(medium=MEDIUM, carrier="ipass", problem=code, given=given)):
        told = said(window, state)
        assert all(words in told for words in (title, step, "沒有加卡"))
        assert ("手機上換" in told or "您自己的手機" in told) == (given == "phone" and "VIRTUAL" in code.name)


def test_somebody_elses_code_and_a_card_of_elsewhere_are_told_what_helps(window: KioskWindow) -> None:
    other = said(window, ProofCode(person=PERSON, problem=Code.SECOND_FACTOR_WRONG))
    assert "請用持卡人本人的手機，選「確認身分」" in other
    assert "換一個新的條碼" not in other
    assert "換一個新的條碼" in said(window, ProofCode(person=PERSON, problem=Code.VIRTUAL_CODE_USED))
    for_points = said(window, FactorCode(person=PERSON, amount_ntd=50, problem=Code.SECOND_FACTOR_WRONG))
    assert "點數沒有減少。\n請用持卡人本人的手機" in for_points
    assert "其他縣市的市民卡，請到發卡的縣市使用。" in said(window, Cannot(code=Code.CARD_UNKNOWN))
    assert "這張卡已到期" in said(window, Cannot(code=Code.CARD_EXPIRED))
    assert "renewed" in said(window, Cannot(code=Code.CARD_EXPIRED), "en")
