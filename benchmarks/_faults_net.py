"""The network between simulated stations and the platform: real requests and answers as bytes, and what befalls them.

A station's own HTTP client speaks to it; `Network` stands where the sockets would be. It hands a request to the platform's ASGI
application, once, twice, later or never, and what comes back to the station is the answer, a part of it, somebody else's page,
or nothing.
"""

import asyncio
import heapq
import io
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import msgspec
import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from benchmarks._faults_time import Truth
from central import api
from sync import http_exchange

_PORTAL = "<!DOCTYPE html><html><head><title>登入免費無線網路</title></head><body>示範入口網站</body></html>".encode()
_NOT_FOUND = b"<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center></body></html>"
_RETRY_AFTER = ("3600", "Wed, 21 Oct 2037 07:28:00 GMT", "soon", "-1", "9" * 40, "")
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_ANSWER_S = 15.0
_LATEST_S = 4 * 3600.0


class Request(msgspec.Struct, frozen=True):
    """What a station sends. `line` names the station's line."""

    line: str
    method: str
    path: str
    query: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class Reply(msgspec.Struct, frozen=True):
    """What comes back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_good(self) -> bool:
        """Whether it was carried out."""
        return 200 <= self.status < 300


class Line:
    """One station's way to the platform."""

    def __init__(self) -> None:
        self.away = False
        """Nothing comes through."""
        self.hostility = 0.0
        """How likely it is that something befalls a request."""
        self.next_fault: str | None = None
        """What befalls its next request in any case."""
        self.dies_at: str | None = None
        """The station's machine dies at its next request: `asking` before it is sent, `hearing` once its answer is there."""
        self.die: Callable[[], None] = lambda: None


_Late = tuple[float, int, Request]


class Network:
    """All the lines. `carry_out` is the platform; `on_reply` is told of every answer of the platform's own making."""

    def __init__(self, truth: Truth, chance: random.Random, carry_out: Callable[[Request], Reply]) -> None:
        self.lines: dict[str, Line] = {}
        self.faults: Counter[str] = Counter()
        self.requests = 0
        self.on_reply: Callable[[Request, Reply], None] = lambda _request, _reply: None
        self._truth = truth
        self._chance = chance
        self._carry_out = carry_out
        self._late: list[_Late] = []
        self._numbers = 0
        self._before: dict[tuple[str, str, str, str], Reply] = {}
        self._befalls: dict[str, Callable[[Request, Line], Reply]] = {
            "request lost": self._request_lost,
            "answer lost": self._answer_lost,
            "request late": self._request_late,
            "request twice": self._request_twice,
            "request twice, once late": self._request_twice_once_late,
            "answer cut": self._answer_cut,
            "answer garbled": self._answer_garbled,
            "captive portal": self._portal,
            "answer replaced by a portal": self._answer_replaced,
            "proxy's 404": self._not_found,
            "503 with Retry-After": self._unavailable,
            "another 2xx": self._other_2xx,
            "foreign JSON": self._foreign_json,
            "redirected": self._redirected,
            "wrong TLS name": self._tls,
            "stale answer": self._stale,
            "slow": self._slow,
        }

    def send(self, request: Request) -> Reply:
        """Ask, and see what comes of it. Raises what `requests` raises, and `Killed`."""
        line = self.lines[request.line]
        self.requests += 1
        if line.dies_at == "asking":
            self._dies(line)
        if line.away:
            raise requests.ConnectionError("no network")
        what, line.next_fault = line.next_fault, None
        if what is None and self._chance.random() < line.hostility:
            what = self._chance.choice(list(self._befalls))
        if what is not None:
            self.faults[what] += 1
            reply = self._befalls[what](request, line)
        else:
            reply = self._carried_out(request)
        if line.dies_at == "hearing":
            self._dies(line)
        return reply

    def _dies(self, line: Line) -> None:
        line.dies_at = None
        line.die()

    def deliver_late(self) -> None:
        """Whatever was under way and is due by now arrives, and nobody waits for the answer."""
        while self._late and self._late[0][0] <= self._truth.monotonic_s():
            # Nobody is told when the platform dies of it.
            with suppress(requests.ConnectionError):
                self._carried_out(heapq.heappop(self._late)[2])

    def clear(self) -> None:
        """Everything that is under way arrives; nothing befalls anybody any more."""
        for line in self.lines.values():
            line.away, line.hostility, line.dies_at, line.next_fault = False, 0.0, None, None
        while self._late:
            # Nobody is told when the platform dies of it.
            with suppress(requests.ConnectionError):
                self._carried_out(heapq.heappop(self._late)[2])

    def _carried_out(self, request: Request) -> Reply:
        self._truth.goes_on(self._chance.uniform(0.002, 0.08))
        reply = self._carry_out(request)
        self.on_reply(request, reply)
        if reply.is_good:
            self._before[request.line, request.method, request.path, request.query] = reply
        return reply

    # --- what befalls a request -------------------------------------------------------------------------------------------

    def _request_lost(self, _request: Request, _line: Line) -> Reply:
        self._truth.goes_on(3.0)
        raise requests.ConnectTimeout

    def _answer_lost(self, request: Request, _line: Line) -> Reply:
        self._carried_out(request)
        self._truth.goes_on(_ANSWER_S)
        raise requests.ReadTimeout

    def _request_late(self, request: Request, _line: Line) -> Reply:
        self._comes_late(request)
        self._truth.goes_on(_ANSWER_S)
        raise requests.ReadTimeout

    def _comes_late(self, request: Request) -> None:
        self._numbers += 1
        due_s = self._truth.monotonic_s() + self._chance.uniform(1.0, _LATEST_S) ** self._chance.choice((0.5, 1.0))
        heapq.heappush(self._late, (due_s, self._numbers, request))

    def _request_twice(self, request: Request, _line: Line) -> Reply:
        first, second = self._carried_out(request), self._carried_out(request)
        return self._chance.choice((first, second))

    def _request_twice_once_late(self, request: Request, _line: Line) -> Reply:
        self._comes_late(request)
        return self._carried_out(request)

    def _answer_cut(self, request: Request, _line: Line) -> Reply:
        reply = self._carried_out(request)
        headers = {**reply.headers, "Content-Length": str(len(reply.body))}
        return msgspec.structs.replace(reply, headers=headers, body=reply.body[: self._chance.randrange(len(reply.body) + 1)])

    def _answer_garbled(self, request: Request, _line: Line) -> Reply:
        """In a way that no reader takes for another answer: what comes by TLS is whole, or it is not ours."""
        reply = self._carried_out(request)
        half = self._chance.randrange(len(reply.body) + 1)
        body = self._chance.choice(
            (b"\xef\xbb\xbf" + reply.body, reply.body + b"<!-- proxy -->", reply.body[1:], reply.body[:half])
        )
        return Reply(reply.status, {"Content-Type": reply.headers.get("content-type", "")}, body)

    def _portal(self, _request: Request, _line: Line) -> Reply:
        return Reply(200, _HTML, _PORTAL)

    def _answer_replaced(self, request: Request, _line: Line) -> Reply:
        self._carried_out(request)
        return Reply(self._chance.choice((200, 204, 403, 502)), _HTML, _PORTAL)

    def _not_found(self, _request: Request, _line: Line) -> Reply:
        return Reply(404, _HTML, _NOT_FOUND)

    def _unavailable(self, _request: Request, _line: Line) -> Reply:
        return Reply(self._chance.choice((429, 503)), {**_HTML, "Retry-After": self._chance.choice(_RETRY_AFTER)}, _NOT_FOUND)

    def _other_2xx(self, request: Request, _line: Line) -> Reply:
        status = self._chance.choice((201, 202, 203, 204, 206, 226, 299))
        reply = self._carried_out(request)
        return Reply(status, reply.headers, reply.body if reply.is_good and self._chance.random() < 0.5 else b"")

    def _foreign_json(self, _request: Request, _line: Line) -> Reply:
        said = self._chance.choice(
            (b"{}", b'{"status": "ok"}', b"[]", b"null", b'{"outcomes": [], "server_ms": 0, "generation": ""}')
        )
        return Reply(200, {"Content-Type": "application/json"}, said)

    def _redirected(self, _request: Request, _line: Line) -> Reply:
        return Reply(self._chance.choice((301, 302, 307, 308)), {**_HTML, "Location": "http://portal.invalid/"}, b"")

    def _tls(self, _request: Request, _line: Line) -> Reply:
        raise requests.exceptions.SSLError("certificate verify failed: Hostname mismatch")

    def _stale(self, request: Request, _line: Line) -> Reply:
        before = self._before.get((request.line, request.method, request.path, request.query))
        if before is None or request.method != "GET":
            return self._carried_out(request)
        return before

    def _slow(self, request: Request, _line: Line) -> Reply:
        self._truth.goes_on(self._chance.uniform(0.5, 14.0))
        return self._carried_out(request)

    # --- where the sockets would be ---------------------------------------------------------------------------------------

    @contextmanager
    def under_all(self) -> Iterator[None]:
        """While this lasts every station of this process is on this network; an address begins with its line's name."""
        with patch.object(http_exchange, "TimelyAdapter", lambda: _Socket(self)):
            yield


class _Socket(HTTPAdapter):
    """What `requests` takes for its connections."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self._network = network

    def send(self, request: requests.PreparedRequest, *_args: Any, **_options: Any) -> requests.Response:
        """See `requests.adapters.BaseAdapter`."""
        parts = urlsplit(request.url or "")
        line, _, path = str(parts.path).lstrip("/").partition("/")
        body = request.body or b""
        headers = tuple((name.lower().encode(), value.encode()) for name, value in request.headers.items())
        asked = Request(
            line=line,
            method=request.method or "",
            path=f"/{path}",
            query=str(parts.query),
            headers=headers,
            body=body.encode() if isinstance(body, str) else bytes(body),
        )
        reply = self._network.send(asked)
        raw = HTTPResponse(body=io.BytesIO(reply.body), headers=reply.headers, status=reply.status, preload_content=False)
        return self.build_response(request, raw)


async def _here(work: Callable[..., Any], *given: Any) -> Any:
    return work(*given)


class AsgiServer:
    """An ASGI application asked request by request, each to its end; sockets and worker threads are left out."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()

    def close(self) -> None:
        """End its loop."""
        self._loop.close()

    def ask(self, app: Any, request: Request) -> Reply:
        """The application's answer."""
        with patch.object(api, "sync_to_thread", _here):
            return self._loop.run_until_complete(_asked(app, request))


async def _asked(app: Any, request: Request) -> Reply:
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": request.path,
        "raw_path": request.path.encode(),
        "query_string": request.query.encode(),
        "root_path": "",
        "headers": list(request.headers),
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 50_000),
        "extensions": {},
        "state": {},
    }
    sent: list[dict[str, Any]] = []
    bodies = iter([{"type": "http.request", "body": request.body, "more_body": False}])

    async def receive() -> dict[str, Any]:
        return next(bodies, {"type": "http.disconnect"})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return Reply(start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body)
