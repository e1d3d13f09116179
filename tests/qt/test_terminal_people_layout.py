"""Every page for people and cards in both languages, two schemes and three sizes: nothing is cut off or covered."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from central.schema import staff
from citycard_app.demo_data import READER
from terminal.people_task import PeopleTask
from tests.qt.terminal_rig import Desk
from tests.qt.test_terminal_layout import cut_off
from tests.qt.test_terminal_people import card_page, pick, record, search, told
from ui.i18n import SOURCE, set_language


def pages(desk: Desk) -> Iterator[str]:
    """Walk them, each with the most that it can say."""
    search(desk, reason="1")
    desk.find("terminal.people.question", QLineEdit).setText("A12345678")
    desk.write("5")
    desk.enter()
    yield "search"
    desk.key(Qt.Key.Key_F9)
    desk.until(lambda: desk.shown("terminal.sign_in"))
    desk.sign_in("supervisor")
    desk.take_away()
    record(desk)
    card_page(desk)
    desk.write("3")
    desk.key(Qt.Key.Key_F7)
    desk.until(lambda: not desk.window._tasks.of("people", PeopleTask).asking)
    yield "a card that is taken back"
    desk.write("4")
    desk.enter()
    desk.key(Qt.Key.Key_F12)
    desk.put("senior")
    desk.until(lambda: desk.shown("terminal.replace.card.banner"))
    yield "replacing"
    desk.take_away()
    desk.key(Qt.Key.Key_Escape)
    desk.write("2")
    desk.enter()
    desk.enter()
    desk.enter()
    told(desk)
    yield "a person, with how it ended"
    pick(desk, "更正個人資料")
    desk.write(READER.national_id)
    desk.enter()
    desk.until(lambda: desk.shown("terminal.correct.name"))
    desk.key(Qt.Key.Key_F12)
    yield "correcting"
    desk.key(Qt.Key.Key_Escape)
    pick(desk, "更正點數")
    desk.until(lambda: desk.shown("terminal.points.list"))
    desk.write("1")
    desk.enter()
    desk.key(Qt.Key.Key_F12)
    yield "giving points"
    desk.key(Qt.Key.Key_Escape)
    desk.write("2")
    desk.enter()
    desk.write("1")
    desk.enter()
    desk.write("重複給點")
    desk.enter()
    desk.put("clerk")
    yield "the second person"


def test_nothing_is_cut_off(counter: Desk) -> None:
    for page in pages(counter):
        assert cut_off(counter) == [], page
        set_language(SOURCE)


def test_nothing_of_another_pin_is_cut_off(counter: Desk) -> None:
    with counter.city.platform.platform.store.engine.begin() as connection:
        connection.execute(staff.update().where(staff.c.staff == "D001").values(must_change_pin=True))
    search(counter, READER.name)
    counter.until(lambda: counter.shown("terminal.people.pin_change"))
    counter.enter()
    counter.enter()
    counter.enter()
    assert cut_off(counter) == []
