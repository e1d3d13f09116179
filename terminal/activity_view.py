"""One activity: what it is, and side by side how it goes on, its list, forgotten sign-outs, its draw and its reports.

Object names: `terminal.activity_view`, `.facts`, `.tabs.<tab>`, `.cancel`, `.keep`, and those of the parts.
"""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from domain.agency_calls import ACTIVITY, CANCEL_ACTIVITY
from domain.wire_activities import ActivityAnswer, ActivityAsked, ActivityCancel, ActivityView
from terminal.activity_draw import DrawPage
from terminal.activity_forgotten import ForgottenPage
from terminal.activity_live import LivePage
from terminal.activity_roster import RosterPart
from terminal.activity_words import budget_words, points_rule, session_words
from terminal.filled import Filled
from terminal.names import activity_type_name
from terminal.office_page import OfficePage
from terminal.office_task import OfficeTask
from terminal.report_page import ReportPage
from ui.buttons import QuietButton, SecondaryButton
from ui.messages import Words
from ui.outcome import OutcomeKind
from ui.stack import Stack
from ui.tabs import Tabs
from ui.text import Text

_TABS = ("live", "roster", "forgotten", "draw", "reports")


class ActivityPage(OfficePage):
    """The facts, and the parts in tabs."""

    def __init__(self, task: OfficeTask) -> None:
        super().__init__(task, "terminal.activity_view")
        self.activity: ActivityView | None = None
        self._sure = False
        self._filled = Filled(self.office)
        self._title = Text("title", strong=True)
        self._title.setObjectName("terminal.activity_view.title")
        self._facts = Text("body", "soft")
        self._facts.setObjectName("terminal.activity_view.facts")
        self._cancel, self._keep = QuietButton(), SecondaryButton()
        self._cancel.setObjectName("terminal.activity_view.cancel")
        self._keep.setObjectName("terminal.activity_view.keep")
        self._cancel.clicked.connect(self._cancel_pressed)
        self._keep.clicked.connect(self._kept)
        self._tabs = Tabs("terminal.activity_view.tabs", _TABS)
        self._tabs.chosen.connect(self._opened)
        self.live, self.roster = LivePage(task), RosterPart(task)
        self.forgotten, self.draw = ForgottenPage(task), DrawPage(task)
        self.reports = ReportPage(task, "terminal.activity_report")
        parts = (self.live, self.roster, self.forgotten, self.draw, self.reports)
        self._parts: dict[str, OfficePage] = dict(zip(_TABS, parts, strict=True))
        head = self.grid(QHBoxLayout(), gap=1)
        head.addWidget(self._title, 1)
        head.addWidget(self._keep)
        head.addWidget(self._cancel)
        column = self.grid(QVBoxLayout(self), gap=0.5)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addWidget(self._tabs)
        self._stack = Stack()
        for part in parts:
            self._stack.addWidget(part)
        column.addLayout(self._stack, 1)

    # --- for the task ---

    def show_activity(self, activity: ActivityView) -> None:
        """Show this one, as it goes on."""
        self.clear()
        self._take(activity)
        self._opened("live")

    def tell_saved(self) -> None:
        """Say that it has been saved."""
        self.tell(OutcomeKind.GOOD, lambda: Words(self.tr("活動已儲存"), self.tr("各站會在下次更新時收到。")))

    def open_again(self) -> None:
        """Ask for it anew."""
        if self.activity is None:
            return
        office, asked = self.office, ActivityAsked(activity=self.activity.activity)

        def found(answer: ActivityAnswer) -> None:
            self._take(answer.activity)
            self._parts[self._tabs.current()].open()

        self.ask(self.tr("正在查詢活動…"), lambda: office.ask(ACTIVITY, asked), found)

    def start(self) -> None:
        """See `OfficePage.start`."""
        self._parts[self._tabs.current()].start()

    def act(self) -> None:
        """F12: what the part that is open does."""
        self._parts[self._tabs.current()].act()

    def clear(self) -> None:
        """See `OfficePage.clear`."""
        self.activity, self._sure = None, False
        for part in self._parts.values():
            part.clear()
        self._tabs.set_current("live")
        self._stack.setCurrentIndex(0)
        self.retranslate()

    # --- within ---

    def _take(self, activity: ActivityView) -> None:
        self.activity = activity
        for part in (self.live, self.roster, self.forgotten, self.draw):
            part.activity = activity
        self.reports.of_activity(activity)
        self.retranslate()

    def _opened(self, tab: str) -> None:
        self.task.banner.clear()
        self._kept()
        self._tabs.set_current(tab)
        self._stack.setCurrentWidget(self._parts[tab])
        self._parts[tab].open()
        self._parts[tab].start()

    def _cancel_pressed(self) -> None:
        if self.activity is None or self.task.asking:
            return
        if not self._sure:
            self._sure = True
            self.tell(OutcomeKind.ATTENTION, self._cancel_words)
            self.retranslate()
            self._keep.setFocus()
            return
        office, activity = self.office, self.activity.activity
        request = ActivityCancel(op_id=self._filled.op_id(activity), activity=activity)

        def done(answer: ActivityAnswer) -> None:
            self._kept()
            self._take(answer.activity)
            self.tell(OutcomeKind.GOOD, lambda: Words(self.tr("活動已取消"), self.tr("名單仍保留，各站不再受理簽到。")))

        self.ask(self.tr("正在取消活動…"), lambda: office.ask(CANCEL_ACTIVITY, request), done)

    def _cancel_words(self) -> Words:
        return Words(self.tr("真的要取消這個活動嗎？"), self.tr("取消後不能恢復。要取消請再按一次「取消活動」。"))

    def _kept(self) -> None:
        if self._sure:
            self._sure = False
            self.task.banner.clear()
            self.retranslate()

    def retranslate(self) -> None:
        """Texts."""
        activity = self.activity
        names = (self.tr("現場"), self.tr("名單"), self.tr("忘記簽退"), self.tr("抽獎"), self.tr("報表"))
        self._tabs.set_words(names)
        self._cancel.setText(self.tr("取消活動") if not self._sure else self.tr("取消活動，不能恢復"))
        self._keep.setText(self.tr("不取消"))
        self._keep.setVisible(self._sure)
        self._cancel.setVisible(activity is not None and activity.cancelled_ms is None)
        if activity is None:
            self._title.setText("")
            self._facts.setText("")
            return
        of_type = self.station.programme.activity_type(activity.type)
        self._title.setText(activity.title)
        facts = [
            session_words(activity.sessions),
            activity.place,
            activity_type_name(self.station.programme, activity.type),
            activity.agency,
            self.tr("點數：{rule}").format(rule=points_rule(activity, of_type)),
            self.tr("預算：{budget}").format(budget=budget_words(activity)),
            self.tr("已取消") if activity.cancelled_ms is not None else "",
        ]
        self._facts.setText(self.tr("　｜　").join(each for each in facts if each))
