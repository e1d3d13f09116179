"""Volunteers: who may apply for the 榮譽卡, and one volunteer's passbook (存摺) with the time bank (時間銀行).

Object names: `terminal.hours`, `.honour`, and those of `terminal.passbook`.
"""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.oversight_calls import HONOUR
from domain.wire_money import HonourCandidate, HonourQuery, HonourResponse
from terminal.office_page import OfficePage
from terminal.office_task import OfficeTask
from terminal.passbook import Passbook
from ui.amounts import minutes_text
from ui.buttons import SecondaryButton
from ui.data_table import Cell, DataTable, Row
from ui.stack import Stack
from ui.text import Text

_LIST, _BOOK = range(2)
_AT_A_TIME = 200


class HoursPage(OfficePage):
    """Candidates, and behind them the passbook."""

    def __init__(self, task: OfficeTask) -> None:
        super().__init__(task, "terminal.hours")
        self._candidates: list[HonourCandidate] = []
        self._more = False
        self._rule = Text("body", "soft")
        self._rule.setObjectName("terminal.hours.rule")
        self._switch = SecondaryButton()
        self._switch.setObjectName("terminal.hours.switch")
        self._switch.clicked.connect(self.other)
        self.list = DataTable("terminal.hours.honour")
        self.list.more_wanted.connect(lambda: self._look(more=True))
        self.book = Passbook(task)
        listed = QWidget()
        column = self.grid(QVBoxLayout(listed), gap=1)
        column.addWidget(self._rule)
        column.addWidget(self.list, 1)
        self._pages = Stack()
        for page in (listed, self.book):
            self._pages.addWidget(page)
        whole = self.grid(QVBoxLayout(self), gap=1)
        whole.addLayout(self._pages, 1)
        whole.addWidget(self._switch)

    def open(self) -> None:
        """See `OfficePage.open`."""
        if self._at_list():
            self._look()
        else:
            self.book.open()

    def start(self) -> None:
        """See `OfficePage.start`."""
        if self._at_list():
            self.list.setFocus()
        else:
            self.book.start()

    def clear(self) -> None:
        """See `OfficePage.clear`."""
        self._candidates, self._more = [], False
        self.book.clear()
        self._pages.setCurrentIndex(_LIST)
        self.retranslate()

    def act(self) -> None:
        """See `OfficePage.act`."""
        if not self._at_list():
            self.book.act()

    def other(self) -> None:
        """From the candidates to a passbook, and back."""
        self.task.banner.clear()
        self.book.clear()
        self._pages.setCurrentIndex(_BOOK if self._at_list() else _LIST)
        self.retranslate()
        self.open()
        self.start()

    def step_back(self) -> None:
        """See `OfficePage.step_back`."""
        if not self._at_list():
            self.other()

    def card_changed(self) -> None:
        """Another card lies on the reader."""
        if not self._at_list():
            self.book.card_changed()

    def _at_list(self) -> bool:
        return self._pages.currentIndex() == _LIST

    def _look(self, *, more: bool = False) -> None:
        after = self._candidates[-1].holder if more else None
        office, asked = self.office, HonourQuery(after=after, limit=_AT_A_TIME)

        def found(answer: HonourResponse) -> None:
            self._candidates = [*(self._candidates if more else []), *answer.candidates]
            self._more = len(answer.candidates) == _AT_A_TIME
            self.retranslate()

        self.ask(self.tr("正在查詢志工時數…"), lambda: office.ask(HONOUR, asked), found)

    def retranslate(self) -> None:
        """Texts."""
        rule = self.station.programme.volunteering
        words = (
            self.tr("服務滿 {years} 年且滿 {hours} 小時的志工可以申請榮譽卡。")
            if rule
            else self.tr("本市沒有訂志工榮譽卡的規定。")
        )
        self._rule.setText(words.format(years=rule.honour_years if rule else 0, hours=rule.honour_hours if rule else 0))
        self._switch.setText(self.tr("看一位志工的存摺 (F7)") if self._at_list() else self.tr("回榮譽卡名單 (F7)"))
        self.list.setAccessibleName(self.tr("可申請榮譽卡的志工"))
        self.list.set_columns([self.tr("姓名"), self.tr("服務時數"), self.tr("第一次服務")])
        self.list.show_rows([self._line(each) for each in self._candidates], more=self._more)

    def _line(self, one: HonourCandidate) -> Row:
        year, month, day = (int(part) for part in one.first_day.split("-"))
        first = f"{year - 1911}/{month:02}/{day:02}"
        return Row(str(one.holder), (one.masked_name, Cell(minutes_text(one.minutes), one.minutes), first))
