"""The HTTP API: `domain/wire.py` over Litestar, each call handed to `central.platform.Platform` in a worker thread.

Every answer is one of our own messages; an error is a `Problem` with a fitting HTTP status. Neither bodies nor tokens nor query
strings are logged.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
import structlog
from litestar import Litestar, Request, Response, get, post
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from central.faults import where
from central.platform import Platform
from central.stations import Station
from domain.errors import CityCardError, Code, EnvironmentProblem, Refused
from domain.wire import (
    MAX_PAGE,
    MEDIA_TYPE,
    BalanceRequest,
    CardKeysRequest,
    EnrolRequest,
    LoadGrantRequest,
    OpenLoadsRequest,
    Problem,
    UploadRequest,
)

MAX_BODY_BYTES = 8 * 1024 * 1024
MAX_SMALL_BODY_BYTES = 64 * 1024
DEFAULT_PAGE = 1_000
_ACCEPTED = frozenset({MEDIA_TYPE, "application/json"})
_STATUS = {
    Code.REQUEST_INVALID: 400,
    Code.STATION_UNKNOWN: 401,
    Code.STATION_REVOKED: 401,
    Code.ENROLMENT_CODE_INVALID: 403,
    Code.STAFF_NOT_ALLOWED: 403,
    Code.RECOVERY_CODE_INVALID: 400,
    Code.CARD_UNKNOWN: 404,
    Code.LOAD_NOT_FOUND: 404,
    Code.REQUEST_TOO_LARGE: 413,
    Code.INTERNAL: 500,
    Code.PLATFORM_BUSY: 503,
    Code.DISK_FULL: 507,
    Code.STORE_DAMAGED: 500,
}
_REFUSED = 409
_TOO_MANY = 429

Body = TypeVar("Body", bound=msgspec.Struct)
AnyRequest = Request[Any, Any, Any]
_log = structlog.get_logger()


def create_app(platform: Platform) -> ASGIApp:
    """The ASGI application of an opened platform, which stays the caller's to close."""

    @get("/v1/status", sync_to_thread=True)
    def status() -> Response[bytes]:
        return _answer(platform.status())

    @post("/v1/enrol", sync_to_thread=True, request_max_body_size=MAX_SMALL_BODY_BYTES)
    def enrol(request: AnyRequest, body: RawBody) -> Response[bytes]:
        client = request.client.host if request.client else ""
        return _answer(platform.enrol(_decoded(request, body, EnrolRequest), client))

    @post("/v1/events", sync_to_thread=True)
    def events(request: AnyRequest, body: RawBody) -> Response[bytes]:
        station = _station(platform, request)
        return _answer(platform.upload(station, _decoded(request, body, UploadRequest)))

    @get("/v1/changes", sync_to_thread=True)
    def changes(request: AnyRequest) -> Response[bytes]:
        station = _station(platform, request)
        asked = request.query_params
        limit = _limit(asked.get("limit", str(DEFAULT_PAGE)))
        page = platform.changes(station, generation=asked.get("generation", ""), cursor=asked.get("cursor", ""), limit=limit)
        return _answer(page)

    @get("/v1/programme", sync_to_thread=True)
    def programme(request: AnyRequest) -> Response[bytes]:
        _station(platform, request)
        return _answer(platform.programme(request.query_params.get("version", "")))

    @post("/v1/balance", sync_to_thread=True, request_max_body_size=MAX_SMALL_BODY_BYTES)
    def balance(request: AnyRequest, body: RawBody) -> Response[bytes]:
        _station(platform, request)
        return _answer(platform.balance(_decoded(request, body, BalanceRequest)))

    def problem(_: AnyRequest, error: Exception) -> Response[bytes]:
        return _problem(platform, error)

    app = Litestar(
        [
            *(status, enrol, events, changes, programme, balance),
            _small("/v1/loads/grant", platform, LoadGrantRequest, platform.load_grant),
            _small("/v1/loads/open", platform, OpenLoadsRequest, platform.open_loads),
            _small("/v1/cards/keys", platform, CardKeysRequest, platform.card_keys),
        ],
        exception_handlers={Exception: problem},
        openapi_config=None,
        logging_config=None,
        request_max_body_size=MAX_BODY_BYTES,
    )
    return _logged(app)


def _small(path: str, platform: Platform, of: type[Body], call: Callable[[Station, Body], msgspec.Struct]) -> HTTPRouteHandler:
    """A call of an enrolled station with a small body."""

    @post(path, sync_to_thread=True, request_max_body_size=MAX_SMALL_BODY_BYTES)
    def small(request: AnyRequest, body: RawBody) -> Response[bytes]:
        station = _station(platform, request)
        return _answer(call(station, _decoded(request, body, of)))

    return small


def _answer(message: msgspec.Struct, status: int = 200, headers: dict[str, str] | None = None) -> Response[bytes]:
    return Response(msgspec.json.encode(message), status_code=status, media_type=MEDIA_TYPE, headers=headers or {})


def _station(platform: Platform, request: AnyRequest) -> Station:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise EnvironmentProblem(Code.STATION_UNKNOWN)
    return platform.authenticate(token.strip())


def _decoded(request: AnyRequest, body: bytes, of: type[Body]) -> Body:
    if request.content_type[0] not in _ACCEPTED:
        raise HTTPException(status_code=415)
    try:
        return msgspec.json.decode(body, type=of)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise Refused(Code.REQUEST_INVALID, part="body") from problem


def _limit(text: str) -> int:
    if not text.isdecimal() or len(text) > len(str(MAX_PAGE)):
        raise Refused(Code.REQUEST_INVALID, part="limit")
    return int(text)


def _problem(platform: Platform, error: Exception) -> Response[bytes]:
    status, code, details = _described(error)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if "wait_s" in details:
        status, headers = _TOO_MANY, {"Retry-After": str(details["wait_s"])}
    message = Problem(server_ms=platform.now_ms(), generation=platform.generation, code=code, details=details)
    return _answer(message, status, headers)


def _described(error: Exception) -> tuple[int, Code, dict[str, str | int]]:
    """HTTP status, code and details of an error; nothing of an unexpected one gets out."""
    if isinstance(error, HTTPException) and error.status_code < 500:
        too_large = error.status_code == 413
        return error.status_code, Code.REQUEST_TOO_LARGE if too_large else Code.REQUEST_INVALID, {}
    if isinstance(error, CityCardError) and error.code is not Code.INTERNAL:
        return _STATUS.get(error.code, _REFUSED), error.code, error.details
    _log.error("request_failed", **where(error))
    return 500, Code.INTERNAL, {}


def _logged(app: ASGIApp) -> ASGIApp:
    async def logged(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        began_s = time.monotonic()
        answered = 0

        async def noted(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = message["status"]
            await send(message)

        try:
            await app(scope, receive, noted)
        finally:
            took_ms = round((time.monotonic() - began_s) * 1000)
            _log.info("request", method=scope["method"], path=scope["path"], status=answered, took_ms=took_ms)

    return logged
