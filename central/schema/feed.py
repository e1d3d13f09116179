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
    # Which transaction wrote the row: PostgreSQL's 64-bit number of it by default, 0 on SQLite, where there is one writer.
    sa.Column("tx", BIG, nullable=False, server_default="0"),
    sa.UniqueConstraint("kind", "key"),
    sa.Index("ix_changes_tx_seq", "tx", "seq"),
    autoincrement=True,
)
