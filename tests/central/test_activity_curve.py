"""The curve of an activity: people once, leaving and coming back, undone stays never there, and few points."""

from hypothesis import given
from hypothesis import strategies as st

from central.activities.curve import MOST_POINTS, Stay, curve


def told(stays, now=100):
    return [(point.at_ms, point.present, point.came) for point in curve(stays, now)]


def test_people_are_counted_once_and_those_who_left_are_not_there():
    stays = [
        Stay(person="a", in_ms=10, left_ms=40, counted=True),
        Stay(person="a", in_ms=20, left_ms=30, counted=True),
        Stay(person="b", in_ms=20, left_ms=None, counted=True),
        Stay(person="c", in_ms=25, left_ms=None, counted=False),
    ]
    assert told(stays) == [(10, 1, 1), (20, 2, 2), (25, 2, 3), (30, 2, 3), (40, 1, 3), (100, 1, 3)]
    assert told([]) == []


def test_who_leaves_at_the_moment_another_comes_frees_the_place_first():
    stays = [Stay(person="a", in_ms=10, left_ms=20, counted=True), Stay(person="b", in_ms=20, left_ms=20, counted=True)]
    assert told(stays, 20) == [(10, 1, 1), (20, 0, 2)]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5_000), st.integers(0, 900), st.booleans()), max_size=600))
def test_few_points_in_order_that_end_as_it_stands(drawn):
    stays = [Stay(person=who, in_ms=at, left_ms=at + stay if gone else None, counted=True) for who, at, stay, gone in drawn]
    points = curve(stays, 10_000)
    assert len(points) <= MOST_POINTS
    assert [point.at_ms for point in points] == sorted({point.at_ms for point in points})
    if stays:
        assert points[-1].present == len({stay.person for stay in stays if stay.left_ms is None})
        assert points[-1].came == len({stay.person for stay in stays})
