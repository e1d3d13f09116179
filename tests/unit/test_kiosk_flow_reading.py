"""The kiosk's flow while the desk is asked about a card: what its answers lead to, and whose they are."""

import pytest

from domain.errors import Code
from kiosk.limits import RETRY_S
from kiosk.reports import CardOff, CardOn, ReaderProblem
from kiosk.states import (
    Attract,
    BalanceFailed,
    BalanceKnown,
    Cannot,
    OutOfService,
    Reading,
)
from tests.unit.kiosk_flow_cards import BALANCE, MINE, OTHER
from tests.unit.kiosk_flow_rig import brought_to


def test_an_answer_about_a_card_that_has_gone_is_dropped() -> None:
    kiosk = brought_to(Reading)
    kiosk.do(CardOff(), CardOn(medium=OTHER))
    kiosk.do(BalanceKnown(session=1, balance=BALANCE, smallest_ntd=10, ntd_per_point=1))
    assert isinstance(kiosk.state, Reading)
    assert not kiosk.knows_somebody()
    kiosk.do(BalanceFailed(session=1, code=Code.CARD_BLOCKED, refused=True))
    assert isinstance(kiosk.state, Reading)


@pytest.mark.parametrize("code", [Code.CARD_UNKNOWN, Code.CARD_BLOCKED, Code.CARD_RANDOM_UID, Code.CARD_NO_HOLDER])
def test_a_card_that_cannot_be_used_here_is_told_why(code: Code) -> None:
    kiosk = brought_to(Reading)
    assert kiosk.do(BalanceFailed(session=1, code=code, refused=True)) == []
    assert kiosk.state == Cannot(code=code, medium=MINE if code is Code.CARD_UNKNOWN else None)
    kiosk.do(CardOff())
    assert not kiosk.knows_somebody()


def test_trouble_of_the_station_itself_is_out_of_service_for_a_while() -> None:
    kiosk = brought_to(Reading)
    kiosk.do(BalanceFailed(session=1, code=Code.STORE_DAMAGED, refused=False))
    assert isinstance(kiosk.state, OutOfService)
    kiosk.do(ReaderProblem(code=None))
    kiosk.wait(RETRY_S - 1)
    assert isinstance(kiosk.state, OutOfService)
    kiosk.wait(1)
    assert kiosk.state == Attract(take_card=True)
