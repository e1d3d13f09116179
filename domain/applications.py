"""An application for a card (申辦): its states, the steps between them, and what is taken down of the applicant.

Pure: no clock, no database. `after` is the only way from one state to another.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

import msgspec

from domain.errors import Code, Refused


class State(StrEnum):
    """Where an application is."""

    DRAFT = "draft"
    """Not handed in yet: documents are still added, or the rest of its batch is still being taken in. Nobody is told of it."""
    RECEIVED = "received"
    HOUSEHOLD_CHECK = "household_check"
    STATUS_CHECK = "status_check"
    SUPPLEMENT = "supplement"
    """補正: something is missing."""
    DISPATCHED = "dispatched"
    """分派: no agency has said anything yet."""
    UNDER_REVIEW = "under_review"
    APPROVED = "approved"
    IN_PRODUCTION = "in_production"
    READY = "ready"
    COLLECTED = "collected"
    """交付: the card is in the hand."""
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def closed(self) -> bool:
        """Whether nothing more comes of it, so that the person may apply anew."""
        return self in (State.COLLECTED, State.REFUSED, State.WITHDRAWN)


class Step(StrEnum):
    """What leads from one state to the next."""

    SUBMIT = "submit"
    ASK_HOUSEHOLD = "ask_household"
    ASK_STATUS = "ask_status"
    ASK_SUPPLEMENT = "ask_supplement"
    RESUBMIT = "resubmit"
    """What was missing is here, and no agency had asked for it."""
    RESUME = "resume"
    """What an agency asked for is here."""
    DISPATCH = "dispatch"
    TAKE_UP = "take_up"
    """The first agency has said something."""
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    PRODUCE = "produce"
    FINISH = "finish"
    SPOIL = "spoil"
    """The card could not be made: it goes into the next production."""
    COLLECT = "collect"
    REVOKE = "revoke"
    """A check that could not be made before says no now: the card is suspended."""


TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.SUBMIT): State.RECEIVED,
    (State.DRAFT, Step.WITHDRAW): State.WITHDRAWN,
    (State.RECEIVED, Step.ASK_SUPPLEMENT): State.SUPPLEMENT,
    (State.RECEIVED, Step.ASK_HOUSEHOLD): State.HOUSEHOLD_CHECK,
    (State.HOUSEHOLD_CHECK, Step.ASK_STATUS): State.STATUS_CHECK,
    (State.HOUSEHOLD_CHECK, Step.DISPATCH): State.DISPATCHED,
    (State.HOUSEHOLD_CHECK, Step.APPROVE): State.APPROVED,
    (State.HOUSEHOLD_CHECK, Step.REFUSE): State.REFUSED,
    (State.STATUS_CHECK, Step.DISPATCH): State.DISPATCHED,
    (State.STATUS_CHECK, Step.APPROVE): State.APPROVED,
    (State.STATUS_CHECK, Step.REFUSE): State.REFUSED,
    (State.DISPATCHED, Step.TAKE_UP): State.UNDER_REVIEW,
    (State.DISPATCHED, Step.REFUSE): State.REFUSED,
    (State.UNDER_REVIEW, Step.ASK_SUPPLEMENT): State.SUPPLEMENT,
    (State.UNDER_REVIEW, Step.APPROVE): State.APPROVED,
    (State.UNDER_REVIEW, Step.REFUSE): State.REFUSED,
    (State.SUPPLEMENT, Step.RESUBMIT): State.RECEIVED,
    (State.SUPPLEMENT, Step.RESUME): State.UNDER_REVIEW,
    (State.SUPPLEMENT, Step.REFUSE): State.REFUSED,
    (State.APPROVED, Step.PRODUCE): State.IN_PRODUCTION,
    (State.APPROVED, Step.COLLECT): State.COLLECTED,
    (State.APPROVED, Step.REVOKE): State.REFUSED,
    (State.IN_PRODUCTION, Step.FINISH): State.READY,
    (State.IN_PRODUCTION, Step.SPOIL): State.APPROVED,
    (State.IN_PRODUCTION, Step.COLLECT): State.COLLECTED,
    (State.IN_PRODUCTION, Step.REVOKE): State.REFUSED,
    (State.READY, Step.COLLECT): State.COLLECTED,
    (State.READY, Step.REVOKE): State.REFUSED,
    (State.COLLECTED, Step.REVOKE): State.REFUSED,
    **{
        (state, Step.WITHDRAW): State.WITHDRAWN
        for state in (
            State.RECEIVED,
            State.HOUSEHOLD_CHECK,
            State.STATUS_CHECK,
            State.SUPPLEMENT,
            State.DISPATCHED,
            State.UNDER_REVIEW,
            State.APPROVED,
            State.IN_PRODUCTION,
            State.READY,
        )
    },
}
"""Every step that there is; a card that lies ready, or is being made, is handed over all the same."""


def after(state: State, step: Step) -> State:
    """The state that a step leads to. Raises `Refused(APPLICATION_STEP)` with `state` when it may not be taken from here."""
    following = TRANSITIONS.get((state, step))
    if following is None:
        raise Refused(Code.APPLICATION_STEP, state=state.value)
    return following


Channel = Literal["counter", "web", "village", "school", "agency", "outreach"]
"""How an application came: 櫃檯, 網路, 里長, 學校, 機關, 機動服務隊."""

HouseholdWord = Literal["resident", "moved_away", "unknown", "deceased"]
"""What the household register says of a person."""

STATUSES = frozenset({"indigenous", "disability", "disability_companion", "low_income"})
"""Facts that a register of special statuses confirms; other facts rest on documents, or on whoever hands in a batch."""
REGISTERED = frozenset({"resident", "lives_here"})
"""Facts that fall with the registration in the city."""


def confirmed(claimed: Iterable[str], household: HouseholdWord | None, statuses: Iterable[str] | None) -> frozenset[str]:
    """What remains of the claimed facts after the registers' words; None: that register has not been asked, or not answered."""
    facts = frozenset(claimed)
    if household is not None and household != "resident":
        facts -= REGISTERED
    if statuses is not None:
        facts -= STATUSES - frozenset(statuses)
    return facts


class ReviewState(StrEnum):
    """What an agency has said of an application."""

    WAITING = "waiting"
    SUPPLEMENT = "supplement"
    APPROVED = "approved"
    REFUSED = "refused"


def verdict(reviews: Iterable[ReviewState]) -> Step | None:
    """What follows from the agencies' words together; None while one is missing. One refusal is a refusal."""
    words = set(reviews)
    if ReviewState.REFUSED in words:
        return Step.REFUSE
    if ReviewState.SUPPLEMENT in words:
        return Step.ASK_SUPPLEMENT
    return None if ReviewState.WAITING in words else Step.APPROVE


PHOTO = "photo"
"""The document id of the photo for the card's face."""


class ApplicantPapers(msgspec.Struct, frozen=True, kw_only=True):
    """An applicant as they wrote it down, or whoever helps them. Only ever sealed or encrypted; names keep their characters."""

    name: str
    national_id: str
    birthday: str
    """ISO 8601 calendar date."""
    district: str
    facts: list[str]
    """Of `domain.programme.FACTS`: what they claim."""
    address: str = ""
    email: str = ""
    phone: str = ""
    language: str = "zh_TW"
    label: str = ""
    """By what a batch hands the cards out: class and seat, or a desk."""

    def __repr__(self) -> str:
        return "ApplicantPapers(…)"
