"""Sign-ins that nobody signed out (忘記簽退): who knows how long the person was there says so, with how they know.

Object names: `terminal.activity_forgotten`, `.list`, `.minutes`, `.reason`, `.settle`.
"""

from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.agency_calls import FORGOTTEN, SETTLE_FORGOTTEN
from domain.wire_activities import (
    ActivityView,
    ForgottenAsked,
    ForgottenSettle,
    ForgottenSettled,
    ForgottenStay,
    ForgottenStays,
)
from terminal.filled import Filled
from terminal.keys import EnterAdvances
from terminal.office_page import Field, OfficePage, beside, number_in
from terminal.office_task import OfficeTask
from ui.amounts import minutes_text, moment_text, points_text
from ui.buttons import PrimaryButton
from ui.data_table import DataTable, Row
from ui.messages import Words
from ui.outcome import OutcomeKind

_AT_A_TIME = 100
_MOST_LETTERS = 200
_MOST_MINUTES = 100_000


class ForgottenPage(OfficePage):
    """The list, and beneath it the form for the one that is marked."""

    def __init__(self, task: OfficeTask) -> None:
        super().__init__(task, "terminal.activity_forgotten")
        self.activity: ActivityView | None = None
        self._stays: list[ForgottenStay] = []
        self._more = False
        self._filled = Filled(self.office)
        self.list = DataTable("terminal.activity_forgotten.list")
        self.list.more_wanted.connect(lambda: self._look(after=self._stays[-1].sign_in))
        self._minutes = Field("terminal.activity_forgotten.minutes")
        self._reason = Field("terminal.activity_forgotten.reason")
        self._reason.edit.setMaxLength(_MOST_LETTERS)  # type: ignore[attr-defined]
        self.list.wanted.connect(lambda _: self._minutes.edit.setFocus())
        self._settle = PrimaryButton()
        self._settle.setObjectName("terminal.activity_forgotten.settle")
        self._settle.clicked.connect(self.act)
        self._enter = EnterAdvances(self._advance, self)
        self._enter.watch(self._minutes.edit, self._reason.edit)
        self._form = QWidget()
        form = self.grid(QVBoxLayout(self._form), gap=1)
        form.addLayout(beside(self, (self._minutes, self._reason)))
        form.addWidget(self._settle)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self.list, 1)
        column.addWidget(self._form)

    def open(self) -> None:
        """See `OfficePage.open`."""
        self._look()

    def start(self) -> None:
        """See `OfficePage.start`."""
        self.list.setFocus()

    def clear(self) -> None:
        """See `OfficePage.clear`."""
        self.activity, self._stays, self._more = None, [], False
        self._forget_form()
        self.retranslate()

    def act(self) -> None:
        """Settle the one that is marked, when minutes and reason are there."""
        stay = next((each for each in self._stays if str(each.sign_in) == self.list.current()), None)
        if self.activity is None or stay is None or self.task.asking:
            return
        minutes, reason = self._checked_minutes(), self._reason.text()
        self._reason.complain(lambda: "" if reason else self.tr("請寫怎麼知道的，例如「場地同仁證實」。"))
        if minutes is None or not reason:
            (self._minutes if minutes is None else self._reason).edit.setFocus()
            return
        content = (self.activity.activity, stay.sign_in, minutes, reason)
        request = ForgottenSettle(
            op_id=self._filled.op_id(content),
            activity=self.activity.activity,
            sign_in=stay.sign_in,
            minutes=minutes,
            reason=reason,
        )
        office = self.office

        def done(answer: ForgottenSettled) -> None:
            self._forget_form()
            self.tell(OutcomeKind.GOOD, lambda: self._settled_words(stay, answer))
            self._stays = [each for each in self._stays if each is not stay]
            self.retranslate()

        self.ask(self.tr("正在登記時數…"), lambda: office.ask(SETTLE_FORGOTTEN, request), done)

    def _look(self, after: UUID | None = None) -> None:
        if self.activity is None:
            return
        office, asked = self.office, ForgottenAsked(activity=self.activity.activity, after=after, limit=_AT_A_TIME)

        def found(answer: ForgottenStays) -> None:
            self._stays = [*(self._stays if after else []), *answer.stays]
            self._more = answer.more
            self.retranslate()

        self.ask(self.tr("正在查詢忘記簽退的人…"), lambda: office.ask(FORGOTTEN, asked), found)

    def _forget_form(self) -> None:
        self._filled.done()
        for field in (self._minutes, self._reason):
            field.set_text("")
            field.complain("")

    def _checked_minutes(self) -> int | None:
        try:
            minutes = number_in(self._minutes)
        except ValueError:
            minutes = None
        right = minutes is not None and minutes <= _MOST_MINUTES
        self._minutes.complain(lambda: "" if right else self.tr("請填整數分鐘；不算時數請填 0。"))
        return minutes if right else None

    def _advance(self, field: QWidget) -> None:
        if field is self._minutes.edit:
            self._reason.edit.setFocus()
        else:
            self.act()

    def _settled_words(self, stay: ForgottenStay, answer: ForgottenSettled) -> Words:
        title = self.tr("已登記 {name} 的時數").format(name=stay.masked_name)
        gained = self.tr("增加 {minutes}、{points}。")
        return Words(title, gained.format(minutes=minutes_text(answer.minutes), points=points_text(answer.points)))

    def retranslate(self) -> None:
        """Texts."""
        self.list.setAccessibleName(self.tr("忘記簽退"))
        self.list.set_columns([self.tr("姓名"), self.tr("簽到"), self.tr("結案")])
        rows = [
            Row(str(each.sign_in), (each.masked_name, moment_text(each.in_ms), moment_text(each.closed_ms)))
            for each in self._stays
        ]
        self.list.show_rows(rows, more=self._more)
        self._form.setVisible(bool(rows))
        self._minutes.row.set_label(self.tr("實際服務分鐘數"))
        self._reason.row.set_label(self.tr("怎麼知道的"))
        self._settle.setText(self.tr("登記時數 (F12)"))
