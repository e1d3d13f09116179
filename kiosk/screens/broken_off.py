"""A wish was broken off before anything happened: that nothing was taken, why, and how to go on."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from domain.errors import Code
from domain.programme import Programme
from kiosk.page import Page
from kiosk.pieces import Headline
from kiosk.states import BrokenOff, Go
from ui.messages import words_for
from ui.widgets import OutcomeKind, PrimaryButton, Text


class BrokenOffPage(Page[BrokenOff]):
    """`kiosk.broken_off`; button `go` where another card lies there."""

    name = "broken_off"

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._headline = Headline()
        self._money = Text("title")
        self._why = Text("body", "soft")
        for widget in (self._headline, self._money, self._why):
            self.say_box.addWidget(widget)
        self._go = PrimaryButton()
        self.pressing(self._go, "go", Go)
        self.act_box.addWidget(self._go)

    def rearranged(self, *, lying: bool, reach: bool) -> None:  # noqa: ARG002 (the button keeps its shape)
        """The shape beside its title where there is little height."""
        self._headline.set_beside(lying)

    def fill(self, state: BrokenOff) -> None:
        """Texts."""
        self._headline.set_words(OutcomeKind.ATTENTION, self.tr("沒有兌換"))
        self._money.setText(self.tr("點數沒有減少，也沒有存入儲值金。"))
        match state.code:
            case Code.CARD_SWAPPED:
                self._why.setText(self.tr("讀卡機上換了一張卡片。"))
            case Code.CARD_REMOVED:
                self._why.setText(self.tr("卡片拿開了。要兌換，請再放一次卡片。"))
            case _:
                self._why.setText(words_for(state.code, citizen=True).what_to_do)
        self._go.setText(self.tr("看這張卡的點數"))
        self.act.setVisible(state.other is not None)
