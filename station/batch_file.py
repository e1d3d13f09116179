"""A list of applicants that a 里長, a school or an agency brings: read, checked row by row, and made ready to be sent.

The rules are the platform's own (`domain.applying`); what only the platform knows, such as another application under way, it
says itself when the list is sent.
"""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from domain.applications import ApplicantPapers, Channel
from domain.applying import Asked, sound
from domain.errors import Code, Refused
from domain.programme import Programme
from domain.wire_files import RowFault
from station import sheet_file
from station.batch_columns import COLUMNS, REQUIRED, SHOWN, Translator, column_of, header_of
from station.sheet_file import SheetRow

_HEADER_WITHIN = 10
"""A title may stand above the header."""
GoOn = Callable[[int], None]


class BatchFile(msgspec.Struct, frozen=True, kw_only=True):
    """A list as it can be sent. Nothing of it is kept by the station."""

    name: str
    """The file's, without its ending."""
    content: bytes
    """CSV (UTF-8) of the rows without a fault; the others are empty lines, so that rows keep their numbers."""
    above: int
    """So many lines stand above the header, and count in the file but not at the platform."""
    rows: int
    faults: list[RowFault]
    """By row, as the file's own spreadsheet counts; `column` is the platform's name for it."""
    unused: list[str]
    """Headers of columns that are not needed, and are not sent."""

    def __repr__(self) -> str:
        return f"BatchFile({self.rows})"


def read(path: Path, programme: Programme, channel: Channel, today: date, go_on: GoOn) -> BatchFile:
    """Read and check a list; `go_on` is told how many rows are through, and raises to break off.

    Raises `Refused` as `station.sheet_file.rows_of`; FILE_INVALID names the first column that is missing.
    """
    reading = _Reading(programme, channel, today)
    for row in sheet_file.rows_of(path, go_on):
        reading.take(row)
    return reading.ended(path.stem)


class _Reading:
    """One pass over the rows."""

    def __init__(self, programme: Programme, channel: Channel, today: date) -> None:
        self._programme, self._channel, self._today = programme, channel, today
        self._words = Translator(programme)
        self._header: dict[str, int] | None = None
        self._header_row = 0
        self._first: SheetRow | None = None
        self._seen: set[tuple[str, str]] = set()
        self._text = io.StringIO()
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._lines = 0
        self._rows = 0
        self._faults: list[RowFault] = []
        self._unused: list[str] = []

    def take(self, row: SheetRow) -> None:
        """The next row that is not empty."""
        if self._header is None:
            self._look_for_header(row)
            return
        self._rows += 1
        try:
            self._check(row)
        except Refused as refused:
            column = str(refused.details.get("column", ""))
            self._faults.append(RowFault(row=row.number, column=column, code=refused.code))

    def ended(self, name: str) -> BatchFile:
        """What came of it. Raises `Refused` with FILE_INVALID (no header), or FILE_EMPTY (nothing beneath it)."""
        if self._header is None:
            raise self._no_header()
        if not self._rows:
            raise Refused(Code.FILE_EMPTY)
        return BatchFile(
            name=name,
            content=self._text.getvalue().encode(),
            above=self._header_row - 1,
            rows=self._rows,
            faults=self._faults,
            unused=self._unused,
        )

    def _look_for_header(self, row: SheetRow) -> None:
        self._first = self._first or row
        found = header_of(row.cells)
        if found is None:
            if row.number - self._first.number >= _HEADER_WITHIN:
                raise self._no_header()
            return
        self._header, self._header_row = found, row.number
        used = set(found.values())
        self._unused = [cell for at, cell in enumerate(row.cells) if cell and at not in used]
        self._write(list(found))

    def _no_header(self) -> Refused:
        """The row that comes closest is the one that is meant: its first column that is missing."""
        cells = self._first.cells if self._first is not None else []
        there = {column_of(cell) for cell in cells}
        missing = next((column for column in REQUIRED if column not in there), REQUIRED[0])
        number = self._first.number if self._first is not None else 1
        return Refused(Code.FILE_INVALID, row=number, column=SHOWN[missing])

    def _check(self, row: SheetRow) -> None:
        assert self._header is not None
        for column, at in self._header.items():
            if at in row.wrong:
                raise Refused(row.wrong[at], column=column)
        cells = {column: row.cells[at] if at < len(row.cells) else "" for column, at in self._header.items()}
        told = self._words.row(cells)
        try:
            asked, kind = sound(self._programme, _asked(told), self._channel, self._today)
        except Refused as refused:
            raise Refused(refused.code, column=str(refused.details.get("column", ""))) from refused
        who = (asked.papers.national_id, kind.id)
        if who in self._seen:
            raise Refused(Code.APPLICATION_DUPLICATE, column="national_id")
        self._seen.add(who)
        while self._lines < row.number - self._header_row:
            self._write([])
        self._write([told[column] for column in self._header])

    def _write(self, cells: list[str]) -> None:
        self._lines += 1
        self._writer.writerow(cells)


def _asked(row: dict[str, str]) -> Asked:
    told = {column: row.get(column, "") for column in COLUMNS}
    papers = ApplicantPapers(
        name=told["name"],
        national_id=told["national_id"],
        birthday=told["birthday"],
        district=told["district"],
        facts=told["facts"].split(),
        address=told["address"],
        email=told["email"],
        phone=told["phone"],
        language=told["language"] or "zh_TW",
        label=told["label"],
    )
    return Asked(card_kind=told["card_kind"], carrier=told["carrier"], papers=papers, consents=told["consents"].split())


def fault_list(faults: list[RowFault], words: Callable[[Code], str]) -> bytes:
    """The rows with a fault as CSV (UTF-8 with byte order mark, so that a spreadsheet opens it): row, column, what is wrong.

    Nothing of what the cells hold stands in it: it may be sent to whoever made the list.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["列", "欄", "問題", "代號"])
    for fault in faults:
        writer.writerow([fault.row, SHOWN.get(fault.column, fault.column), words(fault.code), fault.code.value])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
