"""Web pages on this machine that may be told something: a WebSocket on the loopback address, for named origins.

A browser says truly which page opens a WebSocket (RFC 6455, 10.2: Origin); who says nothing, or is not on the list, is turned
away before the handshake ends. A page on the list is told that it waits until a person has let it in, and what it sends is
never read. Messages are JSON objects with a `type`: `waiting`, `allowed`, `refused`, and what `send` is given.
"""

import json
from collections.abc import Collection, Mapping

import structlog
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QHostAddress
from PySide6.QtWebSockets import QWebSocket, QWebSocketCorsAuthenticator, QWebSocketProtocol, QWebSocketServer

_MOST_PAGES = 16
_MOST_BYTES = 1_024
log = structlog.get_logger()


class PageLink(QObject):
    """GUI thread; never waits."""

    changed = Signal()
    """A page came, went, or was let in."""

    def __init__(self, origins: Collection[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._origins = frozenset(origins)
        self._allowed: frozenset[str] = frozenset()
        self._pages: dict[QWebSocket, str] = {}
        self._server = QWebSocketServer("citycard", QWebSocketServer.SslMode.NonSecureMode, self)
        self._server.setMaxPendingConnections(_MOST_PAGES)
        self._server.originAuthenticationRequired.connect(self._judge)
        self._server.newConnection.connect(self._take)

    def listen(self, port: int) -> bool:
        """Begin, on the loopback address alone; port 0 takes any. False when it is taken."""
        listening = self._server.listen(QHostAddress(QHostAddress.SpecialAddress.LocalHost), port)
        if not listening:
            log.warning("no web page can reach this desk", port=port)
        return listening

    def port(self) -> int:
        """Where it listens; 0 for not at all."""
        return self._server.serverPort()

    def allow(self, origins: Collection[str]) -> None:
        """These are let in, and no others any more."""
        before, self._allowed = self._allowed, self._origins & frozenset(origins)
        for page, origin in list(self._pages.items()):
            if origin in self._allowed and origin not in before:
                _say(page, {"type": "allowed"})
            elif origin in before and origin not in self._allowed:
                _say(page, {"type": "refused"})
                page.close(QWebSocketProtocol.CloseCode.CloseCodePolicyViolated)
        self.changed.emit()

    def refuse(self, origin: str) -> None:
        """Turn the pages of an origin away that wait."""
        for page, its in list(self._pages.items()):
            if its == origin and origin not in self._allowed:
                _say(page, {"type": "refused"})
                page.close(QWebSocketProtocol.CloseCode.CloseCodePolicyViolated)

    def allowed(self) -> list[str]:
        """Origins that were let in, there or not."""
        return sorted(self._allowed)

    def waiting(self) -> list[str]:
        """Origins of pages that nobody has let in yet."""
        return sorted({origin for origin in self._pages.values() if origin not in self._allowed})

    def connected(self) -> list[str]:
        """Origins of pages that are told what there is to tell."""
        return sorted({origin for origin in self._pages.values() if origin in self._allowed})

    def send(self, message: Mapping[str, str]) -> int:
        """Tell every page that was let in; how many."""
        told = [page for page, origin in self._pages.items() if origin in self._allowed]
        for page in told:
            _say(page, message)
        return len(told)

    def close(self) -> None:
        """Tell nobody anything any more."""
        self._server.close()
        for page in list(self._pages):
            page.close()

    def _judge(self, asked: QWebSocketCorsAuthenticator) -> None:
        known = asked.origin() in self._origins
        if not known:
            log.warning("a page that is not on the list was turned away", origin=asked.origin()[:200])
        asked.setAllowed(known and len(self._pages) < _MOST_PAGES)

    def _take(self) -> None:
        while self._server.hasPendingConnections():
            page = self._server.nextPendingConnection()
            page.setParent(self)
            page.setMaxAllowedIncomingMessageSize(_MOST_BYTES)
            page.setMaxAllowedIncomingFrameSize(_MOST_BYTES)
            origin = page.origin()
            self._pages[page] = origin
            page.disconnected.connect(lambda gone=page: self._gone(gone))
            _say(page, {"type": "allowed" if origin in self._allowed else "waiting"})
        self.changed.emit()

    def _gone(self, page: QWebSocket) -> None:
        if self._pages.pop(page, None) is not None:
            page.deleteLater()
            self.changed.emit()


def _say(page: QWebSocket, message: Mapping[str, str]) -> None:
    page.sendTextMessage(json.dumps(dict(message), ensure_ascii=False))
