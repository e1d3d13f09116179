"""The receipt as a QR code: time, amount, state, code and the masked end of the card's number, and nothing else."""

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from kiosk.page import Page
from kiosk.pieces import Fact
from kiosk.states import Receipt, Result
from ui.amounts import exchange_text, moment_text
from ui.messages import redeem_state_name
from ui.widgets import Panel, QrView, Text

_QR_PART = 0.5
"""Part of the page's shorter side that the code takes."""


class ReceiptPage(Page[Receipt]):
    """`kiosk.receipt`; the code is `kiosk.receipt.qr`."""

    name = "receipt"
    say_part = 0.55
    act_pressed = False

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._title = Text("display", strong=True)
        self._what = Text("body", "soft")
        self._facts = Panel(gap=1.5)
        self._lines = [Fact(long_value=True) for _ in range(5)]
        for line in self._lines:
            self._facts.body.addWidget(line)
        for widget in (self._title, self._what, self._facts):
            self.say_box.addWidget(widget)
        self._qr = QrView()
        self._qr.setObjectName("kiosk.receipt.qr")
        self.act_box.addWidget(self._qr)

    def fill(self, state: Receipt) -> None:
        """Texts and code."""
        self._title.setText(self.tr("用手機掃收據"))
        self._what.setText(self.tr("收據上沒有姓名。"))
        facts = self._written(state.result)
        for line, fact in zip(self._lines, facts, strict=False):
            line.set_words(*fact)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(facts))
        self._qr.set_text("\n".join(f"{name} {value}" for name, value in facts))
        self._qr.setAccessibleName(self.tr("收據的 QR 碼"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; the code grows with the page."""
        self._qr.setFixedHeight(round(min(self.width(), self.height()) * _QR_PART))
        super().resizeEvent(event)

    def _written(self, result: Result) -> list[tuple[str, str]]:
        """Everything that a receipt says, line by line."""
        state = self.tr("結果未定") if result.end == "unclear" else redeem_state_name(result.end)
        if result.on_card and result.end == "done":
            state = self.tr("已存進卡片")
        when = [(self.tr("時間"), moment_text(result.at_ms))] if result.at_ms else []
        return [
            *when,
            (self.tr("金額"), exchange_text(result.points, result.amount_ntd)),
            (self.tr("狀態"), state),
            (self.tr("查詢代碼"), result.recovery_code),
            (self.tr("卡片末碼"), result.card_tail),
        ]
