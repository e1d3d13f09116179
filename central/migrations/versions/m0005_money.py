"""Budgets, awards from agencies, and settlement with the carriers.

Agencies' accounts are no longer touched by bookings: their rows keep the total of their entries up to a transfer.
"""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

from central.migrations.append_only import keep_append_only

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Flag = sa.Integer().with_variant(sa.Boolean(), "postgresql")
Uuid16 = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
_LEFT = sa.text("remaining > 0")
_TO_BOOK = sa.text("outcome IS NULL")
_WAITS = sa.text("batch IS NULL")
_UNBOOKED = sa.text("decision IS NOT NULL AND booked_ms IS NULL")


def upgrade() -> None:
    """Change and make the tables."""
    _accounts()
    _lots()
    _cancelled()
    _settlement()
    _records()
    keep_append_only("settlement_batches", "service_minutes", "award_files")
    _value_that_waits()


def _accounts() -> None:
    op.add_column("accounts", sa.Column("stripe", sa.Integer))
    op.add_column("accounts", sa.Column("closed_through", BIG))
    op.create_index("ix_accounts_agency_unit_kind", "accounts", ["agency", "unit", "kind"])
    op.create_index("ix_operations_at_ms", "operations", ["at_ms"])
    op.drop_index("ix_entries_account", "entries")
    op.create_index("ix_entries_account_transfer", "entries", ["account", "transfer"])
    op.execute(
        "UPDATE accounts SET closed_through = (SELECT coalesce(max(id), 0) FROM transfers)"
        " WHERE kind IN ('agency', 'redeemed', 'lapsed', 'payable')"
    )


def _lots() -> None:
    """A lot says from now on how many points were awarded, with those that repaid a deficit at once."""
    op.add_column("lots", sa.Column("cancelled_ms", BIG))
    op.create_index("ix_lots_activity", "lots", ["activity"])
    op.create_index("ix_lots_due", "lots", ["expires_ms"], sqlite_where=_LEFT, postgresql_where=_LEFT)
    op.execute("UPDATE lots SET awarded = (SELECT sum(amount) FROM transfers WHERE transfers.op_id = lots.op_id)")


def _cancelled() -> None:
    connection = op.get_bind()
    uuid = sa.Uuid() if connection.dialect.name == "postgresql" else sa.LargeBinary(16)
    lots = sa.table("lots", sa.column("op_id", uuid), sa.column("cancelled_ms", BIG))
    for award, at_ms in connection.execute(sa.text("SELECT content, at_ms FROM operations WHERE kind = 'cancelled'")).all():
        op_id = UUID(award) if connection.dialect.name == "postgresql" else UUID(award).bytes
        connection.execute(lots.update().where(lots.c.op_id == op_id).values(cancelled_ms=at_ms))


def _settlement() -> None:
    op.create_table(
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
        sqlite_strict=True,
    )
    op.create_table(
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
        sqlite_strict=True,
    )


def _records() -> None:
    op.create_table(
        "service_minutes",
        sa.Column("op_id", Uuid16, sa.ForeignKey("operations.op_id"), primary_key=True),
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("activity", sa.Text, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.CheckConstraint("minutes <> 0", name="minutes"),
        sa.Index("ix_service_minutes_holder_year", "holder", "year"),
        sqlite_strict=True,
    )
    op.create_table(
        "spendings",
        sa.Column("op_id", Uuid16, sa.ForeignKey("operations.op_id"), primary_key=True),
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
        sa.Column("point_kind", sa.Text, nullable=False),
        sa.Column("points", BIG, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("price_ntd", BIG),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.Column("reversed_ms", BIG),
        sa.CheckConstraint("points > 0", name="points"),
        sa.Index("ix_spendings_service_at_ms", "service", "at_ms"),
        sqlite_strict=True,
    )
    op.create_table(
        "award_files",
        sa.Column("file", Uuid16, primary_key=True),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("all_or_nothing", Flag, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "award_rows",
        sa.Column("file", Uuid16, sa.ForeignKey("award_files.file"), primary_key=True),
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("op_id", Uuid16, nullable=False),
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False),
        sa.Column("point_kind", sa.Text, nullable=False),
        sa.Column("points", BIG, nullable=False),
        sa.Column("activity", sa.Text, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.Column("outcome", sa.Text),
        sa.CheckConstraint("points > 0", name="points"),
        sa.Index("ix_award_rows_to_book", "file", sqlite_where=_TO_BOOK, postgresql_where=_TO_BOOK),
        sqlite_strict=True,
    )


def _value_that_waits() -> None:
    """What was redeemed before there was settlement waits for the carriers. PostgreSQL has come with it: it has nothing yet."""
    if op.get_context().dialect.name != "sqlite":
        return
    op.execute(
        "INSERT INTO settlement_items (op_id, medium, holder, point_kind, points, amount_ntd)"
        " SELECT o.op_id, max(a.medium), max(a.holder), max(CASE WHEN a.kind = 'redeemed' THEN a.unit END),"
        " sum(CASE WHEN a.kind = 'redeemed' THEN t.amount ELSE 0 END),"
        " sum(CASE WHEN a.kind = 'waiting' THEN t.amount ELSE 0 END)"
        " FROM operations o JOIN transfers t ON t.op_id = o.op_id JOIN accounts a ON a.id = t.payee"
        " WHERE o.kind = 'redeem' GROUP BY o.op_id"
    )
