"""What people may ask for themselves."""

from central.api.calls import AnyCall, Call, File
from central.api.doors import services, staff, stations
from central.platform import Platform
from central.registry import binding
from central.subject import export, reads, record, rights
from domain.wire_record import (
    BindCodeRequest,
    BindCodeResponse,
    BindLookRequest,
    BindLookResponse,
    HolderRecordRequest,
    HolderRecordResponse,
)
from domain.wire_subject import (
    CorrectionRequest,
    CorrectionResponse,
    DeletionRequest,
    DeletionResponse,
    ExportRequest,
    RecordReadsByAppRequest,
    RecordReadsRequest,
    RecordReadsResponse,
)

_COUNTER = staff("clerk", "supervisor")


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [
        *_binding_calls(platform),
        Call(
            path="/v1/holder/reads",
            summary="Who has read a person's record and why",
            door=stations("kiosk", "counter"),
            asks=RecordReadsRequest,
            gives=RecordReadsResponse,
            run=lambda _station, request: reads.at_station(platform, request),
        ),
        Call(
            path="/v1/holder/record",
            summary="What a person may see of themselves at a kiosk, after the second factor",
            door=stations("kiosk"),
            asks=HolderRecordRequest,
            gives=HolderRecordResponse,
            run=lambda _station, request: record.at_kiosk(platform, request),
        ),
        Call(
            path=reads.APP_PATH,
            summary="The same, on the person's own phone",
            door=services("virtual_card"),
            asks=RecordReadsByAppRequest,
            gives=RecordReadsResponse,
            run=lambda _service, request: reads.by_app(platform, request),
        ),
        Call(
            path="/v1/holder/export",
            summary="Everything that is stored about a person, as a JSON file",
            door=staff("supervisor"),
            asks=ExportRequest,
            gives=File,
            run=lambda caller, request: _json(export.export(platform, caller, request)),
        ),
        Call(
            path="/v1/holder/correct",
            summary="Correct what is stored about a person",
            door=_COUNTER,
            asks=CorrectionRequest,
            gives=CorrectionResponse,
            run=lambda caller, request: rights.correct(platform, caller, request),
        ),
        Call(
            path="/v1/holder/forget",
            summary="A person wants to be forgotten",
            door=staff("supervisor"),
            asks=DeletionRequest,
            gives=DeletionResponse,
            run=lambda caller, request: rights.ask_deletion(platform, caller, request),
        ),
    ]


def _binding_calls(platform: Platform) -> list[AnyCall]:
    return [
        Call(
            path="/v1/cards/bind-code",
            summary="A one-time code with which a person ties one more card to themselves at a kiosk",
            door=_COUNTER,
            asks=BindCodeRequest,
            gives=BindCodeResponse,
            run=lambda caller, request: binding.code(platform, caller, request),
        ),
        Call(
            path="/v1/cards/bind-code/look",
            summary="Whose code was typed at a kiosk, for a card that is nobody's",
            door=stations("kiosk"),
            asks=BindLookRequest,
            gives=BindLookResponse,
            run=lambda station, request: binding.look(platform, station, request),
        ),
    ]


def _json(content: bytes) -> File:
    return File(content=content, media_type="application/json", name="person.json")
