"""The journal as it came, and what was made of it. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG, Flag, Uuid16
from central.schema.base import table

journal = table(
    "journal",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("received_ms", BIG, nullable=False),
    sa.Column("op_id", Uuid16, index=True),
    sa.Column("epoch", BIG),
    sa.Column("seq", BIG),
    autoincrement=True,
)

journal_sealed = table(
    "journal_sealed",
    sa.Column("journal", BIG, sa.ForeignKey("journal.id"), primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)

outcomes = table(
    "outcomes",
    sa.Column("journal", BIG, sa.ForeignKey("journal.id"), primary_key=True),
    sa.Column("admitted", Flag, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("code", sa.Text),
    sa.Column("outcome", sa.LargeBinary, nullable=False),
    sa.Column("decided_ms", BIG, nullable=False),
)

waiting = table(
    "waiting",
    sa.Column("journal", BIG, sa.ForeignKey("journal.id"), primary_key=True),
    sa.Column("waits_for", sa.Text, nullable=False, index=True),
)

anomalies = table(
    "anomalies",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("journal", BIG, sa.ForeignKey("journal.id"), nullable=False),
    sa.Column("anomaly", sa.Text, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    sa.UniqueConstraint("journal", "anomaly"),
)
