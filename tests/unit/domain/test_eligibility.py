from datetime import date
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import eligibility
from domain.eligibility import Applicant
from domain.programme import Programme
from domain.programme_parts import FACTS

from .files import TAOYUAN, Tree, card_kind, city, requirement, words

TODAY = date(2026, 1, 5)
COUNTER_KINDS = ["general", "senior", "love", "love_companion"]


class Case(NamedTuple):
    """An applicant of 5 January 2026 and what the rule, quoted from the domain's text, gives them."""

    rule: str
    birthday: date
    facts: str
    allowed: str
    unmet: str
    """Why not general, senior and love, the ids of the requirements in the file's order."""
    documents: str
    """Of the first kind allowed, or of the general card when there is none."""


CASES = {
    "adult resident": Case(
        "TY 一般: registered, 7 or over, no other kind's entitlement",
        date(1986, 1, 5),
        "resident lives_here",
        "general",
        "senior_age love_disability",
        "national_id",
    ),
    "64, the day before the birthday": Case(
        "敬老: 65 or over",
        date(1961, 1, 6),
        "resident lives_here",
        "general",
        "senior_age love_disability",
        "national_id",
    ),
    "65 on the very day": Case(
        "敬老: registered in the city and actually living there, 65 or over",
        date(1961, 1, 5),
        "resident lives_here",
        "senior",
        "general_no_other_kind love_disability",
        "national_id",
    ),
    "54 and indigenous": Case(
        "敬老: 原住民 55 or over",
        date(1971, 1, 6),
        "resident lives_here indigenous",
        "general",
        "senior_age love_disability",
        "national_id",
    ),
    "55 on the very day and indigenous": Case(
        "敬老: 原住民 55 or over",
        date(1971, 1, 5),
        "resident lives_here indigenous",
        "senior",
        "general_no_other_kind love_disability",
        "national_id",
    ),
    "55 and not indigenous": Case(
        "敬老: 65 or over, or 原住民 55 or over",
        date(1971, 1, 5),
        "resident lives_here",
        "general",
        "senior_age love_disability",
        "national_id",
    ),
    "80, registered, living elsewhere": Case(
        "敬老: registered (設籍) and actually living there (實際居住)",
        date(1946, 1, 5),
        "resident",
        "general",
        "senior_resident love_resident love_disability",
        "national_id",
    ),
    "80, living here, registered elsewhere": Case(
        "敬老: registered (設籍) and actually living there (實際居住)",
        date(1946, 1, 5),
        "lives_here",
        "",
        "general_belongs_here senior_resident love_resident love_disability",
        "",
    ),
    "80, moved away": Case(
        "TY 一般: registered",
        date(1946, 1, 5),
        "",
        "",
        "general_belongs_here senior_resident love_resident love_disability",
        "",
    ),
    "disabled": Case(
        "愛心: the same residence, with 身心障礙證明",
        date(1986, 1, 5),
        "resident lives_here disability",
        "love",
        "general_no_other_kind senior_age",
        "national_id disability_certificate",
    ),
    "disabled, registered, living elsewhere": Case(
        "愛心: the same residence",
        date(1986, 1, 5),
        "resident disability",
        "general",
        "senior_resident senior_age love_resident",
        "national_id",
    ),
    "disabled and 65": Case(
        "Someone entitled to both 敬老 and 愛心 chooses one",
        date(1961, 1, 5),
        "resident lives_here disability",
        "senior love",
        "general_no_other_kind",
        "national_id",
    ),
    "disabled with a companion": Case(
        "愛心陪伴: one per 愛心 holder",
        date(1986, 1, 5),
        "resident lives_here disability disability_companion",
        "love love_companion",
        "general_no_other_kind senior_age",
        "national_id disability_certificate",
    ),
    "a companion's note without the love card's residence": Case(
        "愛心陪伴: one per 愛心 holder",
        date(1986, 1, 5),
        "resident disability disability_companion",
        "general",
        "senior_resident senior_age love_resident",
        "national_id",
    ),
    "6, the day before the birthday": Case(
        "TY 一般: 7 or over",
        date(2019, 1, 6),
        "resident lives_here representative_consent",
        "",
        "general_age senior_age love_disability",
        "national_id representative_consent_form",
    ),
    "7 on the very day, with consent": Case(
        "TY 一般: 7 or over; a minor needs the legal representative's consent",
        date(2019, 1, 5),
        "resident lives_here representative_consent",
        "general",
        "senior_age love_disability",
        "national_id representative_consent_form",
    ),
    "7 on the very day, without consent": Case(
        "a minor needs the legal representative's consent",
        date(2019, 1, 5),
        "resident lives_here",
        "",
        "general_minor_consent senior_age love_disability",
        "national_id representative_consent_form",
    ),
    "17, the day before the birthday, without consent": Case(
        "a minor needs the legal representative's consent",
        date(2008, 1, 6),
        "resident lives_here",
        "",
        "general_minor_consent senior_age love_disability",
        "national_id representative_consent_form",
    ),
    "18 on the very day": Case(
        "a minor needs the legal representative's consent, an adult does not (民法 §12)",
        date(2008, 1, 5),
        "resident lives_here",
        "general",
        "senior_age love_disability",
        "national_id",
    ),
    "spouse": Case(
        "also foreign, mainland, HK and Macau spouses of residents (valid 居留證 + the spouse's ID, 戶口名簿 or 戶籍謄本)",
        date(1990, 6, 1),
        "foreign_spouse lives_here",
        "general",
        "senior_resident senior_age love_resident love_disability",
        "residence_permit spouse_papers",
    ),
    "spouse of 70": Case(
        "敬老: registered in the city",
        date(1955, 6, 1),
        "foreign_spouse lives_here",
        "general",
        "senior_resident love_resident love_disability",
        "residence_permit spouse_papers",
    ),
    "student from elsewhere": Case(
        "also students at local universities",
        date(2005, 6, 1),
        "local_student",
        "general",
        "senior_resident senior_age love_resident love_disability",
        "student_card",
    ),
    "minor student from elsewhere, without consent": Case(
        "a minor needs the legal representative's consent",
        date(2008, 6, 1),
        "local_student",
        "",
        "general_minor_consent senior_resident senior_age love_resident love_disability",
        "student_card representative_consent_form",
    ),
    "not resident": Case(
        "TY 一般: registered",
        date(1986, 1, 5),
        "local_worker low_income",
        "",
        "general_belongs_here senior_resident senior_age love_resident love_disability",
        "",
    ),
}


def applicant(birthday: date, facts: str, district: str = "桃園區") -> Applicant:
    return Applicant(birthday=birthday, district=district, facts=frozenset(facts.split()))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_taoyuans_rules(case: Case) -> None:
    offers = eligibility.offers(TAOYUAN, applicant(case.birthday, case.facts), TODAY)
    allowed = [offer.kind.id for offer in offers if offer.allowed]
    assert [offer.kind.id for offer in offers] == COUNTER_KINDS
    assert allowed == case.allowed.split(), case.rule
    told = [unmet.id for offer in offers if offer.kind.id != "love_companion" for unmet in offer.unmet]
    assert told == case.unmet.split(), case.rule
    shown = next(offer for offer in offers if offer.kind.id == (allowed or ["general"])[0])
    assert [document.id for document in shown.documents] == case.documents.split(), case.rule


def test_the_tables_facts_are_real_ones() -> None:
    assert {fact for case in CASES.values() for fact in case.facts.split()} <= FACTS


def test_a_companion_card_asks_for_the_certificate_and_tells_why_not() -> None:
    companion = TAOYUAN.kind("love_companion")
    assert companion is not None
    with_note = eligibility.offer(
        TAOYUAN, companion, applicant(date(1986, 1, 5), "resident lives_here disability disability_companion"), TODAY
    )
    without = eligibility.offer(TAOYUAN, companion, applicant(date(1986, 1, 5), "resident lives_here disability"), TODAY)
    assert [document.id for document in with_note.documents] == ["disability_certificate"]
    assert [unmet.id for unmet in without.unmet] == ["companion_of_love_holder"]


def test_a_person_has_one_companion_card_at_most() -> None:
    """愛心陪伴: one per 愛心 holder, used right after the 愛心 card."""
    companion = TAOYUAN.kind("love_companion")
    assert companion is not None
    assert companion.one_per_person
    assert companion.companion_of == "love"


def test_whoever_is_entitled_to_both_chooses_one() -> None:
    groups = {kind.id: kind.exclusive_group for kind in TAOYUAN.kinds}
    assert groups["senior"] is not None
    assert groups["senior"] == groups["love"] == groups["general"]


def test_student_and_employee_cards_do_not_come_over_the_counter() -> None:
    """學生 and 員工 cards come through the school or agency, in batches."""
    assert {kind.id for kind in TAOYUAN.kinds if kind.issued_by == "batch"} == {"student", "employee"}
    offers = eligibility.offers(TAOYUAN, applicant(date(1986, 1, 5), "resident local_student city_employee"), TODAY)
    assert not {"student", "employee"} & {offer.kind.id for offer in offers}


@pytest.mark.parametrize(
    ("birthday", "today", "age"),
    [
        (date(2008, 1, 5), date(2026, 1, 4), 17),
        (date(2008, 1, 5), date(2026, 1, 5), 18),
        (date(2008, 12, 31), date(2026, 1, 1), 17),
        (date(2026, 1, 5), date(2026, 1, 5), 0),
        # 民法 §121, §124: with no 29 February, the year is complete at the end of February
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_completed_years(birthday: date, today: date, age: int) -> None:
    assert eligibility.age_on(birthday, today) == age


@pytest.mark.parametrize(
    ("today", "allowed"),
    [(date(2025, 2, 28), ["general"]), (date(2025, 3, 1), ["senior"]), (date(2028, 2, 29), ["senior"])],
)
def test_someone_born_on_29_february_turns_65(today: date, allowed: list[str]) -> None:
    offers = eligibility.offers(TAOYUAN, applicant(date(1960, 2, 29), "resident lives_here"), today)
    assert [offer.kind.id for offer in offers if offer.allowed] == allowed


def test_a_rule_of_unknown_source_is_never_met() -> None:
    def alter(tree: Tree) -> None:
        tree["kinds"] = [card_kind("guess", requirement("open_to_all", [{"age_from": 0}], source="unknown"))]
        tree["grants"] = []

    offers = eligibility.offers(city(alter), applicant(date(1986, 1, 5), "resident"), TODAY)
    assert [unmet.id for unmet in offers[0].unmet] == ["open_to_all"]


def some_city(*kinds: Tree) -> Programme:
    def alter(tree: Tree) -> None:
        tree["kinds"], tree["grants"] = list(kinds), []

    return city(alter)


ADULTS = requirement("adult", [{"age_from": 18}])
GUESS = requirement("guess", source="unknown")


def reasons(programme: Programme, person: Applicant) -> dict[str, list[str]]:
    return {offer.kind.id: offer.reasons for offer in eligibility.offers(programme, person, TODAY)}


def test_what_is_not_published_is_refused_with_that_reason() -> None:
    papers = {"id": "letter", "name": words("委託書"), "when": [{"fact": "by_proxy"}], "source": "unknown"}
    fee = {"first_ntd": 0, "replacement_ntd": "unknown", "source": "首次免費"}
    programme = some_city(card_kind("guess", GUESS), card_kind("known", ADULTS, documents=[papers], fee=fee))
    person = applicant(date(1986, 1, 5), "")
    assert reasons(programme, person) == {"guess": ["guess", "rule_unpublished"], "known": []}
    assert reasons(programme, applicant(date(1986, 1, 5), "by_proxy"))["known"] == ["documents_unpublished"]
    once = msgspec.structs.replace(person, held=frozenset[str](), had=frozenset({"known"}))
    assert reasons(programme, once)["known"] == ["fee_unpublished"]


def test_a_kind_of_unknown_rules_says_nothing_about_other_kinds() -> None:
    """Whether somebody is entitled to it cannot be known, unless a rule of it that is known says no."""
    other = card_kind("other", GUESS, requirement("old", [{"age_from": 65}]))
    programme = some_city(
        other,
        card_kind("with", requirement("entitled", [{"entitled_to": "other"}])),
        card_kind("without", requirement("not_entitled", [{"entitled_to": "other", "holds": False}])),
    )
    old, young = (reasons(programme, applicant(date(year, 1, 5), "")) for year in (1940, 1986))
    assert (old["with"], old["without"]) == (["entitled"], ["not_entitled"])
    assert (young["with"], young["without"]) == (["entitled"], [])


@pytest.mark.parametrize(
    ("birthday", "allowed"), [(date(1961, 1, 31), True), (date(1961, 2, 1), False), (date(1961, 1, 1), True)]
)
def test_years_that_count_by_the_month(birthday: date, allowed: bool) -> None:
    """屆齡當月: complete on the first day of the birthday's month."""
    programme = some_city(card_kind("senior", requirement("age", [{"age_from": 65, "age_counts": "month"}])))
    assert (reasons(programme, applicant(birthday, ""))["senior"] == []) is allowed


@pytest.mark.parametrize(
    ("held", "had", "expected"),
    [
        (None, "", ["", "", "", ""]),
        ("", "", ["", "", "companion_without_card", ""]),
        ("senior", "senior", ["one_per_person", "other_kind_held", "companion_without_card", ""]),
        ("love", "love", ["other_kind_held", "one_per_person", "", ""]),
        ("", "senior love", ["", "", "companion_without_card", ""]),
        ("", "expo", ["", "", "companion_without_card", "not_issued_again"]),
        ("expo", "expo", ["", "", "companion_without_card", "one_per_person"]),
    ],
)
def test_cards_in_hand(held: str | None, had: str, expected: list[str]) -> None:
    programme = some_city(
        card_kind("senior", ADULTS, exclusive_group="main"),
        card_kind("love", ADULTS, exclusive_group="main"),
        card_kind("companion", ADULTS, companion_of="love"),
        card_kind("expo", ADULTS, bearer=True, replaceable=False),
    )
    person = msgspec.structs.replace(
        applicant(date(1986, 1, 5), ""),
        held=None if held is None else frozenset(held.split()),
        had=frozenset(had.split()),
    )
    assert [" ".join(each) for each in reasons(programme, person).values()] == expected


def test_a_lost_card_costs_what_a_replacement_costs() -> None:
    fee = {"first_ntd": 0, "replacement_ntd": 120, "source": "x"}
    programme = some_city(card_kind("general", ADULTS, fee=fee))
    person = applicant(date(1986, 1, 5), "")
    for had, ntd in ((frozenset[str](), 0), (frozenset({"general"}), 120)):
        (offer,) = eligibility.offers(programme, msgspec.structs.replace(person, had=had), TODAY)
        assert offer.fee is not None
        assert (offer.allowed, offer.fee.ntd) == (True, ntd)


def test_documents_may_ask_about_other_kinds_in_a_circle() -> None:
    """Only requirements decide what a person is entitled to, so documents that point at each other come to an end."""

    def alter(tree: Tree) -> None:
        def asking(other: str) -> Tree:
            name = tree["kinds"][0]["documents"][0]["name"]
            return {"documents": [{"id": "proof", "name": name, "when": [{"entitled_to": other}]}]}

        tree["kinds"] = [
            card_kind("one", requirement("adult", [{"age_from": 18}]), **asking("two")),
            card_kind("two", requirement("here", [{"fact": "resident"}]), **asking("one")),
        ]
        tree["grants"] = []

    offers = eligibility.offers(city(alter), applicant(date(1986, 1, 5), ""), TODAY)
    assert [[document.id for document in offer.documents] for offer in offers] == [[], ["proof"]]


@given(st.dates(date(1900, 1, 1), TODAY), st.sets(st.sampled_from(sorted(FACTS))), st.sampled_from(TAOYUAN.districts))
def test_everyone_is_told_something(birthday: date, facts: set[str], district: str) -> None:
    person = Applicant(birthday=birthday, district=district, facts=frozenset(facts))
    offers = eligibility.offers(TAOYUAN, person, TODAY)
    allowed = {offer.kind.id for offer in offers if offer.allowed}
    assert all(offer.allowed or all(unmet.reason.zh_TW for unmet in offer.unmet) for offer in offers)
    assert not ("general" in allowed and allowed & {"senior", "love"})
    assert "love_companion" not in allowed or "love" in allowed
