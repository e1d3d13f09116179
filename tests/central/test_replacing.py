"""A new medium in the place of an old one, several media of one person, and media that are let go."""

import contextlib
from uuid import uuid4

import pytest

from central import audit, cards, points
from central.platform import Platform
from central.registry import replacing
from central.schema import heartbeats
from domain.card_states import CardAct
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.wire import BalanceRequest, OutcomeStatus
from tests.central.field import FieldStation, a_medium, a_person, give, import_person, op_id_of
from tests.central.load_rig import LoadStation, import_purse_holder
from tests.central.registry_rig import bound, card, changed, digest, history, programme_with_extras, replaced, state, unbound
from tests.central.settlement_rig import answer, received, sent


@pytest.fixture
def extras(home, clock):
    directory, database = home
    with contextlib.closing(Platform.open(directory, programme_with_extras(), True, clock, database)) as opened:
        yield opened


def chain(platform, number):
    with platform.store.read() as connection:
        return replacing.chain(connection, digest(platform, number))


def waiting_ntd(platform, number):
    with platform.store.read() as connection:
        return points.waiting_ntd(connection, digest(platform, number))


def points_of(platform, number, kind="health"):
    asked = BalanceRequest(medium=digest(platform, number), digest_key=platform.authority.keys.digest_key_id)
    return next(each.points for each in platform.balance(asked).balances if each.point_kind == kind)


def books_are_whole(platform):
    facts = audit.facts(platform.store.engine)
    return (facts.ledger_sum, facts.floors_broken) == (0, 0)


def test_points_and_waiting_value_follow_at_once_and_the_old_card_is_gone_for_good(platform, station):
    holder = import_person(platform, 1)
    give(platform, holder, 100)
    station.say(station.wish(a_medium(1), 30))
    said = station.say(replaced(station, 1, 2))
    assert (said.status, said.result.holder, said.result.state) == (OutcomeStatus.ACCEPTED, holder, "active")
    assert (points_of(platform, 2), waiting_ntd(platform, 1), waiting_ntd(platform, 2)) == (70, 0, 30)
    assert (card(platform, 2).card_kind, card(platform, 2).origin) == ("senior", "imported")
    assert state(platform, 1) == "lost"
    for act in (CardAct.FOUND, CardAct.UNDO_LOST):
        assert station.say(changed(station, 1, act)).code is Code.CARD_STATE
    assert state(platform, 1) == "lost"
    assert books_are_whole(platform)


def test_a_chain_is_read_from_any_of_its_media(platform, station):
    import_person(platform, 1)
    station.upload(replaced(station, 1, 2), replaced(station, 2, 3, "broken"))
    media = [digest(platform, number) for number in (1, 2, 3)]
    assert [chain(platform, number) for number in (1, 2, 3)] == [media] * 3
    assert [state(platform, number) for number in (1, 2, 3)] == ["lost", "returned", "active"]
    assert chain(platform, 9) == [digest(platform, 9)]


def test_a_card_is_replaced_once(platform, station):
    import_person(platform, 1)
    station.say(replaced(station, 1, 2))
    said = station.say(replaced(station, 1, 3))
    assert (said.status, said.code) == (OutcomeStatus.FLAGGED, Code.CARD_STATE)
    assert (card(platform, 3), chain(platform, 1)) == (None, [digest(platform, 1), digest(platform, 2)])


def test_a_replacement_does_not_lift_a_suspension(platform, station):
    import_person(platform, 1)
    station.upload(changed(station, 1, CardAct.SUSPEND), changed(station, 1, CardAct.LOST))
    assert station.say(replaced(station, 1, 2)).result.state == "suspended"


@pytest.mark.parametrize("number", [1, 3])
def test_a_medium_that_is_somebodys_replaces_nothing_but_the_loss_stands(platform, station, number):
    import_person(platform, 1)
    import_person(platform, 3)
    said = station.say(replaced(station, 1, number))
    assert (said.status, said.code) == (OutcomeStatus.FLAGGED, Code.CARD_ALREADY_BOUND)
    assert (state(platform, 1), state(platform, 3)) == ("lost", "active")


def test_another_fee_than_the_programmes_is_shown(platform, station):
    import_person(platform, 1)
    assert station.say(replaced(station, 1, 2, fee_ntd=0)).anomalies == ["replacement_fee_differs"]


def test_a_bearer_card_is_not_replaced(extras):
    station = FieldStation(extras, ["counter"])
    person = a_person(1, facts=("never_claimed",))
    assert station.say(station.issue(person, a_medium(1), "expo")).status is OutcomeStatus.ACCEPTED
    said = station.say(replaced(station, 1, 2, "broken", fee_ntd=0))
    assert (said.code, state(extras, 1)) == (Code.CARD_NOT_REPLACEABLE, "active")


def test_a_bearer_claim_needs_no_medium_and_is_never_given_back(extras):
    station = FieldStation(extras, ["counter"])
    person = a_person(1, facts=("never_claimed",))
    said = station.say(station.issue(person, None, "expo"))
    assert (said.status, said.result.state) == (OutcomeStatus.ACCEPTED, "active")
    assert audit.facts(extras.store.engine).cards == {}
    again = station.say(station.issue(person, a_medium(2), "expo"))
    assert (again.code, again.result.state) == (Code.ONE_PER_PERSON, "suspended")
    assert station.say(station.issue(a_person(3, facts=()), None, "expo")).code is Code.NOT_ELIGIBLE


def test_the_bonus_is_given_once_per_person_and_kind(extras):
    station = FieldStation(extras, ["counter"])
    station.say(station.issue(a_person(1), a_medium(1)))
    assert points_of(extras, 1) == 50
    station.upload(bound(station, 2, via=1), replaced(station, 1, 3), changed(station, 3, CardAct.LOST))
    assert points_of(extras, 2) == 50
    station.say(station.issue(a_person(1), a_medium(4)))
    assert points_of(extras, 4) == 50
    assert books_are_whole(extras)


def test_no_bonus_for_a_card_that_is_suspended_until_it_is_lifted(extras):
    station = FieldStation(extras, ["counter"])
    said = station.say(station.issue(a_person(1), a_medium(1), operator="nobody"))
    assert said.result.state == "suspended"
    station.say(changed(station, 1, CardAct.LIFT))
    assert points_of(extras, 1) == 50


def test_an_unbound_medium_is_free_and_its_value_stays_with_the_person(platform, station):
    holder = import_person(platform, 1)
    station.say(bound(station, 2, via=1))
    give(platform, holder, 50)
    station.say(station.wish(a_medium(2), 20))
    assert station.say(unbound(station, 2)).status is OutcomeStatus.ACCEPTED
    assert (card(platform, 2).holder, state(platform, 2), waiting_ntd(platform, 1)) == (None, "stock", 20)
    other = import_person(platform, 3)
    assert station.say(bound(station, 2, via=3)).result.holder == other
    assert [entry.act for entry in history(platform, 2)] == [CardAct.ISSUE, CardAct.UNBIND]
    assert books_are_whole(platform)


def test_an_issued_card_is_not_unbound(platform, station):
    import_person(platform, 1)
    assert station.say(unbound(station, 1)).code is Code.CARD_STATE
    assert state(platform, 1) == "active"


def test_value_on_the_card_waits_for_open_loads_and_every_station(load_platform, clock):
    kiosk = LoadStation(load_platform, ["kiosk"])
    counter = FieldStation(load_platform, ["counter"])
    give(load_platform, import_purse_holder(load_platform, 1), 200)
    intent = kiosk.intent(1)
    kiosk.say(intent)
    clock.advance(60)
    counter.say(replaced(counter, 1, 2, carrier="demo_desfire", fee_ntd=0))
    old = digest(load_platform, 1)

    def release():
        with load_platform.store.write() as connection:
            return replacing.release_value(connection, old, uuid4(), load_platform.now_ms())

    with pytest.raises(Refused) as refusal:
        release()
    assert refusal.value.code is Code.LOAD_OPEN
    clock.advance(120)
    counter.say(changed(counter, 2, CardAct.RETURN))
    kiosk.upload()
    kiosk.say(kiosk.committed(op_id_of(intent), number=1))
    silent = FieldStation(load_platform, ["kiosk"])
    with pytest.raises(Refused) as refusal:
        release()
    assert refusal.value.details == {"stations": 1}
    silent.upload()
    assert release() == 50
    assert release() == 0
    assert waiting_ntd(load_platform, 2) == 50
    assert books_are_whole(load_platform)
    assert sent(load_platform, carrier="demo_desfire").still_waiting == 1
    with load_platform.store.write() as connection:
        cards.set_state(connection, card(load_platform, 2), CardState.ACTIVE)
    batch = sent(load_platform, carrier="demo_desfire")
    assert received(load_platform, answer(batch, "other", carrier="demo_desfire")).refused == 1
    assert waiting_ntd(load_platform, 2) == 0
    assert books_are_whole(load_platform)


@pytest.mark.parametrize(
    ("queued", "oldest_unsent", "silent"), [(0, None, 0), (3, "after", 0), (3, "before", 1), (3, None, 1)], ids=str
)
def test_a_station_that_still_keeps_acts_of_before_has_not_reported(platform, clock, queued, oldest_unsent, silent):
    kiosk = FieldStation(platform, ["kiosk"])
    FieldStation(platform, ["event"])
    replaced_ms = clock.ms
    clock.advance(600)
    oldest_ms = {"before": replaced_ms - 1, "after": replaced_ms + 1}.get(oldest_unsent)
    beat = {"station": kiosk.enrolled.identity.station, "queued": queued, "oldest_unsent_ms": oldest_ms}
    with platform.store.write() as connection:
        connection.execute(heartbeats.insert().values(**beat, at_ms=clock.ms, body=b""))
        assert replacing.silent_stations(connection, replaced_ms) == silent
        assert replacing.silent_stations(connection, clock.ms) == 1


def test_value_on_a_card_waits_for_the_newest_of_those_that_replaced_it(load_platform, clock):
    kiosk, counter = LoadStation(load_platform, ["kiosk"]), FieldStation(load_platform, ["counter"])
    give(load_platform, import_purse_holder(load_platform, 1), 200)
    intent = kiosk.intent(1)
    kiosk.say(intent, kiosk.committed(op_id_of(intent)))
    for old, new in ((1, 2), (2, 3)):
        clock.advance(60)
        counter.say(replaced(counter, old, new, carrier="demo_desfire", fee_ntd=0))
    clock.advance(60)
    kiosk.upload()
    counter.upload()
    with load_platform.store.write() as connection:
        assert replacing.release_value(connection, digest(load_platform, 1), uuid4(), load_platform.now_ms()) == 50
    assert (waiting_ntd(load_platform, 2), waiting_ntd(load_platform, 3)) == (0, 50)
    assert sent(load_platform, carrier="demo_desfire").items == 1
    assert books_are_whole(load_platform)
