"""The calls that stations have made from the beginning: enrolment, journal, change feed, balance, loads."""

import msgspec

from central.api.calls import LARGE_BODY_BYTES, AnyCall, Call, Nothing
from central.api.doors import ANYBODY, stations
from central.card_calls import LISTING, PERSONALISING, REDEEMING
from central.platform import Platform
from domain.wire import (
    BalanceRequest,
    BalanceResponse,
    CardKeysRequest,
    CardKeysResponse,
    ChangesResponse,
    EnrolRequest,
    EnrolResponse,
    LoadGrantRequest,
    LoadGrantResponse,
    OpenLoadsRequest,
    OpenLoadsResponse,
    ProgrammeResponse,
    StatusResponse,
    UploadRequest,
    UploadResponse,
)

DEFAULT_PAGE = 1_000


class ChangesQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Where a station stands in the feed; empty: at its beginning."""

    generation: str = ""
    cursor: str = ""
    limit: int = DEFAULT_PAGE
    kinds: str = ""
    """Kinds of rows that not every station knows, with commas between: `admission`."""


class ProgrammeQuery(msgspec.Struct, frozen=True, kw_only=True):
    """The version that the station has."""

    version: str = ""


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [*_station_calls(platform), *_load_calls(platform)]


def _station_calls(platform: Platform) -> list[AnyCall]:
    return [
        Call(
            method="GET",
            path="/v1/status",
            summary="The platform is there, and in which mode",
            door=ANYBODY,
            asks=Nothing,
            gives=StatusResponse,
            run=lambda _caller, _asked: platform.status(),
        ),
        Call(
            path="/v1/enrol",
            summary="A new station introduces itself with a one-time code",
            door=ANYBODY,
            asks=EnrolRequest,
            gives=EnrolResponse,
            run=lambda caller, request: platform.enrol(request, caller.client),
        ),
        Call(
            path="/v1/events",
            summary="Journal events in seq order; one outcome each",
            door=stations(),
            asks=UploadRequest,
            gives=UploadResponse,
            run=platform.upload,
            most_bytes=LARGE_BODY_BYTES,
            takes_turns=True,
        ),
        Call(
            method="GET",
            path="/v1/changes",
            summary="A page of the change feed",
            door=stations(),
            asks=ChangesQuery,
            gives=ChangesResponse,
            run=lambda station, query: platform.changes(
                station, generation=query.generation, cursor=query.cursor, limit=query.limit, kinds=query.kinds
            ),
        ),
        Call(
            method="GET",
            path="/v1/programme",
            summary="The programme file in force, when it is another than the station's",
            door=stations(),
            asks=ProgrammeQuery,
            gives=ProgrammeResponse,
            run=lambda _station, query: platform.programme(query.version),
        ),
        Call(
            path="/v1/balance",
            summary="What a tap alone may know",
            door=stations(),
            asks=BalanceRequest,
            gives=BalanceResponse,
            run=lambda _station, request: platform.balance(request),
        ),
    ]


def _load_calls(platform: Platform) -> list[AnyCall]:
    return [
        Call(
            path="/v1/loads/grant",
            summary="How a load of the card that lies there stands, and its sealed key while it is open",
            door=stations(*sorted(REDEEMING)),
            asks=LoadGrantRequest,
            gives=LoadGrantResponse,
            run=platform.load_grant,
        ),
        Call(
            path="/v1/loads/open",
            summary="Open loads, the oldest first",
            door=stations(*sorted(LISTING)),
            asks=OpenLoadsRequest,
            gives=OpenLoadsResponse,
            run=platform.open_loads,
        ),
        Call(
            path="/v1/cards/keys",
            summary="All keys of one blank card, sealed",
            door=stations(*sorted(PERSONALISING)),
            asks=CardKeysRequest,
            gives=CardKeysResponse,
            run=platform.card_keys,
        ),
    ]
