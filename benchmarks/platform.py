"""How much a city's platform takes on this machine: PostgreSQL, server processes and load generator share its cores.

PostgreSQL is started here from Debian's binaries, on the disk and with every commit durable. The server is `citycard central`
with two workers; requests are real HTTP over kept-alive connections from a process of its own, events are signed beforehand.

`intake_events_per_s`: eight stations upload batches of 200 events, signatures checked, every event judged; 60 in 100 are only
kept or counted (look-ups, staff sessions), the others are sign-ins and sign-outs, each pair of which earns points.
`redemptions_per_s`, `redemption_ms_p99`: `account` redemptions with a second factor, 32 clients. `loads_per_s`: loads onto
cards, each in two calls (intent; committing and committed with its transaction MAC), 32 clients. `mixed_ms_p99`: balances,
events and redemptions at 50 a second, with `registry_cards` in the registry. `burst_errors`: of the same at 200 a second.
`…_of_bare`: ours divided by plain psycopg writing the same rows in as many transactions from as many clients, on a copy of the
same database, right after. What comes before, for warming up, does not count.
"""

import argparse
import contextlib
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import structlog

from benchmarks._machine import machine
from benchmarks._platform_client import Answer, Ask
from benchmarks._platform_field import ACTIVITIES, Person, Station, fill, people, prepare, upload
from benchmarks._platform_postgres import SETTINGS, BenchServer
from benchmarks._platform_served import WORKERS, Served, ms
from domain.events import StaffSignedIn
from domain.loads import LoadState
from domain.wire import BalanceRequest, LoadResult, OutcomeStatus, RedeemResult, UploadResponse

_MINUTES = {"mixed_s": 60, "burst_s": 60}
SIZES = {
    "quick": {"cards": 50_000, "people": 64, "events": 9_600, "redemptions": 640, "loads": 128, "mixed_s": 4, "burst_s": 2},
    "full": {"cards": 3_000_000, "people": 480, "events": 64_000, "redemptions": 9_600, "loads": 2_400, **_MINUTES},
}
CLIENTS, STATIONS, BATCH = 32, 8, 200
_VISITS_OF_A_BATCH = 40
_PLENTY = 100_000
_WARMING = 6


class Bench(Served):
    """A city. `answers` of a plan are checked before they count."""

    def __init__(self, server: BenchServer, folder: Path, size: dict[str, int]) -> None:
        super().__init__(server, folder)
        self.size = size
        prepare(self.platform)
        self.holders = people(self.platform, size["people"], _PLENTY, purse=False, first=1)
        self.loaders = people(self.platform, size["people"], _PLENTY, purse=True, first=100_001)
        self.kiosks = [Station(self.platform, ["kiosk"]) for _ in range(CLIENTS)]
        self.desks = [Station(self.platform, ["counter", "event", "library"]) for _ in range(CLIENTS)]
        fill(self.url, size["cards"])
        self.copy_for_bare(server)


def _event(station: Station, *batch: object) -> Ask:
    return Ask("/v1/events", station.token, upload(list(batch)))  # type: ignore[arg-type]


def _unsound(answers: list[Answer], good: Callable[[UploadResponse], bool]) -> int:
    """How many answers are not what they should be."""
    return sum(answer.status != 200 or not good(msgspec.json.decode(answer.body, type=UploadResponse)) for answer in answers)


def _accepted(answer: UploadResponse) -> bool:
    return all(outcome.status is OutcomeStatus.ACCEPTED for outcome in answer.outcomes)


def _redeemed(answer: UploadResponse) -> bool:
    return all(isinstance(outcome.result, RedeemResult) and outcome.result.points for outcome in answer.outcomes)


def _loaded(answer: UploadResponse) -> bool:
    results = [outcome.result for outcome in answer.outcomes]
    return all(isinstance(one, LoadResult) and one.state is not LoadState.REFUSED for one in results)


def _require(errors: int, what: str) -> None:
    if errors:
        raise SystemExit(f"{what}: {errors} answers are not what they should be")


# --- what is measured ------------------------------------------------------------------------------------------------


def warm(bench: Bench) -> None:
    """Nothing that counts: connections are opened, and both ends see each statement once."""
    lanes = []
    for place, (kiosk, desk) in enumerate(zip(bench.kiosks, bench.desks, strict=True)):
        people_here = [_of(bench.holders, place, number) for number in range(_WARMING)]
        lanes.append([_event(kiosk, kiosk.wish(person)) for person in people_here])
        lanes.append([_event(desk, desk.act(StaffSignedIn())) for _ in people_here])
    bench.play(lanes)


def intake(bench: Bench) -> dict[str, float]:
    """Journals in batches."""
    draw = random.Random(1)
    lanes: list[list[Ask]] = []
    batches = bench.size["events"] // BATCH // STATIONS
    for place, desk in enumerate(bench.desks[:STATIONS]):
        # Nobody is at two desks at once.
        here = bench.holders[place::STATIONS]
        pairs = ((person, number) for number in range(ACTIVITIES) for person in here)
        lane = []
        for _ in range(batches):
            visits = [desk.visit(*next(pairs)) for _ in range(_VISITS_OF_A_BATCH)]
            events = [event for visit in visits for event in visit]
            events += [desk.record(draw, bench.holders) for _ in range(BATCH - len(events))]
            lane.append(_event(desk, *events))
        lanes.append(lane)
    answers, seconds = bench.play(lanes)
    _require(_unsound(answers, _accepted), "intake")
    per_s = batches * STATIONS * BATCH / seconds
    bare_s, _ = bench.bare("intake", STATIONS, batches, batch=BATCH, visits=_VISITS_OF_A_BATCH)
    bare_per_s = batches * STATIONS * BATCH / bare_s
    return {
        "intake_events_per_s": round(per_s),
        "intake_events_per_s_bare": round(bare_per_s),
        "intake_events_per_s_of_bare": round(per_s / bare_per_s, 2),
        "intake_batch_ms_p99": ms([answer.took_s for answer in answers], 99),
    }


def redemptions(bench: Bench) -> dict[str, float]:
    """One call each, 32 clients at once."""
    each = bench.size["redemptions"] // CLIENTS
    lanes = [
        [_event(kiosk, kiosk.wish(_of(bench.holders, place, number))) for number in range(each)]
        for place, kiosk in enumerate(bench.kiosks)
    ]
    answers, seconds = bench.play(lanes)
    _require(_unsound(answers, _redeemed), "redemptions")
    took_s, per_s = [answer.took_s for answer in answers], len(answers) / seconds
    bare_s, bare_took_s = bench.bare("redeem", CLIENTS, each)
    bare_per_s = len(answers) / bare_s
    return {
        "redemptions_per_s": round(per_s),
        "redemptions_per_s_bare": round(bare_per_s),
        "redemptions_per_s_of_bare": round(per_s / bare_per_s, 2),
        "redemption_ms_p50": ms(took_s, 50),
        "redemption_ms_p99": ms(took_s, 99),
        "redemption_ms_p99_bare": ms(bare_took_s, 99),
        "redemption_ms_p99_of_bare": round(ms(took_s, 99) / ms(bare_took_s, 99), 2),
    }


def loads(bench: Bench) -> dict[str, float]:
    """Two calls each, 32 clients at once."""
    each = bench.size["loads"] // CLIENTS
    lanes: list[list[Ask]] = []
    taken: dict[bytes, int] = {}
    for place, kiosk in enumerate(bench.kiosks):
        lane = []
        for number in range(each):
            person = _of(bench.loaders, place, number)
            taken[person.uid] = taken.get(person.uid, 0) + 1
            lane += [_event(kiosk, *call) for call in kiosk.load(person, taken[person.uid])]
        lanes.append(lane)
    answers, seconds = bench.play(lanes)
    _require(_unsound(answers, _loaded), "loads")
    per_s = len(answers) / 2 / seconds
    bare_s, _ = bench.bare("load", CLIENTS, each)
    bare_per_s = len(answers) / 2 / bare_s
    return {
        "loads_per_s": round(per_s),
        "loads_per_s_bare": round(bare_per_s),
        "loads_per_s_of_bare": round(per_s / bare_per_s, 2),
        "load_call_ms_p99": ms([answer.took_s for answer in answers], 99),
    }


def mixed(bench: Bench, rate: int, seconds: int, name: str) -> dict[str, float]:
    """Of ten requests five balances, three events and two redemptions, so many a second whatever the answers take."""
    lanes, draw = [], random.Random(rate)
    digest = bench.platform.authority.keys
    for place, (kiosk, desk) in enumerate(zip(bench.kiosks, bench.desks, strict=True)):
        lane = []
        for number in range(rate * seconds // CLIENTS):
            person, due_s = _of(bench.holders, place, number), (number * CLIENTS + place + 1) / rate
            if number % 10 < 5:
                asked = BalanceRequest(medium=person.digest(digest.digest), digest_key=digest.digest_key_id)
                ask = Ask("/v1/balance", kiosk.token, msgspec.json.encode(asked))
            else:
                ask = _event(desk, desk.record(draw, bench.holders)) if number % 10 < 8 else _event(kiosk, kiosk.wish(person))
            lane.append(Ask(ask.path, ask.token, ask.body, due_s))
        lanes.append(lane)
    answers, _ = bench.play(lanes)
    errors = sum(answer.status != 200 for answer in answers)
    posted = [answer for answer in answers if answer.status == 200 and b'"outcomes"' in answer.body]
    errors += _unsound(posted, _accepted)
    took_s = [answer.took_s for answer in answers]
    _, bare_s = bench.bare("mixed", CLIENTS, rate * seconds // CLIENTS, rate=float(rate))
    return {
        f"{name}_errors": errors,
        f"{name}_n": len(answers),
        f"{name}_ms_p50": ms(took_s, 50),
        f"{name}_ms_p99": ms(took_s, 99),
        f"{name}_ms_p99_bare": ms(bare_s, 99),
        f"{name}_ms_p99_of_bare": round(ms(took_s, 99) / ms(bare_s, 99), 2),
    }


def _of(somebody: list[Person], place: int, number: int) -> Person:
    """A client's own people, in turns."""
    mine = somebody[place % len(somebody) :: CLIENTS] or somebody
    return mine[number % len(mine)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    size = SIZES["quick" if parser.parse_args().quick else "full"]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("error"))
    figures: dict[str, object] = {"bench": "platform"}
    with tempfile.TemporaryDirectory(prefix="citycard-bench-") as folder, BenchServer() as server:
        began_s = time.monotonic()
        bench = Bench(server, Path(folder), size)
        print(f"prepared in {time.monotonic() - began_s:.0f} s: {size['cards']:,} cards", flush=True)
        with bench.served(), contextlib.closing(bench.platform):
            warm(bench)
            parts: tuple[Callable[[], dict[str, float]], ...] = (
                lambda: intake(bench),
                lambda: redemptions(bench),
                lambda: loads(bench),
                lambda: mixed(bench, 50, size["mixed_s"], "mixed"),
                lambda: mixed(bench, 200, size["burst_s"], "burst"),
            )
            for part in parts:
                measured = part()
                print(", ".join(f"{key} {value}" for key, value in measured.items()), flush=True)
                figures |= measured
    more = {"registry_cards": size["cards"], "workers": WORKERS, "clients": CLIENTS, "batch": BATCH, "postgresql": SETTINGS}
    print(json.dumps({**figures, **more, "machine": machine()}))


if __name__ == "__main__":
    main()
