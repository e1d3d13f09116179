"""Points that are spent on rides and prizes, redeemed through other systems, looked back at, and over."""

import threading
from datetime import date
from uuid import uuid4

import msgspec
import pytest

from central import admin, audit, ledger, points
from central.access.service_keys import Service
from central.ledger import Account
from central.money import clearing, closing, lapsing, upkeep
from domain import taipei
from domain.card_states import CardAct
from domain.errors import Code, Refused
from domain.events import SecondFactor
from domain.sealing import seal
from domain.wire_money import (
    HistoryRequest,
    PersonNamed,
    RedemptionRequest,
    SpendRequest,
    SpendReverse,
)
from tests.central.field import FieldStation, a_medium, add_activity, give, import_person
from tests.central.office import ask, refusal
from tests.central.registry_rig import changed

TAXI = Service(service_key="key-1", agency="計程車隊", scopes=frozenset({"redemptions"}))


@pytest.fixture
def rider(platform):
    """Somebody with this month's 800 ride points."""
    holder = import_person(platform, 1)
    admin.grant_month(platform, date(2026, 11, 1))
    return holder


def named(platform, number=1, **changed):
    person = PersonNamed(uid=a_medium(number).value, **changed)
    return seal(platform.authority.keys.sealing_public, msgspec.json.encode(person))


def a_ride(platform, points=36, price=95, **changed):
    values = {"point_kind": "ride", "service": "愛心計程車", "price_ntd": price, **changed}
    return SpendRequest(**{"op_id": uuid4(), "person": named(platform), "points": points, **values})


def spend(platform, request, service=TAXI):
    return ask(platform, service, "/v1/points/spend", request)


def stands(platform, **account):
    with platform.store.read() as connection:
        return ledger.balance(connection, Account(**account))


def sound(platform):
    facts = audit.facts(platform.store.engine)
    return (facts.ledger_sum, facts.floors_broken) == (0, 0)


# --- rides -----------------------------------------------------------------------------------------------------------


def test_a_ride_takes_its_fare_once(platform, rider):
    ride = a_ride(platform)
    assert spend(platform, ride).left == 764
    assert spend(platform, ride).left == 764
    assert spend(platform, a_ride(platform, 72, 101)).left == 692
    assert stands(platform, kind="spent", unit="ride", agency="taoyuan") == 108
    assert refusal(platform, TAXI, "/v1/points/spend", msgspec.structs.replace(ride, price_ntd=96)) is Code.REQUEST_CONFLICT
    assert rider
    assert sound(platform)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"points": 35}, Code.AMOUNT_INVALID),
        ({"points": 36, "price": 101}, Code.AMOUNT_INVALID),
        ({"price": None}, Code.AMOUNT_INVALID),
        ({"service": "抽獎"}, Code.POINTS_NOT_REDEEMABLE),
        ({"point_kind": "campaign", "service": "愛心計程車"}, Code.POINTS_NOT_REDEEMABLE),
        ({"point_kind": "health", "service": "公車"}, Code.POINTS_NOT_REDEEMABLE),
        ({"point_kind": "none"}, Code.AMOUNT_INVALID),
        ({"service": "公車", "price": None, "points": 801}, Code.AMOUNT_OVER_BALANCE),
        ({"person": b"x"}, Code.REQUEST_INVALID),
    ],
)
def test_what_is_no_fare_there_is_refused(platform, rider, changed, code):
    assert refusal(platform, TAXI, "/v1/points/spend", a_ride(platform, **changed)) is code
    assert stands(platform, kind="holder", unit="ride", holder=rider) == 800


def test_a_lost_card_spends_nothing_and_what_it_spent_before_stays_said(platform, station, rider):
    ride = a_ride(platform)
    assert spend(platform, ride).left == 764
    station.say(changed(station, 1, CardAct.LOST))
    assert refusal(platform, TAXI, "/v1/points/spend", a_ride(platform)) is Code.CARD_BLOCKED
    assert spend(platform, ride).left == 764
    assert stands(platform, kind="holder", unit="ride", holder=rider) == 764


def test_points_of_a_grant_are_never_redeemed(platform, rider):
    wish = RedemptionRequest(
        op_id=uuid4(), person=named(platform, birthday="0105"), purse="account", point_kind="ride", points=50, amount_ntd=50
    )
    assert refusal(platform, TAXI, "/v1/redemptions", wish) is Code.POINTS_NOT_REDEEMABLE
    assert stands(platform, kind="holder", unit="ride", holder=rider) == 800


def test_a_ride_that_did_not_come_about_gives_the_points_back_once(platform, rider):
    ride = a_ride(platform)
    spend(platform, ride)
    back = SpendReverse(op_id=uuid4(), spending=ride.op_id)
    path = "/v1/points/spend/reverse"
    stranger = msgspec.structs.replace(TAXI, agency="客運")
    assert refusal(platform, stranger, path, back) is Code.REQUEST_INVALID
    for _ in range(2):
        answer = ask(platform, TAXI, path, back)
        assert (answer.points, answer.left) == (36, 800)
    assert refusal(platform, TAXI, path, SpendReverse(op_id=uuid4(), spending=ride.op_id)) is Code.REQUEST_CONFLICT
    with platform.store.read() as connection:
        (row,) = clearing.points(connection, 0, 1 << 53)
    assert (row.agency, row.awarded, row.spent, row.unspent) == ("taoyuan", 800, 36, 36)
    assert rider
    assert sound(platform)


def test_points_that_come_back_after_their_month_lapse(platform, rider, clock):
    ride = a_ride(platform)
    spend(platform, ride)
    clock.ms = taipei.midnight_ms(date(2026, 12, 1))
    assert ask(platform, TAXI, "/v1/points/spend/reverse", SpendReverse(op_id=uuid4(), spending=ride.op_id)).left == 0
    assert lapsing.lapse_due(platform.store, clock.ms) == 1
    assert stands(platform, kind="lapsed", unit="ride", agency="taoyuan") == 800
    assert rider
    assert sound(platform)


def test_parallel_rides_never_take_more_than_there_is(platform, rider):
    """Eight systems at once, for the same person; together they want more than there is."""
    done, lock = [], threading.Lock()

    def ride_on():
        for _ in range(4):
            code = "taken"
            try:
                spend(platform, a_ride(platform, 72, 101))
            except Refused as refused:
                code = refused.code
            with lock:
                done.append(code)

    threads = [threading.Thread(target=ride_on) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(done) == sorted(["taken"] * 11 + [Code.AMOUNT_OVER_BALANCE] * 21)
    assert stands(platform, kind="holder", unit="ride", holder=rider) == 800 - 11 * 72
    assert sound(platform)


def test_a_key_for_one_service_spends_at_no_other(platform, rider):
    taxi = msgspec.structs.replace(TAXI, services=frozenset({"愛心計程車"}))
    assert spend(platform, a_ride(platform), taxi).left == 764
    bus = a_ride(platform, service="公車", price=None)
    assert refusal(platform, taxi, "/v1/points/spend", bus) is Code.SERVICE_NOT_ALLOWED
    assert rider


# --- redemptions of other systems ------------------------------------------------------------------------------------


def test_another_system_redeems_with_the_persons_own_proof(platform):
    give(platform, import_person(platform, 1), 100)
    wish = RedemptionRequest(
        op_id=uuid4(), person=named(platform, birthday="0105"), purse="account", point_kind="health", points=60, amount_ntd=60
    )
    for _ in range(2):
        assert ask(platform, TAXI, "/v1/redemptions", wish).waiting_ntd == 60
    other = msgspec.structs.replace(wish, points=50, amount_ntd=50)
    assert refusal(platform, TAXI, "/v1/redemptions", other) is Code.REQUEST_CONFLICT
    more = msgspec.structs.replace(wish, op_id=uuid4())
    assert refusal(platform, TAXI, "/v1/redemptions", more) is Code.AMOUNT_OVER_BALANCE
    assert sound(platform)


def test_wrong_proofs_lock_the_person_for_every_system(platform):
    give(platform, import_person(platform, 1), 100)
    wish = RedemptionRequest(
        op_id=uuid4(), person=named(platform, birthday="0106"), purse="account", point_kind="health", points=60, amount_ntd=60
    )
    codes = [refusal(platform, TAXI, "/v1/redemptions", wish) for _ in range(6)]
    assert codes == [Code.SECOND_FACTOR_WRONG] * 5 + [Code.SECOND_FACTOR_LOCKED]
    right = msgspec.structs.replace(wish, person=named(platform, birthday="0105"))
    assert refusal(platform, TAXI, "/v1/redemptions", right) is Code.SECOND_FACTOR_LOCKED


# --- looking back ----------------------------------------------------------------------------------------------------


@pytest.fixture
def kiosk(platform):
    return FieldStation(platform, ["kiosk"])


def looked(platform, kiosk, birthday="0105", **changed):
    factor = kiosk.sealed(SecondFactor(birthday=birthday)) if birthday else b""
    values = {"medium": kiosk.digest(a_medium(1)), "digest_key": kiosk.enrolled.digest_key_id, "factor": factor, **changed}
    return HistoryRequest(**values)


def test_a_person_sees_what_became_of_their_points(platform, kiosk, clock, rider):
    give(platform, rider, 100)
    clock.advance(1)
    wrong = give(platform, rider, 7, kind="campaign", agency="文化局")
    clock.advance(1)
    kiosk.say(kiosk.wish(a_medium(1), 40))
    clock.advance(1)
    spend(platform, a_ride(platform))
    clock.advance(1)
    admin.cancel_award(platform, wrong, uuid4())
    answer = ask(platform, kiosk, "/v1/points/history", looked(platform, kiosk))
    told = [(one.what, one.point_kind, one.points, one.agency, one.activity, one.service) for one in answer.lines]
    assert told == [
        ("cancel", "campaign", -7, "文化局", "示範講座", ""),
        ("spend", "ride", -36, "taoyuan", "grant 2026-11", "愛心計程車"),
        ("redeem", "health", -40, "衛生局", "", ""),
        ("award", "campaign", 7, "文化局", "示範講座", ""),
        ("award", "health", 100, "衛生局", "", ""),
        ("award", "ride", 800, "taoyuan", "grant 2026-11", ""),
    ]
    assert answer.cursor == ""


def test_pages_of_history_leave_nothing_out(platform, kiosk, clock):
    holder = import_person(platform, 1)
    for number in range(1, 8):
        give(platform, holder, number)
        clock.advance(1)
    seen, cursor = [], ""
    while True:
        answer = ask(platform, kiosk, "/v1/points/history", looked(platform, kiosk, limit=3, cursor=cursor))
        seen += [line.points for line in answer.lines]
        cursor = answer.cursor
        if not cursor:
            break
    assert seen == [7, 6, 5, 4, 3, 2, 1]
    assert refusal(platform, kiosk, "/v1/points/history", looked(platform, kiosk, cursor="1;--")) is Code.REQUEST_INVALID


def test_history_needs_the_persons_proof(platform, kiosk):
    import_person(platform, 1)
    path = "/v1/points/history"
    assert refusal(platform, kiosk, path, looked(platform, kiosk, birthday="")) is Code.SECOND_FACTOR_WRONG
    assert refusal(platform, kiosk, path, looked(platform, kiosk, "0106")) is Code.SECOND_FACTOR_WRONG
    assert refusal(platform, kiosk, path, looked(platform, kiosk, medium=b"12345678")) is Code.CARD_UNKNOWN
    assert refusal(platform, kiosk, path, looked(platform, kiosk, digest_key="other")) is Code.REQUEST_INVALID


# --- over ------------------------------------------------------------------------------------------------------------


def test_points_lapse_for_everybody_on_schedule_and_once(platform, clock):
    holders = [import_person(platform, number) for number in (1, 2, 3)]
    for holder in holders:
        give(platform, holder, 100)
    assert lapsing.lapse_due(platform.store, clock.ms) == 0
    clock.ms = taipei.midnight_ms(date(2027, 1, 1))
    assert lapsing.lapse_due(platform.store, clock.ms, most=2) == 2
    assert lapsing.lapse_due(platform.store, clock.ms) == 1
    assert lapsing.lapse_due(platform.store, clock.ms) == 0
    assert stands(platform, kind="lapsed", unit="health", agency="衛生局") == 300
    with platform.store.read() as connection:
        assert [ledger.balance(connection, points.purse(holder, "health")) for holder in holders] == [0, 0, 0]
    assert sound(platform)


def test_upkeep_does_all_of_it_and_then_finds_nothing(platform, clock):
    add_activity(platform)
    give(platform, import_person(platform, 1), 100)
    clock.ms = taipei.midnight_ms(date(2027, 1, 1))
    done = upkeep.run(platform.store, platform.authority, clock.ms)
    assert (done.lapsed_holders, done.settled, done.award_files, done.budgets_spread) == (1, 0, 0, 0)
    assert closing.close(platform.store) == done.closed_through > 0
    assert upkeep.run(platform.store, platform.authority, clock.ms).lapsed_holders == 0
    assert sound(platform)
