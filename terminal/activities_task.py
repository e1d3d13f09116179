"""The organiser's activities: the list, one of them as it goes on, and the form by which it is made or changed. Online only.

Object names: `terminal.activities` (with the parts of `terminal.office_task`), `.back`, `.new`, `.edit`, `.list`, and those of
`terminal.activity_view` and `terminal.activity_form`.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.agency_calls import ACTIVITIES
from domain.wire_activities import ActivitiesAsked, ActivitiesPage, ActivityView
from terminal.activity_form import ActivityForm
from terminal.activity_view import ActivityPage
from terminal.activity_words import session_words, standing_cell
from terminal.names import activity_type_name
from terminal.office_task import OfficeTask
from terminal.workplace import Workplace
from ui.buttons import PrimaryButton, QuietButton, SecondaryButton
from ui.data_table import Cell, DataTable, Row
from ui.stack import Stack

_LIST, _ONE, _FORM = range(3)
_AT_A_TIME = 100


class ActivitiesTask(OfficeTask):
    """List, view and form."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place, "terminal.activities")
        self._activities: list[ActivityView] = []
        self._more = False
        self._back, self._edit, self._new = QuietButton(), SecondaryButton(), PrimaryButton()
        for part, button, slot in (
            ("back", self._back, self._step_back),
            ("edit", self._edit, self._change),
            ("new", self._new, self._create),
        ):
            button.setObjectName(f"terminal.activities.{part}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(slot)
            self.title_row.addWidget(button)
        self.list = DataTable("terminal.activities.list")
        self.list.wanted.connect(self._open)
        self.list.more_wanted.connect(lambda: self._look(after=self._activities[-1].activity))
        self.view = ActivityPage(self)
        self.form = ActivityForm(self)
        self.form.saved.connect(self._saved)
        listed = QWidget()
        column = self.grid(QVBoxLayout(listed), gap=0)
        column.addWidget(self.list)
        self._parts = Stack()
        for page in (listed, self.view, self.form):
            self._parts.addWidget(page)
        self.body.addLayout(self._parts, 1)
        self.add_keys({"Escape": self._escape, "F7": self._f7, "F11": self._look_again, "F12": self._f12})

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        if self._at() == _LIST:
            self._look()
        self.focus_here()

    def clear(self) -> None:
        """See `Task.clear`."""
        self._activities, self._more = [], False
        self.view.clear()
        self.form.clear()
        self._go(_LIST)
        super().clear()

    def focus_here(self) -> None:
        """See `OfficeTask.focus_here`."""
        {_LIST: self.list.setFocus, _ONE: self.view.start, _FORM: self.form.start}[self._at()]()

    # --- within ---

    def _at(self) -> int:
        return self._parts.currentIndex()

    def _look(self, after: str = "") -> None:
        office = self.station.office
        asked = ActivitiesAsked(after=after, limit=_AT_A_TIME)

        def found(page: ActivitiesPage) -> None:
            self._activities = [*(self._activities if after else []), *page.activities]
            self._more = page.more
            self.retranslate()
            self.focus_here()

        self.ask(self.tr("正在查詢活動…"), lambda: office.ask(ACTIVITIES, asked), found)

    def _look_again(self) -> None:
        if self.asking or self.gated:
            return
        if self._at() == _LIST:
            self._look()
        elif self._at() == _ONE:
            self.view.open_again()

    def _open(self, activity: str) -> None:
        found = next((each for each in self._activities if each.activity == activity), None)
        if found is not None:
            self._show(found)

    def _show(self, activity: ActivityView) -> None:
        self._go(_ONE)
        self.view.show_activity(activity)

    def _saved(self, activity: ActivityView) -> None:
        self._show(activity)
        self.view.tell_saved()

    def _create(self) -> None:
        if not self.asking and not self.gated:
            self.form.begin(None)
            self._go(_FORM)

    def _change(self) -> None:
        if self.view.activity is not None and not self.asking:
            self.form.begin(self.view.activity)
            self._go(_FORM)

    def _escape(self) -> None:
        self.view.reports.leave()
        if not self.leave_asking():
            self._step_back()

    def _step_back(self) -> None:
        at = self._at()
        if at == _FORM and self.form.changing is not None:
            self._go(_ONE)
        elif at != _LIST:
            self.view.clear()
            self._go(_LIST)
            self._look()

    def _f7(self) -> None:
        if self._at() == _LIST:
            self._create()
        elif self._at() == _ONE:
            self._change()

    def _f12(self) -> None:
        if self._at() == _FORM:
            self.form.submit()
        elif self._at() == _ONE:
            self.view.act()

    def _go(self, page: int) -> None:
        self.banner.clear()
        self._parts.setCurrentIndex(page)
        self.retranslate()
        if self.isVisible():
            self.focus_here()

    def retranslate(self) -> None:
        """Texts."""
        super().retranslate()
        at = self._at()
        hints = {
            _LIST: self.tr("Enter 開啟、F7 新增、F11 重新查詢、S 排序"),
            _ONE: self.tr("Alt+數字 換分頁、F7 修改、F11 重新查詢、Esc 回清單"),
            _FORM: self.tr("Enter 下一欄、F12 存檔、Esc 不存、回前一頁"),
        }
        self.set_head(self.tr("活動管理"), hints[at])
        self._new.setText(self.tr("新增活動 (F7)"))
        self._edit.setText(self.tr("修改 (F7)"))
        self._back.setText(self.tr("上一步 (Esc)"))
        self._new.setVisible(at == _LIST)
        activity = self.view.activity
        self._edit.setVisible(at == _ONE and activity is not None and activity.cancelled_ms is None)
        self._back.setVisible(at != _LIST)
        self.list.setAccessibleName(self.tr("活動"))
        self.list.set_columns(
            [self.tr("活動"), self.tr("狀態"), self.tr("報名"), self.tr("時間"), self.tr("類型"), self.tr("機關")]
        )
        self.list.show_rows([self._line(each) for each in self._activities], more=self._more)

    def _line(self, activity: ActivityView) -> Row:
        places = f"{activity.registered:,}" + (f"/{activity.capacity:,}" if activity.capacity is not None else "")
        return Row(
            activity.activity,
            (
                activity.title,
                standing_cell(activity, self.station.now_ms()),
                Cell(places, activity.registered),
                Cell(session_words(activity.sessions), None),
                activity_type_name(self.station.programme, activity.type),
                activity.agency,
            ),
        )
