"""One's own record through the window, from a real platform: after the proof alone, all of it, and gone with the session."""

from uuid import uuid4

import pytest
from pytestqt.qtbot import QtBot

from central import cards
from central.access import record_reads
from central.money import hours
from central.money.hours import Served
from tests.qt.kiosk_rig import PATIENCE_MS, Kiosk, everything_written
from tests.station_rig import City

OF_THE_RECORD = ("得到 · 健康點數", "示範查詢原因", "2 小時 5 分", "就是這張卡", "敬老卡", "之前的兌換沒有成功", "社會局")


@pytest.fixture
def kiosk(city: City, qtbot: QtBot) -> Kiosk:
    return Kiosk(city, qtbot)


def prove(kiosk: Kiosk, birthday: str, shows: str) -> None:
    kiosk.type("proof", birthday)
    kiosk.press("kiosk.proof.next")
    kiosk.until_shown(shows)


def lived(city: City) -> None:
    """Somebody has read the senior's record, and they have served."""
    platform, medium = city.platform.platform, city.station("kiosk").digest(City.medium("senior"))
    now_ms = platform.now_ms()
    with platform.store.write() as connection:
        card = cards.find(connection, medium)
        assert card is not None
        assert card.holder is not None
        record_reads.note(
            connection, card.holder, reader="x", agency="社會局", what="registry", reason="示範查詢原因", now_ms=now_ms
        )
        act = Served(
            op_id=uuid4(), holder=card.holder, agency="社會局", activity="x", minutes=125, at_ms=now_ms, booked_ms=now_ms
        )
        hours.book_all(connection, [act])


def left(kiosk: Kiosk) -> list[str]:
    known = everything_written() + repr(vars(kiosk.window.flow)) + repr(getattr(kiosk.window.flow.state, "record", ""))
    return [words for words in OF_THE_RECORD if words in known]


def test_who_has_proved_that_the_card_is_theirs_sees_all_of_it(kiosk: Kiosk, qtbot: QtBot) -> None:
    lived(kiosk.city)
    kiosk.city.platform.stop()
    kiosk.put("senior")
    kiosk.press("kiosk.balance.record")
    assert kiosk.page() == "no_record"
    assert "需要網路才能查" in kiosk.seen()
    assert "還可以登記兌換" in kiosk.seen()
    kiosk.press("kiosk.no_record.go")
    kiosk.redeem(500)
    kiosk.take_away()
    kiosk.over()
    kiosk.city.platform.start()
    qtbot.waitUntil(lambda: kiosk.station.status().queue == 0, timeout=30_000)
    kiosk.put("senior")
    assert left(kiosk) == []
    kiosk.press("kiosk.balance.record")
    prove(kiosk, "0106", "proof")
    assert "生日不對" in kiosk.seen()
    assert left(kiosk) == [], "not before the proof"
    prove(kiosk, "0105", "record")
    assert "之前的兌換沒有成功" in kiosk.seen()
    assert "500 點：點數不夠，點數沒有減少。" in kiosk.seen()
    for part, words in (
        ("hours", ("2 小時 5 分", "社會局")),
        ("cards", ("敬老卡", "就是這張卡")),
        ("reads", ("社會局", "示範查詢原因")),
        ("points", ("用到", "260 點")),
    ):
        kiosk.press(f"kiosk.record.{part}")
        assert [each for each in words if each not in kiosk.seen()] == []
        if part != "points":
            kiosk.press("kiosk.back")
    seen = [kiosk.seen()]
    while kiosk.offers("kiosk.record_part.older"):
        kiosk.press("kiosk.record_part.older")
        seen.append(kiosk.seen())
    assert [each for each in ("得到 · 健康點數", "+200 點", "衛生局") if each not in "".join(seen)] == []
    kiosk.take_away()
    kiosk.until_shown("attract")
    assert left(kiosk) == []


def test_what_stands_on_the_screen_goes_with_leaving_and_with_idling(kiosk: Kiosk) -> None:
    lived(kiosk.city)
    for end in (lambda: kiosk.press("kiosk.leave"), lambda: (kiosk.wait(60), kiosk.wait(20))):
        kiosk.put("senior")
        kiosk.press("kiosk.balance.record")
        prove(kiosk, "0105", "record")
        kiosk.press("kiosk.record.reads")
        assert "示範查詢原因" in left(kiosk)
        end()
        assert kiosk.page() == "attract"
        assert left(kiosk) == []
        kiosk.take_away()
        kiosk.until_gone()


def test_wrong_birthdays_are_counted_together_with_those_of_redeeming(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    kiosk.press("kiosk.balance.record")
    for birthday in ("0101", "0102", "0103"):
        prove(kiosk, birthday, "opening")
        kiosk._qtbot.waitUntil(lambda: kiosk.page() == "proof", timeout=PATIENCE_MS)
    kiosk.press("kiosk.back")
    kiosk.redeem(50, birthday="0104", shows="second_factor")
    kiosk.answer_birthday("0106")
    kiosk.press("kiosk.confirm.go")
    kiosk.until_shown("second_factor")
    kiosk.press("kiosk.back", "kiosk.back", "kiosk.balance.record")
    prove(kiosk, "0105", "no_record")
    assert "驗證錯誤太多次" in kiosk.seen()
    assert "60 分鐘" in kiosk.seen()
    assert left(kiosk) == []
