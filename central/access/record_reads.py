"""Who opened whose record, and why. Every read of a person's particulars or history by somebody else is written down first.

A list of masked names is one reading of each person on it, and so is a file that has a line about them.
"""

from collections.abc import Iterable
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import bulk
from central.schema.access import record_reads
from domain.errors import Code, Refused

AGAIN_MS = 15 * 60_000
"""How long somebody who looks at the same list again, for the same reason, has the same reading of it."""
_LONGEST_REASON = 200
_AT_ONCE = 500


class ReadBy(msgspec.Struct, frozen=True, kw_only=True):
    """Who reads what, and why. `reader` is a staff id, a service key's id, a station's, or whoever runs the platform."""

    reader: str
    agency: str
    what: str
    reason: str


class RecordRead(msgspec.Struct, frozen=True, kw_only=True):
    """One reading of a record, as its holder may see it. A later one has a higher number."""

    number: int
    agency: str
    what: str
    reason: str
    at_ms: int


def note(connection: sa.Connection, holder: UUID, *, reader: str, agency: str, what: str, reason: str, now_ms: int) -> None:
    """Write a reading down, in the transaction that reads. `reader` is a staff id or a service key's id.

    Raises `Refused(REASON_MISSING)`.
    """
    note_all(connection, [holder], ReadBy(reader=reader, agency=agency, what=what, reason=reason), now_ms)


def note_all(connection: sa.Connection, holders: Iterable[UUID], reading: ReadBy, now_ms: int) -> None:
    """Write a reading of each of these records down, in the transaction that reads. Raises `Refused(REASON_MISSING)`."""
    if not reading.reason.strip():
        raise Refused(Code.REASON_MISSING)
    of_each = {
        "reader": reading.reader,
        "agency": reading.agency,
        "what": reading.what,
        "reason": _kept(reading),
        "at_ms": now_ms,
    }
    bulk.insert(connection, record_reads, [{"holder": holder, **of_each} for holder in sorted(set(holders))])


def note_listed(connection: sa.Connection, holders: Iterable[UUID], reading: ReadBy, now_ms: int) -> None:
    """As `note_all`, for a list that a screen may ask for again and again: one reading of each in `AGAIN_MS`."""
    wanted = sorted(set(holders))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        lately = sa.select(record_reads.c.holder).where(
            bulk.among(connection, record_reads.c.holder, some),
            record_reads.c.reader == reading.reader,
            record_reads.c.what == reading.what,
            record_reads.c.reason == _kept(reading),
            record_reads.c.at_ms > now_ms - AGAIN_MS,
        )
        note_all(connection, set(some).difference(connection.scalars(lately)), reading, now_ms)


def of_holder(connection: sa.Connection, holder: UUID, limit: int = 100, before: int | None = None) -> list[RecordRead]:
    """Who has read a person's record, the newest first; `before`: only earlier ones than this number."""
    wanted = sa.select(record_reads).where(record_reads.c.holder == holder).order_by(record_reads.c.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(record_reads.c.id < before)
    return [
        RecordRead(number=row.id, agency=row.agency, what=row.what, reason=row.reason, at_ms=row.at_ms)
        for row in connection.execute(wanted)
    ]


def _kept(reading: ReadBy) -> str:
    return reading.reason.strip()[:_LONGEST_REASON]
