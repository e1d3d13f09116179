"""One's own amount, by the numeric pad."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from domain.programme import Programme
from kiosk.look import is_portrait
from kiosk.page import AnyState, Page
from kiosk.person import Person
from kiosk.pieces import Keys, in_two_lines
from kiosk.purse_words import why_no_more, why_no_room
from kiosk.spoken import ALOUD, UNSPOKEN
from kiosk.states import Digit, EraseAll, EraseDigit, Go, OwnAmount
from ui.amounts import exchange_text, money_text
from ui.messages import Words
from ui.widgets import OutcomeBanner, OutcomeKind, Panel, PrimaryButton, Text

_LARGE_WORDS = 0.8
"""Text so large, in touch targets, that a low glass has no height for four rows of keys."""


class KeysPage(Page[AnyState]):
    """A question, an entry and the pad. Buttons `pad.<digit>`, `pad.clear`, `pad.erase`, `next`."""

    act_low = True
    say_part = 0.58
    says_typed = False
    """Whether what is typed may be read out: a proof never is."""

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self.question = Text("display", strong=True)
        self.explanation = Text("body", "soft")
        self.entry = Panel()
        self.typed = Text("title", "brand", strong=True, align=Qt.AlignmentFlag.AlignHCenter)
        self.typed.setObjectName(f"kiosk.{self.name}.typed")
        self.typed.setProperty(UNSPOKEN, not self.says_typed)
        self.entry.body.addWidget(self.typed)
        self._next_words, self._beside = "", False
        self.problem = OutcomeBanner()
        for widget in (self.question, self.explanation, self.problem, self.entry):
            self.say_box.addWidget(widget)
        self.pad = Keys(f"kiosk.{self.name}.pad")
        self.pad.digit.connect(lambda value: self.wants.emit(Digit(value=value)))
        self.pad.removed.connect(lambda: self.wants.emit(EraseDigit()))
        self.pad.cleared.connect(lambda: self.wants.emit(EraseAll()))
        self.next = PrimaryButton()
        self.next.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self.pressing(self.next, "next", Go)
        self._press = self.grid(QBoxLayout(QBoxLayout.Direction.TopToBottom), gap=4)
        self._press.addWidget(self.pad, 2)
        self._leads = self.grid(QVBoxLayout(), gap=1)
        self._leads.addWidget(self.next)
        self._press.addLayout(self._leads, 1)
        self.act_box.addLayout(self._press)

    def rearranged(self, *, lying: bool, reach: bool) -> None:
        """What was typed stands by the keys; in reach two rows of these where there is little height, what leads on beside."""
        sizes = self.theme().sizes
        large_words = sizes.body > _LARGE_WORDS * sizes.touch
        self.pad.set_wide(lying and (reach or large_words))
        beside = lying and reach and not is_portrait(self.window().size())
        direction = QBoxLayout.Direction
        self._press.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self.pad.set_tall(not lying)
        self.entry.set_margin(1 if lying and reach else 3)
        self.typed.set_role("body" if lying and reach else "title")
        self._beside = beside
        self._say_next()
        # What was typed may reach above the middle of the glass; the keys stay below it.
        self._press.setAlignment(self.pad, Qt.AlignmentFlag.AlignBottom if beside else Qt.AlignmentFlag(0))
        for box in (self.say_box, self.act_box, self._leads):
            box.removeWidget(self.entry)
        if beside:
            self._leads.insertWidget(0, self.entry)
        elif reach or not lying:
            self.act_box.insertWidget(0, self.entry)
        else:
            self.say_box.addWidget(self.entry)
        self.entry.show()  # A layout shows what comes from another parent only later.

    def set_next(self, words: str) -> None:
        """What leads on, in two lines where it stands beside the keys and is long."""
        self._next_words = words
        self._say_next()

    def _say_next(self) -> None:
        room = self.width() - self.pad.sizeHint().width() - self._press.spacing()
        self.next.setText(self._next_words)
        if self._beside and self.next.sizeHint().width() > room:
            self.next.setText(in_two_lines(self._next_words))

    def show_state(self, state: AnyState) -> None:
        """Show a state, and what is being typed in any case."""
        typing = type(state) is type(self.state)
        super().show_state(state)
        told = self.entry if self.say.isAncestorOf(self.entry) else self.problem
        if typing and not told.isHidden():
            self.see(told)

    def clear(self) -> None:
        """Forget, the banner's words too."""
        self.problem.clear()
        super().clear()


class OwnAmountPage(KeysPage[OwnAmount]):
    """`kiosk.own_amount`"""

    name = "own_amount"
    says_typed = True

    def fill(self, state: OwnAmount) -> None:
        """Texts."""
        person = state.person
        most = money_text(person.balance.most_ntd)
        self.question.setText(self.tr("要兌換多少元？"))
        explained = filter(None, (self._limits(person, most), why_no_more(self.programme(), person)))
        self.explanation.setText("\n".join(explained))
        purse = self.programme().purse(person.balance.purse)
        self.explanation.setProperty(ALOUD, self._limits(person, money_text(purse.largest_ntd)) if purse else "")
        self.explanation.setVisible(state.problem is None)
        amount = state.amount_ntd
        even = state.digits and amount % person.ntd_per_point == 0
        self.typed.setText(exchange_text(person.points_for(amount), amount) if even else money_text(amount))
        self.set_next(self.tr("兌換 {amount}").format(amount=money_text(amount)) if state.digits else self.tr("請輸入金額"))
        self.next.setEnabled(bool(state.digits) and state.problem is None)
        if state.problem is None:
            self.problem.clear()
        else:
            words = self._wrong(person, amount)
            self.problem.show_words(OutcomeKind.ATTENTION, lambda: words)
            for text in self.problem.findChildren(Text):
                text.setProperty(ALOUD, self.tr("這個金額不在可以兌換的範圍內。"))

    def _wrong(self, person: Person, amount_ntd: int) -> Words:
        most_ntd = person.balance.most_ntd
        if amount_ntd > most_ntd:
            title = self.tr("最多可以兌換 {most}").format(most=money_text(most_ntd))
            return Words(title, why_no_room(self.programme(), person))
        if amount_ntd < person.smallest_ntd:
            return Words(self.tr("最少要兌換 {least}").format(least=money_text(person.smallest_ntd)))
        return Words(self._steps(person))

    def _steps(self, person: Person) -> str:
        return self.tr("金額須為 {step} 的倍數。").format(step=money_text(person.ntd_per_point))

    def _limits(self, person: Person, most: str) -> str:
        limits = self.tr("可以輸入 {least} 到 {most}。").format(least=money_text(person.smallest_ntd), most=most)
        return limits + self._steps(person) if person.ntd_per_point > 1 else limits
