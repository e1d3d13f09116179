"""A table that leaves the platform, as CSV or XLSX: typed columns, and rows that may be a stream.

A day stands there as the Gregorian date and, in a column of its own, as the 民國 one; a moment likewise, in Taipei time.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal

import msgspec

from domain import taipei

ColumnKind = Literal["text", "number", "ntd", "day", "moment"]
Cell = str | int | date | None
"""`moment` cells are milliseconds since 1970-01-01T00:00Z; None is an empty cell."""
_ROC_OFFSET = 1911


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column. `width` in characters of the spreadsheet's own font."""

    title: str
    kind: ColumnKind = "text"
    width: int = 12


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Rows under columns; each row has one cell per column. The rows are read once."""

    name: str
    columns: list[Column]
    rows: Iterable[tuple[Cell, ...]]


Out = str | int | date | datetime | None


def out_columns(table: Table) -> list[Column]:
    """The file's columns: those that tell a time are followed by their 民國 date."""
    found = []
    for column in table.columns:
        found.append(column)
        if column.kind in ("day", "moment"):
            found.append(Column(title=f"{column.title}（民國）", width=10))
    return found


def out_rows(table: Table) -> Iterator[list[Out]]:
    """The file's rows, as `out_columns` has them; times are Taipei's."""
    for row in table.rows:
        yield [out for column, cell in zip(table.columns, row, strict=True) for out in _outs(column.kind, cell)]


def roc(day: date) -> str:
    """`115/01/05`, as forms and lists write it; empty before 民國 1."""
    return f"{day.year - _ROC_OFFSET:03}/{day.month:02}/{day.day:02}" if day.year > _ROC_OFFSET else ""


def _outs(kind: ColumnKind, cell: Cell) -> list[Out]:
    if kind == "day":
        return [cell, roc(cell)] if isinstance(cell, date) else [None, None]
    if kind == "moment":
        if not isinstance(cell, int):
            return [None, None]
        at = taipei.moment(cell)
        return [at.replace(tzinfo=None), roc(at.date())]
    return [cell]
