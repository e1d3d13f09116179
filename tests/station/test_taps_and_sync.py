"""What a tap asks of sync."""

import pytest

from citycard_app.demo_data import TALK
from domain.media import Medium, MediumType
from sync.engine import SyncEngine
from tests.station_rig import City


def test_a_tap_offers_what_it_wrote_and_hurries_nobody(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    station = city.station("counter")
    city.sign_in()
    asked: list[str] = []
    monkeypatch.setattr(SyncEngine, "offer", lambda _: asked.append("offer"))
    monkeypatch.setattr(SyncEngine, "wake", lambda _: asked.append("wake"))
    station.events.tap(TALK, Medium(MediumType.UID, bytes.fromhex("04FFFFFFFFFFFF")))
    assert asked == ["offer"]
