"""A programme without points that become stored value: the kiosk says so, and asks for no more of them."""

import pytest
from pytestqt.qtbot import QtBot

from domain.media import Medium, MediumType
from kiosk.person import Person
from kiosk.screens.balance import BalancePage
from kiosk.states import Balance
from station.views import CardBalance
from tests.programmes.table import programme
from ui.i18n import set_language
from ui.widgets import Text

NOTHING = CardBalance(
    online=True,
    masked_name="示○長者",
    card_kind="senior",
    balances=[],
    waiting_ntd=0,
    notices=[],
    redeemable_points=0,
    offered_ntd=[],
    most_ntd=0,
    purse="account",
    point_kind="",
    second_factor="birthday",
    history_factor="birthday",
    pending_ntd=0,
)
MEDIUM = Medium(MediumType.UID, bytes.fromhex("04A1B2C3D4E580"))


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh_TW", "這種市民卡沒有可以兌換成儲值金的點數。"), ("en", "This city card has no points that become stored value.")],
)
def test_a_card_of_tainan(qtbot: QtBot, language: str, words: str) -> None:
    set_language(language)
    page = BalancePage(lambda: programme("tainan"))
    qtbot.addWidget(page)
    page.show_state(Balance(person=Person(medium=MEDIUM, balance=NOTHING, smallest_ntd=10, ntd_per_point=1)))
    told = [text.text() for text in page.findChildren(Text) if text.isVisibleTo(page)]
    assert words in told
    assert not any("10" in each for each in told)
