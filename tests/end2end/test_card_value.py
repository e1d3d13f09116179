"""Value on the card on the real reader stack: a virtual DESFire, pcscd, two stations, the platform's books."""

import pytest

from domain.errors import Code
from domain.loads import LoadState
from domain.media import Medium
from reader_drivers.virtual_desfire import Moment
from station.views import CardBalance, RedeemView
from tests.end2end.conftest import RealCity


def load(city: RealCity, desk: str, medium: Medium, birthday: str = "0412", amount_ntd: int = 50) -> RedeemView:
    redeeming = city.station(desk).redeeming
    balance = redeeming.balance(medium)
    return redeeming.redeem(
        redeeming.new_op_id(),
        medium,
        purse=balance.purse,
        point_kind=balance.point_kind,
        amount_ntd=amount_ntd,
        birthday=birthday,
    )


def presented(city: RealCity, desk: str) -> CardBalance:
    """What a station tells of the card that is laid down, once the reader has seen the one before leave."""
    cards = city.station(desk).cards
    city.take_away(desk)
    city.until(lambda: not any(map(cards.card_on, cards.state())))
    medium = city.tap(desk, "purse")
    return city.station(desk).redeeming.balance(medium)


def test_step_7_points_become_value_on_the_card(city: RealCity) -> None:
    medium = city.tap("kiosk", "purse")
    view = load(city, "kiosk", medium)
    assert (view.state, view.on_card, view.card_value_ntd) == ("done", True, 50)
    after = city.station("kiosk").redeeming.balance(medium)
    assert (after.redeemable_points, after.card_value_ntd, after.waiting_ntd) == (250, 50, 0)
    agreement = city.agreement()
    assert agreement.disagreements == []
    assert (agreement.loads, agreement.loaded_ntd, agreement.on_cards_ntd) == (1, 50, 50)


@pytest.mark.parametrize("when", ["during_new", "during_old"])
@pytest.mark.parametrize("desk", ["kiosk", "counter"])
def test_step_7_a_card_torn_in_its_commit_is_settled_where_it_comes_back(city: RealCity, when: Moment, desk: str) -> None:
    medium = city.tap("kiosk", "purse")
    city.purse.leave_in_commit(when)
    view = load(city, "kiosk", medium)
    assert (view.state, view.code is None) == ("unknown", False)
    assert [fact.held for fact in city.facts().loads.values()] == [50], "the points stand aside meanwhile"
    city.take_away("kiosk")
    balance = presented(city, desk)
    assert balance.settled is not None
    assert balance.settled.recovery_code == view.recovery_code
    taken = when == "during_new"
    assert balance.settled.state == ("done" if taken else "refused")
    assert (balance.redeemable_points, balance.card_value_ntd) == ((250, 50) if taken else (300, 0))
    assert presented(city, desk).settled is None, "told once"
    agreement = city.agreement()
    assert agreement.disagreements == []
    assert agreement.on_cards_ntd == agreement.loaded_ntd == (50 if taken else 0)


def test_step_7_the_counter_finds_it_by_its_code_and_asks_the_card(city: RealCity) -> None:
    city.sign_in()
    medium = city.tap("kiosk", "purse")
    city.purse.leave_in_commit("during_new")
    view = load(city, "kiosk", medium)
    loads = city.station("counter").loads
    [found] = loads.open_loads(view.recovery_code.replace("-", "").lower())
    assert (found.load, found.amount_ntd, found.station_name, found.masked_name) == (view.op_id, 50, "示範自助機 1", "示○○包")
    assert [each.load for each in loads.open_loads(medium=medium)] == [view.op_id]
    settled = loads.resolve(city.tap("counter", "purse"), found)
    assert (settled.state, settled.card_value_ntd) == ("done", 50)
    assert loads.open_loads() == []
    assert [fact.state for fact in city.facts().loads.values()] == [LoadState.CONFIRMED]


def test_step_7_without_the_platform_nothing_is_loaded(city: RealCity) -> None:
    medium = city.tap("kiosk", "purse")
    station = city.station("kiosk")
    city.platform.stop()
    city.until_offline("kiosk")
    balance = station.redeeming.balance(medium)
    assert (balance.online, balance.on_card, balance.most_ntd, balance.offered_ntd) == (False, True, 0, [])
    city.platform.start()
    city.until_online("kiosk")
    assert load(city, "kiosk", medium, birthday="0101").code is Code.SECOND_FACTOR_WRONG
    assert city.purse.value_ntd == 0
