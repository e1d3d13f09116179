"""The receipt as a QR code, the same line by line to be read, and on paper where there is a printer and somebody wants it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from domain.errors import Code
from domain.programme import Programme
from kiosk.page import Page
from kiosk.pieces import Fact
from kiosk.receipt_words import receipt_lines
from kiosk.states import Receipt, Result, WantPaper
from ui.widgets import Panel, QrView, SecondaryButton, Text

_QR_PART = 0.5
"""Part of the page's shorter side that the code takes."""
_MOST_LINES = 8


class ReceiptPage(Page[Receipt]):
    """`kiosk.receipt`; the code is `kiosk.receipt.qr`; button `print`."""

    name = "receipt"
    say_part = 0.55

    def __init__(self, programme: Callable[[], Programme], place: str, parent: QWidget | None = None) -> None:
        """`place`: where this kiosk is, in its own words."""
        super().__init__(programme, parent)
        self._place = place
        self._title = Text("display", strong=True)
        self._what = Text("body", "soft")
        self._paper = Text("body", strong=True)
        self._facts = Panel(gap=1.5)
        self._lines = [Fact(long_value=True) for _ in range(_MOST_LINES)]
        for line in self._lines:
            self._facts.body.addWidget(line)
        for widget in (self._title, self._what, self._paper, self._facts):
            self.say_box.addWidget(widget)
        self._qr = QrView()
        self._qr.setObjectName("kiosk.receipt.qr")
        self._print = SecondaryButton()
        self.pressing(self._print, "print", WantPaper)
        self._press = self.grid(QBoxLayout(QBoxLayout.Direction.TopToBottom), gap=4)
        self._press.addWidget(self._qr)
        self._press.addWidget(self._print, 0, Qt.AlignmentFlag.AlignBottom)
        self.act_box.addLayout(self._press)

    def fill(self, state: Receipt) -> None:
        """Texts and code."""
        self._title.setText(self.tr("用手機掃收據"))
        self._what.setText(self.tr("收據上沒有姓名。"))
        said = self._of_paper(state.result)
        self._paper.setText(said)
        self._paper.setVisible(bool(said))
        facts = receipt_lines(state.result, self._place)
        for line, fact in zip(self._lines, facts, strict=False):
            line.set_words(*fact)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(facts))
        self._qr.set_text("\n".join(f"{name} {value}" for name, value in facts))
        self._qr.setAccessibleName(self.tr("收據的 QR 碼"))
        failed = state.result.paper == "failed"
        self._print.setText(self.tr("再印一次收據") if failed else self.tr("印出收據"))
        self._print.setVisible(failed or state.result.paper == "offered")

    def rearranged(self, *, lying: bool, reach: bool) -> None:
        """The button beside the code where it has to be in reach and there is little height."""
        direction = QBoxLayout.Direction
        self._press.setDirection(direction.LeftToRight if lying and reach else direction.TopToBottom)

    def to_bottom(self) -> bool:
        """A picture need not come into reach; a button has to."""
        return super().to_bottom() and not self._print.isHidden()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; the code grows with the page."""
        self._qr.setFixedHeight(round(min(self.width(), self.height()) * _QR_PART))
        super().resizeEvent(event)

    def _of_paper(self, result: Result) -> str:
        """What became of the receipt on paper."""
        match result.paper:
            case "printing":
                return self.tr("正在印收據…")
            case "printed":
                return self.tr("收據印好了，請取走。")
            case "failed" if result.paper_problem is Code.PRINTER_EMPTY:
                return self.tr("收據紙用完了，沒有印出來。兌換不受影響，請用手機掃這裡的收據。")
            case "failed":
                return self.tr("印表機沒有印出收據。兌換不受影響，請用手機掃這裡的收據。")
        return ""
