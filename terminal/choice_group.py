"""A titled group of choices, each with its digit; what is missing is said beneath."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QVBoxLayout

from terminal.keys import DigitsChoose, EnterAdvances
from terminal.task import Complaint
from ui.theme import Theme
from ui.widgets import CheckBox, RadioButton, Screen, Text


class ChoiceGroup(Screen):
    """Radio buttons when `exclusive`, else ticks. A choice that cannot be made shows each reason beside it.

    `across` puts the choices beside each other; then there is no room for reasons.

    Object names: the group's own, a dot and the choice's id; its reasons have `.reasons` after that.
    """

    changed = Signal()
    """Another choice was made, or a tick."""

    def __init__(
        self, name: str, on_enter: Callable[["ChoiceGroup"], None], *, exclusive: bool = False, across: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._exclusive, self._across = exclusive, across
        self._buttons: dict[str, QAbstractButton] = {}
        self._reasons: dict[str, Text] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(exclusive)
        self._title = Text("small", "soft", strong=True)
        self._title.hide()
        self._missing = Complaint()
        self._missing.setObjectName(f"{name}.missing")
        self._enter = EnterAdvances(lambda _: on_enter(self), self)
        self._digits = DigitsChoose(self)
        self._rows = self.grid(QGridLayout(), gap=0.25)
        column = self.grid(QVBoxLayout(self), gap=0.25)
        column.addWidget(self._title)
        column.addLayout(self._rows)
        column.addWidget(self._missing)
        column.addStretch(1)

    def set_title(self, words: str) -> None:
        """Name the group."""
        self._title.setText(words)
        self._title.show()
        self.setAccessibleName(words)

    def set_choices(self, choices: Sequence[tuple[str, bool]]) -> None:
        """Show these: (id, whether it can be chosen). Nothing is chosen any more."""
        for gone in self._buttons.values():
            self._group.removeButton(gone)
        for old in (*self._buttons.values(), *self._reasons.values()):
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons, self._reasons = {}, {}
        for number, (choice, possible) in enumerate(choices):
            button: QAbstractButton = RadioButton() if self._exclusive else CheckBox()
            button.setObjectName(f"{self.objectName()}.{choice}")
            button.setEnabled(possible)
            button.toggled.connect(self._toggled)
            reasons = Text("small", "soft", parent=self)
            reasons.setObjectName(f"{self.objectName()}.{choice}.reasons")
            reasons.hide()
            self._group.addButton(button)
            self._rows.addWidget(button, *((0, number) if self._across else (number, 0)))
            if not self._across:
                self._rows.addWidget(reasons, number, 1)
            self._enter.watch(button)
            self._buttons[choice], self._reasons[choice] = button, reasons
        self._digits.set_choices(list(self._buttons.values()))
        self._missing.say("")

    def set_words(self, choice: str, words: str, reasons: Sequence[str] = ()) -> None:
        """Name a choice, and say why it cannot be made."""
        if choice not in self._buttons:
            return
        button, beside = self._buttons[choice], self._reasons[choice]
        button.setText(f"{self.ids().index(choice) + 1}　{words}")
        button.setAccessibleName(words)
        button.setAccessibleDescription(" ".join(reasons))
        beside.setText("\n".join(f"✕　{reason}" for reason in reasons))
        beside.setVisible(bool(reasons))
        if self._across:
            self._rows.setColumnStretch(self.ids().index(choice), 1)
            return
        # Reasons need the room; without any, words that are long (a document, a consent) may run across.
        self._rows.setColumnStretch(1, 1 if any(not each.isHidden() for each in self._reasons.values()) else 0)
        self._rows.setColumnStretch(0, 0 if self._rows.columnStretch(1) else 1)

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

    def complain(self, words: Callable[[], str] | str) -> None:
        """Say what is missing; empty says nothing. As `Complaint.say`."""
        self._missing.say(words)

    def start(self) -> None:
        """Put the focus on what is chosen, else on the first that can be chosen and is not ticked."""
        possible = [button for button in self._buttons.values() if button.isEnabled()]
        wanted = [button for button in possible if button.isChecked() is self._exclusive] or possible
        if wanted:
            wanted[0].setFocus(Qt.FocusReason.TabFocusReason)

    def restyle(self, theme: Theme) -> None:
        """Qt's own; air between what stands side by side."""
        self._rows.setHorizontalSpacing(theme.sizes.unit * 2)

    def _toggled(self) -> None:
        self._missing.say("")
        self.changed.emit()
