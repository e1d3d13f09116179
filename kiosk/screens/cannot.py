"""This card cannot be used here: why, and what to do."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from kiosk.bind_states import WantBind
from kiosk.bind_words import not_added
from kiosk.page import Page
from kiosk.pieces import Headline
from kiosk.states import Cannot
from ui.messages import kind_of, words_for
from ui.widgets import OutcomeKind, PrimaryButton, Text


class CannotPage(Page[Cannot]):
    """`kiosk.cannot`; button `bind` where the card is nobody's."""

    name = "cannot"
    public = True

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._headline = Headline()
        self._what = Text("title")
        self._money = Text("body", "soft")
        for widget in (self._headline, self._what, self._money):
            self.say_box.addWidget(widget)
        self._bind = PrimaryButton()
        self.pressing(self._bind, "bind", WantBind)
        self.act_box.addWidget(self._bind)

    def rearranged(self, *, lying: bool, reach: bool) -> None:  # noqa: ARG002 (the button keeps its shape)
        """The shape beside its title where there is little height."""
        self._headline.set_beside(lying)

    def fill(self, state: Cannot) -> None:
        """Texts."""
        words = words_for(state.code, citizen=True) if state.adding is None else not_added(state.code, state.adding)
        self._headline.set_words(OutcomeKind(kind_of(state.code)), words.title)
        self._what.setText(words.what_to_do)
        self._money.setText(self.tr("您的點數和儲值金不受影響。"))
        self._bind.setText(self.tr("加進我的帳戶"))
        self.act.setVisible(state.medium is not None)
