"""Another PIN, because a supervisor wants one before anything else is asked of the platform.

Object names, beneath the task's own: `.pin_change`, `.old_pin`, `.new_pin`, `.new_pin_again`, `.pin_change.submit`.
"""

from uuid import UUID

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from domain.errors import CityCardError
from station.office import Office
from terminal.keys import EnterAdvances
from terminal.task import Complaint
from ui.bridge import Once
from ui.outcome import OutcomeBanner
from ui.theme import Theme
from ui.widgets import FieldRow, Panel, PrimaryButton, Screen, Text

_LEAST_DIGITS, _MOST_DIGITS = 4, 12
_PANEL = 60
"""Width of the panel, in steps of the grid."""


class PinChange(Screen):
    """The old PIN, the new one, and the new one again."""

    changed = Signal()

    def __init__(self, office: Office, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}.pin_change")
        self._office = office
        self._op_id: UUID | None = None
        self._lead, self._banner, self._missing = Text("body"), OutcomeBanner(), Complaint()
        self._old, self._new, self._again = QLineEdit(), QLineEdit(), QLineEdit()
        named = {"old_pin": self._old, "new_pin": self._new, "new_pin_again": self._again}
        self._rows = [FieldRow(edit) for edit in named.values()]
        digits = QRegularExpression(f"[0-9]{{0,{_MOST_DIGITS}}}")
        for part, edit in named.items():
            edit.setObjectName(f"{name}.{part}")
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
            edit.setValidator(QRegularExpressionValidator(digits, self))
            edit.textEdited.connect(lambda _: self._missing.say(""))
        self._submit = PrimaryButton()
        self._submit.setObjectName(f"{name}.pin_change.submit")
        self._submit.clicked.connect(self._change)
        self._once = Once(self._submit)
        self._enter = EnterAdvances(self._advance, self)
        self._enter.watch(*named.values())
        self._panel = Panel()
        for widget in (self._lead, self._banner, *self._rows, self._missing, self._submit):
            self._panel.body.addWidget(widget)
        row = self.grid(QHBoxLayout(), gap=0)
        row.addStretch(1)
        row.addWidget(self._panel, 100)
        row.addStretch(1)
        column = self.grid(QVBoxLayout(self), gap=0)
        column.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)

    def begin(self) -> None:
        """Ask for another one."""
        self.clear()
        self._op_id = self._office.new_op_id()
        self._old.setFocus()

    def clear(self) -> None:
        """Forget what was typed."""
        self._op_id = None
        for edit in (self._old, self._new, self._again):
            edit.clear()
        self._banner.clear()
        self._missing.say("")

    def _advance(self, widget: QWidget) -> None:
        following = {self._old: self._new, self._new: self._again}.get(widget)  # type: ignore[call-overload]
        if following is not None:
            following.setFocus()
        else:
            self._change()

    def _wrong(self) -> str:
        """What is wrong with the three, in words; empty for nothing."""
        new = self._new.text()
        if not self._old.text():
            return self.tr("請輸入現在的密碼。")
        if len(new) < _LEAST_DIGITS:
            return self.tr("新密碼要 {least} 到 {most} 個數字。").format(least=_LEAST_DIGITS, most=_MOST_DIGITS)
        if new == self._old.text():
            return self.tr("新密碼要和現在的不同。")
        return "" if new == self._again.text() else self.tr("兩次輸入的新密碼不一樣，請再輸入一次。")

    def _change(self) -> None:
        wrong = self._wrong()
        self._missing.say(self._wrong)
        if wrong or self._op_id is None or self._once.running:
            return
        op_id, old, new, office = self._op_id, self._old.text(), self._new.text(), self._office
        self._once.run(self, lambda: office.change_pin(op_id, old, new), lambda _: self._done(), self._failed)

    def _done(self) -> None:
        self.clear()
        self.changed.emit()

    def _failed(self, error: CityCardError) -> None:
        self._op_id = self._office.new_op_id()
        self._old.clear()
        self._banner.show_error(error)
        self._old.setFocus()

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the panel's width."""
        self._panel.setMaximumWidth(_PANEL * theme.sizes.unit)

    def retranslate(self) -> None:
        """Texts."""
        self._lead.setText(self.tr("主管要求您先換一組密碼。換好後會接著做剛才的工作，之後登入就用新密碼。"))
        words = (self.tr("現在的密碼（數字）"), self.tr("新密碼（4 到 12 個數字）"), self.tr("再輸入一次新密碼"))
        for row, label in zip(self._rows, words, strict=True):
            row.set_label(label)
        self._submit.setText(self.tr("換成新密碼 (Enter)"))
