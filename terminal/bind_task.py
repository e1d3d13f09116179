"""Binding cards to a person, one after the other: by a card they have, by their record, or right after one was issued to them.

Object names: `terminal.bind` (with the parts of `terminal.form_task`), `.via` and `.card` (with the parts of
`terminal.card_step`), `.carrier.<carrier>`, `.submit`.
"""

from enum import IntEnum
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.errors import Code
from domain.ids import recovery_code
from station.people_views import PersonCard
from station.views import IssueResult
from terminal.card_step import CardStep
from terminal.choice_group import ChoiceGroup
from terminal.form_task import FormTask
from terminal.names import carrier_name, kind_name
from terminal.steps import StepState
from terminal.workplace import CardHere, PersonHere, Workplace
from ui.buttons import PrimaryButton
from ui.messages import Words


class At(IntEnum):
    """Where in the form one is."""

    VIA = 0
    CARD = 1
    CARRIER = 2


class BindTask(FormTask[IssueResult]):
    """The form and its result."""

    served = Signal()
    """A person who came over from issuing has been served."""

    def __init__(self, place: Workplace) -> None:
        self._op_id: UUID | None = None
        self._person: PersonHere | None = None
        self._by: PersonCard | None = None
        self._bound = 0
        self._came_over = False
        self._via = CardStep(place, "terminal.bind.via", CardHere.holder_problem, must_stay=False)
        self._card = CardStep(place, "terminal.bind.card", CardHere.blank_problem)
        self._carriers = ChoiceGroup("terminal.bind.carrier", lambda _: self._submit(), exclusive=True)
        last = QWidget()
        super().__init__(place, "terminal.bind", (self._via, self._card, last))
        self.grid(QVBoxLayout(last), gap=1.5).addWidget(self._carriers)
        self.submit = PrimaryButton()
        self.submit.setObjectName("terminal.bind.submit")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.submit)
        self.column.addLayout(foot)
        self._connect()
        self.go(At.VIA)

    def _connect(self) -> None:
        self._via.taken.connect(self._via_taken)
        self._via.changed.connect(self.mark)
        self._card.taken.connect(lambda: self.go(At.CARRIER) if self.at == At.CARD else None)
        self._card.changed.connect(self.mark)
        self.submit.clicked.connect(self._submit)
        self.discard.clicked.connect(self.begin)
        self.result.next_wanted.connect(self._next)
        self.result.more_wanted.connect(self._another)
        self.add_keys({"Escape": self._back, "F7": self._card.use_this.click, "F11": self._f11, "F12": self._f12})

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        self.card_changed()
        self.place_focus()

    def start_with(self, card: CardHere, person: PersonHere) -> None:
        """The person has just been issued `card`: ask for the second one at once."""
        self._reset()
        self._came_over = True
        self._ask_for_card(card, person, card)

    def start_for(self, card: PersonCard, person: PersonHere) -> None:
        """The record of a person who has `card` is open: ask for the next one at once, whether that lies here or not."""
        self._reset()
        self._by = card
        self._ask_for_card(None, person, None)

    def card_changed(self) -> None:
        """See `Task.card_changed`; one more card of the same person, put down at the result, is the next one at once."""
        if self.at_result:
            here = self.place.card
            if here is not None and not here.same_medium(self._card.card) and here.blank_problem() is None and not self.busy:
                self._another()
            return
        self.banner.clear()
        (self._via if self.at == At.VIA else self._card).card_changed()

    def card_unreadable(self) -> None:
        """See `Task.card_unreadable`."""
        if self.at in (At.VIA, At.CARD):
            (self._via if self.at == At.VIA else self._card).complain(Code.CARD_UNREADABLE)

    def clear(self) -> None:
        """See `Task.clear`."""
        self.leave()
        self._reset()
        self._told()

    def begin(self) -> None:
        """A new form for the next person."""
        last = self._card.card or self._via.card
        self._reset()
        self._via.begin(last)
        self._told()
        self.place_focus()

    def person(self) -> PersonHere | None:
        """See `Task.person`."""
        return self._person

    # --- steps ---

    def _reset(self) -> None:
        self._op_id = None
        self._person = self._by = None
        self._bound = 0
        self._came_over = False
        self.banner.clear()
        self.result.clear()
        self._via.forget()
        self._card.forget()
        carriers = [carrier.id for carrier in self.station.programme.carriers]
        self._carriers.set_choices([(carrier, True) for carrier in carriers])
        if len(carriers) == 1:
            self._carriers.choose(carriers[0])
        self.retranslate()
        self.go(At.VIA)

    def _via_taken(self) -> None:
        if self.at == At.VIA and self._via.card is not None:
            self._ask_for_card(self._via.card, PersonHere(), self._via.card)

    def _ask_for_card(self, via: CardHere | None, person: PersonHere, ignored: CardHere | None) -> None:
        self._person = person
        if via is not None:
            self._via.hold(via)
        self.go(At.CARD)
        self._card.begin(ignored)
        self._told()

    def go(self, at: int) -> None:
        """See `FormTask.go`."""
        super().go(at)
        self.discard.setVisible(at in (At.CARD, At.CARRIER))
        self.submit.setVisible(at == At.CARRIER)

    def mark(self) -> None:
        """See `FormTask.mark`."""
        for at, card in ((At.VIA, self._via), (At.CARD, self._card)):
            self.steps[at].set_state(StepState.OPEN if self.at == at else card.state_now(), card.summary_now())
        if self._by is not None and self.at != At.VIA:
            self.steps[At.VIA].set_state(StepState.DONE, self.tr("卡號末碼 {tail}").format(tail=self._by.tail))
        self.steps[At.CARRIER].set_state(self.plain_state(At.CARRIER))

    def focus_step(self) -> None:
        """See `FormTask.focus_step`."""
        if self.at == At.CARRIER:
            self._carriers.start()
        else:
            self.setFocus()

    def _told(self) -> None:
        self.person_changed.emit(self._person)

    def _back(self) -> None:
        if self.at == At.CARRIER:
            self.go(At.CARD)
            self._card.begin(self.place.card)
        elif self.at == At.CARD:
            self.begin()

    def _f11(self) -> None:
        if self.discard.isVisible() and not self.busy:
            self.begin()

    def _f12(self) -> None:
        if self.at == At.CARRIER:
            self._submit()

    def _next(self) -> None:
        came_over = self._came_over
        self.begin()
        if came_over:
            self.served.emit()

    def _another(self) -> None:
        """One more card for the same person; the carrier is the last one's until another is chosen."""
        via, by, person, last = self._via.card, self._by, self._person, self._card.card
        came_over, carrier, bound = self._came_over, self._carriers.chosen(), self._bound
        self._reset()
        if (via is not None or by is not None) and person is not None:
            self._came_over, self._by, self._bound = came_over, by, bound
            self._carriers.choose(carrier)
            self._ask_for_card(via, person, last)

    # --- the act ---

    def _submit(self) -> None:
        by, card, carrier = self._by, self._card.card, self._carriers.chosen()
        via = by.medium if by is not None else self._via.card.medium if self._via.card is not None else None
        if via is None or card is None:
            return
        self._carriers.complain(lambda: "" if carrier else self.tr("請問民眾這張卡是哪一家的，再選擇。"))
        if not carrier:
            self._carriers.start()
            return
        if self._op_id is None:
            self._op_id = self.station.counter.new_op_id()
        op_id, bind = self._op_id, self.station.counter.bind
        words = self.tr("綁定中，請不要拿開卡片")
        self.act(self._card, words, lambda: bind(op_id, card.medium, via, carrier))

    def finished(self, result: IssueResult) -> None:
        """See `FormTask.finished`."""
        self._bound += result.state.usable
        self.result.show_result(result, self._done_words, self._provisional_words)
        self.result.set_words(lambda: self._facts(result), lambda: self.tr("同一人再綁一張（或直接放下一張）"))

    # --- words ---

    def _done_words(self) -> Words:
        title = self.tr("綁定完成") if self._bound < 2 else self.tr("綁定完成，這次共 {count} 張").format(count=self._bound)
        return Words(title, self.tr("這張卡已經可以使用同一個人的服務與點數。"))

    def _provisional_words(self) -> Words:
        return Words(self.tr("已暫時綁定"), self.tr("現在連不上中央平台。卡片可以先用，連線後會自動確認。"))

    def _facts(self, result: IssueResult) -> list[tuple[str, str]]:
        via, by, card = self._via.card, self._by, self._card.card
        kind = kind_name(self.station.programme, by.card_kind if by else via.view.card_kind if via else "")
        tail = by.tail if by else via.view.tail if via else ""
        facts = [
            (self.tr("持卡人"), self._person.name if self._person else ""),
            (self.tr("卡別"), kind),
            (self.tr("原來的卡"), tail),
            (self.tr("新綁的卡"), card.view.tail if card else ""),
            (self.tr("票證公司"), carrier_name(self.station.programme, self._carriers.chosen())),
            (self.tr("處理編號"), recovery_code(result.op_id)),
        ]
        return [(label, words) for label, words in facts if words]

    def show_head(self) -> None:
        """See `FormTask.show_head`."""
        working = self.tr("把民眾自己的另一張卡，綁到同一個人。Esc 上一步，F12 綁定。")
        self.set_head(self.tr("綁卡"), "" if self.at_result else working)

    def retranslate(self) -> None:
        """Texts."""
        self.show_head()
        for step, words in zip(self.steps, (self.tr("持卡人的卡"), self.tr("要綁的卡"), self.tr("票證公司")), strict=True):
            step.set_title(words)
        self._via.set_lead(self.tr("請把民眾已有的市民卡放到讀卡機上。"))
        self._card.set_lead(self.tr("請放上要綁的另一張卡。"))
        self._carriers.set_title(self.tr("要綁的卡是哪一家的（按數字選擇）"))
        for carrier in self._carriers.ids():
            self._carriers.set_words(carrier, carrier_name(self.station.programme, carrier))
        self.submit.setText(self.tr("綁定這張卡 (F12)"))
        self.discard.setText(self.tr("換人 (F11)"))
        self.mark()
