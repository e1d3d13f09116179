"""Points into stored value: every refusal, the second factor's lock, wishes taken offline, and what the next tap is told."""

from datetime import date
from uuid import uuid4

import msgspec
import pytest

from central import admin, audit, handlers
from domain import taipei
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.events import RedeemRequested, StaffSignedIn
from domain.wire import BalanceRequest, OutcomeStatus, RedeemResult
from tests.central.field import HOUR, FieldStation, a_medium, a_person, give, import_person, op_id_of


def balance(platform, number):
    keys = platform.authority.keys
    return platform.balance(BalanceRequest(medium=a_medium(number).digest(keys.digest), digest_key=keys.digest_key_id))


def points_of(platform, number, kind="health"):
    return next(one.points for one in balance(platform, number).balances if one.point_kind == kind)


def sound(platform):
    facts = audit.facts(platform.store.engine)
    return (facts.ledger_sum, facts.floors_broken) == (0, 0)


@pytest.fixture
def holder(platform):
    return import_person(platform, 1)


@pytest.fixture
def kiosk(platform):
    return FieldStation(platform, ["kiosk"])


def test_points_become_value_that_waits(platform, kiosk, holder):
    give(platform, holder, 120)
    wish = kiosk.wish(a_medium(1), 100)
    said = kiosk.say(wish)
    assert (said.status, said.result) == (OutcomeStatus.ACCEPTED, RedeemResult(points=100, amount_ntd=100))
    assert kiosk.say(wish) == said
    assert (points_of(platform, 1), balance(platform, 1).waiting_ntd) == (20, 100)
    fact = audit.facts(platform.store.engine).redemptions[op_id_of(wish)]
    assert fact == audit.RedemptionFact(points=100, amount_ntd=100, refusal=None)
    assert sound(platform)


def refusal_of(said):
    assert said.status is OutcomeStatus.ACCEPTED
    assert (said.result.points, said.result.amount_ntd) == (0, 0)
    return said.result.refusal


@pytest.mark.parametrize(
    ("points", "changes", "code"),
    [
        (130, {}, Code.AMOUNT_OVER_BALANCE),
        (5, {}, Code.AMOUNT_INVALID),
        (1001, {}, Code.AMOUNT_INVALID),
        (0, {}, Code.AMOUNT_INVALID),
        (-50, {}, Code.AMOUNT_INVALID),
        (10**15, {}, Code.AMOUNT_INVALID),
        (50, {"kind": "ride"}, Code.POINTS_NOT_REDEEMABLE),
        (50, {"kind": "campaign"}, Code.POINTS_NOT_REDEEMABLE),
        (50, {"kind": "gold"}, Code.POINTS_NOT_REDEEMABLE),
        (50, {"birthday": "0106"}, Code.SECOND_FACTOR_WRONG),
        (50, {"birthday": ""}, Code.SECOND_FACTOR_WRONG),
    ],
)
def test_what_is_refused_moves_nothing(platform, kiosk, points, changes, code):
    holder = import_person(platform, 1)
    give(platform, holder, 120)
    give(platform, holder, 120, "ride", "taoyuan")
    wish = kiosk.wish(a_medium(1), points, **changes)
    assert refusal_of(kiosk.say(wish)) is code
    assert (points_of(platform, 1), balance(platform, 1).waiting_ntd) == (120, 0)
    assert audit.facts(platform.store.engine).redemptions[op_id_of(wish)].refusal is code
    assert sound(platform)


def test_points_and_amount_must_agree(platform, kiosk, holder):
    give(platform, holder, 120)
    payload = RedeemRequested(purse="account", point_kind="health", points=10, amount_ntd=100)
    assert refusal_of(kiosk.say(kiosk.act(payload, medium=a_medium(1), sealed=None))) is Code.SECOND_FACTOR_WRONG
    wish = kiosk.wish(a_medium(1), 10)
    assert kiosk.say(wish).result.refusal is None
    sealed = wish.sealed
    assert refusal_of(kiosk.say(kiosk.act(payload, medium=a_medium(1), sealed=sealed))) is Code.AMOUNT_INVALID


def test_unknown_blocked_and_staff_cards_are_refused(platform, kiosk, holder):
    give(platform, holder, 120)
    admin.add_staff(platform, "s1", name="示範職員", roles=["clerk"], medium=a_medium(8), pin="2468")
    assert refusal_of(kiosk.say(kiosk.wish(a_medium(9), 50))) is Code.CARD_UNKNOWN
    assert refusal_of(kiosk.say(kiosk.wish(a_medium(8), 50))) is Code.STAFF_CARD_NOT_FOR_CITIZENS
    admin.block_card(platform, a_medium(1), CardState.LOST)
    assert refusal_of(kiosk.say(kiosk.wish(a_medium(1), 50))) is Code.CARD_BLOCKED


def test_no_more_waits_than_the_card_can_take(platform, kiosk, holder):
    give(platform, holder, 20_000)
    for _ in range(10):
        assert kiosk.say(kiosk.wish(a_medium(1), 1000)).result.refusal is None
    assert refusal_of(kiosk.say(kiosk.wish(a_medium(1), 10))) is Code.AMOUNT_OVER_PURSE
    assert balance(platform, 1).waiting_ntd == 10_000


def test_wrong_answers_lock_the_holder_for_a_while(platform, kiosk, holder, clock):
    give(platform, holder, 120)
    for _ in range(5):
        assert refusal_of(kiosk.say(kiosk.wish(a_medium(1), 50, "0106"))) is Code.SECOND_FACTOR_WRONG
    assert refusal_of(kiosk.say(kiosk.wish(a_medium(1), 50))) is Code.SECOND_FACTOR_LOCKED
    clock.advance(59 * 60)
    assert refusal_of(kiosk.say(kiosk.wish(a_medium(1), 50))) is Code.SECOND_FACTOR_LOCKED
    clock.advance(61)
    assert kiosk.say(kiosk.wish(a_medium(1), 50)).result.refusal is None


def test_the_lock_is_the_persons_not_the_cards(platform, kiosk, holder):
    admin.import_holder(platform, a_person(1), a_medium(2), "senior", "ipass")
    give(platform, holder, 120)
    for number in (1, 2, 1, 2, 1):
        kiosk.say(kiosk.wish(a_medium(number), 50, "0106"))
    assert refusal_of(kiosk.say(kiosk.wish(a_medium(2), 50))) is Code.SECOND_FACTOR_LOCKED


def test_two_offline_wishes_beyond_the_balance_the_second_is_told_at_the_next_tap(platform, kiosk, holder, clock):
    other = FieldStation(platform, ["kiosk"])
    give(platform, holder, 120)
    first = kiosk.wish(a_medium(1), 100, at_ms=clock.ms - 2 * HOUR)
    second = other.wish(a_medium(1), 100, at_ms=clock.ms - HOUR)
    assert kiosk.say(first).result.refusal is None
    assert refusal_of(other.say(second)) is Code.AMOUNT_OVER_BALANCE
    (notice,) = balance(platform, 1).notices
    assert (notice.code, notice.points, notice.at_ms) == (Code.AMOUNT_OVER_BALANCE, 100, clock.ms - HOUR)
    clock.advance(31 * 24 * 3600)
    assert balance(platform, 1).notices == []


def test_a_refusal_at_the_screen_leaves_no_notice(platform, kiosk, holder):
    kiosk.say(kiosk.wish(a_medium(1), 100))
    assert balance(platform, 1).notices == []


def told(platform):
    return [(notice.code, notice.points) for notice in balance(platform, 1).notices]


def test_a_refusal_two_seconds_late_or_of_an_offline_wish_is_told_at_the_next_tap(platform, kiosk, holder, clock):
    kiosk.say(kiosk.wish(a_medium(1), 20, at_ms=clock.ms - 2_000))
    assert told(platform) == []
    kiosk.say(kiosk.wish(a_medium(1), 30, at_ms=clock.ms - 2_001))
    payload = RedeemRequested(purse="account", point_kind="health", points=40, amount_ntd=40, offline=True)
    kiosk.say(kiosk.act(payload, medium=a_medium(1), sealed=None))
    assert sorted(told(platform)) == [(Code.AMOUNT_OVER_BALANCE, 30), (Code.SECOND_FACTOR_WRONG, 40)]


def test_a_wish_that_waited_behind_others_is_told_too(platform, holder, clock, monkeypatch):
    busy = handlers.HANDLERS[StaffSignedIn]
    monkeypatch.setitem(handlers.HANDLERS, StaffSignedIn, lambda act: clock.advance(5) or busy(act))
    counter = FieldStation(platform, ["counter", "kiosk"])
    wish = counter.upload(counter.act(StaffSignedIn()), counter.wish(a_medium(1), 100))[-1]
    assert refusal_of(wish) is Code.AMOUNT_OVER_BALANCE
    assert told(platform) == [(Code.AMOUNT_OVER_BALANCE, 100)]


def test_a_decision_that_takes_longer_than_the_screen_waits_is_told_too(platform, kiosk, holder, clock, monkeypatch):
    slow = handlers.HANDLERS[RedeemRequested]
    monkeypatch.setitem(handlers.HANDLERS, RedeemRequested, lambda act: clock.advance(6) or slow(act))
    kiosk.say(kiosk.wish(a_medium(1), 100, "9999"))
    assert told(platform) == [(Code.SECOND_FACTOR_WRONG, 100)]


def test_a_wish_of_long_ago_is_told_when_it_comes(platform, kiosk, holder, clock):
    kiosk.say(kiosk.wish(a_medium(1), 100, at_ms=clock.ms - 40 * 24 * HOUR))
    assert told(platform) == [(Code.AMOUNT_OVER_BALANCE, 100)]


def test_a_refusal_that_was_not_seen_at_the_screen_is_told_once_it_is_asked_for_again(platform, kiosk, holder, clock):
    wish = kiosk.wish(a_medium(1), 100, "9999")
    first = kiosk.say(wish)
    assert kiosk.say(wish) == first
    assert told(platform) == []
    clock.advance(6)
    assert [kiosk.say(wish), kiosk.say(wish)] == [first, first]
    assert told(platform) == [(Code.SECOND_FACTOR_WRONG, 100)]
    clock.advance(31 * 24 * 3600)
    assert kiosk.say(wish) == first
    assert told(platform) == []


def test_an_offline_wish_of_a_card_not_yet_here_waits_for_it(platform, kiosk, station, clock):
    wish = kiosk.wish(a_medium(1), 50, at_ms=clock.ms - HOUR)
    assert kiosk.say(wish).status is OutcomeStatus.HELD
    holder = import_person(platform, 2)
    give(platform, holder, 50)
    admin.block_card(platform, a_medium(2), CardState.LOST)
    assert station.say(station.issue(a_person(2), a_medium(1))).status is OutcomeStatus.ACCEPTED
    said = kiosk.say(wish)
    assert (said.status, said.result) == (OutcomeStatus.ACCEPTED, RedeemResult(points=50, amount_ntd=50))


def test_what_expires_first_is_spent_first_and_lapsed_points_are_gone(platform, kiosk, holder, clock):
    give(platform, holder, 60, agency="環保局")
    clock.ms = taipei.midnight_ms(date(2027, 1, 1))
    assert points_of(platform, 1) == 0
    give(platform, holder, 40)
    assert refusal_of(kiosk.say(kiosk.wish(a_medium(1), 50))) is Code.AMOUNT_OVER_BALANCE
    assert kiosk.say(kiosk.wish(a_medium(1), 40)).result.refusal is None
    assert sound(platform)


def test_a_cancelled_award_that_was_spent_is_owed_and_repaid_first(platform, kiosk, holder):
    award = give(platform, holder, 100)
    kiosk.say(kiosk.wish(a_medium(1), 70))
    cancellation = uuid4()
    assert admin.cancel_award(platform, award, cancellation)
    assert not admin.cancel_award(platform, award, cancellation)
    with pytest.raises(Refused, match="event_conflict"):
        admin.cancel_award(platform, award, uuid4())
    assert points_of(platform, 1) == 0
    repaying = give(platform, holder, 50)
    assert points_of(platform, 1) == 0
    give(platform, holder, 50, agency="環保局")
    assert points_of(platform, 1) == 30
    assert admin.cancel_award(platform, repaying, uuid4())
    assert points_of(platform, 1) == 30
    give(platform, holder, 60)
    assert points_of(platform, 1) == 40
    assert sound(platform)


def test_an_award_of_one_op_id_is_given_once(platform, holder):
    op_id = give(platform, holder, 100)
    same = {"point_kind": "health", "agency": "衛生局", "activity": "示範講座", "op_id": op_id}
    assert not admin.award(platform, holder, points=100, **same)
    with pytest.raises(Refused, match="event_conflict"):
        admin.award(platform, holder, points=101, **same)
    assert points_of(platform, 1) == 100


def test_monthly_grants_are_given_once_and_cannot_be_cashed(platform, kiosk, holder, clock):
    import_person(platform, 2, kind="general", birthday="1990-01-05")
    mountain = admin.import_holder(platform, _in_mountains(3), a_medium(3), "senior", "easycard")
    assert mountain != holder
    month = taipei.day(clock.ms)
    assert admin.grant_month(platform, month) == 2
    assert admin.grant_month(platform, month.replace(day=1)) == 0
    assert [points_of(platform, number, "ride") for number in (1, 2, 3)] == [800, 0, 1000]
    assert refusal_of(kiosk.say(kiosk.wish(a_medium(1), 50, kind="ride"))) is Code.POINTS_NOT_REDEEMABLE
    clock.ms = taipei.midnight_ms(date(month.year, month.month + 1, 1))
    assert points_of(platform, 1, "ride") == 0
    assert admin.grant_month(platform, taipei.day(clock.ms)) == 2
    assert points_of(platform, 1, "ride") == 800
    assert sound(platform)


def _in_mountains(number):
    return msgspec.structs.replace(a_person(number), district="復興區")
