"""Lists of applicants as people bring them: encodings, workbooks, merged cells, formulas, missing columns, wrong values."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from domain.errors import Code, Refused
from domain.national_id import check_digit
from domain.programme_file import parse
from station import batch_file, sheet_file
from station.batch_columns import SHOWN
from tests.station_rig import PROGRAMME

TODAY = date(2026, 1, 5)
HEADER = ["姓名", "身分證字號", "出生日期", "行政區", "卡別", "票證公司", "同意書", "身分別", "標示", "備註"]
RARE = "示範\U0002f80f\ufa19堃"
LEFT_OUT = Code.INTERNAL
"""Stands for whatever breaks a reading off."""


def pupil(number: int, **changed: Any) -> list[Any]:
    first_nine = f"A1{number:07d}"
    row = dict(zip(HEADER, (f"示範{number}號", first_nine + check_digit(first_nine), "104/3/1", "桃園區"), strict=False))
    row |= {
        "卡別": "學生卡",
        "票證公司": "悠遊卡",
        "同意書": "是",
        "身分別": "在學",
        "標示": f"三年二班 {number:02}",
        "備註": "不送",
    }
    return list((row | changed).values())


def text(rows: list[list[Any]], encoding: str, delimiter: str = ",") -> bytes:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue().encode(encoding)


def workbook(path: Path, rows: list[list[Any]], **more: Any) -> Path:
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy/mm/dd"})
    if more.get("hidden"):
        book.add_worksheet("說明")
    sheet = book.add_worksheet("名單")
    if more.get("hidden"):
        sheet.activate()
        sheet.set_first_sheet()
        book.worksheets()[0].hide()
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    for area, value in more.get("merged", {}).items():
        sheet.merge_range(area, value)
    book.close()
    return path


def read(path: Path, channel: Any = "school", go_on: Any = lambda _: None) -> batch_file.BatchFile:
    return batch_file.read(path, parse(PROGRAMME, "demo"), channel, TODAY, go_on)


@pytest.fixture
def saved(tmp_path: Path) -> Any:
    def save(content: bytes) -> Path:
        (tmp_path / "三年二班.csv").write_bytes(content)
        return tmp_path / "三年二班.csv"

    return save


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("cp950", ","), ("utf-16", "\t"), ("utf-16-le", ","), ("utf-16-be", ",")],
)
def test_whatever_a_machine_writes_is_read(saved: Any, encoding: str, delimiter: str) -> None:
    file = read(saved(text([HEADER, pupil(1), pupil(2)], encoding, delimiter)))
    assert (file.rows, file.faults, file.unused, file.name) == (2, [], ["備註"], "三年二班")
    sent = list(csv.DictReader(io.StringIO(file.content.decode())))
    assert [row["name"] for row in sent] == ["示範1號", "示範2號"]
    assert {(row["card_kind"], row["carrier"], row["consents"], row["facts"]) for row in sent} == {
        ("student", "easycard", "issue@1", "local_student")
    }
    assert "不送" not in file.content.decode()


def test_names_keep_every_character(saved: Any) -> None:
    file = read(saved(text([HEADER, pupil(1, 姓名=RARE)], "utf-8")))
    assert RARE in file.content.decode()


def test_rows_are_named_as_the_spreadsheet_counts_them_and_the_sound_ones_are_sent(saved: Any) -> None:
    rows = [
        ["示範國小新生名冊"],
        HEADER,
        pupil(1),
        [],
        pupil(2, 身分證字號="A123456780"),
        pupil(3, 出生日期="104/2/30"),
        pupil(4, 行政區="信義區"),
        pupil(5, 同意書=""),
        pupil(6, 姓名=" "),
        pupil(7, 卡別="金卡"),
        pupil(8, 身分別="富有"),
        pupil(9, 身分別=""),
        pupil(1),
        pupil(10),
    ]
    file = read(saved(text(rows, "utf-8")))
    assert [(fault.row, fault.column, fault.code) for fault in file.faults] == [
        (5, "national_id", Code.NATIONAL_ID_CHECKSUM),
        (6, "birthday", Code.DATE_FORMAT),
        (7, "district", Code.DISTRICT_UNKNOWN),
        (8, "consents", Code.CONSENT_MISSING),
        (9, "name", Code.NAME_MISSING),
        (10, "card_kind", Code.REQUEST_INVALID),
        (11, "facts", Code.REQUEST_INVALID),
        (12, "card_kind", Code.NOT_ELIGIBLE),
        (13, "national_id", Code.APPLICATION_DUPLICATE),
    ]
    assert (file.rows, file.above) == (11, 1)
    lines = list(csv.reader(io.StringIO(file.content.decode())))
    assert [(number, line[0]) for number, line in enumerate(lines, 1) if line] == [
        (1, "name"),
        (2, "示範1號"),
        (13, "示範10號"),
    ]
    listed = batch_file.fault_list(file.faults, lambda code: f"問題 {code.value}").decode("utf-8-sig")
    assert listed.splitlines()[1] == "5,身分證統一編號,問題 national_id_checksum,national_id_checksum"
    assert "示範" not in listed


def test_a_workbook_with_dates_numbers_and_a_hidden_sheet_before_it(tmp_path: Path) -> None:
    rows = [HEADER, pupil(1, 出生日期=datetime(2015, 3, 1)), pupil(2, 出生日期=1040301)]  # noqa: DTZ001 (a spreadsheet's)
    file = read(workbook(tmp_path / "a.xlsx", rows, hidden=True))
    assert (file.rows, file.faults) == (2, [])
    assert [row["birthday"] for row in csv.DictReader(io.StringIO(file.content.decode()))] == ["2015-03-01", "1040301"]


def test_merged_cells_hold_down_their_rows_and_not_across_columns_and_formulas_are_no_values(tmp_path: Path) -> None:
    rows = [HEADER, pupil(1), pupil(2, 行政區=None), pupil(3), pupil(4, 姓名='="示範"&"公式"'), pupil(5)]
    merged = {"D2:D3": "中壢區", "A4:B4": "示範合併"}
    file = read(workbook(tmp_path / "a.xlsx", rows, merged=merged))
    assert [(fault.row, fault.column, fault.code) for fault in file.faults] == [
        (4, "name", Code.CELL_MERGED),
        (5, "name", Code.CELL_FORMULA),
    ]
    assert [row["district"] for row in csv.DictReader(io.StringIO(file.content.decode()))] == ["中壢區", "中壢區", "桃園區"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "code", "details"),
    [
        (b"", Code.FILE_EMPTY, {}),
        (b"\r\n\r\n", Code.FILE_EMPTY, {}),
        (text([HEADER], "utf-8"), Code.FILE_EMPTY, {}),
        (text([HEADER[:3], pupil(1)[:3]], "utf-8"), Code.FILE_INVALID, {"row": 1, "column": SHOWN["district"]}),
        (text([pupil(1), pupil(2)], "utf-8"), Code.FILE_INVALID, {"row": 1, "column": SHOWN["name"]}),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(40), Code.FILE_KIND, {}),
        (b"PK\x03\x04" + bytes(90), Code.FILE_KIND, {}),
        (OLE, Code.FILE_KIND, {}),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Code.FILE_PASSWORD, {}),
        (b'"never closed\r\n', Code.FILE_INVALID, {"row": 1, "column": ""}),
        ("姓名\r\n".encode() + b"\x80\x80\r\n", Code.FILE_INVALID, {"row": 2, "column": ""}),
    ],
    ids=["empty", "blank", "header alone", "columns", "no header", "picture", "zip", "old", "password", "quote", "broken text"],
)
def test_a_file_that_is_no_list_says_why(saved: Any, content: bytes, code: Code, details: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        read(saved(content))
    assert (refused.value.code, refused.value.details) == (code, details)


def test_a_file_that_is_gone_and_one_that_is_too_long(saved: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused) as gone:
        read(tmp_path / "weg.csv")
    assert gone.value.code is Code.FILE_MISSING
    monkeypatch.setattr(sheet_file, "MOST_ROWS", 2)
    with pytest.raises(Refused) as long:
        read(saved(text([HEADER, pupil(1), pupil(2), pupil(3)], "utf-8")))
    assert (long.value.code, long.value.details) == (Code.REQUEST_TOO_LARGE, {"most": 2})


def test_a_reading_can_be_broken_off(saved: Any) -> None:
    told: list[int] = []

    def go_on(done: int) -> None:
        told.append(done)
        if done >= 1_000:
            raise Refused(LEFT_OUT)

    with pytest.raises(Refused) as refused:
        read(saved(text([HEADER, *(pupil(number) for number in range(1, 3_000))], "utf-8")), go_on=go_on)
    assert (refused.value.code, told) == (LEFT_OUT, [500, 1_000])
