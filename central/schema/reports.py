"""What left the platform as files about people. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG
from central.schema.base import table

exports = table(
    "exports",
    sa.Column("id", BIG, primary_key=True),
    sa.Column("report", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("form", sa.Text, nullable=False),
    sa.Column("reader", sa.Text, nullable=False),
    sa.Column("agency", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("rows", BIG, nullable=False),
    sa.Column("sha256", sa.LargeBinary, nullable=False),
    sa.Column("at_ms", BIG, nullable=False),
    autoincrement=True,
)
