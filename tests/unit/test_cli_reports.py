"""`citycard admin … report`: a file that is whole or not there."""

import openpyxl
import pytest
import structlog

from central.platform import Platform
from citycard_app.cli import EXIT_ENVIRONMENT, EXIT_FAILED, main
from tests.central.field import HOUR, FieldStation, a_medium, add_activity, import_person
from tests.platform_rig import PROGRAMME, begun

DAYS = ("--from", "115/1/1", "--to", "2099-12-31")


@pytest.fixture(autouse=True)
def _logs_as_before():
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "platform"
    platform = Platform.open(begun(folder), PROGRAMME.read_text("utf-8"), demo=True)
    add_activity(platform)
    import_person(platform, 1)
    station = FieldStation(platform, ["event"])
    came = station.sign_in(a_medium(1), at_ms=platform.now_ms() - 2 * HOUR)
    station.upload(came, station.sign_out(a_medium(1), came), station.sign_in(a_medium(1), at_ms=platform.now_ms() - 99 * HOUR))
    platform.close()
    return folder


def admin(data, *words):
    return main(["admin", "--data", str(data), *map(str, words)])


def test_a_report_is_written_whole(data, tmp_path, capsys):
    out = tmp_path / "集點清單.xlsx"
    out.write_bytes(b"old")
    assert admin(data, "report", "awards", *DAYS, "--activity", "a1", "--reason", "結案", "--out", out) == 0
    assert capsys.readouterr().out.startswith("1 筆")
    assert openpyxl.load_workbook(out).active.max_row == 2
    assert admin(data, "report", "redemptions", *DAYS, "--out", tmp_path / "x.csv") == 0
    assert (tmp_path / "x.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_report_that_is_refused_leaves_the_old_file(data, tmp_path, capsys):
    out = tmp_path / "a.csv"
    out.write_bytes(b"old")
    assert admin(data, "report", "awards", *DAYS, "--activity", "a1", "--out", out) == EXIT_FAILED
    assert "[reason_missing]" in capsys.readouterr().err
    assert admin(data, "report", "awards", *DAYS, "--activity", "zz", "--reason", "x", "--out", out) == EXIT_FAILED
    assert admin(data, "report", "points", *DAYS, "--out", tmp_path / "a.pdf") == EXIT_FAILED
    assert admin(data, "report", "points", *DAYS, "--out", tmp_path / "gone" / "a.csv") == EXIT_ENVIRONMENT
    assert out.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "platform"]


def test_forgotten_sign_outs_are_closed_once(data, capsys):
    assert admin(data, "close-forgotten") == 0
    assert capsys.readouterr().out.startswith("1 筆")
    assert admin(data, "close-forgotten") == 0
    assert capsys.readouterr().out.startswith("0 筆")


def test_an_activity_is_planned_counted_and_cancelled(data, capsys):
    plan = [
        "activity-plan",
        "p1",
        "示範園遊會",
        "--type",
        "volunteer",
        "--agency",
        "衛生局",
        "--capacity",
        "20",
        "--budget",
        "500",
    ]
    sessions = ["--session", "2026-12-05T09:00", "2026-12-05T12:00", "--session", "2026-12-06T09:00", "2026-12-06T12:00"]
    assert admin(data, *plan, *sessions, "--points-per-hour", "5") == 0
    assert capsys.readouterr().out.startswith("p1  0 報名")
    assert admin(data, "activity-counts", "p1") == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["0", "合計", "場次", "場次"]
    assert admin(data, *plan, "--session", "2026-12-05T12:00", "2026-12-05T09:00") == EXIT_FAILED
    assert admin(data, "activity-cancel", "p1") == 0
    assert admin(data, *plan, *sessions) == EXIT_FAILED
    assert "[activity_closed]" in capsys.readouterr().err
    assert admin(data, "activity-counts", "zz") == EXIT_FAILED
