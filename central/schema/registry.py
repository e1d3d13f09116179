"""A card's life after it was registered, claims of before, stock, snapshots. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG, Uuid16
from central.schema.base import table

card_history = table(
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
    sa.Index("ix_card_history_medium", "medium"),
    autoincrement=True,
)

card_replacements = table(
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

earlier_claims = table(
    "earlier_claims",
    sa.Column("person_digest", sa.LargeBinary, primary_key=True),
    sa.Column("card_kind", sa.Text, primary_key=True),
)

holder_names = table(
    "holder_names",
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
    sa.Column("name_digest", sa.LargeBinary, nullable=False, index=True),
)

stock = table(
    "stock",
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("box", sa.Text, primary_key=True),
    sa.Column("card_kind", sa.Text, primary_key=True),
    sa.Column("carrier", sa.Text, primary_key=True),
    sa.Column("cards", BIG, nullable=False),
    sa.CheckConstraint("cards >= 0", name="floor"),
)

stock_moves = table(
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
    sa.Index("ix_stock_moves_carrier_first_number", "carrier", "first_number"),
    autoincrement=True,
)

stock_cards = table(
    "stock_cards",
    sa.Column("medium", sa.LargeBinary, sa.ForeignKey("cards.medium"), primary_key=True),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("box", sa.Text, nullable=False),
    sa.Index("ix_stock_cards_site_box", "site", "box"),
)

snapshots = table(
    "snapshots",
    sa.Column("snapshot", sa.Text, primary_key=True),
    sa.Column("manifest", sa.LargeBinary, nullable=False),
    sa.Column("started_ms", BIG, nullable=False),
    sa.Column("published_ms", BIG),
)

snapshot_parts = table(
    "snapshot_parts",
    sa.Column("snapshot", sa.Text, sa.ForeignKey("snapshots.snapshot"), primary_key=True),
    sa.Column("section", sa.Text, primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
