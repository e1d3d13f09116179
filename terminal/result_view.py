"""How an issue, a binding or a load ended, and what can be done next.

Object names, beneath the view's own: `.banner`, `.next`, `.more`, `.fact.<n>`, `.code` (the recovery code as QR).
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from domain.cards import CardState
from station.views import IssueResult
from ui.messages import Words, words_for
from ui.theme import Theme
from ui.widgets import OutcomeBanner, OutcomeKind, Panel, PrimaryButton, QrView, Screen, SecondaryButton, Text

_ROWS = 6


class ResultView(Screen):
    """The outcome, the facts worth repeating to the person, and two ways on."""

    next_wanted = Signal()
    more_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._facts: Callable[[], Sequence[tuple[str, str]]] = list
        self._more_words: Callable[[], str] = str
        self._banner = OutcomeBanner()
        self._banner.setObjectName(f"{name}.banner")
        self._labels = [Text("small", "soft", wrap=False) for _ in range(_ROWS)]
        self._values = [Text("title") for _ in range(_ROWS)]
        self.next = PrimaryButton()
        self.next.setObjectName(f"{name}.next")
        self.next.clicked.connect(self.next_wanted)
        self.more = SecondaryButton()
        self.more.setObjectName(f"{name}.more")
        self.more.clicked.connect(self.more_wanted)
        self.panel = panel = Panel()
        panel.body.addWidget(self._banner)
        grid = self._rows = self.grid(QGridLayout(), gap=1)
        grid.setColumnStretch(1, 1)
        for row, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            value.setObjectName(f"{name}.fact.{row}")
            grid.addWidget(label, row, 0)
            grid.addWidget(value, row, 1)
        self._code = QrView(module_px=4)
        self._code.setObjectName(f"{name}.code")
        self._code.hide()
        told = self.grid(QHBoxLayout(), gap=2)
        told.addLayout(grid, 1)
        told.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        panel.body.addLayout(told)
        self.ways = ways = self.grid(QHBoxLayout(), gap=2)
        ways.addWidget(self.next, 1)
        ways.addWidget(self.more, 1)
        panel.body.addLayout(ways)
        column = self.grid(QVBoxLayout(self), gap=0)
        column.addWidget(panel)
        column.addStretch(1)

    def show_result(self, result: IssueResult, done: Callable[[], Words], waits: Callable[[], Words]) -> None:
        """Show the platform's word: `done` when it agreed, `waits` when it could not be asked."""
        if result.state is CardState.PROVISIONAL:
            self._banner.show_words(OutcomeKind.ATTENTION, waits)
        elif result.state.usable:
            self._banner.show_words(OutcomeKind.GOOD, done)
        elif result.code is not None:
            code = result.code
            self._banner.show_words(OutcomeKind.STOP, lambda: self._suspended(words_for(code)))
        else:
            self._banner.show_words(OutcomeKind.STOP, lambda: self._suspended(Words("")))

    def show_words(self, kind: OutcomeKind, words: Callable[[], Words]) -> None:
        """Show an outcome in words of the caller's."""
        self._banner.show_words(kind, words)

    def set_code(self, code: str) -> None:
        """Show a recovery code as QR; empty shows none."""
        self._code.set_text(code)
        self._code.setVisible(bool(code))

    def set_words(self, facts: Callable[[], Sequence[tuple[str, str]]], more_words: Callable[[], str]) -> None:
        """What to repeat, and what the second button says; asked again at every change of language. No words hide it."""
        self._facts, self._more_words = facts, more_words
        self.retranslate()

    def kind(self) -> OutcomeKind | None:
        """The outcome shown."""
        return self._banner.kind()

    def start(self) -> None:
        """Put the focus on going on with the next person."""
        self.next.setFocus()

    def clear(self) -> None:
        """Forget the outcome."""
        self._banner.clear()
        self.set_code("")
        self.set_words(list, str)

    def restyle(self, theme: Theme) -> None:
        """Qt's own; air between labels and values."""
        self._rows.setHorizontalSpacing(theme.sizes.unit * 3)

    def retranslate(self) -> None:
        """Texts."""
        facts = list(self._facts())
        for row, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            name, words = facts[row] if row < len(facts) else ("", "")
            label.setText(name)
            value.setText(words)
            label.setVisible(bool(name))
            value.setVisible(bool(name))
        self._code.setAccessibleName(self.tr("查詢代碼的 QR 碼"))
        self.next.setText(self.tr("下一位 (Enter)"))
        self.more.setText(self._more_words())
        self.more.setVisible(bool(self.more.text()))
        if self._banner.kind() is not None:
            self._banner.retranslate()

    def _suspended(self, why: Words) -> Words:
        title = self.tr("卡片先不能使用")
        return Words(title, self.tr("原因：{title}。{what}").format(title=why.title, what=why.what_to_do) if why.title else "")
