"""Somebody has signed in whose roles and this station's have no task in common.

Object names: `terminal.nothing`, `.words`.
"""

from terminal.task import Task
from terminal.workplace import Workplace
from ui.text import Text


class NoTask(Task):
    """Says so, and what to do."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.setObjectName("terminal.nothing")
        self._words = Text("title", "soft")
        self._words.setObjectName("terminal.nothing.words")
        self.column.addWidget(self._words)
        self.column.addStretch(1)

    def enter(self) -> None:
        """See `Task.enter`."""
        self.setFocus()

    def retranslate(self) -> None:
        """Texts."""
        self.set_head(self.tr("這一站沒有您可以做的工作"), "")
        self._words.setText(self.tr("本站的用途和您的職務沒有相同的工作。請按 F9 登出，或洽系統管理員。"))
