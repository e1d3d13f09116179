"""A monkey at the kiosk for as long as wanted: no crash, no state that hangs, nobody else's data, and exact money.

`--minutes M --seed S`: worlds of some minutes one after the other, each with the next seed. `steps` and `pages` by kind;
`wishes` that went to the desk, `done` of them on the screen; `wrong`: worlds in which something was, printed with what was done
last. No bare equivalent: it proves, it does not time.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from benchmarks._machine import machine
from benchmarks._monkey import Monkey
from ui.fonts import install_font

_WORLD_S, _QUICK_S = 150.0, 15.0


def main() -> int:
    """Let worlds go by and print the figures; 1 when something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1, help="of the first world; each further one has the next")
    chosen = parser.parse_args()
    app = QApplication(sys.argv[:1])
    install_font(app)
    started = time.monotonic()
    until_s = started + (_QUICK_S if chosen.quick else chosen.minutes * 60)
    steps: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    seed, wishes, done, bad = chosen.seed, 0, 0, 0
    while time.monotonic() < until_s:
        with tempfile.TemporaryDirectory(prefix="citycard-monkey-") as directory:
            monkey = Monkey(Path(directory), seed)
            try:
                wrong = monkey.live(min(_WORLD_S, until_s - time.monotonic())) or monkey.settle()
            finally:
                monkey.close()
        if wrong:
            bad += 1
            print("\n".join([f"--- seed {seed}", *monkey.last, *wrong[:12]]), flush=True)
        steps.update(monkey.steps)
        pages.update(monkey.pages)
        wishes += len(monkey.eyes.wishes)
        done += sum(1 for told in monkey.eyes.told.values() if told.end == "done")
        seed += 1
    figures = {
        "bench": "kiosk_monkey",
        "seeds": [chosen.seed, seed - 1],
        "steps": dict(sorted(steps.items())),
        "pages": dict(sorted(pages.items())),
        "wishes": wishes,
        "done": done,
        "wrong": bad,
        "seconds": round(time.monotonic() - started, 1),
        "machine": machine(),
    }
    print(json.dumps(figures))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
