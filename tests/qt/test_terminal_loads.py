"""Loading at the counter's real window, by keyboard, with a virtual DESFire card."""

from typing import Any
from uuid import UUID

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from citycard_app.demo_data import CARDS
from domain.errors import Code, EnvironmentProblem
from domain.ids import recovery_code
from domain.loads import LoadState
from domain.media import Medium
from reader_drivers.virtual_desfire import Moment
from station.views import RedeemView
from terminal.load_task import LoadTask
from terminal.open_loads_task import OpenLoadsTask
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
    desk.press_open_loads()
    desk.until(
        lambda: desk.shown("terminal.open_loads") and not desk.window._tasks.of("open_loads", OpenLoadsTask)._once.running
    )


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
    loading.until(lambda: loading.focus() == "terminal.load.amounts.0" or loading.window._tasks.of("loads", LoadTask).at == 1)
    loading.write("1")
    loading.enter()
    loading.write("0105")
    loading.enter()
    loading.until(lambda: len(wished) == 2)
    assert wished[0] != wished[1]
