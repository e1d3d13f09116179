"""One person: their cards, their points, and everything that can be done for them, as one list that is worked by keys.

Object names: `terminal.person`, `.name`, `.about`, `.points`, `.list`, `.clear_text`.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from domain.wire import BalanceResponse
from station.people_views import Person, PersonCard
from terminal.people_words import balance_words, born_words, card_row
from terminal.row_list import RowList
from terminal.workplace import Workplace
from ui.messages import Words
from ui.widgets import OutcomeBanner, OutcomeKind, Panel, QuietButton, Screen, Text

BIND, CORRECT, POINTS, LOADS = "bind", "correct", "points", "loads"
"""Ids of the rows after the cards."""


class PersonPage(Screen):
    """Shows a person until it is cleared."""

    card_wanted = Signal(object)
    """`PersonCard` that was chosen."""
    way_wanted = Signal(str)
    """One of `BIND`, `CORRECT`, `POINTS` and `LOADS`."""
    clear_wanted = Signal()
    """A supervisor wants to see the name and number."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self.setObjectName("terminal.person")
        self._place = place
        self.person: Person | None = None
        self._balance: BalanceResponse | None = None
        self._name, self._about = Text("title", strong=True), Text("body", "soft")
        self._points = Text("body")
        self.banner = OutcomeBanner()
        self._list = RowList("terminal.person.list")
        self._list.wanted.connect(self._chosen)
        self.in_clear = QuietButton()
        self.in_clear.clicked.connect(self.clear_wanted)
        named = {"name": self._name, "about": self._about, "points": self._points, "banner": self.banner}
        for part, widget in (named | {"clear_text": self.in_clear}).items():
            widget.setObjectName(f"terminal.person.{part}")
        panel = Panel(gap=0.5)
        head = self.grid(QHBoxLayout(), gap=1)
        head.addWidget(self._name, 1)
        head.addWidget(self.in_clear)
        panel.body.addLayout(head)
        panel.body.addWidget(self._about)
        panel.body.addWidget(self._points)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self.banner)
        column.addWidget(panel)
        column.addWidget(self._list, 1)

    def show_person(self, person: Person) -> None:
        """Show a person; what their points are comes later."""
        if self.person is None or self.person.holder != person.holder:
            self.banner.clear()
        self.person, self._balance = person, None
        self.retranslate()

    def show_balance(self, balance: BalanceResponse | None) -> None:
        """What they have."""
        self._balance = balance
        self.retranslate()

    def tell(self, kind: OutcomeKind, words: Callable[[], Words]) -> None:
        """How what was done for them ended."""
        self.banner.show_words(kind, words)

    def clear(self) -> None:
        """Forget the person."""
        self.person = self._balance = None
        self.banner.clear()
        self.retranslate()

    def start(self) -> None:
        """Put the focus on the list."""
        self._list.setFocus()

    def _cards(self) -> list[PersonCard]:
        return self.person.cards if self.person is not None else []

    def _chosen(self, row: str) -> None:
        card = next((card for card in self._cards() if card.medium.hex() == row), None)
        if card is not None:
            self.card_wanted.emit(card)
        else:
            self.way_wanted.emit(row)

    def _is_here(self, card: PersonCard) -> bool:
        here = self._place.card
        return here is not None and here.view.fixed and self._place.station.digest(here.medium) == card.medium

    def _ways(self) -> Sequence[tuple[str, str, str]]:
        if self.person is None:
            return []
        ways = []
        if any(card.state.usable for card in self._cards()):
            ways.append((BIND, self.tr("再綁一張卡"), self.tr("民眾自己的另一張卡（多卡歸戶），不必再放原來的卡")))
        if self.person.online and self._cards():
            ways.append((CORRECT, self.tr("更正個人資料"), self.tr("要看證件；先顯示更改內容再送出")))
        if self.person.online:
            ways.append((POINTS, self.tr("更正點數"), self.tr("兩個人：承辦填寫，主管放卡片並輸入密碼核可")))
        ways.append((LOADS, self.tr("兌換、儲值與未完成儲值 (F6)"), self.tr("到儲值與查詢辦理")))
        return ways

    def retranslate(self) -> None:
        """Texts."""
        person, station = self.person, self._place.station
        session = station.staff.session
        supervisor = session is not None and "supervisor" in session.roles
        if person is None:
            for text in (self._name, self._about, self._points):
                text.setText("")
            self._list.show_rows([])
            self.in_clear.hide()
            return
        offline = self.tr("離線：只有讀卡機上這張卡的資料，姓名和其他卡片要連線才看得到。")
        self._name.setText(person.name if person.online else self.tr("已登記的持卡人"))
        about = "　".join(each for each in (person.national_id, born_words(person.birth_year)) if each)
        self._about.setText(about if person.online else offline)
        points = balance_words(station.programme, self._balance) if self._balance is not None else ""
        self._points.setText(points)
        self._points.setVisible(bool(points))
        self.in_clear.setVisible(person.online and supervisor and not person.in_clear)
        self.in_clear.setText(self.tr("看全名與證號 (F7)"))
        rows = [card_row(station, number, card, here=self._is_here(card)) for number, card in enumerate(self._cards(), 1)]
        ways = [(row, f"{number}　{title}", detail) for number, (row, title, detail) in enumerate(self._ways(), len(rows) + 1)]
        self._list.show_rows([*rows, *ways])
