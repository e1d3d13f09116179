"""A strip of tabs: parts of a task that stand side by side, each with its digit (Alt and the digit).

Object names: the strip's own, a dot, and the tab's id.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.buttons import Button
from ui.screen import Screen


class TabButton(Button):
    """One tab; the one that is open is underlined and bold."""

    role = "tab"

    def sizeHint(self) -> QSize:
        """Qt's own; wide enough for bold words, also while they are not."""
        hint, bold = super().sizeHint(), QFont(self.font())
        bold.setBold(True)
        more = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return QSize(hint.width() + max(0, more), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Qt's own."""
        return self.sizeHint()


class Tabs(Screen):
    """Emits `chosen` with a tab's id when another one is opened."""

    chosen = Signal(str)

    def __init__(self, name: str, ids: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._buttons: dict[str, TabButton] = {}
        row = self.grid(QHBoxLayout(self), gap=0.5)
        for number, each in enumerate(ids, 1):
            button = TabButton()
            button.setObjectName(f"{name}.{each}")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, each=each: self.open(each))
            row.addWidget(button)
            self._buttons[each] = button
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(lambda each=each: self.open(each))
        row.addStretch(1)
        self._mark(next(iter(ids), ""))

    def set_words(self, words: Sequence[str]) -> None:
        """Name the tabs, in their order; each gets its digit in front."""
        for number, (button, name) in enumerate(zip(self._buttons.values(), words, strict=True), 1):
            button.setText(f"{number}　{name}")
            button.setAccessibleName(name)

    def current(self) -> str:
        """The tab that is open."""
        return next((each for each, button in self._buttons.items() if button.isChecked()), "")

    def open(self, tab: str) -> None:
        """Open a tab that can be seen."""
        if self.isVisible() and self._buttons[tab].isVisible():
            self.set_current(tab)
            self.chosen.emit(tab)

    def set_current(self, tab: str) -> None:
        """Mark a tab without telling anybody."""
        self._mark(tab)

    def allow(self, tabs: Sequence[str]) -> None:
        """Show these alone."""
        for each, button in self._buttons.items():
            button.setVisible(each in tabs)

    def _mark(self, tab: str) -> None:
        for each, button in self._buttons.items():
            button.setChecked(each == tab)
