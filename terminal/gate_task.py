"""The event desk as a gate: choose which; then every tap is let in, free or for a part of the price.

Keys: F7 another gate; Escape back to the activities.

Object names: `terminal.gate`, `.gates`, `.change`, `.back`, `.lead`, `.answer`, `.detail`, `.asked`, `.today`, `.banner`.
"""

from collections import deque

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.errors import CityCardError, Code
from station.event_views import EntryView, GateView
from terminal.row_list import RowList
from terminal.task import Task
from terminal.workplace import CardHere, Workplace
from ui.amounts import clock_text
from ui.bridge import run_off_thread
from ui.buttons import QuietButton
from ui.i18n import current_language
from ui.messages import Words
from ui.outcome import OutcomeBanner, OutcomeIcon, OutcomeKind
from ui.stack import Stack
from ui.surfaces import Panel
from ui.text import Text
from ui.theme import Theme

_CHOOSING, _GATE = range(2)


class GateTask(Task):
    """One gate, one answer at a time."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.setObjectName("terminal.gate")
        self._gates: list[GateView] = []
        self._gate: GateView | None = None
        self._waiting: deque[CardHere] = deque()
        self._entering = False
        self._entry: EntryView | None = None
        self._list = RowList("terminal.gate.gates")
        self._list.wanted.connect(self._choose)
        self._icon = OutcomeIcon(lines=4)
        self._answer = Text(strong=True)
        self._detail, self._asked = Text("title"), Text("body", "attention")
        self._lead = Text("title")
        self._today = Text("title", align=Qt.AlignmentFlag.AlignHCenter)
        self._banner = OutcomeBanner()
        self._buttons = {"change": QuietButton(), "back": QuietButton()}
        names: dict[str, QWidget] = {"answer": self._answer, "detail": self._detail, "asked": self._asked, "lead": self._lead}
        names |= {"today": self._today, "banner": self._banner, **self._buttons}
        for part, widget in names.items():
            widget.setObjectName(f"terminal.gate.{part}")
        for button in self._buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.title_row.addWidget(button)
        self._buttons["change"].clicked.connect(self._change_gate)
        self._buttons["back"].clicked.connect(self._leave)
        self._pages = Stack()
        for page in (self._list, self._board()):
            self._pages.addWidget(page)
        self.column.addLayout(self._pages, 1)
        self.add_keys({"F7": self._change_gate, "Escape": self._leave})

    def _board(self) -> QWidget:
        panel = Panel(gap=1.5)
        self._shown = QWidget()
        texts = self.grid(QVBoxLayout(), gap=1)
        for widget in (self._answer, self._detail, self._asked):
            texts.addWidget(widget)
        row = self.grid(QHBoxLayout(self._shown), gap=3)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        for part in (self._lead, self._shown, self._banner):
            panel.body.addWidget(part)
        board = QWidget()
        column = self.grid(QVBoxLayout(board), gap=1)
        column.addWidget(panel)
        column.addWidget(self._today)
        column.addStretch(1)
        return board

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        if self._gate is None:
            self._change_gate()
        self._place_focus()

    def card_changed(self) -> None:
        """A card that is put down is let in; what lay there while the reader was away is not."""
        card = self.place.card
        if card is None or self._gate is None or card.again:
            return
        if card.staff is not None:
            self._entry = None
            self._banner.show_code(Code.STAFF_CARD_NOT_FOR_CITIZENS)
            self.retranslate()
            return
        self._waiting.append(card)
        self._enter_next()

    def card_unreadable(self) -> None:
        """See `Task.card_unreadable`."""
        if self._gate is not None:
            self._entry = None
            self._banner.show_code(Code.CARD_UNREADABLE)
            self.retranslate()

    def clear(self) -> None:
        """See `Task.clear`."""
        self._gate = self._entry = None
        self._waiting.clear()
        self._banner.clear()
        self._pages.setCurrentIndex(_CHOOSING)
        self.retranslate()

    # --- choosing ---

    def _change_gate(self) -> None:
        self._gate = self._entry = None
        self._waiting.clear()  # nobody goes in at another gate than at which they tapped
        self._banner.clear()
        self._gates = self.station.gates.gates()
        self._pages.setCurrentIndex(_CHOOSING)
        self.retranslate()
        self._place_focus()

    def _choose(self, row: str) -> None:
        self._gate = self._gates[int(row)]
        self._pages.setCurrentIndex(_GATE)
        self.retranslate()
        self._place_focus()

    def _leave(self) -> None:
        self.clear()
        self.page_wanted.emit("event")

    def _place_focus(self) -> None:
        if self.isVisible():
            (self._list if self._gate is None else self).setFocus()

    # --- entering, one at a time and in their order ---

    def _enter_next(self) -> None:
        gate = self._gate
        if self._entering or not self._waiting or gate is None:
            return
        self._entering = True
        medium, enter = self._waiting.popleft().medium, self.station.gates.enter
        run_off_thread(
            self,
            lambda: enter(gate, medium),
            lambda view: self._entered(gate, view),
            lambda error: self._entered(gate, error),
        )

    def _entered(self, gate: GateView, answer: EntryView | CityCardError) -> None:
        self._entering = False
        if self._gate == gate:
            self._banner.clear()
            self._entry = None if isinstance(answer, CityCardError) else answer
            if isinstance(answer, CityCardError):
                self._refuse(answer)
            self.retranslate()
        self._enter_next()

    def _refuse(self, error: CityCardError) -> None:
        if error.code is Code.NOT_ELIGIBLE:
            # The code's own words are about issuing a card.
            self._banner.show_words(OutcomeKind.STOP, self._not_eligible)
        else:
            self._banner.show_error(error)

    def _not_eligible(self) -> Words:
        return Words(self.tr("這種卡不適用這裡的優惠入場"), self.tr("請訪客購買全票。"))

    # --- words ---

    def _name(self, gate: GateView) -> str:
        rules = self.station.programme.admissions
        rule = next((rule for rule in rules if rule.id == gate.admission), None)
        return rule.name.in_language(current_language()) if rule is not None else gate.admission

    def _later(self) -> int:
        gate, rules = self._gate, self.station.programme.admissions
        return next((rule.later_percent for rule in rules if gate is not None and rule.id == gate.admission), 100)

    def retranslate(self) -> None:
        """Texts."""
        gate, entry = self._gate, self._entry
        if gate is None:
            self.set_head(self.tr("入場管制"), self.tr("選擇這裡是哪一個入口：方向鍵移動，Enter 選擇。"))
        else:
            self.set_head(gate.place, self._name(gate))
        self._buttons["change"].setText(self.tr("換入口 (F7)"))
        self._buttons["change"].setVisible(gate is not None)
        self._buttons["back"].setText(self.tr("回活動 (Esc)"))
        self._list.show_rows([(str(number), each.place, self._name(each)) for number, each in enumerate(self._gates)])
        self._lead.setText(self.tr("請訪客把卡片放到讀卡機上。"))
        self._lead.setVisible(entry is None and self._banner.kind() is None)
        self._shown.setVisible(entry is not None)
        self._today.setVisible(entry is not None)
        if entry is not None:
            self._show(entry)
        self._banner.retranslate()

    def _show(self, entry: EntryView) -> None:
        free = entry.percent == 0
        self._icon.set_kind(OutcomeKind.ATTENTION if entry.same_tap or not free else OutcomeKind.GOOD)
        price = self.tr("免費入場") if free else self.tr("收全票的 {percent}%").format(percent=entry.percent)
        self._answer.setText(price)
        said = []
        if entry.same_tap:
            said.append(self.tr("同一次感應，{time} 已經放行，沒有重複計算。").format(time=clock_text(entry.at_ms)))
        elif entry.again:
            said.append(self.tr("今天再次入場。"))
        if entry.days_left:
            said.append(self.tr("還可以另選 {days} 天免費入場。").format(days=entry.days_left))
        elif free:
            said.append(self.tr("今天是免費的日子，再入場也免費；改天收全票的 {percent}%。").format(percent=self._later()))
        self._detail.setText("".join(said) if current_language() == "zh_TW" else " ".join(said))
        self._asked.setText(self.tr("離線判斷：各入口連線後會再核對。"))
        self._asked.setVisible(not entry.asked and not entry.same_tap)
        self._today.setText(self.tr("這個工作站今天放行 {count} 人次").format(count=f"{entry.today:,}"))

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the answer is read from two metres away."""
        super().restyle(theme)
        self._answer.setStyleSheet(f"font-size: {theme.sizes.display * 2}px;")
