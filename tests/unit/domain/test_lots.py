from datetime import date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import lots, taipei
from domain.errors import Bug, Code, Refused
from domain.lots import Lot
from domain.programme import PointKind
from domain.programme_parts import Text

NOW = 1_767_571_200_000
HEALTH = PointKind(
    id="health", name=Text(zh_TW="健康", en="h", vi="h", id="h"), payer="agency", redeemable=True, source="測試規則"
)


def lot(number: int, points: int, expires_ms: int | None = None, awarded_ms: int = 0, kind: str = "health") -> Lot:
    return Lot(
        id=number,
        point_kind=kind,
        agency=f"agency-{number}",
        activity="a",
        points=points,
        expires_ms=expires_ms,
        awarded_ms=awarded_ms,
    )


def parts(held: list[Lot], points: int) -> list[tuple[int, int]]:
    return [(part.id, taken) for part, taken in lots.spend(held, points, NOW)]


def refusal(held: list[Lot], points: int) -> Refused:
    with pytest.raises(Refused) as problem:
        lots.spend(held, points, NOW)
    return problem.value


def test_first_expiring_first() -> None:
    held = [lot(1, 10), lot(2, 10, NOW + 2), lot(3, 10, NOW + 1)]
    assert parts(held, 25) == [(3, 10), (2, 10), (1, 5)]


def test_of_equal_expiry_the_oldest_first() -> None:
    held = [lot(1, 10, NOW + 9, awarded_ms=5), lot(2, 10, NOW + 9, awarded_ms=4), lot(3, 10, NOW + 9, awarded_ms=4)]
    assert parts(held, 30) == [(2, 10), (3, 10), (1, 10)]


def test_a_lot_that_is_enough_is_the_only_one_charged() -> None:
    assert parts([lot(1, 10, NOW + 1), lot(2, 10)], 10) == [(1, 10)]


def test_points_are_void_from_the_moment_of_expiry() -> None:
    assert parts([lot(1, 10, NOW), lot(2, 10, NOW - 1), lot(3, 10, NOW + 1)], 10) == [(3, 10)]
    assert refusal([lot(1, 10, NOW), lot(3, 10, NOW + 1)], 11).details == {"points": 10}


def test_too_few_points() -> None:
    problem = refusal([lot(1, 3), lot(2, 4)], 8)
    assert problem.code is Code.AMOUNT_OVER_BALANCE
    assert problem.details == {"points": 7}
    assert refusal([], 1).details == {"points": 0}


@pytest.mark.parametrize("points", [0, -1, -50])
def test_nothing_and_less_cannot_be_spent(points: int) -> None:
    assert refusal([lot(1, 3)], points).code is Code.AMOUNT_INVALID


def test_kinds_never_mix() -> None:
    """Domain, Money and points: kinds of points differ and must not mix."""
    with pytest.raises(Bug):
        lots.spend([lot(1, 10), lot(2, 10, kind="ride")], 5, NOW)


EXPIRY = st.none() | st.integers(NOW - 5, NOW + 5)
HELD = st.lists(st.tuples(st.integers(0, 50), EXPIRY, st.integers(0, 3)), max_size=8).map(
    lambda rows: [lot(number, points, expires, awarded) for number, (points, expires, awarded) in enumerate(rows)]
)


@given(HELD, st.integers(1, 250))
def test_what_is_spent_is_exactly_what_was_asked_and_no_lot_gives_more_than_it_has(held: list[Lot], points: int) -> None:
    alive = [part for part in held if part.expires_ms is None or part.expires_ms > NOW]
    if sum(part.points for part in alive) < points:
        assert refusal(held, points).code is Code.AMOUNT_OVER_BALANCE
        return
    taken = lots.spend(held, points, NOW)
    assert sum(part for _, part in taken) == points
    assert all(0 < part <= from_lot.points for from_lot, part in taken)
    assert all(from_lot in alive for from_lot, _ in taken)
    assert len({from_lot.id for from_lot, _ in taken}) == len(taken)


@given(HELD, st.integers(1, 250))
def test_no_lot_is_kept_that_would_lapse_before_one_that_was_spent(held: list[Lot], points: int) -> None:
    alive = [part for part in held if part.expires_ms is None or part.expires_ms > NOW]
    if sum(part.points for part in alive) < points:
        return
    taken = {from_lot.id: part for from_lot, part in lots.spend(held, points, NOW)}
    never = NOW + 10**6
    kept = [part.expires_ms or never for part in alive if part.points > taken.get(part.id, 0)]
    spent = [part.expires_ms or never for part in alive if part.id in taken]
    assert not kept or not spent or min(kept) >= max(spent)


def last_moment(kind: str, awarded: date, months: int | None = None) -> datetime:
    """The last millisecond, in Taipei, at which points awarded at noon of a day are good."""
    rule = msgspec.convert(msgspec.structs.asdict(HEALTH) | {"expires": kind, "expires_after_months": months}, PointKind)
    expires_ms = lots.expiry_ms(rule, taipei.midnight_ms(awarded) + 12 * 3_600_000)
    assert expires_ms is not None
    last = taipei.moment(expires_ms - 1)
    assert (last.hour, last.minute, last.second, last.microsecond) == (23, 59, 59, 999_000)
    assert taipei.moment(expires_ms).date() == last.date() + timedelta(days=1)
    return last


def test_points_that_never_lapse() -> None:
    assert lots.expiry_ms(HEALTH, NOW) is None


@pytest.mark.parametrize(
    ("awarded", "last"),
    [
        (date(2026, 1, 5), date(2026, 1, 31)),
        (date(2026, 1, 31), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2024, 2, 28), date(2024, 2, 29)),
        (date(2026, 4, 30), date(2026, 4, 30)),
        (date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_monthly_grants_lapse_with_the_month(awarded: date, last: date) -> None:
    assert last_moment("month_end", awarded).date() == last


def test_the_month_is_taipeis_at_either_side_of_midnight() -> None:
    """23:59:59.999 of 31 January in Taipei is still January's, and a millisecond later is February's."""
    rule = msgspec.structs.replace(HEALTH, expires="month_end")
    february = taipei.midnight_ms(date(2026, 2, 1))
    assert lots.expiry_ms(rule, february - 1) == february
    assert lots.expiry_ms(rule, february) == taipei.midnight_ms(date(2026, 3, 1))


@pytest.mark.parametrize("awarded", [date(2026, 1, 1), date(2026, 2, 28), date(2026, 12, 31)])
def test_year_end(awarded: date) -> None:
    assert last_moment("year_end", awarded).date() == date(2026, 12, 31)


def test_the_year_is_taipeis_at_either_side_of_midnight() -> None:
    rule = msgspec.structs.replace(HEALTH, expires="year_end")
    new_year = taipei.midnight_ms(date(2027, 1, 1))
    assert lots.expiry_ms(rule, new_year - 1) == new_year
    assert lots.expiry_ms(rule, new_year) == taipei.midnight_ms(date(2028, 1, 1))


@pytest.mark.parametrize(
    ("awarded", "months", "last"),
    [
        (date(2026, 1, 5), 1, date(2026, 2, 5)),
        (date(2026, 1, 5), 12, date(2027, 1, 5)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 28), 1, date(2026, 2, 28)),
        (date(2026, 1, 29), 1, date(2026, 2, 28)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # February counts in full
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 2, 28), 1, date(2026, 3, 31)),  # March counts in full
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_periods_of_months(awarded: date, months: int, last: date) -> None:
    """民法 §120, §121: the first day does not count; the period ends the day before its own, or with a month without one."""
    assert last_moment("months", awarded, months).date() == last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_a_period_of_months_is_never_shorter_than_its_months(awarded: date, months: int) -> None:
    last = last_moment("months", awarded, months).date()
    assert last >= lots.months_after(awarded, months)
    assert (last.year * 12 + last.month) - (awarded.year * 12 + awarded.month) == months


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_an_earlier_award_never_lapses_later(awarded: date, months: int) -> None:
    assert last_moment("months", awarded, months) <= last_moment("months", awarded + timedelta(days=1), months)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 10, 31), 13, date(2027, 11, 30)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_after(day: date, months: int, after: date) -> None:
    assert lots.months_after(day, months) == after
