"""Events on their way up: sent at once, sent twice with two meanings, one that is poison, and none that gets through."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from uuid import uuid4

import pytest

from central import admin, journal
from central.intake import Intake
from central.stations import Station as Sender
from central.words import Words
from citycard_app.demo_data import TALK
from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem
from domain.events import SignedEvent, SignedIn, StaffSignedIn
from domain.ports import CardPresented, CardUnreadable, ReaderEvent
from domain.wire import Outcome, OutcomeStatus
from offline_store.journal import Journal
from reader_drivers.virtual import field
from station import machine
from station.card_worker import CardWorkers
from station.clock import SystemClock
from sync.engine import SyncEngine
from sync.http_platform import HttpPlatform
from tests.faults.city import FaultCity
from tests.faults.table import fault
from tests.faults.way import EVENTS, Answer

# --- 2 ---


def at_once_each_is_another(patch: pytest.MonkeyPatch) -> None:
    upload, fingerprint = Intake.upload, journal._fingerprint
    under_way: list[None] = []

    def counting(self: Intake, station: Sender, events: Sequence[SignedEvent]) -> list[Outcome]:
        under_way.append(None)
        try:
            return upload(self, station, events)
        finally:
            under_way.pop()

    def of_its_own(station: str, signed: SignedEvent) -> bytes:
        return uuid4().bytes * 2 if len(under_way) > 1 else fingerprint(station, signed)

    patch.setattr(Intake, "upload", counting)
    patch.setattr(journal, "_fingerprint", of_its_own)


@fault(2, broken_by=at_once_each_is_another)
def test_fault_02_five_times_at_once_is_one_record_and_five_like_answers(city: FaultCity) -> None:
    station = city.station("counter", start=False)
    token = city.token("counter")
    city.write("counter", SignedIn(activity=TALK, walk_in=False), medium=station.digest(city.medium("senior")))
    city.write_wish("counter", 50)
    events = list(station._context.journal.events())
    together = threading.Barrier(5)

    def send(_turn: int) -> list[Outcome]:
        line = HttpPlatform(
            city.way.url, token=lambda: token, clock=SystemClock(), on_offset=lambda _offset: None, instance=machine.instance()
        )
        with closing(line):
            together.wait(10.0)
            return line.upload(events, 10.0)

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(send, range(5)))
    assert answers == [answers[0]] * 5
    assert [one.status for one in answers[0]][1:] == [OutcomeStatus.ACCEPTED]
    assert city.received("counter") == [one.op_id for one in answers[0]]
    assert [booked.amount_ntd for booked in city.facts().redemptions.values()] == [50]


# --- 3 ---


def the_first_of_an_id_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    taken = Words.taken

    def forgetful(self: Words, op_id: Any, *, besides: int = 0) -> Any:
        return None if besides else taken(self, op_id)

    patch.setattr(Words, "taken", forgetful)


@fault(3, broken_by=the_first_of_an_id_is_forgotten)
def test_fault_03_the_same_id_with_another_body_is_kept_and_shown(city: FaultCity) -> None:
    first, second = city.station("kiosk"), city.station("kiosk2")
    wish = city.wish("kiosk")
    other = city.write_wish("kiosk2", 100, op_id=wish.op_id)
    second._context.sync.wake()
    said = city.told(second, other.op_id)
    assert (said.status, said.code, said.anomalies) == (OutcomeStatus.REJECTED, Code.EVENT_CONFLICT, ["event_conflict"])
    assert city.told(first, wish.op_id).status is OutcomeStatus.ACCEPTED
    city.until(lambda: second.status().parked == 1)
    assert city.received("kiosk") == city.received("kiosk2") == [wish.op_id]
    assert city.points() == 210


# --- 9 ---


def one_refusal_refuses_all(patch: pytest.MonkeyPatch) -> None:
    record = Journal.record_outcomes

    def whole(self: Journal, outcomes: Sequence[Outcome]) -> None:
        if not any(outcome.code is Code.EVENT_UNREADABLE for outcome in outcomes):
            record(self, outcomes)

    patch.setattr(Journal, "record_outcomes", whole)


@fault(9, broken_by=one_refusal_refuses_all)
def test_fault_09_a_poison_event_is_parked_and_the_rest_flows(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    city.away("counter")
    poison = city.write("counter", StaffSignedIn(), op_id=uuid4())
    station.events.tap(TALK, city.medium("senior"))
    wish = city.wish("counter")
    city.back("counter")
    assert (station.status().queue, station.status().parked) == (0, 1)
    assert city.told(station, poison.op_id).status is OutcomeStatus.REJECTED
    assert city.told(station, wish.op_id).status is OutcomeStatus.ACCEPTED
    assert city.points("counter") == 210


# --- 10 ---


def who_failed_once_is_left_out(patch: pytest.MonkeyPatch) -> None:
    subscribe = CardWorkers.subscribe

    def unforgiving(self: CardWorkers, handler: Callable[[ReaderEvent], None]) -> Callable[[], None]:
        failed: list[None] = []

        def once(event: ReaderEvent) -> None:
            if not failed:
                failed.append(None)
                handler(event)
                failed.clear()

        return subscribe(self, once)

    patch.setattr(CardWorkers, "subscribe", unforgiving)


@fault(10, broken_by=who_failed_once_is_left_out)
def test_fault_10_after_a_scan_that_was_none_the_next_one_counts(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    reader = field(f"counter {city.directory.name}")
    seen: list[str] = []

    def on_reader(event: ReaderEvent) -> None:
        if isinstance(event, CardUnreadable):
            seen.append("unreadable")
        elif isinstance(event, CardPresented):
            seen.append("presented")
            seen.append(station.events.tap(TALK, event.medium).did)

    station.cards.subscribe(on_reader)
    reader.place_unreadable()
    city.until(lambda: seen == ["unreadable"])
    reader.take_away()
    city.put("counter", "random")
    city.until(lambda: len(seen) == 2)
    city.put("counter", "senior")
    city.until(lambda: len(seen) == 4)
    assert seen == ["unreadable", "presented", "presented", "in"]
    city.until_online("counter")
    assert len(city.received("counter")) == 2


# --- 11 ---


def without_upload_no_download(patch: pytest.MonkeyPatch) -> None:
    follow = SyncEngine._follow

    def in_order(self: SyncEngine) -> None:
        if self.state().upload_problem is not None:
            raise EnvironmentProblem(Code.PLATFORM_BUSY)
        follow(self)

    patch.setattr(SyncEngine, "_follow", in_order)


NO_DOWNLOAD = "it downloads while its uploads fail"


@fault(11, broken_by=without_upload_no_download, also={6: NO_DOWNLOAD, 13: NO_DOWNLOAD, 22: NO_DOWNLOAD})
def test_fault_11_an_upload_that_fails_for_good_never_stops_the_hotlist(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    city.way.do(lambda _asked: Answer(500, b"<html>", "text/html"), EVENTS)
    station.events.tap(TALK, city.medium("reader"))
    city.until(lambda: station._context.sync.state().upload_problem is Code.PLATFORM_NOT_OURS)
    admin.block_card(city.platform.platform, city.medium("senior"), CardState.LOST)
    city.until(lambda: station.counter.look(city.medium("senior")).state is CardState.LOST)
    admin.revoke_station(city.platform.platform, station.identity.station)
    city.until(lambda: station._context.sync.state().stopped is Code.STATION_REVOKED)
    assert station.status().queue == 1
