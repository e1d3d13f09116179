"""The staff corner through the real window: in by card and PIN, what it shows and tests, out again; for nobody else."""

import json

import msgspec
import pytest
import zxingcpp
from pytestqt.qtbot import QtBot

from central import admin
from citycard_app.demo_data import CARDS, DEMO_PIN
from domain.errors import Code
from kiosk.limits import LEAST_WARNING_S
from station.settings import KioskSettings
from tests.qt.kiosk_rig import Kiosk, everything_written, pillow
from tests.station_rig import City
from ui.i18n import KIOSK_LANGUAGES, SOURCE, current_language
from ui.messages import staff_words_at_kiosk, words_for

IDLE_S = 60.0


@pytest.fixture
def kiosk(city: City, qtbot: QtBot) -> Kiosk:
    return Kiosk(city, qtbot)


def enter(kiosk: Kiosk, shows: str = "corner", pin: str = DEMO_PIN, card: str = "supervisor") -> None:
    kiosk.put(card, shows="staff_pin")
    kiosk.type("staff_pin", pin)
    kiosk.press("kiosk.staff_pin.next")
    kiosk.until_shown(shows)


def kinds(kiosk: Kiosk) -> list[str]:
    """What stands in the kiosk's journal."""
    return [row[0] for row in kiosk.station._context.journal._db.execute("SELECT kind FROM events ORDER BY id")]


def test_a_whole_visit(kiosk: Kiosk, qtbot: QtBot) -> None:
    kiosk.put("senior")
    kiosk.redeem(50)
    kiosk.press("kiosk.leave")
    enter(kiosk)
    assert "示範主管" not in everything_written(), "the next person sees nobody's name"
    seen = kiosk.seen()
    assert "1 筆，NT$50" in seen
    assert "開機後 2 次" in seen
    kiosk.take_away()
    kiosk.put("reader", shows="corner")
    qtbot.waitUntil(lambda: "測試成功，讀到 1 張" in kiosk.seen())
    kiosk.press("kiosk.corner.network")
    qtbot.waitUntil(lambda: "測試成功，" in kiosk.seen() and "毫秒" in kiosk.seen())
    kiosk.press("kiosk.corner.shift")
    assert "還沒有開始" in kiosk.seen()
    kiosk.press("kiosk.corner_shift.go")
    qtbot.waitUntil(lambda: kiosk.button("kiosk.corner_shift.go").text() == "結班並開始下一班")
    kiosk.press("kiosk.corner_shift.go")
    qtbot.waitUntil(lambda: kinds(kiosk).count("shift.closed") == 1 and kinds(kiosk).count("shift.opened") == 2)
    qtbot.waitUntil(lambda: kiosk.offers("kiosk.corner_shift.go"))
    kiosk.press("kiosk.back", "kiosk.corner.code")
    [found] = zxingcpp.read_barcodes(pillow(kiosk.window.grab().toImage()))
    told = json.loads(found.text)
    assert told["connection"] == "online"
    assert told["station"] == kiosk.station.identity.station
    assert CARDS["supervisor"].uid.hex() not in found.text.lower()
    kiosk.press("kiosk.leave")
    assert kiosk.page() == "attract"
    qtbot.waitUntil(lambda: kinds(kiosk)[-1] == "staff.out")
    assert kiosk.station.staff.session is None
    qtbot.waitUntil(lambda: kiosk.station.status().queue == 0, timeout=15_000)
    assert kiosk.station.status().parked == 0, "the platform takes a kiosk's staff sessions and shifts"
    assert "診斷碼" not in everything_written()


def test_wrong_pins_cost_time_here_too_and_a_supervisor_unlocks_colleagues(kiosk: Kiosk, qtbot: QtBot) -> None:
    admin.add_staff(
        kiosk.city.platform.platform, "T001", name="示範技師", roles=["technician"], medium=CARDS["blank1"].medium, pin="2468"
    )
    City.until(lambda: kiosk.station.corner.staff_card(CARDS["blank1"].medium) is not None)
    for _ in range(6):
        kiosk.station.staff._failed_s["T001"] = -1_000_000.0
        enter(kiosk, shows="staff_pin", pin="999999", card="blank1")
        qtbot.waitUntil(lambda: "密碼不對" in kiosk.seen() or "請主管" in kiosk.seen())
        kiosk.take_away()
        kiosk.until_shown("attract")
    kiosk.put("blank1", shows="staff_pin")
    assert "錯太多次，請主管在這台解除鎖定" in kiosk.seen()
    kiosk.take_away()
    kiosk.until_shown("attract")
    enter(kiosk)
    kiosk.press("kiosk.corner.unlock")
    qtbot.waitUntil(lambda: not kiosk.offers("kiosk.corner.unlock"))
    kiosk.press("kiosk.leave")
    kiosk.take_away()
    enter(kiosk, pin="2468", card="blank1")
    kiosk.press("kiosk.corner.shift")
    assert "結班要由主管操作。" in kiosk.seen()
    assert not kiosk.offers("kiosk.corner_shift.go")


def test_a_test_receipt_comes_out_of_the_printer(city: City, qtbot: QtBot) -> None:
    paper = city.directory / "paper"
    settings = KioskSettings(printer=f"file:{paper}")
    city._settings["kiosk"] = msgspec.structs.replace(city.settings("kiosk"), kiosk=settings)
    kiosk = Kiosk(city, qtbot)
    enter(kiosk)
    kiosk.press("kiosk.corner.print")
    qtbot.waitUntil(lambda: kiosk.offers("kiosk.corner.look"), timeout=15_000)
    assert paper.stat().st_size > 1_000
    assert "代碼" not in kiosk.seen()
    paper.unlink()
    paper.mkdir()
    kiosk.press("kiosk.corner.print")
    qtbot.waitUntil(lambda: "找不到收據印表機" in kiosk.seen(), timeout=15_000)
    assert "已印好的卡" not in kiosk.seen(), "what a counter's card printer needs"


def test_idleness_ends_the_session(kiosk: Kiosk, qtbot: QtBot) -> None:
    enter(kiosk)
    kiosk.take_away()
    kiosk.wait(IDLE_S)
    assert kiosk.page() == "still_there"
    kiosk.wait(LEAST_WARNING_S)
    assert kiosk.page() == "attract"
    qtbot.waitUntil(lambda: kiosk.station.staff.session is None)


@pytest.mark.parametrize("card", ["clerk", "organiser"])
def test_other_staff_are_nobody_here(kiosk: Kiosk, card: str) -> None:
    kiosk.put(card, shows="cannot")
    assert kiosk.station.corner.staff_card(CARDS[card].medium) is None


@pytest.mark.parametrize(("button", "again"), [("go", True), ("quit", False)])
def test_the_program_is_ended_by_staff_alone(kiosk: Kiosk, qtbot: QtBot, button: str, again: bool) -> None:
    enter(kiosk)
    kiosk.press("kiosk.corner.end")
    with qtbot.waitSignal(kiosk.window.ended) as ended:
        kiosk.press(f"kiosk.corner_end.{button}")
    assert ended.args == [again]


def test_with_no_network_the_corner_opens_and_says_so_in_words(
    kiosk: Kiosk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk.city.platform.stop()
    kiosk.city.until_offline("kiosk")
    kiosk.put("supervisor", shows="staff_pin")
    with monkeypatch.context() as taken_off_the_list:
        taken_off_the_list.setattr(type(kiosk.station.corner), "staff_card", lambda *_: None)
        kiosk.type("staff_pin", DEMO_PIN)
        kiosk.press("kiosk.staff_pin.next")
        qtbot.waitUntil(lambda: words_for(Code.STAFF_NOT_ALLOWED).title in kiosk.seen())
        assert f"代碼：{Code.STAFF_NOT_ALLOWED.value}" in kiosk.seen()
    kiosk.type("staff_pin", DEMO_PIN)
    kiosk.press("kiosk.staff_pin.next")
    kiosk.until_shown("corner")
    assert "連不上" in kiosk.seen()
    kiosk.press("kiosk.corner.network")
    code = Code.PLATFORM_UNREACHABLE
    qtbot.waitUntil(lambda: f"代碼：{code.value}" in kiosk.seen(), timeout=15_000)
    for language in (*(each for each in KIOSK_LANGUAGES if each != SOURCE), SOURCE):
        while current_language() != language:
            kiosk.press("kiosk.language")
        told = staff_words_at_kiosk(code)
        assert told.title in kiosk.seen(), language
        assert told.what_to_do in kiosk.seen(), language
        assert told.what_to_do != words_for(code, citizen=True).what_to_do, "staff are not sent to staff"
