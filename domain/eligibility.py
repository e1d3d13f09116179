"""Which card kinds a person may have, and for every other one why not."""

from datetime import date

import msgspec

from domain.programme import CardKind, Condition, Document, Programme, Requirement

SOURCE_UNKNOWN = "unknown"


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """What eligibility looks at: `facts` of `domain.programme.FACTS` that are confirmed."""

    birthday: date
    district: str
    facts: frozenset[str]


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One kind for one applicant. `unmet` is empty exactly when the kind is allowed."""

    kind: CardKind
    unmet: list[Requirement]
    documents: list[Document]

    @property
    def allowed(self) -> bool:
        """Whether the counter may issue this kind to this person."""
        return not self.unmet


def age_on(birthday: date, today: date) -> int:
    """Completed years on `today`. Someone born on 29 February completes a year on 1 March of common years (民法 §124)."""
    return today.year - birthday.year - ((today.month, today.day) < (birthday.month, birthday.day))


def offers(programme: Programme, applicant: Applicant, today: date) -> list[Offer]:
    """Every kind of the programme that is issued over the counter, in the file's order."""
    return [offer(programme, kind, applicant, today) for kind in programme.kinds if kind.issued_by == "counter"]


def offer(programme: Programme, kind: CardKind, applicant: Applicant, today: date) -> Offer:
    """One kind for one applicant. A requirement whose source is unknown is never met: rules are not invented."""
    documents = [
        document for document in kind.documents if all(_holds(programme, part, applicant, today) for part in document.when)
    ]
    return Offer(kind=kind, unmet=_unmet(programme, kind, applicant, today), documents=documents)


def _unmet(programme: Programme, kind: CardKind, applicant: Applicant, today: date) -> list[Requirement]:
    return [
        requirement
        for requirement in kind.requirements
        if requirement.source == SOURCE_UNKNOWN or not _met(programme, requirement, applicant, today)
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
        other = programme.kind(condition.entitled_to)
        entitled = other is not None and not _unmet(programme, other, applicant, today)
        return entitled is condition.holds
    if condition.from_day is not None or condition.to_day is not None:
        return (condition.from_day or today) <= today <= (condition.to_day or today)
    age = age_on(applicant.birthday, today)
    old_enough = condition.age_from is None or age >= condition.age_from
    young_enough = condition.age_under is None or age < condition.age_under
    return old_enough and young_enough
