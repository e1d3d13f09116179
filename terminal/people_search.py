"""Whom to look up and why: a reason, then a card on the reader, a national ID or a name.

Object names: `terminal.people.search`, `.reason.<id>`, `.reason_text`, `.question`, `.go`, all beneath `terminal.people`.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from station.station import Station
from station.views import Field
from terminal.choice_group import ChoiceGroup
from terminal.keys import EnterAdvances
from terminal.people_words import reason_ids, reason_name, reason_words
from ui.buttons import PrimaryButton
from ui.fields import FieldRow
from ui.screen import Screen
from ui.surfaces import Panel

_OTHER = "other"
_MOST_LETTERS = 200
_LEAST_LETTERS = 2
_NAME_LETTERS = 100


class PeopleSearch(Screen):
    """Emits what is wanted once it is complete; the record is opened by the platform, which writes the reason down."""

    wanted = Signal()
    """A name or number was typed, and Enter pressed; or Enter alone, with a card on the reader."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("terminal.people.search")
        self._station = station
        self._reasons = ChoiceGroup("terminal.people.reason", lambda _: self._reason_done(), exclusive=True)
        self._reasons.changed.connect(self._reason_chosen)
        self._other = QLineEdit()
        self._other.setObjectName("terminal.people.reason_text")
        self._other.setMaxLength(_MOST_LETTERS)
        self._other_row = FieldRow(self._other)
        self._question = QLineEdit()
        self._question.setObjectName("terminal.people.question")
        self._question.setMaxLength(_NAME_LETTERS)
        self._question_row = FieldRow(self._question)
        self._question.textEdited.connect(lambda _: self._question_row.set_error(None))
        self._go = PrimaryButton()
        self._go.setObjectName("terminal.people.go")
        self._go.clicked.connect(self._ask)
        self._enter = EnterAdvances(self._advance, self)
        self._enter.watch(self._other, self._question)
        panel = Panel(gap=1.5)
        for part in (self._reasons, self._other_row, self._question_row, self._go):
            panel.body.addWidget(part)
        column = self.grid(QVBoxLayout(self), gap=0)
        column.addWidget(panel)
        column.addStretch(1)
        self.clear()

    # --- for the task ---

    def reason(self) -> str:
        """Why, as it is written down; empty while nothing is chosen."""
        chosen = self._reasons.chosen()
        if chosen == _OTHER:
            text = self._other.text().strip()
            return text if len(text) >= _LEAST_LETTERS else ""
        return reason_words(chosen) if chosen else ""

    def question(self) -> str:
        """What was typed."""
        return self._question.text().strip()

    def is_number(self) -> bool:
        """Whether it is a national ID: names have no digits."""
        return any(letter.isdigit() for letter in self.question())

    def require_reason(self) -> bool:
        """Whether there is a reason; asks for it otherwise."""
        if self.reason():
            return True
        self._reasons.complain(lambda: self.tr("請先選擇查閱事由；會留下紀錄，民眾自己看得到。"))
        (self._other if self._reasons.chosen() == _OTHER else self._reasons_focus())
        return False

    def start(self) -> None:
        """Put the focus where it begins."""
        if self.reason():
            self._question.setFocus()
        else:
            self._reasons.start()

    def clear(self, *, keep_reason: bool = False) -> None:
        """Forget whom was asked for, and why."""
        self._question.clear()
        self._question_row.set_error(None)
        if not keep_reason:
            self._reasons.set_choices([(each, True) for each in (*reason_ids(), _OTHER)])
            self._other.clear()
        self._show()
        if self._ready:
            self.retranslate()

    # --- within ---

    def _reasons_focus(self) -> None:
        self._reasons.start()

    def _reason_chosen(self) -> None:
        self._show()

    def _reason_done(self) -> None:
        if self._reasons.chosen() == _OTHER:
            self._other.setFocus()
        elif self.require_reason():
            self._question.setFocus()

    def _advance(self, widget: QWidget) -> None:
        if widget is self._other:
            if self.require_reason():
                self._question.setFocus()
        else:
            self._ask()

    def _ask(self) -> None:
        if not self.require_reason():
            return
        if self.is_number():
            code = self._station.counter.check_field(Field.NATIONAL_ID, self.question())
            self._question_row.set_error(code)
            if code is not None:
                self._question.setFocus()
                return
        self.wanted.emit()

    def _show(self) -> None:
        self._other_row.setVisible(self._reasons.chosen() == _OTHER)

    def retranslate(self) -> None:
        """Texts."""
        self._reasons.set_title(self.tr("為什麼要查（按數字選擇，Enter 繼續）"))
        for reason in reason_ids():
            self._reasons.set_words(reason, reason_name(reason))
        self._reasons.set_words(_OTHER, self.tr("其他，請寫明"))
        self._other_row.set_label(self.tr("事由"))
        self._other_row.set_note(self.tr("民眾可以查到誰、為什麼看過自己的資料。請不要寫個人資料。"))
        self._question_row.set_label(self.tr("身分證或居留證號碼，或完整姓名"))
        self._question_row.set_note(self.tr("異體字會一起找。也可以不打字，把民眾的卡片放到讀卡機上。"))
        self._go.setText(self.tr("查詢 (Enter)"))
