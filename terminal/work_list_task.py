"""The station's acts that the platform flagged or rejected: the list, and one of them with what to do. Works with no network.

Object names: `terminal.work_list`, `.back`, `.banner`, `.none`, `.list`, and those of `terminal.work_case`.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.errors import CityCardError
from station.views import WorkEntry, WorkPage
from terminal.row_list import RowList
from terminal.task import Task
from terminal.work_case import WorkCase
from terminal.work_words import work_row
from terminal.workplace import Workplace
from ui.bridge import run_off_thread
from ui.buttons import QuietButton
from ui.outcome import OutcomeBanner
from ui.stack import Stack
from ui.text import Text

_LIST, _CASE = range(2)
_AT_A_TIME = 50
_OLDER = "older"


class WorkListTask(Task):
    """Reached from every task, and leads back to it."""

    back_wanted = Signal()
    """Back to where one was."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.setObjectName("terminal.work_list")
        self._page: WorkPage | None = None
        self._most = _AT_A_TIME
        self._asked = 0
        self._next_row: int | None = None
        self._back = QuietButton()
        self._back.setObjectName("terminal.work_list.back")
        self._back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._back.clicked.connect(self._step_back)
        self.title_row.addWidget(self._back)
        self.banner = OutcomeBanner()
        self.banner.setObjectName("terminal.work_list.banner")
        self._none = Text("title", "soft")
        self._none.setObjectName("terminal.work_list.none")
        self._list = RowList("terminal.work_list.list")
        self._list.wanted.connect(self._chosen)
        self.case = WorkCase()
        self.case.finished.connect(self._to_list)
        listed = QWidget()
        column = self.grid(QVBoxLayout(listed), gap=1)
        column.addWidget(self._none)
        column.addWidget(self._list, 1)
        self._pages = Stack()
        for page in (listed, self.case):
            self._pages.addWidget(page)
        self.column.addWidget(self.banner)
        self.column.addLayout(self._pages, 1)
        self.add_keys({"Escape": self._step_back, "F12": self.case.show_next})

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        self._to_list()
        self.look_again()

    def card_changed(self) -> None:
        """See `Task.card_changed`; what was done with this card is marked."""
        self.retranslate()

    def clear(self) -> None:
        """See `Task.clear`."""
        self._page, self._most = None, _AT_A_TIME
        self._asked += 1
        self.banner.clear()
        self.case.clear()
        self._pages.setCurrentIndex(_LIST)
        self.retranslate()

    def look_again(self) -> None:
        """Ask the journal anew."""
        self._asked += 1
        asked, most, page = self._asked, self._most, self.station.work_list.page

        def found(answer: WorkPage) -> None:
            if asked == self._asked:
                self._found(answer)

        run_off_thread(self, lambda: page(most), found, self._failed)

    # --- within ---

    def _found(self, page: WorkPage) -> None:
        self.banner.clear()
        self._page = page
        self._follow(self.case.entry, page)
        self.retranslate()
        if self._next_row is not None:
            self._list.setCurrentRow(self._next_row)
            self._next_row = None
        self._place_focus()

    def _follow(self, shown: WorkEntry | None, page: WorkPage) -> None:
        """What is shown, as it stands now."""
        if shown is None:
            return
        now = next((entry for entry in page.entries if entry.op_id == shown.op_id), None)
        if now is not None and now != shown:
            self.case.show_entry(now, here=self._is_here(now))
        elif now is None and not page.more:
            self.case.show_resolved()

    def _failed(self, error: CityCardError) -> None:
        self.banner.show_error(error)
        self._place_focus()

    def _chosen(self, row: str) -> None:
        if row == _OLDER:
            self._next_row = len(self._entries())
            self._most += _AT_A_TIME
            self.look_again()
            return
        entry = next((entry for entry in self._entries() if str(entry.op_id) == row), None)
        if entry is not None:
            self.case.show_entry(entry, here=self._is_here(entry))
            self._go(_CASE)

    def _entries(self) -> list[WorkEntry]:
        return [] if self._page is None else self._page.entries

    def _is_here(self, entry: WorkEntry) -> bool:
        card = self.place.card
        return card is not None and entry.medium is not None and self.station.digest(card.medium) == entry.medium

    def _to_list(self) -> None:
        self.case.clear()
        self._go(_LIST)

    def _step_back(self) -> None:
        if self._pages.currentIndex() == _LIST:
            self.back_wanted.emit()
        else:
            self._to_list()

    def _go(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        self.retranslate()
        self._place_focus()

    def _place_focus(self) -> None:
        if not self.isVisible():
            return
        if self._pages.currentIndex() == _CASE:
            self.case.start()
        else:
            (self._list if self._entries() else self).setFocus()

    def retranslate(self) -> None:
        """Texts."""
        entries, at_list = self._entries(), self._pages.currentIndex() == _LIST
        hint = self.tr("最新的在前面。選一筆看要做什麼；處理完的會自動消失。")
        self.set_head(self.tr("待處理事項"), hint if at_list and entries else "")
        self._back.setText(self.tr("回原來的作業 (Esc)") if at_list else self.tr("上一步 (Esc)"))
        self._none.setText(self.tr("沒有待處理的事項。"))
        self._none.setVisible(self._page is not None and not entries)
        self._list.setVisible(bool(entries))
        # A window that was closed still hears of another language, and its station has let go of the journal.
        now_ms = self.station.now_ms() if entries else 0
        rows = [work_row(entry, now_ms, here=self._is_here(entry)) for entry in entries]
        if self._page is not None and self._page.more:
            shown = self.tr("目前顯示最新的 {count} 筆").format(count=len(entries))
            rows.append((_OLDER, self.tr("再列出較早的紀錄"), shown))
        self._list.show_rows(rows)
