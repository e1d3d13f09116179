"""The way between stations and their platform: an HTTP proxy that does to an exchange whatever a test tells it to."""

import http.client
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from domain.events import Event, SignedEvent, decode
from domain.wire import UploadRequest

EVENTS, CHANGES = "/v1/events", "/v1/changes"
_OF_THE_LINE = ("host", "connection", "content-length", "transfer-encoding", "accept-encoding")


class Answer(NamedTuple):
    """What a station is answered."""

    status: int
    body: bytes
    content_type: str = "application/json"
    more: tuple[tuple[str, str], ...] = ()


class Asked(NamedTuple):
    """What a station asks."""

    method: str
    path: str
    target: str
    """The path with its query."""
    headers: dict[str, str]
    body: bytes

    def events(self) -> list[SignedEvent]:
        """What is uploaded."""
        return msgspec.json.decode(self.body, type=UploadRequest).events

    def acts(self) -> list[Event]:
        """The same, readable."""
        return [decode(signed.body) for signed in self.events()]


Deed = Callable[[Asked], Answer | None]
"""Gives the answer that the station gets; None cuts the line without one."""


class Way:
    """`way.url` is where stations ask. What no deed is done to is passed on, and cut while the platform is away."""

    def __init__(self, to: str) -> None:
        self._to = urlsplit(to)
        self._deeds: list[tuple[str, Deed]] = []
        self._lock = threading.Lock()
        self.asked: list[Asked] = []
        """Everything that stations have asked."""
        way = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self) -> None:
                way.answer(self)

            do_GET = do_POST = _any  # noqa: N815 (http.server's own names)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="way")
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Answer nobody any more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def do(self, deed: Deed, path: str = "", *, times: int = 1 << 30) -> None:
        """From now on this is done to exchanges whose path begins so, `times` times; the newest deed first."""
        left = [times]

        def counted(asked: Asked) -> Answer | None:
            left[0] -= 1
            if left[0] <= 0:
                self._forget(counted)
            return deed(asked)

        with self._lock:
            self._deeds.insert(0, (path, counted))

    def clear(self) -> None:
        """Pass everything on again."""
        with self._lock:
            self._deeds = []

    def uploads(self) -> list[Asked]:
        """What has been asked with events."""
        with self._lock:
            return [asked for asked in self.asked if asked.path == EVENTS]

    def forward(self, asked: Asked) -> Answer | None:
        """Ask the platform; None when it is away."""
        line = http.client.HTTPConnection(self._to.hostname or "", self._to.port or 0, timeout=20)
        try:
            line.request(asked.method, asked.target, asked.body, asked.headers)
            said = line.getresponse()
            return Answer(said.status, said.read(), said.headers.get("Content-Type", ""))
        except (OSError, http.client.HTTPException):
            return None
        finally:
            line.close()

    def answer(self, station: BaseHTTPRequestHandler) -> None:
        """One exchange, on a thread of its own."""
        body = station.rfile.read(int(station.headers.get("Content-Length") or 0))
        headers = {name: value for name, value in station.headers.items() if name.lower() not in _OF_THE_LINE}
        asked = Asked(station.command, urlsplit(station.path).path, station.path, headers, body)
        with self._lock:
            self.asked.append(asked)
            deed = next((deed for path, deed in self._deeds if asked.path.startswith(path)), self.forward)
        said = deed(asked)
        if said is None:
            station.close_connection = True
            return
        station.send_response(said.status)
        for name, value in (("Content-Type", said.content_type), *said.more, ("Content-Length", str(len(said.body)))):
            station.send_header(name, value)
        station.end_headers()
        station.wfile.write(said.body)

    def _forget(self, deed: Deed) -> None:
        with self._lock:
            self._deeds = [entry for entry in self._deeds if entry[1] is not deed]
