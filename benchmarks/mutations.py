"""Does each test of the fault table see its own fault, and no other?

Every row of `tests/faults/table.py` has a test, and a break that makes its fault again in the product's code. Here every test
is run with every break in: `caught`: breaks that turn their own row's test red. `caught_by_others`: tests of other rows that a
break turns red as well, of which `told_beforehand` stand in the table with the reason. `--quick` runs each break against its
own test alone.

A test that another row's break turns red without that being told is run with it again, alone: `by_chance` is what is green
then. `--kept FILE` writes down each break's result and goes on from there. There is no bare equivalent: it proves, it does not
time.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec

from benchmarks._machine import machine

ROOT = Path(__file__).parents[1]
_TESTS = "tests/faults"
_NAME = re.compile(r"test_fault_(\d\d)_")
_LONGEST_S = 900
_TABLE = """
import json
from tests.faults.conftest import every_row
print(json.dumps({number: list(told.also) for number, told in every_row().items()}))
"""


def table() -> dict[int, list[int]]:
    """Every row that has a test, with the rows that its break is known to turn red as well."""
    done = subprocess.run([sys.executable, "-c", _TABLE], cwd=ROOT, capture_output=True, text=True, check=True)
    return {int(number): also for number, also in json.loads(done.stdout.splitlines()[-1]).items()}


def red(number: int, rows: list[int] | None = None) -> set[int]:
    """Rows whose tests fail with the break of row `number` in (0: with none); of all, or of these."""
    with tempfile.TemporaryDirectory(prefix="citycard-bench-") as folder:
        said = Path(folder) / "said.xml"
        words = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:xdist",
            "-p",
            "no:cacheprovider",
            _TESTS,
            f"--fault-in={number}",
        ]
        words += [
            "-k",
            "test_fault_" if rows is None else " or ".join(f"test_fault_{row:02}_" for row in rows),
            f"--junitxml={said}",
            f"--basetemp={folder}/tests",
        ]
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
        subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=_LONGEST_S)
        cases = ET.parse(said).iter("testcase")
        failed = [case.get("name", "") for case in cases if case.find("failure") is not None or case.find("error") is not None]
    return {int(found[1]) for name in failed if (found := _NAME.match(name))}


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a break turned red."""

    number: int
    rows: list[int]
    by_chance: list[int] = []
    """Green when they were run again."""


class Kept:
    """Results in a file, one a line, so that a run that was cut short goes on."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        lines = path.read_bytes().splitlines() if path is not None and path.exists() else []
        self.known = {found.number: found for found in (msgspec.json.decode(line, type=Found) for line in lines)}

    def keep(self, found: Found) -> None:
        """Write one down. Any thread."""
        with self._lock:
            self.known[found.number] = found
            if self._path is not None:
                with self._path.open("ab") as file:
                    file.write(msgspec.json.encode(found) + b"\n")


def looked_at(number: int, rows: dict[int, list[int]], *, quick: bool) -> Found:
    """One break against every test, or its own."""
    seen = red(number, [number] if quick else None)
    doubtful = sorted(seen - {number, *rows.get(number, [])})
    again = red(number, doubtful) if doubtful else set()
    return Found(number=number, rows=sorted(seen - (set(doubtful) - again)), by_chance=sorted(set(doubtful) - again))


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="each break against its own test alone")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rows", type=int, nargs="*", default=None, help="only these rows' breaks")
    parser.add_argument("--kept", type=Path, default=None, help="a file with the results so far")
    asked = parser.parse_args()
    began_s, rows, kept = time.monotonic(), table(), Kept(asked.kept)
    chosen = [number for number in rows if asked.rows is None or number in asked.rows]
    wanted = [number for number in [*([] if asked.quick else [0]), *chosen] if number not in kept.known]

    def one(number: int) -> None:
        found = looked_at(number, rows, quick=asked.quick)
        print(f"{number}: {found.rows}" + (f", by chance {found.by_chance}" if found.by_chance else ""), flush=True)
        kept.keep(found)

    with ThreadPoolExecutor(asked.at_once) as pool:
        list(pool.map(one, wanted))
    if 0 in kept.known and kept.known[0].rows:
        raise SystemExit(f"without any break these rows are red: {kept.known[0].rows}")
    found = {number: set(kept.known[number].rows) for number in chosen}
    others = {number: sorted(seen - {number}) for number, seen in found.items()}
    figures = {
        "bench": "mutations",
        "mutations": len(found),
        "caught": sum(number in seen for number, seen in found.items()),
        "missed": [number for number, seen in found.items() if number not in seen],
        "caught_by_others": sum(map(len, others.values())),
        "told_beforehand": sum(len(set(seen) & set(rows[number])) for number, seen in others.items()),
        "others": {number: seen for number, seen in others.items() if seen},
        "by_chance": {number: kept.known[number].by_chance for number in chosen if kept.known[number].by_chance},
        "seconds": round(time.monotonic() - began_s),
    }
    print(json.dumps({**figures, "quick": asked.quick, "machine": machine()}))


if __name__ == "__main__":
    main()
