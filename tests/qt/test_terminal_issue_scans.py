"""Codes shown at the counter: a web application's receipt, the number on an ID card, and whatever else a scanner sends."""

from uuid import uuid4

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from citycard_app.demo_data import NEWCOMER, SENIOR, DemoPerson
from domain.applications import ApplicantPapers
from domain.errors import Code
from domain.events import CardIssued
from domain.ids import receipt_number
from domain.media import Medium, MediumType
from station.settings import WedgeSettings
from terminal.issue_form import At
from tests.central.application_rig import PORTAL, Office, picture
from tests.qt.terminal_rig import Desk
from tests.qt.test_terminal_issue_papers import REPRESENTATIVE, result
from ui.key_capture import KeyCapture
from ui.messages import words_for
from ui.outcome import OutcomeKind


def papers(person: DemoPerson) -> ApplicantPapers:
    return ApplicantPapers(
        name=person.name,
        national_id=person.national_id,
        birthday=person.birthday.isoformat(),
        district=person.district,
        facts=sorted(person.facts),
    )


def show(desk: Desk, text: str) -> None:
    """Show a code to the scanner; the card on the reader is back afterwards."""
    medium = Medium(MediumType.CODE, text.encode())
    desk.city._field("counter").take_away()
    desk.city._field("counter").place(medium, None)
    desk.until(lambda: desk.window.place.card is not None and desk.window.place.card.medium == medium)


def web_application(desk: Desk, person: DemoPerson) -> tuple[Office, str]:
    portal = Office(desk.city.platform.platform)
    draft = portal.submit(papers(person), channel="web", by=PORTAL, draft=True)
    portal.document(draft.application, "photo", picture(size=(400, 600)), by=PORTAL, own=True)
    return portal, draft.receipt


def told(desk: Desk) -> str:
    return desk.banner("terminal.issue.banner") if desk.shown("terminal.issue.banner") else ""


def at(desk: Desk) -> At:
    return At(desk.window._issue.at)  # type: ignore[attr-defined]


def test_a_web_application_by_its_qr_fills_the_form_and_is_collected(counter: Desk) -> None:
    desk = counter
    portal, receipt = web_application(desk, NEWCOMER)
    show(desk, receipt)
    desk.until(lambda: "已帶出網路申請" in told(desk))
    assert at(desk) is At.CARD
    assert desk.window._issue._photo.view.has_picture()  # type: ignore[attr-defined]
    desk.put("blank1")
    desk.until(lambda: at(desk) is At.PARTICULARS)
    assert desk.text("terminal.issue.name") == NEWCOMER.name
    assert desk.text("terminal.issue.birthday") == "0471102"
    desk.keys_pressed = 0
    for _ in range(5):
        desk.enter()
    desk.until(lambda: at(desk) is At.KIND)
    desk.settle()
    desk.enter()
    assert result(desk).kind() is OutcomeKind.GOOD
    assert desk.keys_pressed <= 15
    (event,) = desk.events("card.issued")
    assert isinstance(event.payload, CardIssued)
    assert event.payload.application is not None
    assert (event.payload.provisional, event.payload.signed) == (True, "paper")
    progress = portal.progress(receipt)
    assert progress.state not in ("draft", "withdrawn", "refused")
    assert "handed_over" in portal.steps(event.payload.application)
    portal.check()
    assert portal.state(event.payload.application) == "collected"


def test_a_number_scanned_from_an_id_card_fills_its_field_and_no_other(counter: Desk) -> None:
    desk = counter
    desk.put("blank1")
    desk.until(lambda: at(desk) is At.PARTICULARS)
    desk.write("示")
    show(desk, f"*{NEWCOMER.national_id}*")
    desk.until(lambda: desk.text("terminal.issue.national_id") == NEWCOMER.national_id)
    assert (desk.text("terminal.issue.name"), desk.focus()) == ("示", "terminal.issue.birthday")
    for other in ("H200000141", "不是號碼", "4710088432107", "A" * 200):
        show(desk, other)
        desk.until(lambda: words_for(Code.CODE_IS_NO_CARD).title in desk.window._issue._card._banner.title())  # type: ignore[attr-defined]
        assert desk.text("terminal.issue.national_id") == NEWCOMER.national_id
        assert desk.text("terminal.issue.name") == "示"
    _, receipt = web_application(desk, NEWCOMER)
    show(desk, receipt)
    assert "表格裡已經有資料" in told(desk)
    assert desk.text("terminal.issue.name") == "示"


def test_a_helpers_number_is_scanned_into_their_own_field(counter: Desk) -> None:
    desk = counter
    desk.put("blank1")
    desk.particulars(NEWCOMER, "resident", "by_proxy")
    show(desk, REPRESENTATIVE)
    assert desk.text("terminal.issue.proxy.national_id") == REPRESENTATIVE
    assert desk.focus() == "terminal.issue.proxy.name"


def test_offline_and_unknown_receipts_say_what_to_do(counter: Desk) -> None:
    desk = counter
    show(desk, receipt_number(uuid4()))
    desk.until(lambda: words_for(Code.APPLICATION_UNKNOWN).title in told(desk))
    _, receipt = web_application(desk, NEWCOMER)
    desk.go_offline()
    show(desk, receipt)
    desk.until(lambda: "現在帶不出網路申請" in told(desk))
    desk.put("blank1")
    desk.until(lambda: at(desk) is At.PARTICULARS)
    assert desk.window._issue._particulars.is_empty()  # type: ignore[attr-defined]


def test_whoever_has_a_card_already_is_told_so_before_it_is_issued(counter: Desk) -> None:
    desk = counter
    desk.put("blank1")
    desk.particulars(SENIOR, *SENIOR.facts)
    desk.until(lambda: "已經有一張這種卡" in desk.text("terminal.issue.kind.senior.reasons"))
    desk.key(Qt.Key.Key_F12)
    assert desk.count("card.issued") == 0


def test_a_scanners_keys_land_in_no_field_whatever_has_the_focus(closed_desk: Desk, qapp: QApplication) -> None:
    """A wedge's burst reaches the form as a code, from every field, from a dialogue and from nowhere."""
    desk = closed_desk
    settings = desk.city.settings("counter")
    desk.city._settings["counter"] = msgspec.structs.replace(
        settings, wedge=WedgeSettings(reads="codes", gap_ms=60, stays_s=0.2)
    )
    desk.open()
    keystrokes = desk.station.opened.keystrokes
    assert keystrokes is not None
    desk.sign_in()
    desk.put("blank1")
    desk.until(lambda: at(desk) is At.PARTICULARS)
    capture = KeyCapture(qapp, keystrokes)
    try:
        steps = desk.window._issue._particulars  # type: ignore[attr-defined]
        fields = (steps.name, steps.national_id, steps.birthday, steps.district.lineEdit())
        for focused in (*fields, next(iter(steps._facts.values())), None):
            steps.clear()
            (focused or steps.name).setFocus()
            if focused is None:
                steps.name.clearFocus()
            desk.until(lambda: desk.window.place.card is not None and not desk.window.place.card.is_code)
            _burst(desk, NEWCOMER.national_id)
            desk.until(lambda: steps.national_id.text() == NEWCOMER.national_id)
            assert [field.text() for field in fields] == ["", NEWCOMER.national_id, "", ""]
        desk.window._issue._photo.choose_file()  # type: ignore[attr-defined]
        desk.until(lambda: desk.focus() == "fileNameEdit")
        steps.clear()
        desk.until(lambda: desk.window.place.card is not None and not desk.window.place.card.is_code)
        _burst(desk, NEWCOMER.national_id)
        desk.until(lambda: steps.national_id.text() == NEWCOMER.national_id)
        dialog = desk.window._issue._photo._dialog  # type: ignore[attr-defined]
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(edit, QLineEdit)
        assert edit.text() == ""
        dialog.reject()
    finally:
        capture.close()


def _burst(desk: Desk, text: str) -> None:
    """Keys as a scanner sends them: 8 ms apart, Enter at the end, each burst a minute after the one before."""
    desk.scanned_ms = getattr(desk, "scanned_ms", 10_000) + 60_000  # type: ignore[attr-defined]
    for number, letter in enumerate(f"{text}\r"):
        code = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(desk.scanned_ms + 8 * number)  # type: ignore[attr-defined]
            QCoreApplication.sendEvent(QGuiApplication.focusWindow() or desk.window.windowHandle(), event)
