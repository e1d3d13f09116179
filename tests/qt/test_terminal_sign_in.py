"""Signing in with card and PIN, and everything that can go wrong with it."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from citycard_app.demo_data import DEMO_PIN
from tests.qt.terminal_rig import Desk


def test_card_and_pin_open_the_tasks_of_the_role(desk: Desk) -> None:
    assert not desk.shown("terminal.rail.issue")
    desk.put("clerk")
    assert desk.text("terminal.sign_in.name") == "示○○辦"
    assert desk.find("terminal.sign_in.pin", QLineEdit).echoMode() is QLineEdit.EchoMode.Password
    desk.write("24a6810")
    assert desk.text("terminal.sign_in.pin") == DEMO_PIN
    desk.enter()
    desk.until(lambda: desk.shown("terminal.issue"))
    for task in ("issue", "bind", "event", "library", "sign_out"):
        desk.until(partial(desk.shown, f"terminal.rail.{task}"))
    assert "示○○辦（承辦、活動人員、圖書館員）" in desk.status()
    assert "模擬讀卡機" in desk.status()


def test_unknown_card(desk: Desk) -> None:
    desk.put("visitor")
    assert "不是本站工作人員的卡片" in desk.banner("terminal.sign_in.banner")
    assert not desk.shown("terminal.sign_in.pin")
    desk.take_away()
    assert not desk.shown("terminal.sign_in.banner")


def test_pin_typed_so_far_is_forgotten_when_the_card_goes(desk: Desk) -> None:
    desk.put("clerk")
    desk.write("24")
    desk.take_away()
    assert not desk.shown("terminal.sign_in.pin")
    desk.put("clerk")
    assert desk.text("terminal.sign_in.pin") == ""


def test_wrong_pins_cost_ever_more_time_and_then_need_a_supervisor(desk: Desk) -> None:
    desk.put("clerk")
    waits = []
    for _ in range(5):
        desk.try_pin("000000")
        desk.until(lambda: "密碼不正確" in desk.banner("terminal.sign_in.banner"))
        desk.until(lambda: desk.staff_wait_s() == desk.window._sign_in.staff.wait_s)  # type: ignore[union-attr]
        waits.append(desk.staff_wait_s())
        if waits[-1]:
            assert not desk.find("terminal.sign_in.submit", QAbstractButton).isEnabled()
            assert f"請等 {waits[-1]} 秒" in desk.banner("terminal.sign_in.banner")
            desk.clock.advance(1)
            # It goes down by itself; a busy machine may be some seconds late to look.
            later = ["請再輸入一次", *(f"請等 {left} 秒" for left in range(1, waits[-1]))]
            desk.until(lambda: any(words in desk.banner("terminal.sign_in.banner") for words in later))  # noqa: B023
            desk.clock.advance(waits[-1])
        desk.until(lambda: desk.find("terminal.sign_in.submit").isEnabled())
        assert "請再輸入一次" in desk.banner("terminal.sign_in.banner")
    assert waits == [0, 2, 4, 8, 16]
    desk.try_pin("000000")
    desk.until(lambda: "密碼已鎖住" in desk.banner("terminal.sign_in.banner"))
    desk.until(lambda: not desk.shown("terminal.sign_in.pin"))

    desk.enter()
    assert desk.shown("terminal.unlock")
    desk.put("visitor")
    assert "不是本站工作人員" in desk.banner("terminal.unlock.banner")
    desk.put("supervisor")
    desk.write(DEMO_PIN)
    desk.enter()
    desk.until(lambda: desk.shown("terminal.sign_in"))
    assert "已解鎖" in desk.banner("terminal.sign_in.banner")
    desk.sign_in()


def test_own_card_cannot_unlock_itself_and_esc_goes_back(desk: Desk) -> None:
    desk.put("clerk")
    for _ in range(6):
        desk.try_pin("000000")
        desk.clock.advance(60)
        desk.until(lambda: desk.window._sign_in.staff is not None and desk.window._sign_in.staff.wait_s == 0)
    desk.until(lambda: not desk.shown("terminal.sign_in.pin"))
    desk.enter()
    desk.put("clerk")
    assert "密碼已鎖住" in desk.banner("terminal.unlock.banner")
    assert not desk.shown("terminal.unlock.pin")
    desk.key(Qt.Key.Key_Escape)
    assert desk.shown("terminal.sign_in")


def test_session_outlives_the_card_and_ends_at_f9(desk: Desk) -> None:
    desk.sign_in()
    desk.take_away()
    assert desk.shown("terminal.issue")
    desk.key(Qt.Key.Key_F9)
    desk.until(lambda: desk.shown("terminal.sign_in"))
    assert desk.station.staff.session is None
    assert not desk.shown("terminal.rail.issue")
    desk.until(lambda: desk.count("staff.out") == 1)


def test_idle_session_ends_and_the_form_is_forgotten(closed_desk: Desk) -> None:
    desk = closed_desk.open(idle_s=1.0)
    desk.sign_in()
    desk.put("blank1")
    desk.until(lambda: desk.shown("terminal.issue.name"))
    desk.write("示範新民")
    desk.until(lambda: desk.shown("terminal.sign_in"))
    assert desk.station.staff.session is None
    assert desk.hidden("terminal.issue.name", QLineEdit).text() == ""


def test_another_staff_card_offers_to_take_over(counter: Desk) -> None:
    counter.put("clerk")
    assert not counter.shown("terminal.here.switch")
    counter.put("supervisor")
    assert counter.shown("terminal.here.switch")
    counter.key(Qt.Key.Key_F8)
    assert counter.shown("terminal.sign_in")
    counter.key(Qt.Key.Key_Escape)
    assert counter.shown("terminal.issue")
    assert counter.station.staff.session is not None
    assert counter.station.staff.session.staff == "D001"

    counter.key(Qt.Key.Key_F8)
    counter.write(DEMO_PIN)
    counter.enter()
    counter.until(lambda: counter.shown("terminal.issue"))
    assert "示○○管" in counter.status()
    counter.until(lambda: counter.count("staff.out") == 1)


def test_language_switches_at_once_and_back(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F10)
    assert "Online" in desk.status()
    desk.put("visitor")
    assert "staff" in desk.banner("terminal.sign_in.banner").lower()
    desk.key(Qt.Key.Key_F10)
    assert "已連線" in desk.status()
