"""Activities and who took part. See `central.schema`."""

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
