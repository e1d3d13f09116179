"""A phone at the kiosk's window, on a real platform: instead of a card, and as what proves that a card is somebody's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from central.virtual_card import devices
from citycard_app.demo_data import CARDS
from domain.errors import Code
from kiosk.spoken import joined, said_on
from tests.qt.kiosk_rig import PATIENCE_MS, Kiosk, everything_written
from tests.qt.phone_app import App
from tests.station_rig import PROGRAMME, City

BY_PHONE = PROGRAMME.replace('redeem = "birthday"', 'redeem = "virtual_card"').replace(
    'history = "birthday"', 'history = "virtual_card"'
)


def kiosk_with_scanner(city: City, qtbot: QtBot) -> tuple[Kiosk, App]:
    """A kiosk with a scanner of its own, that knows the senior's phone and the keys of codes."""
    city.scanner("kiosk")
    phone = App(city, "senior")
    phone.qr()
    kiosk = Kiosk(city, qtbot)
    codes = kiosk.station._context.codes
    qtbot.waitUntil(lambda: codes._told() is not None and bool(codes._told().keys), timeout=PATIENCE_MS)
    return kiosk, phone


def codes_taken(kiosk: Kiosk) -> int:
    return sum(b'"code.used"' in signed.body for signed in kiosk.station._context.journal.events())


def test_a_phone_is_shown_instead_of_a_card(city: City, qtbot: QtBot) -> None:
    kiosk, phone = kiosk_with_scanner(city, qtbot)
    assert "出示手機上的市民卡" in joined(said_on(kiosk.window.page(), alone=False)), "the loop comes to it"
    first = phone.qr()
    kiosk.show(first)
    kiosk.until_shown("balance")
    assert "260 點" in kiosk.seen()
    assert "請放上您的卡片" in kiosk.seen()
    assert not kiosk.offers("kiosk.balance.begin"), "nothing can be loaded onto a phone"
    assert "示○" not in everything_written(), "a phone alone tells no name either"
    kiosk.press("kiosk.balance.record")
    kiosk.type("proof", "0105")
    kiosk.press("kiosk.proof.next")
    kiosk.until_shown("record")
    kiosk.press("kiosk.leave")
    assert kiosk.page() == "attract"
    assert "請放上卡片" in kiosk.seen(), "there is no card to take"
    digest = first.encode().hex()
    assert digest not in everything_written()
    # The same code is a photograph of it; one for another purpose, of another city or of nobody is none.
    kiosk.show(first)
    kiosk.until_shown("cannot")
    assert "已使用過" in kiosk.seen()
    kiosk.over()
    for text, words in ((phone.qr("confirm"), "這個條碼無效"), ("CC1:ABC", "這個條碼無效"), ("4710088430014", "不是卡片")):
        kiosk.show(text)
        kiosk.until_shown("cannot")
        assert words in kiosk.seen()
        assert not kiosk.offers("kiosk.cannot.bind")
        kiosk.over()
        assert kiosk.page() == "attract"
    kiosk.show(phone.barcode())
    kiosk.until_shown("balance")
    # Their card goes on where the phone cannot.
    kiosk.put("senior")
    qtbot.waitUntil(lambda: kiosk.offers("kiosk.balance.begin"), timeout=PATIENCE_MS)
    kiosk.redeem(50)
    kiosk.take_away()
    kiosk.over()
    assert codes_taken(kiosk) == 2
    assert kiosk.station.status().attention == 0


def test_with_no_network_and_with_no_reader_a_phone_is_still_known(city: City, qtbot: QtBot) -> None:
    kiosk, phone = kiosk_with_scanner(city, qtbot)
    medium = phone.digest
    qtbot.waitUntil(lambda: kiosk.station._context.known(medium) is not None, timeout=PATIENCE_MS)
    fresh, digits = phone.qr(), phone.barcode()
    city._field("kiosk").unplug()
    kiosk.until_shown("out_of_service")
    assert "手機上的市民卡還可以掃描" in kiosk.seen()
    city.platform.stop()
    city.until_offline("kiosk")
    kiosk.show(fresh)
    kiosk.until_shown("balance")
    assert "點數不會減少，請稍後再來" in kiosk.seen()
    assert not kiosk.offers("kiosk.balance.begin"), "a wish needs a card"
    kiosk.press("kiosk.leave")
    assert kiosk.page() == "out_of_service"
    for text, words in ((fresh, "已使用過"), (digits, "要連線才能確認")):
        kiosk.show(text)
        qtbot.waitUntil(lambda words=words: words in kiosk.seen(), timeout=PATIENCE_MS)
    city._field("kiosk").plug()
    kiosk.over()
    kiosk.until_shown("attract")
    city.platform.start()
    qtbot.waitUntil(lambda: kiosk.station.status().queue == 0, timeout=30_000)
    assert kiosk.station.status().attention == 0
    # A phone that was reported lost is refused.
    late = phone.qr()
    platform = city.platform.platform
    with platform.store.write() as connection:
        devices.revoke(connection, platform.authority, phone.device, by="示範", now_ms=platform.now_ms())
    assert codes_taken(kiosk) == 1
    qtbot.waitUntil(lambda: kiosk.station._context.known(medium).state.blocked, timeout=PATIENCE_MS)
    kiosk.show(late)
    kiosk.until_shown("cannot")
    assert "掛失" in kiosk.seen() or "停用" in kiosk.seen()


@pytest.fixture
def city_by_phone(tmp_path: Path) -> Iterator[City]:
    made = City(tmp_path, programme=BY_PHONE)
    yield made
    made.close()


def test_a_phone_proves_that_the_card_is_theirs(city_by_phone: City, qtbot: QtBot) -> None:
    city = city_by_phone
    kiosk, phone = kiosk_with_scanner(city, qtbot)
    other = App(city, "reader")
    kiosk.put("senior")
    kiosk.press("kiosk.balance.record")
    assert kiosk.page() == "proof_code"
    assert "原來的卡片請留在讀卡機上" in kiosk.seen()
    # What no platform would take is refused here and counts as no wrong answer, of which there are five.
    for number in range(6):
        kiosk.show(phone.qr() if number % 2 else f"471008843001{number}")
        qtbot.waitUntil(
            lambda: kiosk.page() == "proof_code" and kiosk.window.flow.state.problem is Code.VIRTUAL_CODE_INVALID,
            timeout=PATIENCE_MS,
        )
        kiosk.press("kiosk.back", "kiosk.balance.record")
    kiosk.show(other.qr("confirm"))
    qtbot.waitUntil(lambda: kiosk.page() == "proof_code" and "本人的手機" in kiosk.seen(), timeout=PATIENCE_MS)
    kiosk.show(phone.qr("confirm"))
    kiosk.until_shown("record")
    kiosk.press("kiosk.back")
    kiosk.press("kiosk.balance.begin", "kiosk.amount.50")
    assert kiosk.page() == "factor_code"
    kiosk.show(other.qr("confirm"))
    kiosk.until_shown("confirm")
    kiosk.press("kiosk.confirm.go")
    qtbot.waitUntil(lambda: kiosk.page() == "factor_code" and "點數沒有減少" in kiosk.seen(), timeout=PATIENCE_MS)
    mine = phone.qr("confirm")
    kiosk.show(mine)
    kiosk.until_shown("confirm")
    kiosk.press("kiosk.confirm.go")
    kiosk.until_shown("result")
    assert sorted(kiosk.wishes().values()) == [(0, "second_factor_wrong"), (50, "")]
    # With no network what could only be refused later is not noted as a wish.
    kiosk.press("kiosk.result.again")
    kiosk.until_shown("balance")
    digits = phone.barcode()
    city.platform.stop()
    qtbot.waitUntil(lambda: not kiosk.station._context.expect_online(), timeout=PATIENCE_MS)
    kiosk.press("kiosk.balance.begin", "kiosk.amount.50")
    kiosk.show(digits)
    kiosk.until_shown("confirm")
    kiosk.press("kiosk.confirm.go")
    qtbot.waitUntil(lambda: kiosk.page() == "factor_code" and "點數沒有減少" in kiosk.seen(), timeout=PATIENCE_MS)
    assert kiosk.station.status().queue == 0
    kiosk.take_away()
    kiosk.over()
    assert mine not in everything_written() + repr(vars(kiosk.window.flow))
    assert CARDS["senior"].uid.hex() not in everything_written()
