"""Stations that rotate tokens, report how they are, and are told to wipe; staff over their lives; the work list's trail."""

import sqlalchemy as sa
from alembic import op

from central.migrations.append_only import keep_append_only

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Flag = sa.Integer().with_variant(sa.Boolean(), "postgresql")
Uuid16 = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
_HELD = sa.text("status = 'held'")


def upgrade() -> None:
    """Make the columns, the tables, and the triggers of what is append-only."""
    _staff()
    _stations()
    _trails()
    op.create_index("ix_outcomes_held", "outcomes", ["journal"], sqlite_where=_HELD, postgresql_where=_HELD)
    keep_append_only("administration", "anomaly_acts", "station_epochs")


def _staff() -> None:
    op.add_column("staff", sa.Column("sites", sa.Text, nullable=False, server_default="[]"))
    op.add_column("staff", sa.Column("must_change_pin", Flag, nullable=False, server_default=sa.false()))
    op.add_column("service_keys", sa.Column("expires_ms", BIG))
    op.add_column("service_keys", sa.Column("services", sa.Text, nullable=False, server_default="[]"))
    op.add_column("service_keys", sa.Column("last_used_ms", BIG))
    op.add_column("service_keys", sa.Column("replaced_by", sa.Text))


def _stations() -> None:
    for name in ("token_ms", "cloned_ms", "clone_seen_ms", "wipe_ordered_ms", "wipe_acknowledged_ms"):
        op.add_column("stations", sa.Column(name, BIG))
    op.add_column("stations", sa.Column("previous_token_hash", sa.LargeBinary))
    op.add_column("stations", sa.Column("instance", sa.Text, nullable=False, server_default=""))
    op.add_column("stations", sa.Column("replaced_by", sa.Text))
    op.create_index("uq_stations_previous_token_hash", "stations", ["previous_token_hash"], unique=True)
    op.create_index("ix_stations_replaced_by", "stations", ["replaced_by"])
    op.create_table(
        "station_epochs",
        sa.Column("op_id", Uuid16, primary_key=True),
        sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("claimed_epoch", sa.Integer, nullable=False),
        sa.Column("claimed_seq", BIG, nullable=False),
        sa.Column("known_seq", BIG, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.UniqueConstraint("station", "epoch"),
        sqlite_strict=True,
    )
    op.create_table(
        "heartbeats",
        sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), primary_key=True),
        sa.Column("at_ms", BIG, nullable=False),
        sa.Column("queued", BIG, nullable=False),
        sa.Column("oldest_unsent_ms", BIG),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )


def _trails() -> None:
    op.create_table(
        "administration",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("op_id", Uuid16, unique=True),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
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
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
