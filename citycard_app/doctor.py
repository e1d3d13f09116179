"""`citycard doctor`: what this machine has, what it lacks and what to do, one line each."""

import argparse
import sys
from collections.abc import Callable

import msgspec

from citycard_app.cli import EXIT_ENVIRONMENT
from citycard_app.doctor_machine import fonts, printers, software, speech
from citycard_app.doctor_readers import more_readers
from citycard_app.doctor_station import clock, platform, reader_service, readers
from citycard_app.doctor_store import backups, disk, keys, store
from citycard_app.doctor_sync import registry, unsent
from citycard_app.findings import Finding, State
from station.settings import StationSettings, load

_MARKS = {State.OK: "✓", State.ATTENTION: "!", State.MISSING: "✕"}
CHECKS: tuple[Callable[[StationSettings], Finding], ...] = (
    software,
    reader_service,
    readers,
    more_readers,
    fonts,
    speech,
    printers,
    store,
    keys,
    unsent,
    registry,
    disk,
    backups,
    platform,
    clock,
)


def run(arguments: argparse.Namespace) -> int:
    """Print every finding. 0 when nothing essential is missing. Raises `EnvironmentProblem(SETTINGS_INVALID)`."""
    settings = load(arguments.settings)
    found = [check(settings) for check in CHECKS]
    if arguments.json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n")
    else:
        for finding in found:
            print(line(finding))
    return EXIT_ENVIRONMENT if any(finding.state is State.MISSING for finding in found) else 0


def line(finding: Finding) -> str:
    """One finding as one line of text."""
    hint = f" → {finding.hint}" if finding.hint else ""
    return f"{_MARKS[finding.state]} {finding.title}：{finding.found}{hint}"
