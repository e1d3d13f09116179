"""Words: every code has some, in both languages; amounts, days and glyphs."""

import ast
import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from domain.anomalies import ANOMALIES
from domain.cards import CardState
from domain.eligibility import Obstacle
from domain.errors import Code, EnvironmentProblem
from domain.events import Payload
from domain.programme_parts import FACTS
from domain.wire import OutcomeStatus
from ui.amounts import age_text, clock_text, day_text, exchange_text, minutes_text, moment_text, points_text
from ui.fonts import BOX, displayable, draws, find_font, missing
from ui.i18n import set_language
from ui.message_table import TABLE
from ui.messages import (
    act_name,
    anomaly_words,
    card_state_name,
    fact_name,
    kind_of,
    obstacle_words,
    outcome_name,
    redeem_state_name,
    role_name,
    words,
    words_for,
)

ROOT = Path(__file__).parents[2]
BLANK = re.compile(r"\{(\w+)\}")


def test_every_code_has_words() -> None:
    assert list(TABLE) == list(Code)


@pytest.mark.parametrize("language", ["zh_TW", "en"])
@pytest.mark.parametrize("citizen", [False, True])
@pytest.mark.parametrize("code", Code)
def test_words_need_no_details_and_take_all(qapp: QApplication, code: Code, language: str, citizen: bool) -> None:
    set_language(language)
    bare = words_for(code, citizen=citizen)
    assert bare.title
    assert bare.what_to_do
    assert "{" not in bare.title + bare.what_to_do
    blanks = BLANK.findall(TABLE[code].what_to_do)
    full = words_for(code, dict.fromkeys(blanks, "甲.乙。丙"))
    assert full.what_to_do.count("甲.乙。丙") == len(blanks)
    assert bool(re.search("[\u4e00-\u9fff]", bare.title + bare.what_to_do)) == (language == "zh_TW")


@pytest.mark.parametrize("language", ["zh_TW", "en"])
def test_every_anomaly_and_every_act_has_words(qapp: QApplication, language: str) -> None:
    set_language(language)
    told = {name: anomaly_words(name) for name in (*ANOMALIES, "of_a_newer_platform")}
    acts = {kind: act_name(kind) for kind in (str(one.__struct_config__.tag) for one in get_args(Payload))}
    assert all(one.title and one.what_to_do for one in told.values())
    assert len({one.title for one in told.values()}) == len(told), "two that cannot be told apart"
    assert len(set(acts.values())) == len(acts)
    for text in (*(f"{one.title}{one.what_to_do}" for one in told.values()), *acts.values()):
        assert "{" not in text
        assert bool(re.search("[\u4e00-\u9fff]", text)) == (language == "zh_TW"), text
    assert told["of_a_newer_platform"].title == anomaly_words("another").title


def test_blanks_stand_in_the_second_text_only() -> None:
    assert [code for code, entry in TABLE.items() if BLANK.search(entry.title)] == []


def test_a_sentence_without_its_detail_is_left_out(qapp: QApplication) -> None:
    assert words_for(Code.PIN_WAIT).what_to_do == "請稍候再輸入。"
    assert words_for(Code.PIN_WAIT, {"seconds": 1250}).what_to_do == "請稍候再輸入。還要等 1,250 秒。"
    assert words_for(Code.PIN_WRONG, {"seconds": 0}).what_to_do == "請再輸入一次。", "no wait is not told"
    assert words_for(Code.FILE_INVALID, {"row": 1, "column": ""}).what_to_do.endswith("沒有任何資料入帳。")
    set_language("en")
    assert words_for(Code.PIN_WAIT, {"seconds": 8}).what_to_do == "Please wait before trying again. 8 seconds to go."


def test_a_citizen_is_not_sent_to_the_cable(qapp: QApplication) -> None:
    problem = EnvironmentProblem(Code.READER_LOST, reader="x")
    assert "連接線" in words(problem).what_to_do
    assert words(problem, citizen=True).what_to_do == "請改用另一台自助機，或到櫃檯辦理。"
    assert words_for(Code.CARD_REMOVED, citizen=True) == words_for(Code.CARD_REMOVED)


def test_kinds_are_amber_or_red() -> None:
    assert {kind_of(code) for code in Code} == {"amber", "red"}


def _raised_details() -> dict[str, set[str]]:
    """Which details each code is raised with anywhere in the station and the platform."""
    raised: dict[str, set[str]] = {}
    packages = ("domain", "station", "sync", "offline_store", "reader_drivers", "central", "citycard", "kiosk", "terminal")
    for path in (path for package in packages for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Attribute):
                continue
            first = node.args[0]
            if isinstance(first.value, ast.Name) and first.value.id == "Code":
                raised.setdefault(first.attr, set()).update(each.arg for each in node.keywords if each.arg)
    return raised


def test_every_detail_that_a_person_can_use_is_told(qapp: QApplication) -> None:
    spoken = {"seconds", "wait_s", "points", "queued", "smallest", "largest", "missing", "package", "file", "where", "expected"}
    unused = [
        (code, detail)
        for code, details in _raised_details().items()
        for detail in details & spoken
        if detail not in BLANK.findall(TABLE[Code[code]].what_to_do)
    ]
    assert unused == []


def test_every_state_has_a_name(qapp: QApplication) -> None:
    for language in ("zh_TW", "en"):
        set_language(language)
        names = [
            *(outcome_name(status) for status in OutcomeStatus),
            *(card_state_name(state) for state in CardState),
            *(redeem_state_name(state) for state in ("done", "pending", "refused")),
            *(role_name(role) for role in ("clerk", "event", "librarian", "supervisor")),
        ]
        assert all(names)
        assert len({fact_name(fact) for fact in FACTS}) == len(FACTS)
        assert len({obstacle_words(obstacle) for obstacle in Obstacle}) == len(Obstacle)


def test_amounts_and_times(qapp: QApplication) -> None:
    assert exchange_text(50, 50) == "50 點 → NT$50"
    assert points_text(1200) == "1,200 點"
    assert day_text(date(2026, 1, 5)) == "民國115年1月5日 (2026)"
    assert clock_text(1_767_592_800_000) == "14:00"
    assert moment_text(1_767_592_800_000) == "民國115年1月5日 (2026) 14:00"
    assert [minutes_text(minutes) for minutes in (45, 60, 125)] == ["45 分鐘", "1 小時 0 分", "2 小時 5 分"]
    assert [age_text(s) for s in (-1, 59, 60, 3600, 90_000)] == ["0 秒", "59 秒", "1 分", "1 小時", "1 天"]
    set_language("en")
    assert day_text(date(2026, 1, 5)) == "2026-01-05 (ROC 115)"


def test_the_font_draws_the_card(qapp: QApplication) -> None:
    report = find_font()
    assert report.draws_chinese
    assert draws(report.family, "市民卡")
    assert not draws(report.family, "\ue000")


def test_a_missing_glyph_becomes_a_box_with_its_code(qapp: QApplication) -> None:
    font = QFont(qapp.font())
    assert displayable("王小明", font) == "王小明"
    assert displayable("王\ue000明\U000f0000", font) == f"王{BOX}(U+E000)明{BOX}(U+F0000)"
    assert displayable("\ufa19\uf90a", font) == "\ufa19\uf90a", "compatibility characters are kept as they are"
    assert displayable("葛\U000e0100", font) == "葛\U000e0100", "variation selectors are no glyphs of their own"
    assert missing("a\ue000\ue000", font) == ["\ue000"]
