"""Issuing a card: one form in three steps, all in sight, worked without the mouse.

Object names: `terminal.issue`, `.banner`, `.discard`, `.card` (with the parts of `terminal.card_step`), those of
`terminal.particulars_step` and `terminal.kind_step`, and `.result` (with the parts of `terminal.result_view`).
"""

from enum import IntEnum
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from domain.errors import CityCardError, Code, Refused
from domain.ids import recovery_code
from domain.masking import mask_name
from station.views import IssueResult
from terminal.card_step import CardStep
from terminal.kind_step import KindStep
from terminal.names import carrier_name, kind_name
from terminal.particulars_step import ParticularsStep
from terminal.result_view import ResultView
from terminal.steps import FormScroll, Step, StepState
from terminal.task import Task
from terminal.workplace import CardHere, PersonHere, Workplace
from ui.amounts import money_text
from ui.bridge import Once
from ui.buttons import QuietButton
from ui.messages import Words
from ui.outcome import OutcomeBanner, OutcomeKind
from ui.surfaces import BusyOverlay


class At(IntEnum):
    """Where in the form one is."""

    CARD = 0
    PARTICULARS = 1
    KIND = 2
    RESULT = 3


class IssueTask(Task):
    """The form and its result."""

    bind_wanted = Signal()
    """The person who has just been served wants to bind a card of theirs, too: see `handover`."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.setObjectName("terminal.issue")
        self._at = At.CARD
        self._discard_asked = False
        self._op_id: UUID | None = None
        self._banner = OutcomeBanner()
        self._banner.setObjectName("terminal.issue.banner")
        self._card = CardStep(place, "terminal.issue.card", CardHere.blank_problem)
        self._particulars = ParticularsStep(self.station)
        self._kind = KindStep(self.station)
        self._steps = [Step(number, body) for number, body in enumerate((self._card, self._particulars, self._kind), 1)]
        self._result = ResultView("terminal.issue.result")
        self._overlay = BusyOverlay(self)
        self._once = Once(self._kind.submit)
        self._lay_out()
        self._connect()
        self._go(At.CARD)

    def _lay_out(self) -> None:
        form = QWidget()
        steps = self.grid(QVBoxLayout(form), gap=0)
        for step in self._steps:
            steps.addWidget(step)
        steps.addStretch(1)
        self._pages = QStackedLayout()
        self._pages.addWidget(FormScroll(form))
        self._pages.addWidget(self._result)
        self._discard = QuietButton()
        self._discard.setObjectName("terminal.issue.discard")
        self._discard.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._discard.clicked.connect(self._discard_pressed)
        self.title_row.addWidget(self._discard)
        self.column.addWidget(self._banner)
        self.column.addLayout(self._pages, 1)
        foot = self.grid(QHBoxLayout(), gap=2)
        foot.addWidget(self._kind.fee)
        foot.addStretch(1)
        foot.addWidget(self._particulars.submit)
        foot.addWidget(self._kind.submit)
        self.column.addLayout(foot)

    def _connect(self) -> None:
        self._card.taken.connect(self._card_taken)
        self._card.changed.connect(self._mark)
        self._particulars.done.connect(self._particulars_done)
        self._particulars.changed.connect(self._told)
        self._kind.submitted.connect(self._submit)
        self._result.next_wanted.connect(self.begin)
        self._result.more_wanted.connect(self.bind_wanted)
        for at, step in zip(At, self._steps, strict=False):
            step.reopened.connect(lambda at=at: self._go(at))
        slots = {"Escape": self._back, "F7": self._card.use_this.click, "F11": self._discard_pressed, "F12": self._f12}
        for key, slot in slots.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(slot)

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        if self._at is not At.RESULT:
            self._card.card_changed()
        self._place_focus()

    def card_changed(self) -> None:
        """See `Task.card_changed`."""
        if self._at is not At.RESULT:
            self._banner.clear()
            self._card.card_changed()

    def card_unreadable(self) -> None:
        """See `Task.card_unreadable`."""
        if self._at is At.CARD:
            self._card.complain(Code.CARD_UNREADABLE)

    def clear(self) -> None:
        """See `Task.clear`."""
        self._reset()
        self._card.forget()

    def begin(self) -> None:
        """A new form for the next person."""
        served = self._card.card if self._at is At.RESULT else None
        self._reset()
        self._card.begin(served)
        self._place_focus()

    def begin_after(self, served: CardHere | None) -> None:
        """A new form for the next person; what lies there is the last one's."""
        self._reset()
        self._card.begin(served)

    def person(self) -> PersonHere | None:
        """See `Task.person`."""
        return self._particulars.person()

    def handover(self) -> tuple[CardHere, PersonHere] | None:
        """The card just issued and whose it is, when a second one can be bound to it."""
        person, card = self.person(), self.place.card if self._card.is_present() else self._card.card
        usable = self._at is At.RESULT and self._result.kind() is not OutcomeKind.STOP
        return (card, person) if usable and person is not None and card is not None else None

    # --- steps ---

    def _reset(self) -> None:
        self._op_id = None
        self._discard_asked = False
        self._banner.clear()
        self._result.clear()
        self._particulars.clear()
        self._kind.clear()
        self._go(At.CARD)
        self._told()

    def _go(self, at: At) -> None:
        self._at = at
        self._discard_asked = False
        self._discard.setVisible(at is not At.RESULT)
        self._particulars.submit.setVisible(at is At.PARTICULARS)
        self._kind.submit.setVisible(at is At.KIND)
        self._kind.fee.setVisible(at is At.KIND)
        self._pages.setCurrentIndex(1 if at is At.RESULT else 0)
        for number, step in zip(At, self._steps, strict=False):
            step.set_open(number is at)
        self._show_head()
        self._mark()
        self._place_focus()

    def _show_head(self) -> None:
        working = self.tr("Enter 下一步，Esc 上一步，F12 發卡。已輸入的資料在發卡前都會留著。")
        self.set_head(self.tr("發卡"), "" if self._at is At.RESULT else working)

    def _mark(self) -> None:
        """Number, mark and line of every step."""
        card_state = StepState.OPEN if self._at is At.CARD else self._card.state_now()
        self._steps[At.CARD].set_state(card_state, self._card.summary_now())
        person = self.person()
        summary = "　".join(each for each in (person.name, person.national_id) if each) if person else ""
        self._steps[At.PARTICULARS].set_state(self._state_of(At.PARTICULARS), summary if self._at is not At.PARTICULARS else "")
        self._steps[At.KIND].set_state(self._state_of(At.KIND))

    def _state_of(self, step: At) -> StepState:
        return StepState.OPEN if self._at is step else StepState.DONE if self._at > step else StepState.LATER

    def _place_focus(self) -> None:
        if not self.isVisible():
            return
        if self._at is At.PARTICULARS:
            self._particulars.start()
        elif self._at is At.KIND:
            self._kind.start()
        elif self._at is At.RESULT:
            self._result.start()
        else:
            self.setFocus()

    def _told(self) -> None:
        self.person_changed.emit(self.person())

    def _card_taken(self) -> None:
        if self._at is At.CARD:
            self._go(At.PARTICULARS)

    def _particulars_done(self) -> None:
        try:
            offers = self.station.counter.offers(self._particulars.form())
        except Refused as problem:
            self._banner.show_error(problem)
            return
        self._kind.show_offers(offers)
        self._go(At.KIND)

    def _back(self) -> None:
        if self._at is At.KIND:
            self._go(At.PARTICULARS)
        elif self._at is At.PARTICULARS and self._particulars.is_empty():
            self.begin()

    def _discard_pressed(self) -> None:
        """Throw the form away, at the second press; what has been typed is not lost by one wrong key."""
        if self._once.running or self._at is At.RESULT:
            return
        if self._discard_asked or self._particulars.is_empty():
            self.begin()
            return
        self._discard_asked = True
        self._banner.show_words(
            OutcomeKind.ATTENTION,
            lambda: Words(self.tr("要清除這份資料嗎？"), self.tr("再按一次 F11 就清除；要留著，請繼續填寫。")),
        )

    def _f12(self) -> None:
        if self._at is At.KIND:
            self._kind.try_submit()

    # --- the act ---

    def _submit(self) -> None:
        card, offer = self._card.card, self._kind.offer()
        if card is None or offer is None or self._once.running:
            return
        if not self._card.is_present():
            self._banner.show_words(OutcomeKind.ATTENTION, self._put_back)
            return
        self._banner.clear()
        if self._op_id is None:
            self._op_id = self.station.counter.new_op_id()
        op_id, form = self._op_id, self._particulars.form()
        kind, carrier, consents = offer.kind, self._kind.carrier(), self._kind.agreed()
        issue = self.station.counter.issue
        self._overlay.start(self.tr("發卡中，請不要拿開卡片"))
        self._once.run(
            self,
            lambda: issue(op_id, card.medium, form, kind=kind, carrier=carrier, consents=consents),
            self._issued,
            self._failed,
        )

    def _put_back(self) -> Words:
        tail = self._card.card.view.tail if self._card.card else ""
        return Words(
            self.tr("請把末碼 {tail} 的卡放回讀卡機").format(tail=tail), self.tr("資料都還在；放回後再按 Enter 或 F12。")
        )

    def _issued(self, result: IssueResult) -> None:
        self._overlay.stop()
        self._result.show_result(result, self._done_words, self._provisional_words)
        self._result.set_words(lambda: self._facts(result), self._more_words)
        self._go(At.RESULT)
        self.place.refresh_card()

    def _failed(self, error: CityCardError) -> None:
        self._overlay.stop()
        self._banner.show_error(error)
        self._place_focus()

    # --- words ---

    def _done_words(self) -> Words:
        return Words(self.tr("發卡完成"), self.tr("卡片已經可以使用，請交給民眾。"))

    def _provisional_words(self) -> Words:
        return Words(
            self.tr("已發暫時卡"),
            self.tr("現在連不上中央平台。卡片可以先用，連線後會自動確認；若不符資格會停用並通知。"),
        )

    def _more_words(self) -> str:
        session = self.station.staff.session
        possible = session is not None and "bind" in session.tasks and self._result.kind() is not OutcomeKind.STOP
        return self.tr("再綁一張卡 (F3)") if possible else ""

    def _facts(self, result: IssueResult) -> list[tuple[str, str]]:
        offer, programme = self._kind.offer(), self.station.programme
        card = self._card.card
        return [
            (self.tr("卡別"), kind_name(programme, offer.kind) if offer else ""),
            (self.tr("持卡人"), mask_name(self._particulars.form().name)),
            (self.tr("卡號末碼"), card.view.tail if card else ""),
            (self.tr("票證公司"), carrier_name(programme, self._kind.carrier())),
            (self.tr("工本費"), money_text(offer.fee_ntd) if offer and offer.fee_ntd else self.tr("免費")),
            (self.tr("處理編號"), recovery_code(result.op_id)),
        ]

    def retranslate(self) -> None:
        """Texts."""
        self._show_head()
        for step, words in zip(self._steps, (self.tr("空白卡"), self.tr("基本資料"), self.tr("卡別與同意")), strict=True):
            step.set_title(words)
        self._discard.setText(self.tr("清除重來 (F11)"))
        self._card.set_lead(self.tr("請把空白卡放到讀卡機上。讀到以後就會進到下一步。"))
        self._mark()
