"""Nothing is lost and nothing counts twice, whatever happens: a simulated city, world after world, each by its own seed.

A world has four real stations with their encrypted stores and their own sync, the real platform on SQLite, and a network that
loses, repeats, delays, cuts and replaces; machines die at any write, disks are full, clocks are wrong, the platform is restored
from a backup. After every step nothing that was shown as done is gone, nothing is applied twice and the books agree; when
it has become quiet, everything has arrived and everybody knows the same.

`acts`; `faults` by kind; `crashes`; `seeds` (first, last); `violations`: worlds in which something was wrong, each printed with
the command line that plays exactly it.
"""

import argparse
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator

from benchmarks._faults_run import Result, play_many
from benchmarks._machine import machine

QUICK_S = 25.0
_SHOWN = 12


def replay(seed: int) -> str:
    """The command line that plays one world again, step by step."""
    return f"./citycard bench faults --only {seed}"


def figures(results: list[Result], seconds: float) -> dict[str, object]:
    """What the last line says."""
    seeds = [result.seed for result in results]
    return {
        "bench": "faults",
        "worlds": len(results),
        "seeds": [min(seeds), max(seeds)] if seeds else [],
        "acts": sum(sum(result.acts.values()) for result in results),
        "events": sum(result.events for result in results),
        "requests": sum(result.requests for result in results),
        "faults": dict(sorted((_sum(each for result in results for each in (result.mishaps, result.befell))).items())),
        "crashes": sum(result.crashes for result in results),
        "quiets": sum(result.quiets for result in results),
        "violations": sum(1 for result in results if result.wrong),
        "by_act": dict(sorted(_sum(result.acts for result in results).items())),
        "seconds": round(seconds, 1),
        "machine": machine(),
    }


def _sum(counts: Iterable[dict[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return total


def _seeds(first: int, until_s: float) -> Iterator[int]:
    """One after the other, until the time is over."""
    return itertools.takewhile(lambda _seed: time.monotonic() < until_s, itertools.count(first))


def _tell(result: Result) -> None:
    if result.wrong:
        print("\n".join(["", *result.last, *result.wrong[:_SHOWN], replay(result.seed)]), flush=True)


def main() -> int:
    """Play worlds for as long as wanted, and print the figures; 1 when something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--hours", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1, help="of the first world; each further one has the next")
    parser.add_argument("--only", type=int, help="play this world alone, aloud")
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    started = time.monotonic()
    lasting_s = QUICK_S if chosen.quick else chosen.hours * 3600.0
    seeds = iter([chosen.only]) if chosen.only is not None else _seeds(chosen.seed, started + lasting_s)
    results = []
    for result in play_many(seeds, 1 if chosen.only is not None else chosen.jobs, aloud=chosen.only is not None):
        _tell(result)
        results.append(result)
    print(json.dumps(figures(results, time.monotonic() - started)))
    return 1 if any(result.wrong for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
