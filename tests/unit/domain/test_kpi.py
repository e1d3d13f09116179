"""What is told of a line: groups under five are withheld, and nobody reckons them from what is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kpi import AGES, FEWEST, FREQUENCIES, UNKNOWN, WITHHELD, Cell, band, by_frequency, rounded, told, total

COUNTS = st.lists(st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=1, max_size=6)


def line(counts):
    return {f"part {number}": Cell(people=count, uses=3 * count) for number, count in enumerate(counts)}


def shown(counts):
    return tuple(cell.people for cell in told(line(counts)).values())


def compositions(parts, people):
    """Every way in which so many people fall into so many parts."""
    if parts == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in compositions(parts - 1, people - first):
            yield (first, *rest)


@given(COUNTS)
@settings(derandomize=True, max_examples=500, deadline=None)
def test_no_small_group_is_told_and_what_is_told_is_true(counts):
    for count, cell in zip(counts, told(line(counts)).values(), strict=True):
        assert cell == WITHHELD or cell == Cell(people=count, uses=3 * count)
        assert cell == WITHHELD or count == 0 or count >= FEWEST


@given(COUNTS)
@settings(derandomize=True, max_examples=500, deadline=None)
def test_each_small_part_may_be_of_any_small_number(counts):
    """By the equation that a reader has: what is withheld is the told total less the told parts."""
    parts = shown(counts)
    withheld = [count for count, people in zip(counts, parts, strict=True) if people is None]
    small = [count for count in withheld if 0 < count < FEWEST]
    if len(withheld) in (0, len(counts)):
        return
    rest = sum(counts) - sum(people for people in parts if people is not None)
    assert rest == sum(withheld)
    cover = len(withheld) - len(small)
    assert small
    assert cover
    assert rest - (FEWEST - 1) - (len(small) - 1) >= FEWEST * cover


LINES = [(parts, people) for parts, most in ((2, 40), (3, 31), (4, 24)) for people in range(FEWEST, most)]


@pytest.mark.parametrize(("parts", "people"), LINES)
def test_not_even_who_knows_the_rule_reckons_a_part(parts, people):
    """Of all lines with a total, those that would be told in the same way: no withheld part is the same in all of them."""
    alike = {}
    for counts in compositions(parts, people):
        alike.setdefault(shown(counts), []).append(counts)
    for seen, candidates in alike.items():
        for place in range(parts):
            if seen[place] is None:
                assert len({counts[place] for counts in candidates}) > 1, (seen, candidates)


def test_a_line_of_few_tells_nothing_and_of_none_that_there_was_none():
    assert total(4, 9) == WITHHELD
    assert set(told(line([4, 0])).values()) == {WITHHELD}
    assert total(0, 0) == Cell(people=0, uses=0)
    assert shown([0, 0]) == (0, 0)
    assert total(5, 10) == Cell(people=5, uses=10)


def test_examples():
    assert shown([20, 30]) == (20, 30)
    assert shown([20, 3, 9, 30]) == (20, None, 9, None)
    assert shown([2, 2, 2, 60, 50]) == (None, None, None, 60, None)
    assert shown([5, 5, 5, 1]) == (None, None, None, None)
    assert shown([4, 4, 0]) == (None, None, None)
    assert shown([6, 3]) == (None, None)


def test_how_often_is_told_wholly_or_not():
    assert by_frequency(line([5, 0, 9])) == line([5, 0, 9])
    assert set(by_frequency(line([5, 4, 9])).values()) == {WITHHELD}


def test_bands_and_rounding():
    assert [band(AGES, years) for years in (0, 17, 18, 64, 65, 79, 80, 110)] == [
        *("0-17", "0-17", "18-39", "40-64", "65-79", "65-79", "80+", "80+")
    ]
    assert band(AGES, -1) == UNKNOWN
    assert [band(FREQUENCIES, uses) for uses in (1, 2, 4, 5, 10, 99)] == ["1", "2-4", "2-4", "5-9", "10+", "10+"]
    assert [rounded(uses) for uses in (0, 4, 5, 14, 15)] == [0, 0, 10, 10, 20]
