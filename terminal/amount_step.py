"""The step in which an amount is chosen: those that are offered by their digits, or one's own.

Object names: `terminal.load.amount.<NT$>`, `.amount.own`, `.own` (the field), `.fact.<n>`.
"""

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout

from domain.errors import Code
from domain.programme import Programme
from station.station import Station
from station.views import CardBalance
from terminal.choice_group import ChoiceGroup
from terminal.keys import EnterAdvances
from terminal.load_words import card_facts
from ui.amounts import exchange_text, money_text
from ui.theme import Theme
from ui.widgets import FieldRow, Screen, Text

_OWN = "own"
_MOST_DIGITS = 5
_FACTS = 5


class AmountStep(Screen):
    """What the card has, and how much is to be loaded."""

    done = Signal()
    """An amount that can be loaded was settled."""

    def __init__(self, station: Station) -> None:
        super().__init__()
        self._station = station
        self._balance: CardBalance | None = None
        self._labels = [Text("small", "soft", wrap=False) for _ in range(_FACTS)]
        self._values = [Text("title", strong=True, wrap=False) for _ in range(_FACTS)]
        self._facts = self.grid(QGridLayout(), gap=0.25)
        for column, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            value.setObjectName(f"terminal.load.fact.{column}")
            self._facts.addWidget(label, 0, column)
            self._facts.addWidget(value, 1, column)
        self._facts.setColumnStretch(_FACTS, 1)
        self._choices = ChoiceGroup("terminal.load.amount", lambda _: self._advance(), exclusive=True)
        self._choices.changed.connect(self._chosen)
        self._own = QLineEdit()
        self._own.setObjectName("terminal.load.own")
        self._own.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._own.setValidator(QRegularExpressionValidator(QRegularExpression(f"[0-9]{{0,{_MOST_DIGITS}}}"), self))
        self._row = FieldRow(self._own)
        self._own.textEdited.connect(lambda _: self._row.set_error(None))
        self._enter = EnterAdvances(lambda _: self._advance(), self)
        self._enter.watch(self._own)
        column_ = self.grid(QVBoxLayout(self), gap=1.5)
        column_.addLayout(self._facts)
        column_.addWidget(self._choices)
        column_.addWidget(self._row)

    def show_balance(self, balance: CardBalance | None) -> None:
        """Show what a card has and what can be loaded; None forgets it."""
        self._balance = balance
        self._own.clear()
        self._row.set_error(None)
        possible = balance is not None and can_load(balance)
        offered = [str(amount) for amount in balance.offered_ntd] if balance is not None and possible else []
        self._choices.set_choices([(each, True) for each in [*offered, *([_OWN] if possible else [])]])
        self._choices.setVisible(possible)
        self._row.hide()
        self.retranslate()

    def start(self) -> None:
        """Put the focus where choosing begins."""
        if self._choices.isHidden():
            self.setFocus()
        elif self._row.isHidden():
            self._choices.start()
        else:
            self._own.setFocus()

    def amount_ntd(self) -> int:
        """Whole NT$; 0 while none is settled."""
        chosen = self._choices.chosen()
        digits = self._own.text() if chosen == _OWN else chosen
        return int(digits or "0")

    def points(self) -> int:
        """What the amount costs."""
        return self.amount_ntd() // ntd_per_point(self._station.programme, self._balance)

    def is_right(self) -> bool:
        """Whether the amount can be loaded; says beside it why not."""
        balance, amount_ntd = self._balance, self.amount_ntd()
        if balance is None:
            return False
        if not self._choices.chosen():
            self._choices.complain(lambda: self.tr("請選擇金額。"))
            return False
        purse = self._station.programme.purse(balance.purse)
        smallest_ntd = purse.smallest_ntd if purse else 1
        if amount_ntd > balance.most_ntd:
            self._row.set_error(Code.AMOUNT_OVER_BALANCE)
        elif amount_ntd < smallest_ntd or amount_ntd % ntd_per_point(self._station.programme, balance):
            self._row.set_error(Code.AMOUNT_INVALID, {"smallest": smallest_ntd})
        else:
            return True
        return False

    def restyle(self, theme: Theme) -> None:
        """Qt's own; air between the facts."""
        self._facts.setHorizontalSpacing(theme.sizes.unit * 4)
        self._own.setMaximumWidth(theme.sizes.unit * 24)

    def retranslate(self) -> None:
        """Texts."""
        balance = self._balance
        facts = card_facts(balance) if balance is not None else []
        for place, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            name, words = facts[place] if place < len(facts) else ("", "")
            label.setText(name)
            value.setText(words)
            label.setVisible(bool(name))
            value.setVisible(bool(name))
        self._row.set_label(self.tr("其他金額（元）"))
        if balance is None:
            return
        rate = ntd_per_point(self._station.programme, balance)
        self._choices.set_title(self.tr("儲值多少（按數字選擇，Enter 繼續）"))
        for choice in self._choices.ids():
            amount = self.tr("其他金額") if choice == _OWN else exchange_text(int(choice) // rate, int(choice))
            self._choices.set_words(choice, amount)
        self._row.set_note(self.tr("最多 {most}").format(most=money_text(balance.most_ntd)))

    def _chosen(self) -> None:
        self._row.setVisible(self._choices.chosen() == _OWN)
        self._row.set_error(None)

    def _advance(self) -> None:
        if self._choices.chosen() == _OWN and not self._own.hasFocus():
            self._own.setFocus()
        elif self.is_right():
            self.done.emit()


def can_load(balance: CardBalance) -> bool:
    """Whether the counter can take a wish for this card now."""
    now = balance.online or not balance.on_card
    return now and balance.unsettled is None and balance.most_ntd > 0 and balance.second_factor in ("none", "birthday")


def ntd_per_point(programme: Programme, balance: CardBalance | None) -> int:
    """What one point of the kind that is spent is worth, whole NT$."""
    kind = programme.point_kind(balance.point_kind) if balance is not None else None
    return kind.ntd_per_point if kind else 1
