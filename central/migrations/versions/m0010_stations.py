"""Stations that rotate tokens, report how they are, and are told to wipe."""

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
