"""The counter: taking a person's particulars, and issuing and binding cards."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

import msgspec

from domain import national_id, roc_date
from domain.cards import CardState
from domain.eligibility import Applicant, Offer, offers
from domain.errors import Code, Refused
from domain.events import BoundMedium, CardBound, CardIssued, Particulars
from domain.media import Medium
from domain.sealing import seal
from domain.wire import CardResult, Outcome, OutcomeStatus
from station import issue_papers
from station.applications_desk import Held
from station.context import Context
from station.issue_papers import Papers
from station.views import CardView, Field, IssueResult, KindOffer, ParticularsForm


class CounterDesk:
    """Issue and bind. Methods that write wait for the platform for some seconds: never on a screen's thread."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def look(self, medium: Medium) -> CardView:
        """A medium as this station knows it; never refuses."""
        return self._context.look(medium)

    def new_op_id(self) -> UUID:
        """One for each filled form: pressing twice is then the same act."""
        return self._context.new_op_id()

    # --- the form ---

    def check_field(self, field: Field, text: str) -> Code | None:
        """What is wrong with one field as typed, None when nothing is. Quick; for every keystroke."""
        try:
            self._read_field(field, text)
        except Refused as refused:
            return refused.code
        return None

    def check(self, form: ParticularsForm) -> dict[Field, Code]:
        """What is wrong with the form, by field; empty when it can be used."""
        texts = {
            Field.NAME: form.name,
            Field.NATIONAL_ID: form.national_id,
            Field.BIRTHDAY: form.birthday,
            Field.DISTRICT: form.district,
        }
        found = {field: self.check_field(field, text) for field, text in texts.items()}
        return {field: code for field, code in found.items() if code is not None}

    def check_helper_id(self, number: str, applicant: str) -> Code | None:
        """What is wrong with the number of whoever acts for `applicant`, whose own number that is; None when nothing is."""
        return issue_papers.check_helper_id(self._context, number, applicant)

    def birthday(self, text: str) -> date:
        """The day in a birthday field. Raises `Refused` as `domain.roc_date.parse_birthday`."""
        return roc_date.parse_birthday(text, self._context.today())

    def _read_field(self, field: Field, text: str) -> None:
        match field:
            case Field.NAME:
                if not text.strip():
                    raise Refused(Code.NAME_MISSING)
            case Field.NATIONAL_ID:
                national_id.check(text, self._context.today())
            case Field.BIRTHDAY:
                self.birthday(text)
            case Field.DISTRICT:
                if text not in self._context.programme().districts:
                    raise Refused(Code.DISTRICT_UNKNOWN)

    def offers(self, form: ParticularsForm, known: Held | None = None) -> list[KindOffer]:
        """Every kind for this person, with reasons and documents; `known`: which cards they have, when somebody said so.

        Needs a readable birthday; raises `Refused` otherwise.
        """
        return [
            KindOffer(
                kind=offer.kind.id,
                allowed=offer.allowed,
                reasons=[requirement.id for requirement in offer.unmet],
                documents=[document.id for document in offer.documents],
                obstacles=offer.obstacles,
                fee_ntd=offer.fee.ntd if offer.fee is not None else None,
            )
            for offer in self._offers(form, known)
        ]

    def _offers(self, form: ParticularsForm, known: Held | None = None) -> list[Offer]:
        applicant = Applicant(
            birthday=self.birthday(form.birthday),
            district=form.district,
            facts=form.facts,
            held=known.held if known is not None else None,
            had=known.had if known is not None else frozenset(),
        )
        return offers(self._context.programme(), applicant, self._context.today())

    # --- acts ---

    def issue(
        self,
        op_id: UUID,
        medium: Medium,
        form: ParticularsForm,
        *,
        kind: str,
        carrier: str,
        consents: Sequence[str],
        papers: Papers,
        known: Held | None = None,
    ) -> IssueResult:
        """Hand over a blank medium as a card of `kind`. The same `op_id` again is the same act.

        `consents` are the purposes the person agreed to; `known` as for `offers`, so that what was shown is what is charged and
        written down. Raises `Refused` with the first wrong field's code, NOT_ELIGIBLE,
        STAFF_NOT_ALLOWED, or as `station.issue_papers.checked` and `Context.blank`; `EnvironmentProblem` DISK_FULL, QUEUE_FULL
        or STATION_REVOKED.
        """
        context = self._context
        if context.journal.contains(op_id):
            return self._result(op_id)
        operator = context.operator("issue")
        wrong = self.check(form)
        if wrong:
            raise Refused(next(iter(wrong.values())))
        offer = self._allowed(form, kind, carrier, known)
        particulars = Particulars(
            name=form.name.strip(),
            national_id=national_id.check(form.national_id, context.today()),
            birthday=self.birthday(form.birthday).isoformat(),
            district=form.district,
            facts=sorted(form.facts),
            uid=medium.value,
        )
        complete = issue_papers.checked(context, offer, particulars, papers, list(consents))
        payload = complete.told(
            CardIssued(
                holder=uuid4(),
                card_kind=offer.kind.id,
                carrier=carrier,
                provisional=not context.expect_online(),
                consents=[],
                fee_ntd=offer.fee.ntd if offer.fee is not None else None,
            )
        )
        sealed = seal(context.sealing_key(), msgspec.json.encode(complete.sealed(particulars)))
        with context.journal.act() as act:
            # Asked again inside: two presses may both have found nothing before.
            if not context.journal.contains(op_id):
                digest = context.blank(medium)
                act.append(payload, op_id=op_id, medium=digest, operator=operator, sealed=sealed)
        return self._result(op_id)

    def bind(self, op_id: UUID, medium: Medium, via: Medium | bytes, carrier: str) -> IssueResult:
        """Tie a medium the person already owns to the holder of the card `via`, the card itself or its digest.

        The same `op_id` again is the same act.

        Raises `Refused` with CARD_UNKNOWN, CARD_BLOCKED or CARD_NO_HOLDER for `via`, as `Context.blank` for `medium`, and
        STAFF_NOT_ALLOWED; `EnvironmentProblem` as `issue`.
        """
        context = self._context
        if context.journal.contains(op_id):
            return self._result(op_id)
        operator = context.operator("bind")
        via_digest = via if isinstance(via, bytes) else context.digest(via)
        card = context.usable(via_digest)
        if card.holder is None:
            raise Refused(Code.CARD_NO_HOLDER)
        payload = CardBound(holder=card.holder, via_medium=via_digest, carrier=carrier, provisional=not context.expect_online())
        sealed = seal(context.sealing_key(), msgspec.json.encode(BoundMedium(uid=medium.value)))
        with context.journal.act() as act:
            # Asked again inside: two presses may both have found nothing before.
            if not context.journal.contains(op_id):
                digest = context.blank(medium)
                act.append(payload, op_id=op_id, medium=digest, operator=operator, sealed=sealed)
        return self._result(op_id)

    def _allowed(self, form: ParticularsForm, kind: str, carrier: str, known: Held | None) -> Offer:
        for offer in self._offers(form, known):
            if offer.kind.id == kind and offer.allowed and carrier in offer.kind.carriers:
                return offer
        raise Refused(Code.NOT_ELIGIBLE)

    def _result(self, op_id: UUID) -> IssueResult:
        """How the act stands after asking the platform: its word, or provisional."""
        outcome = self._context.ask_now(op_id)
        payload = self._context.journal.event(op_id).payload
        holder = payload.holder if isinstance(payload, CardIssued | CardBound) else UUID(int=0)
        return from_outcome(op_id, holder, outcome)


def from_outcome(op_id: UUID, holder: UUID, outcome: Outcome | None) -> IssueResult:
    """How a card stands after the platform's word, or without one."""
    if outcome is None or outcome.status is OutcomeStatus.HELD:
        return IssueResult(op_id=op_id, state=CardState.PROVISIONAL, holder=holder)
    if isinstance(outcome.result, CardResult) and outcome.code is not Code.CARD_ALREADY_BOUND:
        state = CardState(outcome.result.state)
        return IssueResult(op_id=op_id, state=state, holder=outcome.result.holder, code=outcome.code)
    return IssueResult(op_id=op_id, state=CardState.SUSPENDED, holder=holder, code=outcome.code)
