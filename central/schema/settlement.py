"""Stored value on its way to the carriers. See `central.schema`.

A row of `settlement_items` is one redemption: it waits (no batch), is sent (a batch and its line), and is decided by the
carrier's result; `booked_ms` once the ledger has that decision.
"""

import sqlalchemy as sa

from central.column_types import BIG, Uuid16
from central.schema.base import table

_WAITS = sa.text("batch IS NULL")
_UNBOOKED = sa.text("decision IS NOT NULL AND booked_ms IS NULL")

settlement_batches = table(
    "settlement_batches",
    sa.Column("batch", Uuid16, primary_key=True),
    sa.Column("carrier", sa.Text, nullable=False),
    sa.Column("most", sa.Integer, nullable=False),
    sa.Column("items", sa.Integer, nullable=False),
    sa.Column("amount_ntd", BIG, nullable=False),
    sa.Column("sha256", sa.LargeBinary, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    sa.Index("ix_settlement_batches_at_ms", "at_ms"),
)

settlement_items = table(
    "settlement_items",
    sa.Column("op_id", Uuid16, sa.ForeignKey("operations.op_id"), primary_key=True),
    sa.Column("medium", sa.LargeBinary, nullable=False),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False),
    sa.Column("point_kind", sa.Text, nullable=False),
    sa.Column("points", BIG, nullable=False),
    sa.Column("amount_ntd", BIG, nullable=False),
    sa.Column("batch", Uuid16, sa.ForeignKey("settlement_batches.batch")),
    sa.Column("line", sa.Integer),
    sa.Column("decision", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("decided_ms", BIG),
    sa.Column("booked_ms", BIG),
    sa.UniqueConstraint("batch", "line"),
    sa.CheckConstraint("points > 0 AND amount_ntd > 0", name="amount"),
    sa.CheckConstraint("(batch IS NULL) = (line IS NULL)", name="sent"),
    sa.CheckConstraint("decision IS NULL OR decision IN ('confirmed', 'refused')", name="decision"),
    sa.CheckConstraint("decision IS NULL OR batch IS NOT NULL", name="decided"),
    sa.CheckConstraint("(decision IS NULL) = (decided_ms IS NULL)", name="decided_ms"),
    sa.CheckConstraint("booked_ms IS NULL OR decision IS NOT NULL", name="booked"),
    sa.Index("ix_settlement_items_waiting", "medium", sqlite_where=_WAITS, postgresql_where=_WAITS),
    sa.Index("ix_settlement_items_unbooked", "batch", sqlite_where=_UNBOOKED, postgresql_where=_UNBOOKED),
    sa.Index("ix_settlement_items_decided_ms", "decided_ms"),
)
