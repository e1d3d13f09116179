"""Applications and what is sent about them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Uuid16 = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _messages()


def _messages() -> None:
    op.create_table(
        "contacts",
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
        sa.Column("encrypted", sa.LargeBinary, nullable=False),
        sa.Column("as_of_ms", BIG, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "messages",
        sa.Column("message", Uuid16, primary_key=True),
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
        sqlite_strict=True,
    )
