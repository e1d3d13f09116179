"""What uvicorn's connections lack: a limit to what one may cost that asks for nothing, and an answer that leaves at once."""

import asyncio
import socket
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE_S = 20.0
"""So long a request's head may take from the first byte, or from the connection's beginning."""


class PatientProtocol(H11Protocol):
    """Closes a connection whose request has not begun in time; what is under way is not touched."""

    _given_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        _send_at_once(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """A part of a request: the head has to be whole in time."""
        if self._is_idle() and self._given_up is None:
            self._wait()
        super().data_received(data)
        if not self._is_idle():
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._given_up = self.loop.call_later(PATIENCE_S, self._give_up)

    def _stop_waiting(self) -> None:
        if self._given_up is not None:
            self._given_up.cancel()
            self._given_up = None

    def _give_up(self) -> None:
        self._given_up = None
        if self._is_idle() and not self.transport.is_closing():
            self.transport.close()

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete


def _send_at_once(transport: asyncio.BaseTransport) -> None:
    """No waiting for the other end's acknowledgement between an answer's head and its body: 40 ms a request (RFC 896, 9293).

    asyncio does so itself only for sockets that were made with a protocol number, which `socket.create_server` does not.
    """
    connection = transport.get_extra_info("socket")
    if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
