"""Serving the platform over HTTP with uvicorn."""

import asyncio
import contextlib
import ipaddress
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import msgspec
import uvicorn
from litestar.types import ASGIApp, Receive, Scope, Send

from central import store_postgres, workers
from central.api import create_app
from central.loopback import is_loopback
from central.operations import metrics
from central.patience import PatientProtocol
from central.platform import Platform
from domain.errors import Code, EnvironmentProblem

_GRACE_S = 10
_THREADS = store_postgres.CONNECTIONS
MOST_WORKERS = 32
MOST_CONNECTIONS = 80
"""To the database, of all processes together: PostgreSQL admits 100 unless it was told otherwise."""


class ServeSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where and how to serve. `demo` and `programme_file` may be left out for a platform that has been founded."""

    directory: Path
    programme_file: Path | None = None
    demo: bool | None = None
    host: str = "127.0.0.1"
    port: int = 8640
    """0: any free one; the ready line says which."""
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    plain_http_behind_proxy: bool = False
    """The explicit word that something in front of this address does TLS."""
    database: str | None = None
    """The URL of a PostgreSQL database; None: a SQLite file in `directory`."""
    workers: int = 1
    """How many processes serve the one address."""
    trusted_proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    """Addresses or networks whose word on whom they ask for is taken; nobody else's is."""


class HttpServer(uvicorn.Server):
    """uvicorn that says when it is ready and takes SIGTERM and Ctrl-C as the normal end."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None] = lambda: None) -> None:
        super().__init__(config)
        self.on_ready = on_ready

    def end(self) -> None:
        """Finish what is under way, then end. From any thread."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell. Calls run in threads; with as few as asyncio takes wishes would seldom share a transaction."""
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS, thread_name_prefix="call"))
        await super().startup(sockets)
        if self.started:
            self.on_ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn does, without raising the signal again once everything has ended well."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()


_TLS = {"file": "--tls-certificate", "where": "--tls-key"}


def configured(app: ASGIApp, settings: ServeSettings) -> uvicorn.Config:
    """uvicorn's settings. Raises `EnvironmentProblem` with PLAIN_HTTP_REFUSED or SETTINGS_INVALID (certificate or key)."""
    with_tls = settings.tls_certificate is not None
    if with_tls != (settings.tls_key is not None):
        raise EnvironmentProblem(Code.SETTINGS_INVALID, **_TLS, expected="both or neither")
    if not with_tls and not settings.plain_http_behind_proxy and not is_loopback(settings.host):
        raise EnvironmentProblem(Code.PLAIN_HTTP_REFUSED)
    config = uvicorn.Config(
        app,
        ssl_certfile=settings.tls_certificate if with_tls else None,
        ssl_keyfile=settings.tls_key if with_tls else None,
        proxy_headers=settings.plain_http_behind_proxy,
        forwarded_allow_ips=_networks(settings.trusted_proxies),
        http=PatientProtocol,
        loop="auto",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
    )
    try:
        config.load()
    except OSError as problem:
        expected = "PEM files that can be read and belong together"
        raise EnvironmentProblem(Code.SETTINGS_INVALID, **_TLS, expected=expected) from problem
    return config


def _networks(addresses: Sequence[str]) -> list[str]:
    try:
        return [str(ipaddress.ip_network(address)) for address in addresses]
    except ValueError as problem:
        where = ", ".join(addresses)
        raise EnvironmentProblem(
            Code.SETTINGS_INVALID, file="--trusted-proxy", where=where, expected="addresses, or networks such as 10.0.0.0/24"
        ) from problem


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises `EnvironmentProblem(SETTINGS_INVALID)` when the address cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as problem:
        expected = "an address of this machine and a port that nobody uses"
        where = f"{host}, {port}"
        raise EnvironmentProblem(Code.SETTINGS_INVALID, file="--host, --port", where=where, expected=expected) from problem


def serve(settings: ServeSettings) -> None:
    """Serve until SIGTERM or Ctrl-C; requests under way are finished. Call it from the main thread.

    Prints one line, `citycard central ready on http://127.0.0.1:8640`, when it answers. Raises `EnvironmentProblem` with
    PLAIN_HTTP_REFUSED, SETTINGS_INVALID, and what `Platform.open` raises.
    """
    # Before anything is founded or opened: a server that may not be started leaves nothing behind.
    configured(_not_yet, settings)
    text = None if settings.programme_file is None else _text(settings.programme_file)
    if settings.workers != 1:
        _serve_by_many(settings, text)
        return
    with contextlib.closing(_opened(settings, text)) as platform:
        server = _server(platform, settings)
        with listen(settings.host, settings.port) as listening:
            server.on_ready = partial(_say_ready, url_of(listening, settings))
            server.run([listening])


async def _not_yet(_scope: Scope, _receive: Receive, _send: Send) -> None:
    """In place of the platform while the settings are looked at."""


def _serve_by_many(settings: ServeSettings, text: str | None) -> None:
    if settings.database is None or sys.platform == "win32" or not 1 <= settings.workers <= MOST_WORKERS:
        expected = f"1 to {MOST_WORKERS}, and --database: a file has one process; Windows has one too"
        raise EnvironmentProblem(Code.SETTINGS_INVALID, file="--workers", where=str(settings.workers), expected=expected)

    def serve_one(worker: workers.Worker) -> None:
        with contextlib.closing(_opened(settings, None)) as platform:
            server = _server(platform, settings)
            server.on_ready = worker.ready
            worker.when_parent_is_gone(server.end)
            server.run([worker.listening])

    with contextlib.closing(_opened(settings, text)) as platform:
        _server(platform, settings)
    with contextlib.ExitStack() as stack:
        metrics.share(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="citycard-metrics-"))))
        sockets = [stack.enter_context(one) for one in _listen_by_many(settings)]
        workers.run(sockets, serve_one, partial(_say_ready, url_of(sockets[0], settings)))


def _listen_by_many(settings: ServeSettings) -> list[socket.socket]:
    """A socket for each process, between which the kernel deals out connections; the address must be free."""
    with listen(settings.host, settings.port) as free:
        family, address = free.family, free.getsockname()
    return [socket.create_server(address[:2], family=family, backlog=512, reuse_port=True) for _ in range(settings.workers)]


def _opened(settings: ServeSettings, text: str | None) -> Platform:
    connections = store_postgres.CONNECTIONS if settings.workers == 1 else max(8, MOST_CONNECTIONS // settings.workers)
    return Platform.open(settings.directory, text, settings.demo, database=settings.database, connections=connections)


def _server(platform: Platform, settings: ServeSettings) -> HttpServer:
    app = create_app(platform, behind_proxy=settings.plain_http_behind_proxy)
    return HttpServer(configured(app, settings))


def _say_ready(url: str) -> None:
    print(f"citycard central ready on {url}", flush=True)


def url_of(listening: socket.socket, settings: ServeSettings) -> str:
    """The address that a listening socket answers on."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{'http' if settings.tls_key is None else 'https'}://{host}:{listening.getsockname()[1]}"


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise EnvironmentProblem(Code.PROGRAMME_INVALID, file=file.name, where="$", expected="a readable file") from problem
