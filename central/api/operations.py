"""What needs a person's eyes, and what stations hear of it."""

from central.access.staff_sessions import StaffCaller
from central.api.calls import AnyCall, Call
from central.api.doors import staff, stations
from central.operations import held, work_list
from central.platform import Platform
from central.stations import Station
from domain.wire_operations import (
    AnomalyCountsRequest,
    AnomalyCountsResponse,
    AnomalyDone,
    AnomalyListRequest,
    AnomalyListResponse,
    AnomalyResolve,
    AnomalyTake,
    HeldListRequest,
    HeldListResponse,
    ToldRequest,
    ToldResponse,
)

_READERS = ("supervisor", "technician", "auditor")


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [*_lists(platform), *_acts(platform), *_told(platform)]


def _lists(platform: Platform) -> list[AnyCall]:
    def listed(caller: StaffCaller, request: AnomalyListRequest) -> AnomalyListResponse:
        now_ms = platform.now_ms()
        with platform.store.read() as connection:
            found, more = work_list.listed(connection, request, caller, now_ms)
        return AnomalyListResponse(server_ms=now_ms, generation=platform.generation, anomalies=found, more=more)

    def counted(caller: StaffCaller, request: AnomalyCountsRequest) -> AnomalyCountsResponse:
        now_ms = platform.now_ms()
        with platform.store.read() as connection:
            counts = work_list.counts(connection, request.site, work_list.sites_of(caller), now_ms)
        return AnomalyCountsResponse(server_ms=now_ms, generation=platform.generation, counts=counts)

    def waiting(caller: StaffCaller, request: HeldListRequest) -> HeldListResponse:
        now_ms = platform.now_ms()
        with platform.store.read() as connection:
            found, more = held.listed(connection, request, work_list.sites_of(caller), now_ms)
        return HeldListResponse(server_ms=now_ms, generation=platform.generation, events=found, more=more)

    return [
        Call(
            path="/v1/anomalies/list",
            summary="Events with something for a person to look at, the oldest first",
            door=staff(*_READERS),
            asks=AnomalyListRequest,
            gives=AnomalyListResponse,
            run=listed,
        ),
        Call(
            path="/v1/anomalies/counts",
            summary="What nobody has resolved, by kind",
            door=staff(*_READERS),
            asks=AnomalyCountsRequest,
            gives=AnomalyCountsResponse,
            run=counted,
        ),
        Call(
            path="/v1/events/held",
            summary="Events that wait for something, the oldest first",
            door=staff(*_READERS),
            asks=HeldListRequest,
            gives=HeldListResponse,
            run=waiting,
        ),
    ]


def _acts(platform: Platform) -> list[AnyCall]:
    def taken(caller: StaffCaller, request: AnomalyTake) -> AnomalyDone:
        with platform.store.write() as connection:
            work_list.take(connection, request, caller, platform.now_ms())
        return AnomalyDone(server_ms=platform.now_ms(), generation=platform.generation)

    def resolved(caller: StaffCaller, request: AnomalyResolve) -> AnomalyDone:
        with platform.store.write() as connection:
            work_list.resolve(connection, platform.authority, request, caller, platform.now_ms())
        return AnomalyDone(server_ms=platform.now_ms(), generation=platform.generation)

    return [
        Call(
            path="/v1/anomalies/take",
            summary="Somebody looks into an anomaly",
            door=staff("supervisor", "technician"),
            asks=AnomalyTake,
            gives=AnomalyDone,
            run=taken,
        ),
        Call(
            path="/v1/anomalies/resolve",
            summary="What became of an anomaly, carried out and written down",
            door=staff("supervisor"),
            asks=AnomalyResolve,
            gives=AnomalyDone,
            run=resolved,
        ),
    ]


def _told(platform: Platform) -> list[AnyCall]:
    def told(station: Station, request: ToldRequest) -> ToldResponse:
        with platform.store.read() as connection:
            found, more = work_list.told(connection, station.station, request)
            now = work_list.changed(connection, station.station, request.watched)
        return ToldResponse(server_ms=platform.now_ms(), generation=platform.generation, told=found, more=more, now=now)

    return [
        Call(
            path="/v1/station/outcomes",
            summary="What people have made of this station's flagged and parked events since",
            door=stations(),
            asks=ToldRequest,
            gives=ToldResponse,
            run=told,
        )
    ]
