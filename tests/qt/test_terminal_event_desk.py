"""The event desk's further work at the real window: undo, people without a card, paper, gates, a draw that anybody checks."""

import subprocess
import sys
import unicodedata
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFileDialog, QListWidget

from central.schema import anomalies
from citycard_app.demo_data import CARDS, DEMO_PIN, TALK
from domain import taipei
from domain.draws import Prize
from domain.events import AdmissionEntered, AttendanceUndone, SignedIn
from domain.wire_draws import DrawSave, DrawSeed, DrawStep
from station.draw_desk import result_text
from tests.central.field import FieldStation
from tests.central.office import a_caller, ask
from tests.qt.terminal_rig import Desk
from tests.qt.test_terminal_layout import SIZES, cut_off
from ui.charts import LineChart
from ui.theme import Scheme

HOUR_S = 3600


@pytest.fixture
def board(counter: Desk) -> Desk:
    """The health talk is open."""
    counter.key(Qt.Key.Key_F4)
    counter.until(lambda: counter.find("terminal.event.activities", QListWidget).count() == 3)
    counter.enter()
    return counter


def tap(desk: Desk, card: str) -> None:
    done = desk.text("terminal.event.recent.0")
    desk.put(card)
    desk.until(lambda: desk.text("terminal.event.recent.0") not in ("", done))
    desk.take_away()


def counts(desk: Desk) -> list[str]:
    return [desk.text(f"terminal.event.{part}") for part in ("present", "signed_in", "walk_ins")]


def curve(desk: Desk) -> list[int]:
    """How many were there, as it is drawn."""
    chart = desk.hidden("terminal.event.chart", LineChart)
    return [there for drawn in chart._curves for _, there in drawn.points]


def save_as(desk: Desk, path: Path) -> None:
    """Answer the dialog that asks where."""
    desk.until(lambda: desk.window.findChild(QFileDialog, "save_file") is not None)
    dialog = desk.window.findChild(QFileDialog, "save_file")
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.close()


def rows(desk: Desk, name: str) -> list[str]:
    found = desk.find(name, QListWidget)
    return [found.item(number).text() for number in range(found.count())]


def fits(desk: Desk) -> None:
    """Nothing of what is shown is cut off, in any language, where there is the least room."""
    assert cut_off(desk, [Scheme.LIGHT], SIZES[:1]) == []


def flagged(desk: Desk, anomaly: str) -> int:
    """How many events are marked so at the platform."""
    with desk.city.platform.platform.store.engine.connect() as connection:
        marked = sa.select(sa.func.count()).select_from(anomalies).where(anomalies.c.anomaly == anomaly)
        return connection.scalar(marked) or 0


def test_counts_and_curve_are_right_after_an_undo(board: Desk) -> None:
    tap(board, "senior")
    board.pass_time(20)
    tap(board, "visitor")
    board.until(lambda: curve(board) == [1, 2, 2])
    assert counts(board) == ["2", "2", "1"]
    board.pass_time(20)
    tap(board, "senior")
    board.until(lambda: curve(board) == [1, 2, 1, 1])
    # The sign-out alone: still there.
    board.key(Qt.Key.Key_F11)
    board.until(lambda: board.shown("terminal.event.stays"))
    assert ["簽退" in row for row in rows(board, "terminal.event.stays")] == [True, False, False]
    board.enter()
    board.until(lambda: board.text("terminal.event.did") == "已取消")
    assert counts(board) == ["2", "2", "1"]
    board.until(lambda: curve(board) == [1, 2, 2])
    fits(board)
    # The visitor's sign-in: as if they had never come.
    board.key(Qt.Key.Key_F11)
    board.until(lambda: board.shown("terminal.event.stays"))
    board.enter()
    board.until(lambda: counts(board) == ["1", "1", "0"])
    board.until(lambda: curve(board) == [1, 1])
    # Nothing can be undone twice, and the trail says all.
    board.key(Qt.Key.Key_F11)
    board.until(lambda: board.shown("terminal.event.stays"))
    assert "已取消" in rows(board, "terminal.event.stays")[0]
    fits(board)
    board.enter()
    assert board.shown("terminal.event.stays")
    board.key(Qt.Key.Key_Escape)
    board.until(lambda: board.count("attendance.undone") == 2)
    signed_in = {event.medium: event.op_id for event in board.events("attendance.in")}
    (out,), undone = board.events("attendance.out"), [event.payload for event in board.events("attendance.undone")]
    senior, visitor = (signed_in[board.station.digest(CARDS[card].medium)] for card in ("senior", "visitor"))
    assert undone == [AttendanceUndone(sign_in=senior, sign_out=out.op_id), AttendanceUndone(sign_in=visitor)]
    # Signed out for good: what stands at the platform is the whole stay, once.
    board.pass_time(HOUR_S)
    tap(board, "senior")
    board.until(lambda: board.count("attendance.out") == 2 and "待傳 0" in board.status())
    last = board.events("attendance.out")[1].op_id
    assert board.city.facts().attendance[last].points == 30


def test_somebody_without_a_card_is_found_by_name_and_the_trail_says_so(board: Desk, tmp_path: Path) -> None:
    board.key(Qt.Key.Key_2)
    board.key(Qt.Key.Key_F12)
    board.until(lambda: board.focus() == "terminal.event.names.typed")
    board.write("王大明")
    board.until(lambda: board.shown("terminal.event.names.none"))
    board.key(Qt.Key.Key_Backspace, 3)
    board.write("示範長者")
    board.until(lambda: board.shown("terminal.event.names.found"))
    assert rows(board, "terminal.event.names.found") == ["示○○者"]
    fits(board)
    board.enter()
    board.enter()
    board.until(lambda: board.text("terminal.event.did") == "簽到")
    assert "示○○者" in board.text("terminal.event.recent.0")
    assert "沒帶卡" in board.text("terminal.event.detail")
    # This desk only signs in, and the card that turns up is the same person's.
    board.pass_time(20)
    tap(board, "senior")
    assert board.text("terminal.event.did") == "已在場"
    assert counts(board) == ["1", "1", "0"]
    board.key(Qt.Key.Key_3)
    board.pass_time(20)
    tap(board, "senior")
    assert board.text("terminal.event.did") == "簽退"
    tap(board, "visitor")
    assert board.text("terminal.event.did") == "沒有簽到"
    board.until(lambda: board.count("attendance.out") == 1)
    (came,) = board.events("attendance.in")
    assert isinstance(came.payload, SignedIn)
    assert (came.medium, came.payload.holder) == (None, board.city.seeded.senior)
    _paper(board, tmp_path / "list.pdf")


def _paper(board: Desk, path: Path) -> None:
    path.write_bytes(b"before")
    board.window._tasks["event"]._save_paper()  # type: ignore[attr-defined]
    save_as(board, path)
    board.until(lambda: board.shown("terminal.event.problem"))
    assert "list.pdf" in board.banner("terminal.event.problem")
    document = QPdfDocument(board.window)
    assert document.load(str(path)) is QPdfDocument.Error.None_
    # The font has one glyph for 示 and for the radical of that shape, and the PDF's words are those of its glyphs.
    said = unicodedata.normalize("NFKC", document.getAllText(0).text())
    document.close()
    for words in ("示範健康講座:腳步輕盈", "示○○者", "簽名", "已簽退"):
        assert words in said
    assert "示範長者" not in said


def test_forgotten_sign_outs_are_an_open_list_and_nobody_is_there_for_ever(board: Desk) -> None:
    tap(board, "senior")
    board.pass_time(7 * HOUR_S)
    tap(board, "visitor")
    assert counts(board) == ["1", "2", "1"]
    assert "1" in board.find("terminal.event.forgotten").text()  # type: ignore[attr-defined]
    board.window._tasks["event"]._open_forgotten()  # type: ignore[attr-defined]
    board.until(lambda: board.shown("terminal.event.stays"))
    (row,) = rows(board, "terminal.event.stays")
    assert "沒有簽退" in row
    board.enter()
    assert board.shown("terminal.event.stays")
    assert board.count("attendance.undone") == 0


def test_a_gate_with_no_network_lets_in_and_a_free_day_used_twice_is_flagged(counter: Desk) -> None:
    counter.key(Qt.Key.Key_F4)
    counter.key(Qt.Key.Key_F11)
    counter.until(lambda: counter.shown("terminal.gate.gates"))
    counter.enter()
    counter.put("reader")
    counter.until(lambda: counter.text("terminal.gate.answer") == "免費入場")
    assert not counter.shown("terminal.gate.asked")
    counter.take_away()
    counter.put("reader")
    counter.until(lambda: "同一次感應" in counter.text("terminal.gate.detail"))
    counter.put("visitor")
    counter.until(lambda: counter.shown("terminal.gate.banner"))
    assert "還不是市民卡" in counter.banner("terminal.gate.banner")
    counter.until(lambda: counter.count("admission.entered") == 1)
    counter.go_offline()
    counter.put("senior")
    counter.until(lambda: counter.text("terminal.gate.answer") == "免費入場")
    assert counter.shown("terminal.gate.asked")
    counter.pass_time(60)
    counter.take_away()
    counter.put("senior")
    counter.until(lambda: "再次入場" in counter.text("terminal.gate.detail"))
    counter.pass_time(24 * HOUR_S)
    counter.take_away()
    counter.put("senior")
    counter.until(lambda: counter.text("terminal.gate.answer") == "收全票的 50%")
    fits(counter)
    counter.come_back()
    assert flagged(counter, "admission_percent_differs") == 0
    # The word of another gate that had no network either: the visitor's free day was the day before.
    platform = counter.city.platform.platform
    gate = FieldStation(platform, ["event"])
    before_ms = platform.now_ms() - 48 * HOUR_S * 1000
    entered = AdmissionEntered(admission="demo_expo", place="示範園區 B", percent=0)
    assert gate.say(gate.act(entered, medium=CARDS["senior"].medium, at_ms=before_ms)).anomalies == []
    assert flagged(counter, "admission_percent_differs") == 2


def test_a_draw_is_shown_winner_by_winner_and_anybody_computes_it_anew(counter: Desk, tmp_path: Path) -> None:
    platform = counter.city.platform.platform
    organiser = a_caller(FieldStation(platform, ["event"]))
    tomorrow = taipei.day(platform.now_ms()) + timedelta(days=1)
    save = DrawSave(
        op_id=uuid4(),
        draw=TALK,
        title="示範抽獎",
        agency="衛生局",
        activity=TALK,
        prizes=[Prize(name="示範大獎", count=1)],
        substitutes=1,
        seed_source="示範彩券當日號碼",
        seed_day=tomorrow.isoformat(),
    )
    ask(platform, organiser, "/v1/draws/save", save)
    counter.key(Qt.Key.Key_F4)
    counter.enter()
    for card in ("senior", "reader"):
        tap(counter, card)
    counter.until(lambda: "待傳 0" in counter.status())
    for name in ("attendants", "freeze"):
        ask(platform, organiser, f"/v1/draws/{name}", DrawStep(op_id=uuid4(), draw=TALK))
    counter.key(Qt.Key.Key_F7)
    counter.key(Qt.Key.Key_F12)
    counter.until(lambda: counter.shown("terminal.event.activities"))
    counter.enter()
    counter.until(lambda: counter.shown("terminal.draws.digest"))
    assert "等公開號碼" in counter.banner("terminal.draws.state")
    assert not counter.shown("terminal.draws.next")
    counter.pass_time(36 * HOUR_S)
    seed = DrawSeed(
        op_id=uuid4(), draw=TALK, value="03 17  22", fixed_ms=taipei.midnight_ms(tomorrow) + 1, reference="示範彩券網站"
    )
    ask(platform, organiser, "/v1/draws/seed", seed)
    counter.key(Qt.Key.Key_F7)
    counter.enter()
    counter.until(lambda: counter.shown("terminal.draws.pin"))
    counter.write(DEMO_PIN)
    counter.enter()
    counter.until(lambda: counter.shown("terminal.draws.next"))
    assert "相同" in counter.banner("terminal.draws.state")
    assert not counter.shown("terminal.draws.entry")
    counter.enter()
    assert "示範大獎" in counter.text("terminal.draws.prize")
    first = counter.text("terminal.draws.entry")
    counter.enter()
    assert not counter.shown("terminal.draws.next")
    counter.enter()
    assert counter.shown("terminal.draws.entry")
    fits(counter)
    counter.window._tasks["draws"]._save()  # type: ignore[attr-defined]
    save_as(counter, tmp_path / "draw.zip")
    counter.until(lambda: (tmp_path / "draw.zip").exists() and counter.shown("terminal.draws.banner"))
    with zipfile.ZipFile(tmp_path / "draw.zip") as archive:
        archive.extractall(tmp_path)
    value = (tmp_path / "value.txt").read_text("utf-8").splitlines()[0]
    verifier = [sys.executable, "verify.py", "list.txt", value]
    found = subprocess.run(verifier, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert found == (tmp_path / "result.txt").read_text("utf-8")
    assert found.splitlines()[1] == f"1 {first}"
    show = counter.window._tasks["draws"]._show  # type: ignore[attr-defined]
    assert found == result_text(show)
