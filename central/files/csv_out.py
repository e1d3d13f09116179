"""Writing CSV (RFC 4180) that opens rightly in a spreadsheet: UTF-8 with a byte order mark, CRLF, no cell that is a formula."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime

from central.files.formulas import harmless
from central.files.table import Out, Table, out_columns, out_rows

MEDIA_TYPE = "text/csv; charset=utf-8"
BOM = "\ufeff"
_AT_ONCE = 1_000


def pieces(table: Table) -> Iterator[bytes]:
    """The file in pieces, for tables that are too long to be held at once."""
    yield BOM.encode()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(column.title) for column in out_columns(table)])
    for number, row in enumerate(out_rows(table), 1):
        writer.writerow([_cell(cell) for cell in row])
        if number % _AT_ONCE == 0:
            yield _taken(text)
    yield _taken(text)


def whole(table: Table) -> bytes:
    """The whole file."""
    return b"".join(pieces(table))


def _taken(text: io.StringIO) -> bytes:
    piece = text.getvalue()
    text.seek(0)
    text.truncate()
    return piece.encode("utf-8", "backslashreplace")


def _cell(cell: Out) -> str | int:
    """Numbers stay numbers, also negative ones; a moment is written to the second."""
    match cell:
        case None:
            return ""
        case str():
            return harmless(cell)
        case datetime():
            return cell.isoformat(" ", "seconds")
        case date():
            return cell.isoformat()
        case _:
            return cell
