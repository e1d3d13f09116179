"""How much? At most three amounts as large buttons, or one's own."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from kiosk.page import Page
from kiosk.person import MOST_OFFERED
from kiosk.pieces import EvenGrid
from kiosk.purse_words import why_no_room
from kiosk.spoken import ALOUD
from kiosk.states import Amount, Choose, ChooseOwn
from ui.amounts import exchange_text, money_text, points_text
from ui.widgets import ChoiceButton, SecondaryButton, Text


class AmountPage(Page[Amount]):
    """`kiosk.amount`; buttons `<NT$>` (`kiosk.amount.50`) and `own`."""

    name = "amount"
    say_part = 0.42

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._question = Text("display", strong=True)
        self._have = Text("title", "soft")
        self._limits = Text("body", "soft")
        for text in (self._question, self._have, self._limits):
            self.say_box.addWidget(text)
        self._grid = EvenGrid(1)
        self._choices = [ChoiceButton() for _ in range(MOST_OFFERED)]
        for place, choice in enumerate(self._choices):
            choice.clicked.connect(lambda _=False, place=place: self._choose(place))
            self._grid.add(choice)
        self._own = SecondaryButton()
        self.pressing(self._own, "own", ChooseOwn)
        self.act_box.addWidget(self._grid)
        self.act_box.addWidget(self._own)

    def rearranged(self, *, lying: bool, reach: bool) -> None:
        """Few rows where there is little height: one's own amount stands among the others."""
        low = lying and reach
        for choice in self._choices:
            choice.set_compact(lying, narrow=low)
            choice.set_heading_role("body" if low else "title")
        self._grid.set_most_columns(MOST_OFFERED + 1 if low else 1, uneven=low)
        if low:
            self._grid.add(self._own)
        else:
            self._grid.take(self._own)
            self.act_box.addWidget(self._own)

    def fill(self, state: Amount) -> None:
        """Texts."""
        person = state.person
        self._question.setText(self.tr("要兌換多少？"))
        have = points_text(person.balance.redeemable_points)
        self._have.setText(self.tr("您有 {points}可以兌換").format(points=have))
        self._have.setVisible(person.balance.online)
        least, most = money_text(person.smallest_ntd), money_text(person.balance.most_ntd)
        limits = self.tr("每次 {least} 到 {most}").format(least=least, most=most)
        self._limits.setText("\n".join(filter(None, (limits, why_no_room(self.programme(), person)))))
        purse = self.programme().purse(person.balance.purse)
        largest = money_text(purse.largest_ntd) if purse else ""
        self._limits.setProperty(ALOUD, self.tr("每次 {least} 到 {most}").format(least=least, most=largest) if purse else "")
        offered = person.offered_ntd
        for place, choice in enumerate(self._choices):
            choice.setVisible(place < len(offered))
            if place < len(offered):
                choice.setObjectName(f"kiosk.amount.{offered[place]}")
                choice.set_words(exchange_text(person.points_for(offered[place]), offered[place]))
        self._grid.setVisible(bool(offered) or self._own.parentWidget() is self._grid)
        self._own.setText(self.tr("輸入其他金額"))

    def clear(self) -> None:
        """Forget; a button's name tells an amount too."""
        super().clear()
        for choice in self._choices:
            choice.setObjectName("")

    def _choose(self, place: int) -> None:
        if self.state is not None:
            self.wants.emit(Choose(amount_ntd=self.state.person.offered_ntd[place]))
