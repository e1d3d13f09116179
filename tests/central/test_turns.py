"""Backlogs of many stations at once: a few are worked on, the others wait in line, and nobody stands before a person."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

from central import api
from central.api.turns import BACKLOG_BYTES, Turns
from central.platform import Platform
from domain.errors import Code, EnvironmentProblem
from domain.events import PatronLookedUp, StaffSignedIn
from domain.wire import UploadRequest
from tests.central.field import FieldStation, problem_of
from tests.platform_rig import PROGRAMME, RunningPlatform, begun


def test_first_come_first_served_and_who_waits_too_long_is_told():
    order = []

    async def one(turns, name, takes_s):
        try:
            async with turns.turn():
                order.append(name)
                await asyncio.sleep(takes_s)
        except EnvironmentProblem as problem:
            order.append(problem.code)

    async def everybody():
        turns = Turns(at_once=1, longest_s=0.2)
        await asyncio.gather(one(turns, "first", 0.05), one(turns, "second", 0.5), one(turns, "third", 0))
        await one(turns, "later", 0)

    asyncio.run(everybody())
    assert order == ["first", "second", Code.PLATFORM_BUSY, "later"]


def test_a_backlog_waits_for_its_turn_and_a_persons_act_for_nobody(tmp_path, clock, monkeypatch):
    monkeypatch.setattr(api, "Turns", lambda: Turns(at_once=1, longest_s=0.3))
    entered, leave = threading.Event(), threading.Event()
    upload = Platform.upload

    def slowly(self, station, request):
        if len(request.events) > 1:
            entered.set()
            assert leave.wait(20)
        return upload(self, station, request)

    monkeypatch.setattr(Platform, "upload", slowly)
    text = PROGRAMME.read_text(encoding="utf-8")
    with RunningPlatform(begun(tmp_path / "central"), text, clock=clock) as rig, ThreadPoolExecutor(1) as pool:
        busy, other, person = (FieldStation(rig.platform, ["counter", "library"], rig.url) for _ in range(3))
        backlog = [[one.act(PatronLookedUp(service="typl", found=True)) for _ in range(60)] for one in (busy, other)]
        first = pool.submit(busy.upload, *backlog[0])
        assert entered.wait(20)
        refused = other.post("/v1/events", UploadRequest(events=backlog[1]))
        assert (refused.status_code, problem_of(refused).code) == (503, Code.PLATFORM_BUSY)
        assert len(refused.request.body) > BACKLOG_BYTES
        assert person.say(person.act(StaffSignedIn())).code is None
        leave.set()
        assert {one.code for one in first.result(20)} == {None}
        assert {one.code for one in other.upload(*backlog[1])} == {None}
