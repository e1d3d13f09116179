"""`citycard bench NAME`: runs `benchmarks/NAME.py`, whose last line is one JSON object."""

import argparse
import subprocess
import sys

from citycard_app.cli import EXIT_ENVIRONMENT
from citycard_app.paths import ROOT

FOLDER = ROOT / "benchmarks"


def names() -> list[str]:
    """The benchmarks there are; files that start with an underscore are their common parts."""
    return sorted(file.stem for file in FOLDER.glob("[!_]*.py"))


def run(arguments: argparse.Namespace) -> int:
    """Run one benchmark in a process of its own, so that this one's imports do not count."""
    name = arguments.name.replace("-", "_")
    if name not in names():
        print(f"沒有這項量測：{arguments.name}\nNo such benchmark. There are: {', '.join(names())}", file=sys.stderr)
        return EXIT_ENVIRONMENT
    words = [sys.executable, "-m", f"benchmarks.{name}", *(["--quick"] if arguments.quick else []), *arguments.more]
    return subprocess.run(words, cwd=ROOT, check=False).returncode
