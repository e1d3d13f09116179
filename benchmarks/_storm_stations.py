"""The stations of the storm, in a process of their own: real journals, and the very code that uploads them.

Usage: `python -m benchmarks._storm_stations prepare|storm PLAN`. `prepare` enrols each station and writes its journal, as if it
had worked for a day without a network; `storm` opens them all, lets everybody upload at once, and prints one JSON object.
"""

import multiprocessing
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from uuid import UUID

import msgspec
import structlog

from domain import decoding
from domain.errors import CityCardError
from domain.events import PatronLookedUp, Payload, SignedIn, SignedOut, StaffSignedIn
from domain.ports import Clock
from offline_store.journal import Journal
from offline_store.vault import open_vault
from station.clock import SystemClock
from station.enrolment import enrol
from station.settings import PlatformSettings, StationSettings, StoreSettings
from station.wiring import open_journal
from sync.backoff import Backoff
from sync.http_platform import HttpPlatform
from sync.uploader import Uploader

HOUR_MS = 3_600_000
POINTS = 30
"""What a visit earns."""
_AN_ACT = 50
"""Events that are written in one transaction, so that preparing does not take longer than the storm."""
_STACK_BYTES = 256 * 1024
_PREPARING = 2
_LONGEST_S = 900.0


class StationPlan(msgspec.Struct, frozen=True):
    """One station: where its state lies, what it is enrolled with, and whom it meets."""

    folder: str
    code: str
    media: list[bytes]
    """UIDs of people that come here and nowhere else."""


class StormPlan(msgspec.Struct, frozen=True):
    """Everybody. `visits`: sign-ins, each with its sign-out, among the `events` of each station."""

    url: str
    operator: str
    activities: list[str]
    events: int
    visits: int
    stations: list[StationPlan]


class Stormed(msgspec.Struct, frozen=True):
    """What came of it. `seconds`: until nobody had anything left; `left`: events without the platform's word."""

    seconds: float
    left: int
    parked: int
    rounds: int
    failures: dict[str, int]
    cpu_s: float


class DayClock(Clock):
    """A clock that is set from act to act."""

    def __init__(self) -> None:
        self.ms = SystemClock().now_ms()

    def now_ms(self) -> int:
        """As it was set."""
        return self.ms

    def monotonic_s(self) -> float:
        """Goes with it."""
        return self.ms / 1000


def settings_of(plan: StormPlan, station: StationPlan) -> StationSettings:
    """As a station's."""
    return StationSettings(
        state=station.folder, platform=PlatformSettings(url=plan.url), store=StoreSettings(secrets="file", most_queued=100_000)
    )


# --- preparing -------------------------------------------------------------------------------------------------------


def prepare(plan: StormPlan) -> None:
    """Enrol every station and write its journal, in some processes at once."""
    shares = [plan.stations[place::_PREPARING] for place in range(_PREPARING)]
    context = multiprocessing.get_context("spawn")
    with context.Pool(_PREPARING) as pool:
        pool.starmap(_prepare_some, [(plan, share) for share in shares])


def _prepare_some(plan: StormPlan, share: Sequence[StationPlan]) -> None:
    _quiet()
    decoding.make_ready()
    for station in share:
        settings = settings_of(plan, station)
        enrol(settings, plan.url, station.code, SystemClock(), demo=True, instance="")
        kept = open_vault(settings.directory, "file").load()
        assert kept is not None
        clock = DayClock()
        with closing(open_journal(settings, kept, clock)) as journal:
            digests = [_digest(uid, next(iter(kept.digest_keys.values()))) for uid in station.media]
            _work(journal, clock, plan, digests)


def _digest(uid: bytes, key: bytes) -> bytes:
    from domain.media import Medium, MediumType

    return Medium(MediumType.UID, uid).digest(key)


def _work(journal: Journal, clock: DayClock, plan: StormPlan, digests: list[bytes]) -> None:
    """A day's acts: visits, and among them look-ups and staff sessions."""
    draw, now_ms = random.Random(len(plan.stations)), clock.ms
    kinds = ["visit"] * plan.visits + ["record"] * (plan.events - 2 * plan.visits)
    draw.shuffle(kinds)
    pairs = ((medium, activity) for activity in plan.activities for medium in digests)
    while kinds:
        with journal.act() as act:
            for kind in kinds[:_AN_ACT]:
                if kind == "record":
                    record: Payload = StaffSignedIn() if draw.random() < 0.2 else PatronLookedUp(service="typl", found=True)
                    act.append(record, medium=draw.choice(digests), operator=plan.operator)
                    continue
                medium, activity = next(pairs)
                clock.ms = now_ms - HOUR_MS
                came = act.append(SignedIn(activity=activity, walk_in=False), medium=medium, operator=plan.operator)
                clock.ms = now_ms
                left = SignedOut(activity=activity, sign_in=came.op_id, minutes=60, points=POINTS)
                act.append(left, medium=medium, operator=plan.operator)
        del kinds[:_AN_ACT]


# --- the storm -------------------------------------------------------------------------------------------------------


class _Station(threading.Thread):
    """One station's upload as `sync.engine` runs it: until all is told, with its pauses after failures."""

    def __init__(self, plan: StormPlan, station: StationPlan, begin: threading.Event) -> None:
        super().__init__(name=Path(station.folder).name, daemon=True)
        settings, clock = settings_of(plan, station), SystemClock()
        kept = open_vault(settings.directory, "file").load()
        assert kept is not None
        self.journal = open_journal(settings, kept, clock)
        self.line = HttpPlatform(plan.url, token=lambda: kept.token, clock=clock, on_offset=self.journal.record_offset)
        self._uploader = Uploader(self.line, self.journal, clock)
        self._begin = begin
        self.rounds = 0
        self.failures: Counter[str] = Counter()

    def run(self) -> None:
        """Returns when nothing waits any more."""
        backoff = Backoff()
        self._begin.wait()
        while not self._drained():
            time.sleep(backoff.failed())

    def _drained(self) -> bool:
        try:
            more = True
            while more:
                more = self._uploader.round()
                self.rounds += 1
        except CityCardError as problem:
            self.failures[problem.code.value] += 1
            return False
        queue = self.journal.queue()
        return not queue.waiting and not queue.held

    def close(self) -> None:
        """Let go of the line and the file."""
        self.line.close()
        self.journal.close()


def storm(plan: StormPlan) -> Stormed:
    """Everybody comes back at once."""
    begin = threading.Event()
    threading.stack_size(_STACK_BYTES)
    with ExitStack() as ending:
        stations = [ending.enter_context(closing(_Station(plan, station, begin))) for station in plan.stations]
        for station in stations:
            station.start()
        print("ready", flush=True)
        sys.stdin.readline()
        began_s, cpu_s = time.monotonic(), time.process_time()
        begin.set()
        for station in stations:
            station.join(max(0.0, began_s + _LONGEST_S - time.monotonic()))
        seconds, cpu_s = time.monotonic() - began_s, time.process_time() - cpu_s
        queues = [station.journal.queue() for station in stations]
        failures = sum((station.failures for station in stations), Counter[str]())
        return Stormed(
            seconds=seconds,
            left=sum(queue.waiting + queue.held for queue in queues),
            parked=sum(queue.parked for queue in queues),
            rounds=sum(station.rounds for station in stations),
            failures=dict(failures),
            cpu_s=cpu_s,
        )


def told(plan: StormPlan) -> Iterator[UUID]:
    """The op_id of everything that is in the stations' journals."""
    for station in plan.stations:
        settings = settings_of(plan, station)
        kept = open_vault(settings.directory, "file").load()
        assert kept is not None
        with closing(open_journal(settings, kept, SystemClock())) as journal:
            for signed in journal.events():
                yield UUID(msgspec.json.decode(signed.body)["op_id"])


def _quiet() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("error"))


def main() -> None:
    """See the module's text."""
    _quiet()
    plan = msgspec.json.decode(Path(sys.argv[2]).read_bytes(), type=StormPlan)
    if sys.argv[1] == "prepare":
        prepare(plan)
        return
    decoding.make_ready()
    print(msgspec.json.encode(storm(plan)).decode(), flush=True)


if __name__ == "__main__":
    main()
