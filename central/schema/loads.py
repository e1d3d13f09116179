"""Value on cards. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG, Flag, Uuid16
from central.schema.base import table

_OPEN = sa.text("state = 'authorised'")

loads = table(
    "loads",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
    sa.Column("medium", sa.LargeBinary, nullable=False),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), index=True),
    sa.Column("purse", sa.Text, nullable=False),
    sa.Column("driver", sa.Text, nullable=False),
    sa.Column("point_kind", sa.Text, nullable=False),
    sa.Column("points", BIG, nullable=False),
    sa.Column("amount_ntd", BIG, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("refusal", sa.Text),
    sa.Column("recovery_code", sa.Text, nullable=False, index=True),
    sa.Column("authorised_ms", BIG),
    sa.Column("committing", Flag, nullable=False),
    sa.Column("committing_ms", BIG),
    sa.Column("unknown", Flag, nullable=False),
    sa.Column("decided_ms", BIG),
    sa.Column("decided_by", Uuid16),
    sa.Column("decided_how", sa.Text),
    sa.Column("late_ms", BIG),
    sa.CheckConstraint("state IN ('authorised', 'confirmed', 'voided', 'refused')", name="state"),
    sa.CheckConstraint("state = 'refused' OR (holder IS NOT NULL AND points > 0 AND amount_ntd > 0)", name="held"),
    sa.CheckConstraint("(state = 'authorised') = (decided_ms IS NULL)", name="decided"),
    sa.CheckConstraint("late_ms IS NULL OR (state IN ('voided', 'refused') AND holder IS NOT NULL)", name="late"),
    sa.Index("ix_loads_state_authorised_ms", "state", "authorised_ms"),
    sa.Index("uq_loads_open_medium", "medium", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
)

card_key_grants = table(
    "card_key_grants",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
    sa.Column("medium", sa.LargeBinary, nullable=False),
    sa.Column("purse", sa.Text, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    autoincrement=True,
)

load_grants = table(
    "load_grants",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("load", Uuid16, sa.ForeignKey("loads.op_id"), nullable=False, index=True),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    autoincrement=True,
)

card_counters = table(
    "card_counters",
    sa.Column("medium", sa.LargeBinary, primary_key=True),
    sa.Column("seq", BIG, nullable=False),
    sa.Column("tmc", BIG, nullable=False),
    sa.Column("tmv", sa.LargeBinary, nullable=False),
    sa.Column("value_ntd", BIG),
    sa.Column("load", Uuid16, sa.ForeignKey("loads.op_id"), nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
)
