"""The double-entry ledger and what holders are told. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG, Uuid16
from central.schema.base import table

_LEFT = sa.text("remaining > 0")

accounts = table(
    "accounts",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), index=True),
    sa.Column("agency", sa.Text),
    sa.Column("medium", sa.LargeBinary),
    sa.Column("balance", BIG, nullable=False),
    sa.Column("floor", BIG),
    sa.Column("ceiling", BIG),
    sa.Column("stripe", sa.Integer),
    sa.Column("closed_through", BIG),
    sa.CheckConstraint("floor IS NULL OR balance >= floor", name="floor"),
    sa.CheckConstraint("ceiling IS NULL OR balance <= ceiling", name="ceiling"),
    sa.Index("ix_accounts_agency_unit_kind", "agency", "unit", "kind"),
)

operations = table(
    "operations",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    sa.Index("ix_operations_at_ms", "at_ms"),
)

lots = table(
    "lots",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("op_id", Uuid16, sa.ForeignKey("operations.op_id"), nullable=False, unique=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False),
    sa.Column("point_kind", sa.Text, nullable=False),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("activity", sa.Text, nullable=False),
    sa.Column("awarded", BIG, nullable=False),
    sa.Column("remaining", BIG, nullable=False),
    sa.Column("expires_ms", BIG),
    sa.Column("awarded_ms", BIG, nullable=False),
    sa.Column("cancelled_ms", BIG),
    sa.CheckConstraint("remaining >= 0 AND remaining <= awarded", name="remaining"),
    sa.Index("ix_lots_holder_point_kind", "holder", "point_kind"),
    sa.Index("ix_lots_activity", "activity"),
    sa.Index("ix_lots_due", "expires_ms", sqlite_where=_LEFT, postgresql_where=_LEFT),
)

transfers = table(
    "transfers",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("op_id", Uuid16, sa.ForeignKey("operations.op_id"), nullable=False),
    sa.Column("leg", sa.Integer, nullable=False),
    sa.Column("payer", BIG, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("payee", BIG, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("amount", BIG, nullable=False),
    sa.Column("lot", BIG, sa.ForeignKey("lots.id")),
    sa.UniqueConstraint("op_id", "leg"),
    sa.CheckConstraint("amount > 0", name="amount"),
    sa.CheckConstraint("payer <> payee", name="two_accounts"),
)

entries = table(
    "entries",
    sa.Column("transfer", BIG, sa.ForeignKey("transfers.id"), primary_key=True),
    sa.Column("account", BIG, sa.ForeignKey("accounts.id"), primary_key=True),
    sa.Column("amount", BIG, nullable=False),
    sa.CheckConstraint("amount <> 0", name="amount"),
    sa.Index("ix_entries_account_transfer", "account", "transfer"),
)

notices = table(
    "notices",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("points", BIG, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    sa.Column("until_ms", BIG, nullable=False),
)

second_factor_locks = table(
    "second_factor_locks",
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("locked_until_ms", BIG, nullable=False),
)
