"""Journals, loads and ledger: what `citycard_app.agreement` finds when one of them says something else."""

from uuid import uuid4

import msgspec
import pytest

from central import audit
from central.schema import accounts
from citycard_app.agreement import compare
from domain.loads import LoadState
from offline_store.outbox import QueueState
from tests.central.field import give, op_id_of
from tests.central.load_rig import LoadStation, card_proof, import_purse_holder


class Kept:
    """The parts of a station's journal that the comparison reads; all was sent and answered."""

    def __init__(self, station, events):
        self._station, self._events = station, events

    def verify(self):
        return []

    def queue(self):
        return QueueState(waiting=0, held=0, parked=0, oldest_ms=None)

    def identity(self):
        return self._station.enrolled.identity

    def events(self):
        return iter(self._events)


class Tellers:
    """Two stations and what they have journaled."""

    def __init__(self, platform):
        self.platform = platform
        self.kiosk, self.counter = LoadStation(platform, ["kiosk"]), LoadStation(platform, ["counter"])
        self.journals = {self.kiosk: [], self.counter: []}

    def act(self, station, event):
        self.journals[station].append(event)
        station.say(event)
        return op_id_of(event)

    def differing(self, **changed):
        facts = msgspec.structs.replace(audit.facts(self.platform.store.engine), **changed)
        return compare(facts, [Kept(station, events) for station, events in self.journals.items()])


@pytest.fixture
def told(load_platform):
    """A load confirmed, one given up, one refused, one found at the counter, and one still open."""
    give(load_platform, import_purse_holder(load_platform, 1), 200)
    told = Tellers(load_platform)
    kiosk, counter = told.kiosk, told.counter
    told.done = told.act(kiosk, kiosk.intent(points=50))
    told.act(kiosk, kiosk.committing(told.done))
    told.act(kiosk, kiosk.committed(told.done))
    told.given_up = told.act(kiosk, kiosk.intent(points=20))
    told.act(kiosk, kiosk.tombstone(told.given_up))
    told.refused = told.act(kiosk, kiosk.intent(points=900))
    told.act(kiosk, kiosk.tombstone(told.refused))
    found = told.act(kiosk, kiosk.intent(points=30))
    told.act(kiosk, kiosk.unknown(found))
    told.act(counter, counter.found(found, on_card=True))
    told.open = told.act(counter, counter.intent(points=10))
    return told


def test_journals_loads_and_ledger_agree(told):
    said = told.differing()
    assert said.disagreements == []
    assert (said.loads, said.loaded_ntd, said.open_loads) == (5, 80, 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"state": LoadState.VOIDED},
        {"state": LoadState.AUTHORISED},
        {"loaded_ntd": 49},
        {"charged": 0},
        {"held": 50},
        {"points": 51},
        {"amount_ntd": 500},
        {"medium": bytes(8)},
    ],
)
def test_every_figure_of_a_load_is_compared(told, changed):
    loads = audit.facts(told.platform.store.engine).loads
    altered = {**loads, told.done: msgspec.structs.replace(loads[told.done], **changed)}
    assert told.differing(loads=altered).disagreements


@pytest.mark.parametrize("refused", [False, True])
def test_value_booked_after_the_decision_agrees(told, refused):
    """A commit whose proof comes in after the load was voided, or refused: card, journals and books say the same."""
    kiosk, counter = told.kiosk, told.counter
    told.act(counter, counter.tombstone(told.open))
    load = told.act(kiosk, kiosk.intent(points=900 if refused else 40))
    told.act(counter, counter.found(load, on_card=False))
    proof = card_proof(told.platform, load, kiosk.id, amount=900 if refused else 40)
    told.act(kiosk, kiosk.committed(load, proof))
    said = told.differing()
    assert said.disagreements == []
    assert said.loaded_ntd == 80 + (900 if refused else 40)
    facts = audit.facts(told.platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken, facts.loads[load].late) == (0, 0, True)
    for figures in ({"late": False}, {"loaded_ntd": 0}, {"charged": 0}):
        altered = {**facts.loads, load: msgspec.structs.replace(facts.loads[load], **figures)}
        assert told.differing(loads=altered).disagreements


def test_a_load_that_one_side_does_not_know_is_named(told):
    loads = audit.facts(told.platform.store.engine).loads
    assert told.differing(loads={load: fact for load, fact in loads.items() if load != told.refused}).disagreements
    stray = uuid4()
    assert told.differing(loads={**loads, stray: loads[told.done]}).disagreements == [
        f"load {stray} is at the platform and in no journal"
    ]


def test_a_load_given_up_must_not_be_open_or_on_the_card(told):
    loads = audit.facts(told.platform.store.engine).loads
    for state, figures in ((LoadState.AUTHORISED, (20, 0, 0)), (LoadState.CONFIRMED, (0, 20, 20))):
        held, charged, loaded_ntd = figures
        fact = msgspec.structs.replace(loads[told.given_up], state=state, held=held, charged=charged, loaded_ntd=loaded_ntd)
        (said,) = told.differing(loads={**loads, told.given_up: fact}).disagreements
        assert "load.tombstone" in said


def test_accounts_that_differ_from_the_loads_are_found(told):
    assert audit.facts(told.platform.store.engine).floors_broken == 0
    for kind in ("held", "loaded"):
        with told.platform.store.write() as connection:
            one = accounts.c.kind == kind
            connection.execute(accounts.update().where(one).values(balance=accounts.c.balance + 1))
        assert audit.facts(told.platform.store.engine).floors_broken == 1
        with told.platform.store.write() as connection:
            connection.execute(accounts.update().where(one).values(balance=accounts.c.balance - 1))
