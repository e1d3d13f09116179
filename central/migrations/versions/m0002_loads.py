"""Loads onto cards, what each card has proven, and whom which keys were given to."""

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
_DECISION = (
    *("op_id", "station", "medium", "purse", "driver", "point_kind", "points", "amount_ntd"),
    *("state", "refusal", "decided_ms", "decided_by", "decided_how"),
)
"""Columns of a decided load that nothing changes any more."""


def upgrade() -> None:
    """Make the tables, and the triggers that keep grants and decisions as they are.

    The triggers are SQLite's; on another database they need their own form, as those of the first schema do.
    """
    _loads()
    _card_key_grants()
    _load_grants()
    _card_counters()
    if op.get_context().dialect.name == "sqlite":
        _triggers()


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


def _load_grants() -> None:
    op.create_table(
        "load_grants",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("load", Uuid16, sa.ForeignKey("loads.op_id"), nullable=False, index=True),
        sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )


def _card_counters() -> None:
    op.create_table(
        "card_counters",
        sa.Column("medium", sa.LargeBinary, primary_key=True),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("tmc", BIG, nullable=False),
        sa.Column("tmv", sa.LargeBinary, nullable=False),
        sa.Column("value_ntd", BIG),
        sa.Column("load", Uuid16, sa.ForeignKey("loads.op_id"), nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
    )


def _triggers() -> None:
    for table in ("card_key_grants", "load_grants"):
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _DECISION)
    once = " OR ".join(f"(OLD.{column} IS NOT NULL AND NEW.{column} IS NOT OLD.{column})" for column in ("holder", "late_ms"))
    op.execute(
        f"CREATE TRIGGER loads_decision_stays BEFORE UPDATE ON loads WHEN OLD.state <> 'authorised' AND ({changed} OR {once})"
        " BEGIN SELECT RAISE(ABORT, 'a decided load stays as it is'); END"
    )
    op.execute("CREATE TRIGGER loads_no_delete BEFORE DELETE ON loads BEGIN SELECT RAISE(ABORT, 'loads stay'); END")
