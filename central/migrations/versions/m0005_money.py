"""Budgets, awards from agencies, and settlement with the carriers.

Agencies' accounts are no longer touched by bookings: their rows keep the total of their entries up to a transfer.
"""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LEFT = sa.text("remaining > 0")


def upgrade() -> None:
    """Change and make the tables."""
    _accounts()
    _lots()
    _cancelled()


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
