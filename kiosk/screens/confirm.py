"""The last question before anything happens."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from kiosk.page import Page
from kiosk.pieces import Fact
from kiosk.spoken import ALOUD
from kiosk.states import Confirm, Go
from station.views import CardBalance
from ui.amounts import exchange_text, money_text, points_text
from ui.widgets import Panel, PrimaryButton, Text


class ConfirmPage(Page[Confirm]):
    """`kiosk.confirm`; button `go`."""

    name = "confirm"
    say_part = 0.6

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._question = Text("display", strong=True)
        self._exchange = Text("title", "brand", strong=True)
        self._facts = Panel(gap=3)
        self._left, self._waiting = Fact(), Fact()
        self._facts.body.addWidget(self._left)
        self._facts.body.addWidget(self._waiting)
        self._after = Text("body", "soft")
        for widget in (self._question, self._exchange, self._facts, self._after):
            self.say_box.addWidget(widget)
        self._go = PrimaryButton()
        self.pressing(self._go, "go", Go)
        self.act_box.addWidget(self._go)
        self._offline = False

    def set_station(self, *, offline: bool, imitated: bool, downloading: int | None = None) -> None:  # noqa: ARG002
        """Whether the platform is away: what was asked for before can now only be noted."""
        self._offline = offline
        self.retranslate()
        self.place()

    def fill(self, state: Confirm) -> None:
        """Texts."""
        person, balance = state.person, state.person.balance
        points = person.points_for(state.amount_ntd)
        words = {"points": points_text(points)}
        self._exchange.setText(exchange_text(points, state.amount_ntd))
        self._say_aloud(balance)
        if balance.on_card:
            self._question.setText(self.tr("要把 {amount} 存進卡片嗎？").format(amount=money_text(state.amount_ntd)))
            self._go.setText(self.tr("存進卡片 {amount}").format(amount=money_text(state.amount_ntd)))
            self._after.setText(self.tr("按下後會馬上寫進卡片，請不要移開卡片。"))
        elif balance.online and not self._offline:
            self._question.setText(self.tr("要兌換 {points}嗎？").format(**words))
            self._go.setText(self.tr("兌換 {points}").format(**words))
            self._after.setText(self.tr("存進卡片前會顯示為待入卡。"))
        else:
            self._question.setText(self.tr("要登記兌換 {points}嗎？").format(**words))
            self._go.setText(self.tr("登記兌換 {points}").format(**words))
            self._after.setText(self.tr("現在不會入帳。恢復連線後，平台才會決定。"))
        self._left.set_words(self.tr("兌換後剩下"), points_text(max(0, balance.redeemable_points - points)))
        if balance.on_card:
            value_ntd = (balance.card_value_ntd or 0) + state.amount_ntd
            self._waiting.set_words(self.tr("儲值後卡片裡有"), money_text(value_ntd))
        else:
            self._waiting.set_words(self.tr("兌換後待入卡"), money_text(balance.waiting_ntd + state.amount_ntd))
        self._waiting.setVisible(not balance.on_card or balance.card_value_ntd is not None)
        self._facts.setVisible(balance.online and (balance.on_card or not self._offline))

    def _say_aloud(self, balance: CardBalance) -> None:
        """The question and what answers it, without figures."""
        if balance.on_card:
            question, go = self.tr("要存進卡片嗎？"), self.tr("存進卡片")
        elif balance.online and not self._offline:
            question, go = self.tr("要兌換嗎？"), self.tr("兌換")
        else:
            question, go = self.tr("要登記兌換嗎？"), self.tr("登記兌換")
        self._question.setProperty(ALOUD, question)
        self._go.setProperty(ALOUD, go)
