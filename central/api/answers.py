"""Reading requests and writing answers: `domain/wire.py` messages, and a `Problem` for every error."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
import structlog
from litestar import Response
from litestar.exceptions import HTTPException

from central.api.calls import AnyCall, File
from central.api.doors import AnyRequest
from central.faults import where
from central.platform import Platform
from domain.errors import CityCardError, Code, Refused
from domain.wire import MEDIA_TYPE, Problem

_ACCEPTED = frozenset({MEDIA_TYPE, "application/json"})
STATUS = {
    Code.REQUEST_INVALID: 400,
    Code.RECOVERY_CODE_INVALID: 400,
    Code.FILE_INVALID: 400,
    Code.REASON_MISSING: 400,
    Code.STATION_UNKNOWN: 401,
    Code.STATION_REVOKED: 401,
    Code.STATION_CLONED: 401,
    Code.SERVICE_KEY_UNKNOWN: 401,
    Code.STAFF_SESSION_ENDED: 401,
    Code.ENROLMENT_CODE_INVALID: 403,
    Code.STAFF_NOT_ALLOWED: 403,
    Code.SERVICE_NOT_ALLOWED: 403,
    Code.CARD_UNKNOWN: 404,
    Code.LOAD_NOT_FOUND: 404,
    Code.PERSON_UNKNOWN: 404,
    Code.AGENCY_UNKNOWN: 404,
    Code.APPLICATION_UNKNOWN: 404,
    Code.AWARD_UNKNOWN: 404,
    Code.SETTLEMENT_UNKNOWN: 404,
    Code.STOCK_UNKNOWN: 404,
    Code.DRAW_UNKNOWN: 404,
    Code.ADMISSION_UNKNOWN: 404,
    Code.ACTIVITY_UNKNOWN: 404,
    Code.ANOMALY_UNKNOWN: 404,
    Code.SNAPSHOT_MISSING: 404,
    Code.REQUEST_TOO_LARGE: 413,
    Code.INTERNAL: 500,
    Code.STORE_DAMAGED: 500,
    Code.STORE_NEWER: 503,
    Code.PLATFORM_BUSY: 503,
    Code.DISK_FULL: 507,
}
"""HTTP status by code; every other refusal is a 409."""
REFUSED = 409
TOO_MANY = 429
TOO_SLOW = 408

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""U+0000 in a JSON text, which no text of PostgreSQL's takes."""

Asked = TypeVar("Asked", bound=msgspec.Struct)
_log = structlog.get_logger()
_PLACE = re.compile(r" - at `(\$[A-Za-z0-9_.\[\]]{0,80})`$")


def asked(call: AnyCall, request: AnyRequest, body: bytes) -> Any:
    """What a request asks for, as the call wants it. Raises `Refused(REQUEST_INVALID)`."""
    if call.method == "GET":
        return _from_query(list(request.query_params.multi_items()), call.asks)
    media_type = request.content_type[0]
    if call.asks is File:
        return File(content=body, media_type=media_type)
    if media_type not in _ACCEPTED:
        raise HTTPException(status_code=415)
    return _from_json(body, call.asks)


def _from_json(body: bytes, of: type[Asked]) -> Asked:
    if b"\\u0000" in body and _NUL.search(body):
        raise Refused(Code.REQUEST_INVALID, part="body")
    try:
        return msgspec.json.decode(body, type=of)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise Refused(Code.REQUEST_INVALID, part="body", at=_place_of(problem)) from problem


def _place_of(problem: Exception) -> str:
    """Where in a body something is wrong, as a path of our own field names; never what stands there."""
    found = _PLACE.search(str(problem)) if isinstance(problem, msgspec.ValidationError) else None
    return found[1] if found else "$"


def _from_query(items: list[tuple[str, str]], of: type[Asked]) -> Asked:
    values: Mapping[str, str] = dict(items)
    if (
        len(values) != len(items)
        or not values.keys() <= set(of.__struct_fields__)
        or any("\0" in text for text in values.values())
    ):
        raise Refused(Code.REQUEST_INVALID, part="query")
    try:
        return msgspec.convert(values, type=of, strict=False)
    except msgspec.ValidationError as problem:
        raise Refused(Code.REQUEST_INVALID, part="query") from problem


def answer(message: msgspec.Struct, status: int = 200, headers: dict[str, str] | None = None) -> Response[bytes]:
    """A message, or a file, on its way out."""
    if isinstance(message, File):
        name = {"Content-Disposition": f'attachment; filename="{message.name}"'} if message.name else {}
        return Response(message.content, status_code=status, media_type=message.media_type, headers={**name, **(headers or {})})
    return Response(msgspec.json.encode(message), status_code=status, media_type=MEDIA_TYPE, headers=headers or {})


def problem(platform: Platform, error: Exception) -> Response[bytes]:
    """The `Problem` of an error."""
    status, code, details = _described(error)
    platform.metrics.problem(code.value)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if "wait_s" in details:
        status, headers = TOO_MANY, {"Retry-After": str(details["wait_s"])}
    message = Problem(server_ms=platform.now_ms(), generation=platform.generation, code=code, details=details)
    return answer(message, status, headers)


def _described(error: Exception) -> tuple[int, Code, dict[str, str | int]]:
    """HTTP status, code and details of an error; nothing of an unexpected one gets out."""
    if isinstance(error, HTTPException) and error.status_code < 500:
        too_large = error.status_code == 413
        return error.status_code, Code.REQUEST_TOO_LARGE if too_large else Code.REQUEST_INVALID, {}
    if isinstance(error, TimeoutError):
        return TOO_SLOW, Code.REQUEST_INVALID, {"part": "body"}
    if isinstance(error, CityCardError) and error.code is not Code.INTERNAL:
        return STATUS.get(error.code, REFUSED), error.code, error.details
    _log.error("request_failed", **where(error))
    return 500, Code.INTERNAL, {}
