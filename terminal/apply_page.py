"""An application taken down by an outreach team: who, which kind, which papers were seen; then the number to come back with.

Object names: those of `terminal.particulars_step` beneath `terminal.apply`, `terminal.apply.kind.<id>`, `.carrier.<id>`,
`.document.<id>`, `.consent.<purpose>`, `.phone`, `.submit`, `.receipt`, `.again`.
"""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from domain.errors import CityCardError, Refused
from station.station import Station
from station.views import KindOffer
from terminal.choice_group import ChoiceGroup
from terminal.keys import EnterAdvances
from terminal.names import carrier_name, kind_name
from terminal.particulars_step import ParticularsStep
from terminal.steps import FormScroll
from ui.bridge import Once
from ui.i18n import current_language
from ui.messages import Words
from ui.stack import Stack
from ui.widgets import FieldRow, OutcomeBanner, OutcomeKind, Panel, PrimaryButton, Screen, Text

_WHO, _WHAT, _TAKEN = range(3)
_LONGEST_PHONE = 40


class ApplyPage(Screen):
    """Three pages; works with no network."""

    person_changed = Signal()

    def __init__(self, station: Station, banner: OutcomeBanner) -> None:
        super().__init__()
        self._station = station
        self._banner = banner
        self._op_id: UUID | None = None
        self._offers: list[KindOffer] = []
        self._once = Once()
        self.who = ParticularsStep(station, "terminal.apply")
        self._kind = ChoiceGroup("terminal.apply.kind", lambda _: self._advance(self._kind), exclusive=True)
        self._carrier = ChoiceGroup(
            "terminal.apply.carrier", lambda _: self._advance(self._carrier), exclusive=True, across=True
        )
        self._document = ChoiceGroup("terminal.apply.document", lambda _: self._advance(self._document))
        self._consent = ChoiceGroup("terminal.apply.consent", lambda _: self._advance(self._consent))
        self._phone, self.submit, self._again = QLineEdit(), PrimaryButton(), PrimaryButton()
        self._phone.setMaxLength(_LONGEST_PHONE)
        self._row = FieldRow(self._phone)
        self._lead, self._receipt, self._told = Text("body", "soft"), Text("display", strong=True), Text("body")
        named = {"phone": self._phone, "submit": self.submit, "receipt": self._receipt, "again": self._again}
        for part, widget in named.items():
            widget.setObjectName(f"terminal.apply.{part}")
        EnterAdvances(lambda _: self.try_submit(), self).watch(self._phone)
        self._lay_out()
        self.who.done.connect(self._who_done)
        self.who.changed.connect(self.person_changed)
        self._kind.changed.connect(self._kind_chosen)
        self.submit.clicked.connect(self.try_submit)
        self._again.clicked.connect(self.begin)

    def _lay_out(self) -> None:
        who, what, taken = Panel(gap=1), Panel(gap=1), Panel(gap=1.5)
        who.body.addWidget(self.who)
        who.body.addWidget(self.who.submit)
        asked = (self._kind, self._carrier, self._document, self._consent, self._row, self.submit)
        for panel, parts in ((what, asked), (taken, (self._lead, self._receipt, self._told, self._again))):
            for part in parts:
                panel.body.addWidget(part)
        self._pages = Stack(self)
        for panel in (who, what, taken):
            page = QWidget()
            column = self.grid(QVBoxLayout(page), gap=0)
            column.addWidget(panel)
            column.addStretch(1)
            self._pages.addWidget(FormScroll(page))

    # --- for the task ---

    def begin(self) -> None:
        """Another application."""
        self._op_id, self._offers = None, []
        self._banner.clear()
        self.who.clear()
        for group in (self._kind, self._carrier, self._document, self._consent):
            group.set_choices([])
        self._phone.clear()
        self._row.set_error(None)
        self._receipt.setText("")
        self._go(_WHO)

    def start(self) -> None:
        """Put the focus where work goes on."""
        {_WHO: self.who.start, _WHAT: self._kind.start, _TAKEN: self._again.setFocus}[self._pages.currentIndex()]()

    def step_back(self) -> bool:
        """To the particulars; whether there was a way back."""
        if self._once.running or self._pages.currentIndex() != _WHAT:
            return self._once.running
        self._banner.clear()
        self._go(_WHO)
        return True

    def try_submit(self) -> None:
        """Take it down, or say what is missing."""
        offer = next((each for each in self._offers if each.kind == self._kind.chosen()), None)
        required = {consent.purpose for consent in self._station.programme.consents if consent.required}
        if self._pages.currentIndex() != _WHAT or self._once.running:
            return
        if offer is None:
            self._say(self._kind, lambda: self.tr("請選擇卡別。"))
        elif not self._carrier.chosen():
            self._say(self._carrier, lambda: self.tr("請選擇票證公司。"))
        elif not required <= set(self._consent.ticked()):
            self._say(self._consent, lambda: self.tr("請民眾看過並同意，再打勾。"))
        else:
            self._submit(offer)

    # --- within ---

    def _submit(self, offer: KindOffer) -> None:
        desk = self._station.outreach
        self._op_id = self._op_id or desk.new_op_id()
        op_id, form, phone = self._op_id, self.who.form(), self._phone.text().strip()
        kind, carrier = offer.kind, self._carrier.chosen()
        consents, seen = self._consent.ticked(), self._document.ticked()

        def take() -> str:
            return desk.take_application(
                op_id, form, phone=phone, card_kind=kind, carrier=carrier, consents=consents, documents_seen=seen
            )

        self._once.run(self, take, lambda receipt: self._taken(op_id, receipt), self._failed)

    def _taken(self, op_id: UUID, receipt: str) -> None:
        if op_id != self._op_id:
            return  # whoever took it down has left
        self.who.clear()
        self._receipt.setText(receipt)
        self._banner.show_words(OutcomeKind.GOOD, lambda: Words(self.tr("已收下申請"), ""))
        self._go(_TAKEN)

    def _failed(self, error: CityCardError) -> None:
        self._banner.show_error(error)
        if error.details.get("column") == "phone":
            self._row.set_error(error.code, error.details)
            self._phone.setFocus()

    def _say(self, group: ChoiceGroup, words: Callable[[], str]) -> None:
        group.complain(words)
        group.start()

    def _who_done(self) -> None:
        try:
            self._offers = self._station.counter.offers(self.who.form())
        except Refused as problem:
            self._banner.show_error(problem)
            return
        self._banner.clear()
        self._kind.set_choices([(offer.kind, offer.allowed) for offer in self._offers])
        allowed = [offer.kind for offer in self._offers if offer.allowed]
        if len(allowed) == 1:
            self._kind.choose(allowed[0])
        self._consent.set_choices([(consent.purpose, True) for consent in self._station.programme.consents])
        self._kind_chosen()
        self._go(_WHAT)

    def _kind_chosen(self) -> None:
        programme = self._station.programme
        kind = programme.kind(self._kind.chosen())
        offer = next((each for each in self._offers if kind is not None and each.kind == kind.id), None)
        self._carrier.set_choices([(carrier, True) for carrier in kind.carriers] if kind is not None else [])
        if kind is not None and len(kind.carriers) == 1:
            self._carrier.choose(kind.carriers[0])
        self._document.set_choices([(document, True) for document in offer.documents] if offer is not None else [])
        for part in (self._carrier, self._document):
            part.setVisible(bool(part.ids()))
        self.retranslate()

    def _advance(self, group: ChoiceGroup) -> None:
        order = [each for each in (self._kind, self._carrier, self._document, self._consent) if each.ids()]
        at = order.index(group)
        if at + 1 < len(order):
            order[at + 1].start()
        else:
            self._phone.setFocus()

    def _go(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        self.person_changed.emit()
        if self.isVisible():
            self.start()

    def retranslate(self) -> None:
        """Texts."""
        programme, language = self._station.programme, current_language()
        self._kind.set_title(self.tr("卡別（按數字選擇，Enter 繼續）"))
        for offer in self._offers:
            self._kind.set_words(offer.kind, kind_name(programme, offer.kind))
        self._carrier.set_title(self.tr("票證公司"))
        for carrier in self._carrier.ids():
            self._carrier.set_words(carrier, carrier_name(programme, carrier))
        self._document.set_title(self.tr("看過的證件（看過的打勾，沒帶的之後補）"))
        kind = programme.kind(self._kind.chosen())
        for document in kind.documents if kind is not None else []:
            self._document.set_words(document.id, document.name.in_language(language))
        self._consent.set_title(self.tr("同意事項"))
        for consent in programme.consents:
            words = self.tr("民眾已看過並同意（第 {version} 版）：{text}")
            text = words.format(version=consent.version, text=consent.text.in_language(language))
            self._consent.set_words(consent.purpose, text)
        self._row.set_label(self.tr("電話（辦好時通知）"))
        self.submit.setText(self.tr("收下申請 (F12)"))
        self._lead.setText(self.tr("收件編號，請民眾抄下或拍照"))
        self._told.setText(self.tr("卡片辦好後憑編號與證件領取；有網路時申請會自動送出。"))
        self._again.setText(self.tr("下一件 (Enter)"))
