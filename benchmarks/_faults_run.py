"""Playing worlds: one seed is one world, from its founding to the quiet at its end."""

import itertools
import multiprocessing
import os
import random
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

import msgspec

from benchmarks._faults_acts import People
from benchmarks._faults_checks import after_a_step, after_quiet
from benchmarks._faults_mishaps import Mishaps
from benchmarks._faults_office import Office
from benchmarks._faults_station import HEARTBEAT_S
from benchmarks._faults_time import DAY_S
from benchmarks._faults_world import World
from benchmarks._tearing_prover import memory, quiet
from central.verdict import HOLD_MS

STEPS = 120
"""Between one quiet and the next."""
PHASES = 2
_ROUNDS = 12
_A_ROUND_S = 6.0
_PREFIX = "citycard-faults-"
_HASHES = "PYTHONHASHSEED"


class Result(msgspec.Struct, frozen=True):
    """A world, played. `wrong` is empty when all is well; `last` is what was done last, then."""

    seed: int
    acts: dict[str, int]
    mishaps: dict[str, int]
    befell: dict[str, int]
    """What befell requests."""
    requests: int
    events: int
    crashes: int
    quiets: int
    wrong: list[str]
    last: list[str]


def play(
    seed: int,
    steps: int = STEPS,
    phases: int = PHASES,
    tell: Callable[[str], None] = lambda _line: None,
    *,
    chance: random.Random | None = None,
) -> Result:
    """Play one world. `chance`: draws everything instead of what the seed gives."""
    directory = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=memory()))
    world = World(directory, random.Random(seed) if chance is None else chance, tell=tell)
    done = 0
    try:
        with world.alive():
            run = _Run(world)
            try:
                for _ in range(phases):
                    run.busy(steps)
                    run.quiet()
                    done += 1
                    if world.wrong:
                        break
            except Exception:  # noqa: BLE001 (a world that cannot go on has failed, whatever the reason)
                world.say(traceback.format_exc())
            events = sum(len(station.said or []) for station in world.stations.values())
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    return Result(
        seed=seed,
        acts=dict(world.acts),
        mishaps=dict(world.mishaps),
        befell=dict(world.network.faults),
        requests=world.network.requests,
        events=events,
        crashes=world.crashes,
        quiets=done,
        wrong=world.wrong,
        last=world.last if world.wrong else [],
    )


class _Run:
    """One world's course."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._people = People(world)
        self._office = Office(world)
        self._mishaps = Mishaps(world)

    def busy(self, steps: int) -> None:
        """So many steps, in which anything may happen."""
        for _ in range(steps):
            self._step()
            after_a_step(self._world)
            if self._world.wrong:
                return

    def _step(self) -> None:
        world, chance = self._world, self._world.chance
        world.truth.goes_on(min(chance.expovariate(1 / 20.0), DAY_S))
        world.network.deliver_late()
        match chance.choices(("people", "office", "upload", "download", "mishap"), (50, 5, 18, 12, 15))[0]:
            case "people":
                self._people.one_act()
            case "office":
                self._office.one_act()
            case "upload":
                station = world.any_station()
                world.note(f"{station.name} uploads: {station.upload()}")
            case "download":
                station = world.any_station()
                world.note(f"{station.name} downloads: {station.download()}")
            case _:
                self._mishaps.one()

    def quiet(self) -> None:
        """Everything is put right, everybody says what they have to say, and then all must agree."""
        if self._world.wrong:
            return
        self._world.note("quiet")
        self._mishaps.over()
        self._settle()
        self._mishaps.lives.everybody_enrolled_again()
        self._settle()
        if any(self._waits()):
            # What waits for something that never comes is decided by force.
            self._world.truth.goes_on(HOLD_MS / 1000 + DAY_S)
            self._world.platform._intake.decide_overdue()
            self._settle()
        after_a_step(self._world)
        after_quiet(self._world)

    def _settle(self) -> None:
        for _ in range(_ROUNDS):
            for station in self._world.stations.values():
                station.upload()
                station.download()
            self._world.truth.goes_on(_A_ROUND_S)
            if not any(self._waits()):
                break
        self._world.truth.goes_on(HEARTBEAT_S)
        for station in [*self._world.stations.values(), *self._world.stations.values()]:
            station.upload()
            station.download()

    def _waits(self) -> Iterator[int]:
        for station in self._world.stations.values():
            if station.start():
                queue = station.journal.queue()
                yield queue.waiting + queue.held


def play_many(seeds: Iterable[int], jobs: int, *, aloud: bool = False) -> Iterator[Result]:
    """Play worlds in so many processes, and give each as it is over. `aloud`: every step is printed.

    Processes of their own, so that what Python itself makes at random (the order of sets) is the same for everybody.
    """
    work, waiting = _played_aloud if aloud else play, iter(seeds)
    with _processes(jobs) as pool:
        under_way = {pool.submit(work, seed) for seed in itertools.islice(waiting, jobs)}
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
                under_way |= {pool.submit(work, seed) for seed in itertools.islice(waiting, 1)}


@contextmanager
def _processes(jobs: int) -> Iterator[ProcessPoolExecutor]:
    before = os.environ.get(_HASHES)
    os.environ[_HASHES] = "0"
    try:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), quiet) as pool:
            yield pool
    finally:
        del os.environ[_HASHES]
        os.environ.update({_HASHES: before} if before is not None else {})


def _played_aloud(seed: int) -> Result:
    return play(seed, tell=lambda line: print(line, flush=True))
