"""What a card must have proven before the platform believes a word about it, and value that is on a card against a decision."""

from datetime import date

import msgspec
import pytest
from sqlalchemy.exc import IntegrityError

from central import admin, audit, ledger
from central.card_counters import CardCounter
from central.handlers.loads import LEASE_MS
from central.ledger import NTD, Account
from central.schema import anomalies as anomaly_rows
from central.schema import loads as load_rows
from domain import taipei
from domain.errors import Code
from domain.loads import LoadProof, LoadState
from domain.wire import OutcomeStatus
from tests.central.field import a_medium, a_person, give, op_id_of
from tests.central.load_rig import LoadStation, card_proof, counted, import_purse_holder, points_left, read_back

ACCEPTED, FLAGGED, REJECTED = OutcomeStatus.ACCEPTED, OutcomeStatus.FLAGGED, OutcomeStatus.REJECTED


@pytest.fixture
def platform(load_platform):
    return load_platform


@pytest.fixture
def holder(platform):
    holder = import_purse_holder(platform, 1)
    give(platform, holder, 120)
    return holder


@pytest.fixture
def kiosk(platform, holder):
    return LoadStation(platform, ["kiosk"])


@pytest.fixture
def counter(platform, holder):
    return LoadStation(platform, ["counter"])


def load_fact(platform, load):
    facts = audit.facts(platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)
    return facts.loads[load]


def begun(kiosk, points=50, **kwargs):
    intent = kiosk.intent(points=points, **kwargs)
    said = kiosk.say(intent)
    assert said.result.state is LoadState.AUTHORISED, said
    return op_id_of(intent)


def word(said):
    return said.status, said.code, said.anomalies, said.result.state if said.result else None


def booked(platform, **account):
    with platform.store.read() as connection:
        return ledger.balance(connection, Account(**account))


def deficit(platform, holder):
    return booked(platform, kind="deficit", unit="health", holder=holder)


def on_card(platform, station):
    facts = audit.facts(platform.store.engine)
    return sum(fact.loaded_ntd for fact in facts.loads.values() if fact.medium == station.digest(a_medium(1)))


# --- what a card counts ---


def test_what_a_card_has_proven_is_kept(platform, kiosk):
    load = begun(kiosk, 20)
    assert counted(platform) == CardCounter()
    proof = card_proof(platform, load, kiosk.id, amount=20, tmc=9)
    assert word(kiosk.say(kiosk.committed(load, proof))) == (ACCEPTED, None, [], LoadState.CONFIRMED)
    assert counted(platform) == CardCounter(seq=1, tmc=9, tmv=proof.tmv, value_ntd=20)
    second = begun(kiosk, 20)
    lower = msgspec.structs.replace(card_proof(platform, second, kiosk.id, amount=20, tmc=30), value_ntd=25)
    assert word(kiosk.say(kiosk.committed(second, lower))) == (ACCEPTED, None, [], LoadState.CONFIRMED)
    assert counted(platform) == CardCounter(seq=2, tmc=30, tmv=lower.tmv, value_ntd=25)


@pytest.mark.parametrize(
    ("changes", "value", "anomaly"),
    [
        ({"seq": 3}, 40, "card_seq_unexpected"),
        ({"seq": 1}, 40, "card_seq_unexpected"),
        ({"tmc": 8}, 40, "card_counter_backwards"),
        ({"tmc": 9}, 40, "card_counter_backwards"),
        ({}, 41, "card_value_unexpected"),
    ],
)
def test_a_proof_that_does_not_follow_is_counted_and_named(platform, kiosk, changes, value, anomaly):
    load = begun(kiosk, 20)
    kiosk.say(kiosk.committed(load, card_proof(platform, load, kiosk.id, amount=20, tmc=9)))
    second = begun(kiosk, 20)
    proof = card_proof(platform, second, kiosk.id, **{"amount": 20, "tmc": 10, **changes})
    committed = kiosk.committed(second, msgspec.structs.replace(proof, value_ntd=value))
    assert word(kiosk.say(committed)) == (FLAGGED, None, [anomaly], LoadState.CONFIRMED)
    with platform.store.read() as connection:
        assert connection.execute(anomaly_rows.select()).one().anomaly == anomaly


def test_a_card_read_back_must_follow_too(platform, kiosk, counter):
    load = begun(kiosk, 20)
    kiosk.say(kiosk.unknown(load))
    anomalies = ["load_not_proven", "card_seq_unexpected"]
    assert word(counter.say(counter.found(load, True, read_back(7, 20)))) == (FLAGGED, None, anomalies, LoadState.CONFIRMED)
    assert counted(platform).seq == 1  # nobody's word alone makes the card's count run away


def test_a_purse_without_a_transaction_mac_may_be_topped_up_elsewhere(platform, kiosk):
    give(platform, import_purse_holder(platform, 3, "demo_vendor"), 100)
    for seq, value in ((1, 50), (2, 900)):
        load = begun(kiosk, 50, number=3, purse="demo_vendor")
        proof = LoadProof(by="commit", seq=seq, value_ntd=value)
        assert word(kiosk.say(kiosk.committed(load, proof, 3))) == (ACCEPTED, None, [], LoadState.CONFIRMED)


# --- voiding on evidence ---


@pytest.mark.parametrize("station", ["kiosk", "counter"])
def test_a_card_that_counts_otherwise_voids_nothing(platform, kiosk, counter, station):
    """As after a load that was voided although the card has it, or on a card that was wiped and made anew."""
    at = {"kiosk": kiosk, "counter": counter}[station]
    first = begun(kiosk, 20)
    kiosk.say(kiosk.committed(first, card_proof(platform, first, kiosk.id, amount=20)))
    load = begun(kiosk, 20)
    kiosk.upload(kiosk.committing(load), kiosk.unknown(load))
    for seq in (0, 2):
        said = at.say(at.found(load, False, read_back(seq)))
        assert word(said) == (FLAGGED, Code.LOAD_OPEN, ["card_seq_unexpected"], LoadState.AUTHORISED)
    assert points_left(platform) == 80
    assert word(at.say(at.found(load, False, read_back(1)))) == (ACCEPTED, None, [], LoadState.VOIDED)


def test_nobody_else_voids_a_commit_that_is_under_way(platform, kiosk, counter, clock):
    load = begun(kiosk)
    kiosk.say(kiosk.committing(load))
    for seconds in (0, LEASE_MS // 1000 - 1):
        clock.advance(seconds)
        said = counter.say(counter.found(load, on_card=False))
        assert word(said) == (FLAGGED, Code.LOAD_OPEN, ["load_under_way"], LoadState.AUTHORISED)
    clock.advance(1)
    assert word(counter.say(counter.found(load, on_card=False))) == (ACCEPTED, None, [], LoadState.VOIDED)


def test_a_reading_of_before_the_commit_voids_nothing_however_late_it_comes(platform, kiosk, counter, clock):
    load = begun(kiosk)
    early = counter.found(load, on_card=False)
    kiosk.say(kiosk.committing(load))
    clock.advance(LEASE_MS)
    assert word(counter.say(early))[2:] == (["load_under_way"], LoadState.AUTHORISED)


def test_its_own_station_and_whoever_comes_after_it_gave_up_void_at_once(platform, kiosk, counter):
    load = begun(kiosk)
    kiosk.say(kiosk.committing(load))
    assert word(kiosk.say(kiosk.found(load, on_card=False)))[3] is LoadState.VOIDED
    load = begun(kiosk)
    kiosk.upload(kiosk.committing(load), kiosk.unknown(load))
    assert word(counter.say(counter.found(load, on_card=False)))[3] is LoadState.VOIDED


def test_a_commit_announced_again_is_no_longer_under_way_for_that(platform, kiosk, counter, clock):
    load = begun(kiosk)
    kiosk.say(kiosk.committing(load))
    clock.advance(LEASE_MS // 1000)
    kiosk.say(kiosk.committing(load))
    assert word(counter.say(counter.found(load, on_card=False)))[3] is LoadState.VOIDED


def test_a_supervisors_confirm_counts_as_a_load_of_the_card(platform, kiosk, counter):
    load = begun(kiosk, 20)
    counter.say(counter.settle(load, "confirm"))
    assert counted(platform) == CardCounter(seq=1)
    load = begun(kiosk, 20)
    assert word(kiosk.say(kiosk.found(load, False, read_back(0))))[2] == ["card_seq_unexpected"]
    assert word(kiosk.say(kiosk.found(load, False, read_back(1))))[3] is LoadState.VOIDED


# --- proofs that fit their event ---


def test_a_proof_of_another_kind_is_rejected(platform, kiosk, counter):
    load = begun(kiosk)
    commit = card_proof(platform, load, kiosk.id)
    read = msgspec.structs.replace(commit, by="card")
    for station, event in (
        (kiosk, kiosk.committed(load, read)),
        (kiosk, kiosk.committed(load, read_back(1))),
        (counter, counter.found(load, True, commit)),
        (counter, counter.found(load, False, msgspec.structs.replace(commit, seq=0))),
    ):
        assert word(station.say(event)) == (REJECTED, Code.EVENT_UNREADABLE, ["proof_of_another_kind"], None)
    assert load_fact(platform, load).held == 50


# --- value on a card against a decision ---


def voided(kiosk, counter, points=50):
    load = begun(kiosk, points)
    counter.say(counter.found(load, on_card=False))
    return load


@pytest.mark.parametrize("how", ["mac", "supervisor", "card"])
def test_value_on_the_card_of_a_voided_load_is_booked_once(platform, kiosk, counter, holder, how):
    load = voided(kiosk, counter)
    proof = card_proof(platform, load, kiosk.id)
    late = {
        "mac": lambda: kiosk.say(kiosk.committed(load, proof)),
        "supervisor": lambda: counter.say(counter.settle(load, "confirm")),
        "card": lambda: counter.say(counter.found(load, True, msgspec.structs.replace(proof, by="card"))),
    }
    for each in (how, *late, how):
        said = word(late[each]())
        assert said == (FLAGGED, Code.LOAD_DECIDED, ["load_confirmed_after_void"], LoadState.VOIDED)
        fact = load_fact(platform, load)
        assert (fact.state, fact.late, fact.held, fact.charged, fact.loaded_ntd) == (LoadState.VOIDED, True, 0, 50, 50)
    assert (points_left(platform), deficit(platform, holder)) == (70, 0)
    assert booked(platform, kind="payable", unit=NTD, agency="衛生局") == -50


def test_what_is_spent_meanwhile_stands_on_the_deficit_and_is_repaid(platform, kiosk, counter, holder):
    """The card takes 50 that were given back and spent, and then all 120 again: 50 are owed, by the agency that gave them."""
    load = voided(kiosk, counter)
    late = kiosk.committed(load, card_proof(platform, load, kiosk.id, seq=1))
    again = begun(counter, 100)
    proof = card_proof(platform, again, counter.id, amount=100, seq=2)
    assert word(counter.say(counter.committed(again, proof))) == (FLAGGED, None, ["card_seq_unexpected"], LoadState.CONFIRMED)
    give(platform, holder, 10, agency="環保局")
    kiosk.say(late)
    assert (points_left(platform), deficit(platform, holder), on_card(platform, kiosk)) == (0, -20, 150)
    assert [booked(platform, kind="redeemed", unit="health", agency=one) for one in ("衛生局", "環保局")] == [140, 10]
    assert [booked(platform, kind="payable", unit=NTD, agency=one) for one in ("衛生局", "環保局")] == [-140, -10]
    give(platform, holder, 25, agency="環保局")
    assert (points_left(platform), deficit(platform, holder)) == (5, 0)
    assert load_fact(platform, load).late


def test_value_of_a_refused_load_is_booked_by_its_mac(platform, kiosk, counter, holder):
    """As when a platform that was put back from a backup refuses what it had authorised before."""
    intent = kiosk.intent(points=130)
    assert kiosk.say(intent).result.state is LoadState.REFUSED
    load = op_id_of(intent)
    proof = card_proof(platform, load, kiosk.id, amount=130)
    for _ in range(2):
        said = kiosk.say(kiosk.committed(load, proof))
        assert word(said) == (FLAGGED, Code.LOAD_DECIDED, ["load_never_authorised"], LoadState.REFUSED)
    fact = load_fact(platform, load)
    assert (fact.state, fact.late, fact.charged, fact.loaded_ntd) == (LoadState.REFUSED, True, 130, 130)
    assert (points_left(platform), deficit(platform, holder), counted(platform).seq) == (0, -10, 1)
    own = platform.authority.programme.id
    assert [booked(platform, kind="payable", unit=NTD, agency=one) for one in ("衛生局", own)] == [-120, -10]


def test_a_supervisor_books_a_refused_load_whose_intent_was_sound(platform, kiosk, counter, holder):
    unsound = kiosk.intent(points=50, amount=500)
    stranger = kiosk.intent(9, points=50)
    sound = kiosk.intent(points=130)
    for intent in (unsound, stranger, sound):
        assert kiosk.say(intent).result.state is LoadState.REFUSED
        said = counter.say(counter.settle(op_id_of(intent), "confirm"))
        assert word(said) == (FLAGGED, Code.LOAD_DECIDED, ["load_never_authorised"], LoadState.REFUSED)
    assert [load_fact(platform, op_id_of(one)).loaded_ntd for one in (unsound, stranger, sound)] == [0, 0, 130]
    nobody = counter.settle(op_id_of(sound), "confirm", operator="nobody")
    assert word(counter.say(nobody))[1] is Code.STAFF_NOT_ALLOWED


def test_what_is_missing_is_charged_to_the_agencies_whose_lots_were_given_back(platform, kiosk, counter, holder):
    give(platform, holder, 40, agency="環保局")
    load = voided(kiosk, counter, 150)
    admin.import_holder(platform, a_person(1), a_medium(2), "senior", "easycard")
    assert counter.say(counter.wish(a_medium(2), 150)).result.refusal is None
    kiosk.say(kiosk.committed(load, card_proof(platform, load, kiosk.id, amount=150)))
    assert (points_left(platform), deficit(platform, holder), on_card(platform, kiosk)) == (0, -140, 150)
    assert [booked(platform, kind="payable", unit=NTD, agency=one) for one in ("衛生局", "環保局")] == [-240, -60]


def test_points_that_have_lapsed_meanwhile_are_missing_too(platform, kiosk, counter, holder, clock):
    load = voided(kiosk, counter)
    late = kiosk.committed(load, card_proof(platform, load, kiosk.id))
    clock.ms = taipei.midnight_ms(date(2027, 1, 1))
    assert word(kiosk.say(late))[3] is LoadState.VOIDED
    assert (points_left(platform), deficit(platform, holder), load_fact(platform, load).loaded_ntd) == (0, -50, 50)


def test_a_purse_without_a_transaction_mac_needs_a_person_after_a_void(platform, kiosk, counter):
    give(platform, import_purse_holder(platform, 3, "demo_vendor"), 100)
    load = begun(kiosk, 50, number=3, purse="demo_vendor")
    kiosk.say(kiosk.tombstone(load, 3))
    committed = kiosk.committed(load, LoadProof(by="commit", seq=1, value_ntd=50), 3)
    assert word(kiosk.say(committed))[2] == ["load_confirmed_after_void"]
    assert load_fact(platform, load).loaded_ntd == 0
    counter.say(counter.settle(load, "confirm"))
    assert load_fact(platform, load).loaded_ntd == 50


# --- the database itself ---


@pytest.mark.parametrize(
    "values",
    [
        {"state": "voided"},
        {"state": "authorised", "decided_ms": None},
        {"decided_ms": 1},
        {"decided_how": "load.settled"},
        {"decided_by": None},
        {"amount_ntd": 1},
        {"holder": None},
    ],
)
def test_a_decided_load_stays_as_it_is(platform, kiosk, values):
    load = begun(kiosk)
    kiosk.say(kiosk.committed(load))
    with pytest.raises(IntegrityError, match="stays as it is"), platform.store.write() as connection:
        connection.execute(load_rows.update().values(**values))
    with pytest.raises(IntegrityError, match="loads stay"), platform.store.write() as connection:
        connection.execute(load_rows.delete())
