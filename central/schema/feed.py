"""The change feed. See `central.schema`."""

import sqlalchemy as sa

from central.column_types import BIG
from central.schema.base import table

changes = table(
    "changes",
    sa.Column("seq", BIG, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("row", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("kind", "key"),
    autoincrement=True,
)
