"""All programmes against their tables; a new city is a file, its table, and nothing here."""

import contextlib
from pathlib import Path

import pytest

from central.platform import Platform
from domain import admission, eligibility, grants
from domain.programme import CardKind, Programme
from domain.programme_parts import FACTS
from tests.platform_rig import begun

from .table import CITIES, SCENARIOS, TABLES, UNKNOWN, UNPUBLISHED, Person, programme, sources, table, text

DISTRICTS = {"taipei": 12, "new_taipei": 29, "taoyuan": 13, "hsinchu": 3, "chiayi": 2, "tainan": 37, "taichung": 29}
APPLICANTS = [
    pytest.param(city, person, id=f"{city}-{number}")
    for city in CITIES
    for number, person in enumerate(table(city).applicants, 1)
]
each_city = pytest.mark.parametrize("city", CITIES)


def given(city: str, person: Person) -> dict[str, eligibility.Offer]:
    rules, today = programme(city), person.on or table(city).today
    return {kind.id: eligibility.offer(rules, kind, person.applicant(rules), today) for kind in rules.kinds}


def kind_of(rules: Programme, kind_id: str) -> CardKind:
    kind = rules.kind(kind_id)
    assert kind is not None
    return kind


@pytest.mark.parametrize(("city", "person"), APPLICANTS)
def test_what_an_applicant_is_given(city: str, person: Person) -> None:
    offers = given(city, person)
    refused = {kind: offer.reasons for kind, offer in offers.items() if not offer.allowed}
    assert refused == person.refused, (person.who, person.rule)
    allowed = {kind: offer for kind, offer in offers.items() if offer.allowed}
    papers = {kind: [document.id for document in offer.documents] for kind, offer in allowed.items()}
    assert papers == {kind: row.documents for kind, row in person.allowed.items()}, person.rule
    fees = {kind: offer.fee.ntd if offer.fee else None for kind, offer in allowed.items()}
    assert fees == {kind: row.fee for kind, row in person.allowed.items()}, person.rule


@each_city
def test_a_table_is_whole(city: str) -> None:
    rows = table(city).applicants
    assert len(rows) >= 15
    assert {name for row in rows for name in row.scenario} == SCENARIOS
    assert len({row.who for row in rows}) == len(rows)
    assert {fact for row in rows for fact in row.facts} <= FACTS


@each_city
def test_every_kind_is_given_to_somebody_and_refused_to_somebody(city: str) -> None:
    """Of a kind of which something is not published, somebody is refused for that alone."""
    rows = table(city).applicants
    for kind in programme(city).kinds:
        refused = [set(row.refused[kind.id]) for row in rows if kind.id in row.refused]
        guesses = {requirement.id for requirement in kind.requirements if requirement.source == UNKNOWN}
        assert any(kind.id in row.allowed for row in rows) or any(why <= UNPUBLISHED | guesses for why in refused), kind.id
        assert any(why - UNPUBLISHED for why in refused), kind.id


@each_city
def test_every_rule_that_is_quoted_stands_in_the_file(city: str) -> None:
    found, rows = sources(city), table(city)
    told = [row.rule for part in (rows.applicants, rows.grants, rows.admissions) for row in part]
    told += [part.rule for part in (rows.photo, rows.no_transit_chip, rows.no_name_on_face) if part is not None]
    assert [rule for rule in told if rule != UNKNOWN and not any(rule in source for source in found)] == []
    for row in rows.applicants:
        unpublished = {reason for why in row.refused.values() for reason in why} & UNPUBLISHED
        assert row.rule != UNKNOWN or unpublished, row.who


@each_city
def test_every_source_says_something(city: str) -> None:
    assert [source for source in sources(city) if source != UNKNOWN and len(source) < 10] == []
    documents = [document for kind in programme(city).kinds for document in kind.documents]
    assert [document.id for document in documents if document.source is None and document.when] in ([], ["student_card"])


@each_city
def test_fees_and_what_replaces_a_lost_card(city: str) -> None:
    rules = programme(city)
    told = {kind.id: kind.fee.replacement_ntd if kind.replaceable else "never" for kind in rules.kinds}
    assert told == table(city).replacement
    for kind in rules.kinds:
        assert (kind.fee.source == "unknown") is (kind.fee.first_ntd == kind.fee.replacement_ntd == "unknown"), kind.id


@each_city
def test_points_carriers_and_faces(city: str) -> None:
    rules, rows = programme(city), table(city)
    assert [kind.id for kind in rules.point_kinds if kind.redeemable] == rows.points.redeemable
    assert [kind.id for kind in rules.point_kinds if not kind.redeemable] == rows.points.others
    assert {kind: kind_of(rules, kind).carriers for kind in rows.carriers} == rows.carriers
    assert [kind.id for kind in rules.kinds if not kind.transit_chip] == rows.no_transit_chip.kinds
    assert [kind.id for kind in rules.kinds if kind.photo] == rows.photo.kinds
    if rows.no_name_on_face is not None:
        assert [kind.id for kind in rules.kinds if not kind.name_on_face] == rows.no_name_on_face.kinds


@each_city
def test_monthly_grants(city: str) -> None:
    """Ride points become no money, lapse with the month, and are given by the latest grant that has begun."""
    rules = programme(city)
    for row in table(city).grants:
        due = [each for each in grants.in_force(rules.grants, row.month) if row.kind in each.card_kinds]
        points = [grants.points_for(each, row.district or rules.districts[0], set(row.facts)) for each in due]
        assert sum(points) == row.points, row.rule
    ride = [kind for kind in rules.point_kinds if kind.payer == "programme"]
    assert all(not kind.redeemable and kind.expires == "month_end" and kind.spend_at for kind in ride)


@each_city
def test_admission(city: str) -> None:
    rules, rows = programme(city), table(city)
    assert {each.id for each in rules.admissions} == {row.id for row in rows.admissions}
    for row in rows.admissions:
        (rule,) = [each for each in rules.admissions if each.id == row.id]
        assert admission.due_percent(rule, row.came, row.day) == row.percent, row.rule


@each_city
def test_what_every_city_has(city: str) -> None:
    rules = programme(city)
    assert rules.id == city
    assert len(set(rules.districts)) == len(rules.districts) == DISTRICTS[city]
    assert {purse.limit_ntd for purse in rules.purses} == {10_000}
    assert rules.volunteering is not None
    assert (rules.volunteering.honour_years, rules.volunteering.honour_hours) == (3, 300)
    assert [consent.purpose for consent in rules.consents if consent.required] == ["issue"]


def test_every_city_has_a_table_and_is_expected() -> None:
    assert CITIES == sorted(path.stem for path in TABLES.glob("*.toml")) == sorted(DISTRICTS)


def test_a_platform_takes_every_programme_in_and_opens_with_it(tmp_path: Path) -> None:
    directory = begun(tmp_path)
    for city in CITIES:
        with contextlib.closing(Platform.open(directory, text(city), demo=True)):
            pass
        with contextlib.closing(Platform.open(directory)) as platform:
            assert platform.authority.programme == programme(city)
