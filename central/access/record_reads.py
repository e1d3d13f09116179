"""Who opened whose record, and why. Every read of a person's particulars or history by somebody else is written down first."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central.schema.access import record_reads
from domain.errors import Code, Refused

_LONGEST_REASON = 200


class RecordRead(msgspec.Struct, frozen=True, kw_only=True):
    """One reading of a record, as its holder may see it."""

    agency: str
    what: str
    reason: str
    at_ms: int


def note(connection: sa.Connection, holder: UUID, *, reader: str, agency: str, what: str, reason: str, now_ms: int) -> None:
    """Write a reading down, in the transaction that reads. `reader` is a staff id or a service key's id.

    Raises `Refused(REASON_MISSING)`.
    """
    if not reason.strip():
        raise Refused(Code.REASON_MISSING)
    connection.execute(
        record_reads.insert().values(
            holder=holder, reader=reader, agency=agency, what=what, reason=reason.strip()[:_LONGEST_REASON], at_ms=now_ms
        )
    )


def of_holder(connection: sa.Connection, holder: UUID, limit: int = 100) -> list[RecordRead]:
    """Who has read a person's record, the newest first."""
    rows = connection.execute(
        sa.select(record_reads).where(record_reads.c.holder == holder).order_by(record_reads.c.id.desc()).limit(limit)
    )
    return [RecordRead(agency=row.agency, what=row.what, reason=row.reason, at_ms=row.at_ms) for row in rows]
