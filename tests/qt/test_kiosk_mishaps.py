"""The platform gone and the reader unplugged at each state of the real window: what is shown, what follows, and the money."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from citycard_app.demo_data import DEMO_PIN
from kiosk.states import Leave
from tests.qt.kiosk_rig import PATIENCE_MS, Kiosk
from tests.station_rig import City

Way = Callable[[Kiosk], None]


def balance(kiosk: Kiosk) -> None:
    kiosk.put("senior")


def amount(kiosk: Kiosk) -> None:
    balance(kiosk)
    kiosk.press("kiosk.balance.begin")


def second_factor(kiosk: Kiosk) -> None:
    amount(kiosk)
    kiosk.press("kiosk.amount.50")
    kiosk.type("second_factor", "0105")


def confirm(kiosk: Kiosk) -> None:
    second_factor(kiosk)
    kiosk.press("kiosk.second_factor.next")


def result(kiosk: Kiosk) -> None:
    balance(kiosk)
    kiosk.redeem(50)


def receipt(kiosk: Kiosk) -> None:
    result(kiosk)
    kiosk.press("kiosk.result.receipt")


def rating(kiosk: Kiosk) -> None:
    result(kiosk)
    kiosk.press("kiosk.result.rate")


def proof(kiosk: Kiosk) -> None:
    balance(kiosk)
    kiosk.press("kiosk.balance.record")
    kiosk.type("proof", "0105")


def record(kiosk: Kiosk) -> None:
    proof(kiosk)
    kiosk.press("kiosk.proof.next")
    kiosk.until_shown("record")


def bind_code(kiosk: Kiosk) -> None:
    kiosk.put("visitor", shows="cannot")
    kiosk.press("kiosk.cannot.bind", "kiosk.bind_carrier.ipass", "kiosk.bind_consent.agree")
    kiosk.type("bind_code", "12345678")


def confirm_on_card(kiosk: Kiosk) -> None:
    kiosk.put("purse")
    kiosk.to_confirm(50, "0412")


def staff_pin(kiosk: Kiosk) -> None:
    kiosk.put("supervisor", shows="staff_pin")
    kiosk.type("staff_pin", DEMO_PIN)


def corner(kiosk: Kiosk) -> None:
    staff_pin(kiosk)
    kiosk.press("kiosk.staff_pin.next")
    kiosk.until_shown("corner")


GONE: tuple[tuple[Way, str, str, str], ...] = (
    (balance, "kiosk.balance.begin", "amount", ""),
    (second_factor, "kiosk.second_factor.next", "confirm", "登記兌換 50 點"),
    (confirm, "kiosk.confirm.go", "result", "點數還沒有減少，錢也還沒有存入"),
    (proof, "kiosk.proof.next", "no_record", "一筆都不會少"),
    (record, "kiosk.record.cards", "record_part", "敬老卡"),
    (bind_code, "kiosk.bind_code.next", "cannot", "沒有加卡"),
    (confirm_on_card, "kiosk.confirm.go", "result", "沒有兌換，點數沒有減少"),
    (result, "kiosk.result.again", "balance", "目前看不到您的點數"),
    (staff_pin, "kiosk.staff_pin.next", "corner", "連不上"),
)
"""What was reached before the platform went, what is pressed then, and what is shown."""
UNPLUGGED: tuple[tuple[Way, str], ...] = (
    *((way, "out_of_service") for way in (balance, amount, second_factor, confirm, proof, record, bind_code, staff_pin)),
    (confirm_on_card, "out_of_service"),
    (result, "result"),
    (receipt, "receipt"),
    (rating, "rating"),
    (corner, "corner"),
)
"""Where the reader's going leads from each."""


@pytest.fixture
def kiosk(city: City, qtbot: QtBot) -> Kiosk:
    assert city.purse
    return Kiosk(city, qtbot)


def at_rest(kiosk: Kiosk) -> None:
    """Whoever was there has gone, and everything works again."""
    kiosk.take_away()
    kiosk.window.feed(Leave())
    kiosk.over()
    kiosk.until_gone()
    kiosk.until_shown("attract")


def test_with_the_platform_gone_each_state_says_so_and_no_money_moves_unsaid(kiosk: Kiosk, qtbot: QtBot) -> None:
    city = kiosk.city
    for way, pressed, page, words in GONE:
        way(kiosk)
        before = kiosk.page()
        city.platform.stop()
        city.until_offline("kiosk")
        assert kiosk.page() == before, "nothing is taken away from whoever is there"
        kiosk.press(pressed)
        kiosk.until_shown(page)
        assert words in kiosk.seen(), way.__name__
        city.platform.start()
        at_rest(kiosk)
        qtbot.waitUntil(lambda: kiosk.station.status().queue == 0, timeout=2 * PATIENCE_MS)
    # One was redeemed with the platform there, the one that was only noted when it had come back.
    assert sorted(points for points, _ in kiosk.wishes().values()) == [50, 50]
    assert city.agreement().disagreements == []


def test_an_unplugged_reader_in_each_state(kiosk: Kiosk) -> None:
    city = kiosk.city
    for way, page in UNPLUGGED:
        way(kiosk)
        city._field("kiosk").unplug()
        kiosk.until_shown(page)
        seen = kiosk.seen()
        if page == "out_of_service":
            assert all(words in seen for words in ("讀卡機", "不受影響", "請改到", "服務電話")), way.__name__
        elif page == "result":
            assert "兌換完成" in seen
        city._field("kiosk").plug()
        at_rest(kiosk)
    assert sorted(points for points, _ in kiosk.wishes().values()) == [50, 50, 50]
    assert city.agreement().disagreements == []
