"""The platform itself and its stations. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG
from central.schema.base import table

meta = table("meta", sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False))

programmes = table(
    "programmes",
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
)

enrolment_codes = table(
    "enrolment_codes",
    sa.Column("code_hash", sa.LargeBinary, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("roles", sa.Text, nullable=False),
    sa.Column("expires_ms", BIG, nullable=False),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station")),
)

stations = table(
    "stations",
    sa.Column("station", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("roles", sa.Text, nullable=False),
    sa.Column("machine", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("enrolled_ms", BIG, nullable=False),
    sa.Column("last_seen_ms", BIG),
    sa.Column("revoked_ms", BIG),
)

station_chains = table(
    "station_chains",
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True),
    sa.Column("last_seq", BIG, nullable=False),
    sa.Column("last_hash", sa.LargeBinary, nullable=False),
    sa.Column("last_journal", BIG, nullable=False),
)
