"""What a tap alone tells: points by kind, and whether they can be redeemed. Nothing of whose card it is."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from domain.programme import PointKind, Programme
from domain.taipei import moment
from domain.wire import PointBalance
from kiosk.page import Page
from kiosk.person import Person
from kiosk.pieces import EvenGrid, Fact
from kiosk.purse_words import why_nothing
from kiosk.record_states import WantRecord
from kiosk.states import Balance, Begin
from station.views import CardBalance
from ui.amounts import day_text, money_text, points_text
from ui.messages import Words
from ui.widgets import OutcomeBanner, OutcomeKind, Panel, PrimaryButton, SecondaryButton, Text

_WITH_POINTS_PART, _WITH_BUTTON_PART = 0.46, 0.62


class BalancePage(Page[Balance]):
    """`kiosk.balance`; buttons `begin`, `record`."""

    name = "balance"

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._offline = OutcomeBanner()
        self._hello = Text("display", strong=True)
        self._facts = Panel(gap=4)
        self._lines: list[Fact] = []
        self._why_not = Text("body", "soft")
        self._begin = PrimaryButton()
        self.pressing(self._begin, "begin", Begin)
        self._record = SecondaryButton()
        self.pressing(self._record, "record", WantRecord)
        self._grid = EvenGrid(1)
        for button in (self._begin, self._record):
            self._grid.add(button)
        self._put_points(beside=False, reach=False)

    def rearranged(self, *, lying: bool, reach: bool) -> None:
        """Points beside everything else where there is room for all of them, else above what can be done."""
        self._grid.set_most_columns(2 if lying and reach else 1)
        beside = lying and not reach and self.state is not None and bool(self.state.person.balance.balances)
        points_width = round(self.width() * (1 - _WITH_POINTS_PART) - 2 * self.theme().sizes.gap)
        beside = beside and self._facts.body.totalHeightForWidth(points_width) <= self.height()
        self.say_part = _WITH_POINTS_PART if beside else _WITH_BUTTON_PART
        if (beside, reach) != self._points_placed:
            self._put_points(beside=beside, reach=reach)

    def _put_points(self, *, beside: bool, reach: bool) -> None:
        self._points_placed = (beside, reach)
        said: list[QWidget] = [self._hello, self._offline]
        done: list[QWidget] = [self._why_not, self._grid]
        if reach:
            said.append(done.pop(0))
        for widget in [*said, *done] if beside else [*said, self._facts]:
            self.say_box.removeWidget(widget)
            self.say_box.addWidget(widget)
        for widget in [self._facts] if beside else done:
            self.act_box.removeWidget(widget)
            self.act_box.addWidget(widget)

    def place(self) -> None:
        """Give everything its place, which depends on how many lines there are."""
        self.arranged()
        super().place()

    def clear(self) -> None:
        """Forget, the banner's words too."""
        self._offline.clear()
        super().clear()

    def fill(self, state: Balance) -> None:
        """Texts."""
        balance = state.person.balance
        self._hello.setText(self.tr("您好"))
        self._show_offline(balance)
        self._show_facts(balance)
        why_not = "" if state.person.can_redeem else self._reason(state.person)
        if not state.person.can_see_record:
            why_not = "\n".join(filter(None, [why_not, self.tr("看紀錄需要另外核對身分，請到櫃檯辦理。")]))
        self._why_not.setText(why_not)
        self._why_not.setVisible(bool(why_not))
        self._begin.setText(self._begin_words(balance))
        self._begin.setVisible(state.person.can_redeem)
        self._record.setText(self.tr("看我的紀錄"))
        self._record.setVisible(state.person.can_see_record)
        self.arranged()

    def _begin_words(self, balance: CardBalance) -> str:
        if balance.on_card:
            return self.tr("儲值到卡片")
        return self.tr("兌換成儲值金") if balance.online else self.tr("登記兌換儲值金")

    def _show_offline(self, balance: CardBalance) -> None:
        if balance.online:
            self._offline.clear()
            return
        title = self.tr("目前看不到您的點數")
        if balance.phone is not None:
            what = self.tr("連不上平台。點數不會減少，請稍後再來。")
        elif balance.on_card:
            what = self.tr("連不上平台，現在不能儲值到卡片。點數不會減少，請稍後再來。")
        else:
            what = self._offline_wish()
        self._offline.show_words(OutcomeKind.ATTENTION, lambda: Words(title, what))

    def _offline_wish(self) -> str:
        return self.tr("連不上平台。可以先登記要兌換的金額，恢復連線後才會決定；點數不夠就不會兌換。")

    # --- points ---

    def _show_facts(self, balance: CardBalance) -> None:
        shown = [(kind, held) for held in balance.balances if (kind := self.programme().point_kind(held.point_kind))]
        shown = [(kind, held) for kind, held in shown if held.points or kind.redeemable]
        facts = [
            (self.words(kind.name), points_text(held.points), self._note(kind, held), not kind.redeemable)
            for kind, held in shown
        ]
        if balance.card_value_ntd is not None:
            on_card = self.tr("已經在卡片裡，隨時可以使用")
            facts.insert(0, (self.tr("卡片裡的金額"), money_text(balance.card_value_ntd), on_card, False))
        if balance.waiting_ntd:
            note = self.tr("已兌換，等票證公司存進卡片")
            facts.append((self.tr("待入卡"), money_text(balance.waiting_ntd), note, False))
        if balance.pending_ntd:
            note = self.tr("已登記，等平台決定")
            facts.append((self.tr("等待確認"), money_text(balance.pending_ntd), note, True))
        while len(self._lines) < len(facts):
            self._lines.append(Fact())
            self._facts.body.addWidget(self._lines[-1])
        for line, fact in zip(self._lines, facts, strict=False):
            line.set_words(*fact[:3], muted=fact[3])
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(facts))
        self._facts.setVisible(bool(facts))

    def _note(self, kind: PointKind, held: PointBalance) -> str:
        if not kind.redeemable:
            use = self.tr("僅限搭乘使用，不能兌換") if kind.fares else self.tr("不能兌換成儲值金")
        else:
            use = self.tr("可兌換成儲值金，{rate} = NT${ntd}").format(rate=points_text(1), ntd=kind.ntd_per_point)
        if not held.expiring or held.expires_ms is None:
            return use
        # The first millisecond at which they are gone; the day before is the last on which they can be used.
        last = moment(held.expires_ms - 1).date()
        lapse = self.tr("{points}用到 {day}").format(points=points_text(held.expiring), day=day_text(last))
        return lapse if kind.redeemable else f"{use}\n{lapse}"

    def _reason(self, person: Person) -> str:
        balance = person.balance
        if balance.unsettled is not None:
            return self.tr("上一次儲值還沒有結果，知道結果後才能再儲值。")
        if not balance.point_kind:
            return self.tr("這種市民卡沒有可以兌換成儲值金的點數。")
        if person.on_phone:
            return self.tr("儲值金存在卡片裡，手機不能收。要兌換，請放上您的卡片。")
        if balance.on_card and not balance.online:
            return ""
        if balance.most_ntd > 0 and not person.can_redeem:
            return self.tr("兌換需要另外核對身分，請到櫃檯辦理。")
        if balance.online and balance.redeemable_points * person.ntd_per_point < person.smallest_ntd:
            least = points_text(person.points_for(person.smallest_ntd))
            return self.tr("可兌換的點數滿 {points} 才能兌換。").format(points=least)
        return why_nothing(self.programme(), person)
