"""The command line itself: helps, errors, exit codes."""

import json
import subprocess
import sys
from types import SimpleNamespace

import pytest
import structlog
from PySide6.QtWidgets import QMessageBox

from citycard_app import bench, cli, complaint
from citycard_app.cli import COMMANDS, build_parser, main
from citycard_app.commands_test import STEPS
from domain.errors import Bug, Code, EnvironmentProblem, Refused
from tests.unit.product_sources import ROOT


@pytest.fixture(autouse=True)
def _logs_as_before():
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def python(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_explains_itself_in_both_languages(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    command = next(command for command in COMMANDS if command.name == name)
    text = " ".join(capsys.readouterr().out.split())
    assert command.zh in text
    assert command.en in text


def test_every_command_has_its_handler():
    for command in COMMANDS:
        module, _, function = command.handler.partition(":")
        file = ROOT.joinpath(*module.split(".")).with_suffix(".py")
        assert f"def {function}(" in file.read_text("utf-8"), command.name


def test_help_imports_no_window_and_no_platform():
    answer = python(
        "-c",
        "import sys; from citycard_app.cli import build_parser; build_parser('').format_help();"
        "print([name for name in ('PySide6', 'sqlalchemy', 'litestar', 'station', 'requests') if name in sys.modules])",
    )
    assert answer.stdout == "[]\n", answer.stderr


def test_the_bundle_offers_a_station_only(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    text = build_parser("").format_help()
    assert "kiosk" in text
    assert "central" not in text
    assert "bench" not in text


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (EnvironmentProblem(Code.NOT_ENROLLED), 2),
        (Refused(Code.ENROLMENT_CODE_INVALID), 1),
        (Bug(), 1),
    ],
)
def test_an_error_is_told_in_both_languages_and_without_a_traceback(problem, code, monkeypatch, capsys, qapp):
    def fail(_command, _arguments):
        raise problem

    monkeypatch.setattr(cli.Command, "run", fail)
    assert main(["terminal"]) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert problem.code.value in told.err
    assert "Traceback" not in told.err
    lines = told.err.splitlines()
    assert any("\u4e00" <= letter <= "\u9fff" for letter in lines[1])
    assert lines[2].strip().isascii()


def test_a_window_that_cannot_open_says_so_on_the_screen(monkeypatch, qapp):
    shown = []
    monkeypatch.setattr(complaint, "has_screen", lambda: True)
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.append(box.text()))
    complain = complaint.complain
    complain(EnvironmentProblem(Code.STORE_LOCKED), windowed=False)
    assert shown == []
    complain(EnvironmentProblem(Code.STORE_LOCKED), windowed=True)
    assert len(shown) == 1
    assert shown[0]


def test_an_interrupt_ends_quietly(monkeypatch, capsys):
    def interrupt(_command, _arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.Command, "run", interrupt)
    assert main(["kiosk"]) == cli.EXIT_INTERRUPTED
    assert capsys.readouterr().err == ""


def test_a_station_that_is_not_enrolled_is_told_what_to_do(tmp_path):
    (tmp_path / "station.toml").write_text('[store]\nsecrets = "file"\n', "utf-8")
    answer = subprocess.run(
        [sys.executable, "-m", "citycard_app", "terminal"],
        cwd=ROOT,
        env={"CITYCARD_STATE": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == cli.EXIT_ENVIRONMENT
    assert "[not_enrolled]" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_doctor_answers_in_json(tmp_path, monkeypatch, capsys, qapp):
    monkeypatch.setenv("CITYCARD_STATE", str(tmp_path))
    monkeypatch.setenv("CITYCARD_READER_DRIVER", "virtual")
    monkeypatch.setenv("CITYCARD_STORE_SECRETS", "file")
    assert main(["doctor", "--json"]) == 0
    found = {finding["subject"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert list(found) == [
        "software",
        "reader_service",
        "readers",
        "more_readers",
        "fonts",
        "speech",
        "printers",
        "store",
        "keys",
        "unsent",
        "registry",
        "disk",
        "backup",
        "platform",
        "clock",
    ]
    assert found["fonts"]["state"] == "ok"
    assert found["store"]["state"] == "attention"
    assert found["keys"]["state"] == "attention"
    assert all(finding["hint"] for finding in found.values() if finding["state"] != "ok")


def test_the_doctor_finds_what_is_essential_and_missing(tmp_path, monkeypatch, capsys, qapp):
    monkeypatch.setenv("CITYCARD_STATE", str(tmp_path))
    monkeypatch.setenv("CITYCARD_STORE_SECRETS", "file")
    (tmp_path / "secrets.json").write_text("{", "utf-8")
    assert main(["doctor"]) == cli.EXIT_ENVIRONMENT
    assert any(line.startswith("✕") and "→" in line for line in capsys.readouterr().out.splitlines())


def test_broken_settings_name_file_and_key(tmp_path, capsys, qapp):
    file = tmp_path / "desk.toml"
    file.write_text('[reader]\ndriver = "abacus"\n', "utf-8")
    assert main(["doctor", "--settings", str(file)]) == cli.EXIT_ENVIRONMENT
    told = capsys.readouterr().err
    assert "desk.toml" in told
    assert "$.reader.driver" in told


def test_a_benchmark_is_given_its_own_options(monkeypatch):
    words = []
    monkeypatch.setattr(bench.subprocess, "run", lambda asked, **_: words.append(asked[1:]) or SimpleNamespace(returncode=0))
    assert main(["bench", "tearing", "--quick", "--seed", "7"]) == 0
    assert main(["bench", "--quick", "startup"]) == 0
    assert words == [["-m", "benchmarks.tearing", "--quick", "--seed", "7"], ["-m", "benchmarks.startup", "--quick"]]


def test_an_unknown_benchmark_names_those_there_are(capsys):
    assert main(["bench", "nothing"]) == cli.EXIT_ENVIRONMENT
    assert "startup" in capsys.readouterr().err
    assert bench.names() == sorted(bench.names())


def test_the_test_command_runs_every_check():
    assert [step.name for step in STEPS] == ["ruff check", "ruff format", "mypy", "lint-imports", "pytest"]
