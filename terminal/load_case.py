"""One open load: what is known of it, and the two ways to settle it.

Object names: `terminal.load_case`, `.code`, `.qr`, `.fact.<n>`, `.banner`, `.resolve`, `.settle`, `.why_not`, `.done`.
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from domain.errors import Code
from domain.wire import OpenLoad
from station.views import RedeemView
from terminal.load_words import code_of, decided_words, load_facts, settled_words
from terminal.workplace import CardHere, Workplace
from ui.amounts import money_text
from ui.messages import Words, words_for
from ui.theme import Theme
from ui.widgets import OutcomeBanner, OutcomeKind, Panel, PrimaryButton, QrView, Screen, SecondaryButton, Text

_ROWS = 5
_LATER_MS = 500
"""Asked again this much after a load may be settled, so that the two clocks agree on it."""


class LoadCase(Screen):
    """Shows a load until it is settled, and then how."""

    resolve_wanted = Signal(object)
    """`CardHere`: the card that lies there is to be asked."""
    settle_wanted = Signal()
    finished = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self.setObjectName("terminal.load_case")
        self._place = place
        self.load: OpenLoad | None = None
        self._ended: RedeemView | None = None
        self._may_settle = self._decided = False
        self._ripe = QTimer(self, singleShot=True)
        self._ripe.timeout.connect(self.retranslate)
        self._code_label = Text("small", "soft")
        self._code = Text("display", strong=True, wrap=False)
        self._qr = QrView(module_px=4)
        self._labels = [Text("small", "soft", wrap=False) for _ in range(_ROWS)]
        self._values = [Text("title") for _ in range(_ROWS)]
        self._banner = OutcomeBanner()
        self._why_not = Text("small", "soft")
        self.resolve, self.settle, self._done = PrimaryButton(), SecondaryButton(), PrimaryButton()
        self.resolve.clicked.connect(self._resolve)
        self.settle.clicked.connect(self.settle_wanted)
        self._done.clicked.connect(self.finished)
        names = {"code": self._code, "qr": self._qr, "banner": self._banner, "why_not": self._why_not, "done": self._done}
        names |= {"resolve": self.resolve, "settle": self.settle}
        for part, widget in names.items():
            widget.setObjectName(f"terminal.load_case.{part}")
        self._lay_out()

    def _lay_out(self) -> None:
        panel = Panel(gap=1.5)
        words = self.grid(QVBoxLayout(), gap=0.5)
        words.addWidget(self._code_label)
        words.addWidget(self._code)
        grid = self._rows = self.grid(QGridLayout(), gap=0.75)
        grid.setColumnStretch(1, 1)
        for row, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            value.setObjectName(f"terminal.load_case.fact.{row}")
            grid.addWidget(label, row, 0)
            grid.addWidget(value, row, 1)
        words.addLayout(grid)
        told = self.grid(QHBoxLayout(), gap=2)
        told.addLayout(words, 1)
        told.addWidget(self._qr, 0, Qt.AlignmentFlag.AlignTop)
        panel.body.addLayout(told)
        panel.body.addWidget(self._banner)
        ways = self.grid(QHBoxLayout(), gap=2)
        ways.addWidget(self.resolve, 1)
        ways.addWidget(self.settle, 1)
        ways.addWidget(self._done, 1)
        panel.body.addLayout(ways)
        panel.body.addWidget(self._why_not)
        column = self.grid(QVBoxLayout(self), gap=0)
        column.addWidget(panel)
        column.addStretch(1)

    def show_load(self, load: OpenLoad, *, may_settle: bool) -> None:
        """Show an open load; `may_settle`: who is signed in may decide it without its card."""
        self.load, self._ended, self._may_settle = load, None, may_settle
        left_ms = self._place.station.loads.settle_in_ms(load)
        if left_ms:
            self._ripe.start(left_ms + _LATER_MS)
        else:
            self._ripe.stop()
        self._qr.set_text(code_of(load))
        self.card_changed()

    def show_end(self, view: RedeemView, *, decided: bool = False) -> None:
        """Its card has been asked, or it was `decided` without."""
        self._ended, self._decided = view, decided
        self.retranslate()
        self.start()

    def card_changed(self) -> None:
        """Another card lies there, or none."""
        if self.load is None or self._over():
            return
        self._ended = None
        self.retranslate()
        if self.resolve.isEnabled() and self.isVisible():
            self.resolve.setFocus()

    def start(self) -> None:
        """Put the focus on what comes next."""
        if self._over():
            self._done.setFocus()
        elif self.resolve.isEnabled():
            self.resolve.setFocus()
        else:
            self.setFocus()

    def clear(self) -> None:
        """Forget the load."""
        self.load = self._ended = None
        self._ripe.stop()
        self._qr.set_text("")
        self._banner.clear()
        self.retranslate()

    def restyle(self, theme: Theme) -> None:
        """Qt's own; air between labels and values."""
        self._rows.setHorizontalSpacing(theme.sizes.unit * 3)

    def retranslate(self) -> None:
        """Texts."""
        load, over = self.load, self._over()
        facts = load_facts(load) if load is not None else []
        if self._ended is not None and self._ended.card_value_ntd is not None:
            facts.append((self.tr("卡片裡現在有"), money_text(self._ended.card_value_ntd)))
        for row, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            name, words = facts[row] if row < len(facts) else ("", "")
            label.setText(name)
            value.setText(words)
            label.setVisible(bool(name))
            value.setVisible(bool(name))
        self._code_label.setText(self.tr("查詢代碼"))
        self._code.setText(code_of(load) if load is not None else "")
        self._qr.setAccessibleName(self.tr("查詢代碼的 QR 碼"))
        self.resolve.setText(self.tr("問卡片，確認結果 (F12)"))
        self.settle.setText(self.tr("主管裁定 (F11)"))
        self._done.setText(self.tr("回清單 (Enter)"))
        self.resolve.setVisible(not over)
        self.settle.setVisible(not over)
        self._done.setVisible(over)
        self.resolve.setEnabled(load is not None and self._card_problem() is None and self._card() is not None)
        under_way = load is not None and self._place.station.loads.settle_in_ms(load) > 0
        self.settle.setEnabled(self._may_settle and not under_way)
        self._why_not.setText(self._why_not_words(under_way=under_way))
        self._why_not.setVisible(not over)
        self._tell()

    def _why_not_words(self, *, under_way: bool) -> str:
        if not self._may_settle:
            return self.tr("沒有卡片時只有主管可以裁定：請主管把工作證放上讀卡機，按 F8 登入。")
        if under_way:
            return self.tr("進行中：那一站可能還在寫這張卡。開始兩分鐘後，卡片還沒有回來才能裁定。")
        return self.tr("卡片不會再回來時才裁定。")

    def _over(self) -> bool:
        return self._ended is not None and self._ended.state in ("done", "refused", "pending")

    def _tell(self) -> None:
        ended, problem = self._ended, self._card_problem()
        if self.load is None:
            self._banner.clear()
        elif ended is not None:
            told = decided_words if self._decided else settled_words
            self._banner.show_words(told(ended)[0], lambda: told(ended)[1])
        elif problem is not None:
            self._banner.show_words(OutcomeKind.ATTENTION, lambda: self._wrong(problem))
        elif self._card() is None:
            self._banner.show_words(OutcomeKind.ATTENTION, self._put)
        else:
            self._banner.clear()

    def _put(self) -> Words:
        return Words(self.tr("請把這筆儲值的卡片放到讀卡機上"), self.tr("卡片會說出結果：在卡片裡，或點數退回。"))

    def _wrong(self, problem: Code) -> Words:
        words = words_for(problem)
        return Words(words.title, self.tr("請放這筆儲值的那張卡。")) if problem is Code.CARD_SWAPPED else words

    def _card(self) -> CardHere | None:
        """The card that lies there; a code that was shown is none."""
        card = self._place.card
        return None if card is None or card.is_code else card

    def _card_problem(self) -> Code | None:
        """Why the card that lies there cannot settle this load."""
        card, load = self._card(), self.load
        if card is None or load is None:
            return None
        if card.staff is not None:
            return Code.STAFF_CARD_NOT_FOR_CITIZENS
        if load.medium and self._place.station.digest(card.medium) != load.medium:
            return Code.CARD_SWAPPED
        return None

    def _resolve(self) -> None:
        card = self._card()
        if card is not None and self._card_problem() is None and not self._over():
            self.resolve_wanted.emit(card)
