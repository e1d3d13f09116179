"""The shipped systemd units do what the command line can do."""

import configparser
import re
import shlex
from pathlib import Path

import pytest

from citycard_app.admin_arguments import ACTIONS
from citycard_app.cli import build_parser

FOLDER = Path(__file__).parents[2] / "packaging" / "systemd"
SERVICES = sorted(FOLDER.glob("*.service"))
TIMERS = sorted(FOLDER.glob("*.timer"))
DOCUMENT = FOLDER.parents[1] / "docs" / "platform-operations.md"
OPTIONS = {
    "$CITYCARD_OPTIONS": "--data /var/lib/citycard --database postgresql://citycard@db/citycard",
    "$CITYCARD_SERVE": "--host 10.0.0.5 --plain-http-behind-proxy --trusted-proxy 10.0.0.2",
    "$CITYCARD_MESSAGES": "--smtp smtps://mail.example.gov.tw --from citycard@example.gov.tw",
    "$$(date +%%Y-%%m)": "2026-11",
    "$$(date +%%Y%%m%%d)": "20261101",
}

INSTANCES = {"citycard-settlement": "easycard", "citycard-application-checks": "household"}
"""Of timers that are enabled for each carrier or register."""


def unit(file):
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read(file, "utf-8")
    return parser


def words_of(file, instance):
    """What the service runs, as the command line gets it."""
    line = unit(file)["Service"]["ExecStart"]
    for name, value in OPTIONS.items():
        line = line.replace(name, value)
    words = shlex.split(line.replace("%I", instance))
    if words[0] == "/bin/sh":
        words = shlex.split(words[2])[1:]
    assert words[0] == "/opt/citycard/citycard"
    return words[1:]


def started_by(timer):
    """The service that a timer starts, and its instance."""
    name = unit(timer)["Timer"]["Unit"]
    plain = re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), name)
    template, _, instance = plain.removesuffix(".service").partition("@")
    return FOLDER / (f"{template}@.service" if "@" in name else name), INSTANCES[template] if instance == "%i" else instance


@pytest.mark.parametrize("timer", TIMERS, ids=lambda file: file.stem)
def test_a_timer_starts_what_there_is(timer):
    service, instance = started_by(timer)
    assert service in SERVICES
    words = words_of(service, instance)
    assert words[0] == "admin"
    parsed = build_parser("admin").parse_args(words)
    assert parsed.action in {action.name for action in ACTIONS}


def test_the_server_is_started_as_the_document_says():
    parsed = build_parser("central").parse_args(words_of(FOLDER / "citycard-central.service", ""))
    assert (parsed.host, parsed.plain_http_behind_proxy, parsed.trusted_proxy) == ("10.0.0.5", True, ["10.0.0.2"])
    text = DOCUMENT.read_text("utf-8")
    for name, value in OPTIONS.items():
        if name.startswith("$CITYCARD"):
            assert f"{name[1:]}={value}" in text


def test_the_document_names_every_timer_and_no_command_that_is_not_there():
    text = DOCUMENT.read_text("utf-8")
    for timer in TIMERS:
        assert f"`{timer.stem.rstrip('@')}" in text
    actions = {action.name for action in ACTIONS}
    assert set(re.findall(r"citycard admin … ([a-z-]+)", text)) <= actions
