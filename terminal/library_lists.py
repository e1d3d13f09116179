"""Lists of the library desk: a queue's patron numbers, and the web pages that want them.

Object names: `terminal.library.queue`, `.queue.count`, `terminal.library.pages`, `.pages.none`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.taipei import moment
from terminal.row_list import RowList
from ui.screen import Screen
from ui.text import Text

_MOST = 200


@dataclass(frozen=True)
class Served:
    """One tap of a queue: the number, or why there is none."""

    at_ms: int
    tail: str
    number: str
    said: Callable[[], str]
    """Why there is none, or what became of it, in the language of the moment."""


class QueueList(Screen):
    """The newest on top; emptied by itself when nobody has tapped for a while."""

    copy_wanted = Signal(str)

    def __init__(self, clear_s: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._served: list[Served] = []
        self._count = Text("title", "soft")
        self._count.setObjectName("terminal.library.queue.count")
        self._list = RowList("terminal.library.queue")
        self._list.wanted.connect(self._chosen)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self._count)
        column.addWidget(self._list, 1)
        self._clearing = QTimer(self, interval=round(clear_s * 1000), singleShot=True)
        self._clearing.timeout.connect(self.clear)

    def add(self, served: Served) -> None:
        """One more."""
        self._served.insert(0, served)
        del self._served[_MOST:]
        self._clearing.start()
        self.retranslate()
        self._list.setCurrentRow(0)

    def numbers(self) -> list[str]:
        """In the order in which they came."""
        return [served.number for served in reversed(self._served) if served.number]

    def clear(self) -> None:
        """Forget everybody."""
        self._clearing.stop()
        self._served.clear()
        self.retranslate()

    def start(self) -> None:
        """Put the focus where one chooses."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, row: str) -> None:
        number = self._served[int(row)].number
        if number:
            self.copy_wanted.emit(number)

    def retranslate(self) -> None:
        """Texts."""
        found = len(self.numbers())
        self._count.setText(
            self.tr("已感應 {all} 人，{found} 個證號").format(all=len(self._served), found=found)
            if self._served
            else self.tr("請排隊的讀者依序感應。")
        )
        self._list.setVisible(bool(self._served))
        rows = []
        for number, served in enumerate(self._served):
            detail, said = f"{moment(served.at_ms):%H:%M:%S}　**** {served.tail}", served.said()
            title = served.number or self.tr("✕ {why}").format(why=said)
            rows.append((str(number), title, f"{detail}　{said}".rstrip() if served.number else detail))
        self._list.show_rows(rows)


class PageList(Screen):
    """Web pages on this machine: those that wait to be let in, and those that are."""

    wanted = Signal(str)
    """The origin that was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting: Sequence[str] = ()
        self._allowed: Sequence[str] = ()
        self._connected: Sequence[str] = ()
        self._none = Text("title", "soft")
        self._none.setObjectName("terminal.library.pages.none")
        self._lead = Text("body", "soft")
        self._list = RowList("terminal.library.pages")
        self._list.wanted.connect(self.wanted)
        column = self.grid(QVBoxLayout(self), gap=1)
        for widget in (self._lead, self._none):
            column.addWidget(widget)
        column.addWidget(self._list, 1)

    def show_pages(self, waiting: Sequence[str], allowed: Sequence[str], connected: Sequence[str]) -> None:
        """Show these origins."""
        self._waiting, self._allowed, self._connected = waiting, allowed, connected
        self.retranslate()

    def start(self) -> None:
        """Put the focus where one chooses."""
        (self._list if self._waiting or self._allowed else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Texts."""
        anybody = bool(self._waiting or self._allowed)
        self._lead.setText(self.tr("允許的網頁會收到之後感應的讀者證號。選一個網頁按 Enter 允許，或取消允許。"))
        self._lead.setVisible(anybody)
        self._none.setText(self.tr("沒有網頁在等。請先在這台電腦打開圖書館的網頁。"))
        self._none.setVisible(not anybody)
        self._list.setVisible(anybody)
        rows = [(origin, origin, self.tr("等待允許：按 Enter 允許")) for origin in self._waiting]
        for origin in self._allowed:
            state = self.tr("已允許，連線中") if origin in self._connected else self.tr("已允許，沒有連線")
            rows.append((origin, origin, self.tr("{state}：按 Enter 取消允許").format(state=state)))
        self._list.show_rows(rows)
