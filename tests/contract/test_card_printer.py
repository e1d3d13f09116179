"""Printing a card on a real IPP printer (CUPS' ippeveprinter): its size, an empty tray, a printer that is off, and nonsense."""

import io
import re
import zlib
from threading import Event, Timer

import pytest
from PIL import Image

from domain.errors import Code, EnvironmentProblem
from station.printing import ipp
from station.printing.ipp import Media
from station.printing.jobs import CARD, Page, Patience
from station.printing.page import pdf_page
from tests.printer_rig import QUICK, CardPrinter

FACE = Image.effect_noise((1011, 638), 40).convert("RGB")


def _page(printer: CardPrinter, patience: Patience = QUICK) -> Page:
    return Page(printer.uri, FACE, CARD, title="市民卡", patience=patience)


def _problem(page: Page) -> tuple[Code, object]:
    with pytest.raises(EnvironmentProblem) as problem:
        page.come_out(Event())
    return problem.value.code, problem.value.details.get("reason")


def test_a_card_is_printed_at_its_size(card_printer: CardPrinter) -> None:
    assert _page(card_printer).come_out(Event())
    (page,) = card_printer.pages()
    (told,) = card_printer.told()
    assert b"/MediaBox[0 0 153.014 242.646]" in page  # the narrow side first, as the printer is fed
    assert (pytest.approx(242.646, abs=5e-4), pytest.approx(153.014, abs=5e-4)) == (85.60 / 25.4 * 72, 53.98 / 25.4 * 72)
    assert "x-dimension=5398 y-dimension=8560" in told
    for side in ("bottom", "left", "right", "top"):
        assert f"media-{side}-margin=0" in told
    assert "CONTENT_TYPE=application/pdf" in told
    pixels = re.search(rb"/FlateDecode/Length (\d+)>>\nstream\n", page)
    assert pixels is not None
    printed = zlib.decompress(page[pixels.end() : pixels.end() + int(pixels[1])])
    assert printed == FACE.transpose(Image.Transpose.ROTATE_90).tobytes()


def test_a_printer_of_other_paper_is_not_for_cards(card_printer: CardPrinter) -> None:
    sheet = Page(card_printer.uri, FACE, Media(width=21000, height=29700), title="x", patience=QUICK)
    assert _problem(sheet) == (Code.PRINTER_STOPPED, "media 210.00×297.00 mm")
    assert card_printer.told() == []


def test_an_empty_tray_is_told_and_trying_again_prints_one(card_printer: CardPrinter) -> None:
    card_printer.load(0)
    page = _page(card_printer)
    assert _problem(page) == (Code.PRINTER_EMPTY, None)
    assert _problem(page) == (Code.PRINTER_EMPTY, None)
    assert card_printer.pages() == []
    card_printer.load(250)
    assert page.come_out(Event())
    assert len(card_printer.pages()) == 1
    assert _page(card_printer).come_out(Event())
    assert len(card_printer.pages()) == 2


def test_a_jam_is_told_and_trying_again_prints_one(card_printer: CardPrinter) -> None:
    card_printer.jam(jammed=True)
    page = _page(card_printer)
    assert _problem(page) == (Code.PRINTER_STOPPED, "media-jam")
    card_printer.jam(jammed=False)
    assert page.come_out(Event())
    assert len(card_printer.pages()) == 1


def test_a_page_can_be_cancelled(card_printer: CardPrinter) -> None:
    card_printer.load(0)
    cancelled = Event()
    Timer(0.3, cancelled.set).start()
    assert not _page(card_printer, Patience(look_s=0.02, stopped_s=8.0)).come_out(cancelled)
    assert card_printer.pages() == []


@pytest.mark.parametrize(
    "uri", ["", "lp0", "http://localhost/", "ipp:///ipp/print", "file:///etc/passwd", "ipp://printer.example/ipp/print"]
)
def test_what_is_no_printer_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match="no printer"):
        Page(uri, FACE, CARD, title="x")


def test_a_printer_that_is_off_is_told() -> None:
    off = Page("ipp://127.0.0.1:9/ipp/print", FACE, CARD, title="x")
    assert _problem(off) == (Code.PRINTER_UNREACHABLE, None)


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"\x02\x00\x00\x00\x00\x00\x00\x01", b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x47\xff\xff", b"\x00" * 40],
)
def test_an_answer_that_is_none_is_no_answer(content: bytes) -> None:
    with pytest.raises(EnvironmentProblem) as problem:
        ipp.read_answer(content)
    assert problem.value.code is Code.PRINTER_UNREACHABLE


def test_a_page_is_a_document_that_others_read() -> None:
    page = pdf_page(FACE, Media(width=8000, height=20_000))
    assert page.startswith(b"%PDF-1.4")
    start = int(page[page.rindex(b"startxref") + 9 :].split()[0])
    places = [int(line[:10]) for line in page[start:].splitlines()[3:8]]
    assert [page[place:].split(b" ")[0] for place in places] == [b"1", b"2", b"3", b"4", b"5"]
    assert io.BytesIO(page).read(4) == b"%PDF"
