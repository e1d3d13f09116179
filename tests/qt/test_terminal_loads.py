"""Loading at the counter's real window, by keyboard, with a virtual DESFire card; and loads that nobody has decided yet."""

from typing import Any
from uuid import UUID

import msgspec
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QListWidget

from citycard_app.demo_data import CARDS
from domain.errors import Code, EnvironmentProblem
from domain.ids import recovery_code
from domain.loads import LoadState
from domain.media import Medium, MediumType
from domain.wire import OpenLoad
from reader_drivers.virtual_desfire import Moment
from station.tasks import allowed
from station.views import RedeemView
from tests.qt.kiosk_rig import pillow
from tests.qt.terminal_rig import Desk, live
from ui.fields import FieldRow
from ui.outcome import OutcomeBanner, OutcomeKind


@pytest.fixture
def loading(counter: Desk) -> Desk:
    """The clerk has chosen the task."""
    counter.key(Qt.Key.Key_F6)
    assert counter.shown("terminal.load.card")
    return counter


def to_birthday(desk: Desk, card: str = "purse", amount: str = "1") -> None:
    """Card and amount; the birthday is asked for."""
    desk.put(card)
    desk.until(lambda: desk.shown("terminal.load.amount"))
    desk.write(amount)
    desk.enter()
    assert desk.focus() == "terminal.load.birthday"


def load(desk: Desk, card: str = "purse", birthday: str = "0412", amount: str = "1") -> OutcomeBanner:
    """Load an amount; how it ended."""
    to_birthday(desk, card, amount)
    desk.write(birthday)
    desk.enter()
    desk.until(lambda: desk.shown("terminal.load.result.banner"))
    return desk.find("terminal.load.result.banner", OutcomeBanner)


def said(desk: Desk) -> str:
    """Every fact of the result."""
    return " ".join(desk.text(f"terminal.load.result.fact.{row}") for row in range(6))


def torn_at_the_kiosk(desk: Desk, when: Moment) -> str:
    """A citizen's card was pulled away at the kiosk; the load's recovery code."""
    kiosk, city = desk.city.station("kiosk"), desk.city
    city.purse.leave_in_commit(when)
    city.put("kiosk", "purse")
    city.until(lambda: any(state.card for state in kiosk.cards.state().values()))
    medium, redeeming = CARDS["purse"].medium, kiosk.redeeming
    balance = redeeming.balance(medium)
    view = redeeming.redeem(
        redeeming.new_op_id(),
        medium,
        purse=balance.purse,
        point_kind=balance.point_kind,
        amount_ntd=100,
        birthday="0412",
    )
    assert view.state == "unknown"
    return view.recovery_code


def open_list(desk: Desk) -> None:
    """The list of open loads."""
    desk.key(Qt.Key.Key_F6)
    desk.key(Qt.Key.Key_F1)
    desk.until(lambda: desk.shown("terminal.open_loads") and not desk.window._open_loads._once.running)


def states(desk: Desk) -> list[LoadState]:
    return [fact.state for fact in desk.city.facts().loads.values()]


# --- loading ---------------------------------------------------------------------------------------------------------


def test_a_load_without_the_mouse(loading: Desk) -> None:
    before = loading.keys_pressed
    assert load(loading).kind() is OutcomeKind.GOOD
    assert loading.keys_pressed - before == 7
    assert "示○○包" in said(loading)
    assert "50 點 → NT$50" in said(loading)
    assert loading.city.purse.value_ntd == 50
    loading.enter()
    assert "請先拿開剛才的卡片" in loading.text("terminal.load.card.lead")
    assert loading.text("terminal.here.person") == "還沒有"
    assert states(loading) == [LoadState.CONFIRMED]


def test_what_a_card_has_is_told_before_anything_is_asked(loading: Desk) -> None:
    loading.put("purse")
    loading.until(lambda: loading.shown("terminal.load.amount"))
    facts = [loading.text(f"terminal.load.fact.{column}") for column in range(5)]
    assert facts[:3] == ["示○○包", "300 點", "NT$0"]
    assert loading.text("terminal.here.person") == "示○○包"


def test_points_into_value_that_waits_for_the_carrier(loading: Desk) -> None:
    assert load(loading, "senior", "0105").title() == "兌換完成"
    assert "待入卡" in loading.find("terminal.load.result.banner", OutcomeBanner).what_to_do()
    assert [fact.amount_ntd for fact in loading.city.facts().redemptions.values()] == [50]


@pytest.mark.parametrize(("typed", "words"), [("5", "金額不在可兌換的範圍"), ("301", "點數不夠")])
def test_an_own_amount_that_cannot_be_says_so_beside_it(loading: Desk, typed: str, words: str) -> None:
    loading.put("purse")
    loading.until(lambda: loading.shown("terminal.load.amount"))
    loading.write("4")
    loading.enter()
    assert loading.focus() == "terminal.load.own"
    loading.write(typed)
    loading.enter()
    row = loading.find("terminal.load.own").parentWidget()
    assert isinstance(row, FieldRow)
    assert words in row.error_text()
    loading.find("terminal.load.own", QLineEdit).selectAll()
    loading.write("70")
    loading.enter()
    assert loading.focus() == "terminal.load.birthday"


def test_a_wrong_birthday_is_asked_for_again_and_takes_nothing(loading: Desk) -> None:
    to_birthday(loading)
    for wrong in ("0230", "0101"):
        loading.write(wrong)
        loading.enter()
        field = loading.find("terminal.load.birthday", QLineEdit)
        loading.until(lambda field=field: "驗證資料不正確" in field.parentWidget().error_text() and field.isEnabled())  # type: ignore[attr-defined]
        field.selectAll()
    assert loading.focus() == "terminal.load.birthday"
    assert loading.city.purse.value_ntd == 0
    loading.write("0412")
    loading.enter()
    loading.until(lambda: loading.shown("terminal.load.result.banner"))
    assert loading.city.purse.value_ntd == 50


def test_pressing_again_and_again_loads_once(loading: Desk) -> None:
    to_birthday(loading)
    loading.write("0412")
    field = loading.find("terminal.load.birthday")
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.keyClick(loading.window, Qt.Key.Key_F12)
    loading.until(lambda: loading.shown("terminal.load.result.banner"))
    live(0.2)
    assert loading.city.purse.value_ntd == 50
    assert len(states(loading)) == 1


def test_the_card_has_to_lie_there_when_it_is_written(loading: Desk) -> None:
    to_birthday(loading)
    loading.take_away()
    loading.write("0412")
    loading.enter()
    assert "E584" in loading.banner("terminal.load.banner")
    assert states(loading) == []


def test_cards_that_nothing_can_be_loaded_onto(loading: Desk) -> None:
    for card, words in (
        ("visitor", "還不是市民卡"),
        ("lost", "已停用"),
        ("clerk", "工作人員的卡片"),
        ("blank1", "還不是市民卡"),
    ):
        loading.put(card)
        assert words in loading.banner("terminal.load.card.banner")


# --- torn ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["during_new", "during_old"])
def test_a_card_pulled_away_is_settled_when_it_is_laid_back(loading: Desk, when: Moment) -> None:
    loading.city.purse.leave_in_commit(when)
    banner = load(loading)
    [load_id] = loading.city.facts().loads
    code = recovery_code(load_id)
    assert banner.title() == "還不知道有沒有寫進卡片"
    assert "不會遺失" in banner.what_to_do()
    assert code in said(loading)
    loading.until(lambda: loading.window.place.card is None)
    [found] = zxingcpp.read_barcodes(pillow(loading.window.grab().toImage()))
    assert found.text == code
    loading.put("senior")
    loading.until(lambda: loading.shown("terminal.load.banner"))
    assert "這不是剛才那張卡" in loading.banner("terminal.load.banner")
    loading.put("purse")
    loading.until(lambda: "這筆儲值" in banner.title())
    assert (banner.kind() is OutcomeKind.GOOD) == (when == "during_new")
    assert loading.city.purse.value_ntd == (50 if when == "during_new" else 0)
    assert states(loading) == [LoadState.CONFIRMED if when == "during_new" else LoadState.VOIDED]


def test_a_card_with_an_earlier_load_tells_that_first_and_goes_on(loading: Desk) -> None:
    torn_at_the_kiosk(loading, "during_old")
    loading.put("purse")
    loading.until(lambda: loading.shown("terminal.load.amount"))
    told = loading.banner("terminal.load.banner")
    assert "上一次儲值：這筆儲值沒有寫進卡片" in told
    assert "100 點已經退回" in told
    loading.write("1")
    loading.enter()
    loading.write("0412")
    loading.enter()
    loading.until(lambda: loading.shown("terminal.load.result.banner"))
    assert loading.city.purse.value_ntd == 50


def test_without_the_network_nothing_goes_onto_a_card(loading: Desk) -> None:
    assert loading.city.purse.value_ntd == 0
    loading.go_offline()
    loading.put("purse")
    loading.until(lambda: loading.shown("terminal.load.banner"))
    assert "現在不能儲值到卡片" in loading.banner("terminal.load.banner")
    assert not loading.shown("terminal.load.submit")
    assert "儲值：不能存進卡片" in loading.window.here._station_note.text()
    loading.city.platform.start()
    loading.until(lambda: "已連線" in loading.status())
    loading.key(Qt.Key.Key_F7)
    loading.until(lambda: loading.shown("terminal.load.submit"))


# --- another card in between -----------------------------------------------------------------------------------------


def test_a_birthday_that_was_typed_for_one_card_is_not_used_for_another(loading: Desk) -> None:
    to_birthday(loading, "senior")
    loading.write("0105")
    field = loading.find("terminal.load.birthday", QLineEdit)
    loading.take_away()
    assert field.text() == "0105", "what was typed stays while the card is only lifted"
    loading.put("reader")
    assert field.text() == ""


def test_another_card_is_another_wish(loading: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    to_birthday(loading, "senior")
    loading.write("0105")
    redeem, wished = loading.station.redeeming.redeem, []

    def failing(op_id: UUID, medium: Medium, **wish: Any) -> RedeemView:
        view = redeem(op_id, medium, **wish)
        wished.append(op_id)
        if len(wished) == 1:
            raise EnvironmentProblem(Code.INTERNAL)
        return view

    monkeypatch.setattr(loading.station.redeeming, "redeem", failing)
    loading.enter()
    loading.until(lambda: loading.shown("terminal.load.banner"))
    loading.put("reader")
    loading.key(Qt.Key.Key_F7)
    loading.until(lambda: loading.focus() == "terminal.load.amounts.0" or loading.window._load.at == 1)
    loading.write("1")
    loading.enter()
    loading.write("0105")
    loading.enter()
    loading.until(lambda: len(wished) == 2)
    assert wished[0] != wished[1]


# --- open loads ------------------------------------------------------------------------------------------------------


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
    desk.window._open_loads.case.retranslate()
    assert desk.find("terminal.load_case.settle").isEnabled()


def test_without_the_network_there_is_no_list_and_it_says_so(counter: Desk) -> None:
    counter.go_offline()
    counter.key(Qt.Key.Key_F6)
    counter.key(Qt.Key.Key_F1)
    counter.until(lambda: counter.shown("terminal.open_loads.banner"))
    assert "目前連不上中央平台" in counter.banner("terminal.open_loads.banner")


def test_a_station_that_also_makes_cards_has_the_tasks_of_its_desk_and_no_more() -> None:
    roles = ["clerk", "event", "librarian"]
    assert allowed(["counter", "personalise"], roles) == ["issue", "bind", "loads"]
    assert allowed(["personalise"], roles) == []
