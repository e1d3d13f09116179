"""A card that has expired is told apart from one that was stopped: by the platform's word, and by this station's own."""

import pytest

from central import admin
from domain.cards import CardState
from domain.errors import Code, Refused
from station.station import Station
from tests.station_rig import City


def why(station: Station, card: str) -> Code:
    with pytest.raises(Refused) as caught:
        station.redeeming.tapped(City.medium(card))
    return caught.value.code


def test_an_expired_card_is_not_called_stopped(city: City) -> None:
    platform = city.platform.platform
    admin.block_card(platform, City.medium("senior"), CardState.EXPIRED)
    kiosk = city.station("kiosk", start=False)
    assert not kiosk.counter.look(City.medium("senior")).known
    assert why(kiosk, "senior") is Code.CARD_EXPIRED, "as the platform refuses it"
    assert why(kiosk, "lost") is Code.CARD_BLOCKED
    kiosk.start()
    city.until(lambda: kiosk.counter.look(City.medium("senior")).state is CardState.EXPIRED)
    city.platform.stop()
    assert why(kiosk, "senior") is Code.CARD_EXPIRED, "as this station knows it"
    assert why(kiosk, "lost") is Code.CARD_BLOCKED
