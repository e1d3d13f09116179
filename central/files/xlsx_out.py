"""Writing XLSX (ECMA-376) by XlsxWriter, row by row in constant memory.

Text is always written as text: never as a formula, a link or a number. The header stays in sight and filters; columns have
widths and number formats. A sheet that is full is followed by another one of the same columns.
"""

import io
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

from central.files.table import Out, Table, out_columns, out_rows
from domain import taipei

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_OF_A_SHEET = 1_000_000
"""Below the 1,048,576 rows that a sheet can have (Excel specifications and limits)."""
LONGEST_CELL = 32_767
"""Characters (Excel specifications and limits); what is longer is cut and ends in an ellipsis."""
_LONGEST_NAME = 31
_NAME_WITHOUT = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
_OPTIONS: dict[str, Any] = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORMATS = {"number": "#,##0", "ntd": '"NT$"#,##0', "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss", "text": "@"}


def write(table: Table, to: Path | IO[bytes], *, made_ms: int, rows_of_a_sheet: int = ROWS_OF_A_SHEET) -> None:
    """Write the file. `made_ms` becomes its date of creation. Raises `OSError`.

    What stands in between in a temporary folder of its own is gone afterwards, also when the rows break off; what was written
    to `to` is then no whole table.
    """
    target: Any = str(to) if isinstance(to, Path) else to
    with tempfile.TemporaryDirectory() as folder:
        try:
            with xlsxwriter.Workbook(target, {**_OPTIONS, "tmpdir": folder}) as workbook:
                workbook.set_properties({"title": table.name, "created": taipei.moment(made_ms).replace(tzinfo=None)})
                sheets = _Sheets(workbook, table)
                for row in out_rows(table):
                    if sheets.line >= rows_of_a_sheet:
                        sheets.end()
                        sheets.begin()
                    sheets.add(row)
                sheets.end()
        except FileCreateError as problem:
            raise _os_error(problem) from problem


def whole(table: Table, *, made_ms: int) -> bytes:
    """The whole file."""
    content = io.BytesIO()
    write(table, content, made_ms=made_ms)
    return content.getvalue()


def _os_error(problem: FileCreateError) -> OSError:
    """XlsxWriter wraps what the system said of the file."""
    said = problem.args[0] if problem.args else None
    return said if isinstance(said, OSError) else OSError(str(problem))


class _Sheets:
    """The sheets of one table, each as full as it may be."""

    def __init__(self, workbook: Any, table: Table) -> None:
        self._workbook = workbook
        self._name = table.name
        self._columns = out_columns(table)
        self._heading = workbook.add_format({"bold": True, "bg_color": "#E6EEF0", "bottom": 1, "text_wrap": True})
        self._formats = [workbook.add_format({"num_format": _FORMATS[column.kind]}) for column in self._columns]
        self._number = 0
        self.begin()

    def begin(self) -> None:
        """Another sheet, with its header."""
        self._number += 1
        self._sheet = self._workbook.add_worksheet(sheet_name(self._name, self._number))
        self.line = 0
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, column.width, self._formats[place])
        for place, column in enumerate(self._columns):
            self._sheet.write_string(0, place, column.title, self._heading)

    def add(self, row: list[Out]) -> None:
        """One more line."""
        self.line += 1
        for place, cell in enumerate(row):
            _put(self._sheet, self.line, place, cell, self._formats[place])

    def end(self) -> None:
        """Of this sheet: what can be filtered is known now."""
        self._sheet.autofilter(0, 0, self.line, len(self._columns) - 1)


def sheet_name(name: str, number: int) -> str:
    """A name that a sheet may have: at most 31 characters, without `[ ] : * ? / \\` and apostrophes, never empty."""
    suffix = "" if number == 1 else f" ({number})"
    clean = "".join(each for each in name.translate(_NAME_WITHOUT) if each.isprintable()).strip()
    return (clean or "sheet")[: _LONGEST_NAME - len(suffix)] + suffix


def _put(sheet: Any, line: int, place: int, cell: Out, form: Any) -> None:
    match cell:
        case None | "":
            return
        case str():
            sheet.write_string(line, place, cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 1] + "…", form)
        case datetime() | date():
            sheet.write_datetime(line, place, cell, form)
        case _:
            sheet.write_number(line, place, cell, form)
