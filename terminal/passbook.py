"""A volunteer's passbook: their card, their birthday, their hours, and the time bank: save, take back, hand on, use.

Object names: `terminal.passbook`, `.lead`, `.birthday`, `.look`, `.totals`, `.years`, `.act.<act>`, `.minutes`, `.to`, `.move`.
"""

from typing import Literal
from uuid import UUID

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from domain.errors import Code
from domain.oversight_calls import MOVE_HOURS, PASSBOOK
from domain.roc_date import is_month_day
from domain.wire_money import HoursMove, HoursMoved, HoursResponse
from terminal.choice_group import ChoiceGroup
from terminal.filled import Filled
from terminal.keys import EnterAdvances
from terminal.office_page import Field, OfficePage, number_in
from terminal.office_task import OfficeTask
from terminal.steps import FormScroll
from terminal.workplace import CardHere
from ui.amounts import minutes_text
from ui.buttons import PrimaryButton
from ui.data_table import Cell, DataTable, Row
from ui.messages import Words, words_for
from ui.outcome import OutcomeKind
from ui.surfaces import Panel
from ui.text import Text
from ui.theme import Theme

Act = Literal["save", "withdraw", "hand_on", "use"]
_ACTS: tuple[Act, ...] = ("save", "withdraw", "hand_on", "use")
_MOST_MINUTES = 10_000_000
_ROWS = 3


class Passbook(OfficePage):
    """First the card and the birthday, then the hours and what is done with them."""

    def __init__(self, task: OfficeTask) -> None:
        super().__init__(task, "terminal.passbook")
        self._card: CardHere | None = None
        self._holder: UUID | None = None
        self._book: HoursResponse | None = None
        self._to: CardHere | None = None
        self._filled = Filled(self.office)
        self._lead = Text("body")
        self._lead.setObjectName("terminal.passbook.lead")
        digits = QLineEdit()
        digits.setEchoMode(QLineEdit.EchoMode.Password)
        digits.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,4}"), self))
        self._birthday, self._minutes = Field("terminal.passbook.birthday", digits), Field("terminal.passbook.minutes")
        self._totals, self._to_words = Text("title", strong=True), Text("body", "soft")
        self._totals.setObjectName("terminal.passbook.totals")
        self._to_words.setObjectName("terminal.passbook.to")
        self._years = DataTable("terminal.passbook.years")
        self._act = ChoiceGroup("terminal.passbook.act", lambda _: self._minutes.edit.setFocus(), exclusive=True, across=True)
        self._act.changed.connect(self._act_changed)
        self._move = PrimaryButton()
        self._move.setObjectName("terminal.passbook.move")
        self._move.clicked.connect(self.act)
        self._enter = EnterAdvances(lambda _: self.act(), self)
        self._enter.watch(self._birthday.edit, self._minutes.edit)
        panel = Panel(gap=1)
        parts = (self._lead, self._birthday, self._totals, self._years, self._act, self._to_words, self._minutes, self._move)
        for widget in parts:
            panel.body.addWidget(widget)
        form = QWidget()
        inner = self.grid(QVBoxLayout(form), gap=0)
        inner.addWidget(panel)
        inner.addStretch(1)
        column = self.grid(QVBoxLayout(self), gap=0)
        column.addWidget(FormScroll(form))

    # --- for the page ---

    def open(self) -> None:
        """See `OfficePage.open`."""
        self.card_changed()

    def start(self) -> None:
        """See `OfficePage.start`."""
        if self._book is None:
            self._birthday.edit.setFocus()
        elif self._banks():
            self._act.start()

    def clear(self) -> None:
        """See `OfficePage.clear`."""
        self._card, self._holder, self._book, self._to = None, None, None, None
        for field in (self._birthday, self._minutes):
            field.set_text("")
            field.complain("")
        self._act.set_choices([])
        self._filled.done()
        self.retranslate()

    def card_changed(self) -> None:
        """Whose passbook it is; once that is open, to whom hours are handed on. Anybody else's card closes it."""
        card = self.task.place.card
        if self._book is not None and self._chosen() != "hand_on" and self._is_anothers(card):
            self.task.banner.clear()
            self.clear()
        if self._book is None:
            self._card = card
            if card is not None:
                self._birthday.edit.setFocus()
        elif self._chosen() == "hand_on" and card is not None:
            self._to = card
        self.retranslate()

    def act(self) -> None:
        """Look, or move hours."""
        if self.task.asking:
            return
        if self._book is None:
            self._look()
        elif self._banks():
            self._move_hours()

    # --- within ---

    def _is_anothers(self, card: CardHere | None) -> bool:
        return card is not None and self._card is not None and card.medium != self._card.medium

    def _banks(self) -> bool:
        rule = self.station.programme.volunteering
        return rule is not None and rule.time_bank

    def _at_counter(self) -> bool:
        return "counter" in self.station.identity.roles

    def _problem(self) -> Code | None:
        return self._card.holder_problem() if self._card is not None else None

    def _look(self) -> None:
        card = self._card
        if card is None or self._problem() is not None or not self._at_counter():
            return
        asks = self.station.programme.second_factor.history != "none"
        birthday = self._birthday.text() if asks else ""
        if asks and not is_month_day(birthday):
            self._birthday.complain(lambda: self.tr("請輸入四位數字，例如 0105。"))
            self._birthday.edit.setFocus()
            return
        office, medium = self.office, card.medium

        def found(answer: HoursResponse) -> None:
            self._book, self._holder = answer, card.view.holder
            self._birthday.set_text("")
            self._act.set_choices([(each, True) for each in _ACTS] if self._banks() else [])
            self._act.choose(_ACTS[0])
            self.retranslate()
            self.start()

        def work() -> HoursResponse:
            return office.ask(PASSBOOK, office.proven(medium, birthday))

        self.ask(self.tr("正在查詢存摺…"), work, found)

    def _move_hours(self) -> None:
        act, minutes = self._chosen(), self._checked_minutes()
        to = self._to.view.holder if self._to is not None and act == "hand_on" else None
        if self._holder is None or act is None or minutes is None:
            self._minutes.edit.setFocus()
            return
        if act == "hand_on" and (to is None or to == self._holder):
            self.tell(OutcomeKind.ATTENTION, self._to_whom)
            return
        content = (self._holder, act, minutes, to)
        request = HoursMove(op_id=self._filled.op_id(content), act=act, holder=self._holder, minutes=minutes, to=to)
        office, book = self.office, self._book

        def done(answer: HoursMoved) -> None:
            self._filled.done()
            self._minutes.set_text("")
            self._to = None
            if book is not None and self._book is book:
                self._book = _with(book, answer)
            self.retranslate()
            self.tell(OutcomeKind.GOOD, lambda: Words(self._done_words(act, minutes), self._totals.full_text()))

        self.ask(self.tr("正在登記時數…"), lambda: office.ask(MOVE_HOURS, request), done)

    def _to_whom(self) -> Words:
        return Words(self.tr("要轉給誰？"), self.tr("請把對方的卡放上讀卡機，要是另一個人的卡。"))

    def _chosen(self) -> Act | None:
        return next((each for each in _ACTS if each == self._act.chosen()), None)

    def _act_changed(self) -> None:
        self._to = None
        self.retranslate()

    def _checked_minutes(self) -> int | None:
        try:
            minutes = number_in(self._minutes)
        except ValueError:
            minutes = None
        book, act = self._book, self._chosen()
        most = (book.free if act == "save" else book.saved) if book is not None else 0
        if minutes is None or not 0 < minutes <= _MOST_MINUTES:
            self._minutes.complain(lambda: self.tr("請填整數分鐘，例如 90。"))
            return None
        if minutes > most:
            self._minutes.complain(lambda: self.tr("最多 {most}。").format(most=minutes_text(most)))
            return None
        self._minutes.complain("")
        return minutes

    def _done_words(self, act: Act, minutes: int) -> str:
        words = {
            "save": self.tr("已存入 {minutes}"),
            "withdraw": self.tr("已領回 {minutes}"),
            "hand_on": self.tr("已轉給對方 {minutes}"),
            "use": self.tr("已使用 {minutes}"),
        }
        return words[act].format(minutes=minutes_text(minutes))

    def restyle(self, theme: Theme) -> None:
        """Qt's own; some years are in sight."""
        self._years.setFixedHeight(theme.sizes.control * (_ROWS + 1) + theme.sizes.unit * 4)
        self._birthday.edit.setMaximumWidth(theme.sizes.unit * 24)
        self._minutes.edit.setMaximumWidth(theme.sizes.unit * 24)

    def retranslate(self) -> None:
        """Texts."""
        book = self._book
        self._lead.setText(self._lead_words())
        asks = self.station.programme.second_factor.history != "none"
        self._birthday.row.set_label(self.tr("持卡人生日的月和日（Enter 查詢）"))
        self._birthday.row.set_note(self.tr("四位數字，例如 1 月 5 日輸入 0105。請民眾本人說出。"))
        waits = book is None and self._card is not None and self._problem() is None and self._at_counter()
        self._birthday.setVisible(waits and asks)
        totals = self.tr("服務 {minutes}　可動用 {free}　已存入 {saved}")
        if book is not None:
            told = {"minutes": book.minutes, "free": book.free, "saved": book.saved}
            self._totals.setText(totals.format(**{name: minutes_text(value) for name, value in told.items()}))
        self._years.setAccessibleName(self.tr("各年的服務時數"))
        self._years.set_columns([self.tr("年"), self.tr("機關"), self.tr("時數"), self.tr("次數")])
        lines = book.lines if book is not None else []
        self._years.show_rows(
            [
                Row(
                    str(number),
                    (
                        Cell(f"{line.year - 1911} ({line.year})", line.year),
                        line.agency,
                        Cell(minutes_text(line.minutes), line.minutes),
                        Cell(f"{line.times:,}", line.times),
                    ),
                )
                for number, line in enumerate(lines)
            ]
        )
        banks = book is not None and self._banks()
        self._act.set_title(self.tr("時間銀行（按數字選擇）"))
        names = (self.tr("存入"), self.tr("領回"), self.tr("轉給別人"), self.tr("使用"))
        for act, words in zip(_ACTS, names, strict=True):
            self._act.set_words(act, words)
        hands_on = banks and self._chosen() == "hand_on"
        tail = self._to.view.tail if self._to is not None else ""
        got = self.tr("轉給末碼 {tail} 的卡。").format(tail=tail)
        self._to_words.setText(got if self._to is not None else self.tr("請把對方的卡放上讀卡機。"))
        self._minutes.row.set_label(self.tr("分鐘數"))
        self._move.setText(self.tr("登記 (F12)"))
        self._totals.setVisible(book is not None)
        self._years.setVisible(book is not None)
        for widget in (self._act, self._minutes, self._move):
            widget.setVisible(banks)
        self._to_words.setVisible(hands_on)

    def _lead_words(self) -> str:
        if not self._at_counter():
            return self.tr("存摺要在櫃檯查：這裡沒有櫃檯的權限。")
        problem = self._problem()
        if self._book is not None:
            told = self.tr("末碼 {tail} 的卡").format(tail=self._card.view.tail if self._card else "")
            return told if self._banks() else told + self.tr("　本市沒有時間銀行，時數不能存入或轉給別人。")
        if problem is not None:
            words = words_for(problem)
            return self.tr("{title}。{what}").format(title=words.title, what=words.what_to_do)
        if self._card is None:
            return self.tr("請把志工的卡放上讀卡機。")
        return self.tr("末碼 {tail} 的卡，請輸入持卡人的生日。").format(tail=self._card.view.tail)


def _with(book: HoursResponse, moved: HoursMoved) -> HoursResponse:
    """The passbook after something was moved."""
    return HoursResponse(
        server_ms=moved.server_ms,
        generation=moved.generation,
        lines=book.lines,
        minutes=book.minutes,
        free=moved.free,
        saved=moved.saved,
        first_day=book.first_day,
    )
