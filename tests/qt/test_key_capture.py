"""Between the application's keys and its windows, without a display: input methods, modifiers, repeats, and the end of it."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from domain.ports import CardPresented
from reader_drivers.wedge import WedgeReader
from tests.clocks import SetClock
from tests.qt.terminal_rig import live
from ui.key_capture import KeyCapture

UID = "26DEFAE7"


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[SimpleNamespace]:
    field = QLineEdit()
    field.show()
    QTest.qWaitForWindowActive(field)
    reader = WedgeReader("?profile=HEX&stays_s=0&gap_ms=60", SetClock())
    reader.poll(0)
    capture = KeyCapture(qapp, reader)
    made = SimpleNamespace(field=field, reader=reader, capture=capture, at_ms=10_000)
    yield made
    capture.close()
    field.close()
    field.deleteLater()


def strike(desk, text, gap_ms=8, key=Qt.Key.Key_unknown, **options):
    """Keys as the operating system hands them to the window, each pressed and let go."""
    for letter in text:
        desk.at_ms += gap_ms
        code = key if key is not Qt.Key.Key_unknown else Qt.Key(ord(letter.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            modifiers = options.get("modifiers", Qt.KeyboardModifier.NoModifier)
            event = QKeyEvent(kind, code, modifiers, letter.strip("←"), options.get("repeats", False))
            event.setTimestamp(desk.at_ms)
            QCoreApplication.sendEvent(QGuiApplication.focusWindow() or desk.field.windowHandle(), event)


def enter(desk, gap_ms=8):
    strike(desk, "\r", gap_ms, Qt.Key.Key_Return)


def compose(desk, preedit, commit):
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(QGuiApplication.focusObject(), event)


def cards(desk):
    return [event.medium.value.hex().upper() for event in desk.reader.poll(0) if isinstance(event, CardPresented)]


def test_a_burst_is_a_card_and_typing_is_typing(desk):
    strike(desk, UID)
    enter(desk)
    assert (cards(desk), desk.field.text()) == ([UID], "")
    strike(desk, "abc", 200)
    live(0.1)
    assert (cards(desk), desk.field.text()) == ([], "abc")


def test_a_key_waits_no_longer_than_the_gap(desk):
    strike(desk, "a")
    assert desk.field.text() == ""
    live(0.15)
    assert desk.field.text() == "a"


def test_chinese_is_composed_as_ever(desk):
    strike(desk, "a", 200)
    compose(desk, "ㄨㄤ", "")
    compose(desk, "", "王小明")
    strike(desk, "b", 200)
    live(0.1)
    assert desk.field.text() == "a王小明b"


def test_letters_that_an_input_method_commits_one_by_one_are_keys(desk):
    for letter in UID:
        compose(desk, "", letter)
    enter(desk)
    live(0.1)
    assert (cards(desk), desk.field.text()) == ([UID], "")
    compose(desk, "", "x")
    live(0.15)
    assert desk.field.text() == "x"


def test_commands_go_on_at_once_and_in_order(desk):
    strike(desk, "ab", 20)
    live(0.15)
    strike(desk, "a", 90, Qt.Key.Key_A, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert desk.field.text() == "ab"
    assert desk.field.selectedText() == "ab"
    strike(desk, "c", 20)
    strike(desk, "←", 20, Qt.Key.Key_Left)
    live(0.15)
    assert (desk.field.text(), desk.field.cursorPosition()) == ("c", 0)


COMMANDS = {
    "Backspace": (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier),
    "Delete": (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
    "Escape": (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    "F9": (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier),
    "Left": (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier),
    "Ctrl+A": (Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier),
}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("before", [4, 7, 9])
def test_a_command_in_a_burst_reaches_nothing_and_spoils_it(desk, name, before):
    key, modifiers = COMMANDS[name]
    strike(desk, "hello", 200)
    live(0.1)
    desk.at_ms += 500
    for number, letter in enumerate(UID + "\r", 1):
        enter(desk) if letter == "\r" else strike(desk, letter)
        if number == before:
            strike(desk, "←", 8, key, modifiers=modifiers)
    live(0.3)
    assert (desk.field.text(), desk.field.cursorPosition(), desk.field.selectedText()) == ("hello", 5, "")
    assert cards(desk) == ([UID] if before == len(UID) + 1 else [])
    strike(desk, "←", 500, Qt.Key.Key_Backspace)
    assert desk.field.text() == "hell"


def test_no_shortcut_gets_a_key_out_of_a_burst(desk):
    """Qt asks by an event of its own, before the key comes."""

    def asked(key, after_ms):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(desk.at_ms + after_ms)
        event.ignore()
        QCoreApplication.sendEvent(desk.field.windowHandle(), event)
        return event.isAccepted()

    assert not asked(Qt.Key.Key_F9, 8)
    strike(desk, UID)
    assert asked(Qt.Key.Key_F9, 8)
    enter(desk)
    assert asked(Qt.Key.Key_F9, 8)
    assert not asked(Qt.Key.Key_F9, 500)


def test_a_key_that_is_held_down_is_no_burst(desk):
    strike(desk, "a", 500)
    desk.at_ms += 500
    strike(desk, "a" * 12, 33, repeats=True)
    live(0.1)
    assert (cards(desk), desk.field.text()) == ([], "a" * 13)


def test_two_quick_strokes_of_one_key_are_no_repeat(desk):
    """Qt's X11 part takes a release and a press in the same millisecond for one."""
    for letter in "11223344":
        strike(desk, letter, 1, repeats=desk.reader._text.endswith(letter))
    enter(desk, 1)
    assert (cards(desk), desk.field.text()) == (["11223344"], "")


def test_what_is_held_goes_on_when_the_capture_ends(desk):
    strike(desk, "abc", 5)
    desk.capture.close()
    assert desk.field.text() == "abc"
    strike(desk, UID)
    assert desk.field.text() == "abc" + UID


def test_keys_behind_one_that_opens_a_dialog_are_neither_lost_nor_stuck(desk):
    dialog = QDialog(desk.field)
    inside = QLineEdit(dialog)
    desk.field.returnPressed.connect(dialog.exec)

    def within():
        strike(desk, "xy", 200)
        live(0.15)
        strike(desk, UID)
        enter(desk)
        seen.append(inside.text())
        dialog.reject()

    seen = []
    QTimer.singleShot(150, within)
    strike(desk, "a", 20)
    enter(desk, 20)
    strike(desk, "b", 200)
    live(0.2)
    assert seen == ["xy"]
    assert desk.field.text() == "ab"
    assert cards(desk) == [UID]


def test_a_field_that_has_gone_takes_nothing_with_it(desk):
    strike(desk, "a", 5)
    desk.field.hide()
    live(0.15)
    other = QLineEdit()
    other.show()
    QTest.qWaitForWindowActive(other)
    strike(desk, "b", 200)
    live(0.15)
    assert other.text() == "b"
    other.close()
    other.deleteLater()
