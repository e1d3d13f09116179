"""Signing in and out of activities: what a tap means, who may come, what a stay counts for, how many are there."""

from collections.abc import Iterable
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
    NOT_IN = "not_in"
    """Somebody who is not signed in is to be signed out: nothing is booked."""


class Mode(StrEnum):
    """What taps are for at a desk."""

    TOGGLE = "toggle"
    """In, and the next time out."""
    IN = "in"
    OUT = "out"


class Standing(StrEnum):
    """How somebody stands to an activity's registration list and rule."""

    REGISTERED = "registered"
    WALK_IN = "walk_in"
    NOT_REGISTERED = "not_registered"
    """Only who is registered may come."""
    NOT_ELIGIBLE = "not_eligible"
    """The activity is for holders of other cards."""

    @property
    def may_come(self) -> bool:
        """Whether they are signed in."""
        return self in (Standing.REGISTERED, Standing.WALK_IN)


def standing(rule: ActivityType, *, kind: str | None, registered: bool | None) -> Standing:
    """Whether somebody may come whose card is of `kind`, None for one that nobody knows.

    `registered` is None where the activity has no registration list: whoever is known then counts as registered.
    """
    if rule.takes == "anyone":
        return Standing.WALK_IN if kind is None or registered is False else Standing.REGISTERED
    if kind is None or (rule.card_kinds and kind not in rule.card_kinds):
        return Standing.NOT_ELIGIBLE
    if rule.takes == "registered":
        return Standing.REGISTERED if registered else Standing.NOT_REGISTERED
    return Standing.WALK_IN if registered is False else Standing.REGISTERED


def decide(
    rule: ActivityType, *, open_since_ms: int | None, last_tap_ms: int | None, now_ms: int, mode: Mode = Mode.TOGGLE
) -> Tap:
    """What a tap at `now_ms` means, when the medium's open sign-in and last counted tap (either way) are as given.

    All times are corrected milliseconds, and the clock may have been set back in between. A sign-in that has been open
    for longer than the rule's `close_after_h` is a forgotten sign-out: the tap begins a new stay. An activity that counts
    `once` never signs out.
    """
    if last_tap_ms is not None and abs(now_ms - last_tap_ms) < rule.debounce_s * 1000:
        return Tap.SAME_TAP
    if rule.counts == "once":
        return Tap.SIGN_IN if last_tap_ms is None else Tap.SAME_TAP
    if open_since_ms is None or is_forgotten(rule, open_since_ms, now_ms):
        return Tap.NOT_IN if mode is Mode.OUT else Tap.SIGN_IN
    return Tap.SAME_TAP if mode is Mode.IN else Tap.SIGN_OUT


def is_forgotten(rule: ActivityType, in_ms: int, now_ms: int) -> bool:
    """Whether a sign-in that is still open is a forgotten sign-out. Activities that count `once` have none."""
    return rule.counts == "in_out" and in_ms < forgotten_before_ms(rule, now_ms)


def forgotten_before_ms(rule: ActivityType, now_ms: int) -> int:
    """Sign-ins of before then that are still open are forgotten sign-outs."""
    return now_ms - rule.close_after_h * _HOUR_MINUTES * _MINUTE_MS


def presence(stays: Iterable[tuple[int, int | None]], lasts_ms: int, now_ms: int) -> list[tuple[int, int]]:
    """How many were there over time: from each moment on, so many, the earliest first.

    `stays`: sign-in and end of each; one without an end lasts until now, at most `lasts_ms`.
    """
    changes: dict[int, int] = {}
    for in_ms, out_ms in stays:
        changes[in_ms] = changes.get(in_ms, 0) + 1
        end_ms = out_ms if out_ms is not None else in_ms + lasts_ms
        if out_ms is not None or end_ms <= now_ms:
            changes[max(in_ms, end_ms)] = changes.get(max(in_ms, end_ms), 0) - 1
    there, course = 0, []
    for at_ms in sorted(changes):
        there += changes[at_ms]
        course.append((at_ms, there))
    return course


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
