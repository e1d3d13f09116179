"""What tests of the platform's office calls need: staff who sign in by HTTP, and their requests."""

import contextlib
from typing import Any

import msgspec
import requests

from central import admin
from central.access import service_keys
from central.access.service_keys import NewKey
from domain.wire_access import StaffSessionRequest, StaffSessionResponse
from tests.central.field import FieldStation, a_medium
from tests.platform_rig import RunningPlatform

PIN = "246810"
STAFF_HEADER = "Citycard-Staff"


def employ(platform: Any, staff_id: str, roles: list[str], number: int, **kwargs: Any) -> None:
    """Somebody with a real PIN, whose card is medium `number`."""
    kwargs.setdefault("pin", PIN)
    admin.add_staff(platform, staff_id, name=f"示範{staff_id}", roles=roles, medium=a_medium(number), **kwargs)


def try_pin(station: FieldStation, number: int, pin: str = PIN) -> requests.Response:
    request = StaffSessionRequest(medium=station.digest(a_medium(number)), digest_key=station.enrolled.digest_key_id, pin=pin)
    return station.post("/v1/staff/session", request)


class Desk:
    """A member of staff who is signed in at a station."""

    def __init__(self, station: FieldStation, number: int, pin: str = PIN) -> None:
        self.station = station
        answer = try_pin(station, number, pin)
        assert answer.status_code == 200, answer.content
        self.session = msgspec.json.decode(answer.content, type=StaffSessionResponse)

    def post(self, path: str, message: msgspec.Struct) -> requests.Response:
        headers = {STAFF_HEADER: self.session.token}
        return self.station.call("POST", path, data=msgspec.json.encode(message), headers=headers)

    def ask(self, path: str, message: msgspec.Struct, of: type[Any]) -> Any:
        answer = self.post(path, message)
        assert answer.status_code == 200, answer.content
        return msgspec.json.decode(answer.content, type=of)


def desk(rig: RunningPlatform, roles: list[str], *, number: int = 700_001, staff_id: str = "", **kwargs: Any) -> Desk:
    """Somebody with these roles, signed in at a counter of their own."""
    employ(rig.platform, staff_id or f"s{number}", roles, number, **kwargs)
    return Desk(FieldStation(rig.platform, ["counter", "event"], rig.url), number)


def service_secret(platform: Any, *scopes: str, agency: str = "示範局") -> str:
    with contextlib.ExitStack() as stack:
        connection = stack.enter_context(platform.store.write())
        new = NewKey(name="示範系統", agency=agency, scopes=scopes)
        return service_keys.add(connection, new, platform.now_ms())[1]
