"""Batches at the window: a list is read, checked, sent, paused and gone on with; cards are handed out, offline too."""

from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QListWidget

from central.applications import batches
from domain.applications import State
from domain.media import Medium, MediumType
from domain.wire_applications import BatchResponse
from terminal.batch_task import BatchTask
from tests.central.application_rig import Office
from tests.central.test_batches import SCHOOL
from tests.qt.terminal_rig import Desk, live
from tests.station.test_batch_file import HEADER, pupil, text

PUPILS = 5


def task(desk: Desk) -> BatchTask:
    found = desk.window._tasks["batch"]
    assert isinstance(found, BatchTask)
    return found


def open_batches(desk: Desk) -> None:
    QTest.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_F2, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: desk.shown("terminal.batch") and not task(desk).asking)


def read(desk: Desk, path: Path, rows: list[list[Any]], encoding: str = "cp950") -> None:
    """Bring a list and read it."""
    path.write_bytes(text(rows, encoding))
    if not desk.shown("terminal.batch.path"):
        desk.key(Qt.Key.Key_F7)
    task(desk).file_page._path.setFocus()
    task(desk).file_page._path.selectAll()
    desk.write(str(path))
    desk.enter()
    desk.until(lambda: not task(desk).file_page.reading)


def send(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F12)
    desk.until(lambda: not task(desk).asking)


def tap(desk: Desk, number: int) -> None:
    """Lay a blank card down, until it has been dealt with."""
    medium = Medium(MediumType.UID, b"\x04\xc0" + number.to_bytes(5, "big"))
    field = desk.city._field("counter")
    field.take_away()
    desk.until(lambda: desk.window.place.card is None)
    field.place(medium)
    desk.until(lambda: desk.window.place.card is not None and not task(desk).hand_out._once.running)


def standing(desk: Desk, batch: UUID) -> dict[str, int]:
    return desk.station.batches.report(batch).counts


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call of the platform takes in two rows."""
    monkeypatch.setattr(batches, "_AT_ONCE", 2)
    monkeypatch.setattr(batches.resume, "__defaults__", (2,))


def watched(desk: Desk) -> dict[str, list[int]]:
    """Portions that the task asks for, and that were answered."""
    seen: dict[str, list[int]] = {"asked": [], "answered": []}
    go_on = desk.station.batches.go_on

    def counted(batch: UUID) -> BatchResponse:
        seen["asked"].append(1)
        try:
            return go_on(batch)
        finally:
            seen["answered"].append(1)

    desk.station.batches.go_on = counted  # type: ignore[method-assign]
    return seen


def in_hand_out(desk: Desk, tmp_path: Path) -> UUID:
    """A batch of five, approved, its list on the screen."""
    desk.sign_in()
    desk.take_away()
    open_batches(desk)
    read(desk, tmp_path / "class.csv", [HEADER, *(pupil(number) for number in range(1, PUPILS + 1))])
    send(desk)
    desk.until(lambda: desk.shown("terminal.batch.hand_out"))
    batch = task(desk)._batch
    assert batch is not None
    office = Office(desk.city.platform.platform)
    office.check()
    for row in desk.station.hand_out.download(batch, lambda _: None).rows:
        office.decide(row.application, SCHOOL, "approve")
    desk.key(Qt.Key.Key_F12)
    desk.until(lambda: desk.shown("terminal.hand_out.label"))
    return batch


def test_a_list_is_corrected_sent_paused_and_taken_in_once(desk: Desk, tmp_path: Path, small_portions: None) -> None:
    desk.sign_in()
    open_batches(desk)
    portions = watched(desk)
    assert desk.text("terminal.batch.none") == "還沒有批次。"
    read(desk, tmp_path / "empty.csv", [HEADER])
    assert task(desk).file_page._row.error_text().startswith("檔案是空的")
    read(desk, tmp_path / "short.csv", [HEADER[:2], pupil(1)[:2]])
    assert "第 1 列的 出生日期" in task(desk).file_page._row.error_text()
    rows = [HEADER, *(pupil(number) for number in range(1, 9))]
    read(desk, tmp_path / "class.csv", [*rows[:3], pupil(30, 身分證字號="A123456780"), *rows[3:]])
    assert desk.text("terminal.batch.summary") == "class：共 9 列，可送 8 列，有問題 1 列"
    faults = desk.find("terminal.batch.faults", QListWidget)
    assert faults.item(0).text() == "第 4 列　身分證統一編號"
    desk.key(Qt.Key.Key_F11)
    desk.until(lambda: desk.shown("terminal.batch.banner"))
    assert "問題清單已存好" in desk.banner("terminal.batch.banner")
    assert (tmp_path / "class_問題清單.csv").read_text("utf-8-sig").splitlines()[1].startswith("4,身分證統一編號,")
    task(desk).file_page._mode.choose("whole")
    desk.key(Qt.Key.Key_F12)
    assert "整批都不會收" in desk.banner("terminal.batch.banner")
    read(desk, tmp_path / "class.csv", rows)
    assert desk.text("terminal.batch.summary") == "class：共 8 列，可送 8 列"
    send(desk)
    desk.until(lambda: desk.shown("terminal.batch.pause") or desk.shown("terminal.batch.hand_out"))
    desk.key(Qt.Key.Key_Escape)
    desk.until(lambda: desk.shown("terminal.batch.go_on"))
    batch = task(desk)._batch
    assert batch is not None
    desk.until(lambda: len(portions["asked"]) == len(portions["answered"]))
    asked = len(portions["asked"])
    live(0.3)
    assert len(portions["asked"]) == asked, "what was under way is through, and nothing more is asked for"
    done = desk.station.batches.report(batch)
    assert (done.state, 0 < done.done < 8) == ("taking", True)
    desk.window._forget_all()
    open_batches(desk)
    desk.until(lambda: len(task(desk).list_page.lines) == 1)
    desk.enter()
    desk.until(lambda: desk.shown("terminal.batch.go_on"))
    desk.key(Qt.Key.Key_F12)
    desk.key(Qt.Key.Key_F12)
    desk.until(lambda: desk.shown("terminal.batch.hand_out"))
    assert (standing(desk, batch), Office(desk.city.platform.platform).count()) == ({"household_check": 8}, 8)
    dropped(desk, tmp_path)
    assert Office(desk.city.platform.platform).count() == 8


def dropped(desk: Desk, tmp_path: Path) -> None:
    """Another list, of which nothing is to stay."""
    desk.key(Qt.Key.Key_Escape)
    desk.until(lambda: desk.shown("terminal.batch.list"))
    read(desk, tmp_path / "other.csv", [HEADER, *(pupil(number) for number in range(11, 19))])
    send(desk)
    desk.until(lambda: desk.shown("terminal.batch.pause") or desk.shown("terminal.batch.hand_out"))
    desk.key(Qt.Key.Key_Escape)
    desk.until(lambda: desk.shown("terminal.batch.drop"))
    desk.key(Qt.Key.Key_F7)
    assert desk.text("terminal.batch.standing").startswith("真的要放棄嗎？")
    assert desk.find("terminal.batch.drop", QAbstractButton).text() == "再按一次就放棄 (F7)"
    desk.key(Qt.Key.Key_F7)
    desk.until(lambda: desk.text("terminal.batch.standing") == "已放棄，一件都沒有收")
    assert not desk.shown("terminal.batch.go_on")


def test_a_hundred_thousand_rows_leave_the_window_alive_and_can_be_left(desk: Desk, tmp_path: Path) -> None:
    desk.sign_in()
    open_batches(desk)
    path = tmp_path / "large.csv"
    path.write_bytes(text([HEADER, *([pupil(1, 卡別="金卡")] * 100_000)], "utf-8"))
    ticks: list[int] = []
    timer = QTimer(desk.window, interval=5)
    timer.timeout.connect(lambda: ticks.append(1))
    page = task(desk).file_page
    told: list[str] = []
    for leave in (True, False):
        ticks.clear()
        told.clear()
        read_now(desk, path)
        timer.start()
        while page.reading:
            desk.until(lambda: not page.reading or page.progress.text() not in ("", *told))
            told.append(page.progress.text())
            if leave:
                desk.key(Qt.Key.Key_Escape)
        assert desk.shown("terminal.batch.summary") is not leave
    assert min(len(told), len(ticks)) > 10, "it was told how far it is, and the window lived, all the while"
    assert desk.text("terminal.batch.summary").startswith("large：共 100,000 列，可送 0 列，有問題 100,000 列")
    assert desk.find("terminal.batch.faults", QListWidget).count() == 200
    assert not desk.shown("terminal.batch.send")


def read_now(desk: Desk, path: Path) -> None:
    if not desk.shown("terminal.batch.path"):
        desk.key(Qt.Key.Key_F7)
    task(desk).file_page._path.setText(str(path))
    task(desk).file_page._read()
    QCoreApplication.processEvents()


def two_quick_taps(desk: Desk, first: int, second: int) -> None:
    """The second card lies there before the first one has been written down."""
    go_on, give = Event(), desk.station.hand_out.give
    patch = pytest.MonkeyPatch()
    patch.setattr(desk.station.hand_out, "give", lambda *words: (go_on.wait(20), give(*words))[1])
    field = desk.city._field("counter")
    for number in (first, second):
        field.take_away()
        desk.until(lambda: desk.window.place.card is None)
        field.place(Medium(MediumType.UID, b"\x04\xc0" + number.to_bytes(5, "big")))
        desk.until(lambda: desk.window.place.card is not None)
    assert task(desk).hand_out._once.running
    go_on.set()
    patch.undo()


def test_five_cards_are_handed_out_with_the_network_cut_between(desk: Desk, tmp_path: Path) -> None:
    batch = in_hand_out(desk, tmp_path)
    label = lambda: desk.text("terminal.hand_out.label")  # noqa: E731 (shorter than a function)
    assert (label(), desk.text("terminal.hand_out.place")) == ("三年二班 01", "已發 0，共 5")
    tap(desk, 1)
    desk.until(lambda: label() == "三年二班 02")
    assert "已發給 三年二班 01" in desk.banner("terminal.hand_out.banner")
    tap(desk, 1)
    assert label() == "三年二班 02", "the same card twice gives one card"
    desk.until(lambda: "待傳 0" in desk.status())
    desk.city.platform.stop()
    desk.key(Qt.Key.Key_F11)
    assert label() == "三年二班 03"
    desk.key(Qt.Key.Key_F7)
    assert label() == "三年二班 02"
    tap(desk, 2)
    desk.until(lambda: label() == "三年二班 03")
    desk.key(Qt.Key.Key_F12)
    assert "要收回剛才那張卡嗎" in desk.banner("terminal.hand_out.banner")
    desk.key(Qt.Key.Key_F12)
    desk.until(lambda: label() == "三年二班 02")
    assert "剪角作廢" in desk.banner("terminal.hand_out.banner")
    task(desk).hand_out._find.setFocus()
    desk.write("05")
    desk.enter()
    assert label() == "三年二班 05"
    tap(desk, 3)
    row = next(row for row in task(desk).hand_out.list.rows if row.label == "三年二班 02")
    desk.city._field("counter").place(Medium(MediumType.CODE, row.receipt.encode()))
    desk.until(lambda: label() == "三年二班 02")
    two_quick_taps(desk, 4, 5)
    desk.until(lambda: label() == "三年二班 04")
    tap(desk, 6)
    desk.until(lambda: label() == "都發完了")
    assert desk.text("terminal.hand_out.place") == "已發 5，共 5"
    desk.city.platform.start()
    desk.until(lambda: "已連線" in desk.status() and "待傳 0" in desk.status())
    assert standing(desk, batch) == {State.COLLECTED.value: 5}
    assert desk.count("card.issued") == 6
    assert desk.station.status().attention == 0
