"""People, cards, staff, and what other services know people by. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG, Flag, Uuid16
from central.schema.base import table

_BLOCKED = sa.text("state IN ('suspended', 'lost', 'returned', 'expired')")

holders = table(
    "holders",
    sa.Column("holder", Uuid16, primary_key=True),
    sa.Column("person_digest", sa.LargeBinary, unique=True),
    sa.Column("created_ms", BIG, nullable=False),
)

data_keys = table(
    "data_keys",
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
)

particulars = table(
    "particulars",
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
    sa.Column("encrypted", sa.LargeBinary, nullable=False),
    sa.Column("as_of_ms", BIG, nullable=False),
)

holder_refs = table(
    "holder_refs",
    sa.Column("reference", Uuid16, primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False),
)

cards = table(
    "cards",
    sa.Column("medium", sa.LargeBinary, primary_key=True),
    sa.Column("card_kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), index=True),
    sa.Column("carrier", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("op_id", Uuid16, nullable=False),
    sa.Column("since_ms", BIG, nullable=False),
    sa.Column("uid_encrypted", sa.LargeBinary),
    sa.Column("renewed_ms", BIG),
    sa.CheckConstraint("origin IN ('issued', 'bound', 'imported')", name="origin"),
    sa.Index("ix_cards_blocked", "medium", sqlite_where=_BLOCKED, postgresql_where=_BLOCKED),
)

claims = table(
    "claims",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
    sa.Column("card_kind", sa.Text, nullable=False),
)

staff = table(
    "staff",
    sa.Column("staff", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("roles", sa.Text, nullable=False),
    sa.Column("medium", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("pin_hash", sa.Text, nullable=False),
    sa.Column("active", Flag, nullable=False),
    sa.Column("agency", sa.Text, nullable=False, server_default=""),
    sa.Column("sites", sa.Text, nullable=False, server_default="[]"),
    sa.Column("must_change_pin", Flag, nullable=False, server_default=sa.false()),
)

patrons = table(
    "patrons",
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), primary_key=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("good_standing", Flag, nullable=False),
)

service_use = table(
    "service_use",
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), primary_key=True),
    sa.Column("service", sa.Text, primary_key=True),
    sa.Column("found", Flag, primary_key=True),
    sa.Column("uses", sa.Integer, nullable=False),
)
