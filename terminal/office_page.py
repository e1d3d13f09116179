"""A part of a task that asks the platform: it stands in the task, and asks through it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from terminal.office_task import OfficeTask
from terminal.task import Complaint
from ui.fields import FieldRow
from ui.messages import Words
from ui.outcome import OutcomeKind
from ui.screen import Screen

Answer = TypeVar("Answer")


class OfficePage(Screen):
    """One of the pages of a task. GUI thread."""

    def __init__(self, task: OfficeTask, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.task = task
        self.station = task.station
        self.office = task.station.office

    def ask(self, words: str, work: Callable[[], Answer], done: Callable[[Answer], None]) -> None:
        """See `OfficeTask.ask`."""
        self.task.ask(words, work, done)

    def tell(self, kind: OutcomeKind, words: Callable[[], Words]) -> None:
        """Say above the page how something ended."""
        self.task.banner.show_words(kind, words)

    def open(self) -> None:
        """It comes to the screen: ask for what it shows."""

    def start(self) -> None:
        """Put the focus where work begins."""

    def act(self) -> None:
        """F12: the one thing to do here."""

    def other(self) -> None:
        """F7: the other thing to do here."""

    def step_back(self) -> None:
        """Escape: one step back within the page."""

    def clear(self) -> None:
        """Forget what it shows."""


class Field(Screen):
    """A labelled line or other input, a note beneath, and in words what is wrong with it."""

    def __init__(self, name: str, field: QWidget | None = None) -> None:
        super().__init__()
        self.edit = QLineEdit() if field is None else field
        self.edit.setObjectName(name)
        self.row = FieldRow(self.edit)
        self._wrong = Complaint()
        self._wrong.setObjectName(f"{name}.wrong")
        column = self.grid(QVBoxLayout(self), gap=0.25)
        column.addWidget(self.row)
        column.addWidget(self._wrong)
        column.addStretch(1)
        self.setFocusProxy(self.edit)
        if isinstance(self.edit, QLineEdit):
            self.edit.textEdited.connect(lambda _: self.complain(""))

    def text(self) -> str:
        """What was typed, without space around it."""
        return self.edit.text().strip() if isinstance(self.edit, QLineEdit) else ""

    def set_text(self, words: str) -> None:
        """Put words there."""
        if isinstance(self.edit, QLineEdit):
            self.edit.setText(words)

    def complain(self, words: Callable[[], str] | str) -> None:
        """Say what is wrong; empty: nothing. As `Complaint.say`."""
        self._wrong.say(words)

    def wrong(self) -> str:
        """What is said to be wrong."""
        return self._wrong.text()


def number_in(field: Field) -> int | None:
    """The whole number that was typed, None for nothing. Raises `ValueError` for anything else."""
    typed = field.text().replace(",", "")
    if not typed:
        return None
    if not typed.isdecimal():
        raise ValueError(typed)
    return int(typed)


def beside(screen: Screen, widgets: Sequence[QWidget], gap: float = 2) -> QHBoxLayout:
    """Widgets side by side at the top of their row, each with the same room."""
    row = screen.grid(QHBoxLayout(), gap=gap)
    for widget in widgets:
        row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
    return row
