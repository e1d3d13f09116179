"""`citycard admin`: patrons, virtual cards' keys, service use and retention, against a real platform in a folder."""

import contextlib

import pytest
import structlog

from central.platform import Platform
from citycard_app.cli import EXIT_ENVIRONMENT, main
from tests.central.field import a_medium, a_person, import_person
from tests.platform_rig import PROGRAMME, begun


@pytest.fixture(autouse=True)
def _logs_as_before():
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "platform"
    with contextlib.closing(Platform.open(begun(folder), PROGRAMME.read_text("utf-8"), demo=True)) as platform:
        import_person(platform, 1)
    return folder


def admin(data, *words):
    return main(["admin", "--data", str(data), *words])


def test_patrons_come_from_a_file(data, tmp_path, capsys):
    file = tmp_path / "patrons.csv"
    rows = [f"P-1,good,{a_person(1).national_id},", f"P-2,good,,{a_medium(2).value.hex()}"]
    file.write_text("\r\n".join(["number,standing,national_id,uid", *rows]), "utf-8-sig")
    assert admin(data, "patrons", "typl", str(file)) == 0
    said = capsys.readouterr()
    assert said.out.startswith("0 列 rows")
    assert said.err.splitlines() == ["3  uid  card_unknown"]
    assert admin(data, "patrons", "typl", str(file), "--part") == 0
    assert capsys.readouterr().out.startswith("1 列 rows  1 筆變更")
    assert admin(data, "patrons", "typl", str(tmp_path / "none")) == EXIT_ENVIRONMENT


def test_keys_rotate_and_are_listed(data, capsys):
    assert admin(data, "virtual-card-rotate") == 0
    assert sorted(line.split()[1] for line in capsys.readouterr().out.splitlines()) == ["active", "next", "retired"]
    assert admin(data, "virtual-card-rotate", "--withdraw") == 0
    assert admin(data, "virtual-card-keys") == 0
    states = sorted(line.split()[1] for line in capsys.readouterr().out.splitlines()[4:])
    assert states == ["active", "next", "retired", "withdrawn"]


def test_retention_and_months(data, capsys):
    assert admin(data, "retention", "--dry-run") == 0
    first = capsys.readouterr().out.splitlines()
    assert first[0] == "遺忘 forgotten 0  再次遺忘 again 0"
    assert admin(data, "retention") == 0
    month = capsys.readouterr().out.splitlines()[-1].split()[-1]
    assert admin(data, "kpi-close", month) == 0
    assert "told before" in capsys.readouterr().out
