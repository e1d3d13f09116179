"""How long from starting the process to the first painted frame, and how much memory, beside a bare Qt window.

`first_frame_s`: median seconds, each run a new process; the file cache is warm, Python's compiled files are there.
`rss_mb`: median resident memory at that frame. `bare`: a PySide6 window of the same size with one text in the same font,
measured in the same run, in turns. Drawn offscreen unless QT_QPA_PLATFORM says otherwise. No platform is reachable.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks._machine import machine
from citycard_app.practice import practice_settings

APPLICATIONS = ("terminal", "kiosk")
RUNS = {"quick": 3, "full": 9}


def one(what: str, state: Path, size: str = "1280x800") -> dict[str, float | int | str]:
    """One new process: seconds to its first frame, resident megabytes, window size."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    words = [sys.executable, "-m", "benchmarks._window", what, str(state), size]
    # Both processes read the same clock: monotonic time is the machine's, not the process's.
    started = time.monotonic()
    answer = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise SystemExit(answer.stderr)
    seen = json.loads(answer.stdout.splitlines()[-1])
    return {"first_frame_s": seen["at_s"] - started, "rss_mb": seen["rss_mb"], "size": seen["size"]}


def medians(seen: list[dict[str, float | int | str]]) -> dict[str, float]:
    """The median of each figure."""
    return {key: statistics.median(float(run[key]) for run in seen) for key in ("first_frame_s", "rss_mb")}


def measured(what: str, state: Path, runs: int) -> dict[str, object]:
    """An application and its bare equivalent, in turns."""
    size = str(one(what, state)["size"])
    ours_seen, bare_seen = [], []
    for _ in range(runs):
        ours_seen.append(one(what, state))
        bare_seen.append(one("bare", state, size))
    ours, bare = medians(ours_seen), medians(bare_seen)
    return {
        "first_frame_s": round(ours["first_frame_s"], 3),
        "bare_first_frame_s": round(bare["first_frame_s"], 3),
        "first_frame_ratio": round(ours["first_frame_s"] / bare["first_frame_s"], 2),
        "rss_mb": round(ours["rss_mb"]),
        "bare_rss_mb": round(bare["rss_mb"]),
        "rss_ratio": round(ours["rss_mb"] / bare["rss_mb"], 2),
        "window": size,
        "runs": runs,
    }


def main() -> None:
    """Measure both applications and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    runs = RUNS["quick" if parser.parse_args().quick else "full"]
    with tempfile.TemporaryDirectory(prefix="citycard-bench-") as folder:
        state = Path(folder) / "state"
        practice_settings(state)
        figures = {what: measured(what, state, runs) for what in APPLICATIONS}
    for what, figure in figures.items():
        print(f"{what}: {figure['first_frame_s']} s, {figure['first_frame_ratio']} × bare; {figure['rss_mb']} MB")
    first = {what: figure["first_frame_s"] for what, figure in figures.items()}
    resident = {what: figure["rss_mb"] for what, figure in figures.items()}
    print(json.dumps({"bench": "startup", "first_frame_s": first, "rss_mb": resident, **figures, "machine": machine()}))


if __name__ == "__main__":
    main()
