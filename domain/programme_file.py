"""Reading a programme file: every error names the file, the key path and what is expected there."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import msgspec

from domain.contrast import BRAND_CONTRAST, WHITE, contrast
from domain.errors import Code, EnvironmentProblem
from domain.programme import SCHEMA_VERSION, Condition, Programme
from domain.programme_agencies import faults as agency_faults
from domain.programme_money import faults as money_faults
from domain.programme_parts import FACTS, UNKNOWN

Fault = tuple[str, str]
"""A key path and what is expected there."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


@functools.lru_cache(maxsize=8)
def parse(text: str, file: str) -> Programme:
    """Read and check a programme file's text; `file` is its name for messages. The same again is not read again.

    Raises `EnvironmentProblem(PROGRAMME_INVALID)` with `file`, `where` (key path such as `$.kinds[2].fee.first_ntd`) and
    `expected`.
    """
    try:
        programme = msgspec.toml.decode(text, type=Programme)
    except msgspec.ValidationError as problem:
        message, _, path = str(problem).partition(" - at `")
        raise _invalid(file, path.rstrip("`") or "$", message) from problem
    except msgspec.DecodeError as problem:
        raise _invalid(file, "$", f"TOML: {problem}") from problem
    for where, expected in _faults(programme):
        raise _invalid(file, where, expected)
    return programme


def _invalid(file: str, where: str, expected: str) -> EnvironmentProblem:
    return EnvironmentProblem(Code.PROGRAMME_INVALID, file=file, where=where, expected=expected)


def _faults(programme: Programme) -> Iterator[Fault]:
    """Everything that is well-formed and yet wrong."""
    yield from _head_faults(programme)
    yield from _identity_faults(programme)
    yield from _reference_faults(programme)
    yield from _requirement_faults(programme)
    for where, condition in _conditions(programme):
        yield from _condition_faults(programme, where, condition)
    yield from _entitlement_loops(programme)
    yield from _purse_faults(programme)
    yield from _number_faults(programme)
    yield from money_faults(programme.caps, {kind.id for kind in programme.point_kinds})
    yield from agency_faults(
        programme.agencies, {kind.id: {document.id for document in kind.documents} for kind in programme.kinds}
    )


def _head_faults(programme: Programme) -> Iterator[Fault]:
    if programme.schema != SCHEMA_VERSION:
        yield "$.schema", f"{SCHEMA_VERSION}, the schema this version reads"
    try:
        readable = contrast(programme.brand_colour, WHITE) >= BRAND_CONTRAST
    except ValueError:
        yield "$.brand_colour", "a colour such as #0B5A4A"
    else:
        if not readable:
            yield "$.brand_colour", "a colour dark enough to reach a contrast of 4.5:1 with white"
    for key, needed in (("districts", programme.districts), ("kinds", programme.kinds), ("carriers", programme.carriers)):
        if not needed:
            yield f"$.{key}", "at least one entry"


def _identity_faults(programme: Programme) -> Iterator[Fault]:
    named: dict[str, Sequence[_Named]] = {
        "carriers": programme.carriers,
        "kinds": programme.kinds,
        "point_kinds": programme.point_kinds,
        "purses": programme.purses,
        "activity_types": programme.activity_types,
        "admissions": programme.admissions,
        "benefits": programme.benefits,
        "libraries": programme.libraries,
        "agencies": programme.agencies,
    }
    for index, kind in enumerate(programme.kinds):
        named[f"kinds[{index}].requirements"] = kind.requirements
        named[f"kinds[{index}].documents"] = kind.documents
    for key, parts in named.items():
        seen: set[str] = set()
        for index, part in enumerate(parts):
            if part.id in seen:
                yield f"$.{key}[{index}].id", f"an id of its own; {part.id!r} is already taken"
            seen.add(part.id)


def _reference_faults(programme: Programme) -> Iterator[Fault]:
    for where, name, known in _references(programme):
        if name not in known:
            yield where, f"one of {_listed(known)}, not {name!r}"


def _references(programme: Programme) -> Iterator[tuple[str, str, set[str]]]:
    carriers = {carrier.id for carrier in programme.carriers}
    kinds = {kind.id for kind in programme.kinds}
    point_kinds = {kind.id for kind in programme.point_kinds}
    for index, kind in enumerate(programme.kinds):
        yield from ((f"$.kinds[{index}].carriers", carrier, carriers) for carrier in kind.carriers)
        if kind.companion_of is not None:
            yield f"$.kinds[{index}].companion_of", kind.companion_of, kinds
        if kind.bonus is not None:
            yield f"$.kinds[{index}].bonus.point_kind", kind.bonus.point_kind, point_kinds
    for index, purse in enumerate(programme.purses):
        yield from ((f"$.purses[{index}].carriers", carrier, carriers) for carrier in purse.carriers)
    for index, grant in enumerate(programme.grants):
        yield f"$.grants[{index}].point_kind", grant.point_kind, point_kinds
        yield from ((f"$.grants[{index}].card_kinds", kind_id, kinds) for kind_id in grant.card_kinds)
        for place, elsewhere in enumerate(grant.elsewhere):
            where = f"$.grants[{index}].elsewhere[{place}].districts"
            yield from ((where, district, set(programme.districts)) for district in elsewhere.districts)
            yield from ((where.removesuffix("districts") + "facts", fact, set(FACTS)) for fact in elsewhere.facts)
    for index, activity in enumerate(programme.activity_types):
        if activity.point_kind is not None:
            yield f"$.activity_types[{index}].point_kind", activity.point_kind, point_kinds
    named = {"admissions": [part.card_kinds for part in programme.admissions]}
    named["activity_types"] = [part.card_kinds for part in programme.activity_types]
    named["benefits"] = [part.card_kinds for part in programme.benefits]
    for key, lists in named.items():
        yield from ((f"$.{key}[{index}].card_kinds", kind_id, kinds) for index, ids in enumerate(lists) for kind_id in ids)


def _requirement_faults(programme: Programme) -> Iterator[Fault]:
    for index, kind in enumerate(programme.kinds):
        if not kind.carriers:
            yield f"$.kinds[{index}].carriers", "at least one carrier"
        for place, requirement in enumerate(kind.requirements):
            where = f"$.kinds[{index}].requirements[{place}]"
            if not all(requirement.any_of) or not (requirement.any_of or requirement.source == UNKNOWN):
                yield f"{where}.any_of", "alternatives of at least one condition each"
            if not requirement.source.strip():
                yield f"{where}.source", "where the rule is published, or 'unknown'"
        for place, document in enumerate(kind.documents):
            if document.source is not None and not document.source.strip():
                yield f"$.kinds[{index}].documents[{place}].source", "where it is published, or 'unknown'"


def _conditions(programme: Programme) -> Iterator[tuple[str, Condition]]:
    for index, kind in enumerate(programme.kinds):
        for place, requirement in enumerate(kind.requirements):
            for turn, alternative in enumerate(requirement.any_of):
                where = f"$.kinds[{index}].requirements[{place}].any_of[{turn}]"
                yield from ((f"{where}[{number}]", condition) for number, condition in enumerate(alternative))
        for place, document in enumerate(kind.documents):
            where = f"$.kinds[{index}].documents[{place}].when"
            yield from ((f"{where}[{number}]", condition) for number, condition in enumerate(document.when))


def _condition_faults(programme: Programme, where: str, condition: Condition) -> Iterator[Fault]:
    by_age = condition.age_from is not None or condition.age_under is not None
    by_day = condition.from_day is not None or condition.to_day is not None
    by_others = (condition.fact, condition.entitled_to, condition.district_in)
    if by_age + by_day + sum(other is not None for other in by_others) != 1:
        yield where, "exactly one of fact, age_from/age_under, entitled_to, district_in, from_day/to_day"
    if (by_age or by_day) and not condition.holds:
        yield f"{where}.holds", "no holds beside an age or a day, which have age_under and to_day for their opposites"
    if condition.age_counts != "day" and not by_age:
        yield f"{where}.age_counts", "age_from or age_under beside it"
    if not _ascending(condition.age_from, condition.age_under, by=1):
        yield f"{where}.age_under", f"more than age_from, {condition.age_from}"
    if condition.from_day is not None and condition.to_day is not None and condition.to_day < condition.from_day:
        yield f"{where}.to_day", f"{condition.from_day} or later"
    if condition.fact is not None and condition.fact not in FACTS:
        yield f"{where}.fact", f"one of {_listed(FACTS)}, not {condition.fact!r}"
    if condition.entitled_to is not None and programme.kind(condition.entitled_to) is None:
        yield f"{where}.entitled_to", f"one of {_listed(kind.id for kind in programme.kinds)}, not {condition.entitled_to!r}"
    for district in condition.district_in or []:
        if district not in programme.districts:
            yield f"{where}.district_in", f"one of $.districts, not {district!r}"


def _ascending(low: int | None, high: int | None, by: int = 0) -> bool:
    return low is None or high is None or low + by <= high


def _entitlement_loops(programme: Programme) -> Iterator[Fault]:
    """`entitled_to` must not lead back to the kind it started from."""
    leads_to = {
        kind.id: {
            condition.entitled_to
            for requirement in kind.requirements
            for alternative in requirement.any_of
            for condition in alternative
            if condition.entitled_to is not None
        }
        for kind in programme.kinds
    }
    for index, kind in enumerate(programme.kinds):
        reached: set[str] = set()
        front = set(leads_to[kind.id])
        while front:
            reached |= front
            front = {further for near in front for further in leads_to.get(near, set())} - reached
        if kind.id in reached:
            yield f"$.kinds[{index}].requirements", f"no chain of entitled_to that leads back to {kind.id!r}"


def _purse_faults(programme: Programme) -> Iterator[Fault]:
    for index, purse in enumerate(programme.purses):
        where = f"$.purses[{index}]"
        if not 0 < purse.smallest_ntd <= purse.largest_ntd <= purse.limit_ntd:
            yield where, "0 < smallest_ntd <= largest_ntd <= limit_ntd"
        if not 1 <= len(purse.offered_ntd) <= 4:
            yield f"{where}.offered_ntd", "one to four amounts"
        if any(not purse.smallest_ntd <= amount <= purse.largest_ntd for amount in purse.offered_ntd):
            yield f"{where}.offered_ntd", "amounts from smallest_ntd to largest_ntd"


def _number_faults(programme: Programme) -> Iterator[Fault]:
    for index, points in enumerate(programme.point_kinds):
        if (points.expires == "months") != (points.expires_after_months is not None):
            yield f"$.point_kinds[{index}].expires_after_months", "given exactly when expires is 'months'"
        for place, fare in enumerate(points.fares):
            if not _ascending(fare.from_ntd, fare.to_ntd):
                yield f"$.point_kinds[{index}].fares[{place}].to_ntd", f"at least from_ntd, {fare.from_ntd}"
    for index, kind in enumerate(programme.kinds):
        amounts = {kind.fee.first_ntd, kind.fee.replacement_ntd}
        if kind.fee.source == UNKNOWN and amounts != {UNKNOWN}:
            yield f"$.kinds[{index}].fee.source", "where the amount is published, or both amounts 'unknown'"
        for fact in kind.fee.first_free_for:
            if fact not in FACTS:
                yield f"$.kinds[{index}].fee.first_free_for", f"one of {_listed(FACTS)}, not {fact!r}"
    yield from _grant_faults(programme)
    yield from _factor_faults(programme)
    yield from _activity_faults(programme)


def _grant_faults(programme: Programme) -> Iterator[Fault]:
    for index, grant in enumerate(programme.grants):
        if grant.source.strip() in ("", UNKNOWN):
            yield f"$.grants[{index}].source", "where the grant is published: nobody is given points that are not"
        for place, elsewhere in enumerate(grant.elsewhere):
            if not (elsewhere.districts or elsewhere.facts):
                yield f"$.grants[{index}].elsewhere[{place}]", "districts or facts"


def _factor_faults(programme: Programme) -> Iterator[Fault]:
    """Nobody could ever show a PIN: the platform keeps those of staff alone."""
    asked = programme.second_factor
    for act, factor in (("redeem", asked.redeem), ("history", asked.history)):
        if factor == "pin":
            yield f"$.second_factor.{act}", "none, birthday or virtual_card: the platform keeps no PIN of citizens"


def _activity_faults(programme: Programme) -> Iterator[Fault]:
    for index, activity in enumerate(programme.activity_types):
        if activity.hours and activity.counts != "in_out":
            yield f"$.activity_types[{index}].hours", "counts = 'in_out' beside it: only stays have minutes"
        if activity.point_kind is None and (activity.points_flat or activity.points_per_hour):
            yield f"$.activity_types[{index}].point_kind", "the kind of the points that this activity gives"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
