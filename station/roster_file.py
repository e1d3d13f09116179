"""An organiser's registration list: a file with card numbers or national IDs becomes what the platform takes in.

National IDs are sealed to the platform here, so that nothing in between can read them; whatever else stands in the file (names,
telephone numbers) never leaves this machine. Rows keep their numbers, so that faults are told by those of the file.
"""

import base64
import csv
import io
from collections.abc import Sequence
from uuid import UUID

import msgspec

from domain.errors import Code, Refused
from domain.sealing import seal
from domain.wire_activities import RosterImport
from domain.wire_files import RowFault
from station.sheet_file import SheetRow

CARD_COLUMN = "卡片UID"
SEALED_COLUMN = "密封身分證"
"""As the platform calls its two columns (docs/activity-files.md)."""
ID_COLUMNS = ("身分證統一編號", "身分證字號", "統一證號", "身分證")


class RosterSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent for a file, and the rows that were left out here because a cell of theirs is no plain value."""

    request: RosterImport
    faults: list[RowFault]
    header: list[str]

    def own_column(self, column: str) -> str:
        """The file's own name for a column of the platform's."""
        return next((name for name in ID_COLUMNS if name in self.header), column) if column == SEALED_COLUMN else column


def roster_sheet(
    rows: Sequence[SheetRow], sealing_key: bytes, *, op_id: UUID, activity: str, all_or_nothing: bool
) -> RosterSheet:
    """What is sent. Raises `Refused(FILE_INVALID)` for a header (`row`) with none of the columns, or with one twice."""
    header = rows[0].cells if rows else []
    used = [place for place, name in enumerate(header) if name in (CARD_COLUMN, SEALED_COLUMN, *ID_COLUMNS)]
    if not used or len({header[place] for place in used}) != len(used):
        raise Refused(Code.FILE_INVALID, row=rows[0].number if rows else 1, column=CARD_COLUMN)
    content, faults, at = io.StringIO(newline=""), [], 1
    writer = csv.writer(content)
    writer.writerow([CARD_COLUMN, SEALED_COLUMN])
    for row in rows[1:]:
        wrong = next((place for place in used if place in row.wrong), None)
        if wrong is not None:
            faults.append(RowFault(row=row.number, column=header[wrong], code=row.wrong[wrong]))
            continue
        writer.writerows([["", ""]] * (row.number - at - 1))
        writer.writerow(_cells(header, row, sealing_key))
        at = row.number
    request = RosterImport(op_id=op_id, activity=activity, content=content.getvalue().encode(), all_or_nothing=all_or_nothing)
    return RosterSheet(request=request, faults=faults, header=list(header))


def _cells(header: Sequence[str], row: SheetRow, key: bytes) -> list[str]:
    cells = dict(zip(header, row.cells, strict=False))
    number = next((cells[name] for name in ID_COLUMNS if cells.get(name)), "")
    return [cells.get(CARD_COLUMN, ""), cells.get(SEALED_COLUMN, "") or (_sealed(key, number) if number else "")]


def _sealed(key: bytes, number: str) -> str:
    return base64.b64encode(seal(key, "".join(number.split()).encode())).decode()
