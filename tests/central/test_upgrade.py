"""What an earlier version left behind opens, keeps every figure, and can then do what is new: database, key file, restore."""

import contextlib
import json
import shutil
import sqlite3
import stat
import sys
from pathlib import Path

import msgspec
import pytest

from central import audit, keys, store
from central.platform import Platform
from citycard_app.demo_programme import demo_programme
from domain.errors import Code, EnvironmentProblem
from domain.loads import LoadState
from domain.wire import OutcomeStatus
from tests.central.field import give, op_id_of
from tests.central.load_rig import LoadStation, balance, card_proof, import_purse_holder, points_left

BEFORE_LOADS = Path(__file__).parents[1] / "data" / "stores" / "central_0001"


@pytest.fixture
def old(tmp_path):
    """A directory as schema 0001 left it."""
    directory = tmp_path / "old"
    directory.mkdir()
    with contextlib.closing(sqlite3.connect(directory / store.FILE)) as connection:
        connection.executescript((BEFORE_LOADS / "central.sql").read_text("utf-8"))
    shutil.copy(BEFORE_LOADS / "central-keys.json", directory / keys.FILE)
    return directory


def opened(directory, clock):
    return contextlib.closing(Platform.open(directory, demo_programme(), True, clock))


def test_a_database_of_before_loads_keeps_its_figures_and_loads(old, clock):
    with opened(old, clock) as platform:
        assert (points_left(platform), balance(platform).waiting_ntd, balance(platform).carrier) == (110, 50, "easycard")
        facts = audit.facts(platform.store.engine)
        assert (facts.ledger_sum, facts.floors_broken, facts.loads) == (0, 0, {})
        assert len(facts.redemptions) == 1
        give(platform, import_purse_holder(platform, 2), 100)
        kiosk = LoadStation(platform, ["kiosk"])
        intent = kiosk.intent(2)
        kiosk.say(intent)
        load = op_id_of(intent)
        assert kiosk.say(kiosk.committed(load, number=2)).result.state is LoadState.CONFIRMED
    with opened(old, clock) as platform:
        facts = audit.facts(platform.store.engine)
        assert (facts.ledger_sum, facts.floors_broken, facts.loads[load].loaded_ntd) == (0, 0, 50)


def test_a_key_file_of_before_loads_is_given_master_keys_once(old, clock):
    before = json.loads((old / keys.FILE).read_bytes())
    with opened(old, clock) as platform:
        made = platform.authority.keys
    after = json.loads((old / keys.FILE).read_bytes())
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == {"purse_master", "transaction_mac_master"}
    assert (len(made.purse_master), len(made.transaction_mac_master)) == (16, 16)
    assert made.purse_master != made.transaction_mac_master
    if sys.platform != "win32":
        assert stat.S_IMODE((old / keys.FILE).stat().st_mode) == 0o600
    assert sorted(file.name for file in old.iterdir() if "keys" in file.name) == [keys.FILE]
    with opened(old, clock) as platform:
        assert platform.authority.keys == made


def test_master_keys_that_cards_have_are_never_replaced(old, clock):
    """Not even by restoring the key file of before: every card in the field would be lost."""
    with opened(old, clock):
        pass
    good = (old / keys.FILE).read_bytes()
    other = {**json.loads(good), "purse_master": "AAAAAAAAAAAAAAAAAAAAAA=="}
    for bad in ((BEFORE_LOADS / keys.FILE).read_bytes(), json.dumps(other).encode()):
        (old / keys.FILE).write_bytes(bad)
        with pytest.raises(EnvironmentProblem) as caught:
            Platform.open(old, None, None, clock)
        assert caught.value.code is Code.STORE_WRONG_KEY
        assert (old / keys.FILE).read_bytes() == bad
    (old / keys.FILE).write_bytes(good)
    with opened(old, clock):
        pass


# --- a restore from a backup ---


class Life:
    """A platform that is backed up empty, lives on, and is then put back to that backup."""

    def __init__(self, directory, clock):
        self.live, self.backup, self.clock = directory / "live", directory / "backup", clock
        with opened(self.live, clock) as platform:
            give(platform, import_purse_holder(platform, 1), 200)
            self.kiosk, self.counter = LoadStation(platform, ["kiosk"]), LoadStation(platform, ["counter"])
        shutil.copytree(self.live, self.backup)
        self.journals = {self.kiosk: [], self.counter: []}

    @contextlib.contextmanager
    def lived(self):
        with opened(self.live, self.clock) as platform:
            self.kiosk.platform = self.counter.platform = platform
            yield platform

    @contextlib.contextmanager
    def restored(self):
        self.clock.advance(3 * 24 * 3600)
        with opened(self.backup, self.clock) as platform:
            self.kiosk.platform = self.counter.platform = platform
            platform.start_new_generation()
            yield platform

    def act(self, station, event):
        self.journals[station].append(event)
        assert station.say(event).status is OutcomeStatus.ACCEPTED
        return op_id_of(event)

    def live_through_loads(self):
        kiosk, counter = self.kiosk, self.counter
        done = self.act(kiosk, kiosk.intent(points=50))
        self.act(kiosk, kiosk.committing(done))
        self.act(kiosk, kiosk.committed(done))
        given_up = self.act(kiosk, kiosk.intent(points=20))
        self.act(kiosk, kiosk.tombstone(given_up))
        recovered = self.act(kiosk, kiosk.intent(points=30))
        self.act(kiosk, kiosk.unknown(recovered))
        proof = msgspec.structs.replace(card_proof(kiosk.platform, recovered, kiosk.id, amount=30), by="card")
        self.act(counter, counter.found(recovered, on_card=True, proof=proof))


def books(platform):
    facts = audit.facts(platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)
    return facts.loads, points_left(platform)


def test_a_restored_platform_books_every_load_of_before_once(tmp_path, clock):
    life = Life(tmp_path, clock)
    with life.lived() as platform:
        life.live_through_loads()
        before = books(platform)
        assert before[1] == 120
    with life.restored() as platform:
        for _ in range(2):
            for station in (life.counter, life.kiosk):
                station.upload(*life.journals[station])
            assert books(platform) == before


def test_after_a_restore_a_load_that_is_still_open_keeps_earlier_ones_waiting(tmp_path, clock):
    """The station with the open load offers its events first, so the card's earlier loads come while that one is open."""
    life = Life(tmp_path, clock)
    with life.lived() as platform:
        life.live_through_loads()
        still_open = life.act(life.counter, life.counter.intent(points=10))
        before = books(platform)
    with life.restored() as platform:
        life.counter.upload(*life.journals[life.counter])
        said = life.kiosk.upload(*life.journals[life.kiosk])
        assert {one.status for one in said} == {OutcomeStatus.HELD}
        assert books(platform)[0].keys() == {still_open}
        life.act(life.counter, life.counter.found(still_open, on_card=False))
        after, left = books(platform)
        assert left == before[1] + 10
        assert after.pop(still_open).state is LoadState.VOIDED
        assert [fact.loaded_ntd for fact in after.values()] == [
            fact.loaded_ntd for load, fact in before[0].items() if load != still_open
        ]
        assert [fact.state.open for fact in after.values()] == [False] * 3
        assert {one.status for one in life.kiosk.upload(*life.journals[life.kiosk])} == {OutcomeStatus.ACCEPTED}


def test_a_live_intent_after_a_restore_is_refused_as_ever(tmp_path, clock):
    life = Life(tmp_path, clock)
    with life.restored():
        clock.advance(60)
        life.act(life.kiosk, life.kiosk.intent(points=10))
        said = life.counter.say(life.counter.intent(points=10))
        assert said.result.refusal is Code.LOAD_OPEN
        clock.advance(600)
        left_behind = life.counter.intent(points=10, at_ms=clock.ms - 120_000)
        assert life.counter.say(left_behind).result.refusal is Code.LOAD_GIVEN_UP
