"""A kiosk that cannot work says why, where else to go and whom to call; what still works is said before the first touch."""

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from central import admin
from domain.errors import Code
from domain.programme import Programme
from kiosk.screens.attract import AttractPage
from kiosk.screens.out_of_service import OutOfServicePage
from kiosk.states import Attract, OutOfService
from station.settings import KioskSettings
from tests.programmes.table import programme
from tests.qt.kiosk_rig import Kiosk
from tests.station_rig import City
from ui.text import Text
from ui.widgets import Towards


def page(code: Code, settings: KioskSettings, *, ends_s: float | None = None) -> set[str]:
    """What the screen says."""
    made = OutOfServicePage(lambda: programme("taipei"), settings, "示範自助機 A", codes=False)
    made.show_state(OutOfService(code=code, ends_s=ends_s))
    said = {text.text() for text in made.findChildren(Text)}
    made.deleteLater()
    return said


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (Code.READER_LOST, "這台機器的讀卡機中斷連線，現在不能讀卡"),
        (Code.READER_SERVICE_MISSING, "這台機器讀卡的程式沒有啟動，現在不能讀卡"),
        (Code.STATION_CLONED, "這台機器現在不能提供服務"),
        (Code.DISK_READONLY, "這台機器現在不能存下新的紀錄"),
        (Code.INTERNAL, "很抱歉，程式發生問題"),
    ],
)
def test_each_reason_is_told_in_plain_words(qapp: object, code: Code, reason: str) -> None:
    assert f"原因：{reason}" in page(code, KioskSettings())


def test_what_the_settings_say_is_where_people_are_sent(qapp: object) -> None:
    said = page(Code.READER_LOST, KioskSettings(nearest="示範圖書館 1 樓", phone="02-0000-0000"))
    assert {"示範圖書館 1 樓", "02-0000-0000", "示範自助機 A", "修好後會自動恢復。"} <= said
    assert "等一下會自動再試。" in page(Code.DISK_FULL, KioskSettings(), ends_s=1.0)


def test_a_station_that_is_shut_out_says_so_by_itself(city: City, qtbot: QtBot) -> None:
    kiosk = Kiosk(city, qtbot)
    admin.revoke_station(city.platform.platform, kiosk.station.identity.station)
    kiosk.until_shown("out_of_service")
    assert "原因：這台機器現在不能提供服務" in kiosk.seen()
    kiosk.put("senior", shows="out_of_service")


def without(*, redeemable: bool, account: bool) -> Programme:
    """Taipei's programme, with what this city would lack."""
    whole = programme("taipei")
    kinds = [msgspec.structs.replace(kind, redeemable=kind.redeemable and redeemable) for kind in whole.point_kinds]
    purses = [purse for purse in whole.purses if account or purse.driver != "account"]
    return msgspec.structs.replace(whole, point_kinds=kinds, purses=purses)


@pytest.mark.parametrize(
    ("redeemable", "account", "words"),
    [
        (True, True, "目前連不上平台：看不到點數，但可以先登記兌換。"),
        (True, False, "目前連不上平台：看不到點數，也不能儲值，請稍後再來。"),
        (False, True, "目前連不上平台：看不到點數，請稍後再來。"),
    ],
)
def test_before_the_first_touch_it_says_what_works_with_no_network(
    qtbot: QtBot, redeemable: bool, account: bool, words: str
) -> None:
    made = AttractPage(lambda: without(redeemable=redeemable, account=account), Towards.BELOW, codes=False)
    qtbot.addWidget(made)
    made.set_station(offline=True, imitated=False)
    made.show_state(Attract())
    told = [text.text() for text in made.findChildren(Text) if text.isVisibleTo(made)]
    assert words in told
