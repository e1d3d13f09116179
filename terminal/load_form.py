"""The form of loading at the counter: the card and what it has, the amount, the birthday.

Object names: `terminal.load` (with the parts of `terminal.form_task`), `.card` (with the parts of `terminal.card_step`),
`.again`, `.open_loads`, `.submit`, and those of `terminal.amount_step` and `terminal.birthday_step`.
"""

from enum import IntEnum
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from domain.errors import CityCardError, Code
from station.views import CardBalance, RedeemView
from terminal.amount_step import AmountStep, can_load
from terminal.birthday_step import BirthdayStep
from terminal.card_step import CardStep
from terminal.form_task import FormTask
from terminal.load_words import settled_words
from terminal.steps import StepState
from terminal.workplace import CardHere, PersonHere, Workplace
from ui.amounts import exchange_text
from ui.bridge import run_off_thread
from ui.buttons import PrimaryButton, QuietButton, SecondaryButton
from ui.messages import Words, words_for
from ui.outcome import OutcomeKind


class At(IntEnum):
    """Where in the form one is."""

    CARD = 0
    AMOUNT = 1
    BIRTHDAY = 2


class LoadForm(FormTask[RedeemView]):
    """The steps, and what a card is asked for them."""

    open_loads_wanted = Signal()
    """The list of loads that nobody has decided yet."""

    def __init__(self, place: Workplace) -> None:
        self._balance: CardBalance | None = None
        self._asked: CardHere | None = None
        self._wish: tuple[UUID, int] | None = None
        self._ended: RedeemView | None = None
        self._card = CardStep(place, "terminal.load.card", CardHere.holder_problem)
        self._amount = AmountStep(place.station)
        self._birthday = BirthdayStep()
        super().__init__(place, "terminal.load", (self._card, self._amount, self._birthday))
        self.again = SecondaryButton()
        self.again.setObjectName("terminal.load.again")
        self.submit = PrimaryButton()
        self.submit.setObjectName("terminal.load.submit")
        self.open_loads = QuietButton()
        self.open_loads.setObjectName("terminal.load.open_loads")
        self.open_loads.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title_row.insertWidget(1, self.open_loads)
        foot = self.grid(QHBoxLayout(), gap=2)
        foot.addStretch(1)
        foot.addWidget(self.again)
        foot.addWidget(self.submit)
        self.column.addLayout(foot)
        self._connect_form()
        self.go(At.CARD)

    def _connect_form(self) -> None:
        self._card.taken.connect(self._look)
        self._card.changed.connect(self.mark)
        self.again.clicked.connect(self._look)
        self.open_loads.clicked.connect(self.to_open_loads)
        self.discard.clicked.connect(self.begin)
        self.steps[At.AMOUNT].reopened.connect(lambda: self.go(At.AMOUNT))

    def to_open_loads(self) -> None:
        """Leave for the list of open loads, unless something is under way."""
        if not self.busy:
            self.open_loads_wanted.emit()

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        if not self.at_result:
            self._card.card_changed()
        self.place_focus()

    def clear(self) -> None:
        """See `Task.clear`."""
        self.leave()
        self._reset()
        self._card.forget()

    def begin(self) -> None:
        """A new form for the next person."""
        last = self._card.card
        self._reset()
        self._card.begin(last)
        self.place_focus()

    def person(self) -> PersonHere | None:
        """See `Task.person`."""
        return PersonHere(name=self._balance.masked_name) if self._balance is not None else None

    # --- steps ---

    def _reset(self) -> None:
        self._balance = self._asked = self._wish = self._ended = None
        self.banner.clear()
        self.result.clear()
        self._amount.show_balance(None)
        self._birthday.clear()
        self.person_changed.emit(None)
        self.go(At.CARD)

    def _look(self) -> None:
        """Ask what the card has; an earlier load of it is settled on the way."""
        card = self._card.card
        if card is None or self.busy or self._asked is card:
            return
        self._asked = card
        # Whatever was wished or proved before belongs to the card that lay there then.
        self._balance = self._wish = None
        self._birthday.clear()
        self.mark()
        balance = self.station.redeeming.balance
        run_off_thread(
            self,
            lambda: balance(card.medium),
            lambda found: self._known(card, found),
            lambda error: self._not_known(card, error),
        )

    def _known(self, card: CardHere, balance: CardBalance) -> None:
        if self._asked is not card:
            return
        self._asked = None
        self._balance = balance
        self._amount.show_balance(balance)
        self.person_changed.emit(self.person())
        self.go(At.AMOUNT)
        self._tell(balance)

    def _tell(self, balance: CardBalance) -> None:
        """What comes before everything else: an earlier load, or why nothing can be loaded."""
        earlier = balance.settled or balance.unsettled
        if earlier is not None:
            self.banner.show_words(settled_words(earlier)[0], lambda: self._earlier(earlier))
        elif not can_load(balance):
            self.banner.show_words(OutcomeKind.ATTENTION, lambda: self._cannot(balance))
        else:
            self.banner.clear()

    def _not_known(self, card: CardHere, error: CityCardError) -> None:
        if self._asked is card:
            self._asked = None
            self.banner.show_error(error)
            self.mark()
            self._buttons()
            self.again.setFocus()

    def go(self, at: int) -> None:
        """See `FormTask.go`."""
        super().go(at)
        self._buttons()

    def _buttons(self) -> None:
        balance = self._balance
        self.discard.setVisible(not self.at_result and self._card.card is not None)
        self.open_loads.setVisible(not self.at_result)
        ready = not self.at_result and balance is not None and can_load(balance)
        self.submit.setVisible(ready)
        stuck = balance is None or balance.unsettled is not None or not balance.online
        self.again.setVisible(not self.at_result and self._card.card is not None and self._asked is None and stuck)
        self.steps[At.BIRTHDAY].setVisible(balance is None or balance.second_factor == "birthday")

    def mark(self) -> None:
        """See `FormTask.mark`."""
        card = StepState.OPEN if self.at == At.CARD else self._card.state_now()
        summary = self.tr("查詢中…") if self._asked is not None else self._card.summary_now()
        self.steps[At.CARD].set_state(card, summary)
        amount_ntd = self._amount.amount_ntd() if self.at > At.AMOUNT else 0
        exchange = exchange_text(self._amount.points(), amount_ntd) if amount_ntd else ""
        self.steps[At.AMOUNT].set_state(self.plain_state(At.AMOUNT), exchange)
        self.steps[At.BIRTHDAY].set_state(self.plain_state(At.BIRTHDAY))

    def focus_step(self) -> None:
        """See `FormTask.focus_step`."""
        if self.at == At.AMOUNT:
            self._amount.start()
        elif self.at == At.BIRTHDAY:
            self._birthday.start()
        else:
            self.setFocus()

    # --- words ---

    def _earlier(self, view: RedeemView) -> Words:
        words = settled_words(view)[1]
        title = self.tr("上一次儲值：{title}").format(title=words.title)
        code = self.tr("查詢代碼 {code}。").format(code=view.recovery_code)
        return Words(title, words.what_to_do + (code if view.state == "unknown" else ""))

    def _cannot(self, balance: CardBalance) -> Words:
        if not balance.online:
            return Words(self.tr("連不上平台，現在不能儲值到卡片"), self.tr("點數不會減少。連線恢復後請按「再查一次」。"))
        if balance.second_factor not in ("none", "birthday"):
            return Words(self.tr("這張卡的儲值要用別的方式核對身分"), self.tr("本站無法核對，請改用自助服務。"))
        if not balance.redeemable_points:
            return Words(self.tr("沒有可以兌換的點數"), "")
        return words_for(Code.AMOUNT_OVER_PURSE)

    def show_head(self) -> None:
        """See `FormTask.show_head`."""
        working = self.tr("把點數兌換成儲值金，或查卡片裡有多少。Esc 上一步，F12 儲值。")
        self.set_head(self.tr("儲值與查詢"), "" if self.at_result else working)

    def retranslate(self) -> None:
        """Texts."""
        self.show_head()
        for step, words in zip(self.steps, (self.tr("民眾的卡"), self.tr("金額"), self.tr("核對本人")), strict=True):
            step.set_title(words)
        self._card.set_lead(self.tr("請把民眾的卡片放到讀卡機上，儲值完成前不要拿開。"))
        self.again.setText(self.tr("再查一次 (F7)"))
        self.submit.setText(self.tr("儲值 (F12)"))
        self.open_loads.setText(self.tr("未完成儲值 (Shift+F6)"))
        self.discard.setText(self.tr("換人 (F11)"))
        self.mark()
