"""Loads at whole stations: over HTTP, with the sync threads, the card workers and the platform's own clock."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from uuid import UUID

import msgspec
import pytest

from domain.errors import Code, EnvironmentProblem, Refused
from domain.loads import LoadState, StationLoadState
from domain.media import Medium, MediumType
from domain.ports import CardChannel, Feedback
from reader_drivers.virtual import field
from station.station import Station
from station.views import RedeemView
from tests.station_rig import City

PURSE = "purse"


def ready(city: City, desk: str = "kiosk") -> Station:
    """A station on whose reader the purse card lies."""
    station = city.station(desk)
    city.put(desk, PURSE)
    city.until(lambda: station.cards.readers_with(city.medium(PURSE)))
    return station


def load(city: City, station: Station, op_id: UUID | None = None, amount_ntd: int = 50) -> RedeemView:
    balance = station.redeeming.balance(city.medium(PURSE))
    return station.redeeming.redeem(
        op_id or station.redeeming.new_op_id(),
        city.medium(PURSE),
        purse=balance.purse,
        point_kind=balance.point_kind,
        amount_ntd=amount_ntd,
        birthday="0412",
    )


def torn_load(city: City, station: Station) -> RedeemView:
    """A load whose card is pulled away in its commit, and has taken it."""
    city.purse.leave_in_commit("during_new")
    view = load(city, station)
    city.take_away("kiosk")
    city.until(lambda: not station.cards.readers_with(city.medium(PURSE)))
    return view


def state(city: City, op_id: UUID) -> LoadState:
    return city.facts().loads[op_id].state


def test_points_become_value_on_the_card(city: City) -> None:
    station = ready(city)
    before = station.redeeming.balance(city.medium(PURSE))
    assert (before.on_card, before.card_value_ntd, before.purse, before.most_ntd) == (True, 0, "demo_desfire", 300)
    view = load(city, station)
    assert (view.state, view.on_card, view.card_value_ntd, city.purse.value_ntd) == ("done", True, 50, 50)
    after = station.redeeming.balance(city.medium(PURSE))
    assert (after.card_value_ntd, after.redeemable_points, after.waiting_ntd) == (50, 250, 0)
    agreement = city.agreement()
    assert (agreement.loads, agreement.open_loads, agreement.disagreements) == (1, 0, [])


def test_the_account_purse_is_as_it_was(city: City) -> None:
    balance = city.station("kiosk").redeeming.balance(city.medium("senior"))
    assert (balance.on_card, balance.card_value_ntd, balance.purse, balance.most_ntd) == (False, None, "account", 260)


def test_the_same_button_five_times_at_once_is_one_load(city: City) -> None:
    station = ready(city)
    op_id = station.redeeming.new_op_id()
    with ThreadPoolExecutor(5) as pool:
        views = list(pool.map(lambda _turn: load(city, station, op_id), range(5)))
    assert {view.state for view in views} == {"done"}
    assert (city.purse.value_ntd, len(city.facts().loads)) == (50, 1)


def test_with_no_network_nothing_is_journaled(city: City) -> None:
    station = ready(city)
    city.until_online("kiosk")
    city.platform.stop()
    city.until_offline("kiosk")
    balance = station.redeeming.balance(city.medium(PURSE))
    assert (balance.online, balance.on_card, balance.most_ntd, balance.offered_ntd) == (False, True, 0, [])
    assert balance.card_value_ntd == 0, "the card's own word needs no network"
    with pytest.raises(EnvironmentProblem) as caught:
        load(city, station)
    assert caught.value.code is Code.PLATFORM_UNREACHABLE
    assert station.status().queue == 0
    city.platform.start()


def test_a_card_that_left_is_settled_at_another_station(city: City) -> None:
    view = torn_load(city, ready(city))
    assert (view.state, view.code, state(city, view.op_id)) == ("unknown", Code.CARD_REMOVED, LoadState.AUTHORISED)
    counter = ready(city, "counter")
    told = counter.redeeming.balance(city.medium(PURSE))
    assert told.settled is not None
    assert (told.settled.op_id, told.settled.state, told.card_value_ntd) == (view.op_id, "done", 50)
    assert told.settled.recovery_code == view.recovery_code
    assert state(city, view.op_id) is LoadState.CONFIRMED


def test_a_station_that_was_stopped_in_a_load_recovers_at_its_start(city: City) -> None:
    view = torn_load(city, ready(city))
    city.close_stations()
    journal = city.journal("kiosk")
    journal._db.execute("UPDATE loads SET state = 'committing'")
    journal.close()
    station = city.reopen("kiosk")
    with station._context.journal.reading() as local:
        found = local.loads.find(view.op_id)
    assert found is not None
    assert found.state is StationLoadState.UNKNOWN


def test_the_counter_lists_open_loads_and_finds_one_by_its_code(city: City) -> None:
    view = torn_load(city, ready(city))
    loads = city.station("counter").loads
    (listed,) = loads.open_loads()
    assert (listed.load, listed.amount_ntd, listed.masked_name[0]) == (view.op_id, 50, "示")
    spoken = view.recovery_code.lower().replace("-", " ")
    assert [each.load for each in loads.open_loads(spoken)] == [view.op_id]
    assert [each.load for each in loads.open_loads(medium=city.medium(PURSE))] == [view.op_id]
    with pytest.raises(Refused) as caught:
        loads.open_loads(medium=city.medium("senior"))
    assert caught.value.code is Code.LOAD_NOT_FOUND
    with pytest.raises(Refused) as caught:
        loads.open_loads("0000-0001")
    assert caught.value.code is Code.RECOVERY_CODE_INVALID


@pytest.mark.parametrize(
    ("decision", "shown", "end"), [("confirm", "done", LoadState.CONFIRMED), ("void", "refused", LoadState.VOIDED)]
)
def test_a_supervisor_settles_a_load_whose_card_never_came_back(city: City, decision: str, shown: str, end: LoadState) -> None:
    view = torn_load(city, ready(city))
    counter = city.station("counter")
    settle: Callable[..., RedeemView] = counter.loads.settle
    with pytest.raises(Refused) as caught:
        settle(view.op_id, decision, "卡片遺失")
    assert caught.value.code is Code.STAFF_NOT_ALLOWED
    city.sign_in()
    with pytest.raises(Refused) as caught:
        settle(view.op_id, decision, "卡片遺失")
    assert caught.value.code is Code.STAFF_NOT_ALLOWED
    city.sign_in(card="supervisor")
    counter.loads.open_loads(view.recovery_code)
    settled = settle(view.op_id, decision, "卡片遺失")
    assert (settled.state, settled.amount_ntd, settled.code, state(city, view.op_id)) == (shown, 50, None, end)
    again = settle(view.op_id, "void" if decision == "confirm" else "confirm", "再一次")
    assert (again.state, again.code, state(city, view.op_id)) == (shown, Code.LOAD_DECIDED, end)
    assert counter.loads.open_loads() == []


def test_a_decision_without_a_network_is_pending(city: City) -> None:
    view = torn_load(city, ready(city))
    counter = city.station("counter")
    city.sign_in(card="supervisor")
    city.until_online("counter")
    city.platform.stop()
    city.until_offline("counter")
    assert counter.loads.settle(view.op_id, "confirm", "卡片遺失").state == "pending"
    with pytest.raises(EnvironmentProblem) as caught:
        counter.loads.open_loads()
    assert caught.value.code is Code.PLATFORM_UNREACHABLE
    city.platform.start()
    city.until(lambda: state(city, view.op_id) is LoadState.CONFIRMED)


def test_a_card_put_down_again_at_once_is_told_at_the_same_kiosk(city: City) -> None:
    station = ready(city)
    view = torn_load(city, station)
    city.put("kiosk", PURSE)
    city.until(lambda: station.cards.readers_with(city.medium(PURSE)))
    assert city.medium(PURSE).value == city.purse.uid
    assert field(station.cards.readers_with(city.medium(PURSE))[0]) is not None
    again = load(city, station, view.op_id)
    assert again.state == "done"
    assert (city.purse.value_ntd, len(city.facts().loads)) == (50, 1)


def test_the_reader_itself_says_how_it_went(city: City) -> None:
    station = ready(city)
    reader = field(f"kiosk {city.directory.name}")
    assert load(city, station).state == "done"
    city.until(lambda: reader.signals() == [Feedback.DONE])
    refused = station.redeeming.redeem(
        station.redeeming.new_op_id(),
        city.medium(PURSE),
        purse="demo_desfire",
        point_kind="health",
        amount_ntd=50,
        birthday="0101",
    )
    assert refused.code is Code.SECOND_FACTOR_WRONG
    city.until(lambda: reader.signals() == [Feedback.DONE, Feedback.REFUSED])


def test_the_reader_tells_of_a_tap_and_of_a_wish_whose_value_waits(city: City) -> None:
    station, reader, senior = city.station("kiosk"), field(f"kiosk {city.directory.name}"), city.medium("senior")

    def redeem(amount_ntd: int) -> RedeemView:
        wish = station.redeeming.new_op_id()
        kind = {"purse": "account", "point_kind": "health", "birthday": "0105"}
        return station.redeeming.redeem(wish, senior, amount_ntd=amount_ntd, **kind)

    def told(*signs: Feedback) -> bool:
        return reader.signals() == list(signs)

    city.put("kiosk", "senior")
    city.until(lambda: station.cards.readers_with(senior))
    station.redeeming.tapped(senior)
    city.until(lambda: told(Feedback.DONE))
    assert redeem(50).state == "done"
    city.until(lambda: told(Feedback.DONE, Feedback.DONE))
    assert redeem(1_000).state == "refused"
    city.until(lambda: told(Feedback.DONE, Feedback.DONE, Feedback.REFUSED))
    city.platform.stop()
    assert redeem(10).state == "pending"
    city.until(lambda: told(Feedback.DONE, Feedback.DONE, Feedback.REFUSED, Feedback.ATTENTION))
    city.put("kiosk", "lost")
    city.until(lambda: station.cards.readers_with(city.medium("lost")))
    with pytest.raises(Refused):
        station.redeeming.tapped(city.medium("lost"))
    city.until(lambda: reader.signals()[-1] is Feedback.REFUSED and len(reader.signals()) == 5)


def test_a_reader_says_nothing_of_a_load_that_nobody_knows_about(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    station, told = ready(city), []
    monkeypatch.setattr(station.loads._context, "tell_reader", lambda _, feedback: told.append(feedback))
    assert torn_load(city, station).state == "unknown"
    assert told == []


def test_a_card_that_two_readers_tell_of_is_spoken_to_by_the_one_that_can(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    station = ready(city)
    cards = station.loads._context.cards
    work, [able] = cards.work, cards.readers_with(city.medium(PURSE))

    def typed_or_spoken(reader: str, job: Callable[[CardChannel], object], timeout_s: float) -> object:
        if reader != able:
            raise EnvironmentProblem(Code.READER_NO_EXCHANGE)
        return work(reader, job, timeout_s)

    monkeypatch.setattr(cards, "readers_with", lambda _: ["a reader that types numbers", able])
    monkeypatch.setattr(cards, "work", typed_or_spoken)
    assert load(city, station).state == "done"
    assert city.purse.value_ntd == 50


def test_a_load_that_may_be_under_way_is_not_settled(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    view = torn_load(city, ready(city))
    counter = city.station("counter")
    city.sign_in(card="supervisor")
    loads, context = counter.loads, counter.loads._context
    [listed] = loads.open_loads(view.recovery_code)
    loads._listed[view.op_id] = msgspec.structs.replace(listed, unknown=False)
    with pytest.raises(Refused) as caught:
        loads.settle(view.op_id, "void", "卡片遺失")
    assert (caught.value.code, state(city, view.op_id)) == (Code.LOAD_OPEN, LoadState.AUTHORISED)
    now_ms = context.now_ms() + 121_000
    monkeypatch.setattr(context, "now_ms", lambda: now_ms)
    assert loads.settle(view.op_id, "void", "卡片遺失").state == "refused"


def test_a_wish_belongs_to_its_card_and_its_amount(city: City) -> None:
    desk = city.station("kiosk").redeeming
    op_id = desk.new_op_id()

    def wish(card: str, amount_ntd: int) -> RedeemView:
        medium = city.medium(card)
        return desk.redeem(op_id, medium, purse="account", point_kind="health", amount_ntd=amount_ntd, birthday="0105")

    assert wish("senior", 50).state == "done"
    for card, amount_ntd in (("reader", 50), ("senior", 60)):
        with pytest.raises(Refused) as caught:
            wish(card, amount_ntd)
        assert caught.value.code is Code.EVENT_CONFLICT
    assert wish("senior", 50).state == "done"
    assert [each.amount_ntd for each in city.facts().redemptions.values()] == [50]


def test_a_code_is_given_to_nobody_as_a_card(city: City) -> None:
    desk = city.station("counter").counter
    city.sign_in()
    with pytest.raises(Refused) as caught:
        desk.bind(desk.new_op_id(), Medium(MediumType.CODE, b"4710018000000"), city.medium("senior"), "easycard")
    assert caught.value.code is Code.CODE_IS_NO_CARD


def test_a_reader_of_numbers_alone_takes_no_load(city: City) -> None:
    station = city.station("kiosk")
    code = Medium(MediumType.CODE, b"a code before a scanner")
    field(f"kiosk {city.directory.name}").place(code)
    city.until(lambda: station.cards.readers_with(code))
    op_id = station.redeeming.new_op_id()
    with pytest.raises(EnvironmentProblem) as problem:
        station.loads.load(op_id, code, purse="demo_desfire", point_kind="health", amount_ntd=50, birthday="0412")
    assert problem.value.code is Code.READER_NO_EXCHANGE
    city.close_stations()
    with closing(city.journal("kiosk")) as journal:
        assert not journal.contains(op_id)


def test_what_is_redeemed_at_a_counter_names_who_served(city: City) -> None:
    station = ready(city, "counter")
    clerk = city.sign_in()
    on_card = load(city, station)
    waiting = station.redeeming.redeem(
        station.redeeming.new_op_id(),
        city.medium("senior"),
        purse="account",
        point_kind="health",
        amount_ntd=50,
        birthday="0105",
    )
    assert (on_card.state, waiting.state) == ("done", "done")
    city.close_stations()
    with closing(city.journal("counter")) as journal:
        assert {journal.event(view.op_id).operator for view in (on_card, waiting)} == {clerk.staff}
