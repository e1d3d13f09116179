"""The demo's card tray, on the in-process readers that stand in on a machine without a reader service."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from citycard_app.card_tray import CardTray
from citycard_app.demo_data import CARDS
from citycard_app.demo_purse import PurseCard
from citycard_app.demo_readers import DemoReaders
from domain.errors import Code, EnvironmentProblem, Refused
from domain.ports import CardGone, CardPresented
from reader_drivers.virtual import DRIVER
from reader_drivers.virtual_desfire import VirtualDesfire
from station.clock import SystemClock
from ui.layout_check import check_layout


class NoReaderService(DemoReaders):
    def _real(self) -> None:
        raise EnvironmentProblem(Code.READER_SERVICE_MISSING, missing="pcscd")


@pytest.fixture
def readers() -> Iterator[DemoReaders]:
    with NoReaderService(["counter", "kiosk"]) as made:
        yield made


@pytest.fixture
def purse() -> PurseCard:
    """A blank card, to which nothing has been written yet."""
    return PurseCard(VirtualDesfire(CARDS["purse"].uid))


@pytest.fixture
def tray(readers: DemoReaders, purse: PurseCard, qtbot: QtBot) -> CardTray:
    made = CardTray(readers, purse)
    qtbot.addWidget(made)
    made.resize(372, 900)
    made.show()
    return made


def button(tray: CardTray, card: str, desk: str) -> QAbstractButton:
    found = tray.findChild(QAbstractButton, f"tray.{card}.{desk}")
    assert isinstance(found, QAbstractButton)
    return found


def test_without_a_reader_service_imitated_readers_stand_in_and_it_says_so(readers: DemoReaders, tray: CardTray) -> None:
    assert readers.imitated
    assert readers.settings("counter").driver == "virtual"
    assert check_layout(tray) == []


def test_a_click_lays_a_card_down_and_another_takes_it_away(readers: DemoReaders, tray: CardTray, qtbot: QtBot) -> None:
    reader = DRIVER.open(readers.settings("counter").name, SystemClock())
    reader.poll(0)
    qtbot.mouseClick(button(tray, "senior", "counter"), Qt.MouseButton.LeftButton)
    (shown,) = reader.poll(1)
    assert isinstance(shown, CardPresented)
    assert shown.medium == CARDS["senior"].medium
    assert "拿走" in button(tray, "senior", "counter").text()
    qtbot.mouseClick(button(tray, "senior", "counter"), Qt.MouseButton.LeftButton)
    assert [type(event) for event in reader.poll(1)] == [CardGone]
    reader.close()


def test_a_card_is_on_one_reader_at_a_time(tray: CardTray, qtbot: QtBot) -> None:
    for desk in ("counter", "kiosk"):
        qtbot.mouseClick(button(tray, "senior", desk), Qt.MouseButton.LeftButton)
    assert not button(tray, "senior", "counter").isChecked()
    assert button(tray, "senior", "kiosk").isChecked()
    qtbot.mouseClick(button(tray, "lost", "kiosk"), Qt.MouseButton.LeftButton)
    assert not button(tray, "senior", "kiosk").isChecked()


def test_the_purse_card_answers_and_can_be_pulled_away_in_its_next_commit(
    readers: DemoReaders, purse: PurseCard, tray: CardTray, qtbot: QtBot
) -> None:
    reader = DRIVER.open(readers.settings("kiosk").name, SystemClock())
    reader.poll(0)
    qtbot.mouseClick(button(tray, "purse", "kiosk"), Qt.MouseButton.LeftButton)
    assert [type(event) for event in reader.poll(1)] == [CardPresented]
    leave = tray.findChild(QAbstractButton, "tray.purse.leave")
    assert isinstance(leave, QAbstractButton)
    leave.click()
    assert purse.will_leave
    with reader.connect() as channel:
        assert channel.transmit(bytes.fromhex("FFCA000000")) == CARDS["purse"].uid + b"\x90\x00"
        with pytest.raises(EnvironmentProblem):
            channel.transmit(bytes.fromhex("90C7000000"))
    qtbot.waitUntil(lambda: not leave.isChecked())
    assert not button(tray, "purse", "kiosk").isChecked()
    assert not purse.will_leave
    qtbot.mouseClick(button(tray, "purse", "counter"), Qt.MouseButton.LeftButton)
    assert button(tray, "purse", "counter").isChecked()
    assert check_layout(tray) == []
    reader.close()


def test_the_phone_is_shown_to_the_desk_that_was_pressed_for_the_purpose_that_is_ticked(
    readers: DemoReaders, purse: PurseCard, qtbot: QtBot
) -> None:
    shown: list[tuple[str, str]] = []

    def show(desk: str, purpose: str) -> None:
        if desk == "counter":
            raise Refused(Code.CARD_BLOCKED)
        shown.append((desk, purpose))

    tray = CardTray(readers, purse, show_phone=show)
    qtbot.addWidget(tray)
    tray.show()
    qtbot.mouseClick(button(tray, "phone", "kiosk"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown == [("kiosk", "present")])
    tray._confirming.setChecked(True)
    qtbot.mouseClick(button(tray, "phone", "kiosk"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown[1:] == [("kiosk", "confirm")])
    qtbot.mouseClick(button(tray, "phone", "counter"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "停用" in tray._phone_note.text() or "停用" in tray._phone_note.full_text())
