"""Days and clock times of the city. Taiwan has had UTC+8 without summer time since 1980 (tz database, Asia/Taipei)."""

from datetime import UTC, date, datetime, timedelta, timezone

TAIPEI = timezone(timedelta(hours=8), "Asia/Taipei")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_MS = 24 * 3_600_000


def moment(ms: int) -> datetime:
    """The Taipei date and time of `ms`, milliseconds since 1970-01-01T00:00Z."""
    return (_EPOCH + timedelta(milliseconds=ms)).astimezone(TAIPEI)


def day(ms: int) -> date:
    """The Taipei day of `ms`, milliseconds since 1970-01-01T00:00Z."""
    return moment(ms).date()


def midnight_ms(when: date) -> int:
    """The first millisecond of a Taipei day, in milliseconds since 1970-01-01T00:00Z."""
    return (datetime(when.year, when.month, when.day, tzinfo=TAIPEI) - _EPOCH) // timedelta(milliseconds=1)
