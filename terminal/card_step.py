"""The step of a form in which a card is put on the reader and kept in mind.

Object names, beneath the step's own: `.lead`, `.banner`, `.use_this`.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from domain.errors import Code
from terminal.steps import StepState
from terminal.workplace import CardHere, Workplace
from ui.messages import Words, kind_of, words_for
from ui.theme import Theme
from ui.widgets import CardSlot, OutcomeBanner, OutcomeKind, Screen, SecondaryButton, Text, Towards

_SLOT = 16
"""Side of the picture, in steps of the grid."""


class CardStep(Screen):
    """Takes the first card that can be used, and goes on holding it when it is lifted off."""

    taken = Signal()
    """A card has been taken."""
    changed = Signal()
    """`state_now()` or `summary_now()` may be different."""

    def __init__(
        self, place: Workplace, name: str, problem_of: Callable[[CardHere], Code | None], *, must_stay: bool = True
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._place = place
        self._problem_of = problem_of
        self._must_stay = must_stay
        self._lead_words = ""
        self.card: CardHere | None = None
        self._ignored: CardHere | None = None
        self._slot = CardSlot(Towards(place.station.settings.screen.reader_at))
        self._lead = Text("body")
        self._banner = OutcomeBanner()
        self.use_this = SecondaryButton()
        self.use_this.clicked.connect(self._use_this)
        self._lead.setObjectName(f"{name}.lead")
        self._banner.setObjectName(f"{name}.banner")
        self.use_this.setObjectName(f"{name}.use_this")
        texts = self.grid(QVBoxLayout(), gap=1)
        texts.addStretch(1)
        texts.addWidget(self._lead)
        texts.addWidget(self._banner)
        texts.addWidget(self.use_this)
        texts.addStretch(1)
        row = self.grid(QHBoxLayout(self), gap=3)
        row.addWidget(self._slot)
        row.addLayout(texts, 1)

    def set_lead(self, words: str) -> None:
        """What is to be put on the reader."""
        self._lead_words = words
        self._show()

    def begin(self, ignored: CardHere | None = None) -> None:
        """Hold nothing any more, and take what lies there; not `ignored`, which has just been dealt with."""
        self.card, self._ignored = None, ignored
        self._banner.clear()
        self.card_changed()

    def forget(self) -> None:
        """Hold nothing any more, whatever lies there."""
        self.card = self._ignored = None
        self._banner.clear()
        self._show()
        self.changed.emit()

    def hold(self, card: CardHere) -> None:
        """Hold a card that was recognised elsewhere."""
        self.card = card
        self._show()
        self.changed.emit()

    def card_changed(self) -> None:
        """Another card, or none, lies on the reader."""
        here = self._place.card
        if here is None or not here.same_medium(self._ignored):
            self._ignored = None
        self._banner.clear()
        if here is not None and self._ignored is None and not here.same_medium(self.card):
            problem = self._problem_of(here)
            if problem is not None:
                self.complain(problem)
            elif self.card is None:
                self.card = here
                self._show()
                self.changed.emit()
                self.taken.emit()
                return
        self._show()
        self.changed.emit()

    def complain(self, code: Code) -> None:
        """Say what is wrong with what lies there."""
        self._banner.show_words(OutcomeKind(kind_of(code)), lambda: self._words(code))

    def is_present(self) -> bool:
        """Whether the card that is held lies on the reader now."""
        if self.card is None or self._place.card is None or not self._place.card.is_code:
            return self.card is not None and self.card.same_medium(self._place.card)
        # A code was shown to another reader meanwhile; the card may well lie where it lay.
        return bool(self._place.station.cards.readers_with(self.card.medium))

    def state_now(self) -> StepState:
        """How the step stands once it has been left."""
        if self.card is None:
            return StepState.LATER
        return StepState.DONE if self.is_present() or not self._must_stay else StepState.ATTENTION

    def summary_now(self) -> str:
        """What the step holds, in one line."""
        if self.card is None:
            return ""
        tail = self.card.view.tail
        if self.is_present() or not self._must_stay:
            return self.tr("卡號末碼 {tail}").format(tail=tail)
        if self._place.card is not None:
            return self.tr("這是另一張卡，請放回末碼 {tail} 的卡").format(tail=tail)
        return self.tr("卡片已拿開，完成前請放回末碼 {tail} 的卡").format(tail=tail)

    def retranslate(self) -> None:
        """Texts."""
        self.use_this.setText(self.tr("改用這張卡 (F7)"))
        self._show()

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the picture's size."""
        self._slot.setFixedSize(theme.sizes.unit * _SLOT, theme.sizes.unit * _SLOT)

    def can_use_this(self) -> bool:
        """Whether another card lies there that could be taken instead of the one that is held."""
        here = self._place.card
        other = self.card is not None and here is not None and not here.same_medium(self.card)
        return other and here is not None and self._problem_of(here) is None

    def _words(self, code: Code) -> Words:
        if code is Code.CARD_UNKNOWN:
            # The codes' own words send a citizen to the counter; this is the counter.
            return Words(words_for(code).title, self.tr("請改放已登記的卡片；要發新卡請按 F2。"))
        if code is Code.CARD_BLOCKED:
            return Words(words_for(code).title, self.tr("這張卡不能再使用，請換一張。"))
        return words_for(code)

    def _use_this(self) -> None:
        if self.can_use_this():
            self.card = self._place.card
            self._banner.clear()
            self._show()
            self.changed.emit()
            self.taken.emit()

    def _show(self) -> None:
        here = self._place.card
        self._slot.set_present(here is not None)
        self.use_this.setVisible(self.can_use_this())
        if self._ignored is not None:
            self._lead.setText(self.tr("請先拿開剛才的卡片。") + self._lead_words)
        else:
            self._lead.setText(self._lead_words)
