"""Rules of money beside the kinds of points: caps, and what becomes of volunteers' hours. See `domain.programme`."""

from collections.abc import Iterator, Sequence, Set
from typing import Literal

from domain.programme_parts import AtLeastOne, Part


class PointCap(Part, frozen=True, kw_only=True):
    """At most so many points of a kind for one person in each such span of the time at which they were earned (Taipei days).

    `activity`: at each activity, ever. Monthly grants and what is given for binding a card do not count and are not capped.
    """

    point_kind: str
    per: Literal["day", "month", "year", "activity"]
    points: AtLeastOne
    source: str
    """Where it is published; a cap that is not published has no place here."""


class Volunteering(Part, frozen=True, kw_only=True):
    """What volunteers' hours are good for (志願服務)."""

    honour_years: AtLeastOne
    """So many years after the first service, and"""
    honour_hours: AtLeastOne
    """with so many hours, a volunteer may apply for the 榮譽卡."""
    time_bank: bool = False
    """Hours may be saved and handed on to others (時間銀行)."""
    source: str


def faults(caps: Sequence[PointCap], point_kinds: Set[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with the caps, as `domain.programme_file` tells it."""
    for index, cap in enumerate(caps):
        if cap.point_kind not in point_kinds:
            yield f"$.caps[{index}].point_kind", f"one of {', '.join(sorted(point_kinds))}, not {cap.point_kind!r}"
        if cap.source.strip() in ("", "unknown"):
            yield f"$.caps[{index}].source", "where the cap is published"
