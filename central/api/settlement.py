"""Files: awards of an agency, settlement with the carriers."""

import msgspec

from central.access.service_keys import Service
from central.access.staff_sessions import StaffCaller
from central.api.calls import AnyCall, Call
from central.api.doors import city_staff, services, staff
from central.api.money import of_their_agency
from central.money import award_files, settlement
from central.money.award_files import State
from central.platform import Platform
from domain.errors import Code, Refused
from domain.wire_money import (
    AwardFileGoOn,
    AwardFileRequest,
    AwardFileResponse,
    SettlementReport,
    SettlementRequest,
    SettlementResponse,
    SettlementResult,
    SettlementsQuery,
    SettlementsResponse,
)

_FILE_BYTES = 24 * 1024 * 1024
_ROWS_OF_A_CALL = 1_000
"""So many rows of a file are booked in one call; the caller asks to go on."""
_MOST_FAULTS = 1_000


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [
        *_award_files_of_services(platform),
        *_award_files_of_staff(platform),
        *_settlement_of_staff(platform),
        *_settlement_of_carriers(platform),
    ]


def _award_files_of_services(platform: Platform) -> list[AnyCall]:
    def receive(service: Service, request: AwardFileRequest) -> AwardFileResponse:
        if request.agency not in ("", service.agency):
            raise Refused(Code.SERVICE_NOT_ALLOWED)
        return _take_awards(platform, service.agency, service.service_key, request, service_key=service.service_key)

    return [
        Call(
            path="/v1/awards/file",
            summary="Awards of the key's own agency by file",
            door=services("awards"),
            asks=AwardFileRequest,
            gives=AwardFileResponse,
            run=receive,
            most_bytes=_FILE_BYTES,
        ),
        Call(
            path="/v1/awards/file/go-on",
            summary="Book more rows of a file",
            door=services("awards"),
            asks=AwardFileGoOn,
            gives=AwardFileResponse,
            run=lambda service, request: _go_on(platform, service.agency, request),
        ),
    ]


def _award_files_of_staff(platform: Platform) -> list[AnyCall]:
    def receive(caller: StaffCaller, request: AwardFileRequest) -> AwardFileResponse:
        return _take_awards(platform, of_their_agency(caller, request.agency), caller.staff, request)

    return [
        Call(
            path="/v1/staff/awards/file",
            summary="Awards of an agency by file, such as from a handheld",
            door=staff("supervisor", "organiser"),
            asks=AwardFileRequest,
            gives=AwardFileResponse,
            run=receive,
            most_bytes=_FILE_BYTES,
        ),
        Call(
            path="/v1/staff/awards/file/go-on",
            summary="Book more rows of a file",
            door=staff("supervisor", "organiser"),
            asks=AwardFileGoOn,
            gives=AwardFileResponse,
            run=lambda caller, request: _go_on(platform, caller.agency or None, request),
        ),
    ]


def _settlement_of_staff(platform: Platform) -> list[AnyCall]:
    """By the city's own supervisors: settlement concerns every agency."""

    return [
        Call(
            path="/v1/staff/settlements/out",
            summary="A file for a carrier; the same one when it is asked for again",
            door=city_staff("supervisor"),
            asks=SettlementRequest,
            gives=SettlementResponse,
            run=lambda caller, request: _send(platform, caller.staff, request),
        ),
        Call(
            path="/v1/staff/settlements/result",
            summary="What a carrier says to a file",
            door=city_staff("supervisor"),
            asks=SettlementResult,
            gives=SettlementReport,
            run=lambda _caller, request: _receive(platform, request, None),
            most_bytes=_FILE_BYTES,
        ),
        Call(
            method="GET",
            path="/v1/staff/settlements",
            summary="Files for carriers, the newest first",
            door=city_staff("supervisor", "auditor"),
            asks=SettlementsQuery,
            gives=SettlementsResponse,
            run=lambda _caller, query: _listed(platform, query, None),
        ),
    ]


def _settlement_of_carriers(platform: Platform) -> list[AnyCall]:
    """A carrier's key has the carrier's id as its agency."""

    def send(service: Service, request: SettlementRequest) -> SettlementResponse:
        if service.agency != request.carrier:
            raise Refused(Code.SERVICE_NOT_ALLOWED)
        return _send(platform, service.service_key, request)

    return [
        Call(
            path="/v1/settlements/out",
            summary="A file for the carrier that asks; the same one when it is asked for again",
            door=services("settlement"),
            asks=SettlementRequest,
            gives=SettlementResponse,
            run=send,
        ),
        Call(
            path="/v1/settlements/result",
            summary="What the carrier says to a file",
            door=services("settlement"),
            asks=SettlementResult,
            gives=SettlementReport,
            run=lambda service, request: _receive(platform, request, service.agency),
            most_bytes=_FILE_BYTES,
        ),
        Call(
            method="GET",
            path="/v1/settlements",
            summary="The carrier's files, the newest first",
            door=services("settlement"),
            asks=SettlementsQuery,
            gives=SettlementsResponse,
            run=lambda service, query: _listed(platform, query, service.agency),
        ),
    ]


def _take_awards(
    platform: Platform, agency: str, made_by: str, request: AwardFileRequest, service_key: str | None = None
) -> AwardFileResponse:
    state = award_files.receive(
        platform.store,
        platform.authority,
        request.content,
        agency=agency,
        made_by=made_by,
        all_or_nothing=request.all_or_nothing,
        dry_run=request.dry_run,
        most=_ROWS_OF_A_CALL,
        now_ms=platform.now_ms(),
        service_key=service_key,
    )
    return _told(platform, state)


def _go_on(platform: Platform, agency: str | None, request: AwardFileGoOn) -> AwardFileResponse:
    state = award_files.go_on(
        platform.store,
        platform.authority,
        request.file,
        agency=agency,
        most=_ROWS_OF_A_CALL,
        now_ms=platform.now_ms(),
    )
    return _told(platform, state)


def _told(platform: Platform, state: State) -> AwardFileResponse:
    return AwardFileResponse(server_ms=platform.now_ms(), generation=platform.generation, **msgspec.structs.asdict(state))


def _send(platform: Platform, made_by: str, request: SettlementRequest) -> SettlementResponse:
    batch = settlement.send(
        platform.store,
        platform.authority,
        batch=request.batch,
        carrier=request.carrier,
        most=request.most,
        made_by=made_by,
        now_ms=platform.now_ms(),
    )
    return SettlementResponse(
        server_ms=platform.now_ms(),
        generation=platform.generation,
        batch=batch.batch,
        carrier=batch.carrier,
        items=batch.items,
        amount_ntd=batch.amount_ntd,
        still_waiting=batch.still_waiting,
        sha256=batch.sha256,
        content=batch.content,
    )


def _receive(platform: Platform, request: SettlementResult, carrier: str | None) -> SettlementReport:
    report = settlement.receive(
        platform.store,
        platform.authority,
        request.content,
        partial=request.partial,
        carrier=carrier,
        now_ms=platform.now_ms(),
    )
    return SettlementReport(
        server_ms=platform.now_ms(),
        generation=platform.generation,
        batch=report.batch,
        rows=report.rows,
        confirmed=report.confirmed,
        refused=report.refused,
        repeated=report.repeated,
        faults=report.faults[:_MOST_FAULTS],
        done=report.done,
    )


def _listed(platform: Platform, query: SettlementsQuery, carrier: str | None) -> SettlementsResponse:
    with platform.store.read() as connection:
        found = settlement.listed(connection, carrier=carrier, before_ms=query.before_ms, limit=query.limit)
    return SettlementsResponse(server_ms=platform.now_ms(), generation=platform.generation, batches=found)
