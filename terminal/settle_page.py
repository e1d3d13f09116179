"""A supervisor decides a load whose card never comes back: which way, why, and once more what it means for the money.

Object names: `terminal.settle`, `.decision.<confirm|void>`, `.reason`, `.next`, `.warning`, `.do_it`, `.back`.
"""

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from domain.wire import OpenLoad
from terminal.choice_group import ChoiceGroup
from terminal.keys import EnterAdvances
from terminal.load_words import code_of
from terminal.task import Complaint
from ui.amounts import exchange_text, points_text
from ui.messages import Words
from ui.widgets import FieldRow, OutcomeBanner, OutcomeKind, Panel, PrimaryButton, Screen, SecondaryButton, Text

_LEAST_LETTERS = 4
_MOST_LETTERS = 200

Decision = Literal["confirm", "void"]


class SettlePage(Screen):
    """First the decision and its reason, then the question whether it is really meant; Enter alone never decides."""

    decided = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("terminal.settle")
        self._load: OpenLoad | None = None
        self._about = Text("body", "soft")
        self._choices = ChoiceGroup("terminal.settle.decision", lambda _: self._reason.setFocus(), exclusive=True)
        self._reason = QLineEdit()
        self._reason.setObjectName("terminal.settle.reason")
        self._reason.setMaxLength(_MOST_LETTERS)
        self._row = FieldRow(self._reason)
        self._missing = Complaint()
        self._enter = EnterAdvances(lambda _: self._ask(), self)
        self._enter.watch(self._reason)
        self._reason.textEdited.connect(lambda _: self._missing.say(""))
        self._next, self._do_it, self._back = SecondaryButton(), PrimaryButton(), SecondaryButton()
        self._next.clicked.connect(self._ask)
        self._do_it.clicked.connect(self.decided)
        self._back.clicked.connect(self.step_back)
        self._warning = OutcomeBanner()
        named = {"next": self._next, "do_it": self._do_it, "back": self._back, "warning": self._warning}
        for part, widget in named.items():
            widget.setObjectName(f"terminal.settle.{part}")
        self._lay_out()

    def _lay_out(self) -> None:
        panel = Panel(gap=1.5)
        self._question = QWidget()
        asked = self.grid(QVBoxLayout(self._question), gap=1.5)
        asked.addWidget(self._choices)
        asked.addWidget(self._row)
        asked.addWidget(self._missing)
        asked.addWidget(self._next)
        self._sure = QWidget()
        sure = self.grid(QVBoxLayout(self._sure), gap=2)
        sure.addWidget(self._warning)
        ways = self.grid(QHBoxLayout(), gap=2)
        ways.addWidget(self._back, 1)
        ways.addWidget(self._do_it, 1)
        sure.addLayout(ways)
        panel.body.addWidget(self._about)
        panel.body.addWidget(self._question)
        panel.body.addWidget(self._sure)
        column = self.grid(QVBoxLayout(self), gap=0)
        column.addWidget(panel)
        column.addStretch(1)

    def begin(self, load: OpenLoad) -> None:
        """Ask about this load."""
        self.clear()
        self._load = load
        self._choices.set_choices([("confirm", True), ("void", True)])
        self.retranslate()

    def start(self) -> None:
        """Put the focus where it begins; at the last question it is on the way back."""
        if self._question.isHidden():
            self._back.setFocus()
        else:
            self._choices.start()

    def decision(self) -> Decision | None:
        """What was decided."""
        chosen = self._choices.chosen()
        return "confirm" if chosen == "confirm" else "void" if chosen == "void" else None

    def reason(self) -> str:
        """Why, in the supervisor's words."""
        return self._reason.text().strip()

    def step_back(self) -> bool:
        """Back from the last question to the decision; False when it is not asked."""
        if not self._question.isHidden():
            return False
        self._show_question(sure=False)
        self.start()
        return True

    def clear(self) -> None:
        """Forget everything."""
        self._load = None
        self._about.setText("")
        self._choices.set_choices([])
        self._reason.clear()
        self._missing.say("")
        self._warning.clear()
        self._show_question(sure=False)

    def retranslate(self) -> None:
        """Texts."""
        load = self._load
        if load is not None:
            exchange = exchange_text(load.points, load.amount_ntd)
            self._about.setText("　".join(each for each in (code_of(load), load.masked_name, exchange) if each))
        self._choices.set_title(self.tr("卡片沒有回來，要怎麼裁定？（按數字選擇）"))
        self._choices.set_words("confirm", self.tr("視為已存進卡片：點數扣除，不退回"))
        self._choices.set_words("void", self.tr("視為沒有存進卡片：點數退回給持卡人"))
        self._row.set_label(self.tr("理由"))
        self._row.set_note(self.tr("會永久留在紀錄裡。請不要寫姓名、證號或電話。"))
        self._next.setText(self.tr("下一步"))
        self._back.setText(self.tr("回去修改 (Esc)"))
        self._do_it.setText(self._act_words())

    def _act_words(self) -> str:
        if self.decision() == "confirm":
            return self.tr("裁定：已存進卡片")
        return self.tr("裁定：沒有存進卡片")

    def _ask(self) -> None:
        if self.decision() is None:
            self._choices.complain(lambda: self.tr("請選擇怎麼裁定。"))
            self._choices.start()
        elif len(self.reason()) < _LEAST_LETTERS:
            self._missing.say(lambda: self.tr("請寫下理由，至少 {count} 個字。").format(count=_LEAST_LETTERS))
            self._reason.setFocus()
        else:
            self._warning.show_words(OutcomeKind.ATTENTION, self._meaning)
            self._show_question(sure=True)
            self.retranslate()
            self.start()

    def _show_question(self, *, sure: bool) -> None:
        self._question.setVisible(not sure)
        self._sure.setVisible(sure)

    def _meaning(self) -> Words:
        load = self._load
        if load is None:
            return Words("")
        points = points_text(load.points)
        if self.decision() == "confirm":
            meaning = self.tr("{points}會扣除，不再退回。如果卡片裡其實沒有這筆錢，持卡人會少拿 NT${ntd}。")
        else:
            meaning = self.tr("{points}會退回給持卡人。如果卡片裡其實已有這筆錢，本市會多付 NT${ntd}。")
        irrevocable = self.tr("裁定後不能更改，會記下您的姓名、時間和理由。")
        return Words(self.tr("請再確認一次"), meaning.format(points=points, ntd=f"{load.amount_ntd:,}") + irrevocable)
