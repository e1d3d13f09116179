"""Value reaches a card exactly once whatever happens: every case of a torn, killed or cut-off load, and what is left of each.

A load's every APDU is torn before and after, lost or altered, its commit torn in the middle; its station is killed at every
journal write, or the disk is full; every request to the platform and every answer is lost, or the platform stays away; and then
the card comes back at this or another station, where all of it can happen again. After each case everything is drained, and
value on the card, points left and points held must sum to what they were, card, platform and screen agree, nothing stay open.

`cases`; `unknown_resolved`: cases in which the load was undecided when its own act was over, and decided in the end;
`wrong_amounts`: cases that broke an invariant, each printed with the command line that plays exactly it.
"""

import argparse
import json
import sys
import time
from collections import Counter

from benchmarks._machine import machine
from benchmarks._tearing_kills import REALLY, real_kills
from benchmarks._tearing_prover import Prover, Result, everything, quiet, sample

QUICK = 700
DEEPER = 4_000


def replay(case: str, seed: int) -> str:
    """The command line that plays one case again."""
    return f"./citycard bench tearing --seed {seed} --case '{case}'"


def figures(results: list[Result], killed: list[Result], seed: int, seconds: float) -> dict[str, object]:
    """What the last line says."""
    every = [*results, *killed]
    kinds = Counter(_kind(result.case) for result in every)
    return {
        "bench": "tearing",
        "cases": len(every),
        "unknown_resolved": sum(1 for each in every if each.ran is not None and each.ran.unknown and not each.wrong),
        "wrong_amounts": sum(1 for each in every if each.wrong),
        "real_kills": len(killed),
        "by_kind": dict(sorted(kinds.items())),
        "seeds": [seed],
        "seconds": round(seconds, 1),
        "machine": machine(),
    }


def _kind(case: str) -> str:
    """Which kinds of fault a case has: `card+net`."""
    if case.endswith(REALLY):
        return REALLY
    return "+".join(kind for kind in ("card", "disk", "net", "vendor") if f" {kind}" in case) or "none"


def main() -> int:
    """Play the cases and print the figures; 1 when one is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", help="play this case alone")
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    quiet()
    started = time.monotonic()

    def tell(result: Result) -> None:
        if result.wrong:
            print(f"WRONG: {result.case}\n  {'; '.join(result.wrong)}\n  {replay(result.case, chosen.seed)}", flush=True)

    prover = Prover(0 if chosen.case or chosen.quick else chosen.jobs, tell)
    killed: list[Result] = []
    try:
        if chosen.case:
            from benchmarks._tearing_case import parse_case

            prover.play([parse_case(chosen.case)])
        elif chosen.quick:
            sample(prover, chosen.seed, QUICK)
        else:
            everything(prover, chosen.seed, DEEPER)
            killed = list(real_kills(tell))
    finally:
        prover.close()
    said = figures(prover.results, killed, chosen.seed, time.monotonic() - started)
    print(json.dumps(said))
    return 1 if said["wrong_amounts"] else 0


if __name__ == "__main__":
    sys.exit(main())
