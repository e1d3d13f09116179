"""The supervisor at the real window: anomalies, stations, blank cards, service use, volunteers, time bank, daily close."""

import csv
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from central.kpi import months, uses
from central.kpi.uses import Use
from citycard_app.demo_data import CARDS
from domain import taipei
from domain.cards import CardState
from domain.oversight_calls import ANOMALIES
from domain.wire_operations import AnomalyListRequest
from terminal.oversight_task import OversightTask
from tests.central.field import FieldStation, a_medium, a_person, import_person
from tests.central.test_hours import passbook, served, with_time_bank
from tests.qt.office_rig import alt, answered, banner, column, layout_faults, press, task
from tests.qt.terminal_rig import Desk

PEOPLE = 8


def open_oversight(desk: Desk) -> OversightTask:
    desk.sign_in("supervisor")
    desk.take_away()
    press(desk, Qt.Key.Key_F6, Qt.KeyboardModifier.ControlModifier)
    found = task(desk, "oversight", OversightTask)
    assert found.isVisible()
    answered(desk, found)
    return found


def second_card(desk: Desk) -> bytes:
    """Somebody's second card: flagged, and suspended until a person has looked."""
    station = FieldStation(desk.city.platform.platform, ["counter"])
    station.say(station.issue(a_person(1), a_medium(1)))
    assert station.say(station.issue(a_person(1), a_medium(2))).anomalies == ["one_per_person"]
    return station.digest(a_medium(2))


def test_an_anomaly_is_taken_and_resolved_once(desk: Desk) -> None:
    digest = second_card(desk)
    oversight = open_oversight(desk)
    page = oversight.anomalies
    assert column(page.list, 2) == ["這位民眾已經有同類的卡片"]
    faults = layout_faults(desk, "anomalies")
    desk.enter()
    desk.until(lambda: page.one is not None)
    faults += layout_faults(desk, "anomaly")
    assert faults == []
    desk.key(Qt.Key.Key_F7)
    desk.until(lambda: "由您查看中" in banner(oversight))
    assert column(page.list, 0) == []
    page._which.choose("taken")
    desk.until(lambda: len(column(page.list, 0)) == 1 and not oversight.asking)
    page.list.setFocus()
    desk.enter()
    desk.key(Qt.Key.Key_F12)
    assert "請選擇怎麼處理" in page._resolution._missing.text()
    page._resolution.choose("card_reinstated")
    desk.key(Qt.Key.Key_F12)
    assert page._note.wrong() != ""
    desk.write("示範核對戶籍")
    desk.key(Qt.Key.Key_F12)
    desk.until(lambda: "每人限領一張" in banner(oversight))
    assert page.one is not None
    page._resolution.choose("accepted")
    desk.key(Qt.Key.Key_F12, times=2)
    desk.until(lambda: "已處理" in banner(oversight))
    assert desk.city.facts().cards[digest].state == CardState.SUSPENDED.value
    resolved = desk.station.office.ask(ANOMALIES, AnomalyListRequest(state="resolved")).anomalies
    assert [(one.resolution, one.note) for one in resolved] == [("accepted", "示範核對戶籍")]


def test_stations_stock_and_service_use_are_told_and_small_groups_are_not(desk: Desk) -> None:
    platform = desk.city.platform.platform
    FieldStation(platform, ["kiosk"])
    today = taipei.day(desk.station.now_ms())
    back = today.year * 12 + today.month - 1 - (1 if today.day > 10 else 2)
    month = date(back // 12, back % 12 + 1, 15)
    holders = [import_person(platform, number) for number in range(1, PEOPLE + 1)]
    with platform.store.write() as connection:
        for holder in holders:
            use = Use(holder=holder, service="typl", agency="", at_ms=taipei.midnight_ms(month))
            uses.note_use(connection, platform.authority, use)
    assert months.close(platform, f"{month:%Y-%m}")
    oversight = open_oversight(desk)
    alt(desk, 2)
    answered(desk, oversight)
    assert column(oversight.stations.list, 1) == ["示範櫃檯 1"]
    desk.key(Qt.Key.Key_F7)
    desk.until(lambda: "示範站" in column(oversight.stations.list, 1))
    assert "沒有連線過" in column(oversight.stations.list, 0)
    faults = layout_faults(desk, "stations")
    alt(desk, 3)
    answered(desk, oversight)
    faults += layout_faults(desk, "stock")
    alt(desk, 4)
    answered(desk, oversight)
    kpi = oversight.kpi
    assert kpi.list.rows()[0][:1] + kpi.list.rows()[0][2:4] == ["桃園市立圖書館", "8", "10"]
    kpi._by.choose("age")
    assert "65-79 歲 8 人" in kpi._bars.accessibleName()
    faults += layout_faults(desk, "kpi")
    kpi._month.set_text("十一月")
    kpi._month.edit.setFocus()
    desk.enter()
    assert kpi._month.wrong() == "請寫民國年和月，例如 115/11。"
    assert faults == []


def test_hours_are_moved_once_and_candidates_are_masked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    platform = desk.city.platform.platform
    senior = desk.city.seeded.senior
    served(platform, senior, 299 * 60, date(2020, 1, 6))
    served(platform, senior, 90)
    served(platform, desk.city.seeded.reader, 30)
    with_time_bank(platform)
    rule = platform.authority.programme
    monkeypatch.setattr(desk.station._context, "programme", lambda: rule)
    oversight = open_oversight(desk)
    alt(desk, 5)
    answered(desk, oversight)
    assert oversight.hours.list.rows() == [["示○○者", "300 小時 30 分", "109/01/06"]]
    faults = layout_faults(desk, "honour")
    book = oversight.hours.book
    desk.key(Qt.Key.Key_F7)
    desk.put("senior")
    desk.until(lambda: desk.shown("terminal.passbook.birthday"))
    desk.write("0230")
    desk.enter()
    assert book._birthday.wrong() != ""
    book._birthday.set_text("")
    desk.write("0105")
    desk.enter()
    desk.until(lambda: book._book is not None and not oversight.asking)
    faults += layout_faults(desk, "passbook")
    assert faults == []
    book._minutes.edit.setFocus()
    desk.write("99999")
    desk.enter()
    assert book._minutes.wrong() == "最多 300 小時 30 分。"
    book._minutes.set_text("")
    desk.write("60")
    desk.key(Qt.Key.Key_Return, times=2)
    desk.until(lambda: "已存入 1 小時 0 分" in banner(oversight))
    assert passbook(platform, senior).saved == 60
    book._act.choose("hand_on")
    book._minutes.edit.setFocus()
    desk.write("20")
    desk.enter()
    assert "要轉給誰" in banner(oversight)
    desk.put("reader")
    desk.until(lambda: CARDS["reader"].medium.value[-2:].hex().upper() in book._to_words.full_text())
    desk.key(Qt.Key.Key_F12, times=2)
    desk.until(lambda: "已轉給對方 20 分鐘" in banner(oversight))
    assert (passbook(platform, senior).saved, passbook(platform, desk.city.seeded.reader).saved) == (40, 20)
    book._act.choose("use")
    desk.put("blank1")
    desk.until(lambda: book._book is None)
    assert not desk.shown("terminal.passbook.totals")


def test_the_daily_close_is_saved(desk: Desk, tmp_path: Path) -> None:
    oversight = open_oversight(desk)
    alt(desk, 6)
    page = oversight.reports
    page._where = tmp_path
    page._which.choose("daily")
    page._form.choose("csv")
    page._to.set_text("115/13/01")
    desk.key(Qt.Key.Key_F12)
    assert page._to.wrong() == "請寫成 115/12/05。"
    page.open()
    page._set_days(*[taipei.day(desk.station.now_ms())] * 2)
    desk.key(Qt.Key.Key_F12)
    answered(desk, oversight)
    assert "報表已存檔" in banner(oversight)
    (saved,) = tmp_path.glob("daily*.csv")
    with saved.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert "項目" in rows[0]
    assert layout_faults(desk, "reports") == []
