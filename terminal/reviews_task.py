"""The reviewer's applications: those sent to their own agency, the nearest deadline first, and one of them. Online only.

Object names: `terminal.reviews` (with the parts of `terminal.office_task`), `.back`, `.tabs.<state>`, `.list`, `.reason`, and
those of `terminal.review_case`.
"""

from typing import Literal
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain import taipei
from domain.agency_calls import REVIEW, REVIEWS
from domain.wire_applications import ReviewListRequest, ReviewListResponse, ReviewOpenRequest, ReviewOpenResponse, ReviewRow
from terminal.keys import EnterAdvances
from terminal.names import kind_name
from terminal.office_page import Field
from terminal.office_task import OfficeTask
from terminal.review_case import ReviewCase
from terminal.workplace import Workplace
from ui.amounts import day_text
from ui.buttons import QuietButton
from ui.data_table import Cell, DataTable, Row
from ui.messages import Words
from ui.outcome import OutcomeKind
from ui.stack import Stack
from ui.tabs import Tabs

State = Literal["waiting", "supplement", "approved", "refused"]
_STATES: tuple[State, ...] = ("waiting", "supplement", "approved", "refused")
_LIST, _CASE = range(2)
_AT_A_TIME = 50
_MOST_LETTERS = 200


class ReviewsTask(OfficeTask):
    """List and case."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place, "terminal.reviews")
        self._rows: list[ReviewRow] = []
        self._more = False
        self._state: State = "waiting"
        self._back = QuietButton()
        self._back.setObjectName("terminal.reviews.back")
        self._back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._back.clicked.connect(self._to_list)
        self.title_row.addWidget(self._back)
        self._tabs = Tabs("terminal.reviews.tabs", _STATES)
        self._tabs.chosen.connect(self._opened)
        self.list = DataTable("terminal.reviews.list")
        self.list.wanted.connect(self._open)
        self.list.more_wanted.connect(lambda: self._look(after=self._rows[-1].application))
        self._reason = Field("terminal.reviews.reason")
        self._reason.edit.setMaxLength(_MOST_LETTERS)  # type: ignore[attr-defined]
        self._enter = EnterAdvances(lambda _: self._open(self.list.current()), self)
        self._enter.watch(self._reason.edit)
        self.case = ReviewCase(self)
        self.case.decided.connect(self._decided)
        listed = QWidget()
        column = self.grid(QVBoxLayout(listed), gap=1)
        column.addWidget(self._tabs)
        column.addWidget(self.list, 1)
        column.addWidget(self._reason)
        self._parts = Stack()
        for page in (listed, self.case):
            self._parts.addWidget(page)
        self.body.addLayout(self._parts, 1)
        self.add_keys({"Escape": self._escape, "F11": self._look_again, "F12": self._f12})

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        if self._at_list():
            if not self._reason.text():
                self._reason.set_text(self.tr("審查申辦"))
            self._look()
        self.focus_here()

    def clear(self) -> None:
        """See `Task.clear`."""
        self._rows, self._more, self._state = [], False, "waiting"
        self._tabs.set_current("waiting")
        self._reason.set_text("")
        self._reason.complain("")
        self.case.clear()
        self._parts.setCurrentIndex(_LIST)
        super().clear()
        self.retranslate()

    def focus_here(self) -> None:
        """See `OfficeTask.focus_here`."""
        if self._at_list():
            self.list.setFocus()
        else:
            self.case.start()

    # --- within ---

    def _at_list(self) -> bool:
        return self._parts.currentIndex() == _LIST

    def _opened(self, state: str) -> None:
        self._state = next(each for each in _STATES if each == state)
        self._rows, self._more = [], False
        self.retranslate()
        self._look()

    def _look(self, after: UUID | None = None) -> None:
        office = self.station.office
        asked = ReviewListRequest(state=self._state, after=after, limit=_AT_A_TIME)

        def found(answer: ReviewListResponse) -> None:
            self._rows = [*(self._rows if after else []), *answer.rows]
            self._more = answer.more
            self.retranslate()

        self.ask(self.tr("正在查詢申辦案件…"), lambda: office.ask(REVIEWS, asked), found)

    def _look_again(self) -> None:
        if self._at_list() and not self.asking and not self.gated:
            self._look()

    def _open(self, application: str) -> None:
        if not application or self.asking:
            return
        reason = self._reason.text()
        self._reason.complain(lambda: "" if reason else self.tr("請寫查閱事由，會留下紀錄，本人看得到。"))
        if not reason:
            self._reason.edit.setFocus()
            return
        office = self.station.office
        asked = ReviewOpenRequest(application=UUID(application), reason=reason)
        row = next(each for each in self._rows if str(each.application) == application)

        def found(answer: ReviewOpenResponse) -> None:
            self.case.show_case(answer, row, reason, may_decide=self._state in ("waiting", "supplement"))
            self._parts.setCurrentIndex(_CASE)
            self.retranslate()
            self.case.start()

        self.ask(self.tr("正在開啟案件…"), lambda: office.ask(REVIEW, asked), found)

    def _decided(self, words: object) -> None:
        self._to_list()
        self._look_then_tell(words)

    def _look_then_tell(self, words: object) -> None:
        office = self.station.office
        asked = ReviewListRequest(state=self._state, limit=_AT_A_TIME)

        def found(answer: ReviewListResponse) -> None:
            self._rows, self._more = answer.rows, answer.more
            self.retranslate()
            if isinstance(words, Words):
                self.banner.show_words(OutcomeKind.GOOD, lambda: words)

        self.ask(self.tr("正在查詢申辦案件…"), lambda: office.ask(REVIEWS, asked), found)

    def _to_list(self) -> None:
        self.case.clear()
        self.banner.clear()
        self._parts.setCurrentIndex(_LIST)
        self.retranslate()
        if self.isVisible():
            self.focus_here()

    def _escape(self) -> None:
        if not self.leave_asking() and not self._at_list() and not self.case.stepped_back():
            self._to_list()

    def _f12(self) -> None:
        if not self._at_list():
            self.case.submit()

    def retranslate(self) -> None:
        """Texts."""
        super().retranslate()
        at_list = self._at_list()
        hint = self.tr("Enter 開啟、Alt+數字 換清單、F11 重新查詢、S 排序")
        case = self.tr("數字選擇、F12 送出、F7 看下一份文件、Esc 回清單")
        self.set_head(self.tr("申辦審查"), hint if at_list else case)
        self._back.setText(self.tr("回清單 (Esc)"))
        self._back.setVisible(not at_list)
        self._tabs.set_words((self.tr("待審查"), self.tr("等補件"), self.tr("已核准"), self.tr("已拒絕")))
        self._reason.row.set_label(self.tr("查閱事由（會留下紀錄，本人看得到）"))
        self.list.setAccessibleName(self.tr("申辦案件"))
        self.list.set_columns([self.tr("期限"), self.tr("收件編號"), self.tr("卡別"), self.tr("申請人")], widest=2)
        self.list.show_rows([self._line(each) for each in self._rows], more=self._more)

    def _line(self, row: ReviewRow) -> Row:
        day = day_text(taipei.day(row.due_ms))
        due = Cell(day, None)
        if row.overdue and self._state == "waiting":
            due = Cell(self.tr("已逾期　{day}").format(day=day), None, OutcomeKind.STOP)
        kind = kind_name(self.station.programme, row.card_kind)
        return Row(str(row.application), (due, row.receipt, kind, row.masked_name))
