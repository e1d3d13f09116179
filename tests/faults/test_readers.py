"""Readers that come and go while cards are tapped."""

import random
import threading

import pytest

from citycard_app.demo_data import TALK
from domain.media import Medium, MediumType
from domain.ports import CardPresented, Feedback, ReaderEvent, ReaderLost, ReaderReady
from reader_drivers.virtual import field
from station import reader_thread
from station.card_worker import ReaderCondition
from tests.faults.city import FaultCity
from tests.faults.table import fault

TAPS = 60


def who_comes_back_is_another(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reader_thread._LeftBehind, "judged", lambda _self, event: event)


@fault(44, broken_by=who_comes_back_is_another)
def test_fault_44_with_the_cable_pulled_again_and_again_each_tap_counts_once(city: FaultCity) -> None:
    """On the in-process reader; tests/contract/test_pcsc_exchange.py does it with pcscd and its restarts."""
    rng = random.Random(44)
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
    city.until_online("counter")
    assert len(city.received("counter")) == 1 + TAPS + 1
