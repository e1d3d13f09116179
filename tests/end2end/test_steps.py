"""The main job, a test per step: a card on the real reader stack, a station's store, sync, the platform's books."""

import pytest

from citycard_app.demo_data import CARDS, NEWCOMER, OFFLINE_NEWCOMER, SIGNED, TALK, DemoPerson
from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem, Refused
from domain.media import Medium
from domain.wire import OutcomeStatus
from station.enrolment import enrol
from station.views import Connection, IssueResult, ParticularsForm
from tests.clocks import SetClock
from tests.end2end.conftest import RealCity


def form(person: DemoPerson) -> ParticularsForm:
    return ParticularsForm(
        name=person.name,
        national_id=person.national_id,
        birthday=f"{person.birthday.year - 1911}/{person.birthday.month}/{person.birthday.day}",
        district=person.district,
        facts=frozenset(person.facts),
    )


def issue(city: RealCity, medium: Medium, person: DemoPerson, kind: str) -> IssueResult:
    desk = city.station("counter").counter
    return desk.issue(desk.new_op_id(), medium, form(person), kind=kind, carrier="easycard", consents=["issue"], papers=SIGNED)


def test_step_1_a_station_is_enrolled_and_has_the_whole_registry(city: RealCity) -> None:
    counter, kiosk = city.station("counter"), city.station("kiosk")
    assert counter.programme.id == "taoyuan"
    assert counter.identity.roles == ["counter", "event", "library", "office"]
    for card, fact in city.facts().cards.items():
        row = counter._context.registry.card(card)
        assert row is not None
        assert (row.card_kind, row.state, row.holder) == (fact.card_kind, fact.state, fact.holder)
    assert len(counter.events.activities()) == 3
    assert kiosk._context.registry.patron("typl", city.seeded.reader) is None


def test_step_1_a_code_works_once_and_a_wrong_one_never(city: RealCity) -> None:
    city.station("counter")
    for code, desk in ((city.seeded.counter_code, "kiosk"), ("AAAA-BBBB-CCCC", "kiosk")):
        with pytest.raises(Refused) as caught:
            enrol(city.settings(desk), city.platform.url, code, SetClock(), demo=True)
        assert caught.value.code is Code.ENROLMENT_CODE_INVALID


def test_step_1_a_real_station_is_refused_by_a_demo_platform(city: RealCity) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        enrol(city.settings("kiosk"), city.platform.url, city.seeded.kiosk_code, SetClock(), demo=False)
    assert caught.value.code is Code.MODE_MISMATCH


def test_step_2_a_card_is_issued_and_a_second_one_bound(city: RealCity) -> None:
    city.sign_in()
    desk = city.station("counter").counter
    first = city.tap("counter", "blank1")
    issued = issue(city, first, NEWCOMER, "senior")
    assert issued.state is CardState.ACTIVE
    second = city.tap("counter", "blank2")
    bound = desk.bind(desk.new_op_id(), second, first, "ipass")
    assert bound.state is CardState.ACTIVE
    assert bound.holder == issued.holder
    cards = city.facts().cards
    context = city.station("counter")._context
    assert cards[context.digest(first)].card_kind == "senior"
    assert {cards[context.digest(card)].holder for card in (first, second)} == {issued.holder}
    assert city.agreement().disagreements == []


def test_step_3_a_tap_signs_in_and_the_next_one_out(city: RealCity) -> None:
    city.sign_in()
    station = city.station("counter")
    medium = city.tap("counter", "senior")
    came = station.events.tap(TALK, medium)
    assert (came.did, came.walk_in, came.known_card) == ("in", False, True)
    assert station.events.tap(TALK, medium).did == "already"
    stranger = station.events.tap(TALK, city.tap("counter", "visitor"))
    assert (stranger.did, stranger.walk_in, stranger.known_card) == ("in", True, False)
    before = station.redeeming.balance(medium).redeemable_points
    city.until(lambda: station.events.tap(TALK, medium).did == "out")
    city.until_online("counter")
    assert station.redeeming.balance(medium).redeemable_points == before + 30
    agreement = city.agreement()
    assert agreement.disagreements == []
    assert agreement.attendances == 1


def test_step_4_points_become_stored_value_once(city: RealCity) -> None:
    station = city.station("kiosk")
    medium = city.tap("kiosk", "senior")
    balance = station.redeeming.balance(medium)
    assert (balance.online, balance.masked_name, balance.redeemable_points) == (True, "示○○者", 260)
    assert {held.point_kind: held.points for held in balance.balances}["ride"] == 1000
    assert balance.offered_ntd == [50, 100, 200]
    op_id = station.redeeming.new_op_id()
    for _ in range(2):
        view = station.redeeming.redeem(
            op_id, medium, purse=balance.purse, point_kind=balance.point_kind, amount_ntd=50, birthday="0105"
        )
        assert (view.state, view.amount_ntd) == ("done", 50)
    after = station.redeeming.balance(medium)
    assert (after.redeemable_points, after.waiting_ntd) == (210, 50)
    agreement = city.agreement()
    assert agreement.disagreements == []
    assert (agreement.redemptions, agreement.redeemed_ntd) == (1, 50)


@pytest.mark.parametrize(
    ("amount", "birthday", "kind", "code"),
    [
        (300, "0105", "health", Code.AMOUNT_OVER_BALANCE),
        (50, "0106", "health", Code.SECOND_FACTOR_WRONG),
    ],
)
def test_step_4_the_platform_refuses_and_takes_nothing(
    city: RealCity, amount: int, birthday: str, kind: str, code: Code
) -> None:
    station = city.station("kiosk")
    medium = city.tap("kiosk", "senior")
    view = station.redeeming.redeem(
        station.redeeming.new_op_id(), medium, purse="account", point_kind=kind, amount_ntd=amount, birthday=birthday
    )
    assert (view.state, view.code) == ("refused", code)
    assert station.redeeming.balance(medium).redeemable_points == 260
    assert city.agreement().disagreements == []


def test_step_4_ride_grants_are_never_cashed(city: RealCity) -> None:
    desk = city.station("kiosk").redeeming
    medium = city.tap("kiosk", "senior")
    with pytest.raises(Refused) as caught:
        desk.redeem(desk.new_op_id(), medium, purse="account", point_kind="ride", amount_ntd=50, birthday="0105")
    assert caught.value.code is Code.POINTS_NOT_REDEEMABLE


def test_step_5_a_tap_gives_the_patron_number_or_why_not(city: RealCity) -> None:
    city.sign_in()
    desk = city.station("counter").library
    assert desk.patron(city.tap("counter", "reader")).number == "L-2026-000817"
    for card, code in (
        ("suspended", Code.PATRON_SUSPENDED),
        ("senior", Code.PATRON_NOT_MEMBER),
        ("visitor", Code.CARD_UNKNOWN),
        ("lost", Code.CARD_BLOCKED),
    ):
        with pytest.raises(Refused) as caught:
            desk.patron(city.tap("counter", card))
        assert caught.value.code is code


def test_step_6_everything_goes_on_without_the_platform_and_nothing_is_lost(city: RealCity) -> None:
    counter, kiosk = city.station("counter"), city.station("kiosk")
    city.sign_in()
    city.until_online("counter")
    city.platform.stop()
    city.until_offline("counter")
    city.until_offline("kiosk")
    blank = city.tap("counter", "blank3")
    provisional = issue(city, blank, OFFLINE_NEWCOMER, "general")
    assert provisional.state is CardState.PROVISIONAL
    assert counter.events.tap(TALK, city.tap("counter", "reader")).did == "in"
    assert counter.library.patron(city.tap("counter", "reader")).number == "L-2026-000817"
    medium = city.tap("kiosk", "senior")
    offline = kiosk.redeeming.balance(medium)
    assert (offline.online, offline.masked_name, offline.balances) == (False, "", [])
    wish = kiosk.redeeming.redeem(
        kiosk.redeeming.new_op_id(), medium, purse="account", point_kind="health", amount_ntd=100, birthday="0105"
    )
    assert wish.state == "pending"
    assert kiosk.redeeming.balance(medium).pending_ntd == 100
    too_much = kiosk.redeeming.redeem(
        kiosk.redeeming.new_op_id(), medium, purse="account", point_kind="health", amount_ntd=200, birthday="0105"
    )
    assert too_much.state == "pending"
    assert counter.status().queue == 3
    assert kiosk.status().queue == 2

    city.platform.start()
    city.until_online("counter")
    city.until_online("kiosk")
    assert counter.counter.look(blank).state is CardState.ACTIVE
    decided = city.until(lambda: kiosk._context.journal.outcome_of(wish.op_id))
    assert decided.status is OutcomeStatus.ACCEPTED
    balance = kiosk.redeeming.balance(medium)
    assert (balance.redeemable_points, balance.waiting_ntd, balance.pending_ntd) == (160, 100, 0)
    assert [(notice.code, notice.points) for notice in balance.notices] == [(Code.AMOUNT_OVER_BALANCE, 200)]
    assert city.agreement().disagreements == []


def test_a_station_closed_with_unsent_acts_sends_them_when_it_opens_again(city: RealCity) -> None:
    city.sign_in()
    city.until_online("counter")
    city.platform.stop()
    city.until_offline("counter")
    provisional = issue(city, city.tap("counter", "blank3"), OFFLINE_NEWCOMER, "general")
    city.close_stations()
    city.platform.start()
    again = city.reopen("counter")
    city.until(lambda: again.status().queue == 0 and again.status().connection is Connection.ONLINE)
    assert city.until(lambda: again._context.journal.outcome_of(provisional.op_id)).status is OutcomeStatus.ACCEPTED
    assert city.agreement().disagreements == []


@pytest.mark.parametrize("card", ["random", "lost", "senior", "clerk"])
def test_cards_that_must_not_be_issued_are_refused_and_nothing_is_written(city: RealCity, card: str) -> None:
    city.sign_in()
    city.until_online("counter")
    before = len(list(city.station("counter")._context.journal.events()))
    with pytest.raises(Refused) as caught:
        issue(city, city.tap("counter", card), NEWCOMER, "senior")
    assert (
        caught.value.code
        is {
            "random": Code.CARD_RANDOM_UID,
            "lost": Code.CARD_BLOCKED,
            "senior": Code.CARD_ALREADY_BOUND,
            "clerk": Code.STAFF_CARD_NOT_FOR_CITIZENS,
        }[card]
    )
    assert len(list(city.station("counter")._context.journal.events())) == before


def test_particulars_stand_nowhere_in_the_stations_files_in_clear(city: RealCity) -> None:
    city.sign_in()
    issue(city, city.tap("counter", "blank1"), NEWCOMER, "senior")
    city.close_stations()
    journal = city.journal("counter")
    tables = [row[0] for row in journal._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [row for table in tables for row in journal._db.execute(f'SELECT * FROM "{table}"')]
    journal.close()
    cells = [cell.encode() if isinstance(cell, str) else cell for row in rows for cell in row if not isinstance(cell, int)]
    assert len([cell for cell in cells if cell]) > 20
    for secret in (NEWCOMER.name, NEWCOMER.national_id, NEWCOMER.birthday.isoformat(), CARDS["blank1"].uid.hex()):
        assert not any(secret.encode() in cell for cell in cells if cell)
    assert not any(CARDS["blank1"].uid in cell for cell in cells if cell)
