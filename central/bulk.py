"""Many rows by one statement, on both databases.

PostgreSQL is given one array per column, so that the statement is the same for any number of rows and its plan is kept.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from central.column_types import Flag, Uuid16

Columns = str | tuple[str, ...]
"""A column, or those that are unique together."""


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], *, unless: Columns = "") -> None:
    """Insert rows that name the same columns, in their order; with `unless`, not those whose value there is in the table."""
    if not rows:
        return
    columns = tuple(rows[0])
    if connection.dialect.name == "postgresql":
        connection.execute(_from_arrays(table, columns, unless), {name: [row[name] for row in rows] for name in columns})
    else:
        connection.execute(_one_by_one(table, unless), list(rows))


def insert_new(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], *, unless: Columns, returning: Sequence[str]
) -> Sequence[sa.Row[Any]]:
    """As `insert`; these columns of the rows that were not there before."""
    if not rows:
        return []
    columns = tuple(rows[0])
    if connection.dialect.name == "postgresql":
        made = _from_arrays(table, columns, unless, tuple(returning))
        return connection.execute(made, {name: [row[name] for row in rows] for name in columns}).all()
    return connection.execute(_one_by_one(table, unless, tuple(returning)), list(rows)).all()


def put(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], *, key: tuple[str, ...]) -> None:
    """Insert rows that name the same columns, or change those that are there with the same `key`, which is unique."""
    if not rows:
        return
    columns = tuple(rows[0])
    if connection.dialect.name == "postgresql":
        given = {name: [row[name] for row in rows] for name in columns}
        connection.execute(_put(_from_arrays(table, columns, ""), columns, key), given)
    else:
        connection.execute(_put(_one_by_one(table, ""), columns, key), list(rows))


def add(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], *, key: tuple[str, ...], to: str
) -> None:
    """Insert rows that name the same columns, or add what they have of the number `to` to those with the same unique `key`.

    In the order of the key, so that two that add to the same rows wait for one another and never crosswise.
    """
    if not rows:
        return
    columns = tuple(rows[0])
    ordered = sorted(rows, key=lambda row: [row[name] for name in key])
    if connection.dialect.name == "postgresql":
        given = {name: [row[name] for row in ordered] for name in columns}
        connection.execute(_add(_from_arrays(table, columns, ""), table, key, to), given)
    else:
        connection.execute(_add(_one_by_one(table, ""), table, key, to), ordered)


def update(connection: sa.Connection, table: sa.Table, key: str, rows: Sequence[Mapping[str, Any]]) -> int:
    """Set the columns that each row names, of the row with its `key`, which is unique; how many were there.

    Rows name the same columns.
    """
    if not rows:
        return 0
    columns = tuple(rows[0])
    if connection.dialect.name == "postgresql":
        given = {f"to_{name}": [row[name] for row in rows] for name in columns}
        return connection.execute(_by_keys(table, key, columns), given).rowcount
    return connection.execute(
        _by_key(table, key, columns), [{f"to_{name}": row[name] for name in row} for row in rows]
    ).rowcount


def delete(connection: sa.Connection, column: sa.Column[Any], values: Collection[Any]) -> None:
    """Delete the rows with one of these values."""
    if values:
        connection.execute(column.table.delete().where(among(connection, column, values)))


def among(connection: sa.Connection, column: sa.Column[Any], values: Collection[Any]) -> sa.ColumnElement[bool]:
    """Whether a column's value is one of these."""
    if connection.dialect.name == "postgresql":
        array = sa.bindparam(None, list(values), type_=array_of(column), unique=True)
        return column == sa.any_(array)
    return column.in_(values)


class _Bytes(sa.LargeBinary):
    """Bytes as psycopg takes them: SQLAlchemy would wrap each in an object that says so."""

    def bind_processor(self, dialect: sa.Dialect) -> None:  # noqa: ARG002 (SQLAlchemy's signature)
        return None


def array_of(column: sa.Column[Any]) -> postgresql.ARRAY[Any]:
    """The type of an array of a column's values, given as they are: `Uuid16` and `Flag` are PostgreSQL's own."""
    given: sa.types.TypeEngine[Any] = column.type
    if isinstance(given, Uuid16):
        given = sa.Uuid()
    elif isinstance(given, Flag):
        given = sa.Boolean()
    elif isinstance(given, sa.LargeBinary):
        given = _Bytes()
    return postgresql.ARRAY(given)


def _names(columns: Columns) -> list[str]:
    return [columns] if isinstance(columns, str) else list(columns)


def change(
    connection: sa.Connection,
    make: Callable[[sa.ColumnElement[bool], sa.ColumnElement[int]], sa.Update],
    key: sa.Column[Any],
    by_key: Mapping[int, int],
) -> int:
    """Update the rows with these keys by the whole number that each is given; how many were.

    `make` writes the update from which rows they are and what each is given, once for all calls.
    """
    if connection.dialect.name == "postgresql":
        given = {"given_keys": list(by_key), "given_changes": list(by_key.values())}
        return connection.execute(_by_given(make, key), given).rowcount
    case = sa.case({number: sa.literal(each) for number, each in by_key.items()}, value=key)
    return connection.execute(make(key.in_(by_key), case)).rowcount


@cache
def _by_given(make: Callable[[sa.ColumnElement[bool], sa.ColumnElement[int]], sa.Update], key: sa.Column[Any]) -> sa.Update:
    keys, changes = (
        sa.func.unnest(sa.bindparam(f"given_{name}", type_=postgresql.ARRAY(sa.BigInteger)), type_=sa.BigInteger).label(name)
        for name in ("keys", "changes")
    )
    given = sa.select(keys, changes).subquery("given")
    return make(key == given.c["keys"], given.c["changes"])


@cache
def _from_arrays(table: sa.Table, columns: tuple[str, ...], unless: Columns, returning: tuple[str, ...] = ()) -> sa.Executable:
    arrays = [sa.func.unnest(sa.bindparam(name, type_=array_of(table.c[name]))).label(name) for name in columns]
    made = postgresql.insert(table).from_select(columns, sa.select(*arrays), include_defaults=False)
    made = made.on_conflict_do_nothing(index_elements=_names(unless)) if unless else made
    return made.returning(*(table.c[name] for name in returning)) if returning else made


@cache
def _one_by_one(table: sa.Table, unless: Columns, returning: tuple[str, ...] = ()) -> sa.Executable:
    made = sqlite.insert(table)
    made = made.on_conflict_do_nothing(index_elements=_names(unless)) if unless else made
    return made.returning(*(table.c[name] for name in returning)) if returning else made


@cache
def _by_key(table: sa.Table, key: str, columns: tuple[str, ...]) -> sa.Executable:
    values: dict[str, Any] = {name: sa.bindparam(f"to_{name}") for name in columns if name != key}
    return table.update().where(table.c[key] == sa.bindparam(f"to_{key}")).values(values)


@cache
def _put(made: Any, columns: tuple[str, ...], key: tuple[str, ...]) -> sa.Executable:
    put: sa.Executable = made.on_conflict_do_update(
        index_elements=list(key), set_={name: made.excluded[name] for name in columns if name not in key}
    )
    return put


@cache
def _add(made: Any, table: sa.Table, key: tuple[str, ...], to: str) -> sa.Executable:
    added: sa.Executable = made.on_conflict_do_update(index_elements=list(key), set_={to: table.c[to] + made.excluded[to]})
    return added


@cache
def _by_keys(table: sa.Table, key: str, columns: tuple[str, ...]) -> sa.Executable:
    arrays = [
        sa.func.unnest(sa.bindparam(f"to_{name}", type_=array_of(table.c[name])), type_=table.c[name].type) for name in columns
    ]
    given = sa.select(*(array.label(name) for array, name in zip(arrays, columns, strict=True))).subquery("given")
    values = {name: given.c[name] for name in columns if name != key}
    return table.update().where(table.c[key] == given.c[key]).values(values)
