"""What may be told of service use: counts of people, with every group under five withheld, also from reckoning by difference.

A report's unit is a **line**: one service of one agency in one month, its total, and one breakdown of that total into disjoint
parts (districts, ages, how often). Lines of one service share their total and nothing else: there is no sum over agencies,
services or months, whose difference with a line could tell something, and a month is told once and for ever. So each line can
be judged by itself.
"""

from collections.abc import Mapping, Sequence

import msgspec

FEWEST = 5
"""Groups of fewer people are withheld."""
AGES: tuple[tuple[str, int], ...] = (("0-17", 0), ("18-39", 18), ("40-64", 40), ("65-79", 65), ("80+", 80))
"""Bands by completed years at the month's beginning."""
FREQUENCIES: tuple[tuple[str, int], ...] = (("1", 1), ("2-4", 2), ("5-9", 5), ("10+", 10))
"""Bands by uses per person in the month."""
UNKNOWN = "?"


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """People and their uses; None: withheld."""

    people: int | None
    uses: int | None


WITHHELD = Cell(people=None, uses=None)


def band(bands: Sequence[tuple[str, int]], number: int) -> str:
    """The name of the band that a number falls into; bands begin where they say, in ascending order."""
    return next((name for name, begins in reversed(bands) if number >= begins), UNKNOWN)


def total(people: int, uses: int) -> Cell:
    """A line's total as it may be told."""
    return Cell(people=people, uses=uses) if people == 0 or people >= FEWEST else WITHHELD


def told(line: Mapping[str, Cell]) -> dict[str, Cell]:
    """A line's parts as they may be told beside their total. Every part has numbers, also those of nobody.

    Withheld are the parts of one to four people, and then the smallest others until what is withheld together leaves each of
    them at least `FEWEST` possible values: at least two parts, and `FEWEST` - 1 people more than there are withheld parts.
    Where that cannot be, or the total itself is withheld, all are.
    """
    counts = {name: cell.people or 0 for name, cell in line.items()}
    withheld = {name for name, people in counts.items() if 0 < people < FEWEST}
    if 0 < sum(counts.values()) < FEWEST:
        return dict.fromkeys(line, WITHHELD)
    others = sorted((name for name in counts if counts[name] >= FEWEST), key=lambda name: counts[name])
    while withheld and not _protects([counts[name] for name in withheld]):
        if not others:
            return dict.fromkeys(line, WITHHELD)
        withheld.add(others.pop(0))
    return {name: WITHHELD if name in withheld else cell for name, cell in line.items()}


def _protects(withheld: Sequence[int]) -> bool:
    return len(withheld) >= 2 and sum(withheld) - len(withheld) >= FEWEST - 1
