"""Loads that nobody has decided yet, at the counter's real window."""

from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QListWidget

from domain.loads import LoadState
from domain.media import Medium, MediumType
from domain.wire import OpenLoad
from reader_drivers.virtual_desfire import Moment
from station.tasks import allowed
from terminal.open_loads_task import OpenLoadsTask
from tests.qt.terminal_rig import Desk, live
from tests.qt.test_terminal_loads import open_list, states, torn_at_the_kiosk
from ui.fields import FieldRow
from ui.outcome import OutcomeBanner, OutcomeKind


def test_open_loads_are_listed_with_all_that_is_needed(counter: Desk) -> None:
    code = torn_at_the_kiosk(counter, "during_new")
    open_list(counter)
    rows = counter.find("terminal.open_loads.list", QListWidget)
    assert rows.count() == 1
    for words in (code, "示○○包", "100 點 → NT$100"):
        assert words in rows.item(0).text()
    assert "示範自助機 1" in rows.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert counter.focus() == "terminal.open_loads.list"
    counter.key(Qt.Key.Key_Escape)
    assert counter.shown("terminal.load")


def test_no_open_load_says_so(counter: Desk) -> None:
    open_list(counter)
    assert counter.text("terminal.open_loads.none") == "沒有未完成的儲值。"
    assert counter.focus() == "terminal.open_loads.code"


@pytest.mark.parametrize("written", ["{0}", "  {1} ", "{2}"], ids=["as shown", "small letters", "no dash"])
def test_a_load_is_found_by_its_code_however_it_is_typed(counter: Desk, written: str) -> None:
    code = torn_at_the_kiosk(counter, "during_new")
    open_list(counter)
    counter.find("terminal.open_loads.code").setFocus()
    counter.write(written.format(code, code.lower(), code.replace("-", "")))
    counter.enter()
    counter.until(lambda: counter.shown("terminal.load_case"))
    assert counter.text("terminal.load_case.code") == code


@pytest.mark.parametrize(("typed", "words"), [("7K3M-Q9ZZ", "查詢代碼不正確"), ("hello", "查詢代碼不正確")])
def test_a_code_that_is_none_is_refused_beside_the_field(counter: Desk, typed: str, words: str) -> None:
    open_list(counter)
    counter.write(typed)
    counter.enter()
    row = counter.find("terminal.open_loads.code").parentWidget()
    assert isinstance(row, FieldRow)
    assert words in row.error_text()


def test_a_code_that_fits_nothing_says_so(counter: Desk) -> None:
    open_list(counter)
    counter.write("0000-0000")
    counter.enter()
    counter.until(lambda: counter.shown("terminal.open_loads.banner"))
    assert "找不到這筆儲值" in counter.banner("terminal.open_loads.banner")


@pytest.mark.parametrize("when", ["during_new", "during_old"])
def test_the_card_settles_its_load_by_a_tap_and_one_key(counter: Desk, when: Moment) -> None:
    torn_at_the_kiosk(counter, when)
    open_list(counter)
    counter.put("purse")
    counter.until(lambda: counter.shown("terminal.load_case") and counter.focus() == "terminal.load_case.resolve")
    counter.enter()
    counter.until(lambda: counter.shown("terminal.load_case.done"))
    banner = counter.find("terminal.load_case.banner", OutcomeBanner)
    assert (banner.kind() is OutcomeKind.GOOD) == (when == "during_new")
    assert states(counter) == [LoadState.CONFIRMED if when == "during_new" else LoadState.VOIDED]
    counter.enter()
    counter.until(lambda: counter.shown("terminal.open_loads.none"))


def scan(desk: Desk, text: str) -> None:
    """Hold a code before the scanner, until the window has seen it."""
    code = Medium(MediumType.CODE, text.encode())
    reader = desk.city._field("counter")
    reader.take_away()
    reader.place(code)
    desk.until(lambda: desk.window.place.card is not None and desk.window.place.card.medium == code)


def test_a_load_is_found_by_its_code_before_the_scanner(counter: Desk) -> None:
    code = torn_at_the_kiosk(counter, "during_new")
    open_list(counter)
    scan(counter, "4710018000000")
    assert "查詢代碼不正確" in counter.banner("terminal.open_loads.banner")
    assert not counter.shown("terminal.load_case")
    scan(counter, code)
    counter.until(lambda: counter.shown("terminal.load_case"))
    assert counter.text("terminal.load_case.code") == code
    assert "請把這筆儲值的卡片放到讀卡機上" in counter.banner("terminal.load_case.banner")
    assert not counter.find("terminal.load_case.resolve").isEnabled()
    assert counter.text("terminal.here.kind") == "條碼"


def test_another_card_cannot_settle_it(counter: Desk) -> None:
    torn_at_the_kiosk(counter, "during_new")
    open_list(counter)
    counter.enter()
    assert "請把這筆儲值的卡片放到讀卡機上" in counter.banner("terminal.load_case.banner")
    counter.put("senior")
    assert "這不是剛才那張卡" in counter.banner("terminal.load_case.banner")
    assert not counter.find("terminal.load_case.resolve").isEnabled()
    counter.key(Qt.Key.Key_F12)
    live(0.2)
    assert states(counter) == [LoadState.AUTHORISED]


def test_a_clerk_sees_why_they_may_not_decide(counter: Desk) -> None:
    torn_at_the_kiosk(counter, "during_new")
    open_list(counter)
    counter.enter()
    assert not counter.find("terminal.load_case.settle").isEnabled()
    assert "只有主管可以裁定" in counter.text("terminal.load_case.why_not")
    counter.key(Qt.Key.Key_F11)
    assert not counter.shown("terminal.settle")


@pytest.mark.parametrize(("digit", "state"), [("1", LoadState.CONFIRMED), ("2", LoadState.VOIDED)])
def test_a_supervisor_decides_with_a_reason_and_is_asked_twice(desk: Desk, digit: str, state: LoadState) -> None:
    desk.sign_in("supervisor")
    desk.take_away()
    torn_at_the_kiosk(desk, "during_new")
    open_list(desk)
    desk.enter()
    desk.key(Qt.Key.Key_F11)
    assert desk.shown("terminal.settle")
    desk.write(digit)
    desk.enter()
    desk.enter()
    assert not desk.shown("terminal.settle.warning"), "a reason is asked for"
    desk.write("持卡人已遺失卡片")
    desk.enter()
    meaning = desk.banner("terminal.settle.warning")
    assert "100 點會扣除" in meaning if digit == "1" else "100 點會退回" in meaning
    assert "不能更改" in meaning
    assert desk.focus() == "terminal.settle.back", "Enter alone does not decide"
    desk.enter()
    assert not desk.shown("terminal.settle.warning")
    desk.find("terminal.settle.reason").setFocus()
    desk.enter()
    for _ in range(3):
        desk.find("terminal.settle.do_it", QAbstractButton).click()
    desk.until(lambda: desk.shown("terminal.load_case.done"))
    told = desk.banner("terminal.load_case.banner")
    assert ("視為已存進卡片" if digit == "1" else "視為沒有存進卡片") in told
    assert "已確認寫進卡片" not in told, "nobody has asked the card"
    assert states(desk) == [state]
    assert desk.count("load.settled") == 1
    assert desk.events("load.settled")[0].operator == "D002"


def test_a_load_that_may_be_under_way_cannot_be_decided_yet(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.sign_in("supervisor")
    desk.take_away()
    torn_at_the_kiosk(desk, "during_new")
    open_loads = desk.station.loads.open_loads

    def as_if_the_kiosk_were_at_it(*asked: Any) -> list[OpenLoad]:
        return [msgspec.structs.replace(load, unknown=False) for load in open_loads(*asked)]

    monkeypatch.setattr(desk.station.loads, "open_loads", as_if_the_kiosk_were_at_it)
    open_list(desk)
    row = desk.find("terminal.open_loads.list", QListWidget).item(0)
    assert "進行中" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    desk.enter()
    assert not desk.find("terminal.load_case.settle").isEnabled()
    assert "進行中" in desk.text("terminal.load_case.why_not")
    desk.pass_time(121)
    desk.window._tasks.of("open_loads", OpenLoadsTask).case.retranslate()
    assert desk.find("terminal.load_case.settle").isEnabled()


def test_without_the_network_there_is_no_list_and_it_says_so(counter: Desk) -> None:
    counter.go_offline()
    counter.key(Qt.Key.Key_F6)
    counter.press_open_loads()
    counter.until(lambda: counter.shown("terminal.open_loads.banner"))
    assert "目前連不上中央平台" in counter.banner("terminal.open_loads.banner")


def test_a_station_that_also_makes_cards_has_the_tasks_of_its_desk_and_no_more() -> None:
    roles = ["clerk", "event", "librarian"]
    assert allowed(["counter", "personalise"], roles) == [*("issue", "bind", "loads", "people", "batch", "outreach", "shift")]
    assert allowed(["personalise"], roles) == []
