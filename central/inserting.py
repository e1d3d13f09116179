"""Inserting a row unless it is there already, safely beside other writers, on both databases."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: sa.Connection, table: sa.Table, **values: Any) -> bool:
    """Whether the row was inserted; False when one with its key is there, whoever wrote it.

    Waits for another transaction that is about to insert the same; on PostgreSQL its row is visible to the next statement.
    """
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    made = connection.execute(make(table).values(**values).on_conflict_do_nothing().inline())
    return made.rowcount == 1
