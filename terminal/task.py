"""The base of the tasks in the middle of the window."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from terminal.workplace import PersonHere, Workplace
from ui.outcome import OutcomeIcon, OutcomeKind
from ui.screen import Screen
from ui.text import Text
from ui.theme import Theme

_WIDEST = 112
"""Steps of the grid: lines of a form that are longer cannot be taken in at a glance."""


class Task(Screen):
    """A task of the rail. The window calls these, all on the GUI thread."""

    person_changed = Signal(object)
    """`PersonHere` of the person who is being served, or None."""
    page_wanted = Signal(str)
    """Another page of `terminal.task_table`, by name."""

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.station = place.station
        self._title = Text("display", strong=True)
        self._hint = Text("small", "soft")
        self._middle = QWidget()
        self.column: QVBoxLayout = self.grid(QVBoxLayout(self._middle), gap=1)
        head = self.grid(QVBoxLayout(), gap=0.25)
        self.title_row = self.grid(QHBoxLayout(), gap=1)
        self.title_row.addWidget(self._title, 1)
        head.addLayout(self.title_row)
        head.addWidget(self._hint)
        self.column.addLayout(head)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._row.addStretch(1)
        self._row.addWidget(self._middle, 100)
        self._row.addStretch(1)

    def restyle(self, theme: Theme) -> None:
        """Qt's own."""
        unit = theme.sizes.unit
        self._middle.setMaximumWidth(_WIDEST * unit)
        self._row.setContentsMargins(unit * 3, unit * 2, unit * 3, unit * 2)

    def set_head(self, title: str, hint: str) -> None:
        """The task's name, and beneath it the keys that count here."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def add_keys(self, slots: Mapping[str, Callable[[], object]]) -> None:
        """Keys that count while the focus is in this task."""
        for key, slot in slots.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(slot)

    def enter(self) -> None:
        """The task comes to the screen: put the focus where work begins."""

    def card_changed(self) -> None:
        """Another card, or none, lies on the reader (`place.card`)."""

    def card_unreadable(self) -> None:
        """Something lies on the reader that cannot be read."""

    def clear(self) -> None:
        """Forget everything about the person who was served."""

    def person(self) -> PersonHere | None:
        """Who is being served."""
        return None


class Complaint(Screen):
    """One line, mark and words, beneath what it is about; takes no room while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Text("small", "error")
        self._said: Callable[[], str] = str
        row = self.grid(QHBoxLayout(self), gap=0.75)
        row.addWidget(OutcomeIcon(OutcomeKind.STOP, lines=0.85), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    def say(self, words: Callable[[], str] | str) -> None:
        """Show the words, which are asked for again in another language; empty hides the line."""
        self._said = (lambda: words) if isinstance(words, str) else words
        self.retranslate()

    def retranslate(self) -> None:
        """Texts."""
        words = self._said()
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    def text(self) -> str:
        """The words as shown."""
        return self._words.full_text() if not self.isHidden() else ""
