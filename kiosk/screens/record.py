"""What somebody has been told, and which part of their record they want to see."""

from collections.abc import Callable
from typing import get_args

from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from kiosk.page import Page
from kiosk.pieces import EvenGrid, Fact
from kiosk.record_states import Part, Record, WantPart
from kiosk.screens.record_rows import told_rows
from ui.widgets import Panel, SecondaryButton, Text


class RecordPage(Page[Record]):
    """`kiosk.record`; buttons `points`, `hours`, `cards`, `reads`."""

    name = "record"
    private = True
    say_part = 0.55

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._title = Text("display", strong=True)
        self._none = Text("body", "soft")
        self._facts = Panel(gap=4)
        self._lines: list[Fact] = []
        for widget in (self._title, self._none, self._facts):
            self.say_box.addWidget(widget)
        self._grid = EvenGrid(1)
        self._parts: dict[Part, SecondaryButton] = {}
        for part in get_args(Part):
            self._add(part)
        self.act_box.addWidget(self._grid)

    def rearranged(self, *, lying: bool, reach: bool) -> None:
        """Two columns where the glass stands, one row where there is width and little height."""
        self._grid.set_most_columns((4 if reach else 1) if lying else 2, uneven=lying and reach)

    def fill(self, state: Record) -> None:
        """Texts."""
        rows = told_rows(state.record)
        self._title.setText(self.tr("我的紀錄"))
        self._none.setText(self.tr("沒有新的訊息。"))
        self._none.setVisible(not rows)
        while len(self._lines) < len(rows):
            self._lines.append(Fact())
            self._facts.body.addWidget(self._lines[-1])
        for line, row in zip(self._lines, rows, strict=False):
            line.set_words(row.name, row.value, row.note)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(rows))
        self._facts.setVisible(bool(rows))
        words: dict[Part, str] = {
            "points": self.tr("看點數的進出"),
            "hours": self.tr("看志工時數"),
            "cards": self.tr("看我的卡片"),
            "reads": self.tr("看誰查過我"),
        }
        for part, button in self._parts.items():
            button.setText(words[part])

    def _add(self, part: Part) -> None:
        button = SecondaryButton()
        self.pressing(button, part, lambda: WantPart(part=part))
        self._parts[part] = button
        self._grid.add(button)
