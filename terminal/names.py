"""Names out of the programme, in the language of the windows."""

from collections.abc import Iterator

from domain.programme import CardKind, Condition, Programme
from domain.programme_parts import SITUATION_FACTS
from ui.i18n import current_language


def kind_name(programme: Programme, kind_id: str) -> str:
    """A card kind's name; empty for one that the programme does not have."""
    kind = programme.kind(kind_id)
    return kind.name.in_language(current_language()) if kind else ""


def carrier_name(programme: Programme, carrier_id: str) -> str:
    """A carrier's name; its id for one that the programme does not have."""
    carrier = next((each for each in programme.carriers if each.id == carrier_id), None)
    return carrier.name.in_language(current_language()) if carrier else carrier_id


def point_kind_name(programme: Programme, kind_id: str) -> str:
    """A point kind's name; empty for one that the programme does not have."""
    kind = programme.point_kind(kind_id)
    return kind.name.in_language(current_language()) if kind else ""


def activity_type_name(programme: Programme, type_id: str) -> str:
    """An activity type's name; empty for one that the programme does not have."""
    kind = programme.activity_type(type_id)
    return kind.name.in_language(current_language()) if kind else ""


def library_name(programme: Programme, service_id: str) -> str:
    """A library service's name; empty for one that the programme does not have."""
    service = next((each for each in programme.libraries if each.id == service_id), None)
    return service.name.in_language(current_language()) if service else ""


def facts_asked(programme: Programme) -> list[str]:
    """The facts that decide about a kind issued over the counter or a document for it, in the order of their first mention.

    How somebody applies, through a proxy or with a representative's consent, comes last.
    """
    facts: dict[str, None] = {}
    pending = [kind.id for kind in programme.kinds if kind.issued_by == "counter"]
    seen: set[str] = set()
    while pending:
        kind_id = pending.pop(0)
        kind = programme.kind(kind_id)
        if kind is None or kind_id in seen:
            continue
        seen.add(kind_id)
        for condition in _conditions(kind):
            if condition.fact is not None:
                facts[condition.fact] = None
            if condition.entitled_to is not None:
                pending.append(condition.entitled_to)
    return sorted(facts, key=lambda fact: fact in SITUATION_FACTS)


def _conditions(kind: CardKind) -> Iterator[Condition]:
    for requirement in kind.requirements:
        for alternative in requirement.any_of:
            yield from alternative
    for document in kind.documents:
        yield from document.when
