"""The batches that the platform has, the newest first.

Object names: `terminal.batch.none`, `.list`.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from domain.wire_applications import BatchLine, BatchListResponse
from terminal.batch_words import batch_row
from terminal.row_list import RowList
from ui.widgets import Screen, Text

_OLDER = "older"


class BatchListPage(Screen):
    """A page at a time, appended to those before."""

    chosen = Signal(object)
    """`BatchLine`."""
    older_wanted = Signal(int)
    """Those that were handed in before that moment."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[BatchLine] = []
        self._more = False
        self._listed = False
        self._none = Text("title", "soft")
        self._none.setObjectName("terminal.batch.none")
        self._list = RowList("terminal.batch.list")
        self._list.wanted.connect(self._wanted)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self._none)
        column.addWidget(self._list, 1)

    def show_page(self, page: BatchListResponse, *, older: bool) -> None:
        """The first page, or one more."""
        self.lines = [*self.lines, *page.batches] if older else page.batches
        self._more, self._listed = page.more, True
        self.retranslate()

    def clear(self) -> None:
        """Nothing has been listed."""
        self.lines, self._more, self._listed = [], False, False
        self.retranslate()

    def start(self) -> None:
        """Put the focus where choosing begins."""
        (self._list if self.lines else self).setFocus()

    def _wanted(self, row: str) -> None:
        if row == _OLDER:
            self.older_wanted.emit(self.lines[-1].submitted_ms)
            return
        line = next((line for line in self.lines if str(line.batch) == row), None)
        if line is not None:
            self.chosen.emit(line)

    def retranslate(self) -> None:
        """Texts."""
        self._none.setText(self.tr("還沒有批次。"))
        self._none.setVisible(self._listed and not self.lines)
        self._list.setVisible(bool(self.lines))
        rows = [batch_row(line) for line in self.lines]
        if self._more:
            rows.append((_OLDER, self.tr("再列出較早的批次"), ""))
        self._list.show_rows(rows)
