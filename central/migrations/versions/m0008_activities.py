"""Sessions, budgets and waiting lists of activities, wrong sign-ins undone, admission, draws, and what was exported."""

import sqlalchemy as sa
from alembic import op

from central.migrations.append_only import keep_append_only

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Uuid16 = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")


def upgrade() -> None:
    """Make the tables; activities and stays have more to say from now on, all of which may be missing."""
    _columns()
    _activities()
    _attendance()
    _admission()
    _draws()
    _draws_published()
    _exports()
    keep_append_only(
        "draw_tickets", "draw_lists", "draw_seeds", "draw_results", "draw_withdrawals", "exports", "attendance_settlements"
    )


def _columns() -> None:
    op.add_column("activities", sa.Column("place", sa.Text))
    for name in ("capacity", "points_flat", "points_per_hour", "points_at_most"):
        op.add_column("activities", sa.Column(name, sa.Integer))
    op.add_column("activities", sa.Column("cancelled_ms", BIG))
    op.add_column("attendance", sa.Column("undone_by", Uuid16))
    op.add_column("attendance", sa.Column("closed_ms", BIG))


def _activities() -> None:
    op.create_table(
        "activity_sessions",
        sa.Column("activity", sa.Text, sa.ForeignKey("activities.activity"), primary_key=True),
        sa.Column("session", sa.Integer, primary_key=True),
        sa.Column("starts_ms", BIG, nullable=False),
        sa.Column("ends_ms", BIG, nullable=False),
        sa.CheckConstraint("starts_ms < ends_ms", name="times"),
        sqlite_strict=True,
    )
    op.create_table(
        "activity_budgets",
        sa.Column("activity", sa.Text, sa.ForeignKey("activities.activity"), primary_key=True),
        sa.Column("points", BIG, nullable=False),
        sa.Column("given", BIG, nullable=False),
        sa.CheckConstraint("given >= 0", name="given"),
        sqlite_strict=True,
    )
    op.create_table(
        "activity_waiting",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("activity", sa.Text, sa.ForeignKey("activities.activity"), nullable=False),
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False),
        sa.Column("since_ms", BIG, nullable=False),
        sa.UniqueConstraint("activity", "holder"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )


def _attendance() -> None:
    op.create_table(
        "attendance_corrections",
        sa.Column("op_id", Uuid16, primary_key=True),
        sa.Column("stay", Uuid16, sa.ForeignKey("attendance.stay"), nullable=False, index=True),
        sa.Column("cause", Uuid16, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("cancels", Uuid16),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "attendance_settlements",
        sa.Column("op_id", Uuid16, primary_key=True),
        sa.Column("stay", Uuid16, sa.ForeignKey("attendance.stay"), nullable=False),
        sa.Column("out_ms", BIG, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("staff", sa.Text, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
    )


def _admission() -> None:
    op.create_table(
        "admission_entries",
        sa.Column("op_id", Uuid16, primary_key=True),
        sa.Column("admission", sa.Text, nullable=False),
        sa.Column("visitor", sa.Text, nullable=False),
        sa.Column("medium", sa.LargeBinary, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("asked_percent", sa.Integer, nullable=False),
        sa.Index("ix_admission_entries_admission_visitor", "admission", "visitor"),
        sqlite_strict=True,
    )


def _draws() -> None:
    op.create_table(
        "draws",
        sa.Column("draw", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("activity", sa.Text, sa.ForeignKey("activities.activity")),
        sa.Column("point_kind", sa.Text),
        sa.Column("points_per_ticket", sa.Integer),
        sa.Column("most_tickets", sa.Integer, nullable=False),
        sa.Column("prizes", sa.Text, nullable=False),
        sa.Column("substitutes", sa.Integer, nullable=False),
        sa.Column("seed_source", sa.Text, nullable=False),
        sa.Column("seed_day", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made_ms", BIG, nullable=False),
        sa.CheckConstraint("state IN ('open', 'frozen', 'drawn', 'cancelled')", name="state"),
        sa.CheckConstraint("(point_kind IS NULL) = (points_per_ticket IS NULL)", name="price"),
        sqlite_strict=True,
    )
    op.create_table(
        "draw_entries",
        sa.Column("draw", sa.Text, sa.ForeignKey("draws.draw"), primary_key=True),
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
        sa.Column("entry", sa.Text, nullable=False, unique=True),
        sa.Column("tickets", sa.Integer, nullable=False),
        sa.CheckConstraint("tickets > 0", name="tickets"),
        sqlite_strict=True,
    )
    op.create_table(
        "draw_tickets",
        sa.Column("op_id", Uuid16, primary_key=True),
        sa.Column("draw", sa.Text, sa.ForeignKey("draws.draw"), nullable=False, index=True),
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False),
        sa.Column("tickets", sa.Integer, nullable=False),
        sa.Column("points", BIG, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
    )


def _draws_published() -> None:
    op.create_table(
        "draw_lists",
        sa.Column("draw", sa.Text, sa.ForeignKey("draws.draw"), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("sha256", sa.LargeBinary, nullable=False),
        sa.Column("published_ms", BIG, nullable=False),
        sa.Column("staff", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "draw_seeds",
        sa.Column("draw", sa.Text, sa.ForeignKey("draws.draw"), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("fixed_ms", BIG, nullable=False),
        sa.Column("entered_ms", BIG, nullable=False),
        sa.Column("staff", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "draw_results",
        sa.Column("draw", sa.Text, sa.ForeignKey("draws.draw"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("entry", sa.Text, nullable=False),
        sa.UniqueConstraint("draw", "entry"),
        sqlite_strict=True,
    )
    op.create_table(
        "draw_withdrawals",
        sa.Column("draw", sa.Text, sa.ForeignKey("draws.draw"), primary_key=True),
        sa.Column("entry", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("staff", sa.Text, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
    )


def _exports() -> None:
    op.create_table(
        "exports",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("report", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("rows", BIG, nullable=False),
        sa.Column("sha256", sa.LargeBinary, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
