"""Anomalies of events that come to light after their event was judged."""

from uuid import UUID

import sqlalchemy as sa

from central.inserting import insert_new
from central.schema import anomalies, journal, outcomes

FORGOTTEN = "sign_out_forgotten"
"""Of a sign-in whose sign-out never came."""


def note(connection: sa.Connection, op_id: UUID, anomaly: str, *, differs: bool, now_ms: int) -> None:
    """Mark the event of an op_id for a person to look at, or take the mark away. Nothing for what came by no event."""
    number = connection.scalar(
        sa.select(journal.c.id)
        .join(outcomes, outcomes.c.journal == journal.c.id)
        .where(journal.c.op_id == op_id, outcomes.c.admitted)
    )
    if number is None:
        return
    same = (anomalies.c.journal == number, anomalies.c.anomaly == anomaly)
    if differs:
        insert_new(connection, anomalies, journal=number, anomaly=anomaly, at_ms=now_ms)
    else:
        connection.execute(anomalies.delete().where(*same))
