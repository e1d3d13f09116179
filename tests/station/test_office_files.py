"""Files of office work at a station: registration lists that are sealed row by row, reports that are saved whole."""

import base64
import csv
import io
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from domain.errors import Code, EnvironmentProblem, Refused
from domain.office_calls import OfficeFile
from domain.sealing import unseal
from station.office_files import save_file
from station.roster_file import RosterSheet, roster_sheet
from station.sheet_file import rows_of

KEY = X25519PrivateKey.generate()


def sheet(path: Path) -> RosterSheet:
    rows = list(rows_of(path, lambda _: None))
    return roster_sheet(rows, KEY.public_key().public_bytes_raw(), op_id=uuid4(), activity="a1", all_or_nothing=True)


def sent(made: RosterSheet) -> list[list[str]]:
    """What leaves the station, with what is sealed opened."""
    rows = list(csv.reader(io.StringIO(made.request.content.decode())))
    opened = [[card, unseal(KEY, base64.b64decode(sealed)).decode() if sealed else ""] for card, sealed in rows[1:]]
    return [rows[0], *opened]


def test_numbers_are_sealed_names_stay_here_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "名單.csv"
    path.write_bytes("姓名,身分證字號,卡片UID\r\n甲,a123456789,\r\n,,\r\n乙,,04A1B2C3D4E580\r\n".encode("cp950"))
    made = sheet(path)
    assert sent(made) == [["卡片UID", "密封身分證"], ["", "a123456789"], ["", ""], ["04A1B2C3D4E580", ""]]
    assert "甲".encode() not in made.request.content
    assert made.own_column("密封身分證") == "身分證字號"


def test_a_formula_is_told_by_its_row_and_never_sent(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["身分證統一編號"], ["A123456789"], ["=A2"], ["B123456780"]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    made = sheet(tmp_path / "list.xlsx")
    assert [(fault.row, fault.column, fault.code) for fault in made.faults] == [(3, "身分證統一編號", Code.CELL_FORMULA)]
    assert sent(made)[1:] == [["", "A123456789"], ["", ""], ["", "B123456780"]]


@pytest.mark.parametrize("header", ["姓名", "卡片UID,卡片UID"])
def test_a_list_without_a_number_is_no_list(tmp_path: Path, header: str) -> None:
    (tmp_path / "x.csv").write_text(f"{header}\n甲,乙\n", "utf-8")
    with pytest.raises(Refused) as refused:
        sheet(tmp_path / "x.csv")
    assert (refused.value.code, refused.value.details["row"]) == (Code.FILE_INVALID, 1)


def test_a_report_never_takes_anothers_place(tmp_path: Path) -> None:
    file = OfficeFile(content=b"1", media_type="text/csv", name="daily.csv")
    folder = tmp_path / "new" / "folder"
    assert [save_file(folder, file).name for _ in range(3)] == ["daily.csv", "daily (2).csv", "daily (3).csv"]
    assert not list(folder.glob(".*"))


def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    file = OfficeFile(content=b"1", media_type="text/csv", name="daily.csv")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(EnvironmentProblem) as problem:
            save_file(folder, file)
        assert problem.value.code is Code.DISK_READONLY
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
