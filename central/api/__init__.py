"""The HTTP API: `domain/wire*.py` over Litestar, each call handed to the platform in a worker thread.

Every answer is one of our own messages or a file; an error is a `Problem` with a fitting HTTP status. Neither bodies nor tokens
nor query strings are logged.
"""

import time

import msgspec
import structlog
from litestar import Litestar, Response, get, post
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from central.api import (
    access,
    activities,
    applications,
    fleet,
    operations,
    registry,
    services,
    stations,
    virtual_card,
)
from central.api.answers import answer, asked, problem
from central.api.calls import LARGE_BODY_BYTES, AnyCall, Call, File, Nothing
from central.api.doors import ANYBODY, AnyRequest
from central.api.openapi import document
from central.platform import Platform

_log = structlog.get_logger()


def create_app(platform: Platform) -> ASGIApp:
    """The ASGI application of an opened platform, which stays the caller's to close."""

    def to_problem(_: AnyRequest, error: Exception) -> Response[bytes]:
        return problem(platform, error)

    app = Litestar(
        [_route(platform, call) for call in all_calls(platform)],
        exception_handlers={Exception: to_problem},
        openapi_config=None,
        logging_config=None,
        request_max_body_size=LARGE_BODY_BYTES,
    )
    return _logged(app)


def all_calls(platform: Platform) -> list[AnyCall]:
    """Every call of the API, with the one that describes them."""
    calls = [
        *stations.calls(platform),
        *access.calls(platform),
        *activities.calls(platform),
        *fleet.calls(platform),
        *virtual_card.calls(platform),
        *operations.calls(platform),
        *services.calls(platform),
        *registry.calls(platform),
        *applications.calls(platform),
    ]
    described: list[AnyCall] = []
    own = Call(
        method="GET",
        path="/v1/openapi.json",
        summary="This document",
        door=ANYBODY,
        asks=Nothing,
        gives=File,
        run=lambda _caller, _asked: File(content=msgspec.json.encode(document(described)), media_type="application/json"),
    )
    described += [*calls, own]
    return described


def _route(platform: Platform, call: AnyCall) -> HTTPRouteHandler:
    if call.method == "GET":

        @get(call.path, sync_to_thread=True)
        def looked_up(request: AnyRequest) -> Response[bytes]:
            caller = call.door.admit(platform, request)
            return answer(call.run(caller, asked(call, request, b"")))

        return looked_up

    @post(call.path, sync_to_thread=True, status_code=200, request_max_body_size=call.most_bytes)
    def posted(request: AnyRequest, body: RawBody) -> Response[bytes]:
        caller = call.door.admit(platform, request)
        return answer(call.run(caller, asked(call, request, body)))

    return posted


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
