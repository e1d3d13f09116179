"""The form by which a shift is opened, and a field for whole NT$.

Object names: `terminal.shift.name.<A|B|C|D>`, `.float`, `.open`.
"""

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from terminal.choice_group import ChoiceGroup
from terminal.keys import EnterAdvances
from ui.theme import Theme
from ui.widgets import FieldRow, Panel, PrimaryButton, Screen

NAMES = ("A", "B", "C", "D")
_DIGITS = 7


def money_field(parent: QWidget) -> QLineEdit:
    """Takes digits alone, at most seven."""
    field = QLineEdit()
    field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
    field.setValidator(QRegularExpressionValidator(QRegularExpression(f"[0-9]{{0,{_DIGITS}}}"), parent))
    return field


class ShiftForm(Screen):
    """Which shift, and what lies in the drawer."""

    wanted = Signal(str, int)
    """Name, and cash in whole NT$."""

    def __init__(self) -> None:
        super().__init__()
        self._name = ChoiceGroup("terminal.shift.name", lambda _: self._float.setFocus(), exclusive=True, across=True)
        self._name.set_choices([(name, True) for name in NAMES])
        self._float = money_field(self)
        self._float.setObjectName("terminal.shift.float")
        self._row = FieldRow(self._float)
        self.open = PrimaryButton()
        self.open.setObjectName("terminal.shift.open")
        self.open.clicked.connect(self.submit)
        EnterAdvances(lambda _: self.submit(), self).watch(self._float)
        form = Panel(gap=1.5)
        for part in (self._name, self._row, self.open):
            form.body.addWidget(part)
        column = self.grid(QVBoxLayout(self), gap=0)
        column.addWidget(form)
        column.addStretch(1)

    def begin(self) -> None:
        """An empty form."""
        self._float.clear()
        self._name.choose(NAMES[0])

    def start(self) -> None:
        """Put the focus where it begins."""
        self._name.start()

    def submit(self) -> None:
        """Ask for what the form says."""
        self.wanted.emit(self._name.chosen() or NAMES[0], int(self._float.text() or 0))

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the field is as wide as what stands in it."""
        self._row.setFixedWidth(theme.sizes.unit * 30)

    def retranslate(self) -> None:
        """Texts."""
        self._name.set_title(self.tr("哪一班（按數字選擇）"))
        for name in NAMES:
            self._name.set_words(name, self.tr("{name} 班").format(name=name))
        self._row.set_label(self.tr("開班現金（元，可不填）"))
        self.open.setText(self.tr("開班 (F12)"))
