"""A receipt printer: what comes out is the picture that was drawn, and what does not come out is said, with the reason."""

import os
import pty
from pathlib import Path
from typing import Literal

import pytest
import zxingcpp
from escpos.printer import Dummy  # type: ignore[import-untyped]
from PIL import Image, ImageChops

from domain.errors import Code, EnvironmentProblem
from station.faces.receipt import ROLL_58, ROLL_80, Measures, Receipt, draw_receipt
from station.printing.roll import EscPosPrinter, draw_on
from station.receipt_desk import has_knife
from station.settings import KioskSettings
from tests.escpos_rig import Paper, device_printer, network_printer, printed
from tests.station_rig import City

CODE = "7K3M-Q9ZT"
RECEIPT = Receipt(
    head="示範市 市民卡",
    title="收據",
    rows=[("時間", "民國115年1月5日 (2026) 09:30"), ("金額", "50 點 → NT$50"), ("Mã tra cứu trên biên lai", CODE)],
    code=CODE,
    foot="收據上沒有姓名。",
)
ROLLS = (ROLL_80, ROLL_58)
CUTS: tuple[Literal["auto", "yes", "no"], ...] = ("auto", "yes", "no")
FEED, CUT = b"\x1bd\x06", b"\x1dV\x00"
PICTURE = draw_receipt(RECEIPT, ROLL_80)


def black_and_white(image: Image.Image) -> Image.Image:
    return image.convert("L").point(lambda grey: 255 if grey >= 128 else 0)


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one, black_and_white(other)).getbbox() is None


def quick(address: str) -> EscPosPrinter:
    return EscPosPrinter(address, knife=True, answer_s=0.1, whole_s=0.4)


def refusal(printer: EscPosPrinter) -> tuple[Code, object]:
    with pytest.raises(EnvironmentProblem) as told:
        printer.print(PICTURE)
    return told.value.code, told.value.details.get("reason")


@pytest.mark.parametrize("knife", [True, False])
@pytest.mark.parametrize("measures", ROLLS)
def test_a_file_and_the_librarys_own_dummy_get_the_picture_dot_by_dot(tmp_path: Path, measures: Measures, knife: bool) -> None:
    picture, dummy = draw_receipt(RECEIPT, measures), Dummy(profile="TM-T20II" if knife else "simple")
    draw_on(dummy, picture)
    file = tmp_path / "paper.bin"
    EscPosPrinter(f"file:{file}", knife=knife).print(picture)
    assert dummy.output == file.read_bytes()
    assert dummy.output.endswith(FEED + CUT if knife else FEED)
    [out] = printed(dummy.output)
    assert same(out, picture)
    assert [found.text for found in zxingcpp.read_barcodes(out)] == [CODE]
    assert ImageChops.invert(out).getbbox()[2] <= out.width - measures.margin, "nothing reaches beyond the paper"  # type: ignore[index]


def test_a_narrow_roll_is_cut_where_the_settings_say_so_and_a_wide_one_unless_they_do_not() -> None:
    said = {(width, cut): has_knife(KioskSettings(paper_mm=width, paper_cut=cut)) for width in (58, 80) for cut in CUTS}
    assert [said[58, cut] for cut in CUTS] == [False, True, False]
    assert [said[80, cut] for cut in CUTS] == [True, True, False]


def test_a_network_printer_and_a_device_say_when_it_has_come_out() -> None:
    paper = Paper()
    with network_printer(paper) as address, device_printer(paper) as device:
        quick(address).print(PICTURE)
        assert len(paper.receipts) == 1
        quick(f"file:{device}").print(PICTURE)
        assert all(same(out, PICTURE) for out in paper.receipts)
        assert len(paper.receipts) == 2
        assert quick(address).condition().answers
        paper.near_end = True
        assert quick(f"file:{device}").condition().near_end
        paper.silent = True
        assert not quick(address).condition().answers
        quick(address).print(PICTURE)
        # It never says anything, and prints all the same.
        City.until(lambda: len(paper.receipts) == 3)


def test_no_paper_a_roll_that_ends_on_the_way_and_a_printer_that_is_stopped() -> None:
    paper = Paper()
    with network_printer(paper) as address, device_printer(paper) as device:
        for rows_left in (0, 5):
            paper.rows_left = rows_left
            assert refusal(quick(address)) == (Code.PRINTER_EMPTY, None)
            paper.rows_left = rows_left
            assert refusal(quick(f"file:{device}")) == (Code.PRINTER_EMPTY, None)
        assert paper.receipts == []
        paper.rows_left, paper.offline = None, True
        assert refusal(quick(address)) == (Code.PRINTER_STOPPED, "offline")
    assert refusal(quick(address)) == (Code.PRINTER_UNREACHABLE, None)


def test_a_device_that_takes_nothing_any_more_holds_nobody_up(tmp_path: Path) -> None:
    near, far = pty.openpty()
    try:
        printer = EscPosPrinter(f"file:{os.ttyname(far)}", knife=True, answer_s=0.05, whole_s=0.2)
        assert refusal(printer) == (Code.PRINTER_STOPPED, "no answer")
    finally:
        os.close(near)
        os.close(far)
    assert refusal(quick(f"file:{tmp_path / 'none' / 'lp0'}")) == (Code.PRINTER_UNREACHABLE, None)


def test_a_usb_printer_is_found_by_its_numbers(tmp_path: Path) -> None:
    device = tmp_path / "devices" / "1-1"
    (device / "1-1:1.0").mkdir(parents=True)
    (device / "idVendor").write_text("04b8\n")
    (device / "idProduct").write_text("0202\n")
    entry = tmp_path / "usbmisc" / "lp7"
    entry.mkdir(parents=True)
    (entry / "device").symlink_to(device / "1-1:1.0")
    found = EscPosPrinter("usb:4B8:202", knife=True, usb=tmp_path / "usbmisc")
    assert found._usb_device() == Path("/dev/usb/lp7")
    with pytest.raises(FileNotFoundError):
        EscPosPrinter("usb:04b8:0203", knife=True, usb=tmp_path / "usbmisc")._usb_device()


@pytest.mark.parametrize(
    "address", ["", "lp0", "file:", "usb:04b8", "usb:04b8:xyz", "usb:04b8:123456", "network:", "network:a:b"]
)
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the desk tells where and what was expected)
        EscPosPrinter(address, knife=True)
