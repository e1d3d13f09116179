"""One batch at the platform: how far it is taken in, what was left out, and how its applications stand.

Object names: `terminal.batch.taking`, `.pause`, `.go_on`, `.drop`, `.standing`, `.counts`, `.left_out`, `.hand_out`,
`.save_left_out`.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from domain.wire_applications import BatchResponse
from domain.wire_files import RowFault
from terminal.batch_words import batch_state_name, counts_words, fault_rows
from terminal.row_list import RowList
from ui.progress import ProgressLine
from ui.widgets import Panel, PrimaryButton, QuietButton, Screen, SecondaryButton, Text

_TAKING, _TAKEN, _REFUSED = "taking", "taken", "refused"


class BatchPage(Screen):
    """Pause and go on as often as one likes: the platform knows where it stands."""

    pause_wanted = Signal()
    go_on_wanted = Signal()
    drop_wanted = Signal()
    """Pressed twice: it is not to be taken in any further."""
    hand_out_wanted = Signal()
    save_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._answer: BatchResponse | None = None
        self._running = self._drop_asked = False
        self._above: list[RowFault] = []
        self._standing, self._counts = Text("title", strong=True), Text("body", "soft")
        self.progress = ProgressLine()
        self._list = RowList("terminal.batch.left_out")
        self.pause, self.go_on, self.hand_out = SecondaryButton(), PrimaryButton(), PrimaryButton()
        self.save, self.drop = QuietButton(), QuietButton()
        named = {"standing": self._standing, "counts": self._counts, "taking": self.progress, "pause": self.pause}
        named |= {"go_on": self.go_on, "drop": self.drop, "hand_out": self.hand_out, "save_left_out": self.save}
        for part, widget in named.items():
            widget.setObjectName(f"terminal.batch.{part}")
        for button, signal in (
            (self.pause, self.pause_wanted),
            (self.go_on, self.go_on_wanted),
            (self.hand_out, self.hand_out_wanted),
            (self.save, self.save_wanted),
        ):
            button.clicked.connect(signal)
        self.drop.clicked.connect(self.press_drop)
        self._lay_out()

    def _lay_out(self) -> None:
        panel = Panel(gap=1.5)
        panel.body.addWidget(self._standing)
        panel.body.addWidget(self._counts)
        panel.body.addWidget(self.progress)
        ways = self.grid(QHBoxLayout(), gap=2)
        for button in (self.pause, self.go_on, self.hand_out):
            ways.addWidget(button)
        ways.addStretch(1)
        ways.addWidget(self.drop)
        panel.body.addLayout(ways)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(panel)
        column.addWidget(self._list, 1)
        foot = self.grid(QHBoxLayout(), gap=2)
        foot.addWidget(self.save)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch()

    def show_batch(
        self, answer: BatchResponse | None, *, running: bool = False, left_out: list[RowFault] | None = None
    ) -> None:
        """How it stands; `running`: more of it is being taken in; `left_out`: rows that were never sent."""
        self._answer, self._running, self._drop_asked = answer, running, False
        if left_out is not None or answer is None:
            self._above = left_out or []
        self.retranslate()

    def faults(self) -> list[RowFault]:
        """Every row that was left out."""
        said = self._answer.faults if self._answer is not None else []
        return sorted([*self._above, *said], key=lambda fault: fault.row)

    def show_paused(self) -> None:
        """It does not go on by itself any more."""
        self._running = self._drop_asked = False
        self.retranslate()

    def press_next(self) -> None:
        """What comes next: going on, or handing out."""
        for button in (self.go_on, self.hand_out):
            if not button.isHidden():
                button.click()
                return

    def press_drop(self) -> None:
        """It is not to be taken in any further: said at the first press, done at the second."""
        if self.drop.isHidden():
            return
        if self._drop_asked:
            self.drop_wanted.emit()
        self._drop_asked = not self._drop_asked
        self.retranslate()

    def start(self) -> None:
        """Put the focus where work goes on."""
        for button in (self.pause, self.go_on, self.hand_out):
            if not button.isHidden():
                button.setFocus()
                return
        self.setFocus()

    def retranslate(self) -> None:
        """Texts."""
        self.pause.setText(self.tr("暫停 (Esc)"))
        self.go_on.setText(self.tr("繼續收件 (F12)"))
        self.hand_out.setText(self.tr("領卡發放 (F12)"))
        self.save.setText(self.tr("存問題清單 (F11)"))
        answer, faults = self._answer, self.faults()
        state = "" if answer is None else answer.state
        self.pause.setVisible(state == _TAKING and self._running)
        self.go_on.setVisible(state == _TAKING and not self._running)
        self.hand_out.setVisible(state == _TAKEN and answer is not None and bool(answer.counts))
        self.drop.setText(self.tr("再按一次就放棄 (F7)") if self._drop_asked else self.tr("放棄這一批 (F7)"))
        self.drop.setVisible(self.go_on.isVisibleTo(self))
        self.save.setVisible(bool(faults))
        self._list.setVisible(bool(faults))
        self._list.show_rows(fault_rows(faults))
        if answer is None:
            self.progress.clear()
            return
        self._standing.setText(self._standing_words(answer, len(faults)))
        self._counts.setText(counts_words(answer.counts))
        self._counts.setVisible(bool(answer.counts))
        if state == _TAKING:
            words = self.tr("已收 {done}，共 {rows} 列").format(done=f"{answer.done:,}", rows=f"{answer.rows:,}")
            self.progress.tell(words, answer.done, answer.rows)
        else:
            self.progress.clear()

    def _standing_words(self, answer: BatchResponse, left_out: int) -> str:
        words = batch_state_name(answer.state)
        if answer.state == _TAKING and not self._running:
            words = self.tr("暫停中，已收的都在，可以隨時繼續")
            if self._drop_asked:
                words = self.tr("真的要放棄嗎？整批一起收的，一件都不會留；先收的，已收的留著，其餘不再收。")
        taken = sum(answer.counts.values())
        if answer.state == _TAKEN:
            words = self.tr("已收件 {count} 件").format(count=f"{taken:,}")
        if answer.state == _TAKEN and answer.done < answer.rows:
            words += self.tr("，其餘 {count} 列放棄了").format(count=f"{answer.rows - answer.done:,}")
        if answer.state == _REFUSED and not answer.faults:
            words = self.tr("已放棄，一件都沒有收")
        if left_out:
            words += self.tr("，有 {count} 列沒有收").format(count=f"{left_out:,}")
        return words
