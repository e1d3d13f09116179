"""A broken programme file: the message names the file, the key path and what is expected there."""

from datetime import date
from typing import Any

import pytest

from domain import programme_file
from domain.errors import Code, EnvironmentProblem
from domain.programme_parts import FACTS

from .files import REMOVED, TAOYUAN, TAOYUAN_TEXT, card_kind, changed, requirement, toml, tree, words

Path = tuple[str | int, ...]
KINDS = len(TAOYUAN.kinds)
GENERAL, SENIOR = 0, 1


def fault(text: str) -> dict[str, str | int]:
    with pytest.raises(EnvironmentProblem) as problem:
        programme_file.parse(text, "city.toml")
    assert problem.value.code is Code.PROGRAMME_INVALID
    assert problem.value.details["file"] == "city.toml"
    assert set(problem.value.details) == {"file", "where", "expected"}
    return problem.value.details


def test_taoyuans_file_is_read() -> None:
    assert TAOYUAN.id == "taoyuan"
    assert TAOYUAN.name.zh_TW == "桃園市民卡"
    assert len(TAOYUAN.districts) == 13


def test_the_tests_own_toml_says_the_same() -> None:
    assert programme_file.parse(toml(tree()), "city.toml") == TAOYUAN


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("schema = \n", "line 1"),
        (TAOYUAN_TEXT.replace('id = "taoyuan"', 'id = "taoyuan'), "line 3"),
        (TAOYUAN_TEXT + "\n[[kinds]\n", "line"),
        (TAOYUAN_TEXT + "\n[second_factor]\n", "line"),
        ("\x00", "line 1"),
    ],
)
def test_text_that_is_not_toml(text: str, line: str) -> None:
    details = fault(text)
    assert details["where"] == "$"
    assert str(details["expected"]).startswith("TOML: ")
    assert line in str(details["expected"])


@pytest.mark.parametrize(
    ("path", "value", "where", "expected"),
    [
        # an unknown key
        (("colour",), "#000000", "$", "unknown field `colour`"),
        (("kinds", SENIOR, "fees"), 1, "$.kinds[1]", "unknown field `fees`"),
        (("second_factor", "retries"), 3, "$.second_factor", "unknown field `retries`"),
        # a wrong type
        (("kinds", GENERAL, "fee", "first_ntd"), "0", "$.kinds[0].fee.first_ntd", "Invalid enum value '0'"),
        (("kinds", GENERAL, "fee", "first_ntd"), 0.5, "$.kinds[0].fee.first_ntd", "Expected `int | str`, got `float`"),
        (("districts",), "桃園區", "$.districts", "Expected `array`, got `str`"),
        (("grants", 0, "from_day"), "soon", "$.grants[0].from_day", "date"),
        (("point_kinds", 0, "redeemable"), 1, "$.point_kinds[0].redeemable", "Expected `bool`, got `int`"),
        (("purses", 0, "driver"), "cash", "$.purses[0].driver", "Invalid enum value 'cash'"),
        (("kinds", GENERAL, "issued_by"), "post", "$.kinds[0].issued_by", "Invalid enum value 'post'"),
        # a missing key
        (("service_phone",), REMOVED, "$", "missing required field `service_phone`"),
        (("kinds", GENERAL, "fee"), REMOVED, "$.kinds[0]", "missing required field `fee`"),
        (("kinds", GENERAL, "requirements", 0, "source"), REMOVED, "$.kinds[0].requirements[0]", "field `source`"),
        (("kinds", GENERAL, "requirements", 0, "reason", "vi"), REMOVED, "$.kinds[0].requirements[0].reason", "`vi`"),
        (("second_factor",), REMOVED, "$", "missing required field `second_factor`"),
        (("second_factor", "redeem"), "pin", "$.second_factor.redeem", "no PIN of citizens"),
        # a hole in the words
        (("name", "en"), "", "$.name.en", "length >= 1"),
    ],
)
def test_what_does_not_fit_the_layout(path: Path, value: Any, where: str, expected: str) -> None:
    details = fault(changed((path, value)))
    assert details["where"] == where
    assert expected in str(details["expected"])


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("kinds", GENERAL, "carriers"), ["easycard", "oyster"], "$.kinds[0].carriers"),
        (("kinds", 3, "companion_of"), "lvoe", "$.kinds[3].companion_of"),
        (("kinds", GENERAL, "bonus"), {"point_kind": "gold", "points": 1, "source": "x"}, "$.kinds[0].bonus.point_kind"),
        (
            ("kinds", GENERAL, "requirements", 2, "any_of", 0, 0, "entitled_to"),
            "lord",
            "$.kinds[0].requirements[2].any_of[0][0].entitled_to",
        ),
        (("kinds", GENERAL, "documents", 0, "when"), [{"entitled_to": "lord"}], "$.kinds[0].documents[0].when[0].entitled_to"),
        (
            ("kinds", GENERAL, "documents", 0, "when"),
            [{"district_in": ["板橋區"]}],
            "$.kinds[0].documents[0].when[0].district_in",
        ),
        (("purses", 0, "carriers"), ["oyster"], "$.purses[0].carriers"),
        (("grants", 0, "point_kind"), "gold", "$.grants[0].point_kind"),
        (("grants", 0, "card_kinds"), ["senior", "lord"], "$.grants[0].card_kinds"),
        (("grants", 0, "elsewhere", 0, "districts"), ["復興區", "板橋區"], "$.grants[0].elsewhere[0].districts"),
        (("grants", 0, "elsewhere", 0, "facts"), ["lord"], "$.grants[0].elsewhere[0].facts"),
        (("activity_types", 0, "point_kind"), "gold", "$.activity_types[0].point_kind"),
        (
            ("admissions",),
            [
                {
                    "id": "expo",
                    "name": words("博覽會"),
                    "card_kinds": ["lord"],
                    "places": ["a"],
                    "free_days": 1,
                    "later_percent": 50,
                    "source": "x",
                }
            ],
            "$.admissions[0].card_kinds",
        ),
        (
            ("benefits",),
            [{"id": "b", "name": words("優惠"), "card_kinds": ["lord"], "places": ["a"], "source": "x"}],
            "$.benefits[0].card_kinds",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_name_that_leads_nowhere(path: Path, value: Any, where: str) -> None:
    details = fault(changed((path, value)))
    assert details["where"] == where
    expected = str(details["expected"])
    assert expected.startswith("one of ")
    assert any(f"not {wrong!r}" in expected for wrong in ("oyster", "lvoe", "gold", "lord", "板橋區"))


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("carriers", {"id": "easycard", "name": words("悠遊卡")}),
        ("kinds", card_kind("love")),
        ("libraries", {"id": "typl", "name": words("圖書館")}),
        ("activity_types", {"id": "meeting", "name": words("會議"), "counts": "once", "debounce_s": 1}),
        ("point_kinds", {"id": "ride", "name": words("點數"), "payer": "agency", "redeemable": False, "source": "x"}),
        ("purses", tree()["purses"][0]),
    ],
)
def test_an_id_that_is_already_taken(key: str, part: Any) -> None:
    index = len(tree()[key])
    details = fault(changed(((key, index), part)))
    assert details["where"] == f"$.{key}[{index}].id"
    assert "already taken" in str(details["expected"])


@pytest.mark.parametrize("key", ["requirements", "documents"])
def test_an_id_that_is_already_taken_within_a_kind(key: str) -> None:
    parts = tree()["kinds"][GENERAL][key]
    details = fault(changed((("kinds", GENERAL, key, len(parts)), parts[0])))
    assert details["where"] == f"$.kinds[0].{key}[{len(parts)}].id"


@pytest.mark.parametrize(
    ("path", "value", "where", "expected"),
    [
        (("schema",), 2, "$.schema", "1, the schema this version reads"),
        (("schema",), 0, "$.schema", "1, the schema this version reads"),
        (("brand_colour",), "#7FBFCC", "$.brand_colour", "4.5:1"),
        (("brand_colour",), "#777777", "$.brand_colour", "4.5:1"),
        (("brand_colour",), "teal", "$.brand_colour", "a colour such as #0B5A4A"),
        (("brand_colour",), "#-1-1-1", "$.brand_colour", "a colour such as #0B5A4A"),
        (("districts",), [], "$.districts", "at least one entry"),
        (("kinds", GENERAL, "carriers"), [], "$.kinds[0].carriers", "at least one carrier"),
        (("kinds", GENERAL, "requirements", 0, "any_of"), [], "$.kinds[0].requirements[0].any_of", "at least one condition"),
        (("kinds", GENERAL, "requirements", 0, "any_of"), [[]], "$.kinds[0].requirements[0].any_of", "at least one condition"),
        (("kinds", GENERAL, "requirements", 0, "source"), " ", "$.kinds[0].requirements[0].source", "'unknown'"),
        (("kinds", GENERAL, "documents", 0, "source"), " ", "$.kinds[0].documents[0].source", "'unknown'"),
        (("kinds", GENERAL, "fee", "source"), "unknown", "$.kinds[0].fee.source", "both amounts 'unknown'"),
        (("grants", 0, "source"), "unknown", "$.grants[0].source", "where the grant is published"),
        (("grants", 0, "elsewhere", 0, "districts"), [], "$.grants[0].elsewhere[0]", "districts or facts"),
        (("point_kinds", 0, "expires"), "months", "$.point_kinds[0].expires_after_months", "exactly when"),
        (("point_kinds", 0, "expires_after_months"), 6, "$.point_kinds[0].expires_after_months", "exactly when"),
        (("point_kinds", 1, "fares", 0, "from_ntd"), 101, "$.point_kinds[1].fares[0].to_ntd", "at least from_ntd, 101"),
        (("activity_types", 3, "points_flat"), 5, "$.activity_types[3].point_kind", "the kind of the points"),
    ],
)
def test_what_is_well_formed_and_yet_wrong(path: Path, value: Any, where: str, expected: str) -> None:
    details = fault(changed((path, value)))
    assert details["where"] == where
    assert expected in str(details["expected"])


@pytest.mark.parametrize("value", [-1, -94])
@pytest.mark.parametrize(
    "path",
    [
        ("kinds", GENERAL, "fee", "first_ntd"),
        ("kinds", GENERAL, "fee", "replacement_ntd"),
        ("grants", 0, "points_per_month"),
        ("grants", 0, "elsewhere", 0, "points"),
        ("point_kinds", 1, "fares", 0, "points"),
        ("point_kinds", 0, "ntd_per_point"),
        ("activity_types", 0, "points_flat"),
        ("activity_types", 0, "points_per_hour"),
        ("activity_types", 0, "points_at_most"),
        ("activity_types", 0, "least_minutes"),
        ("activity_types", 0, "debounce_s"),
        ("activity_types", 0, "close_after_h"),
        ("second_factor", "attempts"),
        ("second_factor", "lock_minutes"),
        ("retention", 0, "months"),
    ],
    ids=lambda path: ".".join(map(str, path)) if isinstance(path, tuple) else "",
)
def test_numbers_below_nothing(path: Path, value: int) -> None:
    details = fault(changed((path, value)))
    assert str(details["where"]).endswith(f".{path[-1]}")
    assert "Expected `int` >= " in str(details["expected"])


@pytest.mark.parametrize(
    "path", [("point_kinds", 0, "ntd_per_point"), ("second_factor", "attempts"), ("activity_types", 0, "close_after_h")]
)
def test_numbers_that_must_be_at_least_one(path: Path) -> None:
    assert "Expected `int` >= 1" in str(fault(changed((path, 0)))["expected"])


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"smallest_ntd": 0}, "$.purses[0]"),
        ({"smallest_ntd": -10}, "$.purses[0]"),
        ({"smallest_ntd": 2000}, "$.purses[0]"),
        ({"largest_ntd": 10_001}, "$.purses[0]"),
        ({"limit_ntd": 500}, "$.purses[0]"),
        ({"offered_ntd": []}, "$.purses[0].offered_ntd"),
        ({"offered_ntd": [10, 20, 50, 100, 200]}, "$.purses[0].offered_ntd"),
        ({"offered_ntd": [5, 50]}, "$.purses[0].offered_ntd"),
        ({"offered_ntd": [50, 1001]}, "$.purses[0].offered_ntd"),
    ],
)
def test_bad_purse_numbers(changes: dict[str, Any], where: str) -> None:
    details = fault(changed(*((("purses", 0, key), value) for key, value in changes.items())))
    assert details["where"] == where
    assert details["expected"]


@pytest.mark.parametrize(
    ("condition", "where", "expected"),
    [
        ({"fact": "resident", "age_from": 7}, "", "exactly one of"),
        ({"fact": "resident", "district_in": ["桃園區"]}, "", "exactly one of"),
        ({"entitled_to": "love", "age_under": 7}, "", "exactly one of"),
        ({"fact": "resident", "from_day": date(2026, 1, 5)}, "", "exactly one of"),
        ({}, "", "exactly one of"),
        ({"holds": False}, "", "exactly one of"),
        ({"fact": "millionaire"}, ".fact", "not 'millionaire'"),
        ({"age_from": 18, "holds": False}, ".holds", "age_under"),
        ({"from_day": date(2026, 1, 5), "holds": False}, ".holds", "to_day"),
        ({"fact": "resident", "age_counts": "month"}, ".age_counts", "age_from or age_under"),
        ({"age_from": 12, "age_under": 12}, ".age_under", "more than age_from, 12"),
        ({"age_from": 12, "age_under": 6}, ".age_under", "more than age_from, 12"),
        ({"from_day": date(2026, 1, 5), "to_day": date(2026, 1, 4)}, ".to_day", "2026-01-05 or later"),
    ],
)
@pytest.mark.parametrize("place", ["requirement", "document"])
def test_conditions(condition: dict[str, Any], where: str, expected: str, place: str) -> None:
    in_requirement: Path = ("kinds", GENERAL, "requirements", 1, "any_of", 0, 0)
    in_document: Path = ("kinds", GENERAL, "documents", 1, "when", 0)
    path, key_path = (
        (in_requirement, "$.kinds[0].requirements[1].any_of[0][0]")
        if place == "requirement"
        else (in_document, "$.kinds[0].documents[1].when[0]")
    )
    details = fault(changed((path, condition)))
    assert details["where"] == key_path + where
    assert expected in str(details["expected"])


def test_a_rule_that_is_not_published_has_no_conditions_to_give() -> None:
    """Only then may `any_of` be left out."""
    path: Path = ("kinds", GENERAL, "requirements", 1)
    unknown = {key: part for key, part in requirement("age", source="unknown").items() if key != "any_of"}
    programme = programme_file.parse(changed((path, unknown)), "city.toml")
    assert programme.kinds[0].requirements[1].any_of == []
    assert fault(changed((path, unknown | {"source": "x"})))["where"] == "$.kinds[0].requirements[1].any_of"


def test_an_unknown_fact_is_answered_with_the_known_ones() -> None:
    details = fault(changed((("kinds", GENERAL, "requirements", 1, "any_of", 0, 0), {"fact": "rich"})))
    assert all(fact in str(details["expected"]) for fact in FACTS)


def test_negative_ages() -> None:
    assert "Expected `int` >= 0" in str(
        fault(changed((("kinds", 0, "requirements", 1, "any_of", 0, 0, "age_from"), -7)))["expected"]
    )


def loop(*ids: str) -> Any:
    """Kinds, each of which asks for the entitlement to the next one."""
    pairs = zip(ids, (*ids[1:], ids[0]), strict=True)
    return [card_kind(one, requirement("needs", [{"entitled_to": other}])) for one, other in pairs]


@pytest.mark.parametrize("ids", [("a",), ("a", "b"), ("a", "b", "c")])
def test_an_entitlement_loop(ids: tuple[str, ...]) -> None:
    details = fault(changed((("kinds",), loop(*ids)), (("grants",), [])))
    assert details["where"] == "$.kinds[0].requirements"
    assert "leads back to 'a'" in str(details["expected"])


def test_a_loop_behind_a_kind_is_charged_to_the_loop() -> None:
    outside = card_kind("outside", requirement("needs", [{"entitled_to": "a"}]))
    details = fault(changed((("kinds",), [outside, *loop("a", "b")]), (("grants",), [])))
    assert details["where"] == "$.kinds[1].requirements"


def test_two_ways_to_one_kind_are_no_loop() -> None:
    kinds = [
        card_kind("a", requirement("needs", [{"entitled_to": "b"}, {"entitled_to": "c"}])),
        card_kind("b", requirement("needs", [{"entitled_to": "c"}])),
        card_kind("c", requirement("adult", [{"age_from": 18}])),
    ]
    assert len(programme_file.parse(changed((("kinds",), kinds), (("grants",), [])), "city.toml").kinds) == 3
