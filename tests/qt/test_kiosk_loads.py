"""Value written onto the card at the kiosk's window: station, platform and a virtual DESFire card, all real."""

import msgspec
import pytest
import zxingcpp
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from domain.errors import Code
from domain.ids import is_recovery_code, recovery_code
from domain.loads import LoadState
from domain.wire import Notice
from kiosk.reports import LoadCame
from kiosk.screens.record_rows import told_rows
from reader_drivers.virtual_desfire import Moment
from tests.qt.kiosk_rig import PATIENCE_MS, Kiosk, everything_written, pillow
from tests.station_rig import City
from tests.unit.kiosk_records import RECORD


@pytest.fixture
def kiosk(city: City, qtbot: QtBot) -> Kiosk:
    return Kiosk(city, qtbot)


def load(kiosk: Kiosk, shows: str = "result") -> None:
    """Load NT$50 onto the purse card."""
    kiosk.put("purse")
    kiosk.redeem(50, birthday="0412", shows=shows)


def torn(kiosk: Kiosk, when: Moment) -> str:
    """Load, and pull the card away during the commit; the load's recovery code."""
    kiosk.city.purse.leave_in_commit(when)
    load(kiosk, shows="unknown")
    [load_id] = kiosk.city.facts().loads
    kiosk.until_gone()
    return recovery_code(load_id)


def states(kiosk: Kiosk) -> list[LoadState]:
    return [fact.state for fact in kiosk.city.facts().loads.values()]


def test_the_balance_tells_what_is_on_the_card_from_what_waits(kiosk: Kiosk) -> None:
    kiosk.put("purse")
    assert "卡片裡的金額" in kiosk.seen()
    assert "NT$0" in kiosk.seen()
    assert "待入卡" not in kiosk.seen()


def test_a_load_is_on_the_card_and_says_so(kiosk: Kiosk) -> None:
    steps: list[tuple[str, str]] = []

    def note(event: object) -> None:
        if isinstance(event, LoadCame):
            told = next(label.text() for label in kiosk.window.page().findChildren(QLabel) if "/3" in label.text())
            steps.append((event.step, told[:1]))

    kiosk.window._link.happened.connect(note)
    load(kiosk)
    assert steps == [("asking", "1"), ("writing", "2"), ("checking", "3")], "how far it has come is on the screen"
    assert "已存進卡片" in kiosk.seen()
    assert "卡片裡現在有 NT$50" in kiosk.seen()
    assert kiosk.city.purse.value_ntd == 50
    kiosk.press("kiosk.result.again")
    kiosk.until_shown("balance")
    assert "250 點" in kiosk.seen()
    assert states(kiosk) == [LoadState.CONFIRMED]
    assert kiosk.city.agreement().disagreements == []


def test_a_wrong_birthday_takes_nothing_and_is_asked_for_again(kiosk: Kiosk) -> None:
    kiosk.put("purse")
    kiosk.redeem(50, birthday="0101", shows="second_factor")
    assert kiosk.city.purse.value_ntd == 0
    kiosk.answer_birthday("0412")
    kiosk.press("kiosk.confirm.go")
    kiosk.until_shown("result")
    assert "卡片裡現在有 NT$50" in kiosk.seen()


@pytest.mark.parametrize("when", ["during_new", "during_old"])
def test_a_card_pulled_away_is_told_the_truth_and_settled_by_the_same_card(kiosk: Kiosk, when: Moment) -> None:
    code = torn(kiosk, when)
    assert is_recovery_code(code)
    seen = kiosk.seen()
    for words in ("還不知道有沒有寫進卡片", "點數和金額都不會遺失", "末碼 E584", code):
        assert words in seen
    [found] = zxingcpp.read_barcodes(pillow(kiosk.window.grab().toImage()))
    assert found.text == code
    assert "示○○包" not in everything_written()
    kiosk.put("purse", shows="settled")
    if when == "during_new":
        assert "上一次儲值已經在卡片裡" in kiosk.seen()
        assert "NT$50" in kiosk.seen()
    else:
        assert "上一次儲值沒有寫進卡片" in kiosk.seen()
        assert "50 點已經還給您" in kiosk.seen()
    kiosk.press("kiosk.settled.go")
    assert ("250 點" if when == "during_new" else "300 點") in kiosk.seen()
    load_again = kiosk.offers("kiosk.balance.begin")
    assert load_again
    agreement = kiosk.city.agreement()
    assert agreement.disagreements == []
    assert agreement.on_cards_ntd == (50 if when == "during_new" else 0)


def test_another_card_is_asked_to_wait_and_may_be_next(kiosk: Kiosk, qtbot: QtBot) -> None:
    code = torn(kiosk, "during_new")
    kiosk.city.put("kiosk", "senior")
    qtbot.waitUntil(lambda: "這不是剛才那張卡" in kiosk.seen(), timeout=PATIENCE_MS)
    assert code in kiosk.seen()
    kiosk.press("kiosk.unknown.next")
    kiosk.until_shown("balance")
    assert "260 點" in kiosk.seen()
    assert code not in everything_written()
    kiosk.put("purse", shows="settled")


def test_after_leaving_the_card_is_told_at_its_next_tap(kiosk: Kiosk) -> None:
    code = torn(kiosk, "during_old")
    kiosk.press("kiosk.leave")
    assert kiosk.page() == "attract"
    assert code not in everything_written()
    kiosk.put("purse", shows="settled")
    assert "上一次儲值沒有寫進卡片" in kiosk.seen()


def test_without_the_network_nothing_is_loaded_and_nothing_is_pending(kiosk: Kiosk) -> None:
    assert kiosk.city.purse.value_ntd == 0
    kiosk.city.platform.stop()
    kiosk.put("purse")
    assert "現在不能儲值到卡片" in kiosk.seen()
    assert not kiosk.offers("kiosk.balance.begin")


def test_the_network_lost_before_the_load_begins(kiosk: Kiosk) -> None:
    kiosk.put("purse")
    kiosk.to_confirm(50, "0412")
    kiosk.city.platform.stop()
    kiosk.press("kiosk.confirm.go")
    kiosk.until_shown("result")
    assert "沒有兌換，點數沒有減少" in kiosk.seen()
    assert "已登記" not in kiosk.seen()
    assert kiosk.city.purse.value_ntd == 0


def test_the_network_lost_while_it_is_unknown(kiosk: Kiosk, qtbot: QtBot) -> None:
    code = torn(kiosk, "during_new")
    kiosk.city.platform.stop()
    kiosk.put("purse", shows="unknown")
    qtbot.waitUntil(lambda: kiosk.offers("kiosk.unknown.again"), timeout=PATIENCE_MS)
    assert code in kiosk.seen()
    assert "目前連不上中央平台" in kiosk.seen()
    kiosk.city.platform.start()
    kiosk.press("kiosk.unknown.again")
    kiosk.until_shown("settled")
    assert "上一次儲值已經在卡片裡" in kiosk.seen()


@pytest.mark.usefixtures("qapp")
def test_a_load_that_staff_confirmed_is_not_told_as_a_failure() -> None:
    def told(code: Code) -> str:
        notice = Notice(code=code, points=50, at_ms=1_795_000_000_000)
        return " ".join(map(str, told_rows(msgspec.structs.replace(RECORD, notices=[notice], messages=[]))))

    assert "服務人員確認已儲值到卡片" in told(Code.LOAD_DECIDED)
    assert "沒有成功" not in told(Code.LOAD_DECIDED)
    assert "之前的兌換沒有成功" in told(Code.LOAD_GIVEN_UP)
    assert "點數沒有減少" in told(Code.LOAD_GIVEN_UP)
