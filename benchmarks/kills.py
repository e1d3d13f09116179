"""A busy station is killed by the operating system at random moments, 500 times, and loses nothing that its screen called done.

Twenty taps a second, wishes and cards beside them; station and platform are processes of their own. In the end everything is at
the platform, once. `kills`, `shown`: acts that the screen called done; `lost`: of these, or of the journal's events, those that
are not there or differ in the end.
"""

import argparse
import json
import sys
import time

from benchmarks._faults_kills import kill_a_busy_station
from benchmarks._machine import machine

QUICK = 15


def main() -> int:
    """Kill and compare, and print the figures; 1 when something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1, help="of the moments; what happens in them is the machine's own affair")
    chosen = parser.parse_args()
    started = time.monotonic()
    times = QUICK if chosen.quick else chosen.kills
    killed = kill_a_busy_station(times, chosen.seed, tell=lambda line: print(line, flush=True))
    for wrong in killed.wrong:
        print(f"WRONG: {wrong}", flush=True)
    said = {
        "bench": "kills",
        "kills": killed.kills,
        "shown": killed.shown,
        "events": killed.events,
        "lost": len(killed.wrong),
        "seeds": [chosen.seed],
        "seconds": round(time.monotonic() - started, 1),
        "machine": machine(),
    }
    print(json.dumps(said))
    return 1 if killed.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
