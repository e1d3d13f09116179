"""Volunteers' hours: counted by attendance, corrected with it, saved and handed on, and good for the honour card."""

from datetime import date, timedelta
from uuid import uuid4

import msgspec
import pytest

from central import audit
from central.access import trail
from central.money import hours
from central.money.hours import Served
from central.schema import attendance
from domain import taipei
from domain.errors import Code
from domain.events import SecondFactor
from domain.lots import months_after
from domain.programme_money import PointCap
from domain.wire_money import HonourQuery, HoursMove, HoursRequest
from tests.central.field import HOUR, FieldStation, a_medium, add_activity, import_person
from tests.central.office import a_caller, ask, refusal


def sound(platform):
    facts = audit.facts(platform.store.engine)
    return (facts.ledger_sum, facts.floors_broken) == (0, 0)


def with_rules(platform, **changed):
    programme = msgspec.structs.replace(platform.authority.programme, **changed)
    platform.authority = msgspec.structs.replace(platform.authority, programme=programme)


def with_time_bank(platform):
    rule = msgspec.structs.replace(platform.authority.programme.volunteering, time_bank=True)
    with_rules(platform, volunteering=rule)


def served(platform, holder, minutes, day=date(2026, 11, 1), agency="衛生局"):
    at_ms = taipei.midnight_ms(day)
    act = Served(
        op_id=uuid4(), holder=holder, agency=agency, activity="示範服務", minutes=minutes, at_ms=at_ms, booked_ms=at_ms
    )
    with platform.store.write() as connection:
        hours.book_all(connection, [act])
        hours.book_all(connection, [act])


def passbook(platform, holder):
    with platform.store.read() as connection:
        return hours.passbook(connection, holder)


def stayed(platform, station, clock, minutes):
    """A stay, from sign-in to sign-out."""
    sign_in = station.sign_in(a_medium(1))
    station.say(sign_in)
    clock.advance(minutes * 60)
    return station.say(station.sign_out(a_medium(1), sign_in))


def test_a_stay_at_a_service_stands_in_the_passbook(platform, station, clock):
    holder = import_person(platform, 1)
    add_activity(platform)
    add_activity(platform, "talk", "health_talk")
    assert stayed(platform, station, clock, 125).result.minutes == 125
    book = passbook(platform, holder)
    assert [(line.year, line.agency, line.minutes, line.times) for line in book.lines] == [(2026, "衛生局", 125, 1)]
    assert (book.minutes, book.free, book.saved) == (125, 125, 0)
    assert book.first_day == taipei.day(clock.ms - 125 * 60_000).isoformat()
    assert sound(platform)


def test_minutes_count_although_a_cap_or_a_budget_keeps_the_points_down(platform, station, clock):
    holder = import_person(platform, 1)
    add_activity(platform)
    cap = PointCap(point_kind="health", per="day", points=15, source="示範")
    platform.authority.programme.caps.append(cap)
    try:
        outcome = stayed(platform, station, clock, 125)
    finally:
        platform.authority.programme.caps.remove(cap)
    assert (outcome.result.minutes, outcome.result.points) == (125, 15)
    assert Code.AWARD_OVER_CAP in outcome.anomalies
    assert passbook(platform, holder).minutes == 125
    assert sound(platform)


def test_a_person_sees_their_passbook_with_their_proof(platform, clock):
    holder = import_person(platform, 1)
    served(platform, holder, 90)
    kiosk = FieldStation(platform, ["kiosk"])
    request = HoursRequest(
        medium=kiosk.digest(a_medium(1)),
        digest_key=kiosk.enrolled.digest_key_id,
        factor=kiosk.sealed(SecondFactor(birthday="0105")),
    )
    assert ask(platform, kiosk, "/v1/hours", request).minutes == 90
    wrong = msgspec.structs.replace(request, factor=b"")
    assert refusal(platform, kiosk, "/v1/hours", wrong) is Code.SECOND_FACTOR_WRONG


def test_the_time_bank_moves_minutes_and_makes_none(platform, station):
    one, two = import_person(platform, 1), import_person(platform, 2)
    served(platform, one, 100)
    with_time_bank(platform)
    caller = a_caller(station, "organiser")

    def move(act, holder, minutes, to=None, op_id=None):
        return HoursMove(op_id=op_id or uuid4(), act=act, holder=holder, minutes=minutes, to=to)

    def moved(*args, **kwargs):
        answer = ask(platform, caller, "/v1/hours/move", move(*args, **kwargs))
        return answer.free, answer.saved

    op_id = uuid4()
    assert moved("save", one, 70, op_id=op_id) == (30, 70)
    assert moved("save", one, 70, op_id=op_id) == (30, 70)
    assert moved("hand_on", one, 50, two) == (30, 20)
    assert moved("withdraw", one, 10) == (40, 10)
    assert moved("use", two, 45) == (0, 5)
    with platform.store.read() as connection:
        written = [(entry.actor, entry.act) for entry in trail.listed(connection, 0, 100)[0] if entry.actor != "admin"]
    assert written == [(caller.staff, f"time_bank.{act}") for act in ("save", "hand_on", "withdraw", "use")]
    path = "/v1/hours/move"
    assert refusal(platform, caller, path, move("use", two, 6)) is Code.AMOUNT_OVER_BALANCE
    assert refusal(platform, caller, path, move("hand_on", one, 1, one)) is Code.REQUEST_INVALID
    assert refusal(platform, caller, path, move("save", one, 1, op_id=op_id)) is Code.REQUEST_CONFLICT
    assert (passbook(platform, one).minutes, passbook(platform, two).saved) == (100, 5)
    assert sound(platform)


def test_without_a_time_bank_in_the_programme_there_is_none(platform, station):
    holder = import_person(platform, 1)
    served(platform, holder, 100)
    request = HoursMove(op_id=uuid4(), act="save", holder=holder, minutes=1)
    assert refusal(platform, a_caller(station), "/v1/hours/move", request) is Code.REQUEST_INVALID


def test_what_is_corrected_leaves_the_passbook(platform):
    holder = import_person(platform, 1)
    served(platform, holder, 100)
    with platform.store.write() as connection:
        stay = uuid4()
        connection.execute(
            attendance.insert().values(
                stay=stay, activity="a1", medium=b"m", holder=holder, walk_in=False, in_ms=HOUR, out_ms=2 * HOUR, counted=True
            )
        )
        op_id = uuid4()
        for _ in range(2):
            hours.correct(connection, op_id, stay, agency="衛生局", minutes=-60, now_ms=0)
    book = passbook(platform, holder)
    assert (book.minutes, book.free) == (40, 40)
    assert sound(platform)


@pytest.mark.parametrize(
    ("days_short", "minutes", "expected"),
    [(0, 18_000, True), (0, 17_999, False), (1, 20_000, False)],
)
def test_three_years_and_three_hundred_hours(platform, station, days_short, minutes, expected):
    first = months_after(taipei.day(platform.now_ms()), -36) + timedelta(days=days_short)
    holder = import_person(platform, 1)
    import_person(platform, 2)
    served(platform, holder, 1, day=first)
    served(platform, holder, minutes - 1)
    answer = ask(platform, a_caller(station), "/v1/hours/honour", HonourQuery())
    assert ([one.holder for one in answer.candidates] == [holder]) is expected
    if expected:
        assert answer.candidates[0].masked_name == "示○○號"


def test_an_agencys_staff_see_to_whoever_served_there_alone(platform, station):
    with_time_bank(platform)
    here, there = import_person(platform, 1), import_person(platform, 2)
    since = months_after(taipei.day(platform.now_ms()), -36)
    served(platform, here, 300 * 60, since)
    served(platform, there, 300 * 60, since, agency="社會局")
    path, own = "/v1/hours/move", a_caller(station, "clerk")
    assert ask(platform, own, path, HoursMove(op_id=uuid4(), act="save", holder=here, minutes=60)).saved == 60
    wrong = HoursMove(op_id=uuid4(), act="save", holder=there, minutes=60)
    assert refusal(platform, own, path, wrong) is Code.STAFF_NOT_ALLOWED
    city = a_caller(station, "supervisor", agency="")
    assert ask(platform, city, path, wrong).saved == 60

    def honoured(caller):
        return {one.holder for one in ask(platform, caller, "/v1/hours/honour", HonourQuery()).candidates}

    assert (honoured(a_caller(station)), honoured(city)) == ({here}, {here, there})
