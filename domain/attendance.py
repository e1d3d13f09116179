"""Signing in and out of activities: what a tap means, and what a stay counts for."""

from enum import StrEnum

import msgspec

from domain.programme import ActivityType

_MINUTE_MS = 60_000
_HOUR_MINUTES = 60


class Tap(StrEnum):
    """What one tap means."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    SAME_TAP = "same_tap"
    """The card that was just counted, again: nothing is booked."""


def decide(rule: ActivityType, *, open_since_ms: int | None, last_tap_ms: int | None, now_ms: int) -> Tap:
    """What a tap at `now_ms` means, when the medium's open sign-in and last counted tap (either way) are as given.

    All times are corrected milliseconds, and the clock may have been set back in between. A sign-in that has been open
    for longer than the rule's `close_after_h` is a forgotten sign-out: the tap begins a new stay. An activity that counts
    `once` never signs out.
    """
    if last_tap_ms is not None and abs(now_ms - last_tap_ms) < rule.debounce_s * 1000:
        return Tap.SAME_TAP
    if open_since_ms is None:
        return Tap.SAME_TAP if rule.counts == "once" and last_tap_ms is not None else Tap.SIGN_IN
    if rule.counts == "once":
        return Tap.SAME_TAP
    forgotten = now_ms - open_since_ms > rule.close_after_h * _HOUR_MINUTES * _MINUTE_MS
    return Tap.SIGN_IN if forgotten else Tap.SIGN_OUT


def lowered(rule: ActivityType, flat: int | None, per_hour: int | None, at_most: int | None) -> ActivityType:
    """A rule with an organiser's own figures in place of those that it names; None leaves the rule's."""
    return msgspec.structs.replace(
        rule,
        points_flat=rule.points_flat if flat is None else flat,
        points_per_hour=rule.points_per_hour if per_hour is None else per_hour,
        points_at_most=rule.points_at_most if at_most is None else at_most,
    )


def minutes_between(in_ms: int, out_ms: int) -> int:
    """Completed minutes of a stay; 0 when the clocks say that it ended before it began."""
    return max(0, out_ms - in_ms) // _MINUTE_MS


def points_for(rule: ActivityType, minutes: int) -> int:
    """Points of the rule's point kind for a stay of so many completed minutes."""
    if rule.point_kind is None or minutes < rule.least_minutes:
        return 0
    points = rule.points_flat + rule.points_per_hour * (minutes // _HOUR_MINUTES)
    return points if rule.points_at_most is None else min(points, rule.points_at_most)
