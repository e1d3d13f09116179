"""How many were there at which time: the curve of an activity, made anew from its stays each time that somebody looks."""

from collections import Counter
from collections.abc import Hashable, Iterable

import msgspec

from domain.wire_activities import CurvePoint

MOST_POINTS = 240


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """One stay that was not undone. `left_ms` None: still there; `counted` False: came, and takes no place."""

    person: Hashable
    in_ms: int
    left_ms: int | None
    counted: bool


def curve(stays: Iterable[Stay], now_ms: int) -> list[CurvePoint]:
    """The points, the last of them at `now_ms`. People are counted once, however many stays they have."""
    changes: list[tuple[int, int, Stay]] = []
    for stay in stays:
        changes.append((stay.in_ms, 1, stay))
        if stay.left_ms is not None:
            changes.append((max(stay.left_ms, stay.in_ms), 0, stay))
    # At one moment who leaves goes first, but nobody before they came.
    changes.sort(key=lambda change: (change[0], change[2].in_ms == change[0], -change[1]))
    there: Counter[Hashable] = Counter()
    came: set[Hashable] = set()
    present = 0
    points: list[CurvePoint] = []
    for at_ms, comes, stay in changes:
        if comes:
            came.add(stay.person)
        if stay.counted:
            before = there[stay.person]
            there[stay.person] = before + (1 if comes else -1)
            present += (there[stay.person] > 0) - (before > 0)
        point = CurvePoint(at_ms=at_ms, present=present, came=len(came))
        if points and points[-1].at_ms == at_ms:
            points.pop()
        points.append(point)
    return _thinned(points, now_ms)


def _thinned(points: list[CurvePoint], now_ms: int) -> list[CurvePoint]:
    """The last point of each equal piece of time, and how it stands now."""
    if not points:
        return []
    first, last = points[0], points[-1]
    if len(points) > MOST_POINTS - 2:
        piece = max(1, -(-(last.at_ms - first.at_ms + 1) // (MOST_POINTS - 2)))
        kept = {(point.at_ms - first.at_ms) // piece: point for point in points}
        points = [first, *(point for point in kept.values() if point is not first)]
    if now_ms > last.at_ms:
        points = [*points, msgspec.structs.replace(last, at_ms=now_ms)]
    return points
