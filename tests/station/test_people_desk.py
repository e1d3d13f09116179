"""People and cards at a real counter with a real platform: looking up, acts on cards with no network too, corrections."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from central import points
from central.access import record_reads
from central.registry import states
from central.schema import cards, particulars
from citycard_app.demo_data import CARDS, DEMO_PIN, READER, SENIOR
from domain.card_states import CardAct
from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem, Refused
from station.people_views import Corrected, Person
from station.person_file import PointsWish
from station.station import Station
from tests.station_rig import City

WHY = "民眾洽詢"


@pytest.fixture
def station(city: City) -> Station:
    made = city.station("counter")
    made.staff.sign_in(CARDS["clerk"].medium, DEMO_PIN)
    return made


def refused(code: Code):
    return pytest.raises(Refused, match=code.value)


def person(station: Station, card: str = "reader") -> Person:
    return station.people.by_card(CARDS[card].medium, reason=WHY).people[0]


def books(city: City, station: Station, card: str) -> tuple[str, int]:
    """A card's state at the platform, and how many acts are in its history."""
    digest = station.digest(CARDS[card].medium)
    with city.platform.platform.store.read() as connection:
        state = connection.scalar(sa.select(cards.c.state).where(cards.c.medium == digest))
        return str(state), len(states.history(connection, digest))


def reads(city: City, holder: UUID) -> list[tuple[str, str]]:
    with city.platform.platform.store.read() as connection:
        return [(one.what, one.reason) for one in record_reads.of_holder(connection, holder)]


def test_somebody_is_found_masked_with_a_reason_that_they_can_read(city: City, station: Station) -> None:
    for found in (
        station.people.find(reason=WHY, name=READER.name),
        station.people.find(reason=WHY, national_id=READER.national_id.lower()),
        station.people.by_card(CARDS["reader"].medium, reason=WHY),
    ):
        who = found.people[0]
        assert (who.holder, who.online) == (city.seeded.reader, True)
        assert READER.name not in who.name
        assert READER.national_id not in who.national_id
        assert who.cards[0].tail == "E581"
    assert reads(city, city.seeded.reader) == [("registry", WHY)] * 3
    balance = station.people.balance(who)
    assert balance is not None
    assert {each.point_kind: each.points for each in balance.balances}["health"] == 120
    with refused(Code.REASON_MISSING):
        station.people.find(reason=" ", name=READER.name)
    with refused(Code.PERSON_UNKNOWN):
        station.people.find(reason=WHY, name="示範無人")
    with refused(Code.STAFF_NOT_ALLOWED):
        station.people.find(reason=WHY, name=READER.name, in_clear=True)
    station.staff.sign_in(CARDS["supervisor"].medium, DEMO_PIN)
    assert station.people.find(reason=WHY, name=READER.name, in_clear=True).people[0].name == READER.name
    assert reads(city, city.seeded.reader)[0] == ("registry in clear", WHY)


def test_a_loss_is_one_act_however_often_it_is_sent_and_found_again(city: City, station: Station) -> None:
    who, op_id = person(station), station.people.new_op_id()
    card = who.cards[0]
    assert [way.act for way in station.people.ways(who, card)] == [
        CardAct.LOST,
        CardAct.SUSPEND,
        CardAct.RETURN,
        "replace",
    ]
    assert [way.act for way in station.people.ways(who, card) if way.why_not == "supervisor"] == [CardAct.SUSPEND]
    for _ in range(2):
        done = station.people.change(op_id, card, CardAct.LOST, "本人申報")
        assert (done.status, done.state) == ("done", CardState.LOST)
    assert books(city, station, "reader") == ("lost", 1)
    assert station.people.story(card).lines[0].reason == "本人申報"
    with refused(Code.STAFF_NOT_ALLOWED):
        station.people.change(station.people.new_op_id(), card, CardAct.SUSPEND, "")
    lost = person(station).cards[0]
    assert lost.state is CardState.LOST
    assert station.people.change(station.people.new_op_id(), lost, CardAct.FOUND, "").state is CardState.ACTIVE
    with refused(Code.CARD_STATE):
        station.people.change(station.people.new_op_id(), card, CardAct.FOUND, "")
    station.staff.sign_in(CARDS["supervisor"].medium, DEMO_PIN)
    for act, state in ((CardAct.SUSPEND, "suspended"), (CardAct.LIFT, "active"), (CardAct.RETURN, "returned")):
        now = person(station).cards[0]
        assert station.people.change(station.people.new_op_id(), now, act, "示範").state == state
    assert books(city, station, "reader")[1] == 5


def test_with_no_network_a_loss_counts_here_at_once_and_everywhere_later(city: City, station: Station) -> None:
    person(station)
    city.platform.stop()
    city.until_offline("counter")
    who = person(station)
    assert (who.online, who.name, who.cards[0].state) == (False, "", CardState.ACTIVE)
    with refused(Code.REASON_MISSING):
        station.people.by_card(CARDS["reader"].medium, reason=" ")
    assert station.people.change(station.people.new_op_id(), who.cards[0], CardAct.LOST, "").status == "pending"
    seen = station.counter.look(CARDS["reader"].medium)
    assert (seen.state, seen.pending) == (CardState.LOST, True)
    assert person(station).cards[0].pending
    with refused(Code.CARD_BLOCKED):
        station.counter.bind(station.people.new_op_id(), CARDS["blank1"].medium, CARDS["reader"].medium, "easycard")
    with pytest.raises(EnvironmentProblem):
        station.people.find(reason=WHY, name=READER.name)
    city.platform.start()
    city.until(lambda: not station.counter.look(CARDS["reader"].medium).pending)
    assert books(city, station, "reader") == ("lost", 1)
    city.until(lambda: station.counter.look(CARDS["reader"].medium).state is CardState.LOST)
    assert reads(city, city.seeded.reader) == [("registry", WHY)] * 3


def test_a_replacement_takes_value_along_and_works_with_no_network(city: City, station: Station) -> None:
    wish = {"purse": "account", "point_kind": "health", "amount_ntd": 50, "birthday": "0820"}
    assert station.redeeming.redeem(station.people.new_op_id(), CARDS["reader"].medium, **wish).state == "done"
    card = person(station).cards[0]
    assert station.people.carriers(card)[0] == "easycard"
    with refused(Code.CARD_ALREADY_BOUND):
        station.people.replace(station.people.new_op_id(), card, CARDS["senior"].medium, carrier="easycard", reason="lost")
    op_id = station.people.new_op_id()
    for _ in range(2):
        done = station.people.replace(op_id, card, CARDS["blank1"].medium, carrier="easycard", reason="broken")
        assert (done.status, done.state, done.fee_ntd, done.waiting_ntd) == ("done", CardState.ACTIVE, 94, 50)
        assert done.value is not None
        assert (done.value.waiting_ntd, done.value.open_loads) == (0, 0)
    assert books(city, station, "reader")[0] == "returned"
    station.staff.sign_in(CARDS["supervisor"].medium, DEMO_PIN)
    with refused(Code.CARD_STATE):  # other stations that could have loaded the card have not reported yet
        station.people.release(station.people.new_op_id(), card)
    with refused(Code.CARD_UNKNOWN):
        station.people.release(station.people.new_op_id(), person(station, "senior").cards[0])
    city.platform.stop()
    city.until_offline("counter")
    senior = person(station, "senior").cards[0]
    done = station.people.replace(station.people.new_op_id(), senior, CARDS["blank2"].medium, carrier="easycard", reason="lost")
    assert (done.status, done.value) == ("pending", None)
    new = station.counter.look(CARDS["blank2"].medium)
    assert (new.state, new.pending, new.holder, new.card_kind) == (CardState.PROVISIONAL, True, city.seeded.senior, "senior")
    assert station.counter.look(CARDS["senior"].medium).state is CardState.LOST
    city.platform.start()
    city.until(lambda: station.counter.look(CARDS["blank2"].medium).state is CardState.ACTIVE)
    assert books(city, station, "senior")[0] == "lost"


def test_an_unbound_card_is_free_here_at_once(city: City, station: Station) -> None:
    station.counter.bind(station.people.new_op_id(), CARDS["blank3"].medium, CARDS["reader"].medium, "easycard")
    bound = next(card for card in person(station).cards if card.origin == "bound")
    assert CardAct.UNBIND in [way.act for way in station.people.ways(person(station), bound)]
    assert station.people.change(station.people.new_op_id(), bound, CardAct.UNBIND, "").status == "done"
    city.until(lambda: station.counter.look(CARDS["blank3"].medium).known is False)
    assert len(person(station).cards) == 1


def test_particulars_are_put_right_by_whoever_has_the_document(city: City, station: Station) -> None:
    who = person(station, "senior")
    with refused(Code.PERSON_UNKNOWN):
        station.person_file.stored(who, READER.national_id, "遷居")
    stored = station.person_file.stored(who, SENIOR.national_id, "遷居")
    assert (stored.district, stored.birth_year, SENIOR.name in stored.masked_name) == ("復興區", 1948, False)
    op_id, to = station.people.new_op_id(), Corrected(district="桃園區", name="示範長者峯")
    for _ in range(2):
        assert station.person_file.correct(op_id, who, SENIOR.national_id, to, "遷居") == ["name", "district"]
    assert station.people.find(reason=WHY, name="示範長者峰").people[0].holder == who.holder
    with city.platform.platform.store.read() as connection:
        stored_bytes = [bytes(one) for one in connection.scalars(sa.select(particulars.c.encrypted))]
    assert not any("峯".encode() in one for one in stored_bytes)


def test_points_are_put_right_by_a_second_person_and_not_by_the_same(city: City, station: Station) -> None:
    who = person(station)
    award = station.person_file.awards(who)[0]
    wish = PointsWish(act="amend", award=award.award, points=100, reason="重複給點")
    op_id = station.people.new_op_id()
    for second, pin, code in (
        ("clerk", DEMO_PIN, Code.STAFF_NOT_ALLOWED),
        ("visitor", DEMO_PIN, Code.STAFF_UNKNOWN),
        ("supervisor", "000000", Code.PIN_WRONG),
    ):
        with refused(code):
            station.person_file.correct_points(op_id, who, wish, second=CARDS[second].medium, pin=pin)
    for _ in range(2):
        station.person_file.correct_points(op_id, who, wish, second=CARDS["supervisor"].medium, pin=DEMO_PIN)
    with city.platform.platform.store.read() as connection:
        found = points.balances(connection, city.platform.platform.authority, city.seeded.reader, station.now_ms())
    assert next(each.points for each in found if each.point_kind == "health") == 100
    assert ("points", "重複給點") in reads(city, city.seeded.reader)
