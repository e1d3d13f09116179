"""Which card kinds a person may have, and for every other one why not."""

from datetime import date
from enum import StrEnum

import msgspec

from domain.fees import CardFee, card_fee
from domain.programme import CardKind, Condition, Document, Programme, Requirement
from domain.programme_parts import UNKNOWN


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """What eligibility looks at: `facts` of `domain.programme.FACTS` that are confirmed.

    `SITUATION_FACTS` among them say how they apply: by a proxy, with a legal representative's consent.
    """

    birthday: date
    district: str
    facts: frozenset[str]
    held: frozenset[str] | None = None
    """Kinds of which they hold a usable card now; None when nobody here knows."""
    had: frozenset[str] = frozenset()
    """Kinds of which a card was ever issued to them, lost and returned ones too."""


class Obstacle(StrEnum):
    """Why a kind is refused beside the requirements of the file that are not met. Words: `ui.messages.obstacle_name`."""

    RULE_UNPUBLISHED = "rule_unpublished"
    """Nobody has published who may have it: rules are not invented."""
    DOCUMENTS_UNPUBLISHED = "documents_unpublished"
    """Nobody has published what this person would have to show."""
    FEE_UNPUBLISHED = "fee_unpublished"
    """Nobody has published what this card would cost."""
    HAS_ONE = "one_per_person"
    HAS_ANOTHER = "other_kind_held"
    """They hold a card of a kind beside which this one is not given (敬老 and 愛心)."""
    NOT_AGAIN = "not_issued_again"
    """They had one, and a lost one is not made good (不重複發放)."""
    NO_MAIN_CARD = "companion_without_card"
    """A companion's card goes with a card that they do not hold."""


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One kind for one applicant. `unmet` and `obstacles` are both empty exactly when the kind is allowed."""

    kind: CardKind
    unmet: list[Requirement]
    documents: list[Document]
    """What the clerk must have seen, a proxy's and a legal representative's papers among them."""
    obstacles: list[Obstacle]
    fee: CardFee | None
    """What it costs this person; None when that is not published."""

    @property
    def allowed(self) -> bool:
        """Whether the counter may issue this kind to this person."""
        return not self.unmet and not self.obstacles

    @property
    def reasons(self) -> list[str]:
        """Ids of the requirements that are not met, and obstacles; empty when the kind is allowed."""
        return [*(requirement.id for requirement in self.unmet), *(obstacle.value for obstacle in self.obstacles)]


def age_on(birthday: date, today: date) -> int:
    """Completed years on `today`. Someone born on 29 February completes a year on 1 March of common years (民法 §124)."""
    return today.year - birthday.year - ((today.month, today.day) < (birthday.month, birthday.day))


def excludes(kind: CardKind, other: CardKind) -> bool:
    """Whether a person with one of these may not have the other."""
    same_kind = kind.one_per_person and other.id == kind.id
    return same_kind or (kind.exclusive_group is not None and other.exclusive_group == kind.exclusive_group)


def offers(programme: Programme, applicant: Applicant, today: date) -> list[Offer]:
    """Every kind of the programme that is issued over the counter, in the file's order."""
    return [offer(programme, kind, applicant, today) for kind in programme.kinds if kind.issued_by == "counter"]


def offer(programme: Programme, kind: CardKind, applicant: Applicant, today: date) -> Offer:
    """One kind for one applicant. What is not published refuses it: rules, papers and fees are not invented."""
    documents = [
        document for document in kind.documents if all(_holds(programme, part, applicant, today) for part in document.when)
    ]
    unmet = _unmet(programme, kind, applicant, today)
    fee = card_fee(kind, had_one=kind.id in applicant.had, facts=applicant.facts)
    obstacles = [*_unpublished(unmet, documents, fee), *_in_hand(programme, kind, applicant)]
    return Offer(kind=kind, unmet=unmet, documents=documents, obstacles=obstacles, fee=fee)


def _unpublished(unmet: list[Requirement], documents: list[Document], fee: CardFee | None) -> list[Obstacle]:
    if any(requirement.source == UNKNOWN for requirement in unmet):
        return [Obstacle.RULE_UNPUBLISHED]  # whatever else is unpublished, too, changes nothing
    told = (
        (any(document.source == UNKNOWN for document in documents), Obstacle.DOCUMENTS_UNPUBLISHED),
        (fee is None, Obstacle.FEE_UNPUBLISHED),
    )
    return [obstacle for applies, obstacle in told if applies]


def _in_hand(programme: Programme, kind: CardKind, applicant: Applicant) -> list[Obstacle]:
    """What the cards that they hold, or once had, stand in the way of."""
    held = applicant.held or frozenset()
    others = [other for other in programme.kinds if other.id in held and other.id != kind.id]
    once_only = not kind.replaceable or (kind.bearer and kind.one_per_person)
    told = (
        (kind.one_per_person and kind.id in held, Obstacle.HAS_ONE),
        (any(excludes(kind, other) for other in others), Obstacle.HAS_ANOTHER),
        (once_only and kind.id in applicant.had - held, Obstacle.NOT_AGAIN),
        (applicant.held is not None and kind.companion_of not in (None, *held), Obstacle.NO_MAIN_CARD),
    )
    return [obstacle for applies, obstacle in told if applies]


def _unmet(programme: Programme, kind: CardKind, applicant: Applicant, today: date) -> list[Requirement]:
    return [
        requirement
        for requirement in kind.requirements
        if requirement.source == UNKNOWN or not _met(programme, requirement, applicant, today)
    ]


def _met(programme: Programme, requirement: Requirement, applicant: Applicant, today: date) -> bool:
    return any(
        all(_holds(programme, condition, applicant, today) for condition in alternative) for alternative in requirement.any_of
    )


def _holds(programme: Programme, condition: Condition, applicant: Applicant, today: date) -> bool:
    if condition.fact is not None:
        return (condition.fact in applicant.facts) is condition.holds
    if condition.district_in is not None:
        return (applicant.district in condition.district_in) is condition.holds
    if condition.entitled_to is not None:
        return _is_entitled(programme, condition.entitled_to, applicant, today) is condition.holds
    if condition.from_day is not None or condition.to_day is not None:
        return (condition.from_day or today) <= today <= (condition.to_day or today)
    birthday = applicant.birthday.replace(day=1) if condition.age_counts == "month" else applicant.birthday
    age = age_on(birthday, today)
    old_enough = condition.age_from is None or age >= condition.age_from
    young_enough = condition.age_under is None or age < condition.age_under
    return old_enough and young_enough


def _is_entitled(programme: Programme, kind_id: str, applicant: Applicant, today: date) -> bool | None:
    """None when the kind's own rules are not all published: then nobody can say that they are not entitled, either."""
    kind = programme.kind(kind_id)
    if kind is None:
        return False
    unmet = _unmet(programme, kind, applicant, today)
    guesses = [requirement for requirement in unmet if requirement.source == UNKNOWN]
    return None if unmet and len(guesses) == len(unmet) else not unmet
