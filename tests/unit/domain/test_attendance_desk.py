"""What an event desk decides: who may come, desks that only sign in or out, forgotten sign-outs, how many were there."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import attendance
from domain.attendance import Mode, Standing, Tap
from domain.programme import ActivityType
from tests.unit.domain.test_attendance import HOUR, IN_OUT, NOW, ONCE

HOLDERS = msgspec.structs.replace(IN_OUT, takes="holders", card_kinds=["senior"])
REGISTERED = msgspec.structs.replace(IN_OUT, takes="registered")


@pytest.mark.parametrize(
    ("mode", "open_ago_ms", "last_ago_ms", "meaning"),
    [
        (Mode.IN, None, None, Tap.SIGN_IN),
        (Mode.IN, HOUR, HOUR, Tap.SAME_TAP),
        (Mode.IN, None, HOUR, Tap.SIGN_IN),
        (Mode.IN, 13 * HOUR, 13 * HOUR, Tap.SIGN_IN),
        (Mode.OUT, None, None, Tap.NOT_IN),
        (Mode.OUT, HOUR, HOUR, Tap.SIGN_OUT),
        (Mode.OUT, 13 * HOUR, 13 * HOUR, Tap.NOT_IN),
        (Mode.OUT, None, 9_999, Tap.SAME_TAP),
        (Mode.OUT, None, HOUR, Tap.NOT_IN),
    ],
)
def test_desks_that_only_sign_in_or_out(mode: Mode, open_ago_ms: int | None, last_ago_ms: int | None, meaning: Tap) -> None:
    since = None if open_ago_ms is None else NOW - open_ago_ms
    last = None if last_ago_ms is None else NOW - last_ago_ms
    assert attendance.decide(IN_OUT, open_since_ms=since, last_tap_ms=last, now_ms=NOW, mode=mode) is meaning


@pytest.mark.parametrize(
    ("rule", "kind", "registered", "standing"),
    [
        (IN_OUT, None, None, Standing.WALK_IN),
        (IN_OUT, None, False, Standing.WALK_IN),
        (IN_OUT, "senior", None, Standing.REGISTERED),
        (IN_OUT, "senior", False, Standing.WALK_IN),
        (IN_OUT, "senior", True, Standing.REGISTERED),
        (HOLDERS, None, None, Standing.NOT_ELIGIBLE),
        (HOLDERS, "general", True, Standing.NOT_ELIGIBLE),
        (HOLDERS, "senior", False, Standing.WALK_IN),
        (REGISTERED, "general", True, Standing.REGISTERED),
        (REGISTERED, "general", False, Standing.NOT_REGISTERED),
        (REGISTERED, "general", None, Standing.NOT_REGISTERED),
        (REGISTERED, None, None, Standing.NOT_ELIGIBLE),
    ],
)
def test_who_may_come(rule: ActivityType, kind: str | None, registered: bool | None, standing: Standing) -> None:
    found = attendance.standing(rule, kind=kind, registered=registered)
    assert found is standing
    assert found.may_come is (standing in (Standing.REGISTERED, Standing.WALK_IN))


def test_a_sign_in_is_forgotten_after_the_rules_hours() -> None:
    assert not attendance.is_forgotten(IN_OUT, NOW - 12 * HOUR, NOW)
    assert attendance.is_forgotten(IN_OUT, NOW - 12 * HOUR - 1, NOW)
    assert not attendance.is_forgotten(ONCE, NOW - 100 * HOUR, NOW)


def test_how_many_were_there() -> None:
    stays = [(1, 5), (2, None), (3, 5), (4, 4), (4, None)]
    assert attendance.presence(stays, 100, 10) == [(1, 1), (2, 2), (3, 3), (4, 4), (5, 2)]
    # Who never signed out is not there for ever.
    assert attendance.presence([(2, None)], 6, 10) == [(2, 1), (8, 0)]
    assert attendance.presence([], 6, 10) == []


@given(st.lists(st.tuples(st.integers(0, 50), st.one_of(st.none(), st.integers(0, 60)))))
def test_the_course_ends_with_who_is_there_and_is_never_below_none(stays: list[tuple[int, int | None]]) -> None:
    course = attendance.presence(stays, 1_000, 70)
    assert [at for at, _ in course] == sorted({at for at, _ in course})
    assert all(there >= 0 for _, there in course)
    assert (course[-1][1] if course else 0) == sum(out is None for _, out in stays)
