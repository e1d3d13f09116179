"""民國 dates in and out. 民國 1 is 1912 (行政院, 曆法); years before it are 民國前."""

import re
from datetime import date

from domain.errors import Code, Refused

_ROC_OFFSET = 1911
_OLDEST_YEARS = 130
_COMPACT = re.compile(r"(\d{2,3})(\d{2})(\d{2})", re.ASCII)
_SEPARATED = re.compile(r"(\d{1,4})[/.\-年](\d{1,2})[/.\-月](\d{1,2})日?", re.ASCII)
_BEFORE = re.compile(r"民國前(\d{1,4})年(\d{1,2})月(\d{1,2})日", re.ASCII)
_GREGORIAN_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SPLIT_NUMBER = re.compile(r"\d\s+\d", re.ASCII)
_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF0D, 0xFF0E, 0xFF0F)}


def parse(text: str) -> date:
    """The day that a person typed: 1150105, 115/1/5, 民國115年1月5日, 2026-01-05 or 20260105.

    A year of up to three digits is 民國, of four Gregorian; 民國前 is understood as `format_roc` writes it. Raises
    `Refused(DATE_FORMAT)`, also for digits with only a space between them (100 1 05 and 10 01 05 would run together).
    """
    typed = text.translate(_FULL_WIDTH)
    cleaned = "".join(typed.split())
    before = _BEFORE.fullmatch(cleaned)
    match = before or _with_era(cleaned) or _GREGORIAN_COMPACT.fullmatch(cleaned) or _COMPACT.fullmatch(cleaned)
    if match is None or int(match.group(1)) == 0 or _SPLIT_NUMBER.search(typed):
        raise Refused(Code.DATE_FORMAT)
    year, month, day = (int(part) for part in match.groups())
    if before:
        year = 1 - year
    if before or len(match.group(1)) < 4:
        year += _ROC_OFFSET
    try:
        return date(year, month, day)
    except ValueError as problem:
        raise Refused(Code.DATE_FORMAT) from problem


def _with_era(cleaned: str) -> re.Match[str] | None:
    match = _SEPARATED.fullmatch(cleaned.removeprefix("民國"))
    return None if match and cleaned.startswith("民國") and len(match.group(1)) == 4 else match


def parse_birthday(text: str, today: date) -> date:
    """As `parse`, and a person born on that day can be standing here.

    Raises `Refused` with `DATE_FORMAT`, `BIRTHDAY_FUTURE` or `BIRTHDAY_TOO_EARLY`.
    """
    birthday = parse(text)
    if birthday > today:
        raise Refused(Code.BIRTHDAY_FUTURE)
    if today.year - birthday.year > _OLDEST_YEARS:
        raise Refused(Code.BIRTHDAY_TOO_EARLY)
    return birthday


def format_roc(day: date) -> str:
    """`民國115年1月5日`; a year before 民國 1 is written `民國前1年`."""
    year = day.year - _ROC_OFFSET
    era = f"民國{year}年" if year > 0 else f"民國前{1 - year}年"
    return f"{era}{day.month}月{day.day}日"


def format_both(day: date) -> str:
    """`民國115年1月5日 (2026)`: the form in which every screen shows a date."""
    return f"{format_roc(day)} ({day.year})"


def is_month_day(digits: str) -> bool:
    """Whether four digits are the month and day of some day, such as 0229."""
    if len(digits) != _MONTH_DAY_DIGITS or not digits.isdecimal():
        return False
    try:
        date(_LEAP_YEAR, int(digits[:2]), int(digits[2:]))
    except ValueError:
        return False
    return True


_MONTH_DAY_DIGITS = 4
_LEAP_YEAR = 2000
"""Any leap year: someone is born on 29 February."""
