"""What the platform flagged or rejected anywhere in the city: the list, and for one of them what to do about it.

Object names: `terminal.anomalies`, `.state.<state>`, `.list`, `.facts`, `.resolution.<id>`, `.note`, `.take`, `.resolve`.
"""

from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.oversight_calls import ANOMALIES, RESOLVE_ANOMALY, TAKE_ANOMALY
from domain.wire import OutcomeStatus
from domain.wire_operations import (
    AnomalyListed,
    AnomalyListRequest,
    AnomalyListResponse,
    AnomalyResolve,
    AnomalyTake,
    Resolution,
)
from terminal.choice_group import ChoiceGroup
from terminal.filled import Filled
from terminal.keys import EnterAdvances
from terminal.office_page import Field, OfficePage
from terminal.office_task import OfficeTask
from terminal.steps import FormScroll
from ui.amounts import age_text, moment_text
from ui.buttons import PrimaryButton, SecondaryButton
from ui.data_table import Cell, DataTable, Row
from ui.messages import Words, act_name, anomaly_words, outcome_name
from ui.outcome import OutcomeKind
from ui.stack import Stack
from ui.surfaces import Panel
from ui.text import Text

Which = Literal["open", "taken", "rejected", "resolved"]
_WHICH: tuple[Which, ...] = ("open", "taken", "rejected", "resolved")
_LIST, _ONE = range(2)
_AT_A_TIME = 50
_MOST_LETTERS = 500


class AnomalyPage(OfficePage):
    """List, and one of them."""

    def __init__(self, task: OfficeTask) -> None:
        super().__init__(task, "terminal.anomalies")
        self._found: list[AnomalyListed] = []
        self._more = False
        self.one: AnomalyListed | None = None
        self._filled = Filled(self.office)
        self._which = ChoiceGroup("terminal.anomalies.state", lambda _: self.list.setFocus(), exclusive=True, across=True)
        self._which.set_choices([(each, True) for each in _WHICH])
        self._which.choose("open")
        self._which.changed.connect(self._which_changed)
        self.list = DataTable("terminal.anomalies.list")
        self.list.wanted.connect(self._chosen)
        self.list.more_wanted.connect(lambda: self._look(after=self._found[-1].number))
        self._facts = Text("body")
        self._facts.setObjectName("terminal.anomalies.facts")
        self._resolution = ChoiceGroup("terminal.anomalies.resolution", lambda _: self._note.edit.setFocus(), exclusive=True)
        self._note = Field("terminal.anomalies.note")
        self._note.edit.setMaxLength(_MOST_LETTERS)  # type: ignore[attr-defined]
        self._enter = EnterAdvances(lambda _: self.act(), self)
        self._enter.watch(self._note.edit)
        self._resolve, self._take = PrimaryButton(), SecondaryButton()
        self._resolve.setObjectName("terminal.anomalies.resolve")
        self._take.setObjectName("terminal.anomalies.take")
        self._resolve.clicked.connect(self.act)
        self._take.clicked.connect(self.other)
        self._lay_out()

    def _lay_out(self) -> None:
        listed, one = QWidget(), QWidget()
        column = self.grid(QVBoxLayout(listed), gap=1)
        column.addWidget(self._which)
        column.addWidget(self.list, 1)
        panel = Panel(gap=1.5)
        ways = self.grid(QHBoxLayout(), gap=2)
        ways.addWidget(self._resolve, 1)
        ways.addWidget(self._take, 1)
        for widget in (self._facts, self._resolution, self._note):
            panel.body.addWidget(widget)
        panel.body.addLayout(ways)
        inner = self.grid(QVBoxLayout(one), gap=0)
        inner.addWidget(panel)
        inner.addStretch(1)
        self._pages = Stack(self)
        self._pages.addWidget(listed)
        self._pages.addWidget(FormScroll(one))

    # --- for the task ---

    def open(self) -> None:
        """See `OfficePage.open`."""
        if self._pages.currentIndex() == _LIST:
            self._look()

    def start(self) -> None:
        """See `OfficePage.start`."""
        if self._pages.currentIndex() == _LIST:
            self.list.setFocus()
        elif self._note.wrong():
            self._note.edit.setFocus()
        else:
            self._resolution.start()

    def clear(self) -> None:
        """See `OfficePage.clear`."""
        self._found, self._more = [], False
        self._which.choose("open")
        self._forget()
        self.retranslate()

    def step_back(self) -> None:
        """See `OfficePage.step_back`."""
        if self._pages.currentIndex() == _ONE:
            self._forget()
            self.retranslate()
            self.start()

    def act(self) -> None:
        """Resolve the one that is shown."""
        one = self.one
        if one is None or one.state == "resolved" or self.task.asking:
            return
        resolution = next((each for each in one.resolutions if each == self._resolution.chosen()), None)
        note = self._note.text()
        if resolution is None:
            self._resolution.complain(lambda: self.tr("請選擇怎麼處理。"))
            self._resolution.start()
            return
        self._note.complain(lambda: "" if note else self.tr("請寫查到了什麼，會永久留在紀錄裡。"))
        if not note:
            self._note.edit.setFocus()
            return
        op_id = self._filled.op_id((one.event, one.anomaly, resolution, note))
        request = AnomalyResolve(op_id=op_id, event=one.event, anomaly=one.anomaly, resolution=resolution, note=note)
        office = self.office
        self.ask(self.tr("正在處理…"), lambda: office.ask(RESOLVE_ANOMALY, request), lambda _: self._done(taken=False))

    def other(self) -> None:
        """Take the one that is shown: somebody looks into it."""
        one = self.one
        if one is None or one.state != "open" or self.task.asking:
            return
        op_id = self._filled.op_id((one.event, one.anomaly, "take", self._note.text()))
        request = AnomalyTake(op_id=op_id, event=one.event, anomaly=one.anomaly, note=self._note.text())
        office = self.office
        self.ask(self.tr("正在登記…"), lambda: office.ask(TAKE_ANOMALY, request), lambda _: self._done(taken=True))

    # --- within ---

    def _done(self, *, taken: bool) -> None:
        self._forget()
        self._look(then=lambda: self.tell(OutcomeKind.GOOD, lambda: self._done_words(taken=taken)))

    def _done_words(self, *, taken: bool) -> Words:
        if taken:
            return Words(self.tr("由您查看中"), self.tr("列在「查看中」；查清楚後再來處理。"))
        return Words(self.tr("已處理"), self.tr("做這筆紀錄的站會在下次連線時知道。"))

    def _which_changed(self) -> None:
        if self.isVisible():
            self._look()

    def _look(self, after: int = 0, then: object = None) -> None:
        which = next(each for each in _WHICH if each == self._which.chosen())
        state: Literal["open", "taken", "resolved"] = "open" if which == "rejected" else which
        judged = OutcomeStatus.REJECTED if which == "rejected" else None
        asked = AnomalyListRequest(state=state, judged=judged, after=after, limit=_AT_A_TIME)
        office = self.office

        def found(answer: AnomalyListResponse) -> None:
            self._found = [*(self._found if after else []), *answer.anomalies]
            self._more = answer.more
            self.retranslate()
            if callable(then):
                then()

        self.ask(self.tr("正在查詢異常…"), lambda: office.ask(ANOMALIES, asked), found)

    def _chosen(self, number: str) -> None:
        one = next((each for each in self._found if str(each.number) == number), None)
        if one is not None:
            self._forget()
            self.one = one
            self._resolution.set_choices([(each, True) for each in one.resolutions] if one.state != "resolved" else [])
            self._pages.setCurrentIndex(_ONE)
            self.task.banner.clear()
            self.retranslate()
            self.start()

    def _forget(self) -> None:
        self.one = None
        self._resolution.set_choices([])
        self._note.set_text("")
        self._note.complain("")
        self._filled.done()
        self._pages.setCurrentIndex(_LIST)

    def retranslate(self) -> None:
        """Texts."""
        self._which.set_title(self.tr("哪一些（按數字選擇）"))
        names = (self.tr("沒有人看過的"), self.tr("查看中的"), self.tr("平台退回的"), self.tr("已處理的"))
        for which, words in zip(_WHICH, names, strict=True):
            self._which.set_words(which, words)
        self.list.setAccessibleName(self.tr("異常"))
        self.list.set_columns(
            [self.tr("多久了"), self.tr("事項"), self.tr("問題"), self.tr("工作站"), self.tr("承辦人"), self.tr("地點")],
            widest=2,
        )
        self.list.show_rows([self._line(each) for each in self._found], more=self._more)
        one = self.one
        self._facts.setText("\n".join(self._fact_lines(one)) if one is not None else "")
        resolved = one is not None and one.state == "resolved"
        self._resolution.set_title(self.tr("怎麼處理（按數字選擇）"))
        self._resolution.setVisible(not resolved)
        for each in one.resolutions if one is not None else []:
            self._resolution.set_words(each, self._resolution_name(each))
        self._note.row.set_label(self.tr("查到了什麼"))
        self._note.row.set_note(self.tr("會永久留在紀錄裡。請不要寫姓名、證號或電話。"))
        self._note.setVisible(not resolved)
        self._resolve.setText(self.tr("處理完成 (F12)"))
        self._resolve.setVisible(not resolved)
        self._take.setText(self.tr("由我查看 (F7)"))
        self._take.setVisible(one is not None and one.state == "open")

    def _line(self, one: AnomalyListed) -> Row:
        age = max(0, self.station.now_ms() - one.at_ms) // 1000
        mark = OutcomeKind.STOP if one.escalated else OutcomeKind.ATTENTION
        words = age_text(age)
        waited = Cell(self.tr("{age}　太久了").format(age=words) if one.escalated else words, age, mark)
        if one.state == "resolved":
            waited = Cell(words, age, OutcomeKind.GOOD)
        title = anomaly_words(one.anomaly).title
        what = act_name(one.kind) if one.kind else self.tr("無法讀取的紀錄")
        return Row(str(one.number), (waited, what, title, one.station_name, one.operator, one.site))

    def _fact_lines(self, one: AnomalyListed) -> list[str]:
        line = self.tr("{label}：{value}")
        facts = (
            (self.tr("事項"), act_name(one.kind) if one.kind else self.tr("無法讀取的紀錄")),
            (self.tr("問題"), anomaly_words(one.anomaly).title),
            (self.tr("怎麼辦"), anomaly_words(one.anomaly).what_to_do),
            (self.tr("平台"), outcome_name(one.judged)),
            (self.tr("時間"), moment_text(one.at_ms)),
            (self.tr("工作站"), self.tr("　").join(each for each in (one.station_name, one.site) if each)),
            (self.tr("承辦人"), one.operator),
            (self.tr("由誰查看"), one.taken_by),
            (self.tr("處理結果"), self._resolution_name(one.resolution) if one.resolution is not None else ""),
            (self.tr("說明"), one.note),
        )
        return [line.format(label=label, value=value) for label, value in facts if value]

    def _resolution_name(self, resolution: Resolution) -> str:
        names: dict[Resolution, str] = {
            "accepted": self.tr("沒有問題，照樣採計"),
            "card_suspended": self.tr("把這張卡暫停使用"),
            "card_reinstated": self.tr("恢復這張卡"),
            "award_cancelled": self.tr("收回給出的點數"),
            "told_station": self.tr("已通知該站處理"),
        }
        return names[resolution]
