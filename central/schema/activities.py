"""Activities and who took part, and who was admitted where. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG, Flag, Uuid16
from central.schema.base import table

activities = table(
    "activities",
    sa.Column("activity", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("starts_ms", BIG, nullable=False),
    sa.Column("ends_ms", BIG, nullable=False),
    sa.Column("open", Flag, nullable=False),
    sa.Column("place", sa.Text),
    sa.Column("capacity", sa.Integer),
    sa.Column("points_flat", sa.Integer),
    sa.Column("points_per_hour", sa.Integer),
    sa.Column("points_at_most", sa.Integer),
    sa.Column("cancelled_ms", BIG),
)

activity_sessions = table(
    "activity_sessions",
    sa.Column("activity", sa.Text, sa.ForeignKey("activities.activity"), primary_key=True),
    sa.Column("session", sa.Integer, primary_key=True),
    sa.Column("starts_ms", BIG, nullable=False),
    sa.Column("ends_ms", BIG, nullable=False),
    sa.CheckConstraint("starts_ms < ends_ms", name="times"),
)

activity_budgets = table(
    "activity_budgets",
    sa.Column("activity", sa.Text, sa.ForeignKey("activities.activity"), primary_key=True),
    sa.Column("points", BIG, nullable=False),
    sa.Column("given", BIG, nullable=False),
    sa.CheckConstraint("given >= 0", name="given"),
)

activity_waiting = table(
    "activity_waiting",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("activity", sa.Text, sa.ForeignKey("activities.activity"), nullable=False),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False),
    sa.Column("since_ms", BIG, nullable=False),
    sa.UniqueConstraint("activity", "holder"),
    autoincrement=True,
)

roster = table(
    "roster",
    sa.Column("activity", sa.Text, sa.ForeignKey("activities.activity"), primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
    sa.Column("active", Flag, nullable=False),
)

attendance = table(
    "attendance",
    sa.Column("stay", Uuid16, primary_key=True),
    sa.Column("activity", sa.Text, nullable=False),
    sa.Column("medium", sa.LargeBinary, nullable=False),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder")),
    sa.Column("walk_in", Flag, nullable=False),
    sa.Column("in_ms", BIG, nullable=False),
    sa.Column("out_ms", BIG),
    sa.Column("counted", Flag, nullable=False),
    sa.Column("undone_by", Uuid16),
    sa.Column("closed_ms", BIG),
    sa.Index("ix_attendance_activity_holder", "activity", "holder"),
    sa.Index("ix_attendance_medium", "medium"),
)

attendance_acts = table(
    "attendance_acts",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("stay", Uuid16, sa.ForeignKey("attendance.stay"), nullable=False, index=True),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("points", sa.Integer, nullable=False),
    sa.CheckConstraint("act IN ('in', 'out')", name="act"),
)

attendance_corrections = table(
    "attendance_corrections",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("stay", Uuid16, sa.ForeignKey("attendance.stay"), nullable=False, index=True),
    sa.Column("cause", Uuid16, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("points", sa.Integer, nullable=False),
    sa.Column("cancels", Uuid16),
    sa.Column("at_ms", BIG, nullable=False),
)

attendance_settlements = table(
    "attendance_settlements",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("stay", Uuid16, sa.ForeignKey("attendance.stay"), nullable=False),
    sa.Column("out_ms", BIG, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("staff", sa.Text, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
)

admission_entries = table(
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
)
