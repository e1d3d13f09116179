"""A machine that begins another chain: after a restored backup, or as another station."""

from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.errors import Code
from domain.events import CHAIN_START, SignedEvent, SignedIn, decode
from domain.wire import Outcome, OutcomeStatus
from domain.wire_operations import Told
from offline_store import offering
from offline_store.chain import check_chain
from offline_store.journal import Journal
from offline_store.station_record import Succession
from tests.clocks import SetClock
from tests.store.conftest import IDENTITY, SEED, open_journal

MEDIUM = b"\x01" * 8
IN = SignedIn(activity="A", walk_in=False)


def act(journal: Journal, op_id: UUID | None = None) -> SignedEvent:
    with journal.act() as writing:
        made = writing.append(IN, medium=MEDIUM, operator="T1", sealed=b"sealed", op_id=op_id)
    return next(signed for signed in journal.events() if decode(signed.body) == made)


def word(signed: SignedEvent, status: OutcomeStatus, code: Code | None = None, *anomalies: str) -> Outcome:
    op_id = decode(signed.body).op_id
    return Outcome(op_id=op_id, hash=signed.hash, status=status, code=code, anomalies=list(anomalies))


def test_a_new_epoch_begins_a_chain_of_its_own(journal: Journal) -> None:
    first = act(journal)
    end = journal.record.chain_end()
    assert end is not None
    assert (end.epoch, end.seq, end.hash) == (1, 1, first.hash)
    journal.record.become(msgspec.structs.replace(IDENTITY, epoch=2))
    event = decode(act(journal).body)
    assert (event.epoch, event.seq, event.prev) == (2, 1, CHAIN_START)
    assert journal.record.hash_at("S1", 1, 1) == first.hash
    assert journal.record.hash_at("S1", 1, 2) is None
    assert journal.record.hash_at("S1", 2, 0) == CHAIN_START
    assert journal.verify() == []
    assert [decode(signed.body).epoch for signed in journal.to_send(9)] == [1, 2]


def test_an_act_whose_chain_was_lost_stands_anew_in_the_present_one_in_its_own_words(journal: Journal, clock: SetClock) -> None:
    lost = act(journal)
    journal.record_outcomes([word(lost, OutcomeStatus.REJECTED, Code.EVENT_CHAIN)])
    assert journal.held(9) == [lost]
    clock.advance(60)
    journal.record.become(msgspec.structs.replace(IDENTITY, epoch=2))
    newer = act(journal)
    journal.record_outcomes([word(lost, OutcomeStatus.REJECTED, Code.EVENT_CHAIN)])
    queued = journal.to_send(9)
    assert queued[0] == newer
    before, after = decode(lost.body), decode(queued[1].body)
    assert after == msgspec.structs.replace(before, epoch=2, seq=2, prev=newer.hash)
    assert queued[1].sealed == lost.sealed
    assert journal.queue().held == 0
    assert journal.verify() == []
    assert journal.event(before.op_id) == after
    journal.record_outcomes([word(queued[1], OutcomeStatus.ACCEPTED)])
    assert journal.follow_generation("g2", "g1")
    assert journal.to_send(9) == queued


def test_carried_twice_it_is_still_one_act(journal: Journal) -> None:
    lost = act(journal)
    for epoch in (2, 3):
        journal.record.become(msgspec.structs.replace(IDENTITY, epoch=epoch))
        journal.record_outcomes([word(journal.to_send(1)[0], OutcomeStatus.REJECTED, Code.EVENT_CHAIN)])
    [last] = journal.to_send(9)
    assert (decode(last.body).epoch, decode(last.body).op_id) == (3, decode(lost.body).op_id)
    with journal.reading() as local:
        assert local.tally("A").signed_in == 1


def test_a_machine_that_is_another_station_now_keeps_its_old_queue_and_proves_both(tmp_path: Path, clock: SetClock) -> None:
    journal = open_journal(tmp_path, clock)
    journal.record.become(IDENTITY)
    old = act(journal)
    journal.close()
    seed = bytes(range(64, 96))
    former = Ed25519PrivateKey.from_private_bytes(SEED).public_key()
    anew = Journal(tmp_path, bytes(range(32)), signing_seed=seed, clock=clock, most_queued=9)
    anew.record.become(msgspec.structs.replace(IDENTITY, station="S2"), succession=Succession(known="S1", key=former))
    new = act(anew)
    assert anew.to_send(9) == [old, new]
    assert (decode(new.body).station, decode(new.body).seq) == ("S2", 1)
    assert anew.verify() == []
    own = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    assert check_chain(anew.events(), own) == ["1.1: altered (signature)"]
    assert check_chain(anew.events(), own, {"S1": former}) == []
    anew.close()


@pytest.mark.parametrize("status", [OutcomeStatus.FLAGGED, OutcomeStatus.REJECTED])
def test_what_needs_a_persons_eyes_stays_until_the_platform_tells_what_became_of_it(
    journal: Journal, status: OutcomeStatus
) -> None:
    signed = act(journal)
    said = word(signed, status, Code.ACTIVITY_UNKNOWN, "double_sign_in", "late")
    journal.record_outcomes([said])
    [open_one] = journal.unsettled(9)
    assert (open_one.event, open_one.outcome, open_one.anomalies) == (decode(signed.body), said, ["double_sign_in", "late"])
    assert journal.queue().attention == 1

    def tell(number: int, anomaly: str) -> None:
        told = Told(number=number, op_id=said.op_id, anomaly=anomaly, resolution="accepted", at_ms=1, outcome=said)
        journal.record_told([told], number)

    tell(1, "late")
    assert [one.anomalies for one in journal.unsettled(9)] == [["double_sign_in"]]
    tell(2, "double_sign_in")
    assert journal.unsettled(9) == []
    assert (journal.queue().parked, journal.queue().attention, journal.meta("told_after")) == (0, 0, "2")
    assert journal.outcome_of(said.op_id) == said


def test_a_rejection_that_names_no_anomaly_is_shown_by_its_code(journal: Journal) -> None:
    journal.record_outcomes([word(act(journal), OutcomeStatus.REJECTED, Code.EVENT_UNREADABLE)])
    assert [one.anomalies for one in journal.unsettled(9)] == [["event_unreadable"]]


def test_each_life_of_the_platforms_books_is_offered_everything_once(tmp_path: Path, clock: SetClock) -> None:
    journal = open_journal(tmp_path, clock)
    journal.record.become(IDENTITY)
    sent = act(journal)
    journal.record_outcomes([word(sent, OutcomeStatus.ACCEPTED)])
    assert not journal.follow_generation("g1", "")
    assert journal.to_send(9) == []
    journal.close()
    again = open_journal(tmp_path, clock)
    assert again.follow_generation("g2", "")
    assert again.to_send(9) == [sent]
    again.record_outcomes([word(sent, OutcomeStatus.ACCEPTED)])
    assert not again.follow_generation("g2", "g1")
    assert again.to_send(9) == []
    again.close()


def test_an_act_made_while_another_epoch_is_asked_for_stands_in_the_new_chain(journal: Journal) -> None:
    kept = act(journal)
    claimed = journal.chain_end()
    assert claimed is not None
    meanwhile = act(journal)
    journal.record.begin_epoch(2, claimed)
    first, second = journal.to_send(9)
    assert first == kept
    before, after = decode(meanwhile.body), decode(second.body)
    assert after == msgspec.structs.replace(before, epoch=2, seq=1, prev=CHAIN_START)
    journal.record.begin_epoch(2, claimed)
    assert journal.to_send(9) == [first, second]
    assert journal.verify() == []


def test_what_the_platform_no_longer_says_against_an_act_leaves_the_list_and_what_was_resolved_stays_away(
    journal: Journal,
) -> None:
    """A later word on the same event: nothing of it is doubled, nothing comes back."""
    signed = act(journal)

    def hear(status: OutcomeStatus, *anomalies: str) -> list[list[str]]:
        journal.record_outcomes([word(signed, status, None, *anomalies)])
        return [one.anomalies for one in journal.unsettled(9)]

    assert hear(OutcomeStatus.FLAGGED, "card_unknown", "late") == [["card_unknown", "late"]]
    assert [one.anomalies for one in journal.watched()] == [["card_unknown", "late"]]
    told = word(signed, OutcomeStatus.FLAGGED, None, "card_unknown", "late")
    journal.record_told([Told(number=1, op_id=told.op_id, anomaly="late", resolution="accepted", at_ms=1, outcome=told)], 1)
    assert hear(OutcomeStatus.FLAGGED, "card_unknown", "late") == [["card_unknown"]]
    assert hear(OutcomeStatus.FLAGGED, "card_blocked", "late") == [["card_blocked"]]
    assert hear(OutcomeStatus.ACCEPTED) == []
    assert journal.watched() == []


def test_a_refusal_that_was_resolved_is_not_parked_again_when_it_is_offered_once_more(journal: Journal) -> None:
    refused = word(act(journal), OutcomeStatus.REJECTED, Code.ACTIVITY_UNKNOWN, "late")
    journal.record_outcomes([refused])
    told = Told(number=1, op_id=refused.op_id, anomaly="late", resolution="accepted", at_ms=1, outcome=refused)
    journal.record_told([told], 1)
    assert journal.follow_generation("another", "one")
    journal.record_outcomes([refused])
    assert (journal.unsettled(9), journal.queue().parked, journal.queue().attention) == ([], 0, 0)


def test_a_long_journal_is_offered_again_in_portions_before_what_is_new_and_refuses_nothing(
    tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offering, "_PORTION", 4)
    journal = open_journal(tmp_path, clock, most_queued=9)
    journal.record.become(IDENTITY)
    old = [act(journal) for _ in range(8)]
    journal.record_outcomes([word(one, OutcomeStatus.ACCEPTED) for one in old])
    old += [act(journal) for _ in range(3)]
    journal.record_outcomes([word(one, OutcomeStatus.ACCEPTED) for one in old[8:]])
    assert journal.follow_generation("g2", "g1")
    new = act(journal)
    assert journal.queue().waiting == 1
    offered = []
    while batch := journal.to_send(2):
        assert journal.queue().waiting <= 6
        offered += batch
        journal.record_outcomes([word(one, OutcomeStatus.ACCEPTED) for one in batch])
        if len(offered) == 6:
            journal.close()
            journal = open_journal(tmp_path, clock, most_queued=9)
    assert offered == [*old, new]
    journal.close()


def test_another_name_that_was_asked_for_before_an_epoch_began_does_not_take_it_back(journal: Journal) -> None:
    act(journal)
    said = msgspec.structs.replace(IDENTITY, name="示範新名", roles=["event"])
    claimed = journal.chain_end()
    assert claimed is not None
    journal.record.begin_epoch(2, claimed)
    journal.record.follow(said)
    now = journal.identity()
    assert now is not None
    assert (now.epoch, now.station, now.name, now.roles) == (2, IDENTITY.station, "示範新名", ["event"])
