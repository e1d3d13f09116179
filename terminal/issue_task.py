"""Issuing a card: one form in three steps, all in sight, worked without the mouse.

Object names: `terminal.issue` (with the parts of `terminal.form_task`), `.card` (with the parts of `terminal.card_step`), and
those of `terminal.particulars_step` and `terminal.kind_step`.
"""

from enum import IntEnum
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from domain.errors import Code, Refused
from domain.ids import recovery_code
from domain.masking import mask_name
from station.views import IssueResult
from terminal.card_step import CardStep
from terminal.form_task import FormTask
from terminal.kind_step import KindStep
from terminal.names import carrier_name, kind_name
from terminal.particulars_step import ParticularsStep
from terminal.steps import StepState
from terminal.workplace import CardHere, PersonHere, Workplace
from ui.amounts import money_text
from ui.messages import Words
from ui.outcome import OutcomeKind


class At(IntEnum):
    """Where in the form one is."""

    CARD = 0
    PARTICULARS = 1
    KIND = 2


class IssueTask(FormTask[IssueResult]):
    """The form and its result."""

    bind_wanted = Signal()
    """The person who has just been served wants to bind a card of theirs, too: see `handover`."""

    def __init__(self, place: Workplace) -> None:
        self._card = CardStep(place, "terminal.issue.card", CardHere.blank_problem)
        self._particulars = ParticularsStep(place.station)
        self._kind = KindStep(place.station)
        super().__init__(place, "terminal.issue", (self._card, self._particulars, self._kind))
        self._discard_asked = False
        self._op_id: UUID | None = None
        foot = self.grid(QHBoxLayout(), gap=2)
        foot.addWidget(self._kind.fee)
        foot.addStretch(1)
        foot.addWidget(self._particulars.submit)
        foot.addWidget(self._kind.submit)
        self.column.addLayout(foot)
        self._connect()
        self.go(At.CARD)

    def _connect(self) -> None:
        self._card.taken.connect(lambda: self.go(At.PARTICULARS) if self.at == At.CARD else None)
        self._card.changed.connect(self.mark)
        self._particulars.done.connect(self._particulars_done)
        self._particulars.changed.connect(self._told)
        self._kind.submitted.connect(self._submit)
        self.result.next_wanted.connect(self.begin)
        self.result.more_wanted.connect(self.bind_wanted)
        self.discard.clicked.connect(self._discard_pressed)
        for at in At:
            self.steps[at].reopened.connect(lambda at=at: self.go(at))
        self.add_keys(
            {"Escape": self._back, "F7": self._card.use_this.click, "F11": self._discard_pressed, "F12": self._f12},
        )

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        if not self.at_result:
            self._card.card_changed()
        self.place_focus()

    def card_changed(self) -> None:
        """See `Task.card_changed`."""
        if not self.at_result:
            self.banner.clear()
            self._card.card_changed()

    def card_unreadable(self) -> None:
        """See `Task.card_unreadable`."""
        if self.at == At.CARD:
            self._card.complain(Code.CARD_UNREADABLE)

    def clear(self) -> None:
        """See `Task.clear`."""
        self._reset()
        self._card.forget()

    def begin(self) -> None:
        """A new form for the next person."""
        self.begin_after(self._card.card if self.at_result else None)

    def begin_after(self, served: CardHere | None) -> None:
        """A new form for the next person; `served`, should it still lie there, is the last one's."""
        self._reset()
        self._card.begin(served)
        self.place_focus()

    def person(self) -> PersonHere | None:
        """See `Task.person`."""
        return self._particulars.person()

    def handover(self) -> tuple[CardHere, PersonHere] | None:
        """The card just issued and whose it is, when a second one can be bound to it."""
        person, card = self.person(), self.place.card if self._card.is_present() else self._card.card
        usable = self.at_result and self.result.kind() is not OutcomeKind.STOP
        return (card, person) if usable and person is not None and card is not None else None

    # --- steps ---

    def _reset(self) -> None:
        self._op_id = None
        self.banner.clear()
        self.result.clear()
        self._particulars.clear()
        self._kind.clear()
        self.go(At.CARD)
        self._told()

    def go(self, at: int) -> None:
        """See `FormTask.go`."""
        self._discard_asked = False
        super().go(at)
        self.discard.setVisible(not self.at_result)
        self._particulars.submit.setVisible(at == At.PARTICULARS)
        self._kind.submit.setVisible(at == At.KIND)
        self._kind.fee.setVisible(at == At.KIND)

    def mark(self) -> None:
        """See `FormTask.mark`."""
        self.steps[At.CARD].set_state(
            StepState.OPEN if self.at == At.CARD else self._card.state_now(), self._card.summary_now()
        )
        person = self.person()
        summary = "　".join(each for each in (person.name, person.national_id) if each) if person else ""
        shown = "" if self.at == At.PARTICULARS else summary
        self.steps[At.PARTICULARS].set_state(self.plain_state(At.PARTICULARS), shown)
        self.steps[At.KIND].set_state(self.plain_state(At.KIND))

    def focus_step(self) -> None:
        """See `FormTask.focus_step`."""
        if self.at == At.PARTICULARS:
            self._particulars.start()
        elif self.at == At.KIND:
            self._kind.start()
        else:
            self.setFocus()

    def _told(self) -> None:
        self.person_changed.emit(self.person())

    def _particulars_done(self) -> None:
        try:
            offers = self.station.counter.offers(self._particulars.form())
        except Refused as problem:
            self.banner.show_error(problem)
            return
        self._kind.show_offers(offers)
        self.go(At.KIND)

    def _back(self) -> None:
        if self.at == At.KIND:
            self.go(At.PARTICULARS)
        elif self.at == At.PARTICULARS and self._particulars.is_empty():
            self.begin()

    def _f12(self) -> None:
        if self.at == At.KIND:
            self._kind.try_submit()

    def _discard_pressed(self) -> None:
        """Throw the form away, at the second press; what has been typed is not lost by one wrong key."""
        if self.busy or self.at_result:
            return
        if self._discard_asked or self._particulars.is_empty():
            self.begin()
            return
        self._discard_asked = True
        self.banner.show_words(
            OutcomeKind.ATTENTION,
            lambda: Words(self.tr("要清除這份資料嗎？"), self.tr("再按一次 F11 就清除；要留著，請繼續填寫。")),
        )

    # --- the act ---

    def _submit(self) -> None:
        card, offer = self._card.card, self._kind.offer()
        if card is None or offer is None:
            return
        if self._op_id is None:
            self._op_id = self.station.counter.new_op_id()
        op_id, form = self._op_id, self._particulars.form()
        kind, carrier, consents = offer.kind, self._kind.carrier(), self._kind.agreed()
        issue = self.station.counter.issue
        self.act(
            self._card,
            self.tr("發卡中，請不要拿開卡片"),
            lambda: issue(op_id, card.medium, form, kind=kind, carrier=carrier, consents=consents),
        )

    def finished(self, result: IssueResult) -> None:
        """See `FormTask.finished`."""
        self.result.show_result(result, self._done_words, self._provisional_words)
        self.result.set_words(lambda: self._facts(result), self._more_words)

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
        possible = session is not None and "bind" in session.tasks and self.result.kind() is not OutcomeKind.STOP
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

    def show_head(self) -> None:
        """See `FormTask.show_head`."""
        working = self.tr("Enter 下一步，Esc 上一步，F12 發卡。已輸入的資料在發卡前都會留著。")
        self.set_head(self.tr("發卡"), "" if self.at_result else working)

    def retranslate(self) -> None:
        """Texts."""
        self.show_head()
        for step, words in zip(self.steps, (self.tr("空白卡"), self.tr("基本資料"), self.tr("卡別與同意")), strict=True):
            step.set_title(words)
        self.discard.setText(self.tr("清除重來 (F11)"))
        self._card.set_lead(self.tr("請把空白卡放到讀卡機上。讀到以後就會進到下一步。"))
        self.mark()
