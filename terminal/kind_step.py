"""The step in which kind, documents, carrier and consent are settled.

Object names: `terminal.issue.kind.<kind>`, `.kind.<kind>.reasons`, `.document.<document>`, `.carrier.<carrier>`,
`.fee`, `.submit`, and those of `terminal.consent_part`.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.errors import Code
from station.applications_desk import Opened
from station.station import Station
from station.views import KindOffer
from terminal.choice_group import ChoiceGroup
from terminal.consent_part import ConsentPart
from terminal.names import carrier_name
from ui.amounts import money_text
from ui.i18n import current_language
from ui.messages import obstacle_words, words_for
from ui.widgets import OutcomeBanner, OutcomeKind, PrimaryButton, Screen, Text


class KindStep(Screen):
    """Kinds with their reasons; for the chosen one documents, carrier, consent and fee; then the act.

    The form that holds this step finds room for `fee` and `submit`.
    """

    submitted = Signal()
    """Everything has been settled, and what follows is wanted."""
    chosen = Signal()
    """Another kind, or none."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._offers: list[KindOffer] = []
        self._wished = ""
        self._goes_on = False
        self._nothing = OutcomeBanner()
        self.kinds = ChoiceGroup("terminal.issue.kind", self._advance, exclusive=True)
        self.documents = ChoiceGroup("terminal.issue.document", self._advance)
        self.carriers = ChoiceGroup("terminal.issue.carrier", self._advance, exclusive=True, across=True)
        self.consent = ConsentPart(station, self._advance)
        self.fee = Text("body", strong=True)
        self.fee.setObjectName("terminal.issue.fee")
        self.submit = PrimaryButton()
        self.submit.setObjectName("terminal.issue.submit")
        self.submit.clicked.connect(self.try_submit)
        self.kinds.changed.connect(self._kind_chosen)
        self._lay_out()

    def _lay_out(self) -> None:
        pair = self.grid(QHBoxLayout(), gap=3)
        pair.addWidget(self.documents, 3)
        pair.addWidget(self.carriers, 2)
        column = self.grid(QVBoxLayout(self), gap=1.5)
        for part in (self._nothing, self.kinds):
            column.addWidget(part)
        column.addLayout(pair)
        column.addWidget(self.consent)

    # --- for the task ---

    def show_offers(self, offers: Sequence[KindOffer], applied: Opened | None = None) -> None:
        """Show what this person may have. What was chosen before stays chosen where it still can be.

        `applied`: what they wished for when they applied.
        """
        before = self.kinds.chosen() or (applied.kind if applied else "")
        self._wished = applied.carrier if applied else ""
        self._offers = list(offers)
        self.kinds.set_choices([(offer.kind, offer.allowed) for offer in offers])
        allowed = [offer.kind for offer in offers if offer.allowed]
        self.consent.begin()
        if before in allowed:
            self.kinds.choose(before)
        elif len(allowed) == 1:
            self.kinds.choose(allowed[0])
        else:
            self._kind_chosen()
        if allowed:
            self._nothing.clear()
        else:
            self._nothing.show_words(OutcomeKind.STOP, lambda: words_for(Code.NOT_ELIGIBLE))
        self.retranslate()

    def start(self) -> None:
        """Put the focus where choosing begins."""
        self.kinds.start()

    def clear(self) -> None:
        """Forget what was settled."""
        self._offers = []
        self._wished = ""
        for group in (self.kinds, self.documents, self.carriers):
            group.set_choices([])
        self.consent.clear()

    def offer(self) -> KindOffer | None:
        """The chosen kind."""
        chosen = self.kinds.chosen()
        return next((offer for offer in self._offers if offer.kind == chosen), None)

    def carrier(self) -> str:
        """The chosen carrier, or empty."""
        return self.carriers.chosen()

    def agreed(self) -> list[str]:
        """Purposes that the person agreed to."""
        return self.consent.agreed()

    def set_goes_on(self, goes_on: bool) -> None:
        """Whether photo or face follow for the chosen kind, so that this is not yet the end."""
        if goes_on != self._goes_on:
            self._goes_on = goes_on
            self.retranslate()

    def try_submit(self) -> None:
        """Ask for the act, or say what is missing and put the focus there."""
        for group in self._groups():
            if not self._complete(group):
                group.start()
                return
        self.submitted.emit()

    # --- choosing ---

    def _groups(self) -> list[ChoiceGroup]:
        return [self.kinds, self.documents, self.carriers, *self.consent.groups]

    def _kind_chosen(self) -> None:
        offer = self.offer()
        chosen = self._station.programme.kind(offer.kind) if offer else None
        documents = [(document, True) for document in offer.documents] if offer else []
        if [document for document, _ in documents] != self.documents.ids():
            self.documents.set_choices(documents)
        carriers = [(carrier, True) for carrier in chosen.carriers] if chosen else []
        if [carrier for carrier, _ in carriers] != self.carriers.ids():
            self.carriers.set_choices(carriers)
        self.carriers.choose(carriers[0][0] if len(carriers) == 1 else self.carriers.chosen() or self._wished)
        for part in (self.documents, self.carriers):
            part.setVisible(offer is not None and bool(part.ids()))
        self.consent.setVisible(offer is not None)
        self.chosen.emit()
        self.retranslate()

    def _complete(self, group: ChoiceGroup) -> bool:
        """Whether this part is settled; says beside it what is missing."""
        group.complain(lambda: self._missing(group))
        return not self._missing(group)

    def _missing(self, group: ChoiceGroup) -> str:
        if group is self.kinds and not group.chosen():
            return self.tr("請選擇卡別。")
        if group is self.documents and len(group.ticked()) < len(group.ids()):
            return self.tr("請看過每一項證件，看過就打勾。")
        if group is self.carriers and not group.chosen():
            return self.tr("請問民眾要哪一家，再選擇。")
        return self.consent.missing(group) if group in self.consent.groups else ""

    def _advance(self, group: ChoiceGroup) -> None:
        groups = [each for each in self._groups() if each.ids()]
        if not self._complete(group):
            return
        if group is groups[-1]:
            self.try_submit()
        else:
            groups[groups.index(group) + 1].start()

    # --- words ---

    def retranslate(self) -> None:
        """Texts."""
        language = current_language()
        programme = self._station.programme
        self.kinds.set_title(self.tr("卡別（按數字選擇，Enter 繼續）"))
        self.documents.set_title(self.tr("看過的證件（按數字打勾）"))
        self.carriers.set_title(self.tr("票證公司"))
        for offer in self._offers:
            kind = programme.kind(offer.kind)
            if kind is None:
                continue
            name = kind.name.in_language(language)
            words = (
                self.tr("{name}　可以辦").format(name=name) if offer.allowed else self.tr("{name}　不能辦").format(name=name)
            )
            reasons = [each.reason.in_language(language) for each in kind.requirements if each.id in offer.reasons]
            reasons += [obstacle_words(obstacle) for obstacle in offer.obstacles]
            self.kinds.set_words(offer.kind, words, reasons)
        for carrier in self.carriers.ids():
            self.carriers.set_words(carrier, carrier_name(programme, carrier))
        wanted = self.offer()
        self.fee.setText("")
        chosen = programme.kind(wanted.kind) if wanted else None
        for document in chosen.documents if chosen else []:
            self.documents.set_words(document.id, document.name.in_language(language))
        if wanted is not None:
            fee = money_text(wanted.fee_ntd) if wanted.fee_ntd else self.tr("免費")
            self.fee.setText(self.tr("工本費：{fee}").format(fee=fee))
        self.submit.setText(self.tr("下一步 (Enter)") if self._goes_on else self.tr("發卡 (F12)"))
