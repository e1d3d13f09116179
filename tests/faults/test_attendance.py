"""Sign-ins and sign-outs by wrong clocks, out of order, at two desks, taken back, and once more."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from central.activities.visits import worth
from central.handlers import HANDLERS, attendance
from central.money import hours
from central.registry import stock
from central.stays import Stays
from central.verdict import Act, Verdict, flagged
from citycard_app.demo_data import NEWCOMER, SIGNED, TALK
from domain import attendance as stays
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.events import AttendanceUndone, Event, SignedOut, decode
from domain.ids import new_op_id
from domain.programme import ActivityType
from domain.wire import AttendanceResult, OutcomeStatus
from station.context import Context, KnownCard
from station.views import TapResult
from tests.end2end.test_steps import form
from tests.faults.city import HOUR_MS, FaultCity
from tests.faults.table import fault
from tests.faults.way import EVENTS

VOLUNTEER, MEETING = "demo-volunteer", "demo-meeting"
YEAR_MS = 365 * 24 * HOUR_MS
HOUR_S = 3600 + 20
"""An hour, and what offsets of clocks are measured wrong by."""
WEEK_S = 7 * 24 * 3600


def tap(city: FaultCity, desk: str, activity: str = VOLUNTEER, card: str = "senior") -> TapResult:
    return city.station(desk).events.tap(activity, city.medium(card))


def newest(city: FaultCity, desk: str, op_id: UUID | None = None) -> Event:
    """The last act of a station, or the one of that id."""
    if op_id is not None:
        return city.station(desk)._context.journal.event(op_id)
    return decode(list(city.station(desk)._context.journal.events())[-1].body)


def stocked(city: FaultCity, medium: bytes) -> None:
    """A card comes to the site's stock."""
    by = stock.By(op_id=new_op_id(city.world.now_ms()), who="s1", at_ms=city.world.now_ms())
    place, sort = stock.Place(site="示範區公所", box="A1"), stock.Sort(card_kind="senior", carrier="easycard")
    platform = city.platform.platform
    with platform.store.write() as connection:
        stock.take_in_media(connection, platform.authority, place, sort, [medium], by=by)


def served(city: FaultCity) -> int:
    """Minutes in the senior's passbook."""
    with city.platform.platform.store.read() as connection:
        return hours.passbook(connection, city.seeded.senior).minutes


# --- 18 ---


def clocks_are_believed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Act, "occurred_ms", property(lambda act: act.event.device_ms))
    patch.setattr(Act, "clock_implausible", property(lambda _act: False))


@fault(18, broken_by=clocks_are_believed)
def test_fault_18_a_clock_a_year_ahead_and_one_an_hour_behind_harm_nobody(city: FaultCity) -> None:
    city.clock("counter").by_ms = -HOUR_MS
    station, kiosk = city.station("counter"), city.station("kiosk")
    city.sign_in()
    city.until_online("counter")
    kiosk.stop()
    city.away("counter")
    # What was measured stands no more: this clock was set while the machine was off.
    city.clock("kiosk").by_ms = YEAR_MS
    kiosk = city.reopen("kiosk")
    wrong = newest(city, "kiosk", city.wish("kiosk").op_id)
    tap(city, "counter", card="reader")
    behind = newest(city, "counter")
    city.back("counter", "kiosk")
    said = city.told(kiosk, wrong.op_id)
    assert (said.status, said.anomalies) == (OutcomeStatus.FLAGGED, ["clock_implausible"])
    assert abs(wrong.device_ms - city.world.now_ms() - YEAR_MS) < HOUR_MS
    assert city.facts().redemptions[wrong.op_id].amount_ntd == 50
    assert city.told(station, behind.op_id).status is OutcomeStatus.ACCEPTED
    assert station.status().clock_wrong
    assert abs(behind.device_ms - city.world.now_ms() + HOUR_MS) < HOUR_MS / 2
    city.later(HOUR_S)
    assert tap(city, "counter", card="reader").did == "out"
    city.until_online("counter")
    assert [fact.minutes for fact in city.facts().attendance.values()] == [60]
    # By now it has been measured again.
    right = newest(city, "kiosk", city.wish("kiosk").op_id)
    assert abs(right.corrected_ms - city.world.now_ms()) < HOUR_MS / 2
    assert city.told(kiosk, right.op_id).status is OutcomeStatus.ACCEPTED
    assert city.agreement().disagreements == []


# --- 19 ---


def every_stay_counts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(attendance, "_growth", lambda _act, visit, rules, holder: worth(visit, rules, holder))


@fault(19, broken_by=every_stay_counts)
def test_fault_19_signed_in_at_two_desks_offline_the_hours_count_once(city: FaultCity) -> None:
    for desk in ("counter", "counter2"):
        city.station(desk)
        city.sign_in(desk)
        city.until_online(desk)
    city.away("counter", "counter2")
    assert tap(city, "counter").did == "in"
    first = newest(city, "counter")
    city.later(HOUR_S)
    assert tap(city, "counter2").did == "in"
    city.later(HOUR_S)
    assert tap(city, "counter2").did == "out"
    second = newest(city, "counter2")
    city.back("counter2")
    assert served(city) == 60
    assert tap(city, "counter").did == "out"
    last = newest(city, "counter")
    city.until_online("counter")
    assert served(city) == 120
    assert city.told(city.station("counter2"), second.op_id).result == AttendanceResult(minutes=60, points=10)
    assert city.told(city.station("counter"), first.op_id).status is OutcomeStatus.ACCEPTED
    said = city.told(city.station("counter"), last.op_id)
    assert (said.result, "attendance_twice" in said.anomalies) == (AttendanceResult(minutes=60, points=10), True)
    assert city.points("counter") == 280
    facts = city.facts()
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)


# --- 20 ---


def what_comes_early_is_lost(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(attendance, "held", lambda _key: flagged(Code.EVENT_WAITING, "sign_out_without_sign_in"))


@fault(20, broken_by=what_comes_early_is_lost)
def test_fault_20_a_sign_out_before_its_sign_in_waits_for_it(city: FaultCity) -> None:
    for desk in ("counter", "counter2"):
        city.station(desk)
        city.sign_in(desk)
        city.until_online(desk)
    city.cut("counter")
    tap(city, "counter")
    came = newest(city, "counter")
    city.later(HOUR_S)
    ended = SignedOut(activity=VOLUNTEER, sign_in=came.op_id, minutes=60, points=10)
    medium = city.station("counter2").digest(city.medium("senior"))
    left = city.write("counter2", ended, medium=medium, operator="D001")
    ended = msgspec.structs.replace(ended, sign_in=new_op_id(city.world.now_ms()))
    never = city.write("counter2", ended, medium=medium, operator="D001")
    city.hurry("counter2")
    other = city.station("counter2")
    city.until(lambda: other._context.journal.queue().held == 2)
    assert served(city) == 0
    city.way.clear()
    city.until_online("counter")
    city.later(10)
    city.hurry("counter2")
    said = city.told(other, left.op_id)
    assert (said.status, said.result) == (OutcomeStatus.ACCEPTED, AttendanceResult(minutes=60, points=10))
    assert served(city) == 60
    city.later(WEEK_S + HOUR_S)
    city.hurry("counter2")
    overdue = city.told(other, never.op_id)
    assert (overdue.status, overdue.anomalies[0]) == (OutcomeStatus.FLAGGED, "sign_out_without_sign_in")


# --- 21 ---


def the_latest_time_wins(patch: pytest.MonkeyPatch) -> None:
    undo = HANDLERS[AttendanceUndone]

    def by_the_clock(act: Act) -> Verdict:
        stay = Stays(act.connection).find(act.event.payload.sign_in)  # type: ignore[union-attr]
        if stay is not None and act.event.corrected_ms < stay.in_ms:
            return Verdict(result=AttendanceResult(minutes=0, points=0))
        return undo(act)

    patch.setitem(HANDLERS, AttendanceUndone, by_the_clock)  # type: ignore[arg-type]


@fault(21, broken_by=the_latest_time_wins)
def test_fault_21_an_undo_wins_whatever_its_stations_clock_says(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    tap(city, "counter")
    came = newest(city, "counter")
    city.until_online("counter")
    city.clock("counter2").by_ms = -2 * HOUR_MS
    slow = city.station("counter2", start=False)
    undone = city.write("counter2", AttendanceUndone(sign_in=came.op_id), medium=came.medium, operator="D001")
    assert undone.corrected_ms < came.corrected_ms
    slow.start()
    assert city.told(slow, undone.op_id).status is OutcomeStatus.ACCEPTED
    city.later(HOUR_S)
    assert tap(city, "counter").did == "out"
    said = city.told(station, newest(city, "counter").op_id)
    assert (said.result, said.anomalies[:1]) == (AttendanceResult(minutes=0, points=0), ["sign_in_undone"])
    assert (served(city), city.points("counter")) == (0, 260)


# --- 22 ---


def what_was_downloaded_comes_first(patch: pytest.MonkeyPatch) -> None:
    def whatever_it_is(self: Context, digest: bytes) -> KnownCard | None:
        row = self.registry.card(digest)
        return row and KnownCard(card_kind=row.card_kind, state=CardState(row.state), holder=row.holder)

    patch.setattr(Context, "_said", whatever_it_is)


@fault(22, broken_by=what_was_downloaded_comes_first)
def test_fault_22_what_is_not_sent_yet_stands_above_a_full_download(city: FaultCity) -> None:
    """Also above what it brings of the very card: that it is in stock."""
    station = city.station("counter")
    city.sign_in()
    blank = station.digest(city.medium("blank1"))
    stocked(city, blank)
    city.until(lambda: station._context.registry.card(blank))
    city.until_online("counter")
    city.way.do(lambda _asked: None, EVENTS)
    assert tap(city, "counter", MEETING).did == "in"
    desk = station.counter

    def issue() -> CardState:
        medium = city.medium("blank1")
        consents = ["issue"]
        return desk.issue(
            desk.new_op_id(), medium, form(NEWCOMER), kind="senior", carrier="easycard", consents=consents, papers=SIGNED
        ).state

    assert issue() is CardState.PROVISIONAL
    before = station._context.registry.position().generation
    city.platform.platform.start_new_generation()
    city.until(lambda: station._context.registry.position().generation != before)
    assert desk.look(city.medium("senior")).known
    assert [row.state for row in [station._context.registry.card(blank)] if row] == [CardState.STOCK]
    assert desk.look(city.medium("blank1")).state is CardState.PROVISIONAL
    assert tap(city, "counter", MEETING).did == "already"
    with pytest.raises(Refused, match=Code.CARD_ALREADY_BOUND.value):
        issue()
    city.way.clear()
    city.until_online("counter")
    assert desk.look(city.medium("blank1")).state is CardState.ACTIVE
    assert city.agreement().disagreements == []


# --- 23 ---


def nothing_counts_once(patch: pytest.MonkeyPatch) -> None:
    decide = stays.decide

    def in_and_out(rule: ActivityType, **when: Any) -> stays.Tap:
        return decide(msgspec.structs.replace(rule, counts="in_out"), **when)

    patch.setattr(stays, "decide", in_and_out)


@fault(23, broken_by=nothing_counts_once)
def test_fault_23_who_was_signed_in_and_acknowledged_is_still_in(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    assert tap(city, "counter", MEETING).did == "in"
    assert tap(city, "counter", TALK, "reader").did == "in"
    city.until_online("counter")
    assert station.status().queue == 0
    city.later(60)
    assert tap(city, "counter", MEETING).did == "already"
    assert tap(city, "counter", TALK, "reader").did == "out"
