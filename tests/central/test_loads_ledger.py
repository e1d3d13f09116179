"""Points of a load that lapse or are taken back while they are held, and many who want the same points at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import pytest

from central import admin, audit, ledger
from central.ledger import Account
from domain import taipei
from domain.errors import Code
from domain.loads import LoadState
from tests.central.field import a_medium, a_person, give, op_id_of
from tests.central.load_rig import LoadStation, card_proof, import_purse_holder, points_left

NEW_YEAR_MS = taipei.midnight_ms(date(2027, 1, 1))


@pytest.fixture
def platform(load_platform):
    return load_platform


@pytest.fixture
def holder(platform):
    return import_purse_holder(platform, 1)


@pytest.fixture
def kiosk(platform):
    return LoadStation(platform, ["kiosk"])


def sound(platform):
    facts = audit.facts(platform.store.engine)
    return (facts.ledger_sum, facts.floors_broken) == (0, 0)


def stands(platform, kind, **account):
    with platform.store.read() as connection:
        return ledger.balance(connection, Account(kind=kind, unit="health", **account))


def another_card(platform):
    """Of the same person, for redemptions that are no loads."""
    admin.import_holder(platform, a_person(1), a_medium(2), "senior", "easycard")
    return a_medium(2)


def begun(kiosk, points):
    intent = kiosk.intent(points=points)
    assert kiosk.say(intent).result.state is LoadState.AUTHORISED
    return op_id_of(intent)


def test_points_held_do_not_lapse_and_lapse_once_they_are_back(platform, kiosk, holder, clock):
    give(platform, holder, 100)
    load = begun(kiosk, 60)
    clock.ms = NEW_YEAR_MS
    assert points_left(platform) == 0
    assert kiosk.say(kiosk.wish(a_medium(1), 10)).result.refusal is Code.POINTS_NOT_REDEEMABLE
    give(platform, holder, 20)
    second = LoadStation(platform, ["kiosk"])
    assert second.say(second.intent(points=10)).result.refusal is Code.LOAD_OPEN
    assert stands(platform, "held", holder=holder) == 60
    kiosk.say(kiosk.tombstone(load))
    assert points_left(platform) == 20
    assert stands(platform, "lapsed", agency="衛生局") == 0
    for _ in range(2):
        kiosk.say(kiosk.tombstone(begun(kiosk, 10)))
        assert stands(platform, "lapsed", agency="衛生局") == 100
    assert (points_left(platform), sound(platform)) == (20, True)


def test_a_lot_that_has_lapsed_lapses_again_with_what_came_back_to_it(platform, kiosk, holder, clock):
    give(platform, holder, 100)
    admin.import_holder(platform, a_person(1), a_medium(2), "demo_purse", "demo_desfire")
    load = begun(kiosk, 60)
    clock.ms = NEW_YEAR_MS
    give(platform, holder, 20)
    other = kiosk.intent(2, points=10)
    assert kiosk.say(other).result.state is LoadState.AUTHORISED
    assert stands(platform, "lapsed", agency="衛生局") == 40
    kiosk.say(kiosk.tombstone(load))
    kiosk.say(kiosk.tombstone(op_id_of(other), 2))
    assert kiosk.say(kiosk.intent(2, points=10)).result.state is LoadState.AUTHORISED
    assert stands(platform, "lapsed", agency="衛生局") == 100
    assert (points_left(platform), sound(platform)) == (10, True)


def test_points_held_past_their_expiry_are_confirmed_all_the_same(platform, kiosk, holder, clock):
    give(platform, holder, 100)
    load = begun(kiosk, 60)
    clock.ms = NEW_YEAR_MS
    said = kiosk.say(kiosk.committed(load, card_proof(platform, load, kiosk.id, amount=60)))
    assert said.result.state is LoadState.CONFIRMED
    assert stands(platform, "redeemed", agency="衛生局") == 60
    assert sound(platform)


@pytest.mark.parametrize("repaid", [0, 30, 80])
def test_an_award_taken_back_while_held_is_owed_and_repaid_by_the_void(platform, kiosk, holder, repaid):
    """Points 100, 60 of them held; the whole award is cancelled; `repaid` come in from elsewhere; then the load is voided."""
    award = give(platform, holder, 100)
    load = begun(kiosk, 60)
    assert admin.cancel_award(platform, award, uuid4())
    assert (points_left(platform), stands(platform, "deficit", holder=holder)) == (0, -60)
    if repaid:
        give(platform, holder, repaid, agency="環保局")
    kiosk.say(kiosk.tombstone(load))
    assert stands(platform, "deficit", holder=holder) == 0
    assert points_left(platform) == repaid
    assert sound(platform)


def test_a_void_repays_what_its_own_cancelled_awards_left_owed_and_no_more(platform, kiosk, holder):
    """Two awards held in one load are taken back, and so is a third that was spent elsewhere: of 90 owed the void repays 60."""
    awards = [give(platform, holder, 30) for _ in range(2)]
    load = begun(kiosk, 60)
    spent = give(platform, holder, 30)
    assert kiosk.say(kiosk.wish(another_card(platform), 30)).result.refusal is None
    for award in (*awards, spent):
        admin.cancel_award(platform, award, uuid4())
    assert stands(platform, "deficit", holder=holder) == -90
    kiosk.say(kiosk.tombstone(load))
    assert (points_left(platform), stands(platform, "deficit", holder=holder), sound(platform)) == (0, -30, True)


def test_a_void_repays_no_more_than_is_still_owed(platform, kiosk, holder):
    """Of two awards held and taken back, 60, all but 40 was repaid meanwhile: 20 of what comes back are the holder's."""
    awards = [give(platform, holder, 30) for _ in range(2)]
    load = begun(kiosk, 60)
    for award in awards:
        admin.cancel_award(platform, award, uuid4())
    give(platform, holder, 20, agency="環保局")
    kiosk.say(kiosk.tombstone(load))
    assert (points_left(platform), stands(platform, "deficit", holder=holder), sound(platform)) == (20, 0, True)


def test_points_of_a_standing_award_repay_nothing(platform, kiosk, holder):
    """What is owed for one award is not taken from another that was held and comes back."""
    standing = give(platform, holder, 60)
    load = begun(kiosk, 60)
    spent = give(platform, holder, 30)
    assert kiosk.say(kiosk.wish(another_card(platform), 30)).result.refusal is None
    admin.cancel_award(platform, spent, uuid4())
    kiosk.say(kiosk.tombstone(load))
    assert (points_left(platform), stands(platform, "deficit", holder=holder), sound(platform)) == (60, -30, True)
    admin.cancel_award(platform, standing, uuid4())
    assert (points_left(platform), stands(platform, "deficit", holder=holder)) == (0, -30)


def test_an_award_taken_back_while_held_stays_owed_by_the_confirm(platform, kiosk, holder):
    award = give(platform, holder, 100)
    load = begun(kiosk, 60)
    admin.cancel_award(platform, award, uuid4())
    kiosk.say(kiosk.committed(load, card_proof(platform, load, kiosk.id, amount=60)))
    assert (points_left(platform), stands(platform, "deficit", holder=holder)) == (0, -60)
    assert sound(platform)


def test_an_award_after_a_void_can_be_taken_back_whole(platform, kiosk, holder):
    award = give(platform, holder, 100)
    kiosk.say(kiosk.tombstone(begun(kiosk, 60)))
    admin.cancel_award(platform, award, uuid4())
    assert (points_left(platform), stands(platform, "deficit", holder=holder)) == (0, 0)
    assert sound(platform)


# --- many at once ---


def test_of_parallel_intents_for_one_card_one_is_authorised(platform, holder):
    give(platform, holder, 1000)
    kiosks = [LoadStation(platform, ["kiosk"]) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(lambda kiosk: kiosk.say(kiosk.intent(points=100)).result, kiosks))
    assert sorted(one.state for one in said) == [LoadState.AUTHORISED] + [LoadState.REFUSED] * 5
    assert {one.refusal for one in said} == {None, Code.LOAD_OPEN}
    assert (points_left(platform), sound(platform)) == (900, True)


def test_parallel_loads_and_redemptions_never_spend_more_than_there_is(platform, holder):
    give(platform, holder, 250)
    admin.import_holder(platform, a_person(1), a_medium(2), "demo_purse", "demo_desfire")
    admin.import_holder(platform, a_person(1), a_medium(3), "senior", "easycard")
    stations = [LoadStation(platform, ["kiosk"]) for _ in range(6)]
    acts = [
        lambda kiosk: kiosk.intent(points=100),
        lambda kiosk: kiosk.intent(2, points=100),
        *[lambda kiosk: kiosk.wish(a_medium(3), 100)] * 4,
    ]
    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(lambda pair: pair[0].say(pair[1](pair[0])).result.refusal, zip(stations, acts, strict=True)))
    assert (said.count(None), said.count(Code.AMOUNT_OVER_BALANCE)) == (2, 4)
    assert (points_left(platform), sound(platform)) == (50, True)


def test_a_decision_reached_from_all_sides_at_once_is_booked_once(platform, holder):
    give(platform, holder, 100)
    kiosk = LoadStation(platform, ["kiosk"])
    load = begun(kiosk, 50)
    counters = [LoadStation(platform, ["counter"]) for _ in range(4)]
    said = [lambda: kiosk.say(kiosk.committed(load, card_proof(platform, load, kiosk.id, amount=50)))]
    said += [lambda one=one: one.say(one.found(load, on_card=one in counters[:2])) for one in counters]
    with ThreadPoolExecutor(5) as pool:
        states = {one.result.state for one in pool.map(lambda call: call(), said)}
    fact = audit.facts(platform.store.engine).loads[load]
    assert states == {fact.state}
    # A void that comes first is followed by the proven commit, whose value is then booked late.
    assert (fact.held, fact.loaded_ntd) == (0, 50 if fact.state is LoadState.CONFIRMED or fact.late else 0)
    assert points_left(platform) + fact.loaded_ntd == 100
    assert sound(platform)
