"""Binding a second card to a person: by a card they have, or right after one was issued to them.

Object names: `terminal.bind`, `.banner`, `.via` and `.card` (with the parts of `terminal.card_step`), `.carrier.<carrier>`,
`.submit`, `.discard`, and `.result` (with the parts of `terminal.result_view`).
"""

from enum import IntEnum
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from domain.errors import CityCardError, Code
from domain.ids import recovery_code
from station.views import IssueResult
from terminal.card_step import CardStep
from terminal.choice_group import ChoiceGroup
from terminal.names import carrier_name, kind_name
from terminal.result_view import ResultView
from terminal.steps import FormScroll, Step, StepState
from terminal.task import Task
from terminal.workplace import CardHere, PersonHere, Workplace
from ui.bridge import Once
from ui.buttons import PrimaryButton, QuietButton
from ui.messages import Words
from ui.outcome import OutcomeBanner, OutcomeKind
from ui.surfaces import BusyOverlay


class At(IntEnum):
    """Where in the form one is."""

    VIA = 0
    CARD = 1
    CARRIER = 2
    RESULT = 3


class BindTask(Task):
    """The form and its result."""

    served = Signal()
    """A person who came over from issuing has been served."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.setObjectName("terminal.bind")
        self._at = At.VIA
        self._op_id: UUID | None = None
        self._person: PersonHere | None = None
        self._came_over = False
        self._banner = OutcomeBanner()
        self._banner.setObjectName("terminal.bind.banner")
        self._via = CardStep(place, "terminal.bind.via", CardHere.holder_problem, must_stay=False)
        self._card = CardStep(place, "terminal.bind.card", CardHere.blank_problem)
        self._carriers = ChoiceGroup("terminal.bind.carrier", lambda _: self._submit(), exclusive=True)
        self.submit = PrimaryButton()
        self.submit.setObjectName("terminal.bind.submit")
        self._result = ResultView("terminal.bind.result")
        self._overlay = BusyOverlay(self)
        self._once = Once(self.submit)
        self._lay_out()
        self._connect()
        self._go(At.VIA)

    def _lay_out(self) -> None:
        last = QWidget()
        last_column = self.grid(QVBoxLayout(last), gap=1.5)
        last_column.addWidget(self._carriers)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.submit)
        last_column.addLayout(row)
        self._steps = [Step(number, body) for number, body in enumerate((self._via, self._card, last), 1)]
        form = QWidget()
        steps = self.grid(QVBoxLayout(form), gap=0)
        for step in self._steps:
            steps.addWidget(step)
        steps.addStretch(1)
        self._pages = QStackedLayout()
        self._pages.addWidget(FormScroll(form))
        self._pages.addWidget(self._result)
        self._discard = QuietButton()
        self._discard.setObjectName("terminal.bind.discard")
        self._discard.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title_row.addWidget(self._discard)
        self.column.addWidget(self._banner)
        self.column.addLayout(self._pages, 1)

    def _connect(self) -> None:
        self._via.taken.connect(lambda: self._go(At.CARD) if self._at is At.VIA else None)
        self._via.changed.connect(self._mark)
        self._card.taken.connect(lambda: self._go(At.CARRIER) if self._at is At.CARD else None)
        self._card.changed.connect(self._mark)
        self.submit.clicked.connect(self._submit)
        self._discard.clicked.connect(self.begin)
        self._result.next_wanted.connect(self._next)
        self._result.more_wanted.connect(self._another)
        slots = {"Escape": self._back, "F7": self._card.use_this.click, "F11": self._f11, "F12": self._f12}
        for key, slot in slots.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(slot)

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        self.card_changed()
        self._place_focus()

    def start_with(self, card: CardHere, person: PersonHere) -> None:
        """The person has just been issued `card`: ask for the second one at once."""
        self._reset()
        self._came_over = True
        self._person = person
        self._via.hold(card)
        self._card.begin(card)
        self._go(At.CARD)
        self._told()

    def card_changed(self) -> None:
        """See `Task.card_changed`."""
        if self._at is At.RESULT:
            return
        self._banner.clear()
        if self._at is At.VIA:
            self._via.card_changed()
            if self._via.card is not None:
                self._person = PersonHere()
                self._card.begin(self._via.card)
                self._told()
        else:
            self._card.card_changed()

    def card_unreadable(self) -> None:
        """See `Task.card_unreadable`."""
        if self._at in (At.VIA, At.CARD):
            (self._via if self._at is At.VIA else self._card).complain(Code.CARD_UNREADABLE)

    def clear(self) -> None:
        """See `Task.clear`."""
        self._reset()
        self._told()

    def begin(self) -> None:
        """A new form for the next person."""
        last = self._card.card or self._via.card
        self._reset()
        self._via.begin(last)
        self._told()
        self._place_focus()

    def person(self) -> PersonHere | None:
        """See `Task.person`."""
        return self._person

    # --- steps ---

    def _reset(self) -> None:
        self._op_id = None
        self._person = None
        self._came_over = False
        self._banner.clear()
        self._result.clear()
        self._via.forget()
        self._card.forget()
        self._offer_carriers()
        self._go(At.VIA)

    def _offer_carriers(self) -> None:
        carriers = [carrier.id for carrier in self.station.programme.carriers]
        self._carriers.set_choices([(carrier, True) for carrier in carriers])
        if len(carriers) == 1:
            self._carriers.choose(carriers[0])
        self.retranslate()

    def _go(self, at: At) -> None:
        self._at = at
        self._discard.setVisible(at in (At.CARD, At.CARRIER))
        self._pages.setCurrentIndex(1 if at is At.RESULT else 0)
        for number, step in zip(At, self._steps, strict=False):
            step.set_open(number is at)
        self._show_head()
        self._mark()
        self._place_focus()

    def _show_head(self) -> None:
        working = self.tr("把民眾自己的另一張卡，綁到同一個人。Esc 上一步，F12 綁定。")
        self.set_head(self.tr("綁卡"), "" if self._at is At.RESULT else working)

    def _mark(self) -> None:
        for at, step, card in zip(At, self._steps, (self._via, self._card, None), strict=False):
            held = card.state_now() if card is not None else StepState.LATER
            step.set_state(StepState.OPEN if self._at is at else held, card.summary_now() if card is not None else "")

    def _place_focus(self) -> None:
        if not self.isVisible():
            return
        if self._at is At.CARRIER:
            self._carriers.start()
        elif self._at is At.RESULT:
            self._result.start()
        else:
            self.setFocus()

    def _told(self) -> None:
        self.person_changed.emit(self._person)

    def _back(self) -> None:
        if self._at is At.CARRIER:
            here = self.place.card
            self._card.begin(here)
            self._go(At.CARD)
        elif self._at is At.CARD:
            self.begin()

    def _f11(self) -> None:
        if self._discard.isVisible() and not self._once.running:
            self.begin()

    def _f12(self) -> None:
        if self._at is At.CARRIER:
            self._submit()

    def _next(self) -> None:
        came_over = self._came_over
        self.begin()
        if came_over:
            self.served.emit()

    def _another(self) -> None:
        """One more card for the same person."""
        via, person, last, came_over = self._via.card, self._person, self._card.card, self._came_over
        self._reset()
        if via is None:
            return
        self._came_over, self._person = came_over, person
        self._via.hold(via)
        self._card.begin(last)
        self._go(At.CARD)
        self._told()

    # --- the act ---

    def _submit(self) -> None:
        via, card, carrier = self._via.card, self._card.card, self._carriers.chosen()
        if via is None or card is None or self._once.running:
            return
        self._carriers.complain("" if carrier else self.tr("請問民眾這張卡是哪一家的，再選擇。"))
        if not carrier:
            self._carriers.start()
            return
        if not self._card.is_present():
            self._banner.show_words(OutcomeKind.ATTENTION, self._put_back)
            return
        self._banner.clear()
        if self._op_id is None:
            self._op_id = self.station.counter.new_op_id()
        op_id, bind = self._op_id, self.station.counter.bind
        self._overlay.start(self.tr("綁定中，請不要拿開卡片"))
        self._once.run(self, lambda: bind(op_id, card.medium, via.medium, carrier), self._bound, self._failed)

    def _put_back(self) -> Words:
        tail = self._card.card.view.tail if self._card.card else ""
        return Words(self.tr("請把末碼 {tail} 的卡放回讀卡機").format(tail=tail), self.tr("放回後再按 Enter 或 F12。"))

    def _bound(self, result: IssueResult) -> None:
        self._overlay.stop()
        self._result.show_result(result, self._done_words, self._provisional_words)
        self._result.set_words(lambda: self._facts(result), lambda: self.tr("同一人再綁一張"))
        self._go(At.RESULT)
        self.place.refresh_card()

    def _failed(self, error: CityCardError) -> None:
        self._overlay.stop()
        self._banner.show_error(error)
        self._place_focus()

    # --- words ---

    def _done_words(self) -> Words:
        return Words(self.tr("綁定完成"), self.tr("這張卡已經可以使用同一個人的服務與點數。"))

    def _provisional_words(self) -> Words:
        return Words(self.tr("已暫時綁定"), self.tr("現在連不上中央平台。卡片可以先用，連線後會自動確認。"))

    def _facts(self, result: IssueResult) -> list[tuple[str, str]]:
        via, card = self._via.card, self._card.card
        kind = kind_name(self.station.programme, via.view.card_kind) if via else ""
        facts = [
            (self.tr("持卡人"), self._person.name if self._person else ""),
            (self.tr("卡別"), kind),
            (self.tr("原來的卡"), via.view.tail if via else ""),
            (self.tr("新綁的卡"), card.view.tail if card else ""),
            (self.tr("票證公司"), carrier_name(self.station.programme, self._carriers.chosen())),
            (self.tr("處理編號"), recovery_code(result.op_id)),
        ]
        return [(label, words) for label, words in facts if words]

    def retranslate(self) -> None:
        """Texts."""
        self._show_head()
        for step, words in zip(self._steps, (self.tr("持卡人的卡"), self.tr("要綁的卡"), self.tr("票證公司")), strict=True):
            step.set_title(words)
        self._via.set_lead(self.tr("請把民眾已有的市民卡放到讀卡機上。"))
        self._card.set_lead(self.tr("請放上要綁的另一張卡。"))
        self._carriers.set_title(self.tr("要綁的卡是哪一家的（按數字選擇）"))
        for carrier in self._carriers.ids():
            self._carriers.set_words(carrier, carrier_name(self.station.programme, carrier))
        self.submit.setText(self.tr("綁定這張卡 (F12)"))
        self._discard.setText(self.tr("換人 (F11)"))
        self._mark()
