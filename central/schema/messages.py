"""What people are told, and where they can be reached. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG, Uuid16
from central.schema.base import table

contacts = table(
    "contacts",
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
    sa.Column("encrypted", sa.LargeBinary, nullable=False),
    sa.Column("as_of_ms", BIG, nullable=False),
)

messages = table(
    "messages",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("message", Uuid16, nullable=False, unique=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
    sa.Column("template", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("encrypted", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("next_ms", BIG, nullable=False),
    sa.Column("queued_ms", BIG, nullable=False),
    sa.Column("done_ms", BIG),
    sa.Column("problem", sa.Text),
    sa.CheckConstraint("channel IN ('email', 'sms', 'none')", name="channel"),
    sa.CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed', 'unaddressed', 'forgotten')", name="state"),
    sa.Index("ix_messages_state_next_ms", "state", "next_ms"),
    autoincrement=True,
)
