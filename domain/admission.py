"""Who is let in for how much where all gates share what a visitor has used: free days, then a part of the price.

A visitor's free days are the first ones on which they came, by the corrected time of every gate, whatever order the gates'
words arrive in. On a free day every re-entry is free.
"""

from collections.abc import Iterable

from domain.programme import Admission


def free_days(rule: Admission, days: Iterable[str]) -> list[str]:
    """Which of the days on which a visitor came are free, the earliest first. Days are Taipei days, ISO 8601."""
    return sorted(set(days))[: rule.free_days]


def due_percent(rule: Admission, days: Iterable[str], day: str) -> int:
    """Of the full price, what entering on `day` costs a visitor who came on `days`."""
    return 0 if day in free_days(rule, [*days, day]) else rule.later_percent


def days_left(rule: Admission, days: Iterable[str]) -> int:
    """How many free days a visitor can still choose."""
    return rule.free_days - len(free_days(rule, days))
