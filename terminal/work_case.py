"""One act that the platform flagged or rejected: what is known of it, what is the matter, and what to do.

Object names: `terminal.work_case`, `.standing`, `.fact.<n>`, `.card`, `.matter`, `.others`, `.next`, `.back`.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from station.views import WorkEntry
from terminal.work_words import standing_words, work_facts
from ui.messages import Words, anomaly_words
from ui.theme import Theme
from ui.widgets import OutcomeBanner, OutcomeIcon, OutcomeKind, Panel, PrimaryButton, Screen, SecondaryButton, Text

_ROWS = 6


class WorkCase(Screen):
    """Shows an entry until somebody at the platform has resolved it, and then says so."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("terminal.work_case")
        self.entry: WorkEntry | None = None
        self._resolved = self._here = False
        self._shown = 0
        self._labels = [Text("small", "soft", wrap=False) for _ in range(_ROWS)]
        self._values = [Text("body") for _ in range(_ROWS)]
        self._sign, self._standing = OutcomeIcon(lines=1.25), Text("title", strong=True)
        self._card, self._others = Text("small", "soft"), Text("small", "soft")
        self._matter = OutcomeBanner()
        self._next, self._back = SecondaryButton(), PrimaryButton()
        self._next.clicked.connect(self.show_next)
        self._back.clicked.connect(self.finished)
        names = {"standing": self._standing, "card": self._card, "matter": self._matter, "others": self._others}
        names |= {"next": self._next, "back": self._back}
        names |= {f"fact.{number}": value for number, value in enumerate(self._values)}
        for part, widget in names.items():
            widget.setObjectName(f"terminal.work_case.{part}")
        self._lay_out()

    def _lay_out(self) -> None:
        panel = Panel(gap=1.5)
        standing = self.grid(QHBoxLayout(), gap=1)
        standing.addWidget(self._sign)
        standing.addWidget(self._standing, 1)
        grid = self._rows = self.grid(QGridLayout(), gap=0.5)
        grid.setColumnStretch(1, 1)
        for row, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            grid.addWidget(label, row, 0)
            grid.addWidget(value, row, 1)
        ways = self.grid(QHBoxLayout(), gap=2)
        ways.addWidget(self._back, 1)
        ways.addWidget(self._next, 1)
        for layout in (standing, grid):
            panel.body.addLayout(layout)
        for widget in (self._card, self._matter, self._others):
            panel.body.addWidget(widget)
        panel.body.addLayout(ways)
        column = self.grid(QVBoxLayout(self), gap=0)
        column.addWidget(panel)
        column.addStretch(1)

    def show_entry(self, entry: WorkEntry, *, here: bool) -> None:
        """Show an entry; `here`: its card lies on the reader."""
        self.entry, self._here, self._resolved, self._shown = entry, here, False, 0
        self.retranslate()

    def show_next(self) -> None:
        """Tell the next thing that is the matter, after the last the first."""
        if self.entry is not None and not self._resolved:
            self._shown = (self._shown + 1) % len(self.entry.anomalies)
            self.retranslate()

    def show_resolved(self) -> None:
        """It is no longer in the list."""
        self._resolved = True
        self.retranslate()

    def clear(self) -> None:
        """Forget the entry."""
        self.entry, self._resolved = None, False
        self.retranslate()

    def start(self) -> None:
        """Put the focus on what comes next."""
        self._back.setFocus()

    def restyle(self, theme: Theme) -> None:
        """Qt's own; air between labels and values."""
        self._rows.setHorizontalSpacing(theme.sizes.unit * 3)

    def retranslate(self) -> None:
        """Texts."""
        entry = self.entry
        facts = [] if entry is None else work_facts(entry)
        for row, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            name, words = facts[row] if row < len(facts) else ("", "")
            label.setText(name)
            value.setText(words)
            label.setVisible(bool(name))
            value.setVisible(bool(name))
        self._card.setText(self.tr("這筆紀錄的卡片就在讀卡機上。"))
        self._card.setVisible(self._here and not self._resolved)
        self._back.setText(self.tr("回清單 (Enter)"))
        if entry is None:
            self._matter.clear()
            self._others.hide()
            self._next.hide()
        elif self._resolved:
            self._tell_resolved()
        else:
            self._tell(entry)

    def _tell(self, entry: WorkEntry) -> None:
        names = entry.anomalies[self._shown :] + entry.anomalies[: self._shown]
        self._sign.set_kind(OutcomeKind.ATTENTION if entry.counted else OutcomeKind.STOP)
        self._standing.setText(standing_words(entry))
        self._matter.show_words(OutcomeKind.ATTENTION, partial(anomaly_words, names[0]))
        others = self.tr("、").join(anomaly_words(name).title for name in names[1:])
        self._others.setText(self.tr("另外還有：{others}").format(others=others))
        self._next.setText(self.tr("看下一項，共 {count} 項 (F12)").format(count=len(names)))
        self._others.setVisible(bool(others))
        self._next.setVisible(bool(others))

    def _tell_resolved(self) -> None:
        self._sign.set_kind(OutcomeKind.GOOD)
        self._standing.setText(self.tr("這筆已經處理完了"))
        self._matter.show_words(OutcomeKind.GOOD, self._done)
        self._others.hide()
        self._next.hide()

    def _done(self) -> Words:
        return Words(self.tr("不必再處理"), self.tr("主管機關已經查看並做了決定。"))
