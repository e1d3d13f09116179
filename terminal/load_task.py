"""Points into stored value at the counter, and what a card holds, worked without the mouse.

Object names: those of `terminal.load_form`.
"""

from domain.errors import Code, Refused
from station.views import RedeemView
from terminal.amount_step import can_load
from terminal.load_form import At, LoadForm
from terminal.load_words import ended_words, settled_words
from terminal.workplace import Workplace
from ui.amounts import exchange_text, money_text


class LoadTask(LoadForm):
    """The form at work: the act, its result, and a card that comes back."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._amount.done.connect(self._amount_settled)
        self._birthday.done.connect(self._submit)
        self.submit.clicked.connect(self._f12)
        self.result.next_wanted.connect(self.begin)
        self.result.more_wanted.connect(self._more)
        self.add_keys(
            {"Shift+F6": self.to_open_loads, "Escape": self._back, "F7": self._f7, "F11": self._f11, "F12": self._f12}
        )

    def card_changed(self) -> None:
        """See `Task.card_changed`; the card of a load whose outcome is unknown is asked as soon as it lies there again."""
        if not self.at_result:
            if self.at == At.CARD:
                self.banner.clear()
            self._card.card_changed()
            if self.place.card is not None and not self._card.is_present():
                self._birthday.clear()
        elif self._ended is not None and self._ended.state == "unknown" and self.place.card is not None:
            self._ask_again()

    def card_unreadable(self) -> None:
        """See `Task.card_unreadable`."""
        if self.at == At.CARD:
            self._card.complain(Code.CARD_UNREADABLE)

    # --- keys ---

    def _back(self) -> None:
        if self.at == At.BIRTHDAY:
            self.go(At.AMOUNT)
        elif self.at == At.AMOUNT:
            self.begin()

    def _f7(self) -> None:
        if self.busy:
            return
        if self.at_result:
            self._more()
        elif self.again.isVisible():
            self._look()
        else:
            self._card.use_this.click()

    def _f11(self) -> None:
        if self.discard.isVisible() and not self.busy:
            self.begin()

    def _f12(self) -> None:
        if self.at == At.AMOUNT and self._amount.is_right():
            self._amount_settled()
        elif self.at == At.BIRTHDAY and self._birthday.is_right():
            self._submit()

    # --- the act ---

    def _amount_settled(self) -> None:
        if self.at != At.AMOUNT or self._balance is None:
            return
        self.banner.clear()
        if self._balance.second_factor == "birthday":
            self.go(At.BIRTHDAY)
        else:
            self._submit()

    def _submit(self) -> None:
        card, balance, amount_ntd = self._card.card, self._balance, self._amount.amount_ntd()
        if card is None or balance is None or not can_load(balance) or not self._amount.is_right():
            return
        if self._wish is None or self._wish[1] != amount_ntd:
            self._wish = (self.station.redeeming.new_op_id(), amount_ntd)
        op_id, birthday, redeem = self._wish[0], self._birthday.birthday(), self.station.redeeming.redeem
        amount = money_text(amount_ntd)
        on_card = self.tr("請勿移開卡片，正在把 {amount} 寫進卡片…").format(amount=amount)
        words = on_card if balance.on_card else self.tr("儲值中，請不要拿開卡片")
        self.act(
            self._card,
            words,
            lambda: redeem(
                op_id,
                card.medium,
                purse=balance.purse,
                point_kind=balance.point_kind,
                amount_ntd=amount_ntd,
                birthday=birthday,
            ),
        )

    def finished(self, result: RedeemView) -> None:
        """See `FormTask.finished`."""
        self._wish = None
        if self.step_after(result) == At.BIRTHDAY:
            self._birthday.refuse(Code.SECOND_FACTOR_WRONG)
        else:
            self._birthday.clear()
            self._show_end(result, settled=False)

    def step_after(self, result: RedeemView) -> int:
        """See `FormTask.step_after`; a wrong birthday is asked for again."""
        wrong = result.state == "refused" and result.code is Code.SECOND_FACTOR_WRONG
        return At.BIRTHDAY if wrong else len(self.steps)

    def _show_end(self, result: RedeemView, *, settled: bool) -> None:
        self._ended = result
        told = settled_words if settled else ended_words
        self.result.show_words(told(result)[0], lambda: told(result)[1])
        self.result.set_words(lambda: self._facts(result), lambda: self._more_words(result))
        self.result.set_code(result.recovery_code if result.state in ("unknown", "pending") else "")

    def _facts(self, result: RedeemView) -> list[tuple[str, str]]:
        facts = [(self.tr("儲值"), exchange_text(result.points, result.amount_ntd))]
        if self._balance is not None:
            facts = [(self.tr("持卡人"), self._balance.masked_name), *facts]
        if result.card_value_ntd is not None:
            facts.append((self.tr("卡片裡現在有"), money_text(result.card_value_ntd)))
        facts.append((self.tr("查詢代碼"), result.recovery_code))
        return [(label, words) for label, words in facts if words]

    def _more_words(self, result: RedeemView) -> str:
        return self.tr("再查一次 (F7)") if result.state == "unknown" else ""

    # --- a load whose outcome is unknown ---

    def _more(self) -> None:
        if self._ended is not None and self._ended.state == "unknown":
            self._ask_again()

    def _ask_again(self) -> None:
        """The same card lies there again: it tells what became of the load."""
        card, ended, redeeming = self._card.card, self._ended, self.station.redeeming
        if card is None or ended is None or self.busy:
            return

        def ask() -> RedeemView:
            balance = redeeming.balance(card.medium)
            view = balance.settled or balance.unsettled
            if view is None:
                raise Refused(Code.LOAD_DECIDED)
            return view

        self.banner.clear()
        if not self._card.is_present():
            self._failed(Refused(Code.CARD_SWAPPED if self.place.card is not None else Code.LOAD_UNKNOWN))
            return
        self._overlay.start(self.tr("請勿移開卡片，正在查上一次儲值的結果…"))
        self._once.run(self, ask, self.while_here(self._answered), self.while_here(self._failed))

    def _answered(self, view: RedeemView) -> None:
        self._overlay.stop()
        self._show_end(view, settled=True)
        self.place_focus()
