"""An outreach day and a shift at the window: cards taken along and counted back with no network, stock, the drawer's cash."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

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


@pytest.mark.parametrize(("back", "said"), [("7", "數量相符"), ("6", "少 1 張")], ids=["all there", "one missing"])
def test_a_day_without_a_network(desk: Desk, back: str, said: str) -> None:
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
    if back == "6":
        assert desk.focus() == "terminal.outreach.reason"
        desk.enter()
        assert desk.shown("terminal.outreach.bring_back"), "without a reason it goes nowhere"
        desk.write("lost one")
        desk.enter()
    told(desk, "terminal.outreach.banner", "數量相符" if back == "7" else "數量與紀錄不符")
    assert "還有" in desk.text("terminal.outreach.unsent")
    desk.city.platform.start()
    desk.until(lambda: "已連線" in desk.status() and "待傳 0" in desk.status())
    assert lying(desk.city, desk.station, BOX) == 15 + int(back)
    assert desk.count("stock.counted") == 1
    assert desk.station.status().attention == (0 if back == "7" else 1)


def test_a_supervisor_takes_in_and_counts_stock(desk: Desk) -> None:
    desk.sign_in("supervisor")
    open_task(desk, Qt.Key.Key_F3, "terminal.outreach")
    desk.key(Qt.Key.Key_F11)
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
