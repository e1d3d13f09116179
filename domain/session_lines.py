"""Sessions of an activity as an organiser types them: a line each, `115/12/05 14:00-16:00`.

The day in any form of `domain.roc_date`; times as `14:00` or `1400`; an end on another day has its own day before the time.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from domain import roc_date, taipei
from domain.errors import Code, Refused
from domain.wire_activities import Session

_LINE = re.compile(r"(\S+)\s+(\d{1,2}):?(\d{2})\s*-\s*(?:(\S+)\s+)?(\d{1,2}):?(\d{2})", re.ASCII)
_PLAIN = str.maketrans({"：": ":", "－": "-", "–": "-", "—": "-", "～": "-", "~": "-", "至": "-", "\u3000": " "})
_PLAIN_DIGITS = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_MINUTE_MS = 60_000
_DAY_MINUTES = 24 * 60


def parse_sessions(text: str) -> list[Session]:
    """The sessions, in the order of the lines; empty lines are left out.

    Raises `Refused(DATE_FORMAT)` with `row`, the line that says no session, ends before it begins, or begins before the one
    above it has ended; without `row` when there is none at all.
    """
    found: list[Session] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            session = _session(line.translate(_PLAIN).translate(_PLAIN_DIGITS).strip())
            if session is None or (found and session.starts_ms < found[-1].ends_ms):
                raise Refused(Code.DATE_FORMAT, row=number)
            found.append(session)
    if not found:
        raise Refused(Code.DATE_FORMAT)
    return found


def session_line(session: Session) -> str:
    """As it would be typed; `parse_sessions` understands it."""
    start, end = taipei.moment(session.starts_ms), taipei.moment(session.ends_ms)
    last = "" if start.date() == end.date() else f"{_day(end.date())} "
    return f"{_day(start.date())} {start:%H:%M}-{last}{end:%H:%M}"


def session_lines(sessions: Sequence[Session]) -> str:
    """All of them, a line each."""
    return "\n".join(session_line(session) for session in sessions)


def _session(line: str) -> Session | None:
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    day, hour, minute, last_day, last_hour, last_minute = match.groups()
    try:
        start = _moment_ms(roc_date.parse(day), int(hour), int(minute))
        end = _moment_ms(roc_date.parse(last_day or day), int(last_hour), int(last_minute))
    except (Refused, OverflowError):
        return None
    return Session(starts_ms=start, ends_ms=end) if 0 <= start < end else None


def _moment_ms(day: date, hour: int, minute: int) -> int:
    minutes = hour * 60 + minute
    if minute > 59 or minutes > _DAY_MINUTES:
        raise Refused(Code.DATE_FORMAT)
    return taipei.midnight_ms(day + timedelta(days=minutes // _DAY_MINUTES)) + minutes % _DAY_MINUTES * _MINUTE_MS


def _day(day: date) -> str:
    return f"{day.year - 1911}/{day.month:02}/{day.day:02}"
