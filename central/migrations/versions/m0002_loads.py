"""Loads onto cards, and whom the keys of which blank card were given to."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Flag = sa.Integer().with_variant(sa.Boolean(), "postgresql")
Uuid16 = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
_OPEN = sa.text("state = 'authorised'")


def upgrade() -> None:
    """Make both tables."""
    _loads()
    _card_key_grants()


def _loads() -> None:
    op.create_table(
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
        sa.Column("unknown", Flag, nullable=False),
        sa.Column("decided_ms", BIG),
        sa.Column("decided_by", Uuid16),
        sa.Column("decided_how", sa.Text),
        sa.CheckConstraint("state IN ('authorised', 'confirmed', 'voided', 'refused')", name="state"),
        sa.CheckConstraint("state = 'refused' OR (holder IS NOT NULL AND points > 0 AND amount_ntd > 0)", name="held"),
        sa.CheckConstraint("(state = 'authorised') = (decided_ms IS NULL)", name="decided"),
        sa.Index("ix_loads_state_authorised_ms", "state", "authorised_ms"),
        sa.Index("uq_loads_open_medium", "medium", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        sqlite_strict=True,
    )


def _card_key_grants() -> None:
    op.create_table(
        "card_key_grants",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
        sa.Column("medium", sa.LargeBinary, nullable=False),
        sa.Column("purse", sa.Text, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    if op.get_context().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER card_key_grants_no_{act.lower()} BEFORE {act} ON card_key_grants"
                " BEGIN SELECT RAISE(ABORT, 'card_key_grants is append-only'); END"
            )
