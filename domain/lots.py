"""Points are held in lots, spent first-expiring first, so that every redeemed point is charged to the agency that gave it."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from domain import taipei
from domain.errors import Bug, Code, Refused
from domain.programme import PointKind


class Lot(msgspec.Struct, frozen=True, kw_only=True):
    """Points of one award that are still there. `points` is what remains, `expires_ms` the first moment they are void."""

    id: int
    point_kind: str
    agency: str
    activity: str
    points: int
    expires_ms: int | None
    awarded_ms: int


def spend(lots: Sequence[Lot], points: int, now_ms: int) -> list[tuple[Lot, int]]:
    """Which lots give how many of `points`: first-expiring first, then oldest first; expired lots give nothing.

    Raises `Refused(AMOUNT_INVALID)` for fewer than one point, `Refused(AMOUNT_OVER_BALANCE)` with `points` available when
    there are not enough. Kinds never mix: lots of several kinds are a `Bug`.
    """
    if len({lot.point_kind for lot in lots}) > 1:
        raise Bug()
    if points < 1:
        raise Refused(Code.AMOUNT_INVALID)
    alive = [lot for lot in lots if lot.points > 0 and (lot.expires_ms is None or lot.expires_ms > now_ms)]
    alive.sort(key=lambda lot: (lot.expires_ms is None, lot.expires_ms or 0, lot.awarded_ms, lot.id))
    available = sum(lot.points for lot in alive)
    if available < points:
        raise Refused(Code.AMOUNT_OVER_BALANCE, points=available)
    taken = []
    for lot in alive:
        part = min(lot.points, points)
        taken.append((lot, part))
        points -= part
        if points == 0:
            break
    return taken


def expiry_ms(kind: PointKind, awarded_ms: int) -> int | None:
    """The first moment at which points awarded at `awarded_ms` are void, or None when they never lapse."""
    awarded = taipei.day(awarded_ms)
    match kind.expires:
        case "never":
            return None
        case "month_end":
            last = awarded.replace(day=monthrange(awarded.year, awarded.month)[1])
        case "year_end":
            last = awarded.replace(month=12, day=31)
        case "months":
            last = _last_day_of_months(awarded, kind.expires_after_months or 0)
    return taipei.midnight_ms(last + timedelta(days=1))


def _last_day_of_months(awarded: date, months: int) -> date:
    """The first day does not count; the period ends the day before its own day of the month, or with a month that has none.

    Source: 民法 §120, §121.
    """
    first = awarded + timedelta(days=1)
    same = months_after(first, months)
    return same if same.day < first.day else same - timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months on, or that month's last day when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
