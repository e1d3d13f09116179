"""Everybody who may make a call of the API, for tests that go through all calls."""

from typing import Any
from uuid import uuid4

import msgspec
import requests

from central import stations as station_rules
from central.access import service_keys, staff_sessions
from central.api import all_calls
from central.api.calls import AnyCall
from central.schema import staff
from domain.wire import MEDIA_TYPE
from tests.central.field import FieldStation
from tests.central.office_rig import STAFF_HEADER, service_secret
from tests.platform_rig import RunningPlatform

PASSED_ON = {"X-Forwarded-For": "203.0.113.5"}
"""So that nobody is let in for being on this machine."""
EVERYBODY = ("clerk", "event", "librarian", "supervisor", "organiser", "reviewer", "technician")


class Callers:
    """Of one served platform. Sessions are begun without the PIN's slow check."""

    def __init__(self, rig: RunningPlatform) -> None:
        self.rig = rig
        self.calls = all_calls(rig.platform)
        self.station = FieldStation(rig.platform, sorted(station_rules.ROLES), rig.url)
        self._session = requests.Session()
        self._known: dict[tuple[str, ...], str] = {}
        self._stations: dict[str, FieldStation] = {}

    def session(self, *roles: str, agency: str = "") -> str:
        """The token of somebody with exactly these roles, of the city or an agency, who is signed in at the station."""
        key = ("staff", agency, *roles)
        if key not in self._known:
            platform, staff_id = self.rig.platform, f"p{len(self._known)}"
            station = platform.authenticate(self.station.token)
            with platform.store.write() as connection:
                connection.execute(
                    staff.insert().values(
                        staff=staff_id,
                        name="示範人員",
                        roles=msgspec.json.encode(roles).decode(),
                        agency=agency,
                        medium=uuid4().bytes[:8],
                        pin_hash="",
                        active=True,
                    )
                )
                self._known[key] = staff_sessions.begin(connection, staff_id, station, platform.now_ms())
        return self._known[key]

    def key(self, scope: str) -> str:
        """A service key with exactly this scope."""
        if ("service", scope) not in self._known:
            self._known["service", scope] = service_secret(self.rig.platform, scope)
        return self._known["service", scope]

    def station_with(self, role: str) -> FieldStation:
        """A station of exactly this role."""
        if role not in self._stations:
            self._stations[role] = FieldStation(self.rig.platform, [role], self.rig.url)
        return self._stations[role]

    def right(self, call: AnyCall) -> dict[str, str]:
        """The headers of somebody who may make this call."""
        if "service" in call.door.security:
            return {**PASSED_ON, "Authorization": f"Bearer {self.key(call.door.scope)}"}
        headers = {"Authorization": f"Bearer {self.station.token}"} if call.door.security else {}
        if "staff" in call.door.security:
            headers[STAFF_HEADER] = self.session(*EVERYBODY, "auditor")
        return headers

    def wrong(self, call: AnyCall) -> list[dict[str, str]]:
        """The headers of each who is known and may not make this call."""
        door = call.door
        if "service" in door.security:
            other = next(scope for scope in sorted(service_keys.SCOPES) if scope != door.scope)
            return [{**PASSED_ON, "Authorization": f"Bearer {self.key(other)}"}]
        own = {"Authorization": f"Bearer {self.station.token}"}
        if "staff" in door.security:
            others = [role for role in (*EVERYBODY, "auditor") if door.roles and role not in door.roles]
            sessions = [self.session(role) for role in others]
            if door.of_city:
                sessions.append(self.session(*door.roles, agency="衛生局"))
            return [{**own, STAFF_HEADER: session} for session in sessions]
        others = [role for role in sorted(station_rules.ROLES) if door.roles and role not in door.roles]
        return [{"Authorization": f"Bearer {self.station_with(role).token}"} for role in others]

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def send(self, call: AnyCall, headers: dict[str, str], body: bytes = b"", **kwargs: Any) -> requests.Response:
        """One request; `headers` may override the media type."""
        media_type = {"Content-Type": MEDIA_TYPE} if call.method == "POST" else {}
        return self._session.request(
            call.method, f"{self.rig.url}{call.path}", headers={**media_type, **headers}, data=body, timeout=20, **kwargs
        )
