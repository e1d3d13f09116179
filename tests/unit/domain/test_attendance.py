import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import attendance
from domain.attendance import Tap
from domain.programme import ActivityType
from domain.programme_parts import Text

from .files import TAOYUAN

NAME = Text(zh_TW="活動", en="activity", vi="activity", id="activity")
IN_OUT = ActivityType(id="x", name=NAME, counts="in_out", debounce_s=10, close_after_h=12)
ONCE = msgspec.structs.replace(IN_OUT, counts="once")
HOUR = 3_600_000
NOW = 1_767_571_200_000


def taoyuan(activity: str) -> ActivityType:
    found = TAOYUAN.activity_type(activity)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("rule", "open_since_ms", "last_tap_ms", "meaning"),
    [
        # the first tap signs in, the next tap signs out, the one after that signs in again
        (IN_OUT, None, None, Tap.SIGN_IN),
        (IN_OUT, NOW - HOUR, NOW - HOUR, Tap.SIGN_OUT),
        (IN_OUT, None, NOW - HOUR, Tap.SIGN_IN),
        # a second tap within debounce_s is the same tap, after a sign-in and after a sign-out
        (IN_OUT, NOW, NOW, Tap.SAME_TAP),
        (IN_OUT, NOW - 9_999, NOW - 9_999, Tap.SAME_TAP),
        (IN_OUT, NOW - 10_000, NOW - 10_000, Tap.SIGN_OUT),
        (IN_OUT, NOW - 10_001, NOW - 10_001, Tap.SIGN_OUT),
        (IN_OUT, None, NOW - 9_999, Tap.SAME_TAP),
        (IN_OUT, None, NOW - 10_000, Tap.SIGN_IN),
        # forgotten sign-outs happen daily
        (IN_OUT, NOW - 12 * HOUR + 1, NOW - 12 * HOUR + 1, Tap.SIGN_OUT),
        (IN_OUT, NOW - 12 * HOUR, NOW - 12 * HOUR, Tap.SIGN_OUT),
        (IN_OUT, NOW - 12 * HOUR - 1, NOW - 12 * HOUR - 1, Tap.SIGN_IN),
        (IN_OUT, NOW - 400 * 24 * HOUR, NOW - 400 * 24 * HOUR, Tap.SIGN_IN),
        # an activity that counts once never signs out
        (ONCE, None, None, Tap.SIGN_IN),
        (ONCE, NOW - HOUR, NOW - HOUR, Tap.SAME_TAP),
        (ONCE, NOW - 13 * HOUR, NOW - 13 * HOUR, Tap.SAME_TAP),
        (ONCE, None, NOW - HOUR, Tap.SAME_TAP),
        # the clock was set back between two taps: near each other they are one tap, otherwise two
        (IN_OUT, NOW + 1, NOW + 1, Tap.SAME_TAP),
        (IN_OUT, NOW + 9_999, NOW + 9_999, Tap.SAME_TAP),
        (IN_OUT, NOW + 10_000, NOW + 10_000, Tap.SIGN_OUT),
        (IN_OUT, NOW + 365 * 24 * HOUR, NOW + 365 * 24 * HOUR, Tap.SIGN_OUT),
        (IN_OUT, None, NOW + HOUR, Tap.SIGN_IN),
        (ONCE, NOW + HOUR, NOW + HOUR, Tap.SAME_TAP),
    ],
)
def test_what_a_tap_means(rule: ActivityType, open_since_ms: int | None, last_tap_ms: int | None, meaning: Tap) -> None:
    assert attendance.decide(rule, open_since_ms=open_since_ms, last_tap_ms=last_tap_ms, now_ms=NOW) is meaning


def test_a_type_without_debounce_counts_every_tap() -> None:
    rule = msgspec.structs.replace(IN_OUT, debounce_s=0)
    assert attendance.decide(rule, open_since_ms=NOW, last_tap_ms=NOW, now_ms=NOW) is Tap.SIGN_OUT


TIMES = st.none() | st.integers(NOW - 20 * HOUR, NOW + 20 * HOUR)


@given(TIMES, TIMES)
def test_only_an_open_stay_is_ever_signed_out(open_since_ms: int | None, last_tap_ms: int | None) -> None:
    meaning = attendance.decide(IN_OUT, open_since_ms=open_since_ms, last_tap_ms=last_tap_ms, now_ms=NOW)
    assert meaning is not Tap.SIGN_OUT or open_since_ms is not None
    assert attendance.decide(ONCE, open_since_ms=open_since_ms, last_tap_ms=last_tap_ms, now_ms=NOW) is not Tap.SIGN_OUT


@pytest.mark.parametrize(
    ("stay_ms", "minutes"),
    [(0, 0), (59_999, 0), (60_000, 1), (119_999, 1), (HOUR - 1, 59), (HOUR, 60), (12 * HOUR, 720), (-1, 0), (-HOUR, 0)],
)
def test_minutes_are_completed_minutes(stay_ms: int, minutes: int) -> None:
    assert attendance.minutes_between(NOW, NOW + stay_ms) == minutes


@pytest.mark.parametrize(
    ("activity", "minutes", "points"),
    [
        # 志願服務: 10 for each completed hour, at most 80
        ("volunteer", 0, 0),
        ("volunteer", 59, 0),
        ("volunteer", 60, 10),
        ("volunteer", 119, 10),
        ("volunteer", 8 * 60, 80),
        ("volunteer", 9 * 60, 80),
        ("volunteer", 12 * 60, 80),
        # 教育訓練: 20, from 50 minutes on
        ("training", 49, 0),
        ("training", 50, 20),
        ("training", 600, 20),
        # 健康講座: 30 for having come and left
        ("health_talk", 0, 30),
        # 會議簽到 gives none
        ("meeting", 600, 0),
    ],
)
def test_points_of_taoyuans_activities(activity: str, minutes: int, points: int) -> None:
    assert attendance.points_for(taoyuan(activity), minutes) == points


def test_flat_and_hourly_points_add_up_to_the_cap() -> None:
    rule = msgspec.structs.replace(IN_OUT, point_kind="health", points_flat=5, points_per_hour=10, points_at_most=22)
    assert [attendance.points_for(rule, minutes) for minutes in (0, 60, 120, 180)] == [5, 15, 22, 22]


def test_a_cap_of_nothing_gives_nothing() -> None:
    rule = msgspec.structs.replace(IN_OUT, point_kind="health", points_flat=5, points_at_most=0)
    assert attendance.points_for(rule, 60) == 0


COUNTS = st.integers(0, 500)
RULES = st.builds(
    ActivityType,
    id=st.just("x"),
    name=st.just(NAME),
    counts=st.sampled_from(["in_out", "once"]),
    debounce_s=COUNTS,
    point_kind=st.sampled_from([None, "health"]),
    points_flat=COUNTS,
    points_per_hour=COUNTS,
    points_at_most=st.none() | COUNTS,
    least_minutes=COUNTS,
)


@given(RULES, st.integers(-(10**14), 10**14), st.integers(-(10**14), 10**14))
def test_no_clock_makes_minutes_or_points_negative(rule: ActivityType, in_ms: int, out_ms: int) -> None:
    minutes = attendance.minutes_between(in_ms, out_ms)
    points = attendance.points_for(rule, minutes)
    assert minutes >= 0
    assert points >= 0
    assert rule.points_at_most is None or points <= rule.points_at_most


@given(RULES, COUNTS, COUNTS)
def test_a_longer_stay_never_gives_less(rule: ActivityType, minutes: int, more: int) -> None:
    assert attendance.points_for(rule, minutes + more) >= attendance.points_for(rule, minutes)


@given(RULES, COUNTS, COUNTS, COUNTS)
def test_what_an_organiser_lowers_never_gives_more(rule: ActivityType, minutes: int, flat: int, per_hour: int) -> None:
    own = attendance.lowered(rule, min(flat, rule.points_flat), min(per_hour, rule.points_per_hour), rule.points_at_most)
    assert attendance.points_for(own, minutes) <= attendance.points_for(rule, minutes)
    assert attendance.lowered(rule, None, None, None) == rule
