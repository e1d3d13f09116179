"""Does each test of the fault table see its own fault, and no other?

Every row of `tests/faults/table.py` has a test, and a break that makes its fault again in the product's code. Here every test
is run with every break in: `caught`: breaks that turn their own row's test red. `caught_by_others`: tests of other rows that a
break turns red as well, of which `told_beforehand` stand in the table with the reason. `--quick` runs each break against its
own test alone.
There is no bare equivalent: it proves, it does not time.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree as ET

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


def red(number: int, *, own: bool) -> set[int]:
    """Rows whose tests fail with the break of row `number` in (0: with none)."""
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
            f"test_fault_{number:02}_" if own else "test_fault_",
            f"--junitxml={said}",
            f"--basetemp={folder}/tests",
        ]
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
        subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=_LONGEST_S)
        cases = ET.parse(said).iter("testcase")
        failed = [case.get("name", "") for case in cases if case.find("failure") is not None or case.find("error") is not None]
    return {int(found[1]) for name in failed if (found := _NAME.match(name))}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="each break against its own test alone")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rows", type=int, nargs="*", default=None, help="only these rows' breaks")
    asked = parser.parse_args()
    began_s, rows = time.monotonic(), table()
    if not asked.quick and (broken := red(0, own=False)):
        raise SystemExit(f"without any break these rows are red: {sorted(broken)}")
    chosen = [number for number in rows if asked.rows is None or number in asked.rows]

    def one(number: int) -> set[int]:
        seen = red(number, own=asked.quick)
        print(f"{number}: {sorted(seen)}", flush=True)
        return seen

    with ThreadPoolExecutor(asked.at_once) as pool:
        found = dict(zip(chosen, pool.map(one, chosen), strict=True))
    others = {number: sorted(seen - {number}) for number, seen in found.items()}
    figures = {
        "bench": "mutations",
        "mutations": len(found),
        "caught": sum(number in seen for number, seen in found.items()),
        "missed": [number for number, seen in found.items() if number not in seen],
        "caught_by_others": sum(map(len, others.values())),
        "told_beforehand": sum(len(set(seen) & set(rows[number])) for number, seen in others.items()),
        "others": {number: seen for number, seen in others.items() if seen},
        "seconds": round(time.monotonic() - began_s),
    }
    print(json.dumps({**figures, "quick": asked.quick, "machine": machine()}))


if __name__ == "__main__":
    main()
