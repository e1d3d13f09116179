"""A network comes back for everybody at once: 300 stations, each with a day of 1,000 events, upload to one platform.

The platform is `citycard central --workers 2` on a PostgreSQL of the benchmark's own, durable commits; stations, platform and
database share this machine. Each station is a real journal on the disk, written beforehand by `offline_store`, and uploads with
the code of `sync`: its batches, its deadlines, its pauses after failures. 40 in 100 events are visits (sign-in and sign-out,
which earn points), the others look-ups and staff sessions.

`drained_s`: from the moment when all may speak until nobody has anything left. `lost`: events of the journals that the platform
has no final word on. `doubled`: events, stays, minutes or points that it has more than once. `other_ms_p99`: balances asked
for meanwhile, ten a second, from a process of their own. `cpu_s`: what the three have
taken of the processors meanwhile, whatever else ran. `drained_s_bare`: plain psycopg writing the same rows in as many
transactions, right after.
"""

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
import psutil
import sqlalchemy as sa
import structlog

from benchmarks._machine import machine
from benchmarks._platform_client import Answer, Ask
from benchmarks._platform_field import ACTIVITIES, CLERK, Person, Station, fill, people, prepare
from benchmarks._platform_postgres import SETTINGS, BenchServer
from benchmarks._platform_served import WORKERS, Served, cpu_s, ms
from benchmarks._storm_stations import POINTS, StationPlan, Stormed, StormPlan, told
from central import admin, audit
from central.schema import attendance_acts, journal, lots, outcomes
from domain.wire import MAX_BATCH, BalanceRequest

SIZES = {
    "quick": {"stations": 30, "events": 200, "cards": 50_000},
    "half": {"stations": 100, "events": 400, "cards": 50_000},
    "full": {"stations": 300, "events": 1_000, "cards": 300_000},
}
_VISITS_OF_100 = 20
_PEOPLE_HERE = 5
_OTHERS, _OTHER_RATE, _PORTION_S = 8, 10, 5
_ENOUGH = 100_000
"""Points that everybody begins with."""
_BARE_CLIENTS = 16


class Storm(Served):
    """The city before the storm."""

    def __init__(self, server: BenchServer, folder: Path, size: dict[str, int]) -> None:
        super().__init__(server, folder)
        self.size = size
        self._database = psutil.Process(server.pid)
        self.visits = size["events"] * _VISITS_OF_100 // 100
        prepare(self.platform)
        self.people = people(self.platform, size["stations"] * _PEOPLE_HERE, _ENOUGH, purse=False, first=1)
        self.kiosk = Station(self.platform, ["kiosk"])
        codes = [
            admin.create_enrolment_code(self.platform, f"示範站 {number}", "示範地點", ["counter", "event", "library"])
            for number in range(size["stations"])
        ]
        fill(self.url, size["cards"])
        self.platform.store.engine.dispose()
        self.plan = StormPlan(
            url="",
            operator=CLERK,
            activities=[f"bench-{number}" for number in range(ACTIVITIES)],
            events=size["events"],
            visits=self.visits,
            stations=[
                StationPlan(
                    folder=str(folder / f"station-{number}"),
                    code=code,
                    media=[person.uid for person in self.people[number * _PEOPLE_HERE :][:_PEOPLE_HERE]],
                )
                for number, code in enumerate(codes)
            ],
        )

    def cpu_s(self) -> dict[str, float]:
        """What platform and database have taken of the processors since they were started."""
        assert self.process is not None
        return {"platform": cpu_s(self.process), "postgresql": cpu_s(self._database)}

    def stations(self, what: str) -> list[str]:
        """How the stations' process is started."""
        file = self.folder / "storm.json"
        self.plan = msgspec.structs.replace(self.plan, url=f"http://{self.host}:{self.port}")
        file.write_bytes(msgspec.json.encode(self.plan))
        return [sys.executable, "-m", "benchmarks._storm_stations", what, str(file)]

    def others(self, portion_s: int) -> list[Answer]:
        """Somebody else's balances for so long."""
        lanes = []
        for place in range(_OTHERS):
            count = _OTHER_RATE * portion_s // _OTHERS
            lanes.append(
                [self._balance(self.people[place], (number * _OTHERS + place + 1) / _OTHER_RATE) for number in range(count)]
            )
        return self.play(lanes)[0]

    def _balance(self, person: Person, due_s: float) -> Ask:
        keys = self.platform.authority.keys
        asked = BalanceRequest(medium=person.digest(keys.digest), digest_key=keys.digest_key_id)
        return Ask("/v1/balance", self.kiosk.token, msgspec.json.encode(asked), due_s)


def stormed(bench: Storm) -> tuple[Stormed, list[Answer], list[Answer], dict[str, float]]:
    """What came of it, what others were answered before and meanwhile, and what it took of the processors."""
    words = bench.stations("storm")
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise SystemExit("the stations do not start")
        before = bench.others(_PORTION_S)
        cpu_before = bench.cpu_s()
        process.stdin.write("\n")
        process.stdin.flush()
        meanwhile: list[Answer] = []
        while process.poll() is None:
            meanwhile += bench.others(_PORTION_S)
        said = process.stdout.readline()
        took = {who: round(seconds - cpu_before[who], 1) for who, seconds in bench.cpu_s().items()}
    return msgspec.json.decode(said, type=Stormed), before, meanwhile, took


def counted(bench: Storm) -> dict[str, int]:
    """What the platform has of what the stations have, and what it has too much."""
    ours = set(told(bench.plan))
    visits = bench.visits * bench.size["stations"]
    with bench.platform.store.read() as connection:
        rows = connection.execute(
            sa.select(journal.c.op_id, outcomes.c.status).outerjoin(outcomes, outcomes.c.journal == journal.c.id)
        ).all()
        final = [row.op_id for row in rows if row.op_id in ours and row.status in ("accepted", "flagged")]
        acts = connection.execute(
            sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(attendance_acts.c.minutes), 0)).where(
                attendance_acts.c.act == "out"
            )
        ).one()
        given = connection.scalar(sa.select(sa.func.sum(lots.c.awarded)).where(lots.c.activity != "bench")) or 0
    unbalanced = sum(audit.books(bench.platform.store.engine))
    return {
        "lost": len(ours - set(final)) + max(0, visits - acts[0]),
        "doubled": len(final)
        - len(set(final))
        + max(0, acts[0] - visits)
        + max(0, (int(acts[1]) - 60 * visits) // 60)
        + max(0, (int(given) - POINTS * visits) // POINTS)
        + abs(unbalanced),
        "flagged": sum(row.status == "flagged" for row in rows),
        "points_missing": max(0, POINTS * visits - int(given)),
    }


def bare(bench: Storm) -> float:
    """Seconds for the same rows in as many transactions."""
    batches = bench.size["stations"] * -(-bench.size["events"] // MAX_BATCH)
    each = -(-bench.size["events"] // -(-bench.size["events"] // MAX_BATCH))
    count = -(-batches // _BARE_CLIENTS)
    seconds, took_s = bench.bare("intake", _BARE_CLIENTS, count, batch=each, visits=each * _VISITS_OF_100 // 100)
    if len(took_s) != _BARE_CLIENTS * count:
        raise SystemExit("the bare equivalent was not carried out")
    return seconds * batches / (_BARE_CLIENTS * count)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--size", choices=SIZES, default="full")
    asked = parser.parse_args()
    size = SIZES["quick" if asked.quick else asked.size]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("error"))
    with tempfile.TemporaryDirectory(prefix="citycard-bench-") as folder, BenchServer() as server:
        began_s = time.monotonic()
        bench = Storm(server, Path(folder), size)
        with contextlib.closing(bench.platform):
            with bench.served():
                subprocess.run(bench.stations("prepare"), check=True)
            bench.copy_for_bare(server)
            print(f"prepared in {time.monotonic() - began_s:.0f} s: {size['stations']} journals", flush=True)
            with bench.served():
                came, before, meanwhile, took = stormed(bench)
                print(f"stormed in {came.seconds:.1f} s: {came}", flush=True)
                found = counted(bench)
            bare_s = bare(bench)
    bad = sum(answer.status != 200 for answer in meanwhile)
    figures = {
        "bench": "storm",
        "drained_s": round(came.seconds, 1),
        "drained_s_bare": round(bare_s, 1),
        "drained_of_bare": round(came.seconds / bare_s, 2),
        "events_per_s": round(size["stations"] * size["events"] / came.seconds),
        **found,
        "left": came.left,
        "parked": came.parked,
        "failures": came.failures,
        "cpu_s": {"stations": round(came.cpu_s, 1), **took},
        "other_ms_p50": ms([answer.took_s for answer in meanwhile], 50),
        "other_ms_p99": ms([answer.took_s for answer in meanwhile], 99),
        "other_n": len(meanwhile),
        "other_errors": bad,
        "other_ms_p99_before": ms([answer.took_s for answer in before], 99),
    }
    more = {**size, "visits": bench.visits, "workers": WORKERS, "postgresql": SETTINGS}
    print(json.dumps({**figures, **more, "machine": machine()}))


if __name__ == "__main__":
    main()
