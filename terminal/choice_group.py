"""A titled group of choices, each with its digit; what is missing is said beneath."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout

from terminal.keys import DigitsChoose, EnterAdvances
from terminal.task import Complaint
from ui.theme import Theme
from ui.widgets import CheckBox, RadioButton, Screen, Text


class ChoiceGroup(Screen):
    """Radio buttons when `exclusive`, else ticks. A choice that cannot be made shows each reason beneath it.

    Object names: the group's own, a dot and the choice's id; its reasons have `.reasons` after that.
    """

    changed = Signal()
    """Another choice was made, or a tick."""

    def __init__(self, name: str, on_enter: Callable[["ChoiceGroup"], None], *, exclusive: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._exclusive = exclusive
        self._buttons: dict[str, QAbstractButton] = {}
        self._reasons: dict[str, Text] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(exclusive)
        self._title = Text("small", "soft", strong=True)
        self._missing = Complaint()
        self._missing.setObjectName(f"{name}.missing")
        self._enter = EnterAdvances(lambda _: on_enter(self), self)
        self._digits = DigitsChoose(self)
        self._column = self.grid(QVBoxLayout(self), gap=0.25)
        self._column.addWidget(self._title)
        self._column.addWidget(self._missing)
        self._column.addStretch(1)

    def set_title(self, words: str) -> None:
        """Name the group."""
        self._title.setText(words)
        self.setAccessibleName(words)

    def set_choices(self, choices: Sequence[tuple[str, bool]]) -> None:
        """Show these: (id, whether it can be chosen). Nothing is chosen any more."""
        for gone in self._buttons.values():
            self._group.removeButton(gone)
        for old in (*self._buttons.values(), *self._reasons.values()):
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons, self._reasons = {}, {}
        for number, (choice, possible) in enumerate(choices):
            button: QAbstractButton = RadioButton() if self._exclusive else CheckBox()
            button.setObjectName(f"{self.objectName()}.{choice}")
            button.setEnabled(possible)
            button.toggled.connect(self._toggled)
            reasons = Text("small", "soft")
            reasons.setObjectName(f"{self.objectName()}.{choice}.reasons")
            reasons.setContentsMargins(self.theme().sizes.unit * 4, 0, 0, 0)
            reasons.hide()
            self._group.addButton(button)
            self._column.insertWidget(1 + 2 * number, button)
            self._column.insertWidget(2 + 2 * number, reasons)
            self._enter.watch(button)
            self._buttons[choice], self._reasons[choice] = button, reasons
        self._digits.set_choices(list(self._buttons.values()))
        self._missing.say("")

    def set_words(self, choice: str, words: str, reasons: Sequence[str] = ()) -> None:
        """Name a choice, and say why it cannot be made."""
        if choice not in self._buttons:
            return
        button, beneath = self._buttons[choice], self._reasons[choice]
        button.setText(f"{self.ids().index(choice) + 1}　{words}")
        button.setAccessibleName(words)
        button.setAccessibleDescription(" ".join(reasons))
        beneath.setText("\n".join(f"✕　{reason}" for reason in reasons))
        beneath.setVisible(bool(reasons))

    def ids(self) -> list[str]:
        """Every choice."""
        return list(self._buttons)

    def chosen(self) -> str:
        """The one that is chosen, or empty."""
        return next(iter(self.ticked()), "")

    def ticked(self) -> list[str]:
        """Every one that is chosen or ticked."""
        return [choice for choice, button in self._buttons.items() if button.isChecked()]

    def choose(self, choice: str) -> None:
        """Choose or tick one."""
        if choice in self._buttons and self._buttons[choice].isEnabled():
            self._buttons[choice].setChecked(True)

    def complain(self, words: str) -> None:
        """Say what is missing; empty says nothing."""
        self._missing.say(words)

    def start(self) -> None:
        """Put the focus on what is chosen, else on the first that can be chosen and is not ticked."""
        possible = [button for button in self._buttons.values() if button.isEnabled()]
        wanted = [button for button in possible if button.isChecked() is self._exclusive] or possible
        if wanted:
            wanted[0].setFocus(Qt.FocusReason.TabFocusReason)

    def restyle(self, theme: Theme) -> None:
        """Qt's own; reasons stand beneath the words, not beneath the mark."""
        for beneath in self._reasons.values():
            beneath.setContentsMargins(theme.sizes.unit * 4, 0, 0, 0)

    def _toggled(self) -> None:
        self._missing.say("")
        self.changed.emit()
