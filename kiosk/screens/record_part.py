"""One part of somebody's record in large rows, a page at a time, turned by large buttons."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from kiosk.page import Page
from kiosk.pieces import EvenGrid, Fact
from kiosk.record_states import ROWS, Newer, Older, RecordPart
from kiosk.screens.record_rows import part_rows
from ui.amounts import minutes_text
from ui.widgets import Panel, SecondaryButton, Text


class RecordPartPage(Page[RecordPart]):
    """`kiosk.record_part`; buttons `newer`, `older`."""

    name = "record_part"
    private = True
    say_part = 0.66

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._title = Text("display", strong=True)
        self._about = Text("body", "soft")
        self._facts = Panel(gap=4)
        self._lines = [Fact() for _ in range(ROWS)]
        for line in self._lines:
            self._facts.body.addWidget(line)
        self._more = Text("body", "soft")
        for widget in (self._title, self._about, self._facts, self._more):
            self.say_box.addWidget(widget)
        self._newer, self._older = SecondaryButton("chevron_up"), SecondaryButton("chevron_down")
        self.pressing(self._newer, "newer", Newer)
        self.pressing(self._older, "older", Older)
        grid = EvenGrid()
        for button in (self._newer, self._older):
            grid.add(button)
        self.act_box.addWidget(grid)

    def fill(self, state: RecordPart) -> None:
        """Texts."""
        rows = part_rows(self.programme(), state)
        self._title.setText(self._name(state))
        self._about.setText(self._told(state))
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(rows))
            line.set_words(*(rows[place] if place < len(rows) else ("", "")))
        self._facts.setVisible(bool(rows))
        last = state.page + 1 == state.pages
        more = state.record.more_history if state.part == "points" else state.part == "reads" and state.record.more_reads
        self._more.setText(self.tr("更早的紀錄請洽櫃檯。"))
        self._more.setVisible(last and more)
        self._newer.setText(self.tr("看前一頁"))
        self._older.setText(self.tr("看下一頁"))
        self._newer.setEnabled(state.page > 0)
        self._older.setEnabled(not last)
        self.act.setVisible(state.pages > 1)

    def _name(self, state: RecordPart) -> str:
        match state.part:
            case "points":
                return self.tr("點數的進出")
            case "hours":
                return self.tr("志工時數")
            case "cards":
                return self.tr("我的卡片")
        return self.tr("誰查過我的資料")

    def _told(self, state: RecordPart) -> str:
        told = [self._sum(state)]
        if not state.rows:
            told.append(self.tr("還沒有紀錄。"))
        elif state.pages > 1:
            told.append(self.tr("第 {page} 頁，共 {pages} 頁。").format(page=state.page + 1, pages=state.pages))
        return " ".join(filter(None, told))

    def _sum(self, state: RecordPart) -> str:
        hours = state.record.hours
        if state.part != "hours" or not state.rows:
            return ""
        total = self.tr("一共 {time}。").format(time=minutes_text(hours.minutes))
        if not hours.saved:
            return total
        return total + self.tr("存在時間銀行的有 {time}。").format(time=minutes_text(hours.saved))
