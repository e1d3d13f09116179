"""The card itself, at the real window and a real printer: photo, face, print, and everything that goes wrong with them."""

import io
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLineEdit

from citycard_app.demo_data import NEWCOMER
from domain.errors import Code
from domain.events import CardIssued
from station.settings import CameraSettings, PrinterSettings
from terminal.issue_form import At
from terminal.photo_step import PhotoStep
from tests.printer_rig import QUICK, CardPrinter
from tests.qt.terminal_rig import Desk
from tests.qt.test_terminal_issue_papers import REPRESENTATIVE, papers, result
from ui.messages import words_for
from ui.outcome import OutcomeKind

pytestmark = pytest.mark.qt_log_ignore("^Couldn't (load|resolve) ", extend=True)
MOST_KEYS = 66
"""A whole issue with proxy, photo and print: 38 characters of the two people among them."""


@pytest.fixture
def printing(closed_desk: Desk, card_printer: CardPrinter) -> Desk:
    """The clerk is signed in at a counter with a printer, the first steps filled in, the consent signed on paper."""
    desk = closed_desk
    settings = desk.city.settings("counter")
    printers = PrinterSettings(card=card_printer.uri, receipt=card_printer.uri)
    desk.city._settings["counter"] = msgspec.structs.replace(settings, printer=printers)
    desk.open()
    desk.station.printing._patience = QUICK
    desk.sign_in()
    desk.put("blank1")
    desk.keys_pressed = 0
    desk.particulars(NEWCOMER, "city_employee", "by_proxy")
    desk.write("示範代理")
    desk.enter()
    desk.write(REPRESENTATIVE)
    desk.enter()
    desk.write("1")
    desk.enter()
    assert desk.shown("terminal.issue.proxy.may.missing")
    desk.write("2")
    desk.enter()
    desk.until(lambda: desk.shown("terminal.issue.kind.demo_badge"))
    desk.enter()
    desk.write("123")
    desk.enter()
    desk.write("2")
    desk.enter()
    desk.write("1")
    desk.enter()
    desk.write("1")
    desk.enter()
    desk.until(lambda: desk.shown("terminal.issue.photo"))
    return desk


def step(desk: Desk) -> PhotoStep:
    return desk.window._issue._photo  # type: ignore[attr-defined]


def at(desk: Desk) -> At:
    return At(desk.window._issue.at)  # type: ignore[attr-defined]


def a_file(folder: Path, name: str, content: bytes | Image.Image) -> Path:
    path = folder / name
    if isinstance(content, Image.Image):
        content.save(path)
    else:
        path.write_bytes(content)
    return path


def choose(desk: Desk, path: Path) -> None:
    """O, and the file in the dialogue."""
    desk.key(Qt.Key.Key_O)
    dialog = step(desk)._dialog
    assert dialog is not None
    desk.until(lambda: desk.focus() == "fileNameEdit")
    edit = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(edit, QLineEdit)
    edit.setText(str(path))
    dialog.accept()
    desk.until(lambda: step(desk)._dialog is None and not step(desk)._once.running)
    desk.until(lambda: desk.focus() == "terminal.issue.photo")


def banner(desk: Desk, name: str) -> str:
    return desk.banner(name) if desk.shown(name) else ""


def told(code: Code) -> str:
    return words_for(code).title


def test_photo_face_print_and_receipt_without_the_mouse(printing: Desk, card_printer: CardPrinter, tmp_path: Path) -> None:
    desk = printing
    desk.enter()
    assert told(Code.PHOTO_MISSING) in banner(desk, "terminal.issue.photo.banner")
    bad = {
        Code.PHOTO_UNREADABLE: a_file(tmp_path, "text.jpg", "這不是照片".encode()),
        Code.PHOTO_TOO_SMALL: a_file(tmp_path, "one.png", Image.new("RGB", (1, 1))),
        Code.PHOTO_TOO_LARGE: a_file(tmp_path, "large.png", Image.new("1", (10_000, 8_000))),
    }
    for code, path in bad.items():
        choose(desk, path)
        assert told(code) in banner(desk, "terminal.issue.photo.banner")
        assert not step(desk).view.has_picture()
    _card_during_the_dialogue(desk)
    choose(desk, a_file(tmp_path, "face.png", Image.new("RGB", (600, 1000), "#C08060")))
    before = step(desk).view.crop()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Plus):
        desk.key(key)
        assert step(desk).view.crop() != before
        before = step(desk).view.crop()
    desk.enter()
    assert at(desk) is At.FACE
    desk.until(lambda: not desk.window._issue._face.preview.picture().isNull())  # type: ignore[attr-defined]
    size = desk.window._issue._face.preview.picture().size()  # type: ignore[attr-defined]
    assert (size.width(), size.height()) == (1011, 638)

    card_printer.load(0)
    desk.enter()
    desk.until(lambda: told(Code.PRINTER_EMPTY) in banner(desk, "terminal.issue.face.banner"))
    assert (card_printer.pages(), desk.count("card.issued")) == ([], 0)
    card_printer.load(250)
    desk.enter()
    desk.until(lambda: "卡片已印好" in banner(desk, "terminal.issue.face.banner"))
    assert len(card_printer.pages()) == 1
    desk.put("senior")
    desk.enter()
    assert "請把末碼" in desk.banner("terminal.issue.banner")
    desk.put("blank1")
    desk.enter()
    assert result(desk).kind() is OutcomeKind.GOOD

    (event,) = desk.events("card.issued")
    issued, sealed = event.payload, papers(desk)[-1]
    assert isinstance(issued, CardIssued)
    assert (issued.card_kind, issued.proxy_may, issued.signed) == ("demo_badge", ["apply", "collect"], "paper")
    assert issued.documents_seen == ["letter_of_authority", "national_id", "proxy_id"]
    assert sealed.proxy is not None
    assert (sealed.proxy.name, sealed.proxy.national_id, sealed.signature) == ("示範代理", REPRESENTATIVE, b"")
    with Image.open(io.BytesIO(sealed.photo)) as photo:
        assert photo.size == (413, 531)
    assert len(card_printer.pages()) == 1

    assert desk.text("terminal.issue.result.fact.4") == "NT$100"
    desk.key(Qt.Key.Key_F12)
    desk.until(lambda: "收據已印出" in banner(desk, "terminal.issue.result.receipt.banner"))
    assert b"/MediaBox[0 0 226.772 " in card_printer.pages()[1]
    desk.enter()
    assert not step(desk).view.has_picture()


def _card_during_the_dialogue(desk: Desk) -> None:
    """Another card, two at once or none, while a dialogue is open: nothing is lost and nothing is issued."""
    desk.key(Qt.Key.Key_O)
    for card in ("senior", "blank2", "clerk"):
        desk.put(card)
    desk.take_away()
    dialog = step(desk)._dialog
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()
    desk.until(lambda: desk.focus() == "terminal.issue.photo")
    assert at(desk) is At.PHOTO
    desk.put("blank1")


def test_keys_of_an_issue_with_everything(printing: Desk, tmp_path: Path) -> None:
    desk = printing
    choose(desk, a_file(tmp_path, "face.png", Image.new("RGB", (600, 1000), "#C08060")))
    desk.enter()
    desk.enter()
    desk.until(lambda: "卡片已印好" in banner(desk, "terminal.issue.face.banner"))
    desk.enter()
    assert result(desk).kind() is OutcomeKind.GOOD
    assert desk.keys_pressed <= MOST_KEYS


def test_a_print_is_cancelled_and_a_pre_printed_card_taken(printing: Desk, card_printer: CardPrinter, tmp_path: Path) -> None:
    desk = printing
    desk.station.printing._patience = msgspec.structs.replace(QUICK, stopped_s=10.0)
    choose(desk, a_file(tmp_path, "face.png", Image.new("RGB", (600, 1000), "#C08060")))
    desk.enter()
    card_printer.load(0)
    desk.enter()
    assert desk.shown("terminal.issue.face.cancel")
    desk.enter()
    desk.key(Qt.Key.Key_F12)
    desk.key(Qt.Key.Key_Escape)
    desk.until(lambda: not desk.shown("terminal.issue.face.cancel"))
    assert at(desk) is At.FACE
    desk.write("2")
    desk.key(Qt.Key.Key_F12)
    assert result(desk).kind() is OutcomeKind.GOOD
    assert card_printer.pages() == []


def test_another_name_is_another_face_and_nothing_of_a_face_stays(
    printing: Desk, card_printer: CardPrinter, tmp_path: Path
) -> None:
    desk = printing
    choose(desk, a_file(tmp_path, "face.png", Image.new("RGB", (600, 1000), "#C08060")))
    desk.enter()
    desk.enter()
    desk.until(lambda: "卡片已印好" in banner(desk, "terminal.issue.face.banner"))
    face = desk.window._issue._face  # type: ignore[attr-defined]
    assert face._printed
    desk.key(Qt.Key.Key_Escape)
    desk.enter()
    assert face._printed
    desk.window._issue._particulars.name.setText("示範另名")  # type: ignore[attr-defined]
    desk.key(Qt.Key.Key_Escape)
    desk.enter()
    assert not face._printed
    desk.key(Qt.Key.Key_F11, times=2)
    assert (step(desk).jpeg(), face._content.photo, face.preview.picture().isNull()) == (b"", b"", True)
    assert desk.count("card.issued") == 0


def test_the_camera_is_on_only_while_a_photo_is_taken(closed_desk: Desk) -> None:
    desk = closed_desk
    settings = desk.city.settings("counter")
    desk.city._settings["counter"] = msgspec.structs.replace(settings, camera=CameraSettings(photo="no such camera"))
    desk.open()
    camera = step(desk)
    camera.start()
    assert camera._camera is not None
    seen = QImage(640, 480, QImage.Format.Format_RGB32)
    seen.fill(QColor("#336699"))
    camera.seen(seen)
    assert camera.jpeg() == b""
    camera._take_pressed()
    assert camera._camera is None
    with Image.open(io.BytesIO(camera.jpeg())) as photo:
        colour = photo.convert("RGB").getpixel((200, 200))
    assert isinstance(colour, tuple)
    assert all(abs(one - other) < 8 for one, other in zip(colour, (0x33, 0x66, 0x99), strict=True))
    camera._take_pressed()
    assert (camera.jpeg(), camera._camera is not None) == (b"", True)
    camera.clear()
    assert camera._camera is None
