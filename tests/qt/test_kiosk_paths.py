"""The kiosk's window on a real station and a real platform: each path of redeeming, and every card that is not for it."""

import pytest
import zxingcpp
from pytestqt.qtbot import QtBot

from domain.taipei import moment
from tests.qt.kiosk_rig import PATIENCE_MS, Kiosk, everything_written, pillow
from tests.station_rig import City


@pytest.fixture
def kiosk(city: City, qtbot: QtBot) -> Kiosk:
    return Kiosk(city, qtbot)


def test_a_tap_shows_points_by_kind_and_nothing_of_whose_card_it_is(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    seen = kiosk.seen()
    for words in ("健康點數", "260 點", "乘車點數", "1,000 點", "活動點數", "20 點"):
        assert words in seen
    assert "待入卡" not in seen
    held = kiosk.station.redeeming.balance(City.medium("senior"))
    assert held.masked_name == "示○○者", "what staff see of it"
    known = everything_written() + repr(vars(kiosk.window.flow))
    assert [part for part in (held.masked_name, "示範長者", "範長", "長者", "○", "senior", "敬老卡") if part in known] == []


def test_points_become_stored_value_that_waits_for_the_card(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    kiosk.redeem(50)
    seen = kiosk.seen()
    assert "兌換完成" in seen
    assert "50 點 → NT$50" in seen
    [(code, booked)] = kiosk.wishes().items()
    assert code in seen
    assert booked == (50, "")
    kiosk.press("kiosk.result.again")
    kiosk.until_shown("balance")
    assert "210 點" in kiosk.seen()
    assert "待入卡" in kiosk.seen()
    assert "NT$50" in kiosk.seen()


def test_limits_are_explained_before_anybody_meets_them(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    kiosk.press("kiosk.balance.begin")
    assert "您有 260 點可以兌換" in kiosk.seen()
    assert "每次 NT$10 到 NT$260" in kiosk.seen()
    assert [kiosk.offers(f"kiosk.amount.{amount}") for amount in (50, 100, 200, 500)] == [True, True, True, False]
    kiosk.press("kiosk.amount.own")
    assert "可以輸入 NT$10 到 NT$260。" in kiosk.seen()


def test_an_own_amount_by_the_pad(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    kiosk.press("kiosk.balance.begin", "kiosk.amount.own")
    assert not kiosk.offers("kiosk.own_amount.next")
    kiosk.type("own_amount", "0")
    assert "最少要兌換 NT$10" in kiosk.seen(), "no press goes unanswered"
    kiosk.type("own_amount", "5")
    assert "最少要兌換 NT$10" in kiosk.seen()
    kiosk.type("own_amount", "00")
    assert "最多可以兌換 NT$260" in kiosk.seen()
    assert not kiosk.offers("kiosk.own_amount.next")
    kiosk.press("kiosk.own_amount.pad.erase", "kiosk.own_amount.pad.erase")
    kiosk.press("kiosk.own_amount.pad.clear")
    kiosk.type("own_amount", "120")
    assert "120 點 → NT$120" in kiosk.seen()
    kiosk.press("kiosk.own_amount.next")
    kiosk.answer_birthday("0105")
    kiosk.press("kiosk.confirm.go")
    kiosk.until_shown("result")
    assert list(kiosk.wishes().values()) == [(120, "")]


def test_ride_points_are_shown_and_cannot_be_cashed(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    assert "僅限搭乘使用，不能兌換" in kiosk.seen()
    kiosk.press("kiosk.balance.begin", "kiosk.amount.own")
    kiosk.type("own_amount", "300")
    assert not kiosk.offers("kiosk.own_amount.next"), "260 health points and 1,000 ride points make 260"


def test_pressing_twice_redeems_once(kiosk: Kiosk, qtbot: QtBot) -> None:
    kiosk.put("senior")
    kiosk.to_confirm()
    button = kiosk.button("kiosk.confirm.go")
    button.click()
    button.click()
    kiosk.until_shown("result")
    qtbot.waitUntil(lambda: kiosk.station.status().queue == 0, timeout=PATIENCE_MS)
    assert list(kiosk.wishes().values()) == [(50, "")]


def test_a_wrong_birthday_takes_nothing_and_may_be_tried_again(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    kiosk.redeem(50, birthday="0106", shows="second_factor")
    assert "生日不對，沒有兌換" in kiosk.seen()
    assert "點數沒有減少" in kiosk.seen()
    kiosk.answer_birthday("0105")
    kiosk.press("kiosk.confirm.go")
    kiosk.until_shown("result")
    assert sorted(kiosk.wishes().values()) == [(0, "second_factor_wrong"), (50, "")]


def test_a_birthday_that_is_no_day_is_not_counted_as_an_attempt(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    kiosk.press("kiosk.balance.begin", "kiosk.amount.50")
    kiosk.answer_birthday("0231")
    assert "沒有這一天" in kiosk.seen()
    assert kiosk.wishes() == {}


def test_of_the_birthday_only_the_last_digit_is_shown(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    kiosk.press("kiosk.balance.begin", "kiosk.amount.50")
    kiosk.type("second_factor", "0105")
    assert "●● 月 ●5 日" in kiosk.seen()
    assert "0105" not in everything_written().replace("1 月 5 日 → 0105", "")


def test_too_many_wrong_birthdays_lock_and_say_for_how_long(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    kiosk.redeem(50, birthday="0101", shows="second_factor")
    for birthday in ("0102", "0103", "0104", "0106"):
        kiosk.answer_birthday(birthday)
        kiosk.press("kiosk.confirm.go")
        kiosk.until_shown("second_factor")
    kiosk.answer_birthday("0105")
    kiosk.press("kiosk.confirm.go")
    kiosk.until_shown("result")
    assert "驗證錯誤太多次" in kiosk.seen()
    assert "60 分鐘" in kiosk.seen()
    assert "點數沒有減少" in kiosk.seen()
    assert {refusal for _, refusal in kiosk.wishes().values()} == {"second_factor_wrong", "second_factor_locked"}


def test_points_spent_elsewhere_meanwhile_are_refused_with_the_truth(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    kiosk.to_confirm(200)
    desk = kiosk.station.redeeming
    elsewhere = desk.redeem(
        desk.new_op_id(), City.medium("senior"), purse="account", point_kind="health", amount_ntd=100, birthday="0105"
    )
    assert elsewhere.state == "done"
    kiosk.press("kiosk.confirm.go")
    kiosk.until_shown("result")
    assert "點數不夠" in kiosk.seen()
    assert "沒有兌換，點數沒有減少，也沒有存入儲值金。" in kiosk.seen()
    assert sorted(kiosk.wishes().values()) == [(0, "amount_over_balance"), (100, "")]


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("visitor", "這張卡還不是市民卡"),
        ("lost", "這張卡已停用"),
        ("random", "這張卡每次感應的號碼都不同"),
        ("clerk", "這是工作人員的卡片"),
    ],
)
def test_a_card_that_is_not_for_this_kiosk_is_told_why(kiosk: Kiosk, card: str, words: str) -> None:
    kiosk.put(card, shows="cannot")
    assert words in kiosk.seen()
    kiosk.take_away()
    kiosk.put("senior")
    assert words not in kiosk.seen()


def test_something_unreadable_is_asked_for_again(kiosk: Kiosk) -> None:
    kiosk.city._field("kiosk").place_unreadable()
    kiosk.until_shown("cannot")
    assert "讀不到卡片" in kiosk.seen()
    kiosk.put("senior")


def test_without_the_platform_the_wish_is_pending_and_decided_later(kiosk: Kiosk, qtbot: QtBot) -> None:
    kiosk.city.platform.stop()
    kiosk.put("senior")
    assert "目前看不到您的點數" in kiosk.seen()
    assert "260" not in kiosk.seen()
    kiosk.to_confirm(100)
    assert "現在不會入帳" in kiosk.seen()
    kiosk.press("kiosk.confirm.go")
    kiosk.until_shown("result")
    assert "已登記，尚未入帳" in kiosk.seen()
    assert "看我的紀錄" in kiosk.seen(), "where to find out later"
    assert "兌換完成" not in kiosk.seen()
    pending = kiosk.seen()
    kiosk.press("kiosk.result.again")
    kiosk.until_shown("balance")
    assert "等待確認" in kiosk.seen()
    assert "NT$100" in kiosk.seen()
    kiosk.take_away()
    kiosk.until_shown("attract")
    kiosk.city.platform.start()
    qtbot.waitUntil(lambda: kiosk.station.status().queue == 0, timeout=30_000)
    [(code, booked)] = kiosk.wishes().items()
    assert code in pending
    assert booked == (100, "")
    kiosk.put("senior")
    assert "160 點" in kiosk.seen()
    assert "待入卡" in kiosk.seen()
    assert "等待確認" not in kiosk.seen()


def test_a_wish_that_was_refused_later_is_not_told_to_whoever_has_the_card(kiosk: Kiosk, qtbot: QtBot) -> None:
    kiosk.city.platform.stop()
    kiosk.put("senior")
    kiosk.redeem(500)
    kiosk.take_away()
    kiosk.over()
    kiosk.city.platform.start()
    qtbot.waitUntil(lambda: kiosk.station.status().queue == 0, timeout=30_000)
    kiosk.put("senior")
    assert "260 點" in kiosk.seen()
    assert [notice.points for notice in kiosk.station.redeeming.balance(City.medium("senior")).notices] == [500]
    known = everything_written() + repr(vars(kiosk.window.flow))
    assert [part for part in ("500", "點數不夠", "amount_over_balance") if part in known] == []


def test_the_attract_screen_says_when_the_platform_is_away(kiosk: Kiosk, qtbot: QtBot) -> None:
    assert "目前連不上平台" not in kiosk.seen()
    kiosk.city.platform.stop()
    qtbot.waitUntil(lambda: "目前連不上平台" in kiosk.seen(), timeout=30_000)
    kiosk.city.platform.start()
    qtbot.waitUntil(lambda: "目前連不上平台" not in kiosk.seen(), timeout=30_000)


def test_the_receipt_holds_time_amount_state_code_and_card_and_nothing_else(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    kiosk.redeem(50)
    kiosk.press("kiosk.result.receipt")
    [found] = zxingcpp.read_barcodes(pillow(kiosk.window.grab().toImage()))
    [code] = kiosk.wishes()
    now = moment(kiosk.station.now_ms())
    lines = found.text.splitlines()
    assert lines[0].startswith(f"時間 民國{now.year - 1911}年{now.month}月{now.day}日")
    place, *others = lines[1:]
    assert place == f"地點 {kiosk.station.identity.name}"
    assert others == ["金額 50 點 → NT$50", "狀態 兌換完成", "剩餘點數 210 點", f"查詢代碼 {code}", "卡片末碼 E580"]
    for line in lines:
        _, _, value = line.partition(" ")
        assert value in kiosk.seen(), "the screen says what the code says"


def test_a_card_removed_while_the_act_is_under_way_changes_nothing(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    kiosk.to_confirm()
    kiosk.press("kiosk.confirm.go")
    assert kiosk.page() == "working"
    kiosk.take_away()
    kiosk.until_shown("result")
    assert "兌換完成" in kiosk.seen()
    assert "260 點" not in everything_written()
    assert list(kiosk.wishes().values()) == [(50, "")]


def test_another_card_ends_one_session_and_begins_the_next(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    kiosk.to_confirm()
    kiosk.city.put("kiosk", "reader")
    kiosk.until_shown("balance")
    assert "120 點" in kiosk.seen()
    assert "260 點" not in everything_written()
    assert kiosk.wishes() == {}


def test_a_reader_that_is_pulled_out_and_put_back(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    kiosk.city._field("kiosk").unplug()
    kiosk.until_shown("out_of_service")
    assert "讀卡機中斷連線" in kiosk.seen()
    seen = kiosk.seen().splitlines()
    assert {"1999", "附近的服務櫃檯", kiosk.station.identity.name, "您的點數和儲值金不受影響。"} <= set(seen)
    assert "260 點" not in everything_written()
    kiosk.take_away()
    kiosk.city._field("kiosk").plug()
    kiosk.until_shown("attract")


def test_a_window_opened_late_finds_the_card_that_lies_there(city: City, qtbot: QtBot) -> None:
    station = city.station("kiosk")
    city.put("kiosk", "senior")
    city.until(lambda: any(state.card for state in station.cards.state().values()))
    assert "260 點" in Kiosk(city, qtbot, shows="balance").seen()


def test_a_window_opened_late_finds_the_reader_missing(city: City, qtbot: QtBot) -> None:
    station = city.station("kiosk")
    city._field("kiosk").unplug()
    city.until(lambda: not station.status().reader_ready)
    assert "讀卡機中斷連線" in Kiosk(city, qtbot, shows="out_of_service").seen()


def test_the_language_and_the_look_are_one_persons(kiosk: Kiosk) -> None:
    kiosk.press("kiosk.language", "kiosk.text_size", "kiosk.contrast", "kiosk.reach")
    kiosk.put("senior")
    assert "Health points" in kiosk.seen()
    assert "For rides only, cannot be exchanged" in kiosk.seen()
    assert (kiosk.window.preferences.text_scale, kiosk.window.preferences.reach) == (1.5, True)
    kiosk.press("kiosk.leave")
    assert kiosk.page() == "attract"
    assert "請取回您的卡片" in kiosk.seen()
    assert (kiosk.window.preferences.text_scale, kiosk.window.preferences.reach) == (1.0, False)
