"""Monthly grants that change: NT 敬老/愛心 480 點 a month (2026-07 on: 600)."""

from datetime import date

import msgspec
import pytest

from domain import grants
from domain.programme import Grant, OtherPoints


def grant(points: int, from_day: date, *kinds: str, point_kind: str = "ride") -> Grant:
    return Grant(point_kind=point_kind, card_kinds=list(kinds), points_per_month=points, from_day=from_day, source="x")


BEFORE = grant(480, date(2016, 1, 1), "senior", "love")
AFTER = grant(600, date(2026, 7, 1), "senior", "love")


@pytest.mark.parametrize("given", [[BEFORE, AFTER], [AFTER, BEFORE]])
@pytest.mark.parametrize(
    ("month", "points"),
    [(date(2015, 12, 31), []), (date(2026, 6, 30), [480]), (date(2026, 7, 1), [600]), (date(2026, 7, 31), [600])],
)
def test_the_latest_that_has_begun_is_given(given: list[Grant], month: date, points: list[int]) -> None:
    assert [each.points_per_month for each in grants.in_force(given, month)] == points


def test_a_grant_that_begins_within_a_month_is_given_from_the_next() -> None:
    middle = grant(900, date(2026, 7, 2), "senior", "love")
    assert [each.points_per_month for each in grants.in_force([AFTER, middle], date(2026, 7, 15))] == [600]
    assert [each.points_per_month for each in grants.in_force([AFTER, middle], date(2026, 8, 1))] == [900]


def test_a_later_grant_takes_its_own_card_kinds_alone() -> None:
    seniors = grant(800, date(2026, 7, 1), "senior")
    health = grant(10, date(2016, 1, 1), "senior", point_kind="health")
    found = grants.in_force([BEFORE, health, seniors], date(2026, 7, 1))
    assert {(each.point_kind, *each.card_kinds, each.points_per_month) for each in found} == {
        ("ride", "senior", 800),
        ("ride", "love", 480),
        ("health", "senior", 10),
    }


def test_some_people_are_given_another_amount() -> None:
    """TY 復興區 1000; TC 原住民 1500."""
    elsewhere = [OtherPoints(districts=["復興區"], points=1000), OtherPoints(facts=["indigenous"], points=1500)]
    given = msgspec.structs.replace(grant(800, date(2016, 1, 1), "senior"), elsewhere=elsewhere)
    cases = [("復興區", set()), ("桃園區", set()), ("桃園區", {"indigenous", "resident"}), ("復興區", {"indigenous"})]
    assert [grants.points_for(given, district, facts) for district, facts in cases] == [1000, 800, 1500, 1000]
