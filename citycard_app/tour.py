"""The tour: the demo's real windows driven through the main job's steps, with pictures and a summary.

`OUT/NN-*.png` are the pictures; `OUT/summary.json` holds one entry a step (`name`, `ok`, `seconds`, `checked`: what was seen at
the platform) and what the final comparison of the platform's books with the stations' journals found. The exit code is 0 only
when every step went well and the two agree.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import msgspec
import structlog
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from citycard_app import demo_purse
from citycard_app.agreement import Agreement, compare
from citycard_app.demo_data import PURSE_KIND
from citycard_app.demo_world import PURSE_FILE, DemoWorld
from citycard_app.stage import StageError
from citycard_app.tour_loads import loads
from citycard_app.tour_steps import STEPS, Tour, books, english
from domain.errors import CityCardError
from offline_store.journal import Journal
from offline_store.vault import open_vault
from station.clock import SystemClock
from station.settings import StationSettings
from station.wiring import open_journal
from ui.application import application

log = structlog.get_logger()

_STEPS = (*STEPS, ("7 value on the card, torn and settled", loads), ("8 the other language", english))


class StepReport(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the summary."""

    name: str
    ok: bool
    seconds: float
    checked: dict[str, object]
    problem: str = ""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """`summary.json`."""

    ok: bool
    reader_stack: str
    """`pcsc`, or `in-process` where the machine has no reader service."""
    steps: list[StepReport]
    agreement: Agreement | None


def tour(out: Path) -> int:
    """Walk through everything, leave pictures and summary in `out`; 0 only when all is well."""
    pictures = _emptied(out)
    application("zh_TW")
    qInstallMessageHandler(_note)
    with tempfile.TemporaryDirectory(prefix="citycard-tour-") as folder:
        summary = _walk(Path(folder), pictures)
        kept = os.environ.get("CITYCARD_TOUR_STATE")
        if kept:
            shutil.copytree(folder, kept, dirs_exist_ok=True)
    (out / "summary.json").write_bytes(msgspec.json.format(msgspec.json.encode(summary), indent=2) + b"\n")
    for step in summary.steps:
        print(f"{'✓' if step.ok else '✕'} {step.name}  {step.seconds:.1f} s  {step.problem}")
    for disagreement in summary.agreement.disagreements if summary.agreement else ():
        print(f"✕ {disagreement}")
    print(f"{out / 'summary.json'}: {'ok' if summary.ok else 'not ok'}")
    return 0 if summary.ok else 1


def _walk(folder: Path, pictures: Path) -> Summary:
    reports: list[StepReport] = []
    with DemoWorld(folder, poll_s=0.5) as world:
        stack = "in-process" if world.readers.imitated else "pcsc"
        settings = [world.settings(desk) for desk in ("counter", "kiosk")]
        with closing(Tour(world, pictures)) as walking:
            for name, step in _STEPS:
                reports.append(_run(name, partial(step, walking)))
                if not reports[-1].ok:
                    walking.picture_of_failure()
                    break
    agreement = agree(folder / "platform", settings, folder / PURSE_FILE)
    ok = all(report.ok for report in reports) and len(reports) == len(_STEPS) and not agreement.disagreements
    return Summary(ok=ok, reader_stack=stack, steps=reports, agreement=agreement)


def _run(name: str, step: Callable[[], dict[str, object]]) -> StepReport:
    began_s = time.monotonic()
    problem = ""
    checked: dict[str, object] = {}
    try:
        checked = step()
    except (StageError, CityCardError, AssertionError) as missing:
        problem = f"{type(missing).__name__}: {missing}"
    return StepReport(name=name, ok=not problem, seconds=round(time.monotonic() - began_s, 2), checked=checked, problem=problem)


def agree(platform_directory: Path, settings: list[StationSettings], purse: Path) -> Agreement:
    """Hold the journals of stopped stations and the purse card in the file `purse` against a stopped platform's books."""
    clock = SystemClock()
    journals: list[Journal] = []
    try:
        for one in settings:
            kept = open_vault(one.directory, one.store.secrets).load()
            if kept is not None:
                journals.append(open_journal(one, kept, clock))
        found = books(platform_directory)
        [medium] = [medium for medium, card in found.cards.items() if card.card_kind == PURSE_KIND]
        return compare(found, journals, {medium: demo_purse.kept(purse).value_ntd})
    finally:
        for journal in journals:
            journal.close()


def _note(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """What Qt has to say goes to the log; a screen in memory cannot have size hints, and says so at each window."""
    if "propagateSizeHints" not in message:
        log.warning("qt", message=message)


def _emptied(out: Path) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("[0-9][0-9]-*.png"):
        old.unlink()
    (out / "summary.json").unlink(missing_ok=True)
    return out
