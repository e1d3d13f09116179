"""The step in which the holder proves that the card is theirs: month and day of the birthday.

Object name: `terminal.load.birthday`.
"""

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from domain.errors import Code
from domain.roc_date import is_month_day
from terminal.keys import EnterAdvances
from ui.theme import Theme
from ui.widgets import FieldRow, Screen


class BirthdayStep(Screen):
    """Four digits, hidden from the neighbour."""

    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._digits = QLineEdit()
        self._digits.setObjectName("terminal.load.birthday")
        self._digits.setEchoMode(QLineEdit.EchoMode.Password)
        self._digits.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self._digits.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,4}"), self))
        self._row = FieldRow(self._digits)
        self._digits.textEdited.connect(lambda _: self._row.set_error(None))
        self._enter = EnterAdvances(lambda _: self._advance(), self)
        self._enter.watch(self._digits)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self._row)

    def birthday(self) -> str:
        """Month and day as typed."""
        return self._digits.text()

    def clear(self) -> None:
        """Forget what was typed."""
        self._digits.clear()
        self._row.set_error(None)

    def start(self) -> None:
        """Put the focus into the field."""
        self._digits.setFocus()

    def refuse(self, code: Code) -> None:
        """It was not theirs: ask again."""
        self._digits.clear()
        self._row.set_error(code)

    def is_right(self) -> bool:
        """Whether there is such a day; says beside it when not."""
        if is_month_day(self.birthday()):
            return True
        self._row.set_error(Code.SECOND_FACTOR_WRONG)
        return False

    def restyle(self, theme: Theme) -> None:
        """Qt's own."""
        self._digits.setMaximumWidth(theme.sizes.unit * 24)

    def retranslate(self) -> None:
        """Texts."""
        self._row.set_label(self.tr("持卡人生日的月和日"))
        self._row.set_note(self.tr("四位數字，例如 1 月 5 日輸入 0105。請民眾本人說出。"))

    def _advance(self) -> None:
        if self.is_right():
            self.done.emit()
