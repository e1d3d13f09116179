"""A virtual contactless card: a TCP client of vsmartcard's reader driver, `vpcd`, for demo and tests.

The protocol (vsmartcard, `virtualsmartcard/src/vpcd/vpcd.h`): each message is a 2-byte big-endian length and a body, both
ways. A 1-byte body from the reader is a control: 00 power off, 01 power on, 02 reset, none of them answered, and 04 asks for
the ATR. Every longer body is a command APDU. The driver waits for an answer without a limit, so a card answers or hangs up.
"""

import contextlib
import socket
import struct
import threading

import structlog

from domain.errors import Code, EnvironmentProblem
from reader_drivers.atr import storage_card_atr
from reader_drivers.card_application import CardApplication, CardTorn
from reader_drivers.storage_card import StorageCard

_CONTROL_ATR = 0x04
_CONTROLS_ENDING_SESSION = frozenset({0x00, 0x01, 0x02})
_CONNECT_TIMEOUT_S = 2.0
_RECONNECT_S = 0.1
_JOIN_S = 3.0
_QUICKACK: int | None = getattr(socket, "TCP_QUICKACK", None)

_log = structlog.get_logger(__name__)


class VpcdCard:
    """A card application on a vpcd reader. Any thread may insert it and take it away.

    While it lies there it connects again by itself when the reader service is restarted, as a real card would be found again.
    """

    def __init__(self, application: CardApplication, *, atr: bytes, port: int, host: str = "127.0.0.1") -> None:
        self._application = application
        self._atr = atr
        self._address = (host, port)
        self._tear_at: int | None = None
        self._lock = threading.Lock()
        self._away = threading.Event()
        self._away.set()
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None

    @property
    def inserted(self) -> bool:
        """Whether the card lies on the reader; false again after it was torn away."""
        return not self._away.is_set()

    def tear_at(self, apdu: int) -> None:
        """Pull the card off the reader at that APDU (0: the first) of the next insertion, before it is answered."""
        self._tear_at = apdu

    def insert(self) -> None:
        """Lay the card on the reader. Does nothing when it lies there already.

        Raises `EnvironmentProblem(READER_MISSING)` when no virtual reader listens.
        """
        with self._lock:
            if self.inserted:
                return
            self._join()
            try:
                link = socket.create_connection(self._address, _CONNECT_TIMEOUT_S)
            except OSError as error:
                raise EnvironmentProblem(Code.READER_MISSING, port=self._address[1]) from error
            tear_at, self._tear_at = self._tear_at, None
            self._socket = link
            self._away.clear()
            self._thread = threading.Thread(target=self._lie_there, args=(link, tear_at), name="vpcd-card", daemon=True)
            self._thread.start()

    def take_away(self) -> None:
        """Lift the card off the reader; it can be inserted again. Does nothing when it is away."""
        with self._lock:
            self._away.set()
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)
            self._join()

    def _join(self) -> None:
        if self._thread is not None:
            self._thread.join(_JOIN_S)
            self._thread = None

    def _lie_there(self, link: socket.socket | None, tear_at: int | None) -> None:
        while True:
            if link is not None:
                with link:
                    self._serve(link, tear_at)
                self._application.reset()
            if self._away.wait(_RECONNECT_S):
                return
            link = self._reconnect()

    def _reconnect(self) -> socket.socket | None:
        try:
            link = socket.create_connection(self._address, _CONNECT_TIMEOUT_S)
        except OSError:
            return None
        self._socket = link
        if self._away.is_set():
            link.close()
            return None
        return link

    def _serve(self, link: socket.socket, tear_at: int | None) -> None:
        """Answer until the reader hangs up or the card is torn away."""
        link.settimeout(None)
        answered = 0
        try:
            while (body := _receive(link)) is not None:
                if len(body) == 1:
                    self._control(link, body[0])
                    continue
                if answered == tear_at:
                    self._away.set()
                    return
                try:
                    response = self._application.apdu(body)
                except CardTorn:
                    self._away.set()
                    return
                _send(link, response)
                answered += 1
        except OSError:
            _log.debug("virtual_card_link_broken")

    def _control(self, link: socket.socket, control: int) -> None:
        if control == _CONTROL_ATR:
            _send(link, self._atr)
        elif control in _CONTROLS_ENDING_SESSION:
            self._application.reset()


class VirtualCard(VpcdCard):
    """A storage card with this identifier (None: it refuses to give one), by default as readers show a MIFARE Classic 1K."""

    def __init__(self, uid: bytes | None, *, port: int, host: str = "127.0.0.1", atr: bytes | None = None) -> None:
        super().__init__(StorageCard(uid), atr=storage_card_atr() if atr is None else atr, port=port, host=host)


def _receive(link: socket.socket) -> bytes | None:
    head = _receive_exactly(link, 2)
    return None if head is None else _receive_exactly(link, struct.unpack(">H", head)[0])


def _receive_exactly(link: socket.socket, length: int) -> bytes | None:
    """`length` bytes, or None when the reader hung up first."""
    body = bytearray()
    while len(body) < length:
        if _QUICKACK is not None:
            # vpcd sends length and body apart; without this the kernel delays the acknowledgement in between by 40 ms.
            link.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)
        part = link.recv(length - len(body))
        if not part:
            return None
        body += part
    return bytes(body)


def _send(link: socket.socket, body: bytes) -> None:
    link.sendall(struct.pack(">H", len(body)) + body)
