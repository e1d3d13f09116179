"""The station's work list at the counter's real window: from every task by one key, with no network, and back."""

from uuid import UUID, uuid4

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractButton, QListWidget

from citycard_app.demo_data import TALK
from domain.events import Payload, RedeemRequested, SignedIn, StaffSignedIn, StockCounted, decode
from domain.wire import Outcome, OutcomeStatus
from terminal.work_list_task import WorkListTask
from tests.central.office_rig import desk as office_desk
from tests.qt.terminal_rig import Desk
from tests.station.test_life import often
from tests.station.test_work_list import resolve
from ui.i18n import SOURCE, set_language

FLAGGED, REJECTED = OutcomeStatus.FLAGGED, OutcomeStatus.REJECTED


def open_list(desk: Desk) -> QListWidget:
    QCoreApplication.processEvents()
    desk.press_work_list()
    desk.until(lambda: desk.shown("terminal.work_list") and desk.window._tasks.of("work_list", WorkListTask)._page is not None)
    return desk.hidden("terminal.work_list.list", QListWidget)


def said(desk: Desk, payload: Payload, *anomalies: str, status: OutcomeStatus = FLAGGED, medium: bytes = bytes(8)) -> UUID:
    """An act, and the platform's word on it, as its upload brings it."""
    journal = desk.station._context.journal
    with journal.act() as act:
        op_id = act.append(payload, medium=medium, operator="D001").op_id
    signed = next(each for each in journal.events() if decode(each.body).op_id == op_id)
    journal.record_outcomes([Outcome(op_id=op_id, hash=signed.hash, status=status, anomalies=list(anomalies))])
    desk.station.look_around()
    desk.until(lambda: "待處理" in desk.status())
    return op_id


@pytest.mark.parametrize(("key", "page"), [(Qt.Key.Key_F2, "issue"), (Qt.Key.Key_F4, "event"), (Qt.Key.Key_F6, "load")])
def test_the_list_opens_from_a_task_and_leads_back_to_it(counter: Desk, key: Qt.Key, page: str) -> None:
    counter.key(key)
    counter.until(lambda: counter.shown(f"terminal.{page}"))
    rows = open_list(counter)
    assert rows.count() == 0
    assert counter.text("terminal.work_list.none") == "沒有待處理的事項。"
    counter.key(Qt.Key.Key_Escape)
    counter.until(lambda: counter.shown(f"terminal.{page}"))


def test_nobody_signed_in_nobody_looks(desk: Desk) -> None:
    said(desk, StaffSignedIn(), "clock_implausible")
    button = desk.find("terminal.status.attention", QAbstractButton)
    assert (button.text(), button.isEnabled()) == ("待處理 1", False)
    desk.press_work_list()
    button.click()
    QCoreApplication.processEvents()
    assert not desk.shown("terminal.work_list")
    assert desk.shown("terminal.sign_in")


def test_it_is_told_once_at_sign_in_and_then_only_at_the_bottom(desk: Desk) -> None:
    said(desk, StaffSignedIn(), "clock_implausible")
    desk.sign_in()
    desk.take_away()
    assert "有 1 筆紀錄待處理" in desk.banner("terminal.notice")
    desk.key(Qt.Key.Key_F4)
    desk.key(Qt.Key.Key_F2)
    assert not desk.shown("terminal.notice")
    button = desk.find("terminal.status.attention", QAbstractButton)
    assert button.text() == "待處理 1 (Ctrl+F7)"
    button.click()
    desk.until(lambda: desk.shown("terminal.work_list"))


def test_the_list_and_one_of_them_say_what_is_the_matter_and_what_to_do(counter: Desk) -> None:
    said(counter, SignedIn(activity=TALK, walk_in=True), "activity_closed", "attendance_twice")
    said(counter, StaffSignedIn(), "op_id_not_random", status=REJECTED)
    rows = open_list(counter)
    told = [rows.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(rows.count())]
    assert "人員登入　紀錄的代號不合規定" in told[0]
    assert "退回" in told[0]
    assert "活動簽到　活動已經結束或停止受理" in told[1]
    assert "查看中" in told[1]
    assert "（D001）" in told[1]
    assert counter.focus() == "terminal.work_list.list"
    counter.key(Qt.Key.Key_Down)
    counter.enter()
    assert counter.text("terminal.work_case.fact.0") == "活動簽到　示範健康講座：腳步輕盈"
    assert counter.text("terminal.work_case.standing") == "已收下，主管機關查看中"
    assert "請向主辦單位確認" in counter.banner("terminal.work_case.matter")
    assert counter.text("terminal.work_case.others") == "另外還有：重複簽到，重疊的時間只計一次"
    counter.key(Qt.Key.Key_F12)
    assert "請告訴他以平台計算的為準" in counter.banner("terminal.work_case.matter")
    counter.key(Qt.Key.Key_F12)
    assert "請向主辦單位確認" in counter.banner("terminal.work_case.matter"), "round and round"
    assert counter.focus() == "terminal.work_case.back"
    counter.enter()
    assert counter.shown("terminal.work_list.list")
    counter.key(Qt.Key.Key_Up)
    counter.enter()
    assert counter.text("terminal.work_case.standing") == "平台退回，沒有採計"
    assert not counter.shown("terminal.work_case.next")
    counter.key(Qt.Key.Key_Escape)
    counter.key(Qt.Key.Key_Escape)
    counter.until(lambda: counter.shown("terminal.issue"))


def test_the_card_on_the_reader_is_found_in_the_list(counter: Desk) -> None:
    medium = counter.station.digest(counter.city.medium("senior"))
    said(counter, SignedIn(activity=TALK, walk_in=False), "attendance_twice", medium=medium)
    said(counter, StaffSignedIn(), "clock_implausible")
    rows = open_list(counter)
    counter.put("senior")
    on_reader = ["讀卡機上的卡片" in rows.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert on_reader == [False, True]
    counter.key(Qt.Key.Key_Down)
    counter.enter()
    assert counter.shown("terminal.work_case.card")


def test_a_clock_that_was_wrong_and_a_recovery_code_are_shown(counter: Desk) -> None:
    counter.station._context.journal.record_offset(-48 * 3_600_000)
    said(counter, RedeemRequested(purse="account", point_kind="health", points=50, amount_ntd=50), "clock_implausible")
    open_list(counter)
    counter.enter()
    facts = [counter.text(f"terminal.work_case.fact.{row}") for row in range(6)]
    assert facts[0] == "兌換點數"
    assert facts[1] != facts[2], "what time it was, and what this machine took it for"
    assert len(facts[4]) == len("7K3M-Q9ZZ")


def test_a_long_list_is_shown_in_parts(counter: Desk) -> None:
    for box in range(53):
        said(counter, StockCounted(box=str(box), card_kind="general", carrier="easycard", cards=9), "stock_differs")
    rows = open_list(counter)
    assert rows.count() == 51
    assert rows.item(50).text() == "再列出較早的紀錄"
    rows.setCurrentRow(50)
    counter.enter()
    counter.until(lambda: rows.count() == 53)
    assert rows.currentRow() == 50, "goes on where it was"


def test_what_the_platforms_people_decide_leaves_the_list_while_it_is_looked_at(closed_desk: Desk) -> None:
    often(closed_desk.city)
    desk = closed_desk.open()
    desk.sign_in()
    desk.take_away()
    with desk.station._context.journal.act() as act:
        act.append(SignedIn(activity=TALK, walk_in=True), medium=bytes(range(8)), operator="D001")
        act.append(StaffSignedIn(), op_id=uuid4(), operator="D001")
    desk.station._context.sync.wake()
    desk.until(lambda: "待處理 2" in desk.status())
    rows = open_list(desk)
    assert rows.count() == 2
    boss = office_desk(desk.city.platform, ["supervisor"])
    resolve(boss, "op_id_not_random")
    desk.until(lambda: rows.count() == 1)
    desk.enter()
    assert "平台還沒有這張卡的資料" in desk.banner("terminal.work_case.matter")
    resolve(boss, "card_unknown")
    desk.until(lambda: "已經處理完了" in desk.text("terminal.work_case.standing"))
    desk.enter()
    assert desk.text("terminal.work_list.none") == "沒有待處理的事項。"
    assert "待處理" not in desk.status()


def test_it_is_there_with_no_network_and_forgotten_at_sign_out(counter: Desk) -> None:
    said(counter, StaffSignedIn(), "clock_implausible")
    counter.go_offline()
    assert open_list(counter).count() == 1
    set_language("en")
    counter.enter()
    assert "clock is wrong" in counter.banner("terminal.work_case.matter")
    set_language(SOURCE)
    counter.key(Qt.Key.Key_F9)
    counter.until(lambda: counter.shown("terminal.sign_in"))
    task = counter.window._tasks.of("work_list", WorkListTask)
    assert (task._page, task.case.entry) == (None, None)


def test_who_loses_the_role_meanwhile_is_told_so(counter: Desk) -> None:
    open_list(counter)
    session = counter.station.staff.session
    assert session is not None
    counter.station.staff._session = msgspec.structs.replace(session, roles=["technician"])
    counter.window._tasks.of("work_list", WorkListTask).look_again()
    counter.until(lambda: counter.shown("terminal.work_list.banner"))
    assert "權限" in counter.banner("terminal.work_list.banner")
