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

    Withheld are the small parts, those of one to four people, and with them others, at least one, until the sum of what is
    withheld, which is the total less what is told, leaves every number from one to four possible for each small part. Which
    others does not depend on how many people they have, for that would tell something: the last come first. Where that
    cannot be, or the total itself is withheld, all are.
    """
    counts = {name: cell.people or 0 for name, cell in line.items()}
    if 0 < sum(counts.values()) < FEWEST:
        return dict.fromkeys(line, WITHHELD)
    small = [name for name, people in counts.items() if 0 < people < FEWEST]
    if not small:
        return dict(line)
    cover: list[str] = []
    for name in reversed(list(line)):
        if counts[name] >= FEWEST:
            cover.append(name)
            if _covers([counts[one] for one in small], [counts[one] for one in cover]):
                return {name: WITHHELD if name in (*small, *cover) else cell for name, cell in line.items()}
    return dict.fromkeys(line, WITHHELD)


def _covers(small: Sequence[int], cover: Sequence[int]) -> bool:
    """Whether one small part may be of four people with the others of one, and each of the cover still of `FEWEST`."""
    return sum(small) + sum(cover) >= (FEWEST - 1) + (len(small) - 1) + FEWEST * len(cover)


def by_frequency(line: Mapping[str, Cell]) -> dict[str, Cell]:
    """The parts of a breakdown by uses per person: all, or none when one of them is of one to four people.

    What each part's people have used lies within bounds, so that beside the total of uses a part could be reckoned that is
    withheld among others.
    """
    if any(0 < (cell.people or 0) < FEWEST for cell in line.values()):
        return dict.fromkeys(line, WITHHELD)
    return dict(line)


def rounded(uses: int) -> int:
    """Uses as they are told: to the nearest ten, so that they do not tell how often the last of a group came."""
    return (uses + 5) // 10 * 10
