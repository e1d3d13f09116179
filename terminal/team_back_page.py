"""Counting back what an outreach team brings home: what was taken, what was handed over, what is there, and why it differs.

Object names: `terminal.outreach.back`, `.counted.<n>`, `.difference.<n>`, `.reason`, `.bring_back`.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from station.outreach_desk import LONGEST_REASON, Sort
from station.station import Station
from station.views import TeamStock
from terminal.keys import EnterAdvances
from terminal.outreach_words import sort_words
from terminal.stock_form import count_field
from terminal.task import Complaint
from ui.theme import Theme
from ui.widgets import FieldRow, Panel, PrimaryButton, Screen, Text


class _Line(Screen):
    """One sort of card: what should be there, and the field for what is."""

    def __init__(self, station: Station, number: int, stock: TeamStock) -> None:
        super().__init__()
        self._station = station
        self.stock = stock
        self.field = count_field(self)
        self.field.setObjectName(f"terminal.outreach.counted.{number}")
        self._row = FieldRow(self.field)
        self._difference = Text("title", strong=True)
        self._difference.setObjectName(f"terminal.outreach.difference.{number}")
        self._told = Text("body", "soft")
        texts = self.grid(QVBoxLayout(), gap=0.25)
        texts.addWidget(self._told)
        texts.addWidget(self._difference)
        row = self.grid(QHBoxLayout(self), gap=3)
        row.addWidget(self._row)
        row.addLayout(texts, 1)
        self.field.textEdited.connect(lambda _: self.retranslate())

    def counted(self) -> int | None:
        """What was counted; None while nothing is typed."""
        return int(self.field.text()) if self.field.text() else None

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the field is as wide as what stands in it."""
        self._row.setFixedWidth(theme.sizes.unit * 32)

    def retranslate(self) -> None:
        """Texts."""
        stock = self.stock
        self._row.set_label(sort_words(self._station.programme, stock.card_kind, stock.carrier))
        told = self.tr("帶出 {taken}，已發 {issued}，應有 {expected}")
        self._told.setText(told.format(taken=f"{stock.taken:,}", issued=f"{stock.issued:,}", expected=f"{stock.expected:,}"))
        counted = self.counted()
        difference = 0 if counted is None else counted - stock.expected
        words = self.tr("數量相符")
        if difference:
            over = self.tr("多 {count} 張") if difference > 0 else self.tr("少 {count} 張")
            words = over.format(count=f"{abs(difference):,}")
        self._difference.setText("" if counted is None else words)
        self._difference.set_tone("attention" if difference else "good")


class TeamBackPage(Screen):
    """One line a sort; a reason is asked for as soon as one differs."""

    submitted = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.setObjectName("terminal.outreach.back")
        self._station = station
        self._lines: list[_Line] = []
        self._reason = QLineEdit()
        self._reason.setObjectName("terminal.outreach.reason")
        self._reason.setMaxLength(LONGEST_REASON)
        self._row = FieldRow(self._reason)
        self._missing = Complaint()
        self.submit = PrimaryButton()
        self.submit.setObjectName("terminal.outreach.bring_back")
        self.submit.clicked.connect(self.try_submit)
        self._enter = EnterAdvances(self._advance, self)
        self._enter.watch(self._reason)
        panel = Panel(gap=1.5)
        self._counted = self.grid(QVBoxLayout(), gap=1.5)
        panel.body.addLayout(self._counted)
        panel.body.addWidget(self._row)
        panel.body.addWidget(self._missing)
        ways = self.grid(QHBoxLayout(), gap=2)
        ways.addWidget(self.submit)
        ways.addStretch(1)
        panel.body.addLayout(ways)
        column = self.grid(QVBoxLayout(self), gap=0)
        column.addWidget(panel)
        column.addStretch(1)

    def begin(self, stocks: list[TeamStock]) -> None:
        """Ask for these."""
        for line in self._lines:
            self._counted.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [_Line(self._station, number, stock) for number, stock in enumerate(stocks)]
        for line in self._lines:
            self._counted.addWidget(line)
            self._enter.watch(line.field)
            line.field.textEdited.connect(lambda _: self._typed())
        self._reason.clear()
        self._missing.say("")
        self._typed()

    def start(self) -> None:
        """Put the focus on what is still to be counted."""
        waiting = next((line.field for line in self._lines if line.counted() is None), self._reason)
        waiting.setFocus()

    def counted(self) -> dict[Sort, int]:
        """What was counted, by kind and carrier."""
        return {(line.stock.card_kind, line.stock.carrier): line.counted() or 0 for line in self._lines}

    def reason(self) -> str:
        """Why it differs."""
        return self._reason.text()

    def differs(self) -> bool:
        """Whether anything that was counted is not what should be there."""
        return any(line.counted() not in (None, line.stock.expected) for line in self._lines)

    def try_submit(self) -> None:
        """Emit `submitted` when all of it was counted and what differs has a reason."""
        if any(line.counted() is None for line in self._lines):
            self._missing.say(lambda: self.tr("請把每一種卡的張數都填上；沒有剩的填 0。"))
            self.start()
        elif self.differs() and not self.reason().strip():
            self._missing.say(lambda: self.tr("張數不符，請寫明原因，例如損壞幾張、遺失幾張。"))
            self._reason.setFocus()
        else:
            self.submitted.emit()

    def _typed(self) -> None:
        self._missing.say("")
        self._row.setVisible(self.differs())

    def _advance(self, field: QWidget) -> None:
        waiting = any(line.counted() is None for line in self._lines)
        if waiting or (field is not self._reason and self.differs() and not self.reason().strip()):
            self.start() if waiting else self._reason.setFocus()
        else:
            self.try_submit()

    def retranslate(self) -> None:
        """Texts."""
        self._row.set_label(self.tr("差異原因（不要寫個人資料）"))
        self.submit.setText(self.tr("收回入庫 (F12)"))
