"""Inserting a row unless it is there already, safely beside other writers, on both databases."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(connection: sa.Connection, table: sa.Table, **values: Any) -> bool:
    """Whether the row was inserted; False when one with its key is there, whoever wrote it.

    Waits for another transaction that is about to insert the same; on PostgreSQL its row is visible to the next statement.
    """
    made = connection.execute(_new(table, connection.dialect.name), values, execution_options={"preserve_rowcount": True})
    return made.rowcount == 1


def insert(connection: sa.Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update`, which take the same arguments on both databases."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


@cache
def _new(table: sa.Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing().inline()
    return sqlite.insert(table).on_conflict_do_nothing().inline()
