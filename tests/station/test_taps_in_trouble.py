"""Fault 44 at the event desk: cards tapped five times a second while the reader's cable is pulled again and again."""

import random
import threading

import pytest

from citycard_app.demo_data import TALK
from domain.media import Medium, MediumType
from domain.ports import CardPresented, Feedback, ReaderEvent, ReaderLost, ReaderReady
from reader_drivers.virtual import field
from station.card_worker import ReaderCondition
from sync.engine import SyncEngine
from tests.station_rig import City

TAPS = 60


@pytest.mark.parametrize("seed", [44, 4400])
def test_no_tap_is_counted_twice_and_none_is_lost(city: City, seed: int) -> None:
    rng = random.Random(seed)
    station = city.station("counter")
    city.sign_in()
    reader = field(f"counter {city.directory.name}")
    outcomes: dict[bytes, list[str]] = {}
    seen: list[ReaderEvent] = []
    over = threading.Event()
    last = Medium(MediumType.UID, bytes.fromhex("04FFFFFFFFFFFF"))

    def on_reader(event: ReaderEvent) -> None:
        seen.append(event)
        if isinstance(event, CardPresented) and not event.again:
            outcomes.setdefault(event.medium.value, []).append(station.events.tap(TALK, event.medium).did)
            if event.medium == last:
                over.set()

    station.cards.subscribe(on_reader)
    before = station.events.counts(TALK)
    for number in range(TAPS):
        reader.place(Medium(MediumType.UID, bytes([0x04, number, 1, 2, 3, 4, 5])))
        for _ in range(rng.randrange(3)):
            reader.unplug()
            reader.plug()
        if rng.random() < 0.7:
            reader.take_away()
    reader.place(last)
    assert over.wait(30.0)
    assert set(map(tuple, outcomes.values())) == {("in",)}
    assert len(outcomes) == TAPS + 1
    assert station.events.counts(TALK).signed_in == before.signed_in + TAPS + 1
    assert station.cards.state()[reader.name].condition is ReaderCondition.READY
    assert Feedback.DONE in reader.signals()
    assert sum(isinstance(event, ReaderLost) for event in seen) == sum(isinstance(event, ReaderReady) for event in seen) > 10


def test_a_tap_offers_what_it_wrote_and_hurries_nobody(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    station = city.station("counter")
    city.sign_in()
    asked: list[str] = []
    monkeypatch.setattr(SyncEngine, "offer", lambda _: asked.append("offer"))
    monkeypatch.setattr(SyncEngine, "wake", lambda _: asked.append("wake"))
    station.events.tap(TALK, Medium(MediumType.UID, bytes.fromhex("04FFFFFFFFFFFF")))
    assert asked == ["offer"]
