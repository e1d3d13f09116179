"""Issuing a card at the real window: by keyboard, online and offline, and with everything that goes wrong."""

import threading
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from citycard_app.demo_data import CARDS, NEWCOMER, OFFLINE_NEWCOMER, DemoPerson, _with_card
from domain import roc_date, taipei
from domain.events import CardIssued
from domain.media import Medium, MediumType
from reader_drivers.virtual import field
from station.views import IssueResult
from tests.qt.terminal_rig import Desk
from ui.outcome import OutcomeBanner, OutcomeKind

MOST_KEYS = 45
"""A whole issue, the person's 28 characters included."""


def _step(desk: Desk, number: int) -> str:
    """What the line of a step says."""
    return desk.window._issue.steps[number - 1].summary()


def _fill(desk: Desk, person: DemoPerson = NEWCOMER, card: str = "blank1", *facts: str) -> None:
    desk.put(card)
    desk.particulars(person, *(facts or ("resident", "lives_here")))


def _result(desk: Desk) -> OutcomeBanner:
    desk.until(lambda: desk.shown("terminal.issue.result.banner"))
    return desk.find("terminal.issue.result.banner", OutcomeBanner)


def test_a_whole_issue_without_the_mouse(counter: Desk) -> None:
    counter.keys_pressed = 0
    _fill(counter)
    assert counter.find("terminal.issue.kind.senior", QAbstractButton).isChecked()
    counter.settle()
    counter.enter()
    result = _result(counter)
    assert result.kind() is OutcomeKind.GOOD
    assert counter.keys_pressed <= MOST_KEYS
    assert counter.text("terminal.issue.result.fact.0") == "敬老卡"
    assert counter.text("terminal.issue.result.fact.1") == "示○○民"
    assert counter.text("terminal.issue.result.fact.2") == "FAE7"
    (event,) = counter.events("card.issued")
    assert isinstance(event.payload, CardIssued)
    assert (event.payload.card_kind, event.payload.carrier, event.payload.provisional) == ("senior", "easycard", False)
    assert event.payload.consents == ["issue@1"]
    counter.until(lambda: counter.text("terminal.here.state") == "使用中")
    assert counter.text("terminal.here.tail") == "**** FAE7"

    counter.enter()
    assert counter.shown("terminal.issue.card")
    assert "請先拿開剛才的卡片" in counter.text("terminal.issue.card.lead")
    assert counter.hidden("terminal.issue.national_id", QLineEdit).text() == ""
    assert "還沒有" in counter.text("terminal.here.person")


def test_pressing_twice_issues_once(counter: Desk) -> None:
    _fill(counter)
    counter.settle()
    target = counter.find("terminal.issue.consent.issue", QAbstractButton)
    for _ in range(2):
        QTest.keyClick(target, Qt.Key.Key_Return)
        QTest.keyClick(target, Qt.Key.Key_F12)
    assert _result(counter).kind() is OutcomeKind.GOOD
    counter.until(lambda: "待傳 0" in counter.status())
    assert counter.count("card.issued") == 1


def test_an_act_that_ends_when_its_clerk_has_left_is_shown_to_nobody(counter: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(counter)
    counter.settle()
    issue, durable, may_end = counter.station.counter.issue, threading.Event(), threading.Event()

    def slow(*args: Any, **kwargs: Any) -> IssueResult:
        result = issue(*args, **kwargs)
        durable.set()
        may_end.wait(10)
        return result

    monkeypatch.setattr(counter.station.counter, "issue", slow)
    counter.enter()
    counter.until(durable.is_set)
    counter.window._idle.idle.emit()
    counter.until(lambda: counter.shown("terminal.sign_in"))
    may_end.set()
    counter.until(lambda: not counter.window._issue.busy)
    assert counter.count("card.issued") == 1
    assert not counter.window._issue.at_result
    assert counter.window._issue.result.kind() is None


def test_offline_gives_a_provisional_card_that_is_confirmed_later(counter: Desk) -> None:
    counter.go_offline()
    assert "發卡：先給暫時卡" in counter.window.here._station_note.full_text()
    _fill(counter, OFFLINE_NEWCOMER, "blank3", "resident")
    counter.settle("1", carrier="2")
    counter.enter()
    result = _result(counter)
    assert result.kind() is OutcomeKind.ATTENTION
    assert "暫時卡" in result.title()
    counter.until(lambda: "待傳 1" in counter.status())
    counter.until(lambda: counter.text("terminal.here.state") == "暫時核發")

    counter.come_back()
    assert counter.count("card.issued") == 1
    counter.until(lambda: counter.text("terminal.here.state") == "使用中")


def test_platform_that_objects_suspends_the_card_and_says_why(counter: Desk) -> None:
    _fill(counter)
    # Another counter gives the same person such a card while this form is being filled in.
    _with_card(counter.city.platform.platform, NEWCOMER, "blank3", "senior")
    counter.settle()
    counter.enter()
    result = _result(counter)
    assert result.kind() is OutcomeKind.STOP
    assert "每人限領一張" in result.what_to_do()
    assert not counter.shown("terminal.issue.result.more")


def test_a_code_is_no_card_to_be_issued(counter: Desk) -> None:
    code = Medium(MediumType.CODE, b"4710018000000")
    reader = counter.city._field("counter")
    reader.take_away()
    reader.place(code)
    counter.until(lambda: counter.window.place.card is not None and counter.window.place.card.medium == code)
    assert "這是條碼，不是卡片" in counter.banner("terminal.issue.card.banner")
    assert not counter.shown("terminal.issue.name")
    assert counter.text("terminal.here.kind") == "條碼"


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("random", "每次感應的號碼都不同"),
        ("lost", "已停用"),
        ("clerk", "工作人員的卡片"),
        ("senior", "已經有人使用"),
    ],
)
def test_card_that_cannot_be_issued_says_why(counter: Desk, card: str, words: str) -> None:
    counter.put(card)
    assert words in counter.banner("terminal.issue.card.banner")
    assert not counter.shown("terminal.issue.name")
    if card == "random":
        assert "請換一張實體卡片" in counter.banner("terminal.issue.card.banner")
    counter.put("blank1")
    counter.until(lambda: counter.shown("terminal.issue.name"))


def test_card_taken_away_keeps_the_form_and_asks_for_the_same_card(counter: Desk) -> None:
    _fill(counter)
    counter.take_away()
    assert "請放回末碼 FAE7" in _step(counter, 1)
    counter.settle()
    counter.enter()
    assert "請把末碼 FAE7 的卡放回讀卡機" in counter.banner("terminal.issue.banner")
    counter.put("blank2")
    assert "這是另一張卡" in _step(counter, 1)
    counter.enter()
    assert "FAE7" in counter.banner("terminal.issue.banner")
    assert not counter.shown("terminal.issue.result")
    counter.put("blank1")
    assert not counter.shown("terminal.issue.banner")
    counter.enter()
    assert _result(counter).kind() is OutcomeKind.GOOD
    assert counter.text("terminal.issue.result.fact.2") == "FAE7"
    assert counter.count("card.issued") == 1


def test_another_card_can_take_its_place(counter: Desk) -> None:
    _fill(counter)
    counter.put("blank2")
    counter.key(Qt.Key.Key_F7)
    assert "B480" in _step(counter, 1)
    counter.settle()
    counter.enter()
    _result(counter)
    assert counter.text("terminal.issue.result.fact.2") == "B480"


def test_of_two_blank_cards_at_once_the_one_that_the_form_holds_is_issued(closed_desk: Desk) -> None:
    """On two readers: nobody has to guess which of them it will be, and the other stays blank."""
    second = field(f"second {closed_desk.city.directory.name}")
    settings = closed_desk.city.settings("counter")
    reader = msgspec.structs.replace(settings.reader, more=[f"virtual:{second.name}"])
    closed_desk.city._settings["counter"] = msgspec.structs.replace(settings, reader=reader)
    desk = closed_desk.open()
    desk.sign_in()
    desk.take_away()
    _fill(desk)
    desk.settle()
    second.place(CARDS["blank2"].medium)
    desk.until(lambda: "這是另一張卡" in _step(desk, 1))
    desk.enter()
    assert "請把末碼 FAE7 的卡放回讀卡機" in desk.banner("terminal.issue.banner")
    second.take_away()
    desk.until(lambda: "卡號末碼 FAE7" in _step(desk, 1))
    desk.enter()
    assert _result(desk).kind() is OutcomeKind.GOOD
    assert desk.text("terminal.issue.result.fact.2") == "FAE7"
    assert not desk.station.counter.look(CARDS["blank2"].medium).known


def test_invalid_national_id_is_told_at_the_tenth_character(counter: Desk) -> None:
    counter.put("blank1")
    counter.until(lambda: counter.shown("terminal.issue.name"))
    row = counter.window._issue._particulars._rows
    national_id = row["national_id"]  # type: ignore[index]
    counter.write("示範新民")
    counter.enter()
    counter.write("h20000014")
    assert national_id.error_text() == ""
    counter.write("1")
    assert counter.text("terminal.issue.national_id") == "H200000141"
    assert "身分證號碼有誤" in national_id.error_text()
    counter.enter()
    assert counter.focus() == "terminal.issue.national_id"
    counter.key(Qt.Key.Key_Backspace)
    assert national_id.error_text() == ""
    counter.enter()
    assert "格式不對" in national_id.error_text()
    assert "H20****14" not in counter.window.here._about.full_text()


def test_birthday_in_the_future_and_nonsense(counter: Desk) -> None:
    counter.put("blank1")
    counter.until(lambda: counter.shown("terminal.issue.name"))
    row = counter.window._issue._particulars._birthday
    counter.find("terminal.issue.birthday").setFocus()
    tomorrow = taipei.day(counter.station.now_ms()) + timedelta(days=1)
    counter.write(f"{tomorrow.year - 1911:03}{tomorrow.month:02}{tomorrow.day:02}")
    assert "生日在今天之後" in row.error_text()
    counter.enter()
    assert counter.focus() == "terminal.issue.birthday"
    counter.find("terminal.issue.birthday", QLineEdit).clear()
    counter.write("740132")
    counter.enter()
    assert "看不懂這個日期" in row.error_text()
    counter.find("terminal.issue.birthday", QLineEdit).clear()
    counter.write("74/1/5")
    assert row.error_text() == ""
    assert f"{roc_date.parse('74/1/5').year}" in row._note.full_text()
    assert "歲" in row._note.full_text()


def test_empty_form_says_every_fault_and_goes_to_the_first(counter: Desk) -> None:
    counter.put("blank1")
    counter.until(lambda: counter.shown("terminal.issue.particulars_done"))
    counter.find("terminal.issue.particulars_done", QAbstractButton).click()
    rows = counter.window._issue._particulars._rows.values()
    assert all(row.error_text() for row in rows)
    assert counter.focus() == "terminal.issue.name"


def test_name_keeps_its_exact_characters(counter: Desk) -> None:
    counter.put("blank1")
    counter.until(lambda: counter.shown("terminal.issue.name"))
    written = "示範\ufa19\uf90a\U0002f80f"
    counter.write(written)
    assert counter.window._issue._particulars.form().name == written


def test_district_is_completed_while_typing(counter: Desk) -> None:
    counter.put("blank1")
    counter.until(lambda: counter.shown("terminal.issue.name"))
    counter.find("terminal.issue.district").setFocus()
    counter.write("復")
    assert counter.window._issue._particulars.form().district == "復興區"
    counter.enter()
    assert counter.focus() == "terminal.issue.fact.resident"


def test_kinds_that_are_not_allowed_say_why_in_words(counter: Desk) -> None:
    _fill(counter, OFFLINE_NEWCOMER, "blank1", "resident")
    assert counter.find("terminal.issue.kind.general", QAbstractButton).isEnabled()
    senior = counter.find("terminal.issue.kind.senior", QAbstractButton)
    assert not senior.isEnabled()
    assert "不能辦" in senior.text()
    reasons = counter.text("terminal.issue.kind.senior.reasons")
    assert "須設籍並實際居住桃園市" in reasons
    assert "須年滿 65 歲" in reasons
    counter.write("2")
    assert not senior.isChecked()


def test_nothing_is_issued_before_documents_carrier_and_consent(counter: Desk) -> None:
    _fill(counter)
    for missing, digit in (("document", "1"), ("carrier", "2"), ("consent", "1"), ("signed", "1")):
        counter.key(Qt.Key.Key_F12)
        assert counter.shown(f"terminal.issue.{missing}.missing")
        assert counter.focus().startswith(f"terminal.issue.{missing}.")
        counter.write(digit)
        assert not counter.shown(f"terminal.issue.{missing}.missing")
    counter.key(Qt.Key.Key_F12)
    assert _result(counter).kind() is OutcomeKind.GOOD


def test_esc_goes_back_with_everything_kept_and_f11_clears_at_the_second_press(counter: Desk) -> None:
    _fill(counter)
    counter.key(Qt.Key.Key_Escape)
    assert counter.text("terminal.issue.name") == NEWCOMER.name
    counter.key(Qt.Key.Key_F11)
    assert "要清除這份資料嗎" in counter.banner("terminal.issue.banner")
    assert counter.text("terminal.issue.name") == NEWCOMER.name
    counter.key(Qt.Key.Key_F11)
    assert counter.window._issue._particulars.is_empty()


def test_the_form_is_still_there_after_another_task(counter: Desk) -> None:
    _fill(counter)
    counter.key(Qt.Key.Key_F4)
    assert counter.shown("terminal.event")
    counter.take_away()
    counter.key(Qt.Key.Key_F2)
    assert counter.shown("terminal.issue.kind.senior")
    assert "請放回末碼 FAE7" in _step(counter, 1)


def test_a_card_bound_elsewhere_meanwhile_is_told_and_the_form_stays(counter: Desk) -> None:
    """What the store says when the act begins counts, not what the window saw before."""
    _fill(counter)
    counter.city.station("counter").counter.bind(
        counter.station.counter.new_op_id(), CARDS["blank1"].medium, CARDS["reader"].medium, "easycard"
    )
    counter.settle()
    counter.enter()
    counter.until(lambda: counter.shown("terminal.issue.banner"))
    assert "已經有人使用" in counter.banner("terminal.issue.banner")
    assert counter.shown("terminal.issue.kind.senior")
    assert counter.count("card.issued") == 0
