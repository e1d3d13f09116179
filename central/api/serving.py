"""Around every request: its id and its line in the log, what is measured, headers for browsers, and a limit to patience."""

import asyncio
import re
import time
from typing import Any, Protocol, cast
from uuid import uuid4

import structlog
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

REQUEST_ID = "X-Request-Id"
PATIENCE_S = 20.0
"""So long the next part of a body may take."""
BEHIND_PROXY = "citycard_behind_proxy"
"""Key in the ASGI scope: somebody else stands before this server, and may pass on what strangers ask."""
_AN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
_log = structlog.get_logger()


class Answered(Protocol):
    """Who is told of every answer."""

    def __call__(self, method: str, path: str, status: int, took_s: float) -> None: ...


def around(app: ASGIApp, answered: Answered, *, behind_proxy: bool) -> ASGIApp:
    """The application with all of that. Neither bodies nor tokens nor query strings are logged."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        cast(dict[str, Any], scope)[BEHIND_PROXY] = behind_proxy
        began_s, status = time.monotonic(), 0
        request_id = _request_id(scope)

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(scope, message, request_id)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await app(scope, _patient(receive), noted)
            finally:
                took_s = time.monotonic() - began_s
                answered(scope["method"], scope["path"], status, took_s)
                _log.info("request", method=scope["method"], path=scope["path"], status=status, took_ms=round(took_s * 1000))

    return wrapped


def _patient(receive: Receive) -> Receive:
    """A client that stops in the middle of a body is not waited for: `TimeoutError`."""
    whole = False

    async def patient() -> Any:
        nonlocal whole
        message = await (receive() if whole else asyncio.wait_for(receive(), PATIENCE_S))
        whole = whole or not message.get("more_body", False)
        return message

    return patient


def _request_id(scope: Scope) -> str:
    """The caller's own, when it looks like one, so that logs of both ends can be put side by side."""
    given = dict(scope["headers"]).get(REQUEST_ID.lower().encode(), b"").decode("latin-1")
    return given if _AN_ID.fullmatch(given) else uuid4().hex


def _add_headers(scope: Scope, message: HTTPResponseStartEvent, request_id: str) -> None:
    headers = MutableScopeHeaders.from_message(message)
    for name, value in {**_HEADERS, **(_HTTPS if scope["scheme"] == "https" else {}), REQUEST_ID: request_id}.items():
        headers[name] = value
