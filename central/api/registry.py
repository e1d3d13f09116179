"""The registry's calls: snapshot and hotlist for stations; cards, holders and stock for the staff of counters."""

from typing import Annotated

import msgspec

from central.api.calls import AnyCall, Call, File, Nothing
from central.api.doors import staff, stations
from central.platform import Platform
from central.registry import desk, hotlist, snapshots
from central.stations import Station
from domain.wire_registry import (
    CardChangeRequest,
    CardChangeResponse,
    CardReplaceRequest,
    CardReplaceResponse,
    CardStoryRequest,
    CardStoryResponse,
    CardUnbindRequest,
    HolderFindRequest,
    HolderFindResponse,
    HotlistResponse,
    SnapshotResponse,
    StockChangeResponse,
    StockCountRequest,
    StockListResponse,
    StockMoveRequest,
    StockMovesResponse,
    StockQuery,
    StockTakeInRequest,
    ValueReleaseRequest,
    ValueReleaseResponse,
)

_LARGE_LIST_BYTES = 1024 * 1024


class SnapshotPartQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of which section, counted from 0."""

    snapshot: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    section: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    part: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class HotlistQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a station stands in the hotlist; empty: at its beginning."""

    cursor: Annotated[str, msgspec.Meta(max_length=500)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=5_000)] = 1_000


class StockMovesQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of one site, or of all; from the movement behind this number on."""

    site: Annotated[str, msgspec.Meta(max_length=60)] = ""
    after: Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)] = 0


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [*_station_calls(platform), *_card_calls(platform), *_stock_calls(platform)]


def _station_calls(platform: Platform) -> list[AnyCall]:
    return [
        Call(
            method="GET",
            path="/v1/snapshot",
            summary="The newest snapshot of the registry: what a new station starts from",
            door=stations(),
            asks=Nothing,
            gives=SnapshotResponse,
            run=lambda station, _query: _snapshot(platform, station),
        ),
        Call(
            method="GET",
            path="/v1/snapshot/part",
            summary="One part of a section of a snapshot; may be asked for again",
            door=stations(),
            asks=SnapshotPartQuery,
            gives=File,
            run=lambda station, query: _part(platform, station, query),
        ),
        Call(
            method="GET",
            path="/v1/hotlist",
            summary="The blocked media alone: all of them, then what changes",
            door=stations(),
            asks=HotlistQuery,
            gives=HotlistResponse,
            run=lambda _station, query: _hotlist(platform, query),
        ),
    ]


def _card_calls(platform: Platform) -> list[AnyCall]:
    return [
        Call(
            path="/v1/cards/change",
            summary="A card is lost, found, suspended, given back, renewed, …",
            door=staff("clerk", "supervisor"),
            asks=CardChangeRequest,
            gives=CardChangeResponse,
            run=lambda caller, request: desk.change(platform, caller, request),
        ),
        Call(
            path="/v1/cards/replace",
            summary="A new medium in the place of a lost or broken one",
            door=staff("clerk", "supervisor"),
            asks=CardReplaceRequest,
            gives=CardReplaceResponse,
            run=lambda caller, request: desk.replace(platform, caller, request),
        ),
        Call(
            path="/v1/cards/unbind",
            summary="A medium that a person owns is no longer their city card",
            door=staff("clerk", "supervisor"),
            asks=CardUnbindRequest,
            gives=CardChangeResponse,
            run=lambda caller, request: desk.unbind(platform, caller, request),
        ),
        Call(
            path="/v1/cards/release-value",
            summary="What a replaced card held waits for its successor, once every station has reported",
            door=staff("supervisor"),
            asks=ValueReleaseRequest,
            gives=ValueReleaseResponse,
            run=lambda caller, request: desk.release_value(platform, caller, request),
        ),
        Call(
            path="/v1/cards/story",
            summary="What was done to a card, and which replaced which",
            door=staff("clerk", "supervisor", "auditor"),
            asks=CardStoryRequest,
            gives=CardStoryResponse,
            run=lambda _caller, request: desk.story(platform, request),
        ),
        Call(
            path="/v1/holders/find",
            summary="Who holds a card, or has this national ID or name; written down with its reason",
            door=staff("clerk", "supervisor"),
            asks=HolderFindRequest,
            gives=HolderFindResponse,
            run=lambda caller, request: desk.find_holder(platform, caller, request),
        ),
    ]


def _stock_calls(platform: Platform) -> list[AnyCall]:
    return [
        Call(
            method="GET",
            path="/v1/stock",
            summary="Blank cards by site and box",
            door=staff("supervisor", "auditor"),
            asks=StockQuery,
            gives=StockListResponse,
            run=lambda _caller, query: desk.levels(platform, query.site, query.cursor),
        ),
        Call(
            method="GET",
            path="/v1/stock/moves",
            summary="What came, went and was counted, oldest first",
            door=staff("supervisor", "auditor"),
            asks=StockMovesQuery,
            gives=StockMovesResponse,
            run=lambda _caller, query: desk.movements(platform, query.site, query.after),
        ),
        Call(
            path="/v1/stock/take-in",
            summary="New blank cards from the maker",
            door=staff("supervisor"),
            asks=StockTakeInRequest,
            gives=StockChangeResponse,
            run=lambda caller, request: desk.take_in(platform, caller, request),
            most_bytes=_LARGE_LIST_BYTES,
        ),
        Call(
            path="/v1/stock/move",
            summary="Blank cards go from one box to another",
            door=staff("clerk", "supervisor"),
            asks=StockMoveRequest,
            gives=StockChangeResponse,
            run=lambda caller, request: desk.move(platform, caller, request),
        ),
        Call(
            path="/v1/stock/count",
            summary="So many blank cards were found in a box; the books follow",
            door=staff("supervisor"),
            asks=StockCountRequest,
            gives=StockChangeResponse,
            run=lambda caller, request: desk.count(platform, caller, request),
        ),
    ]


def _snapshot(platform: Platform, station: Station) -> SnapshotResponse:
    with platform.store.read() as connection:
        manifest = snapshots.newest(connection, platform, station.roles)
    return SnapshotResponse(server_ms=platform.now_ms(), generation=platform.generation, manifest=manifest)


def _part(platform: Platform, station: Station, query: SnapshotPartQuery) -> File:
    with platform.store.read() as connection:
        content = snapshots.part(connection, station.roles, query.snapshot, query.section, query.part)
    return File(content=content, media_type="application/octet-stream")


def _hotlist(platform: Platform, query: HotlistQuery) -> HotlistResponse:
    with platform.store.read() as connection:
        page = hotlist.page(connection, generation=platform.generation, cursor=query.cursor, limit=query.limit)
    return HotlistResponse(
        server_ms=platform.now_ms(),
        generation=platform.generation,
        cursor=page.cursor,
        more=page.more,
        blocked=page.blocked,
        lifted=page.lifted,
    )
