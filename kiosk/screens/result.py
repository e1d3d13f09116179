"""How it ended, the truth about the money, and what to do next."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from domain.errors import Code
from domain.programme import Programme
from kiosk.page import Page
from kiosk.pieces import CodePanel, EvenGrid, Headline
from kiosk.purse_words import figures
from kiosk.spoken import PUBLIC
from kiosk.states import Again, Leave, Result, WantRating, WantReceipt
from ui.amounts import exchange_text, money_text
from ui.messages import kind_of, words_for
from ui.widgets import OutcomeKind, PrimaryButton, SecondaryButton, Text


class ResultPage(Page[Result]):
    """`kiosk.result`; buttons `receipt`, `rate`, `again`, `end`."""

    name = "result"
    say_part = 0.6

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._headline = Headline()
        self._exchange = Text("title", "brand", strong=True)
        self._truth = Text("body")
        self._next = Text("body", "soft")
        self._next.setProperty(PUBLIC, True)
        self._later = Text("body", "soft")
        self._code = CodePanel()
        self._code.setObjectName("kiosk.result.code")
        for widget in (self._headline, self._exchange, self._truth, self._next, self._later):
            self.say_box.addWidget(widget)
        self._receipt, self._rate, self._again = SecondaryButton(), SecondaryButton(), SecondaryButton()
        self._end = PrimaryButton()
        self.pressing(self._receipt, "receipt", WantReceipt)
        self.pressing(self._rate, "rate", WantRating)
        self.pressing(self._again, "again", Again)
        self.pressing(self._end, "end", Leave)
        grid = EvenGrid(1)
        for button in (self._receipt, self._rate, self._again, self._end):
            grid.add(button)
        self._grid = grid
        self.act_box.addWidget(grid)

    def rearranged(self, *, lying: bool, reach: bool) -> None:
        """The code stays in sight above the buttons where both have room; buttons in rows where there is little height."""
        self.say_box.removeWidget(self._code)
        self.act_box.removeWidget(self._code)
        act_width = round(self.width() * (1 - self.say_part))
        # At the width that it would have there: where it stands now must not decide where it stands next.
        both = (
            self._code.body.totalHeightForWidth(act_width) + self._grid.heightForWidth(act_width) + 4 * self.theme().sizes.gap
        )
        if lying and not reach and both <= self.height():
            self.act_box.insertWidget(0, self._code)
        else:
            self.say_box.insertWidget(self.say_box.indexOf(self._later), self._code)
        self._headline.set_beside(lying)
        self._grid.set_most_columns(self._columns(lying=lying, reach=reach))

    def _columns(self, *, lying: bool, reach: bool) -> int:
        """In one where it leaves room for the truth: that comes first."""
        if lying:
            return 4 if reach else 1
        buttons = [each for each in (self._receipt, self._rate, self._again, self._end) if not each.isHidden()]
        sizes = self.theme().sizes
        stacked = len(buttons) * (self._end.sizeHint().height() + sizes.gap) + sizes.gap
        return 1 if stacked + self.say_box.heightForWidth(self.width()) <= self.height() else 2

    def place(self) -> None:
        """Give everything its place, which depends on how many buttons there are."""
        self.arranged()
        super().place()

    def fill(self, state: Result) -> None:
        """Texts."""
        title, truth = self._told(state)
        self._headline.set_words(_kind(state), title)
        self._truth.setText(truth)
        self._exchange.setText(exchange_text(state.points, state.amount_ntd))
        thanks = self.tr("謝謝您的意見。") if state.rated else ""
        next_step = "\n".join(filter(None, (self._next_step(state), thanks)))
        if state.next_here:
            next_step = self.tr("另一張卡片已經放好了。按「結束」就換那張卡，也可以稍候。")
        self._next.setText(next_step)
        self._next.setVisible(bool(next_step))
        waits = state.end == "pending"
        later = self.tr("結果之後在任何一台的「看我的紀錄」都看得到；也可以帶卡片和查詢代碼到服務櫃檯問。")
        self._later.setText(later if waits else "")
        self._later.setVisible(waits)
        self._code.set_code(self.tr("查詢代碼"), state.recovery_code)
        self._receipt.setText(self.tr("用手機掃收據") if state.paper == "none" else self.tr("要收據"))
        self._receipt.setVisible(bool(state.recovery_code))
        self._rate.setText(self.tr("說說是否滿意"))
        self._rate.setVisible(not state.rated)
        self._again.setText(self.tr("再看我的點數"))
        self._again.setVisible(state.person is not None)
        self._end.setText(self.tr("結束，取回卡片") if state.person is not None else self.tr("結束"))

    def _told(self, state: Result) -> tuple[str, str]:
        match state.end:
            case "done" if state.on_card:
                return self.tr("已存進卡片"), self._on_card(state)
            case "done":
                return self.tr("兌換完成"), self.tr("儲值金已登記為待入卡，由票證公司存進卡片。")
            case "pending":
                return self.tr("已登記，尚未入帳"), self.tr(
                    "現在連不上平台：點數還沒有減少，錢也還沒有存入。恢復連線後由平台決定。"
                )
            case "unclear":
                lost = self.tr("點數和金額都不會遺失。")
                return self.tr("結果還不確定"), lost + self.tr("很抱歉，請不要再試，先記下查詢代碼，洽服務人員確認。")
        reason = words_for(state.code or Code.INTERNAL, citizen=True).title
        return reason, self.tr("沒有兌換，點數沒有減少，也沒有存入儲值金。")

    def _on_card(self, state: Result) -> str:
        if state.card_value_ntd is None:
            return self.tr("金額已經在卡片裡，可以使用了。")
        return self.tr("卡片裡現在有 {value}，可以使用了。").format(value=money_text(state.card_value_ntd))

    def _next_step(self, state: Result) -> str:
        if state.end != "refused" or state.code is None:
            return ""
        if state.code is Code.SECOND_FACTOR_WRONG:
            return self.tr("請把卡片放回讀卡機，再試一次。")
        details = figures(self.programme(), state.person, on_card=state.on_card)
        return words_for(state.code, details, citizen=True).what_to_do


def _kind(state: Result) -> OutcomeKind:
    if state.end == "done":
        return OutcomeKind.GOOD
    if state.end == "refused" and state.code is not None:
        return OutcomeKind(kind_of(state.code))
    return OutcomeKind.ATTENTION
