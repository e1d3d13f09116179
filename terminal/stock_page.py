"""The site's stock of blank cards, for supervisors: levels, new cards from the maker, and what a count has found.

Object names: `terminal.stock`, `.levels`, `.none`, `.act.<take_in|count>`, `.first_number`, `.reason`, and those of
`terminal.stock_form` beneath `terminal.stock`.
"""

from collections.abc import Callable
from typing import Literal
from uuid import UUID

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from domain.wire_registry import StockChangeResponse, StockLevel
from terminal.choice_group import ChoiceGroup
from terminal.office_task import OfficeTask
from terminal.outreach_words import level_row
from terminal.row_list import RowList
from terminal.stock_form import StockForm
from ui.messages import Words
from ui.theme import Theme
from ui.widgets import FieldRow, OutcomeKind, Panel, Screen, Text

StockAct = Literal["take_in", "count"]
_ACTS: tuple[StockAct, ...] = ("take_in", "count")
_MOST_DIGITS = 15
_MOST_LETTERS = 200


class StockPage(Screen):
    """The list above, the form for what is done beneath it."""

    def __init__(self, task: OfficeTask) -> None:
        super().__init__()
        self.setObjectName("terminal.stock")
        self._task = task
        self._station = station = task.station
        self._op_id: UUID | None = None
        self._levels: list[StockLevel] = []
        self._none = Text("title", "soft")
        self._none.setObjectName("terminal.stock.none")
        self._list = RowList("terminal.stock.levels")
        self._list.wanted.connect(self._chosen)
        self._act = ChoiceGroup("terminal.stock.act", lambda _: self.form.start(), exclusive=True, across=True)
        self._act.set_choices([(act, True) for act in _ACTS])
        self._act.choose("take_in")
        self._act.changed.connect(self._act_changed)
        self.form = StockForm(station, "terminal.stock.form", least=0)
        self.form.submitted.connect(self._check)
        self._first, self._reason = QLineEdit(), QLineEdit()
        self._first.setObjectName("terminal.stock.first_number")
        self._first.setValidator(QRegularExpressionValidator(QRegularExpression(f"[0-9]{{0,{_MOST_DIGITS}}}"), self))
        self._reason.setObjectName("terminal.stock.reason")
        self._reason.setMaxLength(_MOST_LETTERS)
        self._first_row, self._reason_row = FieldRow(self._first), FieldRow(self._reason)
        panel = Panel(gap=1)
        for part in (self._act, self._first_row, self._reason_row, self.form):
            panel.body.addWidget(part)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self._none)
        column.addWidget(self._list, 1)
        column.addWidget(panel)

    def ask_levels(self) -> None:
        """Ask the platform what lies where."""
        self._task.ask(self.tr("查詢庫存中…"), self._station.stock.levels, self._found)

    def clear(self) -> None:
        """Forget all of it."""
        self._levels = []
        self.form.clear()
        self.begin()

    def _found(self, levels: list[StockLevel]) -> None:
        self.show_levels(levels)
        self._task.focus_here()

    def _submit(self) -> None:
        """The same op_id until it has come about."""
        self._op_id = self._op_id or self._station.stock.new_op_id()
        work = self._work(self._op_id)

        def done(answer: StockChangeResponse) -> None:
            self.begin()
            self.ask_levels()
            kind = OutcomeKind.ATTENTION if answer.difference else OutcomeKind.GOOD
            self._task.banner.show_words(kind, lambda: self._done_words(answer))

        self._task.ask(self.tr("登記中…"), work, done)

    def _work(self, op_id: UUID) -> Callable[[], StockChangeResponse]:
        desk, form = self._station.stock, self.form
        box, kind, carrier, cards = form.box(), form.card_kind(), form.carrier(), form.cards()
        first, reason = self.first_number(), self.reason()
        if self.act() == "take_in":
            return lambda: desk.take_in(op_id, box=box, card_kind=kind, carrier=carrier, cards=cards, first_number=first)
        return lambda: desk.count(op_id, box=box, card_kind=kind, carrier=carrier, cards=cards, reason=reason)

    def _done_words(self, answer: StockChangeResponse) -> Words:
        now = self.tr("卡盒裡現在有 {count} 張").format(count=f"{answer.cards:,}")
        if not answer.difference:
            return Words(self.tr("已登記"), now)
        return Words(self.tr("已登記，與帳面差 {count} 張").format(count=f"{answer.difference:+,}"), now)

    def show_levels(self, levels: list[StockLevel]) -> None:
        """What lies in the site's boxes."""
        self._levels = levels
        self.retranslate()

    def begin(self) -> None:
        """An empty form."""
        self._op_id = None
        self._first.clear()
        self._reason.clear()
        self.form.begin()
        self._act_changed()

    def start(self) -> None:
        """Put the focus where work begins."""
        (self._list if self._levels else self._act).setFocus()
        if not self._levels:
            self._act.start()

    def act(self) -> StockAct:
        """What is to be done."""
        return "count" if self._act.chosen() == "count" else "take_in"

    def first_number(self) -> int | None:
        """The first printed number of the new cards, where they have any."""
        return int(self._first.text()) if self._first.text() else None

    def reason(self) -> str:
        """Why the books are corrected; empty for a plain count."""
        return self._reason.text().strip()

    def _check(self) -> None:
        if self.act() == "take_in" and not self.form.cards():
            self.form.need_cards()
        else:
            self._submit()

    def _chosen(self, row: str) -> None:
        level = next((each for each in self._levels if self._row(each)[0] == row), None)
        if level is not None:
            self.form.show_sort(level.card_kind, level.carrier, level.box)
            self.form.start()

    def _row(self, level: StockLevel) -> tuple[str, str, str]:
        return level_row(self._station.programme, level, self._station.identity.station)

    def _act_changed(self) -> None:
        self._first_row.setVisible(self.act() == "take_in")
        self._reason_row.setVisible(self.act() == "count")
        self.retranslate()

    def restyle(self, theme: Theme) -> None:
        """Qt's own; a few boxes are always in sight."""
        self._list.setMinimumHeight(theme.sizes.unit * 10)

    def retranslate(self) -> None:
        """Texts."""
        self._none.setText(self.tr("這個地點還沒有登記空白卡。"))
        self._none.setVisible(not self._levels)
        self._list.setVisible(bool(self._levels))
        self._list.show_rows([self._row(level) for level in self._levels])
        self._act.set_title(self.tr("要做什麼"))
        self._act.set_words("take_in", self.tr("新卡入庫"))
        self._act.set_words("count", self.tr("盤點／更正"))
        self._first_row.set_label(self.tr("第一張的卡面號碼（沒有就不填）"))
        self._reason_row.set_label(self.tr("更正原因（只是盤點就不填）"))
        self.form.submit.setText(self.tr("入庫 (F12)") if self.act() == "take_in" else self.tr("登記張數 (F12)"))
