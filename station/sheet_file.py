"""Reading a table that somebody brings as a file: CSV in whatever encoding their machine writes, or XLSX.

Text is UTF-8 or UTF-16 by its byte order mark or its shape, else Big5 (code page 950, as Excel in Taiwan saves CSV); columns
are parted by comma, tab or semicolon, whichever the first line has most of. Of a workbook the first sheet that can be seen is
read. Rows count as a spreadsheet counts them, from 1. Any thread but a screen's.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from domain.errors import Code, Refused

MOST_ROWS = 100_000
"""Rows of data, without the header."""
MOST_COLUMNS = 200
_MOST_TEXT_BYTES = 64 * 1024 * 1024
_MOST_UNPACKED_BYTES = 1024 * 1024 * 1024
"""Of a workbook: what is larger is no list of people, but a file made to fill a memory."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z0-9:$]+)"')
_NO_VALUES = ("f", "e")
"""A formula, or what a failed one left: its result depends on where and when it is opened."""
_TELL_EVERY = 500
_CHUNK = 1 << 20


class SheetRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row as it stands in the file. `wrong`: columns, counted from 0, whose cell is no plain value, and why."""

    number: int
    cells: list[str]
    wrong: dict[int, Code] = {}


GoOn = Callable[[int], None]
"""Told now and then how many rows have been read; raises to break off."""


def rows_of(path: Path, go_on: GoOn) -> Iterator[SheetRow]:
    """The file's rows that are not empty, the header first.

    Raises `Refused` with FILE_MISSING, FILE_EMPTY, FILE_KIND (neither CSV nor XLSX), FILE_PASSWORD, FILE_INVALID (`row`,
    `column`) or REQUEST_TOO_LARGE (`most` rows).
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as problem:
        raise Refused(Code.FILE_MISSING) from problem
    if not head:
        raise Refused(Code.FILE_EMPTY)
    if head == _OLE:
        # Excel puts a workbook with a password into the container of its old format (MS-OFFCRYPTO, 2.2).
        raise Refused(Code.FILE_PASSWORD if _names_encryption(path) else Code.FILE_KIND)
    found = _workbook(path) if head == _ZIP else _text(path)
    count = 0
    for row in found:
        if count > MOST_ROWS:
            raise Refused(Code.REQUEST_TOO_LARGE, most=MOST_ROWS)
        if any(row.cells) or row.wrong:
            count += 1
            yield row
        if row.number % _TELL_EVERY == 0:
            go_on(row.number)
    if not count:
        raise Refused(Code.FILE_EMPTY)


def _names_encryption(path: Path) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()[:_MOST_TEXT_BYTES]


# --- text ---


def _text(path: Path) -> Iterator[SheetRow]:
    if path.stat().st_size > _MOST_TEXT_BYTES:
        raise Refused(Code.REQUEST_TOO_LARGE, most=MOST_ROWS)
    text = decoded(path.read_bytes())
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield SheetRow(number=number, cells=[cell.strip() for cell in cells[:MOST_COLUMNS]])
    except csv.Error as problem:
        raise Refused(Code.FILE_INVALID, row=number + 1, column="") from problem


def decoded(content: bytes) -> str:
    """The text, by its byte order mark or its shape.

    Raises `Refused` with FILE_KIND for what is no text, or FILE_INVALID (`row`).
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    if b"\0" in content[:400]:
        # Of UTF-16 every second byte of its Latin letters, digits and commas is null.
        even = content[:400:2].count(0) > content[1:400:2].count(0)
        return _decoded(content, "utf-16-be" if even else "utf-16-le")
    return _decoded(content, "utf-8", "cp950")


def _decoded(content: bytes, *encodings: str) -> str:
    """By the first of the encodings that fits; where none does, the one that came farthest tells what is wrong."""
    text, farthest = None, 0
    for encoding in encodings:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError as problem:
            farthest = max(farthest, problem.start)
    if text is None:
        raise Refused(Code.FILE_INVALID, row=content[:farthest].count(b"\n") + 1, column="")
    if any(ord(each) < 0x20 and each not in "\t\r\n" for each in text[:4_000]):
        raise Refused(Code.FILE_KIND)
    return text


# --- workbooks ---


def _workbook(path: Path) -> Iterator[SheetRow]:
    # Only whoever opens a workbook waits for what reads it.
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(each.file_size for each in packed.infolist()) > _MOST_UNPACKED_BYTES:
                raise Refused(Code.REQUEST_TOO_LARGE, most=MOST_ROWS)
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as problem:
        raise Refused(Code.FILE_KIND) from problem
    try:
        sheet: Any = next((each for each in book.worksheets if each.sheet_state == "visible"), None)
        if sheet is None:
            raise Refused(Code.FILE_EMPTY)
        merged = _merged(path, sheet._worksheet_path)
        yield from _sheet(sheet, merged)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError) as problem:
        raise Refused(Code.FILE_KIND) from problem
    finally:
        book.close()


class _Merged(msgspec.Struct, kw_only=True):
    """A rectangle of cells that were made one: rows from 1, columns from 0. `text`: what stands in it."""

    first: int
    last: int
    left: int
    right: int
    text: str = ""


def _merged(path: Path, part: str) -> list[_Merged]:
    """What was merged stands behind the rows (ECMA-376, 18.3.1.55), so it is looked up beforehand."""
    from openpyxl.utils import range_boundaries

    found, rest = [], b""
    with zipfile.ZipFile(path) as packed, packed.open(part) as file:
        while chunk := file.read(_CHUNK):
            rest += chunk
            found += _MERGED.findall(rest)
            rest = rest[rest.rfind(b"<") :]
    areas = []
    for reference in dict.fromkeys(found):
        left, first, right, last = range_boundaries(reference.decode())
        if None not in (left, first, right, last):
            areas.append(
                _Merged(first=int(first or 0), last=int(last or 0), left=int(left or 0) - 1, right=int(right or 0) - 1)
            )
    return areas


def _sheet(sheet: Any, merged: list[_Merged]) -> Iterator[SheetRow]:
    """A cell merged over several rows holds for each of them, as it looks; one over several columns holds for none."""
    for number, line in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        cells, wrong = [], {}
        for at, cell in enumerate(line):
            text, fault = _cell(cell)
            cells.append(text)
            if fault is not None:
                wrong[at] = fault
        for area in merged:
            if area.first <= number <= area.last:
                _fill(area, number, cells, wrong)
        yield SheetRow(number=number, cells=cells, wrong=wrong)


def _fill(area: _Merged, number: int, cells: list[str], wrong: dict[int, Code]) -> None:
    if area.left != area.right:
        wrong.update({at: Code.CELL_MERGED for at in range(area.left, min(area.right + 1, len(cells)))})
    elif number == area.first:
        area.text = cells[area.left] if area.left < len(cells) else ""
    else:
        cells.extend("" for _ in range(area.left + 1 - len(cells)))
        cells[area.left] = area.text


def _cell(cell: Any) -> tuple[str, Code | None]:
    """A cell's text as a person reads it, and why it is none."""
    value = cell.value
    if value is None:
        return "", None
    if cell.data_type in _NO_VALUES:
        return "", Code.CELL_FORMULA
    if isinstance(value, datetime):
        return value.date().isoformat(), None
    if isinstance(value, date):
        return value.isoformat(), None
    if isinstance(value, float) and value.is_integer():
        return str(int(value)), None
    if isinstance(value, float | Decimal):
        return str(value), None
    return str(value).strip(), None
