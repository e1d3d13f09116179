"""Statements that are built once: on the hot path building one anew costs more than sending it."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa

from central import bulk


def rows_of(connection: sa.Connection, column: sa.Column[Any], value: Any) -> sa.CursorResult[Any]:
    """The table's rows whose `column` is `value`."""
    return connection.execute(_equal(column), {"value": value})


def rows_among(connection: sa.Connection, column: sa.Column[Any], values: Collection[Any]) -> sa.CursorResult[Any]:
    """The table's rows whose `column` is one of these."""
    return connection.execute(_among(column, connection.dialect.name), {"values": list(values)})


def update_of(connection: sa.Connection, column: sa.Column[Any], value: Any, to: Mapping[str, Any]) -> sa.CursorResult[Any]:
    """Set columns of the rows whose `column` is `value`."""
    return connection.execute(_update(column, tuple(to)), {"of_value": value, **{f"to_{name}": to[name] for name in to}})


def one_of(column: sa.Column[Any], name: str, dialect: str) -> sa.ColumnElement[bool]:
    """Whether a column's value is one of those given as parameter `name`, a list."""
    if dialect == "postgresql":
        return column == sa.any_(sa.bindparam(name, type_=bulk.array_of(column)))
    return column.in_(sa.bindparam(name, expanding=True))


@cache
def _equal(column: sa.Column[Any]) -> sa.Select[Any]:
    return sa.select(column.table).where(column == sa.bindparam("value"))


@cache
def _among(column: sa.Column[Any], dialect: str) -> sa.Select[Any]:
    return sa.select(column.table).where(one_of(column, "values", dialect))


@cache
def _update(column: sa.Column[Any], names: tuple[str, ...]) -> sa.Update:
    values: dict[str, Any] = {name: sa.bindparam(f"to_{name}") for name in names}
    made: sa.Update = sa.update(column.table).where(column == sa.bindparam("of_value")).values(values)
    return made
