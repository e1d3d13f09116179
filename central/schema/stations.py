"""The platform itself and its stations. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG, Uuid16
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
    sa.Column("previous_token_hash", sa.LargeBinary),
    sa.Column("token_ms", BIG),
    sa.Column("instance", sa.Text, nullable=False, server_default=""),
    sa.Column("cloned_ms", BIG),
    sa.Column("clone_seen_ms", BIG),
    sa.Column("replaced_by", sa.Text),
    sa.Column("wipe_ordered_ms", BIG),
    sa.Column("wipe_acknowledged_ms", BIG),
    sa.Index("uq_stations_previous_token_hash", "previous_token_hash", unique=True),
    sa.Index("ix_stations_replaced_by", "replaced_by"),
)

station_chains = table(
    "station_chains",
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True),
    sa.Column("last_seq", BIG, nullable=False),
    sa.Column("last_hash", sa.LargeBinary, nullable=False),
    sa.Column("last_journal", BIG, nullable=False),
)

station_successions = table(
    "station_successions",
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), primary_key=True),
    sa.Column("former", sa.Text, sa.ForeignKey("stations.station"), primary_key=True),
    sa.Column("at_ms", BIG, nullable=False),
    sa.Index("ix_station_successions_former", "former"),
)

station_epochs = table(
    "station_epochs",
    sa.Column("op_id", Uuid16, primary_key=True),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("claimed_epoch", sa.Integer, nullable=False),
    sa.Column("claimed_seq", BIG, nullable=False),
    sa.Column("known_seq", BIG, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    sa.UniqueConstraint("station", "epoch"),
)

heartbeats = table(
    "heartbeats",
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), primary_key=True),
    sa.Column("at_ms", BIG, nullable=False),
    sa.Column("queued", BIG, nullable=False),
    sa.Column("oldest_unsent_ms", BIG),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
