"""Binding a second card at the real window, and what the right panel tells of a card."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from citycard_app.demo_data import CARDS, NEWCOMER
from tests.qt.terminal_rig import Desk
from ui.outcome import OutcomeBanner, OutcomeKind


def _bind(desk: Desk, card: str = "blank2", carrier: str = "2") -> OutcomeBanner:
    desk.put(card)
    desk.until(lambda: desk.shown("terminal.bind.submit"))
    desk.write(carrier)
    desk.enter()
    desk.until(lambda: desk.shown("terminal.bind.result.banner"))
    return desk.find("terminal.bind.result.banner", OutcomeBanner)


def test_second_card_right_after_the_first(counter: Desk) -> None:
    counter.put("blank1")
    counter.particulars(NEWCOMER, "resident", "lives_here")
    counter.settle()
    counter.enter()
    counter.until(lambda: counter.shown("terminal.issue.result"))
    counter.key(Qt.Key.Key_F3)
    assert "請先拿開剛才的卡片" in counter.text("terminal.bind.card.lead")
    assert counter.text("terminal.here.person") == "示○○民"
    assert _bind(counter).kind() is OutcomeKind.GOOD
    facts = counter.city.facts().cards
    digest = counter.station._context.digest
    assert facts[digest(CARDS["blank2"].medium)].holder == facts[digest(CARDS["blank1"].medium)].holder
    counter.enter()
    counter.until(lambda: counter.shown("terminal.issue.card"))
    assert "請先拿開剛才的卡片" in counter.text("terminal.issue.card.lead")


def test_binding_by_a_card_the_person_has_online_and_offline(counter: Desk) -> None:
    counter.key(Qt.Key.Key_F3)
    counter.put("visitor")
    assert "還不是市民卡" in counter.banner("terminal.bind.via.banner")
    assert "F2" in counter.banner("terminal.bind.via.banner")
    counter.put("reader")
    counter.until(lambda: counter.shown("terminal.bind.card"))
    counter.put("senior")
    assert "已經有人使用" in counter.banner("terminal.bind.card.banner")
    assert _bind(counter).kind() is OutcomeKind.GOOD
    counter.enter()

    counter.go_offline()
    counter.put("reader")
    counter.until(lambda: counter.shown("terminal.bind.card"))
    assert _bind(counter, "blank3").kind() is OutcomeKind.ATTENTION
    counter.until(lambda: "待傳 1" in counter.status())
    counter.come_back()
    assert counter.count("card.bound") == 2


def test_binding_asks_for_the_same_card_again_and_binds_once(counter: Desk) -> None:
    counter.key(Qt.Key.Key_F3)
    counter.put("reader")
    counter.until(lambda: counter.shown("terminal.bind.card"))
    counter.put("blank2")
    counter.until(lambda: counter.shown("terminal.bind.submit"))
    counter.take_away()
    counter.write("1")
    counter.enter()
    assert "B480" in counter.banner("terminal.bind.banner")
    counter.put("blank2")
    target = counter.find("terminal.bind.carrier.easycard", QAbstractButton)
    for _ in range(3):
        QTest.keyClick(target, Qt.Key.Key_Return)
    counter.until(lambda: counter.shown("terminal.bind.result"))
    counter.until(lambda: "待傳 0" in counter.status())
    assert counter.count("card.bound") == 1


def test_right_panel_tells_what_lies_there(counter: Desk) -> None:
    for card, kind, state in (
        ("senior", "敬老卡", "使用中"),
        ("lost", "一般卡", "已掛失"),
        ("clerk", "工作證", "示○○辦"),
        ("random", "號碼會變的卡片或手機", "這張卡每次感應的號碼都不同"),
    ):
        counter.put(card)
        assert counter.text("terminal.here.kind") == kind
        assert counter.text("terminal.here.state") == state
        assert counter.text("terminal.here.tail") == f"**** {CARDS[card].uid[-2:].hex().upper()}"
    counter.take_away()
    assert counter.text("terminal.here.kind") == "沒有卡片"
