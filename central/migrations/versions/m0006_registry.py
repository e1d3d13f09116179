"""Changes of state, replacements, claims of before, stock and snapshots of the registry."""

import sqlalchemy as sa
from alembic import op

from central.migrations.append_only import keep_append_only

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Uuid16 = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
_BLOCKED = sa.text("state IN ('suspended', 'lost', 'returned', 'expired')")


def upgrade() -> None:
    """Make the tables; cards remember when they were renewed, and those on the hotlist are found without reading the others."""
    op.add_column("cards", sa.Column("renewed_ms", BIG))
    op.create_index("ix_cards_blocked", "cards", ["medium"], sqlite_where=_BLOCKED, postgresql_where=_BLOCKED)
    _lives()
    _claims_and_requests()
    _stock()
    _stock_moves()
    _snapshots()
    keep_append_only("card_history", "stock_moves")


def _table(name: str, *parts: sa.schema.SchemaItem, autoincrement: bool = False) -> None:
    op.create_table(name, *parts, sqlite_strict=True, sqlite_autoincrement=autoincrement)


def _lives() -> None:
    _table(
        "card_history",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("op_id", Uuid16, nullable=False),
        sa.Column("medium", sa.LargeBinary, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("from_state", sa.Text, nullable=False),
        sa.Column("to_state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("station", sa.Text),
        sa.Column("at_ms", BIG, nullable=False),
        sa.Column("noted_ms", BIG, nullable=False),
        sa.UniqueConstraint("op_id", "medium"),
        autoincrement=True,
    )
    op.create_index("ix_card_history_medium", "card_history", ["medium"])
    _table(
        "card_replacements",
        sa.Column("old_medium", sa.LargeBinary, sa.ForeignKey("cards.medium"), primary_key=True),
        sa.Column("new_medium", sa.LargeBinary, sa.ForeignKey("cards.medium"), nullable=False, unique=True),
        sa.Column("op_id", Uuid16, nullable=False, unique=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("fee_ntd", BIG, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.Column("value_moved_ms", BIG),
        sa.CheckConstraint("old_medium <> new_medium", name="two_media"),
    )


def _claims_and_requests() -> None:
    _table(
        "earlier_claims",
        sa.Column("person_digest", sa.LargeBinary, primary_key=True),
        sa.Column("card_kind", sa.Text, primary_key=True),
    )
    _table(
        "holder_names",
        sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
        sa.Column("name_digest", sa.LargeBinary, nullable=False, index=True),
    )


def _stock() -> None:
    _table(
        "stock",
        sa.Column("site", sa.Text, primary_key=True),
        sa.Column("box", sa.Text, primary_key=True),
        sa.Column("card_kind", sa.Text, primary_key=True),
        sa.Column("carrier", sa.Text, primary_key=True),
        sa.Column("cards", BIG, nullable=False),
        sa.CheckConstraint("cards >= 0", name="floor"),
    )
    _table(
        "stock_cards",
        sa.Column("medium", sa.LargeBinary, sa.ForeignKey("cards.medium"), primary_key=True),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("box", sa.Text, nullable=False),
    )
    op.create_index("ix_stock_cards_site_box", "stock_cards", ["site", "box"])


def _stock_moves() -> None:
    _table(
        "stock_moves",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("op_id", Uuid16, nullable=False, unique=True),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("card_kind", sa.Text, nullable=False),
        sa.Column("carrier", sa.Text, nullable=False),
        sa.Column("from_site", sa.Text),
        sa.Column("from_box", sa.Text),
        sa.Column("to_site", sa.Text),
        sa.Column("to_box", sa.Text),
        sa.Column("cards", BIG, nullable=False),
        sa.Column("first_number", BIG),
        sa.Column("last_number", BIG),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at_ms", BIG, nullable=False),
        sa.CheckConstraint("act IN ('taken_in', 'moved', 'issued', 'counted', 'corrected')", name="act"),
        sa.CheckConstraint("cards >= 0", name="cards"),
        autoincrement=True,
    )
    op.create_index("ix_stock_moves_carrier_first_number", "stock_moves", ["carrier", "first_number"])


def _snapshots() -> None:
    _table(
        "snapshots",
        sa.Column("snapshot", sa.Text, primary_key=True),
        sa.Column("manifest", sa.LargeBinary, nullable=False),
        sa.Column("started_ms", BIG, nullable=False),
        sa.Column("published_ms", BIG),
    )
    _table(
        "snapshot_parts",
        sa.Column("snapshot", sa.Text, sa.ForeignKey("snapshots.snapshot"), primary_key=True),
        sa.Column("section", sa.Text, primary_key=True),
        sa.Column("part", sa.Integer, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
