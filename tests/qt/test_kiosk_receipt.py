"""The receipt on paper: the same facts as on the screen, on a printer that is read back; and when none comes out."""

from collections.abc import Iterator

import msgspec
import pytest
import zxingcpp
from PIL import ImageChops
from pytestqt.qtbot import QtBot

from domain.errors import Code
from kiosk.receipt_words import paper_receipt
from kiosk.states import Receipt
from station.faces.glyphs import has_glyph
from station.faces.receipt import ROLL_58, draw_receipt
from station.settings import KioskSettings
from tests.escpos_rig import Paper, network_printer
from tests.qt.kiosk_rig import Kiosk, pillow
from tests.station_rig import CARDS, City
from ui.i18n import KIOSK_LANGUAGES


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def kiosk(city: City, qtbot: QtBot, paper: Paper) -> Iterator[Kiosk]:
    with network_printer(paper) as address:
        settings = msgspec.structs.replace(city.settings("kiosk"), kiosk=KioskSettings(printer=address, paper_mm=58))
        city._settings["kiosk"] = settings
        made = Kiosk(city, qtbot)
        made.put("senior")
        made.redeem(50)
        yield made
        paper.may.set()


def seen_codes(kiosk: Kiosk) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(pillow(kiosk.window.grab().toImage()))]


def until(kiosk: Kiosk, said: str) -> None:
    kiosk._qtbot.waitUntil(lambda: said in kiosk.seen(), timeout=15_000)


def test_paper_screen_and_codes_say_the_same_in_every_language(kiosk: Kiosk, paper: Paper) -> None:
    [of_result] = seen_codes(kiosk)
    for number, _ in enumerate(KIOSK_LANGUAGES, start=1):
        kiosk.press("kiosk.result.receipt", "kiosk.receipt.print")
        kiosk._qtbot.waitUntil(lambda: kiosk.window.flow.state.result.paper == "printed", timeout=15_000)  # noqa: B023
        assert not kiosk.button("kiosk.receipt.print").isVisible(), "one receipt is enough"
        state = kiosk.window.flow.state
        assert isinstance(state, Receipt)
        written = paper_receipt(state.result, kiosk.station)
        assert len(paper.receipts) == number
        picture = draw_receipt(written, ROLL_58).convert("L").point(lambda grey: 255 if grey >= 128 else 0)
        assert ImageChops.difference(paper.receipts[-1], picture).getbbox() is None
        assert [found.text for found in zxingcpp.read_barcodes(paper.receipts[-1])] == [of_result]
        [of_screen] = seen_codes(kiosk)
        assert of_screen.splitlines() == [f"{name} {value}" for name, value in written.rows]
        values = [value for _, value in written.rows]
        assert of_result in values
        assert "NT$50" in "".join(values)
        assert all(value in kiosk.seen() for value in values)
        everything = "".join([written.head, written.title, written.foot, *(part for row in written.rows for part in row)])
        assert all(has_glyph(each) for each in everything)
        assert CARDS["senior"].uid.hex().upper() not in everything
        assert "示○" not in everything
        # The next language prints anew, which one person cannot.
        kiosk.window.flow.state = msgspec.structs.replace(state, result=msgspec.structs.replace(state.result, paper="offered"))
        kiosk.press("kiosk.language", "kiosk.back")


def test_no_paper_is_told_and_the_money_is_as_it_was(kiosk: Kiosk, paper: Paper) -> None:
    before = kiosk.wishes()
    paper.rows_left = 0
    kiosk.press("kiosk.result.receipt", "kiosk.receipt.print")
    until(kiosk, "收據紙用完了")
    assert "兌換不受影響" in kiosk.seen()
    assert len(seen_codes(kiosk)) == 1, "the code is still offered"
    paper.rows_left = None
    kiosk.press("kiosk.receipt.print")
    until(kiosk, "收據印好了")
    assert len(paper.receipts) == 1
    assert kiosk.wishes() == before
    assert list(before.values()) == [(50, "")]


def test_a_printer_that_takes_its_time_holds_neither_this_person_nor_the_next_up(kiosk: Kiosk, paper: Paper) -> None:
    paper.may.clear()
    kiosk.press("kiosk.result.receipt", "kiosk.receipt.print")
    assert "正在印收據" in kiosk.seen()
    kiosk.press("kiosk.leave")
    assert kiosk.page() == "attract"
    kiosk.take_away()
    kiosk.until_gone()
    kiosk.put("reader")
    paper.may.set()
    City.until(lambda: len(paper.receipts) == 1)
    assert kiosk.page() == "balance"
    assert "收據" not in kiosk.seen()


def test_a_printer_that_is_off(city: City, qtbot: QtBot) -> None:
    with network_printer(Paper()) as address:
        pass
    settings = msgspec.structs.replace(city.settings("kiosk"), kiosk=KioskSettings(printer=address))
    city._settings["kiosk"] = settings
    kiosk = Kiosk(city, qtbot)
    kiosk.put("senior")
    kiosk.redeem(50)
    kiosk.press("kiosk.result.receipt", "kiosk.receipt.print")
    until(kiosk, "印表機沒有印出收據")
    state = kiosk.window.flow.state
    assert isinstance(state, Receipt)
    assert state.result.paper_problem is Code.PRINTER_UNREACHABLE
    assert list(kiosk.wishes().values()) == [(50, "")]
