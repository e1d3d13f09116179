"""The HTTP API: `domain/wire*.py` over Litestar, each call handed to the platform in a worker thread.

Every answer is one of our own messages or a file; an error is a `Problem` with a fitting HTTP status. Neither bodies nor tokens
nor query strings are logged.
"""

import functools

import msgspec
from litestar import Litestar, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody
from litestar.types import ASGIApp

from central.api import (
    access,
    activities,
    applications,
    draws,
    fleet,
    health,
    hours,
    kpi,
    money,
    operations,
    registry,
    reports,
    services,
    settlement,
    stations,
    subject,
    virtual_card,
)
from central.api.answers import answer, asked, problem
from central.api.calls import LARGE_BODY_BYTES, AnyCall, Call, File, Nothing
from central.api.doors import ANYBODY, AnyRequest
from central.api.openapi import document
from central.api.serving import around
from central.platform import Platform


def create_app(platform: Platform, *, behind_proxy: bool = False) -> ASGIApp:
    """The ASGI application of an opened platform, which stays the caller's to close."""
    known = all_calls(platform)
    platform.metrics.know(call.path for call in known)

    def to_problem(_: AnyRequest, error: Exception) -> Response[bytes]:
        return problem(platform, error)

    app = Litestar(
        [_route(platform, call) for call in known],
        exception_handlers={Exception: to_problem},
        openapi_config=None,
        logging_config=None,
        request_max_body_size=LARGE_BODY_BYTES,
    )
    return around(app, platform.metrics.answered, behind_proxy=behind_proxy)


def all_calls(platform: Platform) -> list[AnyCall]:
    """Every call of the API, with the one that describes them."""
    calls = [
        *stations.calls(platform),
        *access.calls(platform),
        *reports.calls(platform),
        *draws.calls(platform),
        *activities.calls(platform),
        *fleet.calls(platform),
        *virtual_card.calls(platform),
        *operations.calls(platform),
        *services.calls(platform),
        *registry.calls(platform),
        *applications.calls(platform),
        *health.calls(platform),
        *kpi.calls(platform),
        *subject.calls(platform),
        *money.calls(platform),
        *hours.calls(platform),
        *settlement.calls(platform),
    ]
    described: list[AnyCall] = []
    own = Call(
        method="GET",
        path="/v1/openapi.json",
        summary="This document",
        door=ANYBODY,
        asks=Nothing,
        gives=File,
        run=lambda _caller, _asked: File(content=written(), media_type="application/json"),
    )
    described += [*calls, own]

    @functools.cache
    def written() -> bytes:
        # Once: making it costs a hundred times what a call does, and anybody may ask.
        return msgspec.json.encode(document(described))

    return described


def _route(platform: Platform, call: AnyCall) -> HTTPRouteHandler:
    if call.method == "GET":

        @get(call.path, sync_to_thread=True)
        def looked_up(request: AnyRequest) -> Response[bytes]:
            platform.keep_up()
            caller = call.door.admit(platform, request)
            return answer(call.run(caller, asked(call, request, b"")))

        return looked_up

    @post(call.path, sync_to_thread=True, status_code=200, request_max_body_size=call.most_bytes)
    def posted(request: AnyRequest, body: RawBody) -> Response[bytes]:
        platform.keep_up()
        caller = call.door.admit(platform, request)
        return answer(call.run(caller, asked(call, request, body)))

    return posted
