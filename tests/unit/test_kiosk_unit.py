"""The kiosk's systemd unit: what it starts is there, it verifies, and it keeps what the documents promise."""

import configparser
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from citycard_app.cli import build_parser
from citycard_app.commands_station import EXIT_BY_STAFF

FOLDER = Path(__file__).parents[2] / "packaging" / "systemd"
UNIT = FOLDER / "citycard-kiosk.service"


@pytest.fixture(scope="module")
def service() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(UNIT, "utf-8")
    return parser["Service"]


def test_it_starts_the_kiosk_in_the_compositor(service: configparser.SectionProxy) -> None:
    compositor, _, program = service["ExecStart"].partition(" -- ")
    assert compositor.startswith("/usr/bin/cage")
    assert "-s" not in shlex.split(compositor), "nobody switches to another console"
    words = shlex.split(program)
    assert words[0] == "/opt/citycard/citycard"
    assert not build_parser("kiosk").parse_args(words[1:]).windowed


def test_it_watches_restarts_and_dumps_nothing(service: configparser.SectionProxy) -> None:
    wanted = {
        "Type": "notify",
        "NotifyAccess": "all",
        "WatchdogSec": "30",
        "Restart": "always",
        "LimitCORE": "0",
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "PrivateTmp": "yes",
        "CapabilityBoundingSet": "",
        "RestartPreventExitStatus": str(EXIT_BY_STAFF),
    }
    assert {name: service[name] for name in wanted} == wanted
    assert (FOLDER / f"{service['PAMName']}.pam").exists()
    document = (FOLDER.parents[1] / "docs" / "kiosk-lockdown.md").read_text("utf-8")
    assert f"status {EXIT_BY_STAFF}" in document


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    text = UNIT.read_text("utf-8")
    # Whether compositor and program are installed is not what is asked.
    start = next(line for line in text.splitlines() if line.startswith("ExecStart="))
    (tmp_path / UNIT.name).write_text(text.replace(start, "ExecStart=/bin/true"), "utf-8")
    words = ["systemd-analyze", "verify", "--recursive-errors=no", str(tmp_path / UNIT.name)]
    said = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert (said.returncode, said.stderr, said.stdout) == (0, "", "")
