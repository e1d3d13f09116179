"""Files in and out: what a spreadsheet must not carry out, rows that are at fault, and never half a file."""

import errno
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from central.files import csv_in, csv_out, xlsx_out
from central.files.formulas import harmless, plain
from central.files.safely import replaced
from central.files.table import Column, Table
from domain import taipei
from domain.errors import Code, EnvironmentProblem, Refused
from domain.wire_files import RowFault
from tests.clocks import SetClock

MADE_MS = SetClock().ms
FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1"]


def a_table(rows, name="示範報表"):
    columns = [
        Column(title="姓名"),
        Column(title="點數", kind="number"),
        Column(title="金額", kind="ntd"),
        Column(title="日期", kind="day"),
        Column(title="時間", kind="moment", width=20),
    ]
    return Table(name=name, columns=columns, rows=rows)


ROW = ("=cmd|' /C calc'!A0", -5, 94, date(2026, 1, 5), taipei.midnight_ms(date(2026, 1, 5)) + 9 * 3_600_000)


def opened(table, **kwargs):
    content = io.BytesIO()
    xlsx_out.write(table, content, made_ms=MADE_MS, **kwargs)
    return openpyxl.load_workbook(io.BytesIO(content.getvalue()))


# --- out -------------------------------------------------------------------------------------------------------------


def test_csv_opens_rightly_and_runs_nothing():
    content = csv_out.whole(a_table([ROW, (None, 0, 0, None, None)]))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n") == [
        "姓名,點數,金額,日期,日期（民國）,時間,時間（民國）",
        "'=cmd|' /C calc'!A0,-5,94,2026-01-05,115/01/05,2026-01-05 09:00:00,115/01/05",
        ",0,0,,,,",
        "",
    ]


def test_xlsx_is_typed_and_runs_nothing():
    sheet = opened(a_table([ROW])).active
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["F"].width > 20 > sheet.column_dimensions["A"].width
    head, row = list(sheet.iter_rows())
    assert [cell.value for cell in head][:3] == ["姓名", "點數", "金額"]
    assert (row[0].value, row[0].data_type) == (ROW[0], "s")
    assert [str(cell.value) for cell in row[1:]] == [
        "-5",
        "94",
        "2026-01-05 00:00:00",
        "115/01/05",
        "2026-01-05 09:00:00",
        "115/01/05",
    ]
    assert [cell.number_format for cell in row] == [
        "@",
        "#,##0",
        '"NT$"#,##0',
        "yyyy-mm-dd",
        "@",
        "yyyy-mm-dd hh:mm:ss",
        "@",
    ]


@pytest.mark.parametrize("text", [*FORMULAS, "https://example.test/", "007", "a\0b", "x" * 40_000])
def test_xlsx_text_is_never_anything_else(text):
    cell = opened(Table(name="[x]:*?/", columns=[Column(title="=t")], rows=[(text,)])).active["A2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert len(str(cell.value)) <= xlsx_out.LONGEST_CELL


def test_a_full_sheet_is_followed_by_another():
    book = opened(a_table([ROW] * 5), rows_of_a_sheet=2)
    assert book.sheetnames == ["示範報表", "示範報表 (2)", "示範報表 (3)"]
    assert [sheet.max_row for sheet in book] == [3, 3, 2]


def test_an_empty_table_has_its_header():
    assert opened(a_table([])).active.max_row == 1
    assert csv_out.whole(a_table([])).count(b"\r\n") == 1


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_neutralised_and_come_back(text):
    assert harmless(text).startswith("'")
    assert plain(harmless(text)) == text


@settings(max_examples=60, derandomize=True)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=5))
def test_what_is_written_is_read_again(texts):
    table = Table(name="t", columns=[Column(title="a"), Column(title="b", kind="number")], rows=[(text, 1) for text in texts])
    reading = csv_in.read(csv_out.whole(table), ["a", "b"])
    assert not reading.faults
    read = [row["a"] for row in reading.rows]
    assert [text.strip() for text in read] == [plain(text.strip()) if text.startswith("'") else text.strip() for text in texts]


# --- safely ----------------------------------------------------------------------------------------------------------


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "報表.csv"
    path.write_bytes(b"old")
    with replaced(path) as part:
        part.write_bytes(b"new")
        assert path.read_bytes() == b"old"
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"new", [path])


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "full"), OSError(errno.EIO, "pulled")])
def test_a_broken_export_leaves_the_old_file(tmp_path, fault):
    def rows():
        yield ROW
        raise fault

    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(EnvironmentProblem) as caught, replaced(path) as part:
        xlsx_out.write(a_table(rows()), part, made_ms=MADE_MS)
    assert caught.value.code is Code.DISK_FULL
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])


def test_a_folder_that_is_gone_is_named(tmp_path):
    with pytest.raises(EnvironmentProblem), replaced(tmp_path / "gone" / "a.csv"):
        raise AssertionError("not reached")


def test_what_stood_in_between_is_gone(tmp_path, monkeypatch):
    def rows():
        yield ROW
        raise Refused(Code.ACTIVITY_UNKNOWN)

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(Refused):
        xlsx_out.write(a_table(rows()), io.BytesIO(), made_ms=MADE_MS)
    assert list(Path(tmp_path).iterdir()) == []


# --- in --------------------------------------------------------------------------------------------------------------


def read(text, required=("卡號", "姓名"), **kwargs):
    return csv_in.read(text if isinstance(text, bytes) else text.encode(), required, **kwargs)


def refusal(text, **kwargs):
    with pytest.raises(Refused) as caught:
        read(text, **kwargs)
    return caught.value


def test_columns_in_any_order_and_encoding():
    for content, encoding in [
        ("\ufeff姓名,卡號\r\n王小明 , 0401\r\n".encode(), "utf-8"),
        ("姓名,卡號\n王小明,0401".encode("cp950"), "big5"),
    ]:
        rows = read(content, encoding=encoding).rows
        assert [(row.number, row["卡號"], row["姓名"], row["備註"]) for row in rows] == [(2, "0401", "王小明", "")]


def test_rows_count_as_a_spreadsheet_counts_them():
    reading = read('卡號,姓名\n1,"王\n小明"\n\n,\n2,李\n3,陳,多\n4\n')
    assert [row.number for row in reading.rows] == [2, 5]
    assert reading.rows[0]["姓名"] == "王\n小明"
    assert reading.faults == [
        RowFault(row=6, column="", code=Code.FILE_INVALID),
        RowFault(row=7, column="", code=Code.FILE_INVALID),
    ]


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("", 1, ""),
        ("卡號\n1", 1, "姓名"),
        ("卡號,姓名,姓名\n1,2,3", 1, "姓名"),
        ("A123456789,王小明\n", 1, "#1"),
        ("卡號,姓名\n1,王\n2,".encode() + b"\xa4\xfd", 3, ""),
        ('卡號,姓名\n1,王\n2,"李', 3, ""),
        ("卡號,姓名\n1,王\0", 2, ""),
        ('卡號,姓名\n1,"' + "x" * 200_000 + '"', 2, ""),
    ],
)
def test_a_file_that_is_none_is_refused(text, row, column):
    refused = refusal(text)
    assert (refused.code, refused.details) == (Code.FILE_INVALID, {"row": row, "column": column})


def test_too_many_rows_are_refused():
    assert refusal("卡號,姓名\n" + "1,2\n" * 4, most_rows=3).code is Code.REQUEST_TOO_LARGE


def a_number(row):
    if not row["卡號"].isdecimal():
        raise Refused(Code.CARD_UNKNOWN, column="卡號")
    return int(row["卡號"])


def test_one_broken_row_of_many():
    text = "卡號,姓名\n" + "".join(f"{number if number != 4710 else 'x'},王\n" for number in range(5_000))
    found, faults = csv_in.parsed(read(text), a_number)
    assert len(found) == 4_999
    assert faults == [RowFault(row=4712, column="卡號", code=Code.CARD_UNKNOWN)]
    assert csv_in.parsed(read(text), a_number, all_or_nothing=True) == ([], faults)
