"""A register that is asked by files in a folder: `out/` for questions, `in/` for answers, `done/` for answers that were taken.

Layouts in `docs/applications-files.md`. What carries the files to the register and back is the city's own business.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import get_args
from uuid import UUID

from central.applications import sheets
from central.applications.ports import AnswerBatch, HouseholdAnswer, Question, RegisterAnswer, RegisterName, StatusAnswer
from central.files import csv_in
from central.files.csv_in import Row
from central.files.safely import replaced
from domain.applications import STATUSES, HouseholdWord
from domain.errors import Code, EnvironmentProblem, Refused
from domain.wire_files import RowFault

QUESTION_COLUMNS = ("check_id", "name", "national_id", "birthday", "statuses")
ANSWER_COLUMNS: dict[RegisterName, tuple[str, ...]] = {
    "household": ("check_id", "answer", "since"),
    "status": ("check_id", "statuses"),
}
_LARGEST_FILE = 64 * 1024 * 1024


class FileRegister:
    """See the module. `name` says which register's files these are."""

    def __init__(self, folder: Path, name: RegisterName) -> None:
        self.name = name
        self._out_folder, self._in_folder, self._done_folder = (folder / part for part in ("out", "in", "done"))

    def ask(self, batch: str, questions: Sequence[Question]) -> None:
        """Write `out/<batch>.csv`, whole or not at all. Raises `EnvironmentProblem(DISK_FULL)`."""
        rows = [(str(one.check_id), one.name, one.national_id, one.birthday, " ".join(one.statuses)) for one in questions]
        content = sheets.written(QUESTION_COLUMNS, rows)
        self._made()
        with replaced(self._out_folder / f"{batch}.csv") as part:
            part.write_bytes(content)

    def answered(self) -> list[AnswerBatch]:
        """The files of `in/` by name. Raises `EnvironmentProblem(DISK_FULL)` when the folder cannot be read."""
        self._made()
        try:
            return [self._read(file) for file in sorted(self._in_folder.glob("*.csv"))]
        except OSError as problem:
            raise EnvironmentProblem(Code.DISK_FULL, file=self._in_folder.name) from problem

    def taken(self, batch: str) -> None:
        """Move the file to `done/`."""
        file = self._in_folder / f"{batch}.csv"
        try:
            if file.is_file():
                file.replace(self._done_folder / file.name)
        except OSError as problem:
            raise EnvironmentProblem(Code.DISK_FULL, file=file.name) from problem

    def _made(self) -> None:
        try:
            for folder in (self._out_folder, self._in_folder, self._done_folder):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as problem:
            raise EnvironmentProblem(Code.DISK_FULL, file=self._out_folder.name) from problem

    def _read(self, file: Path) -> AnswerBatch:
        try:
            if file.stat().st_size > _LARGEST_FILE:
                raise Refused(Code.REQUEST_TOO_LARGE, most=_LARGEST_FILE)
            reading = sheets.read(file.read_bytes(), ANSWER_COLUMNS[self.name])
        except Refused as refused:
            row, column = refused.details.get("row", 0), refused.details.get("column", "")
            fault = RowFault(row=int(row), column=str(column), code=refused.code)
            return AnswerBatch(batch=file.stem, answers=[], faults=[fault])
        answers, faults = csv_in.parsed(reading, _household if self.name == "household" else _status)
        return AnswerBatch(batch=file.stem, answers=answers, faults=faults)


def _household(row: Row) -> RegisterAnswer:
    word, since = row["answer"], row["since"]
    if word not in get_args(HouseholdWord):
        raise Refused(Code.FILE_INVALID, row=row.number, column="answer")
    if since:
        try:
            since = date.fromisoformat(since).isoformat()
        except ValueError as problem:
            raise Refused(Code.DATE_FORMAT, column="since") from problem
    household: HouseholdWord = next(known for known in get_args(HouseholdWord) if known == word)
    return HouseholdAnswer(check_id=_check_id(row), household=household, since=since)


def _status(row: Row) -> RegisterAnswer:
    statuses = row["statuses"].split()
    if not STATUSES.issuperset(statuses):
        raise Refused(Code.FILE_INVALID, row=row.number, column="statuses")
    return StatusAnswer(check_id=_check_id(row), statuses=sorted(set(statuses)))


def _check_id(row: Row) -> UUID:
    try:
        return UUID(row["check_id"])
    except ValueError as problem:
        raise Refused(Code.FILE_INVALID, row=row.number, column="check_id") from problem
