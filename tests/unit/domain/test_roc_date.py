from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import roc_date
from domain.errors import Code, Refused

TODAY = date(2026, 1, 5)
DAY = date(2026, 1, 5)


def refusal(text: str) -> Code:
    with pytest.raises(Refused) as problem:
        roc_date.parse(text)
    return problem.value.code


@pytest.mark.parametrize(
    "typed",
    [
        "1150105",  # the three forms of domain.md
        "115/1/5",
        "民國115年1月5日",
        "115/01/05",
        "115-1-5",
        "115.1.5",
        "115年1月5日",
        " 115 / 1 / 5 ",
        "民國 115 年 1 月 5 日",
        "１１５０１０５",
        "１１５／１／５",
        "民國１１５年１月５日",
        "2026-01-05",
        "2026/1/5",
        "20260105",
        "2026年1月5日",
    ],
)
def test_every_way_of_typing_a_day(typed: str) -> None:
    assert roc_date.parse(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1/1/1", date(1912, 1, 1)),
        ("010101", date(1912, 1, 1)),
        ("450105", date(1956, 1, 5)),
        ("99/12/31", date(2010, 12, 31)),
        ("991231", date(2010, 12, 31)),
        ("1000101", date(2011, 1, 1)),
        ("1130229", date(2024, 2, 29)),
        ("89/2/29", date(2000, 2, 29)),
        ("民國前1年12月31日", date(1911, 12, 31)),
        ("民國前16年1月5日", date(1896, 1, 5)),
        ("1911/12/31", date(1911, 12, 31)),
    ],
)
def test_years_of_every_length(typed: str, day: date) -> None:
    assert roc_date.parse(typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "115",
        "11501",
        "115/1",
        "115/1/5/6",
        "115/13/1",
        "115/0/1",
        "115/2/30",
        "1150229",  # 2026 is no leap year
        "民國115年2月29日",
        "1900/2/29",
        "0/1/5",  # there is no 民國 0
        "000105",
        "民國前0年1月5日",
        "0000/1/5",
        "-5/1/5",
        "民國2026年1月5日",  # two eras at once
        "100 1 05",  # would run together as 10/01/05
        "115 01 05",
        "1150105.0",
        "一一五年一月五日",
        "٢٠٢٦/1/5",
        "tomorrow",
        "<script>",
        "9" * 400,
    ],
)
def test_what_is_no_date(typed: str) -> None:
    assert refusal(typed) is Code.DATE_FORMAT


@given(st.text(max_size=16) | st.text("0123456789/-.年月日民國前 ", max_size=16))
def test_no_text_breaks_the_reading(text: str) -> None:
    try:
        day: date | None = roc_date.parse(text)
    except Refused:
        day = None
    assert day is None or any(character.isdigit() for character in text)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (DAY, "民國115年1月5日"),
        (date(2024, 2, 29), "民國113年2月29日"),
        (date(1912, 1, 1), "民國1年1月1日"),
        (date(1911, 12, 31), "民國前1年12月31日"),
        (date(1896, 1, 5), "民國前16年1月5日"),
    ],
)
def test_days_are_written_in_the_era(day: date, written: str) -> None:
    assert roc_date.format_roc(day) == written


def test_the_gregorian_year_stands_beside_it() -> None:
    assert roc_date.format_both(DAY) == "民國115年1月5日 (2026)"


@given(st.dates(max_value=date(2910, 12, 31)))
def test_what_is_written_can_be_read(day: date) -> None:
    assert roc_date.parse(roc_date.format_roc(day)) == day
    assert roc_date.parse(day.isoformat()) == day


@given(st.dates(min_value=date(1912, 1, 1), max_value=date(2910, 12, 31)))
def test_the_short_forms_mean_the_same_day(day: date) -> None:
    year = day.year - 1911
    assert roc_date.parse(f"{year}/{day.month}/{day.day}") == day
    assert roc_date.parse(f"{year:03d}{day.month:02d}{day.day:02d}") == day
    if year < 100:
        assert roc_date.parse(f"{year:02d}{day.month:02d}{day.day:02d}") == day


def birthday_refusal(text: str) -> Code:
    with pytest.raises(Refused) as problem:
        roc_date.parse_birthday(text, TODAY)
    return problem.value.code


def test_whoever_is_born_today_can_stand_here() -> None:
    assert roc_date.parse_birthday("115/1/5", TODAY) == TODAY


def test_nobody_is_born_tomorrow() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert birthday_refusal(roc_date.format_roc(tomorrow)) is Code.BIRTHDAY_FUTURE
    assert birthday_refusal("1990105") is Code.BIRTHDAY_FUTURE


@pytest.mark.parametrize("typed", ["1895/12/31", "民國前17年1月1日", "0115/1/5", "01150105"])
def test_nobody_is_older_than_130(typed: str) -> None:
    assert birthday_refusal(typed) is Code.BIRTHDAY_TOO_EARLY


def test_the_oldest_may_come() -> None:
    assert roc_date.parse_birthday("民國前16年1月5日", TODAY) == date(1896, 1, 5)


def test_a_birthday_that_is_no_date() -> None:
    assert birthday_refusal("115/2/29") is Code.DATE_FORMAT


def test_month_and_day_of_some_year() -> None:
    assert [roc_date.is_month_day(digits) for digits in ("0101", "0229", "1231")] == [True] * 3
    no_days = ("0000", "0230", "1301", "0431", "", "229", "02290", "二二九")
    assert [roc_date.is_month_day(digits) for digits in no_days] == [False] * 8
