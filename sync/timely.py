"""HTTP connections on which a whole exchange ends by one deadline, and not each read by its own.

A socket's timeout begins anew with whatever comes, so a peer that trickles would hold an exchange for ever: in a proxy's
answer, in the head, in the body. Here each read and each send is given what is left of the exchange's time, and no read more
than the longest silence besides.

In Python's TLS a read and a handshake keep to the socket's timeout as a whole (`_ssl.c`). In TLS through a proxy that itself
speaks TLS (`urllib3.util.ssltransport`) a record does not: between its bytes the longest silence counts.
"""

import http.client
import io
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class _Running(threading.local):
    """When the calling thread's exchange ends, as `time.monotonic`: sockets know no other clock."""

    until_s: float | None = None


_running = _Running()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What the calling thread exchanges inside has so long in all. What is late raises `TimeoutError`, in urllib3's words."""
    _running.until_s = time.monotonic() + seconds
    try:
        yield
    finally:
        _running.until_s = None


def _left_s(at_most_s: float | None) -> float | None:
    """How long the next step may take; None: for ever. Raises `TimeoutError` when no time is left."""
    if _running.until_s is None:
        return at_most_s
    left_s = _running.until_s - time.monotonic()
    if left_s <= 0:
        raise TimeoutError("timed out")
    return left_s if at_most_s is None else min(left_s, at_most_s)


class _TimelyFile(io.RawIOBase):
    """What a socket receives; `silence_s` is the longest that nothing may come."""

    def __init__(self, sock: socket.socket, received: io.RawIOBase) -> None:
        super().__init__()
        self._sock = sock
        self._received = received
        self._silence_s = sock.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(_left_s(self._silence_s))
        return self._received.readinto(buffer)

    def close(self) -> None:
        self._received.close()
        super().close()


class _TimelyResponse(http.client.HTTPResponse):
    """One that is read in time, from its first byte."""

    def __init__(self, sock: socket.socket, *words: Any, **more: Any) -> None:
        super().__init__(sock, *words, **more)
        self.fp = io.BufferedReader(_TimelyFile(sock, self.fp.detach()))


class _TimelyConnection(HTTPConnection):
    response_class = _TimelyResponse

    def connect(self) -> None:
        self.timeout = _left_s(self.timeout)
        super().connect()

    def send(self, data: Any) -> None:
        """All of it, however long that takes of the exchange's time: only a slow line sends for longer than it connects."""
        if self.sock is None:
            self.connect()
        self.sock.settimeout(_left_s(None) or self.timeout)
        super().send(data)
        self.sock.settimeout(self.timeout)


class _TimelyTlsConnection(_TimelyConnection, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _TimelyConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TimelyTlsConnection


_POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _Pool, "https": _TlsPool}


class TimelyAdapter(HTTPAdapter):
    """For a `requests.Session` that is used inside `within`, directly or by a proxy."""

    def init_poolmanager(self, *words: Any, **more: Any) -> None:
        super().init_poolmanager(*words, **more)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **more)
        if isinstance(manager, urllib3.ProxyManager):
            manager.pool_classes_by_scheme = _POOLS
        return manager
