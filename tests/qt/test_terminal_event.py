"""The event desk at the real window: every tap signs in or out, with and without the platform."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget

from citycard_app.demo_data import CARDS
from domain.events import SignedIn, SignedOut
from reader_drivers.virtual import field
from terminal.tap_board import TapBoard
from tests.qt.terminal_rig import Desk
from ui.text import Text


@pytest.fixture
def event(counter: Desk) -> Desk:
    """The health talk is open."""
    counter.key(Qt.Key.Key_F4)
    counter.until(lambda: counter.find("terminal.event.activities", QListWidget).count() == 3)
    counter.enter()
    assert counter.shown("terminal.event.board")
    return counter


def _tap(desk: Desk, card: str) -> None:
    taps = desk.hidden("terminal.event.board", TapBoard)._taps
    before = taps[0] if taps else None
    desk.put(card)
    desk.until(lambda: taps and taps[0] is not before)


def _board(desk: Desk, *parts: str) -> list[str]:
    return [desk.text(f"terminal.event.{part}") for part in parts]


def test_choosing_an_activity_by_keyboard(counter: Desk) -> None:
    counter.key(Qt.Key.Key_F4)
    rows = counter.find("terminal.event.activities", QListWidget)
    assert counter.focus() == "terminal.event.activities"
    assert rows.currentItem().text().startswith("示範健康講座")
    counter.key(Qt.Key.Key_Down)
    counter.enter()
    assert counter.window._tasks["event"]._title.full_text() == rows.item(1).text()
    counter.key(Qt.Key.Key_F7)
    assert counter.shown("terminal.event.activities")


def test_in_and_out_with_minutes_points_and_counts(event: Desk) -> None:
    _tap(event, "senior")
    assert _board(event, "did", "detail", "present", "walk_ins") == ["簽到", "已報名", "1", "0"]
    assert not event.shown("terminal.event.walk_in")
    event.pass_time(65 * 60)
    _tap(event, "senior")
    assert event.text("terminal.event.did") == "簽退"
    assert "1 小時 5 分" in event.text("terminal.event.detail")
    assert "得 30 點（健康點數）" in event.text("terminal.event.detail")
    assert _board(event, "present", "signed_in") == ["0", "1"]
    assert "**** E580" in event.text("terminal.event.recent.0")
    assert "簽退" in event.text("terminal.event.recent.0")
    assert "簽到" in event.text("terminal.event.recent.1")
    event.until(lambda: event.count("attendance.out") == 1)
    (done,) = event.events("attendance.out")
    assert isinstance(done.payload, SignedOut)
    assert (done.payload.minutes, done.payload.points) == (65, 30)


def test_same_tap_again_books_nothing(event: Desk) -> None:
    _tap(event, "senior")
    event.take_away()
    _tap(event, "senior")
    assert event.text("terminal.event.did") == "已感應"
    assert "沒有重複計算" in event.text("terminal.event.detail")
    event.until(lambda: "待傳 0" in event.status())
    assert event.count("attendance.in") == 1


def test_a_card_that_lies_there_while_the_reader_is_away_is_no_tap(event: Desk) -> None:
    _tap(event, "senior")
    event.pass_time(65 * 60)
    reader = field(event.station.main_reader)
    reader.unplug()
    event.until(lambda: not event.station.status().reader_ready)
    reader.plug()
    event.until(lambda: event.station.cards.card_on(reader.name) is not None)
    event.take_away()
    _tap(event, "reader")
    assert "簽到" in event.text("terminal.event.recent.1")
    assert event.count("attendance.out") == 0


def test_unknown_card_is_a_walk_in(event: Desk) -> None:
    _tap(event, "visitor")
    assert _board(event, "did", "walk_in", "walk_ins") == ["簽到", "現場參加（沒有登記的卡片）", "1"]
    _tap(event, "reader")
    assert event.text("terminal.event.walk_in") == "現場參加"
    event.until(lambda: event.count("attendance.in") == 2)
    assert all(isinstance(each.payload, SignedIn) and each.payload.walk_in for each in event.events("attendance.in"))


@pytest.mark.parametrize(("card", "words"), [("lost", "已停用"), ("random", "每次感應的號碼都不同")])
def test_card_that_is_refused_says_why(event: Desk, card: str, words: str) -> None:
    _tap(event, card)
    assert words in event.banner("terminal.event.banner")
    assert words in event.hidden("terminal.event.recent.0", Text).full_text()
    _tap(event, "senior")
    assert event.text("terminal.event.did") == "簽到"


def test_staff_card_is_no_tap(event: Desk) -> None:
    event.put("supervisor")
    event.until(lambda: event.shown("terminal.event.banner"))
    assert "工作人員的卡片" in event.banner("terminal.event.banner")
    assert event.text("terminal.event.present") == "0"
    assert event.shown("terminal.here.switch")


def test_offline_goes_on_and_the_queue_drains(event: Desk) -> None:
    event.go_offline()
    _tap(event, "senior")
    _tap(event, "visitor")
    event.pass_time(120)
    _tap(event, "senior")
    assert event.text("terminal.event.did") == "簽退"
    event.until(lambda: "待傳 3" in event.status())
    assert "最久" in event.status()
    event.come_back()
    assert (event.count("attendance.in"), event.count("attendance.out")) == (2, 1)


def test_cards_one_after_the_other_are_all_booked_in_their_order(event: Desk) -> None:
    cards = ("senior", "reader", "visitor", "blank1", "suspended")
    for card in cards:
        event.city.put("counter", card)
    event.until(lambda: len(event.window._tasks["event"]._board.taps._taps) == len(cards))  # type: ignore[attr-defined]
    tails = [event.text(f"terminal.event.recent.{number}") for number in range(len(cards))]
    for card, line in zip(reversed(cards), tails, strict=True):
        assert CARDS[card].uid[-2:].hex().upper() in line


def test_nobody_is_named(event: Desk) -> None:
    _tap(event, "senior")
    assert not event.shown("terminal.here.person")


def test_activities_that_are_downloaded_later_show_by_themselves(counter: Desk) -> None:
    counter.key(Qt.Key.Key_F4)
    rows = counter.find("terminal.event.activities", QListWidget)
    first = counter.station.events.activities()[0]
    counter.add_activity("demo-later", "示範晚到的活動", first)
    counter.until(lambda: rows.count() == 4)
