"""Shifts that end, operators who change, operators nobody knows, and rules that fail."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
import pytest
import sqlalchemy as sa

from central import duties
from central.access import staff_book
from central.handlers import HANDLERS
from central.judging import Case, Judge
from central.schema import journal as journal_table
from central.verdict import Act, Verdict
from citycard_app.demo_data import NEWCOMER, TALK
from domain import taipei
from domain.errors import Code
from domain.events import Event, SignedEvent, SignedIn, SignedOut, decode
from domain.wire import OutcomeStatus
from offline_store.journal import Journal
from tests.end2end.test_steps import form
from tests.faults.city import FaultCity
from tests.faults.table import fault

SENIOR_AT = 65


def received(city: FaultCity) -> dict[UUID, Event]:
    """Every event as the platform has it."""
    with city.platform.platform.store.read() as connection:
        events = map(decode, connection.scalars(sa.select(journal_table.c.body)))
        return {event.op_id: event for event in events}


def unsent_tap(city: FaultCity) -> Event:
    """The clerk takes a tap that nobody can be told of."""
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    city.away("counter")
    station.events.tap(TALK, city.medium("senior"))
    return decode(list(station._context.journal.events())[-1].body)


# --- 25 ---


def what_fails_is_let_pass(patch: pytest.MonkeyPatch) -> None:
    handled = Judge._handled

    def open_minded(self: Judge, act: Act, case: Case) -> Verdict:
        verdict = handled(self, act, case)
        return Verdict() if verdict.anomalies == ["handler_failed"] else verdict

    patch.setattr(Judge, "_handled", open_minded)


@fault(25, broken_by=what_fails_is_let_pass)
def test_fault_25_a_rule_that_fails_gives_nothing_and_the_day_is_taipeis(
    city: FaultCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = city.station("counter")
    city.sign_in()
    station.events.tap(TALK, city.medium("senior"))
    city.until_online("counter")
    city.later(60)

    def raises(_act: Act) -> Verdict:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setitem(HANDLERS, SignedOut, raises)  # type: ignore[arg-type]
        assert station.events.tap(TALK, city.medium("senior")).did == "out"
        city.until(lambda: station._context.journal.queue().held == 1)
        assert city.points("counter") == 260
    city.later(10)
    city.until_online("counter")
    assert city.points("counter") == 290

    digest = station.digest(city.medium("reader"))
    stranger = city.write("counter", SignedIn(activity=TALK, walk_in=False), medium=digest, operator="nobody")
    city.hurry("counter")
    said = city.told(station, stranger.op_id)
    assert (said.status, said.code) == (OutcomeStatus.FLAGGED, Code.STAFF_NOT_ALLOWED)

    today = taipei.day(city.world.now_ms())
    midnight_ms = taipei.midnight_ms(today + timedelta(days=1))
    born = date(today.year - SENIOR_AT, today.month, today.day) + timedelta(days=1)
    person = form(msgspec.structs.replace(NEWCOMER, birthday=born))
    city.later((midnight_ms - city.world.now_ms()) / 1000 - 60)

    def senior() -> bool:
        return next(offer.allowed for offer in station.counter.offers(person) if offer.kind == "senior")

    assert not senior()
    city.later(120)
    assert senior()


# --- 33 ---


def who_has_left_never_did_anything(patch: pytest.MonkeyPatch) -> None:
    standing = duties.standing

    def by_todays_list(connection: sa.Connection, event: Event) -> duties.Standing:
        said = standing(connection, event)
        left = duties.INACTIVE in said.anomalies
        return duties.Standing(objection=Code.STAFF_NOT_ALLOWED, anomalies=said.anomalies) if left else said

    patch.setattr(duties, "standing", by_todays_list)


@fault(33, broken_by=who_has_left_never_did_anything)
def test_fault_33_a_shift_that_ends_with_unsent_acts_hands_them_on(city: FaultCity) -> None:
    """Also when it was that operator's last one: what counts is who did it, then."""
    came = unsent_tap(city)
    city.later(60)
    assert city.station("counter").events.tap(TALK, city.medium("senior")).did == "out"
    left = decode(ours(city)[-1].body)
    city.station("counter").staff.sign_out("idle")
    city.close_stations()
    city.platform.start()
    with city.platform.platform.store.write() as connection:
        staff_book.change(
            connection, staff_book.Actor(staff="s1"), "D001", "deactivate", op_id=None, now_ms=city.world.now_ms()
        )
    city.reopen("counter")
    city.until_online("counter")
    for act in (came, left):
        assert (received(city).get(act.op_id), act.operator) == (act, "D001")
        said = city.told(city.station("counter"), act.op_id)
        assert (said.status, said.code, said.anomalies) == (OutcomeStatus.FLAGGED, None, [duties.INACTIVE])
    assert city.points("counter") == 290
    assert [decode(one.body).kind for one in ours(city)] == ["staff.in", "attendance.in", "attendance.out", "staff.out"]
    assert city.agreement().disagreements == []


def ours(city: FaultCity) -> list[SignedEvent]:
    return list(city.station("counter")._context.journal.events())


# --- 34 ---


def everybody_sends_their_own(patch: pytest.MonkeyPatch) -> None:
    to_send = Journal.to_send

    def of_the_last(self: Journal, limit: int) -> list[SignedEvent]:
        here = [decode(one.body).operator for one in self.events()]
        return [one for one in to_send(self, limit) if decode(one.body).operator == here[-1]]

    patch.setattr(Journal, "to_send", of_the_last)


QUEUE_OF_SEVERAL = "its queue holds acts of several operators, or of none"


@fault(34, broken_by=everybody_sends_their_own, also={9: QUEUE_OF_SEVERAL, 36: QUEUE_OF_SEVERAL})
def test_fault_34_whoever_signs_in_before_the_replay_the_act_is_its_operators(city: FaultCity) -> None:
    act = unsent_tap(city)
    assert city.sign_in(card="supervisor").staff == "D002"
    city.back("counter")
    there = received(city).get(act.op_id)
    assert (there, act.operator) == (act, "D001")
    assert city.told(city.station("counter"), act.op_id).status is OutcomeStatus.ACCEPTED
    assert city.agreement().disagreements == []
