"""Draws whose result anyone can re-compute. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG, Uuid16
from central.schema.base import table

draws = table(
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
)

draw_entries = table(
    "draw_entries",
    sa.Column("draw", sa.Text, sa.ForeignKey("draws.draw"), primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
    sa.Column("entry", sa.Text, nullable=False, unique=True),
    sa.Column("tickets", sa.Integer, nullable=False),
    sa.CheckConstraint("tickets > 0", name="tickets"),
)

draw_tickets = table(
    "draw_tickets",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("draw", sa.Text, sa.ForeignKey("draws.draw"), nullable=False, index=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False),
    sa.Column("tickets", sa.Integer, nullable=False),
    sa.Column("points", BIG, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
)

draw_lists = table(
    "draw_lists",
    sa.Column("draw", sa.Text, sa.ForeignKey("draws.draw"), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("sha256", sa.LargeBinary, nullable=False),
    sa.Column("published_ms", BIG, nullable=False),
    sa.Column("staff", sa.Text, nullable=False),
)

draw_seeds = table(
    "draw_seeds",
    sa.Column("draw", sa.Text, sa.ForeignKey("draws.draw"), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("fixed_ms", BIG, nullable=False),
    sa.Column("entered_ms", BIG, nullable=False),
    sa.Column("staff", sa.Text, nullable=False),
)

draw_results = table(
    "draw_results",
    sa.Column("draw", sa.Text, sa.ForeignKey("draws.draw"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("entry", sa.Text, nullable=False),
    sa.UniqueConstraint("draw", "entry"),
)

draw_withdrawals = table(
    "draw_withdrawals",
    sa.Column("draw", sa.Text, sa.ForeignKey("draws.draw"), primary_key=True),
    sa.Column("entry", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("staff", sa.Text, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
)
