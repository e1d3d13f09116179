"""The HTTP API: `domain/wire*.py` over Litestar, each call handed to the platform in a worker thread.

Every answer is one of our own messages or a file; an error is a `Problem` with a fitting HTTP status. Neither bodies nor tokens
nor query strings are logged.
"""

import functools
from collections import defaultdict
from contextlib import nullcontext
from typing import Any, cast

import msgspec
from litestar import HttpMethod, Litestar, Response, route
from litestar.concurrency import sync_to_thread
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody
from litestar.types import ASGIApp, Receive, Scope, Send
from litestar.utils.path import normalize_path

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

_PATH = "citycard_path"
"""Key in the ASGI scope: the path that was asked for."""
_NOWHERE = "/nowhere"
"""Where Litestar has nothing."""


def create_app(platform: Platform, *, behind_proxy: bool = False) -> ASGIApp:
    """The ASGI application of an opened platform, which stays the caller's to close."""
    decoding.make_ready()
    known = all_calls(platform)
    platform.metrics.know(call.path for call in known)

    def to_problem(_: AnyRequest, error: Exception) -> Response[bytes]:
        return problem(platform, error)

    inside = {call.path: _inside(call) for call in known}
    app = Litestar(
        _routes(platform, known),
        exception_handlers={Exception: to_problem},
        openapi_config=None,
        logging_config=None,
        request_max_body_size=LARGE_BODY_BYTES,
    )
    return around(_led(app, inside), platform.metrics.answered, behind_proxy=behind_proxy)


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


def _inside(call: AnyCall) -> str:
    """Where Litestar has the calls of one kind."""
    return f"/{call.method}/{call.most_bytes}" if call.method == "POST" else f"/{call.method}"


def _led(app: ASGIApp, inside: dict[str, str]) -> ASGIApp:
    """Lead each path to its kind's handler: Litestar takes a third of a millisecond for every path that it is given itself."""

    async def lead(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            path = scope["path"] if scope["path"] in inside else normalize_path(scope["path"])
            led = {**scope, _PATH: path, "path": inside.get(path, _NOWHERE)}
            await app(cast(Scope, led), receive, send)
            return
        await app(scope, receive, send)

    return lead


def _routes(platform: Platform, known: list[AnyCall]) -> list[HTTPRouteHandler]:
    """A handler for all paths of a kind, and for OPTIONS too."""
    gets = [call for call in known if call.method == "GET"]
    posts: defaultdict[str, list[AnyCall]] = defaultdict(list)
    for call in known:
        if call.method == "POST":
            posts[_inside(call)].append(call)
    turns = Turns()
    return [_looked_up(platform, gets), *(_posted(platform, calls, turns) for calls in posts.values())]


def _looked_up(platform: Platform, known: list[AnyCall]) -> HTTPRouteHandler:
    methods = [HttpMethod.GET, HttpMethod.OPTIONS]
    calls = {call.path: call for call in known}

    @route(_inside(known[0]), http_method=methods, status_code=200)
    async def looked_up(request: AnyRequest) -> Response[bytes]:
        if request.method == HttpMethod.OPTIONS:
            return _allowed(methods)
        return await sync_to_thread(_answered, platform, calls[_path(request)], request, b"")

    return looked_up


def _posted(platform: Platform, known: list[AnyCall], turns: Turns) -> HTTPRouteHandler:
    """`known`: calls whose bodies are as long at most."""
    methods = [HttpMethod.OPTIONS, HttpMethod.POST]
    calls = {call.path: call for call in known}

    @route(_inside(known[0]), http_method=methods, status_code=200, request_max_body_size=known[0].most_bytes)
    async def posted(request: AnyRequest, body: RawBody) -> Response[bytes]:
        if request.method == HttpMethod.OPTIONS:
            return _allowed(methods)
        call = calls[_path(request)]
        async with turns.turn() if call.takes_turns and len(body) > BACKLOG_BYTES else nullcontext():
            return await sync_to_thread(_answered, platform, call, request, body)

    return posted


def _path(request: AnyRequest) -> str:
    return str(cast(dict[str, Any], request.scope)[_PATH])


def _answered(platform: Platform, call: AnyCall, request: AnyRequest, body: bytes) -> Response[bytes]:
    platform.keep_up()
    caller = call.door.admit(platform, request)
    return answer(call.run(caller, asked(call, request, body)))


def _allowed(methods: list[HttpMethod]) -> Response[bytes]:
    return Response(b"", status_code=204, headers={"Allow": ", ".join(methods)})
