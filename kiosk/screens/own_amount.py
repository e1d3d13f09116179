"""One's own amount, by the numeric pad."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from domain.programme import Programme
from kiosk.page import AnyState, Page
from kiosk.person import Person
from kiosk.pieces import Keys
from kiosk.purse_words import why_no_more, why_no_room
from kiosk.spoken import ALOUD, UNSPOKEN
from kiosk.states import Digit, EraseAll, EraseDigit, Go, OwnAmount
from ui.amounts import exchange_text, money_text
from ui.messages import Words
from ui.widgets import OutcomeBanner, OutcomeKind, Panel, PrimaryButton, Text

_LARGE_WORDS = 0.8
"""Text so large, in touch targets, that a low glass has no height for four rows of keys."""
_WIDE_TARGETS, _WIDE_LETTERS = 20, 24
"""Width, in touch targets and in letters, from which what leads on stands beside the keys."""


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
        self._press.addWidget(self.pad, 1)
        self._press.addWidget(self.next)
        self.act_box.addLayout(self._press)

    def rearranged(self, *, lying: bool, reach: bool) -> None:
        """Two rows of keys where there is width and little height."""
        sizes = self.theme().sizes
        large_words = sizes.body > _LARGE_WORDS * sizes.touch
        self.pad.set_wide(lying and (reach or large_words))
        side_by_side = lying and reach and self.width() > max(_WIDE_TARGETS * sizes.touch, _WIDE_LETTERS * sizes.body)
        direction = QBoxLayout.Direction
        self._press.setDirection(direction.LeftToRight if side_by_side else direction.TopToBottom)
        self.pad.set_tall(not lying)

    def show_state(self, state: AnyState) -> None:
        """Show a state, and what is being typed in any case."""
        typing = type(state) is type(self.state)
        super().show_state(state)
        if typing:
            self.see(self.entry)

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
        self.next.setText(self.tr("兌換 {amount}").format(amount=money_text(amount)) if state.digits else self.tr("請輸入金額"))
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
