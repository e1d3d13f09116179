"""A phone's code at the desks: shown instead of the card, verified with or without a network, taken once."""

from PySide6.QtCore import Qt

from domain.events import CodeUsed
from domain.media import Medium, MediumType
from tests.qt.phone_app import App
from tests.qt.terminal_rig import Desk


def show(desk: Desk, text: str) -> None:
    """Hold a phone before the scanner."""
    field = desk.city._field("counter")
    field.take_away()
    desk.until(lambda: desk.window.place.card is None)
    field.place(Medium(MediumType.CODE, text.encode()), None)
    desk.until(lambda: desk.window.place.card is not None)


def known(desk: Desk, text: str) -> None:
    """Wait until the station has been told of the phone and of the keys."""
    medium = Medium(MediumType.CODE, text.encode())
    desk.until(lambda: desk.station.counter.look(medium).known)


def test_a_phone_is_its_holders_card_with_and_without_a_network(counter: Desk) -> None:
    phone = App(counter.city, "senior")
    code = phone.qr()
    counter.station._context.codes._keys_at_ms = 0
    known(counter, code)
    counter.key(Qt.Key.Key_F4)
    counter.enter()
    show(counter, code)
    counter.until(lambda: counter.text("terminal.event.did") == "簽到")
    assert counter.text("terminal.event.detail") == "已報名"
    assert counter.text("terminal.event.walk_ins") == "0"
    # The same code again is a photograph of it.
    counter.pass_time(20)
    show(counter, code)
    counter.until(lambda: counter.shown("terminal.event.banner"))
    assert "已使用過" in counter.banner("terminal.event.banner")
    show(counter, phone.qr("confirm"))
    counter.until(lambda: counter.shown("terminal.event.banner") and "無效" in counter.banner("terminal.event.banner"))
    # With no network it is verified here; used once here, too.
    fresh = phone.qr()
    counter.go_offline()
    show(counter, fresh)
    counter.until(lambda: counter.text("terminal.event.did") == "簽退")
    show(counter, fresh)
    counter.until(lambda: counter.shown("terminal.event.banner"))
    assert "已使用過" in counter.banner("terminal.event.banner")
    counter.pass_time(300)
    show(counter, fresh[:-1] + ("0" if fresh[-1] != "0" else "1"))
    counter.until(lambda: counter.shown("terminal.event.banner") and "無效" in counter.banner("terminal.event.banner"))
    counter.come_back()
    used = counter.events("code.used")
    assert [isinstance(event.payload, CodeUsed) for event in used] == [True, True]
    assert counter.station.status().attention == 0
    (out,) = counter.events("attendance.out")
    assert counter.city.facts().attendance[out.op_id].points == 30


def test_a_phone_gives_the_patron_number_by_qr_and_by_digits(counter: Desk) -> None:
    phone = App(counter.city, "reader")
    code = phone.qr()
    counter.station._context.codes._keys_at_ms = 0
    known(counter, code)
    counter.key(Qt.Key.Key_F5)
    show(counter, code)
    counter.until(lambda: counter.text("terminal.library.number") == "L-2026-000817")
    counter.take_away()
    digits = phone.barcode()
    show(counter, digits)
    counter.until(lambda: counter.text("terminal.library.number") == "L-2026-000817")
    counter.take_away()
    show(counter, digits)
    counter.until(lambda: counter.shown("terminal.library.banner"))
    counter.go_offline()
    show(counter, "99000000000000")
    counter.until(lambda: counter.shown("terminal.library.banner") and "QR" in counter.banner("terminal.library.banner"))
