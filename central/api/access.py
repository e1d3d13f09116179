"""Staff sign in at the platform itself, from the station where they stand."""

from central.api.calls import AnyCall, Call
from central.api.doors import stations
from central.platform import Platform
from domain.wire_access import StaffSessionEnd, StaffSessionEnded, StaffSessionRequest, StaffSessionResponse


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [
        Call(
            path="/v1/staff/session",
            summary="Open a session with staff card and PIN",
            door=stations(),
            asks=StaffSessionRequest,
            gives=StaffSessionResponse,
            run=platform.staff_session,
        ),
        Call(
            path="/v1/staff/session/end",
            summary="Close a session",
            door=stations(),
            asks=StaffSessionEnd,
            gives=StaffSessionEnded,
            run=lambda _station, request: platform.end_staff_session(request),
        ),
    ]
