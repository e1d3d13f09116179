"""Sessions as organisers type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import taipei
from domain.errors import Code, Refused
from domain.session_lines import parse_sessions, session_lines
from domain.wire_activities import Session

MINUTE = 60_000


def shown(text: str) -> list[tuple[str, str]]:
    return [
        (f"{taipei.moment(each.starts_ms):%Y-%m-%d %H:%M}", f"{taipei.moment(each.ends_ms):%Y-%m-%d %H:%M}")
        for each in parse_sessions(text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "115/12/05 14:00-16:00",
        "1151205 1400-1600",
        "2026-12-05 14:00 ~ 16:00",
        "１１５/１２/０５　14：00－16：00",
        "民國115年12月5日 14:00至16:00",
    ],
)
def test_a_line_in_any_way_of_writing(text: str) -> None:
    assert shown(text) == [("2026-12-05 14:00", "2026-12-05 16:00")]


def test_several_lines_midnight_and_another_day() -> None:
    lines = "115/12/05 22:00-24:00\n\n115/12/06 22:00-115/12/07 02:00"
    expected = [("2026-12-05 22:00", "2026-12-06 00:00"), ("2026-12-06 22:00", "2026-12-07 02:00")]
    assert shown(lines) == expected


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("115/12/05 14:00", 1),
        ("115/12/05 16:00-14:00", 1),
        ("115/12/05 14:00-16:60", 1),
        ("115/13/05 14:00-16:00", 1),
        ("115/12/05 25:00-26:00", 1),
        ("明天下午", 1),
        ("115/12/05 14:00-16:00\n115/12/05 15:00-17:00", 2),
        ("115/12/06 14:00-16:00\n115/12/05 14:00-16:00", 2),
    ],
)
def test_the_line_that_is_wrong_is_told(text: str, row: int) -> None:
    with pytest.raises(Refused) as refused:
        parse_sessions(text)
    assert (refused.value.code, refused.value.details) == (Code.DATE_FORMAT, {"row": row})


def test_none_at_all_has_no_line() -> None:
    with pytest.raises(Refused) as refused:
        parse_sessions(" \n")
    assert refused.value.details == {}


@given(st.lists(st.tuples(st.integers(1, 3_000), st.integers(1, 3_000)), min_size=1, max_size=5))
def test_what_is_shown_is_understood(gaps: list[tuple[int, int]]) -> None:
    at, sessions = 1_760_000_000_000 // MINUTE, []
    for before, length in gaps:
        sessions.append(Session(starts_ms=(at + before) * MINUTE, ends_ms=(at + before + length) * MINUTE))
        at += before + length
    assert parse_sessions(session_lines(sessions)) == sessions
