"""The page of people and cards: nothing of the person stays, no scanner types into it, and when the session ends."""

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QListWidget, QWidget

from central.schema import staff
from citycard_app.demo_data import CARDS, DEMO_PIN, READER
from domain.errors import Refused
from domain.ports import CardPresented
from reader_drivers.virtual import field
from reader_drivers.wedge import WedgeReader
from tests.clocks import SetClock
from tests.qt.terminal_rig import Desk, live
from tests.qt.test_terminal_people import pick, record, search
from ui.key_capture import KeyCapture

# --- nothing stays, nothing comes in ---------------------------------------------------------------------------------


def written(desk: Desk) -> str:
    """Everything that stands in any widget of the window, seen or not."""
    said = []
    for widget in desk.window.findChildren(QWidget):
        said += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
            said.append(widget.text())
        if isinstance(widget, QListWidget):
            said += [f"{widget.item(row).text()} {widget.item(row).data(ROLE)}" for row in range(widget.count())]
    return " ".join(said)


ROLE = Qt.ItemDataRole.UserRole + 1
OF_THE_PERSON = ("示○○者", "示範新名", "H10****017", READER.national_id, "E581", "120 點", "衛生局")


def test_nothing_of_the_person_stays(counter: Desk) -> None:
    for how in ("next", "idle", "sign_out"):
        if counter.station.staff.session is None:
            counter.sign_in()
            counter.take_away()
        show_everything(counter)
        end(counter, how)
        assert [word for word in OF_THE_PERSON if word in written(counter)] == [], how


def show_everything(counter: Desk) -> None:
    """Walk the pages, so that all of them have shown the person."""
    record(counter)
    pick(counter, "更正點數")
    counter.until(lambda: counter.shown("terminal.points.list"))
    counter.key(Qt.Key.Key_Escape)
    pick(counter, "更正個人資料")
    counter.write(READER.national_id)
    counter.enter()
    counter.until(lambda: counter.shown("terminal.correct.name"))
    counter.write("示範新名")
    assert {word for word in OF_THE_PERSON if word in written(counter)} >= {"示○○者", "示範新名", "H10****017", "E581"}


def end(counter: Desk, how: str) -> None:
    """The next person, or the end of the session."""
    if how == "next":
        counter.key(Qt.Key.Key_F11)
    elif how == "idle":
        counter.window._idle.idle.emit()
    else:
        counter.key(Qt.Key.Key_F9)
    if how != "next":
        counter.until(lambda: counter.shown("terminal.sign_in"))


def test_a_scanner_types_into_no_field_of_these_pages(counter: Desk, qapp: QApplication) -> None:
    reader = WedgeReader("?profile=HEX&stays_s=0&gap_ms=60", SetClock())
    reader.poll(0)
    capture = KeyCapture(qapp, reader)
    try:
        counter.key(Qt.Key.Key_F1)
        at_ms = 10_000
        for name in ("people.question", "people.reason_text", "correct.number", "points.reason", "points.pin"):
            field = counter.hidden(f"terminal.{name}", QLineEdit)
            page = field.window()
            field.setFocus()
            for letter in "26DEFAE7\r":
                at_ms += 8
                code = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter))
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, letter)
                    event.setTimestamp(at_ms)
                    QCoreApplication.sendEvent(page.windowHandle(), event)
            live(0.1)
            assert field.text() == "", name
            assert any(isinstance(event, CardPresented) for event in reader.poll(0)), name
    finally:
        capture.close()


# --- the session -----------------------------------------------------------------------------------------------------


def test_who_has_to_change_their_pin_does_so_here_and_goes_on(counter: Desk) -> None:
    platform = counter.city.platform.platform
    with platform.store.engine.begin() as connection:
        connection.execute(staff.update().where(staff.c.staff == "D001").values(must_change_pin=True))
    search(counter, READER.name)
    counter.until(lambda: counter.shown("terminal.people.pin_change"))
    for text in ("000000", "135790", "135791"):
        counter.write(text)
        counter.enter()
    assert counter.shown("terminal.people.pin_change")
    counter.find("terminal.people.new_pin_again", QLineEdit).setText("135790")
    counter.enter()
    counter.until(lambda: counter.focus() == "terminal.people.old_pin")
    counter.write(DEMO_PIN)
    counter.enter()
    counter.enter()
    counter.enter()
    counter.until(lambda: counter.shown("terminal.person"))
    with pytest.raises(Refused, match="pin_wrong"):
        counter.station.office.reopen(DEMO_PIN)


def test_a_staff_card_on_a_reader_of_its_own_takes_the_session_with_it(closed_desk: Desk) -> None:
    second = field(f"staff {closed_desk.city.directory.name}")
    settings = closed_desk.city.settings("counter")
    reader = msgspec.structs.replace(settings.reader, more=[f"virtual:{second.name}"])
    closed_desk.city._settings["counter"] = msgspec.structs.replace(settings, reader=reader)
    desk = closed_desk.open()
    second.place(CARDS["clerk"].medium)
    desk.until(lambda: desk.shown("terminal.sign_in.pin"))
    desk.write(DEMO_PIN)
    desk.enter()
    desk.until(lambda: desk.station.staff.session is not None and desk.shown("terminal.issue"))
    desk.put("blank1")
    desk.take_away()
    assert desk.window.place.card is None, "the staff card that still lies there is no citizen's"
    assert desk.station.staff.session is not None
    second.take_away()
    desk.until(lambda: desk.shown("terminal.sign_in"))
    assert desk.station.staff.session is None
