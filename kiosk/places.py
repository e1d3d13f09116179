"""Where what is said and what can be done stand on a page: arithmetic only.

What can be done stays in sight and only what is said is turned, as long as that leaves room to read; else the whole page is.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize

_ABOVE = 0.35
"""Part of the free height that is left above."""
_LOW = 0.85
"""Part of the free height above what keeps its place."""

HeightAt = Callable[[int], int]
"""The height that a part needs at a width."""


@dataclass(frozen=True, kw_only=True)
class Places:
    """`act` is on the page when it is `pinned`, else on the sheet; `say` is always on the sheet, which `area` shows."""

    area: QRect
    sheet: QSize
    say: QRect
    act: QRect
    pinned: bool


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How a page wants it. `gap` and `least` (what must remain to read above a pinned part) in pixels."""

    gap: int
    least: int
    say_part: float
    low: bool = False
    """What can be done keeps its place whatever is said."""
    bottom: bool = False
    """What can be done stands at the bottom."""


def beside(room: QSize, wish: Wish, say: HeightAt, act: HeightAt) -> Places | None:
    """Both beside each other, each in the middle of its column; None when what can be done is taller than the page."""
    say_width = round((room.width() - wish.gap) * wish.say_part)
    act_left = say_width + wish.gap
    say_height, act_height = say(say_width), act(room.width() - act_left)
    if act_height > room.height():
        return None
    return Places(
        area=QRect(0, 0, say_width, room.height()),
        sheet=QSize(say_width, max(room.height(), say_height)),
        say=QRect(0, max(0, (room.height() - say_height) // 2), say_width, say_height),
        act=QRect(act_left, (room.height() - act_height) // 2, room.width() - act_left, act_height),
        pinned=True,
    )


def stacked(room: QSize, wish: Wish, say: HeightAt, act: HeightAt | None) -> Places:
    """One above the other."""
    width, height = room.width(), room.height()
    say_height = say(width)
    if act is None:
        top = round(max(0, height - say_height) * _ABOVE)
        sheet = QSize(width, max(height, say_height))
        return Places(
            area=QRect(0, 0, width, height), sheet=sheet, say=QRect(0, top, width, say_height), act=QRect(), pinned=True
        )
    act_height = act(width)
    free = height - say_height - wish.gap - act_height
    if free < 0 and height - act_height - wish.gap < wish.least:
        act_top = say_height + wish.gap
        sheet = QSize(width, act_top + act_height)
        whole = QRect(0, act_top, width, act_height)
        return Places(area=QRect(0, 0, width, height), sheet=sheet, say=QRect(0, 0, width, say_height), act=whole, pinned=False)
    top = round(max(0, free) * _ABOVE)
    act_top = min(top + say_height + wish.gap, height - act_height)
    if wish.bottom:
        act_top = height - act_height
    elif wish.low and free >= 0:
        act_top = max(say_height + wish.gap, round((height - act_height) * _LOW))
        top = act_top - wish.gap - say_height
    shown = act_top - wish.gap
    return Places(
        area=QRect(0, 0, width, shown),
        sheet=QSize(width, max(shown, say_height)),
        say=QRect(0, min(top, max(0, shown - say_height)), width, say_height),
        act=QRect(0, act_top, width, act_height),
        pinned=True,
    )
