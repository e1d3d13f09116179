"""People and cards at the counter's real window, with a real station and platform."""

import msgspec
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QListWidget

from central import people, points
from central.access import record_reads
from central.cards import of_holder as cards_of_holder
from central.schema import cards
from citycard_app.demo_data import CARDS, DEMO_PIN, PURSE, READER, SENIOR
from domain.errors import Code
from terminal.people_task import PeopleTask
from tests.qt.terminal_rig import Desk, live
from tests.qt.test_terminal_loads import load
from tests.qt.test_terminal_open_loads import scan
from ui.fields import FieldRow


def search(desk: Desk, text: str = "", reason: str = "2") -> None:
    """F1, a reason by its digit, then whom."""
    desk.key(Qt.Key.Key_F1)
    desk.until(lambda: desk.shown("terminal.people.search"))
    desk.write(reason)
    desk.enter()
    assert desk.focus() == "terminal.people.question"
    if text:
        desk.write(text)
        desk.enter()


def record(desk: Desk, text: str = READER.name) -> None:
    """The record of somebody, with their points."""
    search(desk, text)
    desk.until(lambda: desk.shown("terminal.person") and desk.text("terminal.person.points"))


def card_page(desk: Desk) -> None:
    """The first card of the person whose record is open."""
    desk.write("1")
    desk.enter()
    desk.until(lambda: desk.shown("terminal.card"))


def rows(desk: Desk, name: str = "terminal.person.list") -> list[str]:
    found = desk.find(name, QListWidget)
    return [found.item(row).text() for row in range(found.count())]


def pick(desk: Desk, words: str) -> None:
    """Choose the row of the person's list that says so, by its number."""
    row = next(row for row in rows(desk) if words in row)
    desk.write(row.partition("　")[0])
    desk.enter()


def told(desk: Desk) -> str:
    desk.until(lambda: desk.shown("terminal.person.banner"))
    return desk.banner("terminal.person.banner")


def state(desk: Desk, card: str) -> str:
    with desk.city.platform.platform.store.read() as connection:
        return str(connection.scalar(sa.select(cards.c.state).where(cards.c.medium == desk.station.digest(CARDS[card].medium))))


def health(desk: Desk) -> int:
    platform = desk.city.platform.platform
    with platform.store.read() as connection:
        found = points.balances(connection, platform.authority, desk.city.seeded.reader, platform.now_ms())
    return next(each.points for each in found if each.point_kind == "health")


def reads(desk: Desk) -> list[tuple[str, str]]:
    with desk.city.platform.platform.store.read() as connection:
        return [(one.what, one.reason) for one in record_reads.of_holder(connection, desk.city.seeded.reader)]


# --- looking up ------------------------------------------------------------------------------------------------------


def test_nobody_is_shown_without_a_reason_which_the_person_can_read(counter: Desk) -> None:
    counter.key(Qt.Key.Key_F1)
    counter.put("reader")
    assert "請先選擇查閱事由" in counter.find("terminal.people.reason.missing").accessibleName()
    assert reads(counter) == []
    counter.write("1")
    counter.enter()
    counter.enter()
    counter.until(lambda: counter.text("terminal.person.points"))
    assert counter.text("terminal.person.name") == "示○○者"
    assert READER.national_id not in counter.text("terminal.person.about")
    assert "健康點數 120 點" in counter.text("terminal.person.points")
    assert "就在讀卡機上" in counter.find("terminal.person.list", QListWidget).item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert not counter.shown("terminal.person.clear_text"), "a clerk sees no more"
    assert reads(counter) == [("registry", "民眾洽詢")]
    counter.key(Qt.Key.Key_F11)
    counter.take_away()
    search(counter)
    scan(counter, "4710018000000")
    assert "這是條碼，不是卡片" in counter.banner("terminal.people.banner")
    scan(counter, READER.national_id)
    counter.until(lambda: counter.shown("terminal.person"))
    counter.key(Qt.Key.Key_F11)
    counter.take_away()
    several_of_one_name(counter)


def several_of_one_name(counter: Desk) -> None:
    platform = counter.city.platform.platform
    with platform.store.write() as connection:
        for who, person in ((counter.city.seeded.senior, SENIOR), (counter.city.seeded.reader, READER)):
            stored = people.particulars_of(connection, platform.authority, who)
            assert stored is not None
            assert stored.name == person.name
            alike = msgspec.structs.replace(stored, name="示範台生")
            people.renew(connection, platform.authority, who, alike, as_of_ms=platform.now_ms())
    search(counter, "示範臺生")
    counter.until(lambda: counter.shown("terminal.people.found"))
    assert [row.partition("　")[2] for row in rows(counter, "terminal.people.found")] == ["示○○生"] * 2
    counter.enter()
    counter.until(lambda: counter.shown("terminal.person"))
    counter.key(Qt.Key.Key_Escape)
    search(counter, "示範無人")
    counter.until(lambda: counter.shown("terminal.people.banner"))
    assert "查無此人" in counter.banner("terminal.people.banner")


def test_a_reason_of_ones_own_a_wrong_number_and_a_supervisor_who_sees_more(desk: Desk) -> None:
    desk.sign_in("supervisor")
    desk.take_away()
    desk.key(Qt.Key.Key_F1)
    desk.write("5")
    desk.enter()
    assert desk.focus() == "terminal.people.reason_text"
    desk.write("陳情")
    desk.enter()
    desk.write("H100000018")
    desk.enter()
    row = desk.find("terminal.people.question", QLineEdit).parentWidget()
    assert isinstance(row, FieldRow)
    assert row.error() is Code.NATIONAL_ID_CHECKSUM
    for _ in range(10):
        desk.key(Qt.Key.Key_Backspace)
    desk.write(READER.national_id.lower())
    desk.enter()
    desk.until(lambda: desk.shown("terminal.person"))
    desk.key(Qt.Key.Key_F7)
    desk.until(lambda: desk.text("terminal.person.name") == READER.name)
    assert READER.national_id in desk.text("terminal.person.about")
    assert desk.text("terminal.here.person") == "示○○者", "beside, where a neighbour looks, it stays masked"
    assert reads(desk) == [("registry in clear", "陳情"), ("registry", "陳情")]


# --- cards -----------------------------------------------------------------------------------------------------------


def test_a_loss_by_three_keys_is_one_act_however_often_enter_is_pressed(counter: Desk) -> None:
    record(counter)
    card_page(counter)
    assert "由主管辦理" in counter.text("terminal.card.way.suspend.reasons")
    assert not counter.find("terminal.card.way.suspend").isEnabled()
    counter.write("1")
    counter.enter()
    counter.write("本人申報")
    counter.enter()
    for _ in range(3):
        counter.find("terminal.card.do_it", QAbstractButton).click()
        counter.key(Qt.Key.Key_F12)
    assert "掛失完成" in told(counter)
    assert state(counter, "reader") == "lost"
    assert counter.count("card.state_changed") == 1
    card_page(counter)
    counter.key(Qt.Key.Key_F7)
    counter.until(lambda: counter.shown("terminal.card.history"))
    assert rows(counter, "terminal.card.history") == ["掛失　使用中 → 已掛失"]
    counter.write("1")
    counter.enter()
    counter.enter()
    counter.enter()
    assert "卡片現在是「使用中」" in told(counter)
    assert len(reads(counter)) == 1, "an act does not open the record anew"


def test_with_no_network_the_card_on_the_reader_is_enough_and_it_is_said_what_waits(counter: Desk) -> None:
    counter.go_offline()
    counter.key(Qt.Key.Key_F1)
    counter.write("2")
    counter.enter()
    counter.put("reader")
    counter.until(lambda: counter.shown("terminal.person"))
    assert "離線" in counter.text("terminal.person.about")
    assert [row.partition("　")[2] for row in rows(counter)] == [
        "一般卡　**** E581",
        "再綁一張卡",
        "兌換、儲值與未完成儲值 (F6)",
    ]
    card_page(counter)
    counter.write("1")
    counter.enter()
    counter.enter()
    counter.enter()
    assert "掛失已記錄，等待平台確認" in told(counter)
    assert "已掛失（待平台確認）" in counter.find("terminal.person.list", QListWidget).item(0).data(
        Qt.ItemDataRole.AccessibleTextRole
    )
    counter.until(lambda: counter.text("terminal.here.state") == "已掛失")
    counter.key(Qt.Key.Key_F11)
    search(counter, READER.name)
    counter.until(lambda: counter.shown("terminal.people.banner"))
    assert "連不上中央平台" in counter.banner("terminal.people.banner")
    assert counter.shown("terminal.people.again")
    counter.come_back()
    assert state(counter, "reader") == "lost"


def test_a_replacement_moves_what_waits_and_is_done_once(counter: Desk) -> None:
    redeem = counter.station.redeeming.redeem
    wish = {"purse": "account", "point_kind": "health", "amount_ntd": 50, "birthday": "0820"}
    assert redeem(counter.station.people.new_op_id(), CARDS["reader"].medium, **wish).state == "done"
    record(counter)
    card_page(counter)
    counter.write("4")
    counter.enter()
    assert "工本費 NT$94" in counter.text("terminal.replace.about")
    counter.key(Qt.Key.Key_F12)
    assert counter.find("terminal.replace.reason.missing").isVisible()
    counter.write("1")
    counter.enter()
    counter.put("senior")
    counter.until(lambda: counter.shown("terminal.replace.card.banner"))
    counter.key(Qt.Key.Key_F12)
    live(0.1)
    assert counter.shown("terminal.replace"), "somebody's card is no blank one"
    counter.put("blank2")
    counter.until(lambda: counter.focus() == "terminal.replace.do_it")
    for _ in range(3):
        counter.key(Qt.Key.Key_F12)
    counter.until(lambda: counter.shown("terminal.people.result"))
    told_ = [counter.text(f"terminal.people.result.fact.{fact}") for fact in range(4)]
    assert told_ == ["**** E581", "**** B480", "NT$94", "NT$50"]
    assert (state(counter, "reader"), state(counter, "blank2")) == ("lost", "active")
    assert counter.count("card.replaced") == 1
    counter.key(Qt.Key.Key_F7)
    assert [row.partition("　")[2] for row in rows(counter)][:2] == ["一般卡　**** B480", "一般卡　**** E581"]


def test_what_a_replaced_card_held_goes_to_its_successor_when_every_station_has_reported(closed_desk: Desk) -> None:
    settings = closed_desk.city.settings("counter")
    often = msgspec.structs.replace(settings.platform, heartbeat_s=0.2)
    closed_desk.city._settings["counter"] = msgspec.structs.replace(settings, platform=often)
    desk = closed_desk.open()
    assert desk.city.purse.value_ntd == 0
    desk.sign_in("supervisor")
    desk.key(Qt.Key.Key_F6)
    load(desk)
    record(desk, PURSE.name)
    card_page(desk)
    desk.write("4")
    desk.enter()
    desk.write("2")
    desk.enter()
    desk.put("blank1")
    desk.until(lambda: desk.focus() == "terminal.replace.do_it")
    desk.enter()
    desk.until(lambda: desk.shown("terminal.people.result"))
    held = [desk.text(f"terminal.people.result.fact.{fact}") for fact in range(6)]
    assert any("NT$50，各站回報後由主管移轉" in fact for fact in held)
    desk.key(Qt.Key.Key_F7)
    pick(desk, "E584")
    live(0.6)
    desk.key(Qt.Key.Key_F7)
    desk.until(lambda: desk.shown("terminal.card.release"))
    for _ in range(2):
        desk.find("terminal.card.release", QAbstractButton).click()
    assert "NT$50 已成為新卡的待入卡" in told(desk)
    desk.until(lambda: "待入卡 NT$50" in desk.text("terminal.person.points"))


def test_many_cards_are_bound_one_after_the_other_with_no_card_of_the_persons_here(counter: Desk) -> None:
    record(counter)
    pick(counter, "再綁一張卡")
    assert counter.shown("terminal.bind.card")
    for number, card in enumerate(("blank1", "blank2", "blank3"), 1):
        counter.put(card)
        counter.until(lambda: counter.shown("terminal.bind.submit"))
        counter.write("1" if number == 1 else "")
        counter.enter()
        counter.until(lambda: counter.shown("terminal.bind.result"))
    assert "這次共 3 張" in counter.banner("terminal.bind.result.banner")
    with counter.city.platform.platform.store.read() as connection:
        assert len(cards_of_holder(connection, counter.city.seeded.reader)) == 4


# --- particulars and points ------------------------------------------------------------------------------------------


def test_particulars_are_put_right_as_shown_before_and_points_by_two_who_are_not_the_same(counter: Desk) -> None:
    record(counter)
    pick(counter, "更正個人資料")
    counter.write(SENIOR.national_id)
    counter.enter()
    counter.until(lambda: not counter.window._tasks.of("people", PeopleTask).asking)
    assert counter.focus() == "terminal.correct.number", "another person's number opens nothing"
    counter.find("terminal.correct.number", QLineEdit).clear()
    counter.write(READER.national_id)
    counter.enter()
    counter.until(lambda: counter.shown("terminal.correct.name"))
    counter.key(Qt.Key.Key_F12)
    assert counter.shown("terminal.correct.fact.missing"), "nothing is different yet"
    counter.write("示範新名")
    counter.enter()
    counter.write("800820")
    counter.enter()
    counter.enter()
    counter.find("terminal.correct.fact.indigenous", QAbstractButton).click()
    counter.enter()
    assert counter.text("terminal.correct.diff").splitlines() == [
        "姓名：示○○者 → 示範新名",
        "生日：民國 79 年（1990）生 → 民國80年8月20日 (1991)",
        "資格：實際居住本市、設籍本市 → 原住民、實際居住本市、設籍本市",
    ]
    counter.enter()
    assert counter.shown("terminal.correct.diff"), "a reason is asked for"
    counter.write("改名")
    for _ in range(2):
        counter.enter()
        counter.key(Qt.Key.Key_F12)
    assert "資料已經更正" in told(counter)
    with counter.city.platform.platform.store.read() as connection:
        now = people.particulars_of(connection, counter.city.platform.platform.authority, counter.city.seeded.reader)
    assert now is not None
    assert (now.name, now.birthday, now.district) == ("示範新名", "1991-08-20", "桃園區")
    assert reads(counter)[0] == ("correction", "改名")
    points_by_two(counter)


def points_by_two(counter: Desk) -> None:
    """The points of the person whose record is open."""
    pick(counter, "更正點數")
    counter.until(lambda: counter.shown("terminal.points.list"))
    counter.write("2")
    counter.enter()
    counter.write("2")
    counter.enter()
    counter.write("120")
    counter.enter()
    counter.write("重複給點")
    counter.enter()
    assert not counter.shown("terminal.points.second"), "the number is the same"
    counter.find("terminal.points.amount", QLineEdit).setText("90")
    counter.key(Qt.Key.Key_F12)
    assert "120 點改成 90 點" in counter.text("terminal.points.second")
    assert "原因：重複給點" in counter.text("terminal.points.second_about")
    assert "活動：" in counter.text("terminal.points.second_about")
    counter.put("clerk")
    assert "您自己的工作證" in counter.text("terminal.points.second")
    assert not counter.shown("terminal.points.second_about")
    assert not counter.shown("terminal.points.pin")
    assert not counter.find("terminal.points.approve").isEnabled()
    counter.put("supervisor")
    for pin in ("000000", DEMO_PIN):
        counter.until(lambda: counter.focus() == "terminal.points.pin")
        counter.write(pin)
        counter.enter()
        counter.key(Qt.Key.Key_F12)
        counter.until(lambda: not counter.window._tasks.of("people", PeopleTask).asking)
    assert "點數已經更正" in told(counter)
    assert health(counter) == 90
    assert reads(counter)[0] == ("points", "重複給點")
