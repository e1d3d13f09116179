"""`citycard test`: the linters, the types, the import contracts and every test, each with its time and result."""

import argparse
import contextlib
import os
import subprocess
import sys
import time
from typing import NamedTuple

from citycard_app.cli import EXIT_FAILED
from citycard_app.paths import ROOT


class Step(NamedTuple):
    """One check: its heading and what is run, from the root of the tree."""

    name: str
    words: list[str]


_WORKERS = 4
"""Of two cores: much of a test's time is spent waiting for readers, windows and servers."""
_LONGEST_S = 1080.0
"""No step may take longer: a check that hangs has failed."""
_LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"

STEPS = (
    Step("ruff check", ["-m", "ruff", "check", "."]),
    Step("ruff format", ["-m", "ruff", "format", "--check", "."]),
    Step("mypy", ["-m", "mypy"]),
    Step("lint-imports", ["-c", _LINT_IMPORTS]),
    # A file stays on one worker, so that what its tests share (a bundle, a tour) is made once; tests/conftest.py orders them.
    Step("pytest", ["-m", "pytest", "-n", str(_WORKERS), "--dist", "loadfile", "--no-loadscope-reorder"]),
)


_COLLECT = ["-m", "pytest", "--collect-only", "-qq", "-p", "no:xdist"]
"""Leaves every test compiled behind: each of the workers would compile all of them, at the same time."""


def run(_arguments: argparse.Namespace) -> int:
    """Run every step even when one fails; 0 only when all passed. Linters use one core: tests are compiled beside them."""
    quiet = subprocess.DEVNULL
    compiling = subprocess.Popen([sys.executable, *_COLLECT], cwd=ROOT, env=_environment(), stdout=quiet, stderr=quiet)
    try:
        results = [(step.name, *_run_step(step)) for step in STEPS[:-1]]
        with contextlib.suppress(subprocess.TimeoutExpired):
            compiling.wait(_LONGEST_S)
    finally:
        compiling.kill()
        compiling.wait()
    results.append((STEPS[-1].name, *_run_step(STEPS[-1])))
    print()
    for name, passed, seconds in results:
        print(f"{'✓' if passed else '✕'} {name:<14}{seconds:7.1f} s")
    return 0 if all(passed for _, passed, _ in results) else EXIT_FAILED


def _run_step(step: Step) -> tuple[bool, float]:
    print(f"\n━━ {step.name} " + "━" * (76 - len(step.name)), flush=True)
    started = time.monotonic()
    try:
        finished = subprocess.run([sys.executable, *step.words], cwd=ROOT, env=_environment(), check=False, timeout=_LONGEST_S)
        passed = finished.returncode == 0
    except subprocess.TimeoutExpired:
        print(f"stopped after {_LONGEST_S:.0f} s", flush=True)
        passed = False
    return passed, time.monotonic() - started


def _environment() -> dict[str, str]:
    """Tests draw offscreen unless told otherwise, so that they look alike everywhere.

    Python keeps what it has compiled, whatever a container says: tests start hundreds of programs, each of the same modules.
    """
    told = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"QT_QPA_PLATFORM": "offscreen", **told}
