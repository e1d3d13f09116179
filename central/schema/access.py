"""Who may ask besides stations, and who read whose record. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG, Uuid16
from central.schema.base import table

service_keys = table(
    "service_keys",
    sa.Column("service_key", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("scopes", sa.Text, nullable=False),
    sa.Column("secret_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("created_ms", BIG, nullable=False),
    sa.Column("revoked_ms", BIG),
    sa.Column("expires_ms", BIG),
    sa.Column("services", sa.Text, nullable=False, server_default="[]"),
    sa.Column("last_used_ms", BIG),
    sa.Column("replaced_by", sa.Text),
)

staff_sessions = table(
    "staff_sessions",
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("staff", sa.Text, sa.ForeignKey("staff.staff"), nullable=False, index=True),
    sa.Column("station", sa.Text, sa.ForeignKey("stations.station"), nullable=False),
    sa.Column("started_ms", BIG, nullable=False),
    sa.Column("used_ms", BIG, nullable=False),
)

staff_pin_failures = table(
    "staff_pin_failures",
    sa.Column("staff", sa.Text, sa.ForeignKey("staff.staff"), primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_ms", BIG, nullable=False),
)

record_reads = table(
    "record_reads",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("holder", Uuid16, sa.ForeignKey("holders.holder"), nullable=False, index=True),
    sa.Column("reader", sa.Text, nullable=False),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    autoincrement=True,
)

administration = table(
    "administration",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("op_id", Uuid16, unique=True),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    autoincrement=True,
)
