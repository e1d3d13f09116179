"""Several ask at once: no list fuller than its places, no point spent twice, one free day, one answer per request."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from central import audit
from central.schema import admission_entries, draw_tickets
from domain.errors import CityCardError, Code
from domain.events import AttendanceUndone
from domain.ids import new_op_id
from domain.wire_activities import ActivityAsked
from domain.wire_draws import DrawStep
from tests.central.field import HOUR, FieldStation, a_medium, give, import_person, op_id_of
from tests.central.office import a_caller, an_activity, ask
from tests.central.test_activities import REGISTER, SAVE, by_card
from tests.central.test_admission import PATH, asks, at, question
from tests.central.test_draws import a_draw, tickets
from tests.central.test_redemption import points_of

AT_ONCE = 6


def together(acts: list[Callable[[], Any]]) -> list[Any]:
    """What each came to: its answer, or the code of its refusal."""

    def done(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except CityCardError as problem:
            return problem.code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(done, acts))


def test_no_list_is_fuller_than_its_places(platform, station):
    organiser = a_caller(station)
    for number in range(1, 9):
        import_person(platform, number)
    ask(platform, organiser, SAVE, an_activity(platform, capacity=3))
    requests = [by_card(platform, number) for number in range(1, 9)]
    said = together([lambda request=request: ask(platform, organiser, REGISTER, request) for request in requests])
    assert sorted(one.standing for one in said) == ["registered"] * 3 + ["waiting"] * 5
    assert sorted(one.place for one in said if one.place) == [1, 2, 3, 4, 5]


def test_one_request_sent_many_times_at_once_is_one(platform, station):
    organiser = a_caller(station)
    import_person(platform, 1)
    ask(platform, organiser, "/v1/draws/save", a_draw(platform))
    give(platform, import_person(platform, 1), 50, "campaign")
    request = tickets(platform, 1, 2)
    said = together([lambda: ask(platform, organiser, "/v1/draws/tickets", request)] * AT_ONCE)
    assert said == [said[0]] * AT_ONCE
    assert points_of(platform, 1, "campaign") == 30


def test_no_more_points_are_spent_than_there_are(platform, station):
    organiser = a_caller(station)
    ask(platform, organiser, "/v1/draws/save", a_draw(platform, most_tickets=100))
    give(platform, import_person(platform, 1), 35, "campaign")
    requests = [tickets(platform, 1) for _ in range(AT_ONCE)]
    said = together([lambda request=request: ask(platform, organiser, "/v1/draws/tickets", request) for request in requests])
    assert said.count(Code.AMOUNT_OVER_BALANCE) == AT_ONCE - 3
    assert points_of(platform, 1, "campaign") == 5
    with platform.store.read() as connection:
        assert connection.scalar(sa.select(sa.func.sum(draw_tickets.c.tickets))) == 3
    facts = audit.facts(platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)


def test_a_draw_cancelled_while_tickets_are_sold_leaves_nobody_short(platform, station):
    organiser = a_caller(station)
    ask(platform, organiser, "/v1/draws/save", a_draw(platform))
    for number in range(1, AT_ONCE):
        give(platform, import_person(platform, number), 30, "campaign")
    sales = [tickets(platform, number % (AT_ONCE - 1) + 1) for number in range(2 * AT_ONCE)]
    acts = [lambda sale=sale: ask(platform, organiser, "/v1/draws/tickets", sale).tickets for sale in sales]
    cancel = DrawStep(op_id=uuid4(), draw="d1")
    acts.insert(AT_ONCE, lambda: ask(platform, organiser, "/v1/draws/cancel", cancel).state)
    said = together(acts)
    assert said[AT_ONCE] == "cancelled"
    assert {one for one in said if isinstance(one, Code)} <= {Code.DRAW_STEP}
    assert [points_of(platform, number, "campaign") for number in range(1, AT_ONCE)] == [30] * (AT_ONCE - 1)
    facts = audit.facts(platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)


def test_one_entry_asked_for_at_once_is_counted_once(load_platform):
    import_person(load_platform, 1)
    gates = [FieldStation(load_platform, ["event"]) for _ in range(2)]
    request = question(gates[0], enter=True, op_id=new_op_id(load_platform.now_ms()))
    said = together([lambda: ask(load_platform, at(gates[0]), PATH, request)] * AT_ONCE)
    assert said == [said[0]] * AT_ONCE
    said = together([lambda gate=gate: asks(gate, enter=True) for gate in gates * 2])
    assert {one.percent for one in said} == {0}
    with load_platform.store.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(admission_entries)) == 5


def test_an_activity_gives_no_more_than_its_budget_to_many_at_once(platform, station):
    organiser, now_ms = a_caller(station), platform.now_ms()
    ask(platform, organiser, SAVE, an_activity(platform, budget=50))
    desks = [FieldStation(platform, ["event"]) for _ in range(AT_ONCE)]
    stays = []
    for number, desk in enumerate(desks, 1):
        import_person(platform, number)
        came = desk.sign_in(a_medium(number), at_ms=now_ms - 2 * HOUR)
        stays.append((desk, came, desk.sign_out(a_medium(number), came, screen=(120, 20))))
    said = together([lambda stay=stay: stay[0].upload(*stay[1:])[-1].result for stay in stays])
    assert sorted(one.points for one in said) == [0, 0, 0, 0, 20, 20]
    assert {one.minutes for one in said} == {120}
    view = ask(platform, organiser, "/v1/activities/one", ActivityAsked(activity="a1")).activity
    assert (view.budget, view.given) == (50, 40)


def test_a_sign_in_undone_by_many_at_once_is_taken_back_once(platform, station):
    ask(platform, a_caller(station), SAVE, an_activity(platform))
    import_person(platform, 1)
    came = station.sign_in(a_medium(1), at_ms=platform.now_ms() - 2 * HOUR)
    station.upload(came, station.sign_out(a_medium(1), came, screen=(120, 20)))
    desks = [FieldStation(platform, ["event"]) for _ in range(AT_ONCE)]
    undone = [(desk, desk.act(AttendanceUndone(sign_in=op_id_of(came)))) for desk in desks]
    said = together([lambda one=one: one[0].say(one[1]).result.points for one in undone])
    assert sorted(said) == [-20, *[0] * (AT_ONCE - 1)]
    assert points_of(platform, 1) == 0
