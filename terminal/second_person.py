"""The second of two people: a supervisor's card on the reader, who is somebody else than is signed in, and their PIN.

Object names: `terminal.points.second`, `.second_about`, `.second_name`, `.pin`, `.approve`.
"""

from collections.abc import Callable

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from domain.errors import Code
from terminal.keys import EnterAdvances
from terminal.workplace import CardHere, Workplace
from ui.widgets import FieldRow, Panel, PrimaryButton, Screen, Text

_MOST_DIGITS = 12


class SecondPerson(Screen):
    """`approved` when the card lies there and a PIN was typed; whether it is right is the platform's to say."""

    approved = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._what: Callable[[], str] = str
        self._details: Callable[[], str] = str
        self._lead, self._about, self._name = Text("body"), Text("body"), Text("title", strong=True)
        self._pin = QLineEdit()
        self._pin.setValidator(QRegularExpressionValidator(QRegularExpression(f"[0-9]{{0,{_MOST_DIGITS}}}"), self))
        self._pin.setEchoMode(QLineEdit.EchoMode.Password)
        self._pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self._row = FieldRow(self._pin)
        self._approve = PrimaryButton()
        self._approve.clicked.connect(self.go)
        named = {
            "second": self._lead,
            "second_about": self._about,
            "second_name": self._name,
            "pin": self._pin,
            "approve": self._approve,
        }
        for part, widget in named.items():
            widget.setObjectName(f"terminal.points.{part}")
        self._enter = EnterAdvances(lambda _: self.go(), self)
        self._enter.watch(self._pin)
        panel = Panel(gap=1.5)
        for widget in (self._lead, self._about, self._name, self._row, self._approve):
            panel.body.addWidget(widget)
        column = self.grid(QVBoxLayout(self), gap=0)
        column.addWidget(panel)
        column.addStretch(1)

    def begin(self, what: Callable[[], str], details: Callable[[], str]) -> None:
        """Ask for approval of what is said in these words; they are asked for again at every change of language.

        `details`: for whom, of which activity, and why, a line each: who approves has not seen the form.
        """
        self._what, self._details = what, details
        self.card_changed()
        self.retranslate()

    def card(self) -> CardHere | None:
        """Their card on the reader; None for one that is nobody's of the staff, or of who is signed in."""
        card, session = self._place.card, self._place.station.staff.session
        if card is None or card.staff is None or session is None or card.staff.staff == session.staff:
            return None
        return card

    def take_pin(self) -> str:
        """The PIN, which the field then forgets."""
        pin = self._pin.text()
        self._pin.clear()
        return pin

    def refuse(self, code: Code, **details: str | int) -> None:
        """Their PIN or card was refused."""
        self._row.set_error(code, details)
        self.start()

    def card_changed(self) -> None:
        """Another card lies there: what was typed belonged to the one before."""
        self._pin.clear()
        self._row.set_error(None)
        card = self.card()
        self._name.setText(card.staff.name if card is not None and card.staff is not None else "")
        self._name.setVisible(card is not None)
        self._row.setVisible(card is not None)
        self._approve.setEnabled(card is not None)
        self.retranslate()
        if self.isVisible():
            self.start()

    def start(self) -> None:
        """Put the focus on the PIN, once somebody's card lies there."""
        (self._pin if self.card() is not None else self).setFocus()

    def go(self) -> None:
        """The key that goes on."""
        if self.card() is not None and self._pin.text():
            self.approved.emit()

    def clear(self) -> None:
        """Forget everything."""
        self._what, self._details = str, str
        self._pin.clear()
        self._row.set_error(None)
        self._name.setText("")
        self.retranslate()

    def retranslate(self) -> None:
        """Texts."""
        card, session = self._place.card, self._place.station.staff.session
        own = card is not None and card.staff is not None and session is not None and card.staff.staff == session.staff
        if own:
            self._lead.setText(self.tr("這是您自己的工作證。要由另一位主管核可。"))
        else:
            lead = self.tr("{what}。請另一位主管把工作證放到讀卡機上，輸入自己的密碼核可。")
            what = self._what()
            self._lead.setText(lead.format(what=what) if what else "")
        self._about.setText("" if own else self._details())
        self._about.setVisible(bool(self._about.text()))
        self._row.set_label(self.tr("主管的密碼（數字）"))
        self._approve.setText(self.tr("核可並更正 (Enter)"))
