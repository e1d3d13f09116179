from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import taipei

MIDNIGHT = 1_767_542_400_000  # 2026-01-05T00:00+08:00 = 2026-01-04T16:00Z


def test_the_reference_moment() -> None:
    assert datetime(2026, 1, 4, 16, tzinfo=UTC).timestamp() * 1000 == MIDNIGHT


@pytest.mark.parametrize(
    ("ms", "day"),
    [
        (MIDNIGHT - 1, date(2026, 1, 4)),  # 23:59:59.999
        (MIDNIGHT, date(2026, 1, 5)),
        (MIDNIGHT + 8 * 3_600_000 - 1, date(2026, 1, 5)),  # before UTC's own midnight
        (MIDNIGHT + 8 * 3_600_000, date(2026, 1, 5)),
        (MIDNIGHT + 86_400_000 - 1, date(2026, 1, 5)),
        (MIDNIGHT + 86_400_000, date(2026, 1, 6)),
        (0, date(1970, 1, 1)),
        (-8 * 3_600_000, date(1970, 1, 1)),  # before 1970: a clock that lost its battery must not stop a station
        (-8 * 3_600_000 - 1, date(1969, 12, 31)),
    ],
)
def test_days_are_taipei_days(ms: int, day: date) -> None:
    assert taipei.day(ms) == day


def test_a_moment_keeps_its_milliseconds() -> None:
    moment = taipei.moment(MIDNIGHT - 1)
    assert (moment.hour, moment.minute, moment.second, moment.microsecond) == (23, 59, 59, 999_000)
    assert moment.utcoffset() == timedelta(hours=8)


@given(st.dates(min_value=date(1, 1, 2)))
def test_midnight_is_the_first_millisecond_of_its_day(day: date) -> None:
    midnight = taipei.midnight_ms(day)
    assert taipei.day(midnight) == day
    assert taipei.day(midnight - 1) == day - timedelta(days=1)


@given(st.integers(-(10**13), 10**14))
def test_a_moment_is_exact_to_the_millisecond(ms: int) -> None:
    assert (taipei.moment(ms) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1) == ms
