"""Reading CSV (RFC 4180) that people and other systems send: a header, then rows, each of which can be at fault by itself.

UTF-8 with or without a byte order mark; Big5 (code page 950, as Excel in Taiwan saves it) only where a caller says so. The
separator is a comma. Cells are trimmed of white space around them; the apostrophe that `csv_out` puts before a cell which a
spreadsheet would take for a formula is taken away again. Rows count as a spreadsheet counts them: the header is row 1, also
when a quoted cell runs over several lines. Empty rows are left out.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, TypeVar

import msgspec

from central.files.formulas import plain
from domain.errors import Code, Refused
from domain.wire_files import RowFault

MOST_ROWS = 100_000
MOST_FAULTS = 1_000
Encoding = Literal["utf-8", "big5"]
_CODECS: dict[Encoding, str] = {"utf-8": "utf-8-sig", "big5": "cp950"}
_HEADER = 1
Parsed = TypeVar("Parsed")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row: its number, and its cells by the header's names."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """A cell's text; empty when an optional column is not in the file."""
        return self.cells.get(column, "")


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """The rows that have the right shape, and what is wrong with the others."""

    rows: list[Row]
    faults: list[RowFault]


def read(
    content: bytes,
    required: Sequence[str],
    optional: Sequence[str] = (),
    *,
    encoding: Encoding = "utf-8",
    most_rows: int = MOST_ROWS,
) -> Reading:
    """The rows of a file whose header has all `required` columns, in any order, and no others but `optional` ones.

    Raises `Refused` with FILE_INVALID (`row`, `column`: not text of this encoding, quotes that do not close, a header of other
    or doubled columns) or REQUEST_TOO_LARGE (`most` rows). A row with more or fewer cells than the header is a fault.
    """
    rows: list[Row] = []
    faults: list[RowFault] = []
    for taken in stream(io.StringIO(_text(content, encoding), newline=""), required, optional):
        if len(rows) + len(faults) >= most_rows:
            raise Refused(Code.REQUEST_TOO_LARGE, most=most_rows)
        if isinstance(taken, Row):
            rows.append(taken)
        else:
            faults.append(taken)
    return Reading(rows=rows, faults=faults)


def stream(lines: Iterable[str], required: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row | RowFault]:
    """The same, a row at a time, for files that do not fit into memory: `lines` as an open text file gives them.

    Raises `Refused(FILE_INVALID)` as `read` does, as soon as it gets there.
    """
    header: list[str] | None = None
    reader = csv.reader(lines, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if header is None:
                header = _header(cells, required, optional)
            elif any(cell.strip() for cell in cells):
                yield _taken(number, header, cells)
    except (csv.Error, UnicodeDecodeError) as problem:
        raise Refused(Code.FILE_INVALID, row=number + 1, column="") from problem
    if header is None:
        raise Refused(Code.FILE_INVALID, row=_HEADER, column="")


def parsed(
    reading: Reading, parse: Callable[[Row], Parsed], *, all_or_nothing: bool = False
) -> tuple[list[Parsed], list[RowFault]]:
    """What `parse` makes of each row, and every fault in the file's order: at most `MOST_FAULTS` of them.

    `parse` raises `Refused`; a detail `column` says which cell is meant. With `all_or_nothing` one fault leaves no row.
    """
    found: list[Parsed] = []
    faults = list(reading.faults)
    for row in reading.rows:
        try:
            found.append(parse(row))
        except Refused as refused:
            faults.append(RowFault(row=row.number, column=str(refused.details.get("column", "")), code=refused.code))
    faults.sort(key=lambda fault: fault.row)
    return ([] if faults and all_or_nothing else found), faults[:MOST_FAULTS]


def _text(content: bytes, encoding: Encoding) -> str:
    try:
        text = content.decode(_CODECS[encoding])
    except UnicodeDecodeError as problem:
        row = content[: problem.start].count(b"\n") + 1
        raise Refused(Code.FILE_INVALID, row=row, column="") from problem
    if "\0" in text:
        raise Refused(Code.FILE_INVALID, row=text[: text.index("\0")].count("\n") + 1, column="")
    return text


def _header(cells: list[str], required: Iterable[str], optional: Iterable[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    known = {*required, *optional}
    wrong = next((name for name in names if name not in known), None)
    if wrong is not None:
        raise Refused(Code.FILE_INVALID, row=_HEADER, column=_position(names.index(wrong)))
    for name in required:
        if name not in names:
            raise Refused(Code.FILE_INVALID, row=_HEADER, column=name)
    for name in names:
        if names.count(name) > 1:
            raise Refused(Code.FILE_INVALID, row=_HEADER, column=name)
    return names


def _position(index: int) -> str:
    """A column by its number: its own name may be anything, such as somebody's name in a file without a header."""
    return f"#{index + 1}"


def _taken(number: int, header: list[str], cells: list[str]) -> Row | RowFault:
    if len(cells) != len(header):
        return RowFault(row=number, column="", code=Code.FILE_INVALID)
    return Row(number=number, cells={name: plain(cell.strip()) for name, cell in zip(header, cells, strict=True)})
