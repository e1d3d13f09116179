"""Loads onto cards, event by event: what is held, charged, given back, refused and flagged."""

import msgspec
import pytest
from sqlalchemy.exc import IntegrityError

from central import admin, audit, card_keys, ledger
from central.ledger import NTD, Account
from central.schema import cards as card_rows
from central.schema import loads as load_rows
from domain import purse_layout
from domain.cards import CardState
from domain.errors import Code
from domain.events import LoadFound, LoadIntended
from domain.key_diversification import diversify
from domain.loads import LoadProof, LoadState
from domain.wire import LoadResult, Notice, OutcomeStatus
from tests.central.field import HOUR, a_medium, a_person, give, op_id_of
from tests.central.load_rig import (
    LoadStation,
    balance,
    card_proof,
    import_purse_holder,
    points_left,
    read_back,
    some_load,
)

ACCEPTED, FLAGGED, HELD, REJECTED = (
    OutcomeStatus.ACCEPTED,
    OutcomeStatus.FLAGGED,
    OutcomeStatus.HELD,
    OutcomeStatus.REJECTED,
)


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


def begun(kiosk, **kwargs):
    """An authorised load of 50 points."""
    intent = kiosk.intent(**kwargs)
    said = kiosk.say(intent)
    assert said.result.state is LoadState.AUTHORISED, said
    return op_id_of(intent)


def word(said):
    return said.status, said.code, said.anomalies, said.result.state if said.result else None


def booked(platform, **account):
    with platform.store.read() as connection:
        return ledger.balance(connection, Account(**account))


# --- the main path ---


def test_points_are_held_then_become_value_on_the_card(platform, kiosk, holder):
    intent = kiosk.intent()
    said, load = kiosk.say(intent), op_id_of(intent)
    assert (said.status, said.result.state, said.result.refusal) == (ACCEPTED, LoadState.AUTHORISED, None)
    assert points_left(platform) == 70
    assert booked(platform, kind="held", unit="health", holder=holder) == 50
    fact = load_fact(platform, load)
    assert (fact.state, fact.held, fact.charged, fact.loaded_ntd) == (LoadState.AUTHORISED, 50, 0, 0)
    shown = balance(platform)
    assert (shown.carrier, shown.open_load.load, shown.open_load.points) == ("demo_desfire", load, 50)
    assert (shown.open_load.station, shown.open_load.masked_name, shown.open_load.medium) == (kiosk.id, "", b"")

    assert word(kiosk.say(kiosk.committing(load))) == (ACCEPTED, None, [], LoadState.AUTHORISED)
    committed = kiosk.committed(load)
    assert word(kiosk.say(committed)) == (ACCEPTED, None, [], LoadState.CONFIRMED)
    fact = load_fact(platform, load)
    assert (fact.state, fact.held, fact.charged, fact.loaded_ntd) == (LoadState.CONFIRMED, 0, 50, 50)
    assert booked(platform, kind="loaded", unit=NTD, holder=holder, medium=kiosk.digest(a_medium(1))) == 50
    assert booked(platform, kind="redeemed", unit="health", agency="衛生局") == 50
    assert booked(platform, kind="payable", unit=NTD, agency="衛生局") == -50
    assert (points_left(platform), balance(platform).open_load, balance(platform).waiting_ntd) == (70, None, 0)


def test_the_grant_is_this_cards_load_key_and_nothing_else(platform, kiosk):
    intent = kiosk.intent()
    said = kiosk.say(intent)
    keys = platform.authority.keys
    data = purse_layout.diversification_input(a_medium(1).value, platform.authority.programme.id, purse_layout.LOAD_KEY)
    assert kiosk.secret(intent, said.result.grant) == diversify(keys.purse_master, data)
    assert keys.purse_master not in said.result.grant
    for secret in (keys.purse_master, keys.transaction_mac_master):
        assert repr(secret)[2:-1] not in repr(keys)


def test_each_lot_charges_its_own_agency(platform, kiosk, holder):
    give(platform, holder, 40, agency="環保局")
    load = begun(kiosk, points=150)
    kiosk.say(kiosk.committed(load, card_proof(platform, load, kiosk.id, amount=150)))
    assert [booked(platform, kind="redeemed", unit="health", agency=one) for one in ("衛生局", "環保局")] == [120, 30]
    assert [booked(platform, kind="payable", unit=NTD, agency=one) for one in ("衛生局", "環保局")] == [-120, -30]
    assert load_fact(platform, load).loaded_ntd == 150


def test_a_load_given_up_gives_every_lot_its_points_back(platform, kiosk, holder):
    give(platform, holder, 40, agency="環保局")
    load = begun(kiosk, points=150)
    assert word(kiosk.say(kiosk.tombstone(load))) == (ACCEPTED, None, [], LoadState.VOIDED)
    assert (points_left(platform), load_fact(platform, load).held) == (160, 0)
    again = begun(kiosk, points=130)
    kiosk.say(kiosk.committed(again, card_proof(platform, again, kiosk.id, amount=130)))
    assert [booked(platform, kind="redeemed", unit="health", agency=one) for one in ("衛生局", "環保局")] == [120, 10]


def test_a_repeated_event_is_the_same_word(platform, kiosk):
    intent = kiosk.intent()
    first, load = kiosk.say(intent), op_id_of(intent)
    assert kiosk.say(intent) == first
    committed = kiosk.committed(load)
    assert kiosk.upload(committed, committed) == [kiosk.say(committed)] * 2
    assert load_fact(platform, load).loaded_ntd == 50


def test_an_intent_asked_again_after_its_decision_grants_nothing_any_more(platform, kiosk, counter):
    intent = kiosk.intent()
    kiosk.say(intent)
    counter.say(counter.found(op_id_of(intent), on_card=False))
    said = kiosk.say(intent)
    assert said.result == LoadResult(load=op_id_of(intent), state=LoadState.VOIDED, grant=None)


# --- one open load per card ---


def test_one_card_has_one_open_load(platform, kiosk, counter):
    load = begun(kiosk)
    second = counter.intent(points=10)
    said = counter.say(second)
    assert (said.result.state, said.result.refusal) == (LoadState.REFUSED, Code.LOAD_OPEN)
    assert points_left(platform) == 70
    kiosk.say(kiosk.tombstone(load))
    assert begun(counter, points=10)
    with platform.store.read() as connection:
        one = connection.execute(load_rows.select().where(load_rows.c.state == "authorised")).one()
    with pytest.raises(IntegrityError, match="(?i)unique"), platform.store.write() as connection:
        connection.execute(load_rows.insert().values({**one._mapping, "op_id": some_load()}))


def test_another_card_of_the_same_person_may_have_its_own(platform, kiosk, holder):
    admin.import_holder(platform, msgspec.structs.replace(a_person(1), uid=b""), a_medium(2), "demo_purse", "demo_desfire")
    begun(kiosk)
    begun(kiosk, number=2)
    assert (points_left(platform), points_left(platform, 2)) == (20, 20)
    assert booked(platform, kind="held", unit="health", holder=holder) == 100


# --- refusals ---


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"points": 130}, Code.AMOUNT_OVER_BALANCE),
        ({"points": 5}, Code.AMOUNT_INVALID),
        ({"points": 1001}, Code.AMOUNT_INVALID),
        ({"points": 0}, Code.AMOUNT_INVALID),
        ({"points": -50}, Code.AMOUNT_INVALID),
        ({"amount": 500}, Code.AMOUNT_INVALID),
        ({"purse": "account"}, Code.AMOUNT_INVALID),
        ({"purse": "nothing"}, Code.AMOUNT_INVALID),
        ({"purse": "demo_vendor"}, Code.POINTS_NOT_REDEEMABLE),
        ({"kind": "ride"}, Code.POINTS_NOT_REDEEMABLE),
        ({"kind": "gold"}, Code.POINTS_NOT_REDEEMABLE),
        ({"birthday": "0106"}, Code.SECOND_FACTOR_WRONG),
        ({"birthday": ""}, Code.SECOND_FACTOR_WRONG),
        ({"uid": b"\x04\0\0\0\0\0\2"}, Code.CARD_SWAPPED),
        ({"uid": b""}, Code.CARD_SWAPPED),
        ({"number": 9}, Code.CARD_UNKNOWN),
    ],
)
def test_what_is_refused_holds_nothing(platform, kiosk, holder, changes, code):
    intent = kiosk.intent(**changes)
    said = kiosk.say(intent)
    assert (said.status, said.result) == (
        ACCEPTED,
        LoadResult(load=op_id_of(intent), state=LoadState.REFUSED, refusal=code),
    )
    assert points_left(platform) == 120
    fact = load_fact(platform, op_id_of(intent))
    assert (fact.state, fact.held) == (LoadState.REFUSED, 0)
    assert word(kiosk.say(kiosk.tombstone(op_id_of(intent), changes.get("number", 1))))[::3] == (ACCEPTED, LoadState.REFUSED)


def test_a_card_that_is_blocked_or_somebodys_badge_is_refused(platform, kiosk, holder):
    admin.add_staff(platform, "s1", name="示範職員", roles=["clerk"], medium=a_medium(8), pin="2468")
    assert kiosk.say(kiosk.intent(8)).result.refusal is Code.STAFF_CARD_NOT_FOR_CITIZENS
    load = begun(kiosk)
    admin.block_card(platform, a_medium(1), CardState.LOST)
    assert word(kiosk.say(kiosk.tombstone(load)))[3] is LoadState.VOIDED
    assert kiosk.say(kiosk.intent()).result.refusal is Code.CARD_BLOCKED


@pytest.mark.parametrize("grant_key", [b"", b"short", bytes(32), b"\x01" + bytes(31)])
def test_a_malformed_grant_key_is_rejected_and_its_tombstone_is_fine(platform, kiosk, grant_key):
    intent = kiosk.intent(grant_key=grant_key)
    said = kiosk.say(intent)
    assert (said.status, said.code, said.result) == (REJECTED, Code.REQUEST_INVALID, None)
    assert points_left(platform) == 120
    assert word(kiosk.say(kiosk.tombstone(op_id_of(intent)))) == (ACCEPTED, None, [], LoadState.REFUSED)
    assert begun(kiosk)


def test_an_intent_without_its_sealed_part_is_rejected(platform, kiosk):
    payload = LoadIntended(purse="demo_desfire", point_kind="health", points=50, amount_ntd=50, grant_key=bytes(32))
    assert word(kiosk.say(kiosk.act(payload, medium=a_medium(1))))[:2] == (REJECTED, Code.EVENT_UNREADABLE)


def test_the_second_factors_lock_is_shared_with_other_redemptions(platform, kiosk):
    for event in (kiosk.intent(birthday="0106"), *(kiosk.wish(a_medium(1), 50, "0106") for _ in range(4))):
        kiosk.say(event)
    assert kiosk.say(kiosk.intent()).result.refusal is Code.SECOND_FACTOR_LOCKED


def test_a_load_whose_person_has_left_holds_nothing(platform, kiosk, clock):
    intent = kiosk.intent(at_ms=clock.ms - 61_000)
    assert kiosk.say(intent).result == LoadResult(load=op_id_of(intent), state=LoadState.REFUSED, refusal=Code.LOAD_GIVEN_UP)
    assert word(kiosk.say(kiosk.tombstone(op_id_of(intent)))) == (ACCEPTED, None, [], LoadState.REFUSED)
    assert begun(kiosk, at_ms=clock.ms - 59_000)


def test_a_clock_that_was_never_compared_gives_nobody_up(platform, kiosk, clock):
    assert begun(kiosk, at_ms=clock.ms - 30 * 24 * HOUR, offset_ms=None)


def test_points_held_are_not_there_for_another_redemption(platform, kiosk, holder):
    admin.import_holder(platform, a_person(1), a_medium(2), "senior", "easycard")
    begun(kiosk, points=100)
    assert kiosk.say(kiosk.wish(a_medium(2), 50)).result.refusal is Code.AMOUNT_OVER_BALANCE
    assert kiosk.say(kiosk.wish(a_medium(2), 20)).result.refusal is None


def test_a_vendor_purse_gets_an_empty_grant_and_needs_no_transaction_mac(platform, kiosk):
    give(platform, import_purse_holder(platform, 3, "demo_vendor"), 100)
    intent = kiosk.intent(3, purse="demo_vendor")
    said, load = kiosk.say(intent), op_id_of(intent)
    assert kiosk.secret(intent, said.result.grant) == b""
    proof = LoadProof(by="commit", seq=1, value_ntd=50)
    assert word(kiosk.say(kiosk.committed(load, proof, 3))) == (ACCEPTED, None, [], LoadState.CONFIRMED)


# --- who may say what ---


def test_only_the_station_that_began_a_load_speaks_of_its_commit(platform, kiosk, counter):
    load = begun(kiosk)
    for event in (counter.committing, counter.committed, counter.unknown, counter.tombstone):
        assert word(counter.say(event(load))) == (REJECTED, Code.LOAD_NOT_FOUND, ["load_of_another_station"], None)
    assert load_fact(platform, load).state is LoadState.AUTHORISED


def test_another_cards_word_is_not_believed(platform, kiosk, counter):
    load = begun(kiosk)
    import_purse_holder(platform, 2)
    said = counter.say(counter.found(load, on_card=False, number=2))
    assert word(said) == (REJECTED, Code.CARD_SWAPPED, ["load_of_another_card"], None)
    assert word(kiosk.say(kiosk.tombstone(load, 2))) == (REJECTED, Code.CARD_SWAPPED, ["load_of_another_card"], None)
    nobodys = counter.act(LoadFound(load=load, on_card=False, proof=read_back(0)))
    assert word(counter.say(nobodys))[:2] == (REJECTED, Code.EVENT_UNREADABLE)
    assert load_fact(platform, load).state is LoadState.AUTHORISED


def test_stations_without_the_role_load_nothing(platform, holder, kiosk):
    desk = LoadStation(platform, ["event", "library", "personalise"])
    load = begun(kiosk)
    for event in (desk.intent(), desk.found(load, on_card=True), desk.settle(load, "void")):
        assert word(desk.say(event))[:3] == (REJECTED, Code.STAFF_NOT_ALLOWED, ["station_without_role"])
    assert word(kiosk.say(kiosk.settle(load, "void")))[:2] == (REJECTED, Code.STAFF_NOT_ALLOWED)
    assert load_fact(platform, load).state is LoadState.AUTHORISED


# --- at another station ---


@pytest.mark.parametrize("on_card", [True, False])
def test_the_card_decides_at_another_station(platform, kiosk, counter, on_card):
    load = begun(kiosk)
    kiosk.upload(kiosk.committing(load), kiosk.unknown(load))
    proof = msgspec.structs.replace(card_proof(platform, load, kiosk.id), by="card")
    state = LoadState.CONFIRMED if on_card else LoadState.VOIDED
    proof = proof if on_card else read_back(0)
    assert word(counter.say(counter.found(load, on_card, proof))) == (ACCEPTED, None, [], state)
    assert points_left(platform) == (70 if on_card else 120)
    assert word(kiosk.say(kiosk.found(load, on_card, proof))) == (ACCEPTED, None, [], state)


def test_a_card_read_back_without_its_transaction_mac_confirms_and_is_noted(platform, kiosk, counter):
    load = begun(kiosk)
    said = counter.say(counter.found(load, on_card=True))
    assert word(said) == (FLAGGED, None, ["load_not_proven"], LoadState.CONFIRMED)


def test_a_commit_with_a_wrong_transaction_mac_decides_nothing(platform, kiosk, counter):
    load = begun(kiosk)
    right = card_proof(platform, load, kiosk.id)
    replaced = msgspec.structs.replace
    wrong = [
        replaced(right, tmv=bytes(8)),
        replaced(right, tmv=right.tmv[:7]),
        replaced(right, tmv=b""),
        replaced(right, tmc=8),
        replaced(right, tmc=-1),
        replaced(right, seq=2),
        replaced(right, seq=-1),
        replaced(right, at_ms=6),
        replaced(right, at_ms=1 << 50),
        card_proof(platform, load, kiosk.id, amount=500),
        card_proof(platform, load, counter.id),
        card_proof(platform, some_load(), kiosk.id),
        card_proof(platform, load, kiosk.id, number=2),
    ]
    for proof in wrong:
        said = kiosk.say(kiosk.committed(load, proof))
        assert word(said) == (FLAGGED, Code.PURSE_ALTERED, ["transaction_mac_wrong"], LoadState.AUTHORISED)
    assert load_fact(platform, load).held == 50
    assert word(kiosk.say(kiosk.committed(load, right)))[3] is LoadState.CONFIRMED


def test_numbers_that_fit_nowhere_are_not_understood(platform, kiosk):
    load = begun(kiosk)
    said = kiosk.say(kiosk.committed(load, LoadProof(by="card", seq=1 << 60, value_ntd=1)))
    assert word(said)[:2] == (REJECTED, Code.EVENT_UNREADABLE)


def test_a_uid_that_was_never_told_is_kept_for_the_proof(platform, kiosk, holder):
    with platform.store.write() as connection:
        connection.execute(card_rows.update().values(uid_encrypted=None))
    load = begun(kiosk)
    assert word(kiosk.say(kiosk.committed(load))) == (ACCEPTED, None, [], LoadState.CONFIRMED)
    with platform.store.read() as connection:
        kept = bytes(connection.execute(card_rows.select()).one().uid_encrypted)
    assert a_medium(1).value not in kept


# --- a supervisor ---


@pytest.mark.parametrize("decision", ["confirm", "void"])
def test_a_supervisor_settles_a_load_whose_card_never_came_back(platform, kiosk, counter, decision):
    state, left, told = {
        "confirm": (LoadState.CONFIRMED, 70, Code.LOAD_DECIDED),
        "void": (LoadState.VOIDED, 120, Code.LOAD_GIVEN_UP),
    }[decision]
    load = begun(kiosk)
    kiosk.upload(kiosk.committing(load), kiosk.unknown(load))
    settle = counter.settle(load, decision)
    assert word(counter.say(settle)) == (ACCEPTED, None, [], state)
    assert word(counter.say(counter.settle(load, decision))) == (ACCEPTED, None, [], state)
    assert points_left(platform) == left
    assert balance(platform).notices == [Notice(code=told, points=50, at_ms=platform.now_ms())]


@pytest.mark.parametrize("operator", [None, "nobody", "clerk-2"])
def test_nobody_else_settles(platform, kiosk, counter, operator):
    admin.add_staff(platform, "clerk-2", name="示範職員", roles=["clerk"], medium=a_medium(8), pin="2468")
    load = begun(kiosk)
    said = counter.say(counter.settle(load, "confirm", operator=operator))
    assert word(said) == (FLAGGED, Code.STAFF_NOT_ALLOWED, ["staff_not_allowed"], LoadState.AUTHORISED)
    assert (load_fact(platform, load).held, balance(platform).notices) == (50, [])


# --- decisions that do not fit ---


def test_void_after_confirm_changes_nothing(platform, kiosk, counter):
    load = begun(kiosk)
    kiosk.upload(kiosk.committing(load), kiosk.committed(load))
    late = (FLAGGED, Code.LOAD_DECIDED, ["load_voided_after_confirm"], LoadState.CONFIRMED)
    assert word(kiosk.say(kiosk.tombstone(load))) == late
    assert word(counter.say(counter.found(load, on_card=False))) == late
    assert word(counter.say(counter.settle(load, "void"))) == late
    assert (load_fact(platform, load).loaded_ntd, points_left(platform), balance(platform).notices) == (50, 70, [])


def test_the_word_of_a_station_alone_after_a_void_is_an_incident_and_changes_nothing(platform, kiosk, counter):
    load = begun(kiosk)
    counter.say(counter.found(load, on_card=False))
    said = counter.say(counter.found(load, on_card=True))
    anomalies = ["load_confirmed_after_void", "load_not_proven"]
    assert word(said) == (FLAGGED, Code.LOAD_DECIDED, anomalies, LoadState.VOIDED)
    wrong = msgspec.structs.replace(card_proof(platform, load, kiosk.id), tmv=bytes(8))
    assert word(kiosk.say(kiosk.committed(load, wrong)))[2] == ["transaction_mac_wrong"]
    assert (load_fact(platform, load).loaded_ntd, points_left(platform)) == (0, 120)


@pytest.mark.parametrize("how", ["found", "settled"])
def test_a_commit_that_is_announced_after_a_void_is_an_incident(platform, kiosk, counter, how):
    load = begun(kiosk)
    counter.say(counter.found(load, on_card=False) if how == "found" else counter.settle(load, "void"))
    said = kiosk.say(kiosk.committing(load))
    assert word(said) == (FLAGGED, Code.LOAD_DECIDED, ["commit_after_void"], LoadState.VOIDED)
    assert word(kiosk.say(kiosk.unknown(load))) == (ACCEPTED, None, [], LoadState.VOIDED)


def test_a_station_that_breaks_its_word_is_flagged(platform, kiosk):
    load = begun(kiosk)
    kiosk.say(kiosk.committing(load))
    said = kiosk.say(kiosk.tombstone(load))
    assert word(said) == (FLAGGED, Code.LOAD_UNKNOWN, ["tombstone_after_commit"], LoadState.AUTHORISED)
    kiosk.say(kiosk.committed(load))
    given_up = begun(kiosk, points=10)
    kiosk.say(kiosk.tombstone(given_up))
    said = kiosk.say(kiosk.committing(given_up))
    assert word(said) == (FLAGGED, Code.LOAD_DECIDED, ["commit_after_tombstone"], LoadState.VOIDED)


def test_value_of_a_load_that_was_never_authorised_is_an_incident(platform, kiosk, counter):
    intent = kiosk.intent(points=130)
    kiosk.say(intent)
    load = op_id_of(intent)
    for station, event in ((kiosk, kiosk.committing(load)), (kiosk, kiosk.unknown(load)), (counter, counter.found(load, True))):
        said = station.say(event)
        assert word(said) == (FLAGGED, Code.LOAD_DECIDED, ["load_never_authorised"], LoadState.REFUSED)
    assert word(kiosk.say(kiosk.committed(load)))[2] == ["load_never_authorised"]  # of 50, where 130 were asked for
    assert word(counter.say(counter.found(load, on_card=False)))[0] is ACCEPTED
    assert (points_left(platform), load_fact(platform, load).loaded_ntd) == (120, 0)


# --- out of order ---


def test_what_is_said_of_a_load_not_here_yet_waits_for_it(platform, kiosk, counter):
    intent = kiosk.intent()
    load = op_id_of(intent)
    found = counter.found(load, on_card=True)
    assert word(counter.say(found)) == (HELD, Code.EVENT_WAITING, [], None)
    assert kiosk.say(intent).result == LoadResult(load=load, state=LoadState.CONFIRMED, grant=None)
    assert word(counter.say(found))[3] is LoadState.CONFIRMED
    assert kiosk.say(intent).result == LoadResult(load=load, state=LoadState.CONFIRMED, grant=None)
    assert load_fact(platform, load).loaded_ntd == 50


def test_what_nobody_ever_intended_is_found_nowhere(platform, counter, clock):
    found = counter.found(some_load(), on_card=False)
    assert counter.say(found).status is HELD
    clock.advance(8 * 24 * 3600)
    assert word(counter.say(found)) == (FLAGGED, Code.LOAD_NOT_FOUND, ["load_not_found"], None)


def test_a_tombstone_before_its_intent_keeps_it_from_ever_being_authorised(platform, kiosk, clock):
    """Chain order gives the intent first; this is what remains of it when a signature has left a hole."""
    load = some_load()
    tombstone = kiosk.tombstone(load)
    assert kiosk.say(tombstone).status is HELD
    intent = kiosk.intent(op_id=load)
    said = kiosk.say(intent)
    assert (said.result.state, said.result.refusal) == (LoadState.REFUSED, Code.LOAD_GIVEN_UP)
    assert word(kiosk.say(tombstone)) == (ACCEPTED, None, [], LoadState.REFUSED)
    assert points_left(platform) == 120
    decided_by_force = some_load()
    kiosk.say(kiosk.tombstone(decided_by_force))
    clock.advance(8 * 24 * 3600)
    platform._intake.decide_overdue()
    assert kiosk.say(kiosk.intent(op_id=decided_by_force)).result.refusal is Code.LOAD_GIVEN_UP


def test_another_stations_tombstone_gives_nothing_up(platform, kiosk, counter):
    load = some_load()
    tombstone = counter.tombstone(load)
    assert counter.say(tombstone).status is HELD
    assert kiosk.say(kiosk.intent(op_id=load)).result.state is LoadState.AUTHORISED
    assert word(counter.say(tombstone))[:3] == (REJECTED, Code.LOAD_NOT_FOUND, ["load_of_another_station"])


def test_a_load_never_lapses_by_itself(platform, kiosk, counter, clock):
    load = begun(kiosk)
    clock.advance(300 * 24 * 3600)
    assert load_fact(platform, load).held == 50
    assert balance(platform).open_load.load == load
    assert word(kiosk.say(kiosk.committed(load)))[3] is LoadState.CONFIRMED


def test_handlers_that_fail_hold_the_event_and_nothing_else(platform, kiosk, monkeypatch):
    intent = kiosk.intent()
    monkeypatch.setattr(card_keys, "load_grant", lambda *_: 1 / 0)
    assert word(kiosk.say(intent))[:2] == (HELD, Code.INTERNAL)
    assert points_left(platform) == 120
    monkeypatch.undo()
    assert kiosk.say(intent).result.state is LoadState.AUTHORISED
