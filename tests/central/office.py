"""Staff who ask the platform for something, by the very calls that the API serves."""

from typing import Any
from uuid import uuid4

import msgspec

from central.access.staff_sessions import StaffCaller
from central.api import all_calls
from central.platform import Platform
from domain.errors import Code, Refused
from domain.ids import new_op_id
from domain.wire_activities import ActivitySave, Session
from tests.central.field import HOUR, FieldStation


def a_caller(station: FieldStation, *roles: str, agency: str = "衛生局", staff: str = "org-1") -> StaffCaller:
    """Somebody who is signed in at a station."""
    at = station.platform.authenticate(station.token)
    return StaffCaller(staff=staff, name="示範承辦", roles=frozenset(roles or ("organiser",)), agency=agency, station=at)


def ask(platform: Platform, caller: Any, path: str, request: msgspec.Struct) -> Any:
    """The answer to a call, after the way that its words go over the network."""
    call = next(call for call in all_calls(platform) if call.path == path)
    assert isinstance(request, call.asks)
    asked = msgspec.json.decode(msgspec.json.encode(request), type=call.asks)
    answer = call.run(caller, asked)
    assert isinstance(answer, call.gives)
    return answer


def refusal(platform: Platform, caller: Any, path: str, request: msgspec.Struct) -> Code:
    try:
        ask(platform, caller, path, request)
    except Refused as refused:
        return refused.code
    raise AssertionError("not refused")


def an_activity(platform: Platform, activity: str = "a1", **changed: Any) -> ActivitySave:
    """Two sessions of two hours, the first of which began an hour ago."""
    now_ms = platform.now_ms()
    sessions = [
        Session(starts_ms=now_ms - HOUR, ends_ms=now_ms + HOUR),
        Session(starts_ms=now_ms + 2 * HOUR, ends_ms=now_ms + 4 * HOUR),
    ]
    save = ActivitySave(
        op_id=new_op_id(now_ms), activity=activity, title="示範活動", type="volunteer", agency="衛生局", sessions=sessions
    )
    return msgspec.structs.replace(save, **{"op_id": uuid4(), **changed})
