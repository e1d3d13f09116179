"""The double-entry ledger and what holders are told. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG, Flag, Uuid16
from central.schema.base import table

_LEFT = sa.text("remaining > 0")
_TO_BOOK = sa.text("outcome IS NULL")

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

service_minutes = table(
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
)

spendings = table(
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
)

award_files = table(
    "award_files",
    sa.Column("file", Uuid16, primary_key=True),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("all_or_nothing", Flag, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
)

award_rows = table(
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
