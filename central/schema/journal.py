"""The journal as it came, and what was made of it. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG, Flag, Uuid16
from central.schema.base import table

_HELD = sa.text("status = 'held'")

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
    sa.Column("medium", sa.LargeBinary, index=True),
    sa.Column("holder", Uuid16, index=True),
)

outcomes = table(
    "outcomes",
    sa.Column("journal", BIG, sa.ForeignKey("journal.id"), primary_key=True),
    sa.Column("admitted", Flag, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("code", sa.Text),
    sa.Column("outcome", sa.LargeBinary, nullable=False),
    sa.Column("decided_ms", BIG, nullable=False),
    sa.Index("ix_outcomes_held", "journal", sqlite_where=_HELD, postgresql_where=_HELD),
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

anomaly_acts = table(
    "anomaly_acts",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("op_id", Uuid16, nullable=False, unique=True),
    sa.Column("journal", BIG, sa.ForeignKey("journal.id"), nullable=False),
    sa.Column("anomaly", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("resolution", sa.Text),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("staff", sa.Text, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    sa.CheckConstraint("act IN ('taken', 'resolved')", name="act"),
    sa.CheckConstraint("(act = 'resolved') = (resolution IS NOT NULL)", name="resolution"),
    sa.Index("ix_anomaly_acts_journal_anomaly", "journal", "anomaly"),
    autoincrement=True,
)
