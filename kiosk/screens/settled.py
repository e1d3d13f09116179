"""What became of an earlier load, told before anything else: it is on the card, or it is not and the points are back."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from kiosk.page import Page
from kiosk.pieces import Fact, Headline
from kiosk.states import Go, Settled
from ui.amounts import exchange_text, moment_text, money_text, points_text
from ui.widgets import OutcomeKind, Panel, PrimaryButton, Text


class SettledPage(Page[Settled]):
    """`kiosk.settled`; button `go`."""

    name = "settled"
    say_part = 0.62

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._headline = Headline()
        self._exchange = Text("title", "brand", strong=True)
        self._truth = Text("body", strong=True)
        self._facts = Panel(gap=2)
        self._lines = [Fact(long_value=True) for _ in range(4)]
        for line in self._lines:
            self._facts.body.addWidget(line)
        for widget in (self._headline, self._exchange, self._truth, self._facts):
            self.say_box.addWidget(widget)
        self._go = PrimaryButton()
        self.pressing(self._go, "go", Go)
        self.act_box.addWidget(self._go)

    def rearranged(self, *, lying: bool, reach: bool) -> None:  # noqa: ARG002 (the button keeps its shape)
        """The shape beside its title where there is little height."""
        self._headline.set_beside(lying)

    def fill(self, state: Settled) -> None:
        """Texts."""
        balance = state.person.balance
        view = balance.settled
        if view is None:
            return
        points = points_text(view.points)
        if view.state == "done":
            self._headline.set_words(OutcomeKind.GOOD, self.tr("上一次儲值已經在卡片裡"))
            self._truth.setText(self.tr("已確認寫進卡片，扣 {points}。").format(points=points))
        else:
            self._headline.set_words(OutcomeKind.ATTENTION, self.tr("上一次儲值沒有寫進卡片"))
            self._truth.setText(self.tr("{points}已經還給您，可以再儲值一次。").format(points=points))
        self._exchange.setText(exchange_text(view.points, view.amount_ntd))
        value_ntd = view.card_value_ntd if view.card_value_ntd is not None else balance.card_value_ntd
        facts = [
            (self.tr("儲值時間"), moment_text(view.at_ms) if view.at_ms else ""),
            (self.tr("現在可兌換"), points_text(balance.redeemable_points) if balance.online else ""),
            (self.tr("卡片裡的金額"), money_text(value_ntd) if value_ntd is not None else ""),
            (self.tr("查詢代碼"), view.recovery_code),
        ]
        for line, (name, value) in zip(self._lines, facts, strict=True):
            line.set_words(name, value)
            line.setVisible(bool(value))
        self._go.setText(self.tr("看我的點數"))
