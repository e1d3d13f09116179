"""`citycard admin`: budgets, awards by file, settlement and upkeep, against a real platform in a folder."""

import contextlib
import re
import sys
from uuid import uuid4

import pytest
import structlog

from central.money import settlement_files
from central.money.settlement_files import Head, ResultRow
from central.platform import Platform
from citycard_app.cli import EXIT_FAILED, main
from tests.central.field import FieldStation, a_medium, import_person
from tests.platform_rig import begun

HEADER = "reference,person_type,person,point_kind,points,activity\n"


@pytest.fixture(autouse=True)
def _logs_as_before():
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def data(tmp_path):
    folder = begun(tmp_path / "platform")
    with opened(folder) as platform:
        import_person(platform, 1)
    return folder


def opened(folder):
    return contextlib.closing(Platform.open(folder))


def admin(data, *words):
    return main(["admin", "--data", str(data), *map(str, words)])


def a_file(tmp_path, *rows):
    file = tmp_path / "awards.csv"
    file.write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
    return file


def a_row(reference, points, number=1):
    return f"{reference},uid,{a_medium(number).value.hex()},health,{points},示範健走"


def test_a_budget_is_granted_and_told(data, capsys):
    op_id = uuid4()
    for _ in range(2):
        assert admin(data, "budget", "衛生局", "health", 500, "--op-id", op_id, "--new-agency") == 0
    assert admin(data, "budget", "衛生局", "health", -100) == 0
    admin(data, "budgets")
    assert "granted 400  已用 spent 0  剩餘 left 400" in capsys.readouterr().out


def test_a_slip_in_an_agencys_name_founds_no_budget(data, capsys):
    assert admin(data, "budget", "衛生局", "health", 500, "--new-agency") == 0
    assert admin(data, "budget", "衛生侷", "health", 500) == EXIT_FAILED
    said = capsys.readouterr().err
    assert "--new-agency" in said
    assert "衛生局" in said
    admin(data, "budgets")
    assert "衛生侷" not in capsys.readouterr().out


@pytest.mark.usefixtures("qapp")
def test_awards_by_file_are_booked_reported_and_taken_back(data, tmp_path, capsys):
    file = a_file(tmp_path, a_row("A", 10), a_row("B", 20), a_row("C", 30, number=9))
    assert admin(data, "awards", file, "--agency", "衛生局") == EXIT_FAILED
    told = capsys.readouterr()
    assert "第 4 列 row 4  person  card_unknown" in told.out
    assert "[file_invalid]" in told.err
    assert admin(data, "awards", file, "--agency", "衛生局", "--dry-run") == 0
    assert admin(data, "awards", file, "--agency", "衛生局", "--each") == 0
    assert "已給 booked 2  重複 repeated 0  有誤 refused 1" in capsys.readouterr().out
    with opened(data) as platform, platform.store.read() as connection:
        awards = [row[0] for row in connection.exec_driver_sql("SELECT op_id FROM lots")]
    listed = tmp_path / "wrong.csv"
    listed.write_text("award\n" + "".join(f"{bytes(award).hex()}\n" for award in awards), "utf-8")
    for said in ("booked", "repeated"):
        assert admin(data, "cancel-awards", listed) == 0
        assert capsys.readouterr().out.count(said) == 2
    listed.write_text("award\nnot an id\n", "utf-8")
    assert admin(data, "cancel-awards", listed) == EXIT_FAILED


@pytest.mark.usefixtures("qapp")
def test_settlement_out_and_in(data, tmp_path, capsys):
    admin(data, "awards", a_file(tmp_path, a_row("A", 100)), "--agency", "衛生局")
    with opened(data) as platform:
        kiosk = FieldStation(platform, ["kiosk"])
        assert kiosk.say(kiosk.wish(a_medium(1), 60)).result.refusal is None
    capsys.readouterr()
    out, again, result = (tmp_path / name for name in ("out.csv", "again.csv", "in.csv"))
    assert admin(data, "settlement-out", "ipass", out) == 0
    assert "nothing is due" in capsys.readouterr().out
    assert not out.exists()
    admin(data, "settlements")
    assert "ipass" not in capsys.readouterr().out
    assert admin(data, "settlement-out", "easycard", out) == 0
    batch = re.search(r"batch (\S+)", capsys.readouterr().out)[1]
    if sys.platform != "win32":
        assert out.stat().st_mode & 0o077 == 0
    assert admin(data, "settlement-out", "easycard", again, "--batch", batch) == 0
    assert out.read_bytes() == again.read_bytes()
    _, line, op_id, _, amount = out.read_text("ascii").splitlines()[1].split(",")
    row = ResultRow(row=2, line=int(line), op_id=op_id, amount_ntd=int(amount), decision="confirmed", reason="")
    content = settlement_files.result_written(Head(batch=batch, carrier="easycard", mode="demo"), [row])
    result.write_bytes(content.replace(b",60,", b",61,"))
    assert admin(data, "settlement-in", result) == EXIT_FAILED
    result.write_bytes(content)
    assert admin(data, "settlement-in", result) == 0
    assert "確認 confirmed 1  退回 refused 0" in capsys.readouterr().out
    admin(data, "settlements")
    assert re.search(rf"{batch}  easycard  1 筆 items  NT\$60  確認 1  退回 0  未決 open 0", capsys.readouterr().out)


def test_upkeep_lapse_and_honour_find_nothing_to_do(data, capsys):
    assert [admin(data, word) for word in ("lapse", "money-upkeep", "honour")] == [0, 0, 0]
    assert "0 人 holders" in capsys.readouterr().out
