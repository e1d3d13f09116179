"""Issuing a card: one form in steps, all in sight, worked without the mouse.

Object names: `terminal.issue` (with the parts of `terminal.form_task`), `.card` (with the parts of `terminal.card_step`), and
those of `terminal.particulars_step`, `terminal.helper_step`, `terminal.kind_step`, `terminal.photo_step`, `terminal.face_step`
and `terminal.issue_ending`.
"""

from uuid import UUID

import msgspec
from PySide6.QtCore import Signal

from domain.errors import Code
from domain.masking import mask_name
from station.issue_papers import Papers
from station.views import IssueResult
from terminal.issue_ending import Issued
from terminal.issue_form import At, IssueForm
from terminal.workplace import CardHere, PersonHere, Workplace
from ui.messages import Words
from ui.outcome import OutcomeKind


class IssueTask(IssueForm):
    """The form and its result."""

    bind_wanted = Signal()
    """The person who has just been served wants to bind a card of theirs, too: see `handover`."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._discard_asked = False
        self._op_id: UUID | None = None
        self._act_id: UUID | None = None
        """Of handing in the draft that this card is for."""
        self._particulars.changed.connect(self._told)
        self.result.next_wanted.connect(self.begin)
        self.result.more_wanted.connect(self.bind_wanted)
        self.discard.clicked.connect(self._discard_pressed)
        self.add_keys(
            {"Escape": self._back, "F7": self._card.use_this.click, "F11": self._discard_pressed, "F12": self._f12},
        )
        self._choose_steps()
        self.go(At.CARD)

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        if not self.at_result:
            self._card.card_changed()
        self.place_focus()

    def card_changed(self) -> None:
        """See `Task.card_changed`."""
        here = self.place.card
        if self.at_result:
            return
        self.banner.clear()
        if here is not None and here.is_code and self.code_shown(here.medium):
            self.mark()
        else:
            self._card.card_changed()

    def card_unreadable(self) -> None:
        """See `Task.card_unreadable`."""
        if self.at == At.CARD:
            self._card.complain(Code.CARD_UNREADABLE)

    def clear(self) -> None:
        """See `Task.clear`."""
        self.leave()
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
        self._op_id = self._act_id = None
        self.banner.clear()
        self.result.clear()
        self.empty()
        self.go(At.CARD)
        self._told()

    def go(self, at: int) -> None:
        """See `FormTask.go`."""
        self._discard_asked = False
        super().go(at)

    def _told(self) -> None:
        self.person_changed.emit(self.person())

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

    def submit(self) -> None:
        """See `IssueForm.submit`."""
        card, offer = self._card.card, self._kind.offer()
        if card is None or offer is None:
            return
        op_id = self._op_id = self._op_id or self.station.counter.new_op_id()
        act_id = self._act_id = self._act_id or self.station.counter.new_op_id()
        form = self._particulars.form()
        kind, carrier, consents, papers = offer.kind, self._kind.carrier(), self._kind.agreed(), self._papers()
        counter, applications, known = self.station.counter, self.station.applications, self._scans.known
        opened = self._scans.opened if self._scans.opened is not None and self._scans.opened.kind == kind else None

        def work() -> IssueResult:
            named = papers
            if opened is not None:
                approved = applications.hand_in(opened, act_id, papers.documents_seen)
                named = msgspec.structs.replace(papers, application=opened.application, approved=approved)
            return counter.issue(
                op_id, card.medium, form, kind=kind, carrier=carrier, consents=consents, papers=named, known=known
            )

        self.act(self._card, self.tr("發卡中，請不要拿開卡片"), work)

    def _papers(self) -> Papers:
        return Papers(
            documents_seen=self._kind.documents.ticked(),
            signed=self._kind.consent.how(),
            signature=self._kind.consent.pad.png(),
            photo=self._photo.jpeg(),
            proxy=self._helpers.proxy_form(),
            proxy_may=frozenset(self._helpers.may.ticked()),
            representative=self._helpers.representative_form(),
        )

    def finished(self, result: IssueResult) -> None:
        """See `FormTask.finished`."""
        offer, card = self._kind.offer(), self._card.card
        self._ending.show_issued(
            Issued(
                result=result,
                kind=offer.kind if offer else "",
                carrier=self._kind.carrier(),
                masked_name=mask_name(self._particulars.form().name),
                tail=card.view.tail if card else "",
                fee_ntd=(offer.fee_ntd if offer else None) or 0,
                at_ms=self.station.now_ms(),
            )
        )

    # --- words ---

    def show_head(self) -> None:
        """See `FormTask.show_head`."""
        working = self.tr("Enter 下一步，Esc 上一步，F12 發卡。已輸入的資料在發卡前都會留著。")
        self.set_head(self.tr("發卡"), "" if self.at_result else working)

    def retranslate(self) -> None:
        """Texts."""
        self.show_head()
        titles = {
            At.CARD: self.tr("空白卡"),
            At.PARTICULARS: self.tr("基本資料"),
            At.HELPERS: self.tr("代理人"),
            At.KIND: self.tr("卡別與同意"),
            At.PHOTO: self.tr("照片"),
            At.FACE: self.tr("卡面"),
        }
        for at, words in titles.items():
            self.steps[at].set_title(words)
        self.discard.setText(self.tr("清除重來 (F11)"))
        self._card.set_lead(self.tr("請把空白卡放到讀卡機上。讀到以後就會進到下一步。"))
        self.mark()
