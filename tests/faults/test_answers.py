"""What comes back when a station has told something: nothing, half of it, somebody else's page, or nonsense."""

import itertools
import threading
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import pytest
import requests

from central.judging import Case, Judge
from citycard_app.demo_data import TALK
from domain.errors import Code, EnvironmentProblem
from domain.events import SignedEvent, decode
from domain.wire import Outcome, OutcomeStatus, Problem, RedeemResult, UploadRequest
from station.redeem_desk import RedeemDesk
from station.views import Connection, RedeemView
from sync.backoff import Backoff
from sync.engine import SyncEngine
from sync.http_platform import HttpPlatform
from tests.faults.city import FaultCity
from tests.faults.table import fault
from tests.faults.way import EVENTS, Answer, Asked, Deed

PAGE = "<html>歡迎使用免費無線網路 station revoked</html>".encode()
CALM_S = 1.2
"""Long enough for a loop that knows no pause to be seen."""


def page(status: int) -> Deed:
    return lambda _asked: Answer(status, PAGE, "text/html")


# --- 1 ---


def repeats_lose_their_result(patch: pytest.MonkeyPatch) -> None:
    said_again = Judge._said_again

    def short(self: Judge, case: Case, outcome: Outcome) -> Outcome:
        again = said_again(self, case, outcome)
        return msgspec.structs.replace(again, result=None) if isinstance(again.result, RedeemResult) else again

    patch.setattr(Judge, "_said_again", short)


@fault(1, broken_by=repeats_lose_their_result, also={2: "of five that come at once four are repeats"})
def test_fault_01_a_lost_answer_is_asked_for_again(city: FaultCity) -> None:
    station = city.station("kiosk")
    city.way.do(lambda asked: city.way.forward(asked) and None, EVENTS)
    wish = city.wish("kiosk")
    assert wish.state == "pending"
    city.way.clear()
    city.hurry("kiosk")
    told = city.told(station, wish.op_id)
    assert (told.status, told.result) == (OutcomeStatus.ACCEPTED, RedeemResult(points=50, amount_ntd=50))
    assert len(city.way.uploads()) >= 2
    assert city.received("kiosk") == [wish.op_id]
    assert city.facts().redemptions[wish.op_id].amount_ntd == 50
    assert city.points() == 210


# --- 4 ---


def asking_again_is_another_wish(patch: pytest.MonkeyPatch) -> None:
    decision = RedeemDesk._decision
    pending: list[UUID] = []

    def once_more(self: RedeemDesk, op_id: UUID) -> RedeemView:
        view = decision(self, op_id)
        if view.state == "pending" and op_id in pending:
            journal = self._context.journal
            event = journal.event(op_id)
            sealed = next(one.sealed for one in journal.events() if decode(one.body).op_id == op_id)
            with journal.act() as act:
                act.append(event.payload, medium=event.medium, sealed=sealed)
        pending.append(op_id)
        return view

    patch.setattr(RedeemDesk, "_decision", once_more)


@fault(4, broken_by=asking_again_is_another_wish)
def test_fault_04_what_was_asked_online_and_taken_offline_is_one_wish(city: FaultCity) -> None:
    city.answer_s = 0.3
    station = city.station("kiosk")
    answered = threading.Event()

    def slowly(asked: Asked) -> Answer | None:
        said = city.way.forward(asked)
        answered.wait(10.0)
        return said

    city.way.do(slowly, EVENTS, times=1)
    op_id = station.redeeming.new_op_id()
    assert city.wish("kiosk", op_id=op_id).state == "pending"
    assert city.wish("kiosk", op_id=op_id).state == "pending"
    answered.set()
    city.told(station, op_id)
    assert city.wish("kiosk", op_id=op_id).state == "done"
    city.until_online("kiosk")
    assert list(city.facts().redemptions) == [op_id]
    assert city.points() == 210


# --- 5 ---


def any_page_acknowledges(patch: pytest.MonkeyPatch) -> None:
    upload = HttpPlatform.upload

    def pleased(self: HttpPlatform, events: Sequence[SignedEvent], timeout_s: float) -> list[Outcome]:
        try:
            return upload(self, events, timeout_s)
        except EnvironmentProblem as problem:
            if problem.details.get("status") not in (200, 404):
                raise
        return [Outcome(op_id=decode(one.body).op_id, hash=one.hash, status=OutcomeStatus.ACCEPTED) for one in events]

    patch.setattr(HttpPlatform, "upload", pleased)


@fault(5, broken_by=any_page_acknowledges)
def test_fault_05_a_portals_or_proxys_page_is_no_acknowledgement(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    for status, card in ((200, "senior"), (404, "reader")):
        city.way.clear()
        city.way.do(page(status))
        station.events.tap(TALK, city.medium(card))
        city.hurry("counter")
        city.until(lambda: station.status().connection is Connection.DEGRADED)
        assert station.status().problem is Code.PLATFORM_NOT_OURS
    assert station.status().queue == 2
    assert city.wish("counter").state == "pending"
    city.way.clear()
    city.until_online("counter")
    assert city.points("counter") == 210


# --- 6 ---


def revoked_by_the_number_alone(patch: pytest.MonkeyPatch) -> None:
    upload = HttpPlatform.upload

    def hasty(self: HttpPlatform, events: Sequence[SignedEvent], timeout_s: float) -> list[Outcome]:
        try:
            return upload(self, events, timeout_s)
        except EnvironmentProblem as problem:
            if problem.details.get("status") == 401:
                raise EnvironmentProblem(Code.STATION_REVOKED) from problem
            raise

    patch.setattr(HttpPlatform, "upload", hasty)


@fault(6, broken_by=revoked_by_the_number_alone)
def test_fault_06_only_our_own_code_revokes(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    unknown = Problem(server_ms=1, generation="g", code=Code.STATION_UNKNOWN, details={"why": "token revoked"})
    for answer in (Answer(401, PAGE, "text/html"), Answer(401, b"unauthorised"), Answer(401, msgspec.json.encode(unknown))):
        city.way.clear()
        city.way.do(lambda _asked, answer=answer: answer)
        station.events.tap(TALK, city.medium("visitor"))
        before = len(city.way.uploads())
        city.hurry("counter")
        city.until(lambda before=before: len(city.way.uploads()) > before)
        city.until(lambda: station.status().problem is not None)
        assert station.status().connection is Connection.DEGRADED
        assert station.counter.look(city.medium("senior")).known
    assert station.status().queue == 1
    city.way.clear()
    city.until_online("counter")


# --- 12 ---


def half_an_answer_is_none(patch: pytest.MonkeyPatch) -> None:
    upload = HttpPlatform.upload

    def whole(self: HttpPlatform, events: Sequence[SignedEvent], timeout_s: float) -> list[Outcome]:
        outcomes = upload(self, events, timeout_s)
        if len(outcomes) < len(events):
            raise EnvironmentProblem(Code.PLATFORM_NOT_OURS)
        return outcomes

    patch.setattr(HttpPlatform, "upload", whole)


@fault(12, broken_by=half_an_answer_is_none)
def test_fault_12_of_a_batch_that_was_cut_only_the_rest_is_sent_again(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    city.away("counter")
    for card in ("senior", "reader", "visitor", "blank1"):
        station.events.tap(TALK, city.medium(card))

    sent: list[list[UUID]] = []

    def first_half(asked: Asked) -> Answer | None:
        taken = UploadRequest(events=asked.events() if sent else asked.events()[:2])
        said = city.way.forward(asked._replace(body=msgspec.json.encode(taken)))
        if said is not None:
            sent.append([act.op_id for act in asked.acts()])
        return said

    city.way.do(first_half, EVENTS)
    city.back("counter")
    assert [len(batch) for batch in sent] == [4, 2]
    assert sent[1] == sent[0][2:]
    assert city.received("counter")[-4:] == sent[0]
    assert city.agreement().disagreements == []


# --- 13 ---


def asked_again_at_once(patch: pytest.MonkeyPatch) -> None:
    drain = SyncEngine._drain

    def at_once(self: SyncEngine) -> None:
        failed = True
        while failed and not self._stopping.wait(0.01):
            try:
                drain(self)
                failed = False
            except EnvironmentProblem as problem:
                if problem.details.get("status") not in (202, 204, 207):
                    raise

    patch.setattr(SyncEngine, "_drain", at_once)


@fault(13, broken_by=asked_again_at_once)
def test_fault_13_an_unexpected_success_is_not_asked_for_without_end(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    answers = itertools.cycle([Answer(204, b""), Answer(202, b"{}"), Answer(207, b'{"outcomes":[]}')])
    city.way.do(lambda _asked: next(answers), EVENTS)
    before = len(city.way.uploads())
    station.events.tap(TALK, city.medium("senior"))
    city.until(lambda: len(city.way.uploads()) > before)
    time.sleep(CALM_S)
    assert len(city.way.uploads()) - before <= 3
    assert station.status().queue == 1
    assert station.status().problem is Code.PLATFORM_NOT_OURS
    city.way.clear()
    city.until_online("counter")


# --- 38 ---


def as_long_as_it_is_told(patch: pytest.MonkeyPatch) -> None:
    send, failed = requests.Session.send, Backoff.failed
    wanted: list[str] = []

    def noting(self: requests.Session, request: Any, **more: Any) -> requests.Response:
        response = send(self, request, **more)
        if request.method == "POST":
            wanted[:] = [value for name, value in response.headers.items() if name == "Retry-After"]
        return response

    def obedient(self: Backoff) -> float:
        return 3600.0 if wanted else failed(self)

    patch.setattr(requests.Session, "send", noting)
    patch.setattr(Backoff, "failed", obedient)


@fault(38, broken_by=as_long_as_it_is_told)
def test_fault_38_whatever_retry_after_says_the_pause_is_ours_and_nobody_waits(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    busy = msgspec.json.encode(Problem(server_ms=1, generation="g", code=Code.PLATFORM_BUSY, details={}))
    for word, card in (("3600", "senior"), ("Wed, 21 Oct 2037 07:28:00 GMT", "reader"), ("soon, perhaps", "visitor")):
        city.way.do(lambda _asked, word=word: Answer(503, busy, more=(("Retry-After", word),)), EVENTS, times=1)
        station.events.tap(TALK, city.medium(card))
        city.until(lambda: station._context.sync.state().upload_problem is Code.PLATFORM_BUSY)
        city.until(lambda: station.status().queue == 0)
    asked, leave = threading.Event(), threading.Event()

    def at_last(request: Asked) -> Answer | None:
        asked.set()
        leave.wait(20)
        return city.way.forward(request)

    city.way.do(at_last, EVENTS, times=1)
    station.events.tap(TALK, city.medium("blank1"))
    assert asked.wait(20)
    assert station.events.tap(TALK, city.medium("blank2")).did == "in"
    leave.set()
    city.until_online("counter")
    assert city.agreement().disagreements == []
