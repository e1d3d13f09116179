"""From threads to the window and back."""

import threading
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton
from structlog.testing import capture_logs

from domain.errors import Bug, CityCardError, Code, Refused
from ui.bridge import Bridge, Once, close_background, run_off_thread


class _Answers:
    def __init__(self) -> None:
        self.all: list[tuple[Any, bool]] = []

    def __call__(self, answer: Any) -> None:
        self.all.append((answer, threading.current_thread() is threading.main_thread()))


def test_events_and_calls_arrive_in_order_in_the_gui_thread(qtbot) -> None:  # type: ignore[no-untyped-def]
    bridge, answers = Bridge(), _Answers()
    bridge.arrived.connect(answers)

    def work() -> None:
        bridge.post("one")
        bridge.post(lambda: answers("called"))
        bridge.post(3)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert answers.all == []
    qtbot.waitUntil(lambda: len(answers.all) == 3)
    assert answers.all == [("one", True), ("called", True), (3, True)]


def test_a_closed_bridge_takes_and_delivers_nothing(qtbot) -> None:  # type: ignore[no-untyped-def]
    bridge, answers = Bridge(), _Answers()
    bridge.arrived.connect(answers)
    bridge.post("on its way")
    bridge.close()
    bridge.post("late")
    other = Bridge()
    with qtbot.waitSignal(other.arrived):
        other.post("marker behind both")
    assert answers.all == []


def test_results_and_errors_come_back_to_the_gui_thread(qtbot) -> None:  # type: ignore[no-untyped-def]
    receiver, done, failed = QObject(), _Answers(), _Answers()
    threads: list[bool] = []

    def good() -> int:
        threads.append(threading.current_thread() is threading.main_thread())
        return 7

    def refused() -> int:
        raise Refused(Code.CARD_BLOCKED)

    run_off_thread(receiver, good, done, failed)
    qtbot.waitUntil(lambda: done.all == [(7, True)])
    run_off_thread(receiver, refused, done, failed)
    qtbot.waitUntil(lambda: len(failed.all) == 1)
    error, in_gui = failed.all[0]
    assert isinstance(error, CityCardError)
    assert (error.code, in_gui, threads) == (Code.CARD_BLOCKED, True, [False])


def test_our_own_fault_is_logged_and_told_as_such(qtbot) -> None:  # type: ignore[no-untyped-def]
    receiver, failed = QObject(), _Answers()

    def broken() -> int:
        raise ZeroDivisionError

    with capture_logs() as logs:
        run_off_thread(receiver, broken, _Answers(), failed)
        qtbot.waitUntil(lambda: len(failed.all) == 1)
    assert isinstance(failed.all[0][0], Bug)
    assert [entry["event"] for entry in logs] == ["background_work_failed"]


def test_nothing_is_delivered_to_a_destroyed_receiver(qtbot) -> None:  # type: ignore[no-untyped-def]
    receiver, marker, answers, later = QPushButton(), QObject(), _Answers(), _Answers()
    started, release = threading.Event(), threading.Event()

    def slow() -> int:
        started.set()
        assert release.wait(5)
        return 1

    run_off_thread(receiver, slow, answers, answers)
    assert started.wait(5)
    with qtbot.waitSignal(receiver.destroyed):
        receiver.deleteLater()
    release.set()
    close_order = threading.Event()
    run_off_thread(marker, lambda: close_order.wait(0), later, later)
    qtbot.waitUntil(lambda: len(later.all) == 1)
    qtbot.wait(20)
    assert answers.all == []


def test_pressing_twice_starts_once(qtbot) -> None:  # type: ignore[no-untyped-def]
    button = QPushButton()
    qtbot.addWidget(button)
    once, done = Once(button), _Answers()
    release, runs = threading.Event(), []

    def slow() -> str:
        runs.append(1)
        assert release.wait(5)
        return "done"

    assert once.run(button, slow, done, done)
    assert once.running
    assert not button.isEnabled()
    assert not once.run(button, slow, done, done)
    release.set()
    qtbot.waitUntil(lambda: len(done.all) == 1)
    assert (runs, button.isEnabled(), once.running) == ([1], True, False)
    assert once.run(button, slow, done, done), "and may be done again afterwards"
    qtbot.waitUntil(lambda: len(done.all) == 2)


def test_closing_does_not_wait_for_work_under_way(qtbot) -> None:  # type: ignore[no-untyped-def]
    receiver, answers = QObject(), _Answers()
    started, release, ended = threading.Event(), threading.Event(), threading.Event()

    def slow() -> None:
        started.set()
        assert release.wait(5)
        ended.set()

    run_off_thread(receiver, slow, answers, answers)
    assert started.wait(5)
    close_background()
    assert not ended.is_set()
    release.set()
    assert ended.wait(5)
    qtbot.wait(20)
    assert answers.all == []
