"""An activity's draw, one step after the other: planned, list published, public value entered, drawn. Anyone can re-compute it.

The draw has the activity's own id. Object names: `terminal.activity_draw`, `.standing`, `.places`, `.reason`, `.next`,
`.cancel`, and those of `terminal.draw_form`.
"""

from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain import taipei
from domain.agency_calls import (
    CANCEL_DRAW,
    DRAW,
    DRAW_ATTENDANTS,
    DRAW_WINNERS,
    FREEZE_DRAW,
    SAVE_DRAW,
    SEED_DRAW,
    WITHDRAW_WINNER,
)
from domain.errors import Code, Refused
from domain.office_calls import OfficeCall
from domain.wire_activities import ActivityView
from domain.wire_draws import DrawAsked, DrawPublic, DrawSave, DrawSeed, DrawStep, DrawWinner, DrawWinnersAsked, DrawWithdrawal
from terminal.draw_form import DrawForm, SeedForm, day_of
from terminal.filled import Filled
from terminal.keys import EnterAdvances
from terminal.office_page import Field, OfficePage
from terminal.office_task import OfficeTask
from terminal.steps import FormScroll
from ui.buttons import PrimaryButton, QuietButton
from ui.data_table import Cell, DataTable, Row
from ui.messages import Words
from ui.outcome import OutcomeKind
from ui.stack import Stack
from ui.text import Text

_FORM, _STANDING, _SEED, _PLACES = range(4)
_MOST_LETTERS = 200
Asked = Literal["", "freeze", "cancel", "withdraw"]
"""What is done only when it is asked for twice."""


class DrawPage(OfficePage):
    """The step that the draw is at, and the one thing that comes next."""

    def __init__(self, task: OfficeTask) -> None:
        super().__init__(task, "terminal.activity_draw")
        self.activity: ActivityView | None = None
        self.drawn: DrawPublic | None = None
        self._winners: list[DrawWinner] = []
        self._sure: Asked = ""
        self._known = False
        self._filled = Filled(self.office)
        self._form, self._seed = DrawForm(lambda: self.station.programme, self.act), SeedForm(self.act)
        self._standing = Text("body")
        self._standing.setObjectName("terminal.activity_draw.standing")
        self._places = DataTable("terminal.activity_draw.places")
        self._reason = Field("terminal.activity_draw.reason")
        self._reason.edit.setMaxLength(_MOST_LETTERS)  # type: ignore[attr-defined]
        self._places.wanted.connect(lambda _: self._reason.edit.setFocus())
        self._enter = EnterAdvances(lambda _: self.act(), self)
        self._enter.watch(self._reason.edit)
        self._next, self._cancel = PrimaryButton(), QuietButton()
        self._next.setObjectName("terminal.activity_draw.next")
        self._cancel.setObjectName("terminal.activity_draw.cancel")
        self._next.clicked.connect(self.act)
        self._cancel.clicked.connect(self._cancel_pressed)
        listed = QWidget()
        column = self.grid(QVBoxLayout(listed), gap=1)
        column.addWidget(self._places, 1)
        column.addWidget(self._reason)
        self._pages = Stack()
        for page in (FormScroll(self._form), QWidget(), FormScroll(self._seed), listed):
            self._pages.addWidget(page)
        ways = self.grid(QHBoxLayout(), gap=2)
        ways.addWidget(self._next, 1)
        ways.addWidget(self._cancel)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self._standing)
        column.addLayout(self._pages, 1)
        column.addLayout(ways)

    # --- for the activity's page ---

    def open(self) -> None:
        """See `OfficePage.open`."""
        if self.activity is None:
            return
        office, draw = self.office, self.activity.activity

        def work() -> tuple[DrawPublic | None, list[DrawWinner]]:
            try:
                found = office.ask(DRAW, DrawAsked(draw=draw))
            except Refused as refused:
                if refused.code is Code.DRAW_UNKNOWN:
                    return None, []
                raise
            return found, office.ask(DRAW_WINNERS, DrawWinnersAsked(draw=draw)).winners if found.places else []

        self.ask(self.tr("正在查詢抽獎…"), work, lambda found: self._take(*found))

    def start(self) -> None:
        """See `OfficePage.start`."""
        {
            _FORM: self._form.start,
            _STANDING: self._next.setFocus,
            _SEED: self._seed.start,
            _PLACES: self._places.setFocus,
        }[self._pages.currentIndex()]()

    def clear(self) -> None:
        """See `OfficePage.clear`."""
        self.activity, self.drawn, self._winners, self._known = None, None, [], False
        self._form.clear()
        self._seed.clear()
        self._reason.set_text("")
        self._filled.done()
        self._show()

    def act(self) -> None:
        """The one thing that comes next."""
        if self.activity is None or not self._known or self.task.asking:
            return
        state = self.drawn.state if self.drawn is not None else ""
        {"": self._save, "open": self._open_next, "frozen": self._enter_seed, "drawn": self._withdraw}.get(state, _nothing)()

    # --- steps ---

    def _save(self) -> None:
        activity, values = self.activity, self._form.values(taipei.day(self.station.now_ms()))
        if activity is None or values is None:
            self.start()
            return
        values |= {"draw": activity.activity, "activity": activity.activity, "agency": activity.agency}
        self._do(SAVE_DRAW, DrawSave(op_id=self._filled.op_id(values), **values))  # type: ignore[arg-type]

    def _open_next(self) -> None:
        """Take in who came, until somebody is in; then publish the list, asked twice."""
        if self.drawn is not None and self.drawn.entries == 0:
            self._step(DRAW_ATTENDANTS, "attendants")
        elif self._sure != "freeze":
            self._ask_twice("freeze")
        else:
            self._step(FREEZE_DRAW, "freeze")

    def _enter_seed(self) -> None:
        values = self._seed.values()
        if self.activity is None or values is None:
            self.start()
            return
        values |= {"draw": self.activity.activity}
        self._do(SEED_DRAW, DrawSeed(op_id=self._filled.op_id(values), **values))  # type: ignore[arg-type]

    def _withdraw(self) -> None:
        entry, reason = self._places.current(), self._reason.text()
        if self.activity is None or not entry:
            return
        if not reason:
            self._reason.complain(lambda: self.tr("請寫放棄的原因，例如「本人電話放棄」。"))
            self._reason.edit.setFocus()
            return
        if self._sure != "withdraw":
            self._ask_twice("withdraw")
            return
        values = (self.activity.activity, entry, reason)
        self._do(WITHDRAW_WINNER, DrawWithdrawal(op_id=self._filled.op_id(values), draw=values[0], entry=entry, reason=reason))

    def _cancel_pressed(self) -> None:
        if self.task.asking:
            return
        if self._sure == "cancel":
            self._step(CANCEL_DRAW, "cancel")
        else:
            self._ask_twice("cancel")

    def _step(self, call: OfficeCall[DrawStep, DrawPublic], what: str) -> None:
        if self.activity is not None:
            op_id = self._filled.op_id((self.activity.activity, what))
            self._do(call, DrawStep(op_id=op_id, draw=self.activity.activity))

    def _do(self, call: OfficeCall, request: object) -> None:  # type: ignore[type-arg]
        office = self.office
        self._sure = ""

        def work() -> tuple[DrawPublic, list[DrawWinner]]:
            found: DrawPublic = office.ask(call, request)
            return found, office.ask(DRAW_WINNERS, DrawWinnersAsked(draw=found.draw)).winners if found.places else []

        def done(found: tuple[DrawPublic, list[DrawWinner]]) -> None:
            self._filled.done()
            self._reason.set_text("")
            self._take(*found)
            self.tell(OutcomeKind.GOOD, lambda: Words(self._standing_words()))

        self.ask(self.tr("正在處理抽獎…"), work, done)

    def _ask_twice(self, what: Asked) -> None:
        self._sure = what
        self.tell(OutcomeKind.ATTENTION, self._sure_words)
        self.retranslate()
        self._next.setFocus()

    def _sure_words(self) -> Words:
        words = {
            "freeze": (self.tr("要公布名單嗎？"), self.tr("公布之後，名單、獎項和公開號碼都不能再改。要公布請再按一次。")),
            "cancel": (
                self.tr("真的要取消抽獎嗎？"),
                self.tr("取消後不能恢復，用掉的點數會退回。要取消請再按一次「取消抽獎」。"),
            ),
            "withdraw": (self.tr("這個人放棄得獎嗎？"), self.tr("獎項會由下一位備取遞補，不能恢復。確定請再按一次。")),
        }
        return Words(*words.get(self._sure, ("", "")))

    # --- what is shown ---

    def _take(self, found: DrawPublic | None, winners: list[DrawWinner]) -> None:
        self.drawn, self._winners, self._known, self._sure = found, winners, True, ""
        self._show()
        self.start()

    def _show(self) -> None:
        state = self.drawn.state if self.drawn is not None else ""
        page = {"frozen": _SEED, "drawn": _PLACES}.get(state, _STANDING if state or not self._known else _FORM)
        self._pages.setCurrentIndex(page)
        self.retranslate()

    def _standing_words(self) -> str:
        drawn = self.drawn
        if drawn is None:
            return (
                self.tr("還沒有抽獎。填好後名單先公布，再用公布之後才開出的公開號碼抽，任何人都能驗算。") if self._known else ""
            )
        words = {
            "open": self.tr("「{title}」已建立，目前 {entries} 人有券。公布名單之前都可以再加入。"),
            "frozen": self.tr("名單已公布，共 {entries} 人。等「{source}」在 {day} 開出後，把號碼填在下面。"),
            "drawn": self.tr("已抽出，共 {entries} 人參加。公開號碼：{value}。"),
            "cancelled": self.tr("「{title}」已取消。"),
        }
        told = words[drawn.state].format(
            title=drawn.title,
            entries=f"{drawn.entries:,}",
            source=drawn.seed_source,
            day=day_of(drawn.seed_day),
            value=drawn.seed_value,
        )
        digest = " ".join(drawn.list_sha256[at : at + 16] for at in range(0, len(drawn.list_sha256), 16))
        return "\n".join((told, self.tr("名單指紋 {digest}").format(digest=digest))) if digest else told

    def retranslate(self) -> None:
        """Texts."""
        state = self.drawn.state if self.drawn is not None else ""
        self._standing.setText(self._standing_words())
        nobody = self.drawn is not None and self.drawn.entries == 0
        words = {
            "": self.tr("建立抽獎 (F12)"),
            "open": self.tr("把到場的人加入 (F12)") if nobody else self.tr("公布名單 (F12)"),
            "frozen": self.tr("用這個號碼抽出 (F12)"),
            "drawn": self.tr("標記的人放棄得獎 (F12)"),
        }
        self._next.setText(words.get(state, ""))
        self._next.setVisible(self._known and state in words)
        self._cancel.setText(self.tr("取消抽獎"))
        self._cancel.setVisible(state in ("open", "frozen"))
        self._reason.row.set_label(self.tr("放棄的原因"))
        self._places.setAccessibleName(self.tr("得獎名單"))
        self._places.set_columns([self.tr("順位"), self.tr("獎項"), self.tr("姓名"), self.tr("券號")])
        self._places.show_rows(
            [
                Row(
                    each.entry,
                    (Cell(str(each.place), each.place), each.prize or self.tr("備取或放棄"), each.masked_name, each.entry),
                )
                for each in self._winners
            ]
        )


def _nothing() -> None:
    """A draw that is over."""
