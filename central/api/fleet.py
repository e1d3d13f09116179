"""What stations say and ask about themselves, and what those who look after them see."""

import msgspec
import sqlalchemy as sa

from central import stations as enrolled
from central.access import trail
from central.access.staff_sessions import StaffCaller
from central.api.calls import AnyCall, Call, Nothing
from central.api.doors import REVOKED_TOO, staff, stations
from central.fleet import epochs, heartbeats, tokens
from central.operations import work_list
from central.platform import Platform
from central.registry import snapshots
from central.stations import Station
from domain import station_proofs
from domain.errors import Code, Refused
from domain.wire_fleet import (
    EpochRequest,
    EpochResponse,
    HeartbeatRequest,
    HeartbeatResponse,
    IdentityResponse,
    StationListRequest,
    StationListResponse,
    StationRevoke,
    StationRevoked,
    TokenRequest,
    TokenResponse,
    WipedRequest,
    WipedResponse,
)


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [*_identity_calls(platform), *_condition_calls(platform), *_list_calls(platform)]


def _identity_calls(platform: Platform) -> list[AnyCall]:
    demo = platform.authority.demo

    def identity(station: Station, _: Nothing) -> IdentityResponse:
        with platform.store.read() as connection:
            who = enrolled.identity_of(connection, station.station, demo=demo)
            chain = epochs.chain_end(connection, station.station, who.epoch)
        key = platform.authority.keys.digest_key_id
        return IdentityResponse(
            server_ms=platform.now_ms(), generation=platform.generation, identity=who, chain=chain, digest_key_id=key
        )

    def token(station: Station, _: TokenRequest) -> TokenResponse:
        with platform.store.write() as connection:
            new = tokens.rotate(connection, station, platform.now_ms())
        return TokenResponse(server_ms=platform.now_ms(), generation=platform.generation, token=new)

    def epoch(station: Station, request: EpochRequest) -> EpochResponse:
        with platform.store.write() as connection:
            given, known = epochs.begin(connection, station, request, platform.now_ms())
            now = enrolled.identity_of(connection, station.station, demo=demo)
        who = msgspec.structs.replace(now, epoch=given)
        return EpochResponse(server_ms=platform.now_ms(), generation=platform.generation, identity=who, chain=known)

    return [
        Call(
            method="GET",
            path="/v1/station/identity",
            summary="Who the asking station is now, and where the platform's record of its journal ends",
            door=stations(),
            asks=Nothing,
            gives=IdentityResponse,
            run=identity,
        ),
        Call(
            path="/v1/station/token",
            summary="Another token; the old one is good for one more request",
            door=stations(),
            asks=TokenRequest,
            gives=TokenResponse,
            run=token,
        ),
        Call(
            path="/v1/station/epoch",
            summary="A new epoch for a station whose journal was rewound",
            door=stations(),
            asks=EpochRequest,
            gives=EpochResponse,
            run=epoch,
        ),
    ]


def _condition_calls(platform: Platform) -> list[AnyCall]:
    def beaten(station: Station, request: HeartbeatRequest) -> HeartbeatResponse:
        with platform.store.write() as connection:
            orders = heartbeats.beat(connection, station, request.beat, platform.now_ms())
            snapshot = _snapshot(platform, connection, station)
        return HeartbeatResponse(
            server_ms=platform.now_ms(),
            generation=platform.generation,
            wipe_ordered_ms=orders.wipe_ordered_ms,
            minimum_version=orders.minimum_version,
            programme_version=platform.programme_version,
            snapshot=snapshot,
            digest_key_id=platform.authority.keys.digest_key_id,
            epoch=orders.epoch,
            chain=orders.chain,
            rotate_token=orders.rotate_token,
        )

    def wiped(station: Station, request: WipedRequest) -> WipedResponse:
        if not station_proofs.is_signed(
            station.public_key, request.signature, station_proofs.wiped(station.station, request.ordered_ms)
        ):
            raise Refused(Code.EVENT_SIGNATURE)
        with platform.store.write() as connection:
            heartbeats.wiped(connection, station.station, request.ordered_ms, platform.now_ms())
        return WipedResponse(server_ms=platform.now_ms(), generation=platform.generation)

    return [
        Call(
            path="/v1/station/heartbeat",
            summary="How the station is; what it should know at once",
            door=stations(),
            asks=HeartbeatRequest,
            gives=HeartbeatResponse,
            run=beaten,
        ),
        Call(
            path="/v1/station/wiped",
            summary="The wipe that was ordered is done",
            door=REVOKED_TOO,
            asks=WipedRequest,
            gives=WipedResponse,
            run=wiped,
        ),
    ]


def _list_calls(platform: Platform) -> list[AnyCall]:
    def listed(_: StaffCaller, request: StationListRequest) -> StationListResponse:
        now_ms = platform.now_ms()
        with platform.store.read() as connection:
            found, more = heartbeats.listed(connection, request, now_ms)
        return StationListResponse(server_ms=now_ms, generation=platform.generation, stations=found, more=more)

    def revoked(caller: StaffCaller, request: StationRevoke) -> StationRevoked:
        now_ms = platform.now_ms()
        content = "wipe" if request.wipe else ""
        with platform.store.write() as connection:
            enrolled.require_at(connection, request.station, work_list.sites_of(caller))
            if trail.begin(
                connection,
                request.op_id,
                actor=caller.staff,
                act="station.revoke",
                subject=request.station,
                content=content,
                now_ms=now_ms,
            ):
                enrolled.revoke(connection, request.station, now_ms)
                if request.wipe:
                    heartbeats.order_wipe(connection, request.station, now_ms)
        return StationRevoked(server_ms=now_ms, generation=platform.generation)

    return [
        Call(
            path="/v1/stations/list",
            summary="Stations and how they are; those that are silent",
            door=staff("supervisor", "technician", "auditor"),
            asks=StationListRequest,
            gives=StationListResponse,
            run=listed,
        ),
        Call(
            path="/v1/stations/revoke",
            summary="A station is lost: refuse it, and let it wipe itself",
            door=staff("supervisor", "technician"),
            asks=StationRevoke,
            gives=StationRevoked,
            run=revoked,
        ),
    ]


def _snapshot(platform: Platform, connection: sa.Connection, station: Station) -> str:
    try:
        return snapshots.newest(connection, platform, station.roles).snapshot
    except Refused:
        return ""
