"""Loads onto cards in the journal: their states by events and by the platform's words, and the store of before they were."""

import shutil
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from domain.errors import Code, EnvironmentProblem
from domain.events import (
    LoadCommitted,
    LoadCommitting,
    LoadFound,
    LoadIntended,
    LoadTombstone,
    LoadUnknown,
    Payload,
    decode,
)
from domain.loads import LoadProof, LoadState, StationLoadState
from domain.wire import LoadResult, Outcome, OutcomeStatus
from offline_store import journal as journal_module
from offline_store.journal import FILE, Journal
from offline_store.load_projection import LocalLoad
from tests.clocks import SetClock
from tests.store.conftest import open_journal
from tests.store.released import MEDIUM, STORES, only

S = StationLoadState
INTENT = LoadIntended(purse="p", point_kind="health", points=20, amount_ntd=20, grant_key=b"k" * 32)
PROOF = LoadProof(by="commit", seq=3, value_ntd=120)


class Load:
    """One load in a journal."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.load = uuid4()
        self.say(INTENT, op_id=self.load)

    def say(self, payload: Payload, op_id: UUID | None = None) -> UUID:
        with self.journal.act() as act:
            return act.append(payload, op_id=op_id, medium=MEDIUM).op_id

    def hear(self, state: LoadState | None, status: OutcomeStatus = OutcomeStatus.ACCEPTED, code: Code | None = None) -> "Load":
        signed = next(event for event in self.journal.events() if decode(event.body).op_id == self.load)
        result = None if state is None else LoadResult(load=self.load, state=state, refusal=code)
        outcome = Outcome(op_id=self.load, hash=signed.hash, status=status, code=code, result=result)
        self.journal.record_outcomes([outcome])
        return self

    @property
    def row(self) -> LocalLoad:
        with self.journal.reading() as local:
            found = local.loads.find(self.load)
        assert found is not None
        return found

    @property
    def state(self) -> StationLoadState:
        return self.row.state


@pytest.fixture
def load(journal: Journal) -> Load:
    return Load(journal)


def test_a_load_from_its_intent_to_its_acknowledgement(load: Load) -> None:
    assert (load.state, load.row.amount_ntd, load.row.last) == (S.INTENT, 20, load.load)
    load.hear(LoadState.AUTHORISED)
    assert load.state is S.AUTHORISED
    load.say(LoadCommitting(load=load.load))
    assert load.state is S.COMMITTING
    committed = load.say(LoadCommitted(load=load.load, proof=PROOF))
    assert (load.state, load.row.seq, load.row.value_ntd, load.row.last) == (S.COMMITTED, 3, 120, committed)
    load.hear(LoadState.CONFIRMED)
    assert load.state is S.CONFIRMED


def test_nothing_is_committing_that_is_not_authorised(load: Load) -> None:
    load.say(LoadCommitting(load=load.load))
    assert load.state is S.INTENT


@pytest.mark.parametrize("authorised", [True, False])
def test_a_tombstone_stays_whatever_comes_late(load: Load, authorised: bool) -> None:
    if authorised:
        load.hear(LoadState.AUTHORISED)
    load.say(LoadTombstone(load=load.load, reason=Code.CARD_REMOVED))
    load.hear(LoadState.AUTHORISED)
    load.say(LoadCommitting(load=load.load))
    load.say(LoadUnknown(load=load.load))
    assert (load.state, load.row.reason) == (S.TOMBSTONE, Code.CARD_REMOVED)
    load.hear(LoadState.VOIDED)
    assert (load.state, load.row.reason) == (S.VOIDED, Code.CARD_REMOVED)


def committing(load: Load) -> Load:
    load.hear(LoadState.AUTHORISED)
    load.say(LoadCommitting(load=load.load))
    return load


def test_after_the_commit_a_tombstone_changes_nothing(load: Load) -> None:
    committing(load).say(LoadTombstone(load=load.load, reason=Code.CARD_REMOVED))
    assert load.state is S.COMMITTING


@pytest.mark.parametrize(("on_card", "state"), [(True, S.COMMITTED), (False, S.TOMBSTONE)])
def test_an_unknown_load_is_what_its_card_says(load: Load, on_card: bool, state: StationLoadState) -> None:
    committing(load).say(LoadUnknown(load=load.load))
    assert load.state is S.UNKNOWN
    load.say(LoadFound(load=load.load, on_card=on_card, proof=PROOF))
    assert load.state is state


def test_a_load_that_the_card_has_is_never_free_again_here(load: Load) -> None:
    committing(load).say(LoadCommitted(load=load.load, proof=PROOF))
    load.hear(LoadState.VOIDED)
    assert load.state is S.COMMITTED


def test_a_refusal_says_why(load: Load) -> None:
    load.hear(LoadState.REFUSED, code=Code.LOAD_OPEN)
    assert (load.state, load.row.reason) == (S.REFUSED, Code.LOAD_OPEN)


def test_a_rejected_intent_is_refused(load: Load) -> None:
    load.hear(None, OutcomeStatus.REJECTED, Code.STAFF_NOT_ALLOWED)
    assert (load.state, load.row.reason) == (S.REFUSED, Code.STAFF_NOT_ALLOWED)


def test_a_word_on_another_stations_load_has_no_row(journal: Journal) -> None:
    with journal.act() as act:
        act.append(LoadFound(load=uuid4(), on_card=True, proof=PROOF), medium=MEDIUM)
        assert act.local.loads.in_state(*S) == []


def test_loads_are_found_by_state_and_by_card(journal: Journal, load: Load) -> None:
    second = Load(journal)
    with journal.reading() as local:
        assert [each.load for each in local.loads.in_state(S.INTENT)] == sorted([load.load, second.load], key=lambda i: i.bytes)
        assert local.loads.open_of(b"other..." * 1) is None
    second.hear(LoadState.REFUSED)
    with journal.reading() as local:
        found = local.loads.open_of(MEDIUM)
    assert found is not None
    assert found.load == load.load


def test_what_the_platform_was_asked_for_is_learnt(journal: Journal, load: Load) -> None:
    committing(load).say(LoadUnknown(load=load.load))
    with journal.act() as act:
        act.local.loads.learn(load.load, LoadState.CONFIRMED)
    assert load.state is S.CONFIRMED


# --- the released schema -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("store", [path.name for path in sorted(STORES.glob("journal_*"))])
def test_the_store_of_every_released_schema_keeps_everything_and_takes_loads(
    tmp_path: Path, clock: SetClock, store: str
) -> None:
    shutil.copy(STORES / store / FILE, tmp_path / FILE)
    upgraded = open_journal(tmp_path, clock)
    try:
        assert upgraded.verify() == []
        assert [decode(signed.body).kind for signed in upgraded.events()] == [
            "attendance.in",
            "staff.pin_failed",
            "redeem.requested",
            "redeem.requested",
        ]
        assert upgraded.queue().waiting == 3
        with upgraded.reading() as local:
            assert local.pending_wishes_ntd(MEDIUM) == 50
            assert local.pin_failures("T1").failures == 2
        assert Load(upgraded).hear(LoadState.AUTHORISED).state is S.AUTHORISED
    finally:
        upgraded.close()


def test_an_older_program_refuses_the_newer_store(tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    open_journal(tmp_path, clock).close()
    before = (tmp_path / FILE).read_bytes()
    for older in ("m0001_journal", "m0002_loads"):
        monkeypatch.setattr(journal_module, "JOURNAL", only(older))
        with pytest.raises(EnvironmentProblem) as caught:
            open_journal(tmp_path, clock)
        assert caught.value.code is Code.STORE_NEWER
        assert (tmp_path / FILE).read_bytes() == before
