"""Consent: each purpose's text with its version, and how the person signed beneath it.

Object names: `terminal.issue.consent.<purpose>`, `.signed.<paper|screen>`, and those of `terminal.signature_pad`.
"""

from collections.abc import Callable
from typing import Literal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.station import Station
from terminal.choice_group import ChoiceGroup
from terminal.signature_pad import SignaturePad
from ui.i18n import current_language
from ui.screen import Screen


class ConsentPart(Screen):
    """Ticks and a signature. `groups` are worked through like the others of the step that this is in."""

    def __init__(self, station: Station, on_enter: Callable[[ChoiceGroup], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self.texts = ChoiceGroup("terminal.issue.consent", on_enter)
        self.signed = ChoiceGroup("terminal.issue.signed", on_enter, exclusive=True, across=True)
        self.pad = SignaturePad()
        self.signed.changed.connect(self._signed_otherwise)
        self.pad.changed.connect(lambda: self.signed.complain(""))
        column = self.grid(QVBoxLayout(self), gap=1)
        for part in (self.texts, self.signed, self.pad):
            column.addWidget(part)
        self.clear()

    @property
    def groups(self) -> list[ChoiceGroup]:
        """In the order in which they are worked through."""
        return [self.texts, self.signed]

    def begin(self) -> None:
        """Show the programme's texts. What was settled before stays."""
        before, how = self.texts.ticked(), self.signed.chosen()
        self.texts.set_choices([(consent.purpose, True) for consent in self._station.programme.consents])
        for purpose in before:
            self.texts.choose(purpose)
        self.signed.set_choices([("paper", True), ("screen", True)])
        self.signed.choose(how)
        self.retranslate()

    def clear(self) -> None:
        """Forget what was agreed to and the signature."""
        self.texts.set_choices([])
        self.signed.set_choices([])
        self.pad.clear()
        self._signed_otherwise()

    def agreed(self) -> list[str]:
        """Purposes that the person agreed to."""
        return self.texts.ticked()

    def how(self) -> Literal["none", "screen", "paper"]:
        """How it was signed."""
        chosen = self.signed.chosen()
        return "screen" if chosen == "screen" else "paper" if chosen == "paper" else "none"

    def missing(self, group: ChoiceGroup) -> str:
        """What is missing in a group; empty when nothing is."""
        if group is self.texts:
            complete = self._required() <= set(self.texts.ticked())
            return "" if complete else self.tr("請民眾看過並同意，再打勾。")
        if not self.signed.chosen():
            return self.tr("請選擇在紙本或螢幕上簽名。")
        return "" if self.signed.chosen() != "screen" or self.pad.is_signed() else self.tr("請民眾先在框內簽名。")

    def _required(self) -> set[str]:
        return {consent.purpose for consent in self._station.programme.consents if consent.required}

    def _signed_otherwise(self) -> None:
        self.pad.setVisible(self.signed.chosen() == "screen")

    def retranslate(self) -> None:
        """Texts."""
        for consent in self._station.programme.consents:
            words = self.tr("民眾已看過並同意（第 {version} 版）：{text}")
            text = consent.text.in_language(current_language())
            self.texts.set_words(consent.purpose, words.format(version=consent.version, text=text))
        self.signed.set_title(self.tr("簽名"))
        self.signed.set_words("paper", self.tr("已在紙本簽名"))
        self.signed.set_words("screen", self.tr("在螢幕上簽名"))
