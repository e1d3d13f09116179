"""Staff sign in at the platform itself, from the station where they stand; supervisors look after them."""

from central.access import staff_book, staff_sessions, trail
from central.access.staff_book import Actor
from central.access.staff_sessions import StaffCaller
from central.api.calls import AnyCall, Call
from central.api.doors import SIGNED_IN, staff, stations
from central.platform import Platform
from central.stations import Station
from domain.errors import Code, Refused
from domain.wire_access import (
    PinChange,
    StaffChange,
    StaffChanged,
    StaffListRequest,
    StaffListResponse,
    StaffSessionEnd,
    StaffSessionEnded,
    StaffSessionRequest,
    StaffSessionResponse,
    TrailRequest,
    TrailResponse,
)


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [*_session_calls(platform), *_supervisor_calls(platform)]


def _session_calls(platform: Platform) -> list[AnyCall]:
    def opened(station: Station, request: StaffSessionRequest) -> StaffSessionResponse:
        if request.digest_key != platform.authority.keys.digest_key_id:
            raise Refused(Code.REQUEST_INVALID, part="digest_key")
        return staff_sessions.open_session(platform.store, station, request, platform.now_ms, platform.generation)

    def ended(_station: Station, request: StaffSessionEnd) -> StaffSessionEnded:
        with platform.store.write() as connection:
            staff_sessions.end(connection, request.token)
        return StaffSessionEnded(server_ms=platform.now_ms(), generation=platform.generation)

    def pin_changed(caller: StaffCaller, request: PinChange) -> StaffChanged:
        staff_book.change_pin(platform.store, caller, request, platform.now_ms())
        return StaffChanged(server_ms=platform.now_ms(), generation=platform.generation)

    return [
        Call(
            path="/v1/staff/session",
            summary="Open a session with staff card and PIN",
            door=stations(),
            asks=StaffSessionRequest,
            gives=StaffSessionResponse,
            run=opened,
        ),
        Call(
            path="/v1/staff/session/end",
            summary="Close a session",
            door=stations(),
            asks=StaffSessionEnd,
            gives=StaffSessionEnded,
            run=ended,
        ),
        Call(
            path="/v1/staff/pin",
            summary="Choose another PIN",
            door=SIGNED_IN,
            asks=PinChange,
            gives=StaffChanged,
            run=pin_changed,
        ),
    ]


def _supervisor_calls(platform: Platform) -> list[AnyCall]:
    def changed(caller: StaffCaller, request: StaffChange) -> StaffChanged:
        with platform.store.write() as connection:
            actor = Actor(staff=caller.staff, agency=caller.agency)
            now_ms = platform.now_ms()
            staff_book.change(connection, actor, request.staff, request.act, op_id=request.op_id, now_ms=now_ms)
        return StaffChanged(server_ms=platform.now_ms(), generation=platform.generation)

    def listed(caller: StaffCaller, request: StaffListRequest) -> StaffListResponse:
        with platform.store.read() as connection:
            members, more = staff_book.listed(
                connection,
                agency=caller.agency,
                after=request.after,
                limit=request.limit,
                names="supervisor" in caller.roles,
            )
        return StaffListResponse(server_ms=platform.now_ms(), generation=platform.generation, members=members, more=more)

    def written(caller: StaffCaller, request: TrailRequest) -> TrailResponse:
        with platform.store.read() as connection:
            entries, more = trail.listed(connection, request.after, request.limit, agency=caller.agency)
        return TrailResponse(server_ms=platform.now_ms(), generation=platform.generation, entries=entries, more=more)

    return [
        Call(
            path="/v1/staff/change",
            summary="Let a member of staff in or out, forgive wrong PINs, or ask for a new PIN",
            door=staff("supervisor"),
            asks=StaffChange,
            gives=StaffChanged,
            run=changed,
        ),
        Call(
            path="/v1/staff/list",
            summary="Members of staff of one's own agency; of all for the city's own",
            door=staff("supervisor", "auditor"),
            asks=StaffListRequest,
            gives=StaffListResponse,
            run=listed,
        ),
        Call(
            path="/v1/staff/trail",
            summary="What was done to staff, stations, keys, budgets and awards, and by whom",
            door=staff("supervisor", "auditor"),
            asks=TrailRequest,
            gives=TrailResponse,
            run=written,
        ),
    ]
