"""The organiser at the real window: an activity by keyboard, its list, how it goes on, its draw, its reports."""

import csv
import threading
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QPlainTextEdit

from citycard_app.demo_data import NEWCOMER, READER, SENIOR, TALK
from domain import taipei
from terminal.activities_task import ActivitiesTask
from tests.central.field import HOUR, FieldStation
from tests.qt.office_rig import alt, answered, banner, column, layout_faults, pdf_text, roster_csv, task
from tests.qt.terminal_rig import Desk, live


@pytest.fixture
def organiser(desk: Desk) -> ActivitiesTask:
    desk.sign_in("organiser")
    desk.take_away()
    found = task(desk, "activities", ActivitiesTask)
    desk.until(lambda: column(found.list, 0))
    answered(desk, found)
    return found


def line_of(desk: Desk, hours: int) -> str:
    """A session of two hours that begins so many hours from now, as it is typed."""
    start = taipei.moment(desk.station.now_ms() + hours * HOUR)
    end = taipei.moment(desk.station.now_ms() + (hours + 2) * HOUR)
    return f"{start.year - 1911}/{start:%m/%d %H:%M}-{end.year - 1911}/{end:%m/%d %H:%M}"


def create(desk: Desk, at: ActivitiesTask, title: str = "示範量血壓") -> None:
    """By keyboard alone: from the list to the activity's own page."""
    desk.key(Qt.Key.Key_F7)
    desk.until(lambda: desk.focus() == "terminal.activity_form.title")
    desk.write(title)
    desk.enter()
    at.form._type.setCurrentIndex(at.form._type.findData("health_talk"))
    desk.enter()
    assert desk.focus() == "terminal.activity_form.place"
    desk.write("示範公園")
    desk.enter()
    desk.write("2")
    desk.enter()
    desk.find("terminal.activity_form.sessions", QPlainTextEdit).setPlainText(line_of(desk, -1))
    desk.key(Qt.Key.Key_Tab)
    desk.write("20")
    for _ in range(3):
        desk.enter()
    assert desk.focus() == "terminal.activity_form.budget"
    desk.write("500")


def open_talk(desk: Desk, at: ActivitiesTask) -> None:
    at.list.select(TALK)
    desk.enter()
    desk.until(lambda: at.view.live.counts is not None)


def test_an_activity_by_keyboard_says_what_is_wrong_and_is_made_once(desk: Desk, organiser: ActivitiesTask) -> None:
    assert column(organiser.list, 0) == ["示範健康講座：腳步輕盈"]
    assert not desk.shown("terminal.here.switch")
    create(desk, organiser)
    organiser.form.fields["points_flat"].set_text("99")
    organiser.form._sessions.setPlainText("明天下午")
    desk.key(Qt.Key.Key_F12)
    assert organiser.form.fields["sessions"].wrong().startswith("第 1 行不是場次")
    assert organiser.form.fields["points_flat"].wrong() == "不可多於本類活動的 30 點。"
    assert desk.focus() == "terminal.activity_form.sessions"
    organiser.form.fields["points_flat"].set_text("20")
    organiser.form._sessions.setPlainText(line_of(desk, -1))
    desk.key(Qt.Key.Key_F12, times=2)
    desk.until(lambda: organiser.view.live.counts is not None)
    made = organiser.view.activity
    assert made is not None
    assert (made.title, made.agency, made.capacity, made.points_flat, made.budget) == ("示範量血壓", "衛生局", 2, 20, 500)
    assert "活動已儲存" in banner(organiser)
    desk.key(Qt.Key.Key_Escape)
    desk.until(lambda: len(column(organiser.list, 0)) == 2)


def test_a_list_is_taken_in_and_told_row_by_row(desk: Desk, organiser: ActivitiesTask, tmp_path: Path) -> None:
    create(desk, organiser)
    desk.key(Qt.Key.Key_F12)
    desk.until(lambda: organiser.view.live.counts is not None)
    alt(desk, 2)
    answered(desk, organiser)
    roster = organiser.view.roster
    wrong = SENIOR.national_id[:-1] + str((int(SENIOR.national_id[-1]) + 1) % 10)
    people = [("甲", SENIOR.national_id), ("乙", wrong), ("丙", READER.national_id), ("丁", NEWCOMER.national_id)]
    path = roster_csv(tmp_path, "名單.csv", people)
    roster.take_in(path)
    answered(desk, organiser)
    assert "沒有匯入任何人" in banner(organiser)
    told = [(row[0], row[1], row[2]) for row in roster.faults.rows()]
    assert told == [("3", "身分證統一編號", "身分證號碼有誤"), ("5", "身分證統一編號", "查無此人")]
    roster._each.setChecked(True)
    roster.take_in(path)
    desk.until(lambda: len(roster.list.rows()) == 2)
    answered(desk, organiser)
    assert "已報名 2 人" in banner(organiser)
    assert column(roster.list, 1) == ["示○○者", "示○○者"]
    assert layout_faults(desk, "roster") == []
    roster.take_in(path)
    desk.until(lambda: "原本就在名單上 2 人" in banner(organiser))


def test_counts_and_curve_follow_a_station(desk: Desk, organiser: ActivitiesTask) -> None:
    open_talk(desk, organiser)
    station = FieldStation(desk.city.platform.platform, ["event"])
    medium = desk.city.medium("senior")
    signed_in = station.sign_in(medium, TALK)
    station.say(signed_in)
    live_page = organiser.view.live
    desk.until(lambda: live_page._present.number.full_text() == "1")
    assert [point.present for point in live_page.counts.curve][:1] == [1] if live_page.counts else False
    station.say(station.sign_out(medium, signed_in))
    desk.key(Qt.Key.Key_F11)
    desk.until(lambda: live_page._present.number.full_text() == "0")
    assert live_page._came.number.full_text() == "1"
    assert live_page.counts is not None
    assert [(point.present, point.came) for point in live_page.counts.curve][-1] == (0, 1)
    desk.city.platform.stop()
    desk.until(lambda: "先前的數字" in live_page._asked.full_text())
    assert live_page._came.number.full_text() == "1"
    desk.key(Qt.Key.Key_F11)
    desk.until(lambda: "連線恢復後" in banner(organiser))
    desk.city.platform.start()
    organiser.again.click()
    desk.until(lambda: not banner(organiser) and not organiser.asking)


def test_reports_are_saved_once_and_can_be_read_again(
    desk: Desk, organiser: ActivitiesTask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = FieldStation(desk.city.platform.platform, ["event"])
    signed_in = station.sign_in(desk.city.medium("senior"), TALK)
    station.say(signed_in, station.sign_out(desk.city.medium("senior"), signed_in))
    open_talk(desk, organiser)
    alt(desk, 5)
    page = organiser.view.reports
    page._where = tmp_path / "報表"
    desk.key(Qt.Key.Key_F12)
    assert page._reason.wrong() == "這份報表有個人資料，請寫用途，會留下紀錄。"
    assert desk.focus() == "terminal.activity_report.reason"
    desk.write("示範核銷")
    desk.key(Qt.Key.Key_F12, times=2)
    answered(desk, organiser)
    assert "報表已存檔" in banner(organiser)
    (saved,) = (tmp_path / "報表").iterdir()
    sheet = openpyxl.load_workbook(saved).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][1] == "姓名"
    assert (rows[1][1], rows[1][6]) == ("示○○者", 30)
    page._form.choose("csv")
    desk.key(Qt.Key.Key_F12)
    answered(desk, organiser)
    with next((tmp_path / "報表").glob("*.csv")).open(encoding="utf-8-sig", newline="") as file:
        assert [row[1] for row in csv.reader(file)] == ["姓名", "示○○者"]
    page._form.choose("pdf")
    desk.key(Qt.Key.Key_F12)
    answered(desk, organiser)
    text = pdf_text(next((tmp_path / "報表").glob("*.pdf")))
    assert all(words in text for words in ("集點清單", "示○○者", "衛生局", "示範核銷", "第 1 頁,共 1 頁"))
    page._where = saved
    desk.key(Qt.Key.Key_F12)
    answered(desk, organiser)
    assert "無法寫入本站的資料夾" in banner(organiser)
    page._where = tmp_path
    page._which.choose("payable")
    go_on, fetched = threading.Event(), desk.station.office.fetch

    def slow(*asked: Any) -> Any:
        file = fetched(*asked)
        assert go_on.wait(10)
        return file

    monkeypatch.setattr(desk.station.office, "fetch", slow)
    desk.key(Qt.Key.Key_F12)
    assert organiser.asking
    desk.key(Qt.Key.Key_Escape)
    assert not organiser.asking
    go_on.set()
    live(0.3)
    assert list(tmp_path.glob("payable*")) == []
    assert layout_faults(desk, "reports") == []


def test_a_draw_from_plan_to_published_list(desk: Desk, organiser: ActivitiesTask) -> None:
    station = FieldStation(desk.city.platform.platform, ["event"])
    station.say(station.sign_in(desk.city.medium("senior"), TALK), station.sign_in(desk.city.medium("reader"), TALK))
    open_talk(desk, organiser)
    alt(desk, 4)
    answered(desk, organiser)
    page = organiser.view.draw
    form = page._form
    desk.key(Qt.Key.Key_F12)
    assert form.fields["prizes"].wrong() == "請至少寫一個獎項，例如：大獎 1"
    assert layout_faults(desk, "draw form") == []
    for name, text in (("title", "示範抽獎"), ("source", "示範彩券第 1 期"), ("day", "120/01/05")):
        form.fields[name].set_text(text)
    form._prizes.setPlainText("示範大獎 1\n示範小獎 1")
    for state, entries in (("open", 0), ("open", 2)):
        desk.key(Qt.Key.Key_F12)
        answered(desk, organiser)
        assert page.drawn is not None
        assert (page.drawn.state, page.drawn.entries) == (state, entries)
    desk.key(Qt.Key.Key_F12)
    QCoreApplication.processEvents()
    assert "不能再改" in banner(organiser)
    desk.key(Qt.Key.Key_F12)
    answered(desk, organiser)
    assert page.drawn is not None
    assert page.drawn.state == "frozen"
    assert "名單指紋" in page._standing.full_text()
    desk.key(Qt.Key.Key_F12)
    assert page._seed.fields["fixed"].wrong() != ""
    assert layout_faults(desk, "draw published") == []


def test_every_part_of_an_activity_is_whole(desk: Desk, organiser: ActivitiesTask) -> None:
    found = layout_faults(desk, "list")
    open_talk(desk, organiser)
    found += layout_faults(desk, "live")
    alt(desk, 3)
    answered(desk, organiser)
    found += layout_faults(desk, "forgotten")
    organiser.view._cancel_pressed()
    found += layout_faults(desk, "cancel asked")
    desk.key(Qt.Key.Key_F7)
    organiser.form._sessions.clear()
    organiser.form.submit()
    found += layout_faults(desk, "form wrong")
    assert found == []
