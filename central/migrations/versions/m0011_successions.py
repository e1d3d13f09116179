"""What a station was before: two machines with one disk, both enrolled anew, each bring what the former left unsent."""

import sqlalchemy as sa
from alembic import op

from central.migrations.append_only import keep_append_only

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table out of what stations were replaced by."""
    op.create_table(
        "station_successions",
        sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), primary_key=True),
        sa.Column("former", sa.Text, sa.ForeignKey("stations.station"), primary_key=True),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("ix_station_successions_former", "station_successions", ["former"])
    op.execute(
        "INSERT INTO station_successions (station, former, at_ms)"
        " SELECT replaced_by, station, coalesce(revoked_ms, enrolled_ms) FROM stations WHERE replaced_by IS NOT NULL"
    )
    keep_append_only("station_successions")
