"""What the cities' own rules need, said in the programme file: nothing here is code of a city."""

from datetime import date
from typing import Any

import pytest

from domain import eligibility
from domain.eligibility import Applicant
from domain.programme import Fare, Programme
from domain.programme_parts import LANGUAGES

from .files import TAOYUAN, Tree, card_kind, city, requirement, words

TODAY = date(2026, 1, 5)
ADULT = date(1986, 1, 5)


def with_kinds(*kinds: Tree, **parts: Any) -> Programme:
    """A city with these kinds, and nothing of Taoyuan's that speaks of other kinds."""

    def alter(tree: Tree) -> None:
        tree.update(kinds=list(kinds), grants=[], **parts)

    return city(alter)


def allowed(programme: Programme, kind: str, birthday: date, facts: str, today: date = TODAY) -> bool:
    found = programme.kind(kind)
    assert found is not None
    person = Applicant(birthday=birthday, district="桃園區", facts=frozenset(facts.split()))
    return eligibility.offer(programme, found, person, today).allowed


def documents(programme: Programme, kind: str, facts: str) -> list[str]:
    found = programme.kind(kind)
    assert found is not None
    person = Applicant(birthday=ADULT, district="桃園區", facts=frozenset(facts.split()))
    return [document.id for document in eligibility.offer(programme, found, person, TODAY).documents]


def test_every_text_of_taoyuan_is_there_in_four_languages() -> None:
    assert [TAOYUAN.name.in_language(language) for language in LANGUAGES] == [
        "桃園市民卡",
        "Taoyuan Citizen Card",
        "Thẻ Công dân Đào Viên",
        "Kartu Warga Taoyuan",
    ]
    assert TAOYUAN.name.in_language("fr") == TAOYUAN.name.in_language("__class__") == "桃園市民卡"


def test_taoyuans_parts_are_found_by_id() -> None:
    assert {kind.id for kind in TAOYUAN.kinds} == {"general", "senior", "love", "love_companion", "student", "employee"}
    for find in (TAOYUAN.kind, TAOYUAN.point_kind, TAOYUAN.activity_type, TAOYUAN.purse):
        assert find("nothing") is None
    assert {carrier.id for carrier in TAOYUAN.carriers} == {"easycard", "ipass"}


def test_taoyuans_monthly_grants() -> None:
    """敬老/愛心 800 點 a month (復興區 1000); rides and taxis only, lapse."""
    (grant,) = TAOYUAN.grants
    ride = TAOYUAN.point_kind(grant.point_kind)
    assert ride is not None
    assert (grant.card_kinds, grant.points_per_month) == (["senior", "love"], 800)
    assert [(part.districts, part.points) for part in grant.elsewhere] == [(["復興區"], 1000)]
    assert not ride.redeemable
    assert ride.expires == "month_end"


def test_the_love_taxis_fares() -> None:
    """愛心計程車 36 點 up to NT$100, 72 點 from NT$101."""
    ride = TAOYUAN.point_kind("ride")
    assert ride is not None
    assert ride.fares == [
        Fare(service="愛心計程車", points=36, from_ntd=0, to_ntd=100),
        Fare(service="愛心計程車", points=72, from_ntd=101, to_ntd=None),
    ]


def test_health_points_become_stored_value_and_others_never() -> None:
    """台北點 and health points turn into stored value 1:1; a kind that is not redeemable can never be cashed out."""
    assert {kind.id for kind in TAOYUAN.point_kinds if kind.redeemable} == {"health"}
    health = TAOYUAN.point_kind("health")
    assert health is not None
    assert (health.ntd_per_point, health.sensitive) == (1, True)


def test_taoyuans_fees_and_purse() -> None:
    """First card free; replacement at cost (NT$94 in 2015), an employee's NT$50. At most NT$10,000 on a card."""
    fees = {kind.id: (kind.fee.first_ntd, kind.fee.replacement_ntd) for kind in TAOYUAN.kinds}
    assert fees.pop("employee") == (0, 50)
    assert set(fees.values()) == {(0, 94)}
    account = TAOYUAN.purse("account")
    assert account is not None
    assert (account.driver, account.limit_ntd) == ("account", 10_000)


PARKS = ["后里森林園區", "外埔園區", "豐原園區"]
EXPO = {
    "id": "expo",
    "name": words("花博入園"),
    "places": PARKS,
    "free_days": 1,
    "later_percent": 50,
    "source": "花博卡 (2021)",
}
EXPO_CARD = card_kind(
    "expo",
    requirement("belongs_here", [{"fact": "resident"}], [{"fact": "foreign_spouse"}], [{"from_day": date(2021, 6, 1)}]),
    requirement("never_claimed", [{"fact": "never_claimed"}]),
    bearer=True,
    replaceable=False,
    name_on_face=False,
    documents=[
        {
            "id": "national_id",
            "name": words("國民身分證"),
            "when": [{"fact": "resident"}, {"fact": "no_id_card", "holds": False}],
        },
        {"id": "health_card", "name": words("健保卡及戶口名簿"), "when": [{"fact": "resident"}, {"fact": "no_id_card"}]},
        {"id": "residence_permit", "name": words("居留證"), "when": [{"fact": "foreign_spouse"}]},
        {"id": "proxy_letter", "name": words("委託書及受託人身分證"), "when": [{"fact": "by_proxy"}]},
    ],
)


def test_taichungs_flower_expo_card() -> None:
    """A bearer card, the claim recorded against the person; never claimed before; a lost one is not issued again; no name."""
    programme = with_kinds(EXPO_CARD)
    kind = programme.kind("expo")
    assert kind is not None
    assert (kind.bearer, kind.replaceable, kind.name_on_face, kind.one_per_person) == (True, False, False, True)
    phase_one = date(2021, 5, 31)
    assert allowed(programme, "expo", ADULT, "resident never_claimed", phase_one)
    assert not allowed(programme, "expo", ADULT, "resident", phase_one)
    assert not allowed(programme, "expo", ADULT, "never_claimed", phase_one)
    assert allowed(programme, "expo", ADULT, "never_claimed", date(2021, 6, 1)), "leftovers for non-residents later"


@pytest.mark.parametrize(
    ("facts", "needed"),
    [
        ("resident", ["national_id"]),
        ("resident no_id_card", ["health_card"]),
        ("foreign_spouse", ["residence_permit"]),
        ("resident by_proxy", ["national_id", "proxy_letter"]),
    ],
)
def test_taichungs_documents(facts: str, needed: list[str]) -> None:
    """Proof of registration (or 健保卡 + 戶口名簿 when there is no ID card); by proxy all that, a 委託書 and the proxy's ID."""
    assert documents(with_kinds(EXPO_CARD), "expo", facts) == needed


def test_taichungs_flower_expo_admission() -> None:
    """On one day of the visitor's choice free into all three parks; on later days half price."""
    (admission,) = with_kinds(EXPO_CARD, admissions=[EXPO | {"card_kinds": ["expo"]}]).admissions
    assert (admission.places, admission.free_days, admission.later_percent) == (PARKS, 1, 50)


def test_taichungs_bus_binding() -> None:
    """雙十公車 binding: one card per person, residents 6+, foreign spouses, students at local schools; any carrier."""
    bus = card_kind(
        "bus",
        requirement("belongs_here", [{"fact": "resident"}], [{"fact": "foreign_spouse"}], [{"fact": "local_student"}]),
        requirement("age", [{"age_from": 6}]),
        carriers=["easycard", "ipass"],
        issued_by="binding",
    )
    programme = with_kinds(bus)
    kind = programme.kind("bus")
    assert kind is not None
    assert kind.one_per_person
    assert set(kind.carriers) == {carrier.id for carrier in programme.carriers}
    assert allowed(programme, "bus", date(2020, 1, 5), "resident")
    assert not allowed(programme, "bus", date(2020, 1, 6), "resident")
    assert allowed(programme, "bus", ADULT, "local_student")
    assert not allowed(programme, "bus", ADULT, "")
    person = Applicant(birthday=ADULT, district="桃園區", facts=frozenset({"resident"}))
    assert eligibility.offers(programme, person, TODAY) == [], "nothing is handed over at the counter"


def test_taichungs_childrens_card() -> None:
    """兒童 (6 to under 12)."""
    programme = with_kinds(card_kind("child", requirement("age", [{"age_from": 6, "age_under": 12}])))
    ages = {age: allowed(programme, "child", date(2026 - age, 1, 5), "") for age in (5, 6, 11, 12)}
    assert ages == {5: False, 6: True, 11: True, 12: False}
    assert allowed(programme, "child", date(2014, 1, 6), ""), "the day before the twelfth birthday"


def test_taipeis_bindings_with_a_bonus() -> None:
    """Bind any EasyCard you own (多卡歸戶, with a one-off 歸戶贈點)."""
    bonus = {"point_kind": "health", "points": 50, "source": "歸戶贈點"}
    programme = with_kinds(card_kind("own", issued_by="binding", one_per_person=False, bonus=bonus))
    kind = programme.kind("own")
    assert kind is not None
    assert kind.bonus is not None
    assert (kind.one_per_person, kind.bonus.points, kind.bonus.point_kind) == (False, 50, "health")


def test_tainans_cards() -> None:
    """寶貝 (no chip on transit); 一般 and replacements NT$120, first 社福 free; 認同卡: works or studies in the city."""
    fee = {"first_ntd": 120, "replacement_ntd": 120, "source": "臺南市民卡收費標準"}
    programme = with_kinds(
        card_kind("baby", requirement("age", [{"age_under": 6}]), transit_chip=False, carriers=["ipass"]),
        card_kind("welfare", requirement("age", [{"age_from": 65}], [{"fact": "disability"}]), fee=fee | {"first_ntd": 0}),
        card_kind("general", requirement("not_welfare", [{"entitled_to": "welfare", "holds": False}]), fee=fee),
        card_kind("friend", requirement("works_or_studies", [{"fact": "local_worker"}], [{"fact": "local_student"}])),
    )
    baby, welfare, general, _ = programme.kinds
    assert (baby.transit_chip, general.transit_chip) == (False, True)
    assert [(kind.fee.first_ntd, kind.fee.replacement_ntd) for kind in (general, welfare)] == [(120, 120), (0, 120)]
    assert allowed(programme, "general", ADULT, "")
    assert not allowed(programme, "general", ADULT, "disability")
    assert allowed(programme, "friend", ADULT, "local_worker")


def test_tainans_benefits() -> None:
    """8 km free bus, 學生 85 折."""
    bus = {
        "id": "bus",
        "name": words("公車 8 公里免費"),
        "card_kinds": ["general"],
        "places": ["市區公車"],
        "free_km": 8,
        "source": "x",
    }
    student = {
        "id": "shop",
        "name": words("85 折"),
        "card_kinds": ["general"],
        "places": ["市區公車"],
        "percent": 85,
        "source": "x",
    }
    benefits = with_kinds(card_kind("general"), benefits=[bus, student]).benefits
    assert [(benefit.free_km, benefit.percent) for benefit in benefits] == [(8, 100), (0, 85)]


def test_new_taipeis_grant_that_rises() -> None:
    """敬老/愛心 480 點 a month (2026-07 on: 600)."""

    def alter(tree: Tree) -> None:
        before = tree["grants"][0] | {"points_per_month": 480, "elsewhere": []}
        tree["grants"] = [before, before | {"points_per_month": 600, "from_day": date(2026, 7, 1)}]

    assert [(grant.from_day, grant.points_per_month) for grant in city(alter).grants] == [
        (date(2025, 11, 1), 480),
        (date(2026, 7, 1), 600),
    ]


def test_taipeis_health_card() -> None:
    """Health-card kind (T): 中低收入, 原住民, children 0–6."""
    entitled = requirement("entitled", [{"fact": "low_income"}], [{"fact": "indigenous"}], [{"age_under": 7}])
    programme = with_kinds(card_kind("health", entitled))
    assert allowed(programme, "health", date(2019, 1, 6), "")
    assert not allowed(programme, "health", date(2019, 1, 5), "")
    assert allowed(programme, "health", ADULT, "low_income")
    assert allowed(programme, "health", ADULT, "indigenous")
