"""When a person last used a service that leaves no other trace of them: to the day, for the end of retention."""

from uuid import UUID

import sqlalchemy as sa

from central.inserting import insert_new
from central.schema import last_uses

_DAY_MS = 24 * 3_600_000


def note(connection: sa.Connection, holder: UUID, now_ms: int) -> None:
    """The person was here; written at most once a day."""
    here = last_uses.c.holder == holder
    known = connection.scalar(sa.select(last_uses.c.at_ms).where(here))
    if known is not None and known > now_ms - _DAY_MS:
        return
    if known is not None or not insert_new(connection, last_uses, holder=holder, at_ms=now_ms):
        connection.execute(last_uses.update().where(here, last_uses.c.at_ms < now_ms).values(at_ms=now_ms))
