"""An outreach day and a shift at the window: cards taken along and counted back with no network, stock, the drawer's cash."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from central.schema.applications import applications
from citycard_app.demo_data import NEWCOMER, DemoPerson
from terminal.outreach_task import OutreachTask
from tests.qt.terminal_rig import Desk
from tests.station.test_counter_desks import BOX, issue, lying, take_in


def open_task(desk: Desk, key: Qt.Key, name: str) -> None:
    QTest.keyClick(QApplication.focusWidget() or desk.window, key, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: desk.shown(name))


def outreach(desk: Desk) -> OutreachTask:
    found = desk.window._tasks["outreach"]
    assert isinstance(found, OutreachTask)
    return found


def told(desk: Desk, name: str, words: str) -> None:
    desk.until(lambda: desk.shown(name))
    assert words in desk.banner(name)


def take_along(desk: Desk, cards: str) -> None:
    """Ten senior cards out of the box, by keyboard."""
    desk.key(Qt.Key.Key_F7)
    outreach(desk).form.show_sort("senior", "easycard", BOX)
    outreach(desk).form._cards.setFocus()
    desk.write(cards)
    desk.enter()


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the person keeps their documents."""
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(tmp_path))
    return tmp_path


def test_a_day_without_a_network_whose_cards_do_not_all_come_back(desk: Desk) -> None:
    back, said = "6", "少 1 張"
    desk.sign_in()
    take_in(desk.city, desk.station, 25)
    desk.until(lambda: "待傳 0" in desk.status())
    desk.city.platform.stop()
    open_task(desk, Qt.Key.Key_F3, "terminal.outreach")
    desk.until(lambda: desk.text("terminal.outreach.none") == "目前沒有帶出的空白卡。")
    take_along(desk, "0")
    assert desk.shown("terminal.outreach.form"), "none is no number of cards"
    take_along(desk, "10")
    told(desk, "terminal.outreach.banner", "已帶出 10 張")
    for number in range(1, 4):
        issue(desk.station, number)
    desk.window._tasks["outreach"].enter()
    desk.until(lambda: outreach(desk)._stocks and outreach(desk)._stocks[0].issued == 3)
    desk.key(Qt.Key.Key_F12)
    desk.write(back)
    assert desk.text("terminal.outreach.difference.0") == said
    desk.enter()
    assert desk.focus() == "terminal.outreach.reason"
    desk.enter()
    assert desk.shown("terminal.outreach.bring_back"), "without a reason it goes nowhere"
    desk.write("lost one")
    desk.enter()
    told(desk, "terminal.outreach.banner", "數量與紀錄不符")
    assert "還有" in desk.text("terminal.outreach.unsent")
    desk.city.platform.start()
    desk.until(lambda: "已連線" in desk.status() and "待傳 0" in desk.status())
    assert lying(desk.city, desk.station, BOX) == 15 + int(back)
    assert desk.count("stock.counted") == 1
    assert desk.station.status().attention == 1


def test_a_supervisor_takes_in_and_counts_stock(desk: Desk) -> None:
    desk.sign_in("supervisor")
    open_task(desk, Qt.Key.Key_F3, "terminal.outreach")
    open_task(desk, Qt.Key.Key_F11, "terminal.stock")
    desk.until(lambda: desk.shown("terminal.stock.none") and not outreach(desk).asking)
    page = outreach(desk).stock_page
    for act, cards, words in (("take_in", "50", "卡盒裡現在有 50 張"), ("count", "48", "與帳面差 -2 張")):
        page._act.choose(act)
        page.form.show_sort("senior", "easycard", BOX)
        page.form._cards.setFocus()
        desk.write(cards)
        desk.key(Qt.Key.Key_F12)
        desk.until(lambda: desk.shown("terminal.outreach.banner") and not outreach(desk).asking)
        assert words in desk.banner("terminal.outreach.banner")
    assert lying(desk.city, desk.station, BOX) == 48


def test_a_shift_is_opened_closed_with_a_difference_and_filed(desk: Desk, documents: Path) -> None:
    desk.sign_in()
    open_task(desk, Qt.Key.Key_F8, "terminal.shift")
    desk.until(lambda: desk.shown("terminal.shift.open"))
    desk.write("2")
    desk.enter()
    desk.write("1000")
    desk.enter()
    desk.until(lambda: desk.shown("terminal.shift.cash"))
    desk.until(lambda: desk.status().endswith("B 班"))
    issue(desk.station, 1)
    desk.key(Qt.Key.Key_F7)
    desk.until(lambda: "1 張" in [desk.text(f"terminal.shift.fact.{number}") for number in range(4)])
    desk.key(Qt.Key.Key_F12)
    assert desk.shown("terminal.shift.close"), "nothing was counted yet"
    desk.write("990")
    assert desk.text("terminal.shift.difference").startswith("少")
    desk.enter()
    assert desk.focus() == "terminal.shift.reason"
    desk.write("change")
    desk.key(Qt.Key.Key_F12)
    desk.key(Qt.Key.Key_F12)
    told(desk, "terminal.shift.banner", "已結班，少")
    assert "B 班" not in desk.status()
    desk.key(Qt.Key.Key_F11)
    desk.until(lambda: "已存成 PDF" in desk.banner("terminal.shift.banner"))
    [saved] = documents.glob("*.pdf")
    assert saved.read_bytes().startswith(b"%PDF")
    desk.until(lambda: desk.count("shift.closed") == 1)
    desk.until(lambda: desk.station.status().attention == 1)


def to_application(desk: Desk, who: DemoPerson) -> None:
    """Who applies, taken down by keyboard, to the question for what."""
    open_task(desk, Qt.Key.Key_F3, "terminal.outreach")
    desk.key(Qt.Key.Key_F11)
    desk.until(lambda: desk.focus() == "terminal.apply.name")
    born = f"{who.birthday.year - 1911:03}{who.birthday.month:02}{who.birthday.day:02}"
    for text in (who.name, who.national_id, born, who.district):
        desk.write(text)
        desk.enter()
    for fact in ("1", "2"):
        desk.write(fact)
    desk.enter()
    desk.until(lambda: desk.shown("terminal.apply.submit"))


def test_an_application_is_taken_down_with_no_network_and_arrives(desk: Desk) -> None:
    desk.sign_in()
    desk.until(lambda: "待傳 0" in desk.status())
    desk.city.platform.stop()
    to_application(desk, NEWCOMER)
    page = outreach(desk).apply_page
    desk.key(Qt.Key.Key_F12)
    assert page._consent._missing.text() or page._carrier._missing.text() or page._kind._missing.text()
    page._kind.choose(next(offer.kind for offer in page._offers if offer.allowed))
    page._carrier.choose(page._carrier.ids()[0])
    for document in page._document.ids():
        page._document.choose(document)
    page._consent.choose("issue")
    page._phone.setText("not a number")
    desk.key(Qt.Key.Key_F12)
    desk.until(lambda: desk.focus() == "terminal.apply.phone")
    page._phone.setText("0912-345-678")
    for _ in range(2):
        desk.key(Qt.Key.Key_F12)
    desk.until(lambda: desk.shown("terminal.apply.receipt"))
    receipt = desk.text("terminal.apply.receipt")
    assert NEWCOMER.name not in [edit.text() for edit in desk.window.findChildren(QLineEdit)]
    desk.city.platform.start()
    desk.until(lambda: "已連線" in desk.status() and "待傳 0" in desk.status())
    with desk.city.platform.platform.store.engine.connect() as connection:
        taken = connection.execute(sa.select(applications.c.receipt, applications.c.channel)).all()
    assert [tuple(row) for row in taken] == [(receipt, "outreach")]
    assert desk.station.status().attention == 0
    taken_down = page._op_id
    assert taken_down is not None
    desk.key(Qt.Key.Key_F9)
    desk.until(lambda: desk.shown("terminal.sign_in"))
    page._taken(taken_down, receipt)  # an answer that comes when its clerk has left
    assert page._receipt.text() == ""
