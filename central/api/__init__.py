"""The HTTP API: `domain/wire*.py` over Litestar, each call handed to the platform in a worker thread.

Every answer is one of our own messages or a file; an error is a `Problem` with a fitting HTTP status. Neither bodies nor tokens
nor query strings are logged.
"""

import functools
from collections import defaultdict
from contextlib import nullcontext

import msgspec
from litestar import HttpMethod, Litestar, Response, route
from litestar.concurrency import sync_to_thread
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody
from litestar.types import ASGIApp

from central.api import (
    access,
    activities,
    applications,
    correcting,
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
from central.api.turns import BACKLOG_BYTES, Turns
from central.platform import Platform
from domain import decoding


def create_app(platform: Platform, *, behind_proxy: bool = False) -> ASGIApp:
    """The ASGI application of an opened platform, which stays the caller's to close."""
    decoding.make_ready()
    known = all_calls(platform)
    platform.metrics.know(call.path for call in known)

    def to_problem(_: AnyRequest, error: Exception) -> Response[bytes]:
        return problem(platform, error)

    app = Litestar(
        _routes(platform, known),
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
        *correcting.calls(platform),
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


def _routes(platform: Platform, known: list[AnyCall]) -> list[HTTPRouteHandler]:
    """A handler for many paths each, and for OPTIONS too: Litestar takes a millisecond for every handler that it is given."""
    gets = {call.path: call for call in known if call.method == "GET"}
    posts: defaultdict[int, dict[str, AnyCall]] = defaultdict(dict)
    for call in known:
        if call.method == "POST":
            posts[call.most_bytes][call.path] = call
    turns = Turns()
    posted = (_posted(platform, calls, most_bytes, turns) for most_bytes, calls in posts.items())
    return [_looked_up(platform, gets), *posted]


def _looked_up(platform: Platform, calls: dict[str, AnyCall]) -> HTTPRouteHandler:
    methods = [HttpMethod.GET, HttpMethod.OPTIONS]

    @route(list(calls), http_method=methods, status_code=200)
    async def looked_up(request: AnyRequest) -> Response[bytes]:
        if request.method == HttpMethod.OPTIONS:
            return _allowed(methods)
        return await sync_to_thread(_answered, platform, calls[request.scope["path"]], request, b"")

    return looked_up


def _posted(platform: Platform, calls: dict[str, AnyCall], most_bytes: int, turns: Turns) -> HTTPRouteHandler:
    methods = [HttpMethod.OPTIONS, HttpMethod.POST]

    @route(list(calls), http_method=methods, status_code=200, request_max_body_size=most_bytes)
    async def posted(request: AnyRequest, body: RawBody) -> Response[bytes]:
        if request.method == HttpMethod.OPTIONS:
            return _allowed(methods)
        call = calls[request.scope["path"]]
        async with turns.turn() if call.takes_turns and len(body) > BACKLOG_BYTES else nullcontext():
            return await sync_to_thread(_answered, platform, call, request, body)

    return posted


def _answered(platform: Platform, call: AnyCall, request: AnyRequest, body: bytes) -> Response[bytes]:
    platform.keep_up()
    caller = call.door.admit(platform, request)
    return answer(call.run(caller, asked(call, request, body)))


def _allowed(methods: list[HttpMethod]) -> Response[bytes]:
    return Response(b"", status_code=204, headers={"Allow": ", ".join(methods)})
