"""How patron numbers leave the library desk: the clipboard, a queue's list, the keyboard, and web pages that were let in."""

import json
from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QHostAddress, QNetworkRequest
from PySide6.QtTest import QTest
from PySide6.QtWebSockets import QWebSocket
from PySide6.QtWidgets import QApplication, QListWidget

from station.settings import LibrarySettings
from terminal.library_hand import HandOver
from tests.qt.terminal_rig import Desk, live
from tests.qt.test_terminal_layout import SIZES, cut_off
from ui.page_link import PageLink
from ui.theme import Scheme

NUMBER = "L-2026-000817"
PAGE = "https://library.example.gov.tw"


class Hand:
    """Keeps the keys that it was to press; `tests/identifiers/test_typing_out.py` has the real keyboard."""

    def __init__(self) -> None:
        self.pressed = ""

    def press(self, character: str) -> None:
        self.pressed += character


class Page:
    """A page in a browser: it says where it is from, and keeps what it is told."""

    def __init__(self, desk: Desk, origin: str) -> None:
        self.said: list[dict[str, str]] = []
        self.failed: list[object] = []
        self._socket = QWebSocket(origin, parent=desk.window)
        self._socket.textMessageReceived.connect(lambda text: self.said.append(json.loads(text)))
        self._socket.errorOccurred.connect(self.failed.append)
        link = hand(desk).link
        assert link is not None
        self._socket.open(QNetworkRequest(QUrl(f"ws://127.0.0.1:{link.port()}")))

    def types(self) -> list[str]:
        return [message["type"] for message in self.said]

    def closed(self) -> bool:
        return not self._socket.isValid()


def hand(desk: Desk) -> HandOver:
    found: HandOver = desk.window._tasks["library"]._hand  # type: ignore[attr-defined]
    return found


@pytest.fixture
def library(closed_desk: Desk) -> Desk:
    """The library desk is open, for one web page of the library's."""
    settings = LibrarySettings(clear_s=5, batch_clear_s=30, page_port=1, page_origins=[PAGE])
    closed_desk.city._settings["counter"] = msgspec.structs.replace(closed_desk.city.settings("counter"), library=settings)
    with pytest.MonkeyPatch.context() as patch:
        # Any port that is free; the settings' own 0 stands for none.
        listen = PageLink.listen
        patch.setattr(PageLink, "listen", lambda link, _port: listen(link, 0))
        desk = closed_desk.open()
    desk.sign_in()
    desk.take_away()
    desk.key(Qt.Key.Key_F5)
    return desk


@pytest.fixture(autouse=True)
def _clean_clipboard(qapp: QApplication) -> Iterator[None]:
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


def patron(desk: Desk) -> None:
    desk.put("reader")
    desk.until(lambda: desk.text("terminal.library.number") == NUMBER)


def test_a_copied_number_does_not_stay_on_the_clipboard(library: Desk) -> None:
    clipboard = QGuiApplication.clipboard()
    hand(library).clipboard._timer.setInterval(200)
    patron(library)
    library.enter()
    assert clipboard.text() == NUMBER
    assert "已複製" in library.text("terminal.library.copied")
    library.until(lambda: clipboard.text() == "")
    assert "已複製" not in library.text("terminal.library.copied")
    # What somebody copied elsewhere is theirs.
    library.enter()
    clipboard.setText("別的")
    live(0.3)
    assert clipboard.text() == "別的"
    # Whoever signs out leaves nothing there.
    hand(library).clipboard._timer.setInterval(60_000)
    library.enter()
    library.key(Qt.Key.Key_F9)
    library.until(lambda: library.shown("terminal.sign_in"))
    assert clipboard.text() == ""


def test_a_queue_taps_one_after_the_other_and_is_forgotten(library: Desk) -> None:
    library.key(Qt.Key.Key_F12)
    assert library.text("terminal.library.queue.count") == "請排隊的讀者依序感應。"
    for card in ("reader", "senior", "visitor", "reader"):
        library.city.put("counter", card)
    rows = library.window.findChild(QListWidget, "terminal.library.queue")
    assert rows is not None
    library.until(lambda: rows.count() == 4)
    said = [rows.item(number).text() for number in range(4)]
    assert said == [NUMBER, "✕ 這張卡還不是市民卡", "✕ 還沒有開通圖書館服務", NUMBER]
    assert library.text("terminal.library.queue.count") == "已感應 4 人，2 個證號"
    assert cut_off(library, [Scheme.LIGHT], SIZES[:1]) == []
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == f"{NUMBER}\n{NUMBER}"
    library.enter()
    assert QGuiApplication.clipboard().text() == NUMBER
    library.window._tasks["library"]._queue._clearing.setInterval(50)  # type: ignore[attr-defined]
    library.city.put("counter", "suspended")
    library.until(lambda: rows.count() == 0)
    library.window._tasks["library"]._queue._clearing.setInterval(60_000)  # type: ignore[attr-defined]
    library.put("reader")
    library.until(lambda: rows.count() == 1)
    library.key(Qt.Key.Key_F12)
    assert library.shown("terminal.library.lead")
    library.key(Qt.Key.Key_F12)
    assert rows.count() == 0


def test_nothing_is_typed_while_our_own_window_is_in_front(library: Desk) -> None:
    typed, asked = Hand(), hand(library)
    asked._open = lambda: typed
    library.key(Qt.Key.Key_F11)
    library.until(lambda: asked.types)
    patron(library)
    assert typed.pressed == ""
    assert "沒有輸入" in library.text("terminal.library.not_typed")
    assert cut_off(library, [Scheme.LIGHT], SIZES[:1]) == []
    library.key(Qt.Key.Key_F11)
    library.take_away()
    library.put("suspended")
    library.until(lambda: library.shown("terminal.library.banner"))
    patron(library)
    assert not library.shown("terminal.library.not_typed")


def test_a_page_gets_numbers_once_it_was_let_in_and_no_longer_when_it_is_shut_out(library: Desk) -> None:
    link = hand(library).link
    assert link is not None
    assert link._server.serverAddress() == QHostAddress(QHostAddress.SpecialAddress.LocalHost)
    for origin in ("https://other.example", "https://library.example.gov.tw.evil.example", "null", ""):
        stranger = Page(library, origin)
        library.until(lambda: stranger.failed)  # noqa: B023 (within this turn)
        assert stranger.said == []
    page = Page(library, PAGE)
    library.until(lambda: page.types() == ["waiting"])
    assert PAGE in library.text("terminal.library.notice")
    patron(library)
    library.take_away()
    library.key(Qt.Key.Key_F7)
    library.until(lambda: library.focus() == "terminal.library.pages")
    assert cut_off(library, [Scheme.LIGHT], SIZES[:1]) == []
    library.enter()
    library.until(lambda: page.types() == ["waiting", "allowed"])
    library.key(Qt.Key.Key_Escape)
    library.put("senior")
    library.until(lambda: library.shown("terminal.library.banner"))
    patron(library)
    library.until(lambda: len(page.said) == 3)
    assert page.said[2] == {"type": "patron", "service": "typl", "number": NUMBER}
    assert "網頁" in library.text("terminal.library.copied")
    # Another tab of the same page is let in by itself, and so after a restart.
    other = Page(library, PAGE)
    library.until(lambda: other.types() == ["allowed"])
    assert library.station.library.pages() == [PAGE]
    library.key(Qt.Key.Key_F7)
    library.enter()
    library.until(lambda: page.closed() and other.closed())
    assert page.types()[-1] == "refused"
    assert library.station.library.pages() == []
    assert link.send({"type": "patron"}) == 0
