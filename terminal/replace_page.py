"""A new card in the place of another: why, what it costs, whose carrier's, and the blank card on the reader.

Object names: `terminal.replace`, `.about`, `.reason.<id>`, `.carrier.<carrier>`, `.card` (with the parts of
`terminal.card_step`), `.do_it`.
"""

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.people_desk import Reason
from station.people_views import PersonCard
from terminal.card_step import CardStep
from terminal.choice_group import ChoiceGroup
from terminal.names import carrier_name
from terminal.people_words import card_name
from terminal.steps import FormScroll
from terminal.workplace import CardHere, Workplace
from ui.amounts import money_text
from ui.widgets import Panel, PrimaryButton, Screen, Text

_REASONS = ("lost", "broken", "other")


class ReplacePage(Screen):
    """`do_wanted` when everything is there and the new card lies on the reader."""

    do_wanted = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self.setObjectName("terminal.replace")
        self._place = place
        self.old: PersonCard | None = None
        self._about = Text("body")
        self._about.setObjectName("terminal.replace.about")
        self._reasons = ChoiceGroup("terminal.replace.reason", lambda _: self._advance(), exclusive=True, across=True)
        self._carriers = ChoiceGroup("terminal.replace.carrier", lambda _: self._advance(), exclusive=True, across=True)
        self.card = CardStep(place, "terminal.replace.card", CardHere.blank_problem)
        self.card.changed.connect(self._card_changed)
        self.do_it = PrimaryButton()
        self.do_it.setObjectName("terminal.replace.do_it")
        self.do_it.clicked.connect(self._go)
        form = QWidget()
        panel = Panel(gap=1.5)
        for part in (self._about, self._reasons, self._carriers, self.card, self.do_it):
            panel.body.addWidget(part)
        inner = self.grid(QVBoxLayout(form), gap=0)
        inner.addWidget(panel)
        inner.addStretch(1)
        self.grid(QVBoxLayout(self), gap=0).addWidget(FormScroll(form))

    # --- for the task ---

    def begin(self, old: PersonCard) -> None:
        """Ask for a card in this one's place."""
        self.clear()
        self.old = old
        self._reasons.set_choices([(reason, True) for reason in _REASONS])
        carriers = self._place.station.people.carriers(old)
        self._carriers.set_choices([(carrier, True) for carrier in carriers])
        if len(carriers) == 1 or old.carrier in carriers:
            self._carriers.choose(old.carrier if old.carrier in carriers else carriers[0])
        self._carriers.setVisible(len(carriers) > 1)
        self.card.begin()
        self.retranslate()

    def reason(self) -> Reason | None:
        """Why."""
        chosen = self._reasons.chosen()
        return cast("Reason", chosen) if chosen in _REASONS else None

    def carrier(self) -> str:
        """Whose carrier's the new card is."""
        return self._carriers.chosen()

    def start(self) -> None:
        """Put the focus where it begins."""
        self._reasons.start()

    def is_ready(self) -> bool:
        """Whether everything is there; says what is missing."""
        if self.reason() is None:
            self._reasons.complain(lambda: self.tr("請選擇為什麼要補發。"))
            self._reasons.start()
        elif not self.carrier():
            self._carriers.complain(lambda: self.tr("請選擇新卡是哪一家的。"))
            self._carriers.start()
        elif not self.card.is_present():
            self.card.set_lead(self._lead())
            self.do_it.setFocus()
        else:
            return True
        return False

    def clear(self) -> None:
        """Forget everything."""
        self.old = None
        self._reasons.set_choices([])
        self._carriers.set_choices([])
        self.card.forget()
        if self._ready:
            self.retranslate()

    # --- within ---

    def _advance(self) -> None:
        if self.reason() is None:
            self.is_ready()
        elif not self.carrier():
            self._carriers.start()
        else:
            self.do_it.setFocus()

    def _card_changed(self) -> None:
        if self._ready:
            self.do_it.setEnabled(self.card.is_present() or self.card.card is None)
        if self.isVisible() and self.card.is_present() and self.reason() is not None and self.carrier():
            self.do_it.setFocus()

    def _go(self) -> None:
        if self.is_ready():
            self.do_wanted.emit()

    def _lead(self) -> str:
        return self.tr("請放上新的空白卡，完成前不要拿開。")

    def retranslate(self) -> None:
        """Texts."""
        station, old = self._place.station, self.old
        fee = station.people.fee_ntd(old) if old is not None else None
        about = ""
        if old is not None and fee is not None:
            about = self.tr("補發 {card}，工本費 {fee}。點數和待入卡會移到新卡，舊卡以後不能再用。").format(
                card=card_name(station, old), fee=money_text(fee)
            )
        self._about.setText(about)
        self._reasons.set_title(self.tr("為什麼補發（按數字選擇，Enter 繼續）"))
        for reason, words in zip(_REASONS, (self.tr("遺失"), self.tr("毀損"), self.tr("其他")), strict=True):
            self._reasons.set_words(reason, words)
        self._carriers.set_title(self.tr("新卡是哪一家的"))
        for carrier in self._carriers.ids():
            self._carriers.set_words(carrier, carrier_name(station.programme, carrier))
        self.card.set_lead(self._lead())
        self.do_it.setText(self.tr("補發這張新卡 (F12)"))
