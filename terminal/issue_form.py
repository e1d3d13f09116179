"""The form by which a card is issued: its steps, which of them are asked for, and the way through them.

Object names: see `terminal.issue_task`.
"""

from enum import IntEnum

from PySide6.QtWidgets import QHBoxLayout

from domain.errors import CityCardError, Code, Refused
from domain.media import Medium
from domain.programme import CardKind
from station.applications_desk import Opened
from station.views import IssueResult
from terminal.card_step import CardStep
from terminal.face_step import FaceStep
from terminal.form_task import FormTask
from terminal.helper_step import HelperStep
from terminal.issue_ending import IssueEnding
from terminal.issue_scans import OFFLINE, IssueScans
from terminal.kind_step import KindStep
from terminal.office_task import PinGate
from terminal.particulars_step import ParticularsStep
from terminal.photo_step import PhotoStep
from terminal.steps import StepState
from terminal.workplace import CardHere, Workplace
from ui.messages import Words, words_for
from ui.outcome import OutcomeKind


class At(IntEnum):
    """Where in the form one is."""

    CARD = 0
    PARTICULARS = 1
    HELPERS = 2
    KIND = 3
    PHOTO = 4
    FACE = 5


class IssueForm(FormTask[IssueResult]):
    """Three steps always; who acts for the person, a photo and the card's face only where they are asked for."""

    def __init__(self, place: Workplace) -> None:
        self._card = CardStep(place, "terminal.issue.card", CardHere.blank_problem)
        self._particulars = ParticularsStep(place.station)
        self._helpers = HelperStep(place.station)
        self._kind = KindStep(place.station)
        self._photo, self._face = PhotoStep(place.station), FaceStep(place.station)
        self._ending = IssueEnding(place.station)
        self._scans = IssueScans(place.station, place)
        bodies = (self._card, self._particulars, self._helpers, self._kind, self._photo, self._face)
        super().__init__(place, "terminal.issue", bodies, self._ending)
        self._gate = PinGate(place.station.office, "terminal.issue")
        self._gate.opened.connect(self._gate_opened)
        self._pages.addWidget(self._gate)
        self._receipt = ""
        foot = self.grid(QHBoxLayout(), gap=2)
        foot.addWidget(self._kind.fee)
        foot.addStretch(1)
        for step in (self._particulars, self._helpers, self._kind, self._photo, self._face):
            foot.addWidget(step.submit)
        self.column.addLayout(foot)
        self._card.taken.connect(self._card_taken)
        self._card.changed.connect(self.mark)
        self._particulars.done.connect(self._particulars_done)
        self._helpers.done.connect(self._show_kinds)
        self._helpers.changed.connect(self.mark)
        self._kind.chosen.connect(self._choose_steps)
        self._kind.submitted.connect(lambda: self._go_on(At.KIND))
        self._photo.done.connect(lambda: self._go_on(At.PHOTO))
        self._face.submitted.connect(self.submit)
        for at in At:
            self.steps[at].reopened.connect(lambda at=at: self.go(at))

    # --- for the task ---

    def submit(self) -> None:
        """Everything has been settled: do it."""
        raise NotImplementedError

    def begin(self) -> None:
        """A new form for the next person."""
        raise NotImplementedError

    def empty(self) -> None:
        """Forget everything that was filled in."""
        self._scans.forget()
        self._receipt = ""
        for step in (self._particulars, self._helpers, self._kind, self._photo, self._face):
            step.clear()
        self._choose_steps()

    def kind(self) -> CardKind | None:
        """The chosen kind."""
        offer = self._kind.offer()
        return self.station.programme.kind(offer.kind) if offer else None

    # --- what is shown to a scanner ---

    def code_shown(self, medium: Medium) -> bool:
        """Take over what this code is about; whether it was about anything here."""
        receipt, number = self._scans.receipt(medium), self._scans.national_id(medium)
        if receipt and not self.at_result:
            self._open(receipt)
        elif number and self.at in (At.CARD, At.PARTICULARS):
            self._particulars.take_number(number)
            self.mark()
        elif number and self.at == At.HELPERS:
            self._helpers.scanned(number)
        else:
            return False
        return True

    def _open(self, receipt: str) -> None:
        """A web application, by the QR code of its receipt."""
        if self.at > At.PARTICULARS or not self._particulars.is_empty():
            self.banner.show_words(OutcomeKind.ATTENTION, self._not_empty_words)
            return
        self._receipt = receipt
        self._overlay.start(self.tr("正在帶出申請資料"))
        self._scans.open(receipt, self._taken_over, self._not_opened)

    def _taken_over(self, opened: Opened) -> None:
        self._settle()
        self._particulars.fill(opened.form)
        if opened.picture is not None:
            self._photo.offer(opened.picture)
        self.banner.show_words(OutcomeKind.GOOD, lambda: self._opened_words(opened.receipt))
        self.mark()
        self.place_focus()

    def _not_opened(self, error: CityCardError) -> None:
        self._settle()
        if error.code is Code.STAFF_SESSION_ENDED:
            self._pages.setCurrentWidget(self._gate)
            self._gate.begin()
        elif error.code in OFFLINE:
            self.banner.show_words(OutcomeKind.ATTENTION, lambda: self._offline_words(error))
        else:
            self.banner.show_error(error)

    def _settle(self) -> None:
        self._overlay.stop()
        self.banner.clear()
        self.place_focus()

    def _gate_opened(self) -> None:
        self._pages.setCurrentIndex(0)
        self._open(self._receipt)

    def _not_empty_words(self) -> Words:
        return Words(self.tr("表格裡已經有資料"), self.tr("要帶出網路申請，請先按 F11 清除，再掃一次。"))

    def _opened_words(self, receipt: str) -> Words:
        return Words(self.tr("已帶出網路申請 {receipt}").format(receipt=receipt), self.tr("請對照證件核對每一項，再按 Enter。"))

    def _offline_words(self, error: CityCardError) -> Words:
        said = words_for(error.code, error.details)
        return Words(said.title, self.tr("現在帶不出網路申請。請照證件輸入，照常發卡；連線後平台會核對。"))

    # --- steps ---

    def go(self, at: int) -> None:
        """See `FormTask.go`."""
        super().go(at)
        self.discard.setVisible(not self.at_result)
        self._particulars.submit.setVisible(at == At.PARTICULARS)
        self._helpers.submit.setVisible(at == At.HELPERS)
        self._kind.submit.setVisible(at == At.KIND)
        self._kind.fee.setVisible(at in (At.KIND, At.PHOTO, At.FACE))
        self._photo.submit.setVisible(at == At.PHOTO)
        self._face.submit.setVisible(at == At.FACE)
        if at != At.PHOTO:
            self._photo.leave()

    def mark(self) -> None:
        """See `FormTask.mark`."""
        self.steps[At.CARD].set_state(
            StepState.OPEN if self.at == At.CARD else self._card.state_now(), self._card.summary_now()
        )
        person = self._particulars.person()
        summary = "　".join(each for each in (person.name, person.national_id) if each) if person else ""
        shown = "" if self.at == At.PARTICULARS else summary
        self.steps[At.PARTICULARS].set_state(self.plain_state(At.PARTICULARS), shown)
        self.steps[At.HELPERS].set_state(self.plain_state(At.HELPERS), "" if self.at == At.HELPERS else self._helpers.summary())
        for each in (At.KIND, At.PHOTO, At.FACE):
            self.steps[each].set_state(self.plain_state(each))

    def focus_step(self) -> None:
        """See `FormTask.focus_step`."""
        if self.at == At.CARD:
            self.setFocus()
        else:
            (self._particulars, self._helpers, self._kind, self._photo, self._face)[self.at - At.PARTICULARS].start()

    def _choose_steps(self) -> None:
        kind = self.kind()
        asked = {
            At.HELPERS: self._helpers.wanted,
            At.PHOTO: kind is not None and kind.photo,
            At.FACE: kind is not None and (kind.photo or self.station.printing.has_card_printer),
        }
        self.show_steps({at for at in At if asked.get(at, True)})
        self._kind.set_goes_on(asked[At.FACE])

    def _go_on(self, at: At) -> None:
        """The step after this one, or the act."""
        following = [each for each in At if each > at and not self.steps[each].isHidden()]
        if not following:
            self.submit()
            return
        if following[0] == At.FACE:
            self._show_face()
        self.go(following[0])

    def _show_face(self) -> None:
        kind, card = self.kind(), self._card.card
        if kind is not None and card is not None:
            self._face.show_face(kind, self._particulars.form().name, self._photo.jpeg(), card.medium)

    def _card_taken(self) -> None:
        if self.at == At.CARD:
            self.go(At.PARTICULARS)
        elif self.at == At.FACE:
            self._show_face()  # what is printed is printed on the card that was held before

    def _particulars_done(self) -> None:
        form = self._particulars.form()
        self._helpers.want(form.facts, form.national_id)
        self._choose_steps()
        if self._helpers.wanted:
            self.go(At.HELPERS)
        else:
            self._show_kinds()

    def _show_kinds(self) -> None:
        form = self._particulars.form()
        self._scans.ask_held(form.national_id, self._held_told)
        if self._offer():
            self.go(At.KIND)

    def _offer(self) -> bool:
        try:
            offers = self.station.counter.offers(self._particulars.form(), self._scans.known)
        except Refused as problem:
            self.banner.show_error(problem)
            return False
        self._kind.show_offers(offers, self._scans.opened)
        return True

    def _held_told(self) -> None:
        """The platform has said which cards the person has already: perhaps another kind is theirs, or none."""
        if self.at < At.KIND or self.at_result or self.busy or not self._offer():
            return
        if self.at == At.KIND or self._kind.offer() is None:
            self.go(At.KIND)

    def _back(self) -> None:
        if self.at == At.PARTICULARS:
            if self._particulars.is_empty():
                self.begin()
        elif self._face.printing:
            self._face.cancel_printing()
        elif self.at > At.PARTICULARS and not self.at_result:
            before = [at for at in At if at < self.at and not self.steps[at].isHidden()]
            self.go(before[-1])

    def _f12(self) -> None:
        finish = {At.KIND: self._kind.try_submit, At.PHOTO: self._photo.try_finish, At.FACE: self._face.try_submit}
        if self.at_result:
            self._ending.print_receipt()
        elif At(self.at) in finish:
            finish[At(self.at)]()
