"""Adding a card at the kiosk's window with the code that the counter's window gave, on one real platform."""

import re

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from central import cards
from domain.cards import CardState
from tests.qt.kiosk_rig import Kiosk, everything_written
from tests.qt.terminal_rig import Desk
from tests.qt.test_terminal_people import card_page, record, told
from tests.station_rig import City


def code_from_the_counter(counter: Desk) -> str:
    record(counter)
    card_page(counter)
    QTest.keyClick(counter.window, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    counter.until(lambda: counter.shown("terminal.person"))
    found = re.search(r"加卡代碼 (\d{4}) (\d{4})", told(counter))
    assert found is not None
    return found[1] + found[2]


def to_code(kiosk: Kiosk) -> None:
    kiosk.press("kiosk.cannot.bind")
    assert "這是哪一種卡？" in kiosk.seen()
    kiosk.press("kiosk.bind_carrier.ipass")
    assert "issue@1" in kiosk.seen(), "what is agreed to, with its version"
    kiosk.press("kiosk.bind_consent.agree")


def give(kiosk: Kiosk, code: str, shows: str) -> None:
    kiosk.type("bind_code", code)
    kiosk.press("kiosk.bind_code.next")
    kiosk.until_shown(shows)


def test_a_card_that_is_nobodys_becomes_theirs_whose_code_it_is_and_no_other(counter: Desk, qtbot: QtBot) -> None:
    code = code_from_the_counter(counter)
    kiosk = Kiosk(counter.city, qtbot)
    kiosk.put("lost", shows="cannot")
    assert not kiosk.offers("kiosk.cannot.bind")
    kiosk.put("senior")
    assert not kiosk.offers("kiosk.cannot.bind"), "a found card is somebody's"
    kiosk.put("visitor", shows="cannot")
    to_code(kiosk)
    wrong = str((int(code) + 1) % 10**8).zfill(8)
    kiosk.type("bind_code", wrong)
    kiosk.press("kiosk.bind_code.next")
    qtbot.waitUntil(lambda: kiosk.page() == "bind_code" and "代碼不對，沒有加卡" in kiosk.seen())
    give(kiosk, code, "bound")
    assert "已加進您的帳戶" in kiosk.seen()
    platform, medium = kiosk.city.platform.platform, kiosk.station.digest(City.medium("visitor"))
    with platform.store.read() as connection:
        card = cards.find(connection, medium)
    assert card is not None
    assert (card.state, card.holder, card.carrier) == (CardState.ACTIVE, kiosk.city.seeded.reader, "ipass")
    kiosk.press("kiosk.bound.go")
    kiosk.until_shown("balance")
    assert "120 點" in kiosk.seen()
    kiosk.take_away()
    kiosk.until_shown("attract")
    assert [each for each in (code, wrong) if each in everything_written() + repr(vars(kiosk.window.flow))] == []
    kiosk.put("random", shows="cannot")
    assert not kiosk.offers("kiosk.cannot.bind")


def test_with_no_network_a_code_is_not_used_up_and_it_is_said_so(city: City, qtbot: QtBot) -> None:
    kiosk = Kiosk(city, qtbot)
    kiosk.put("visitor", shows="cannot")
    to_code(kiosk)
    city.platform.stop()
    give(kiosk, "12345678", "cannot")
    assert "連不上" in kiosk.seen()
    assert not kiosk.offers("kiosk.cannot.bind")
