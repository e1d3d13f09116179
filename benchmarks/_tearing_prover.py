"""Which cases there are, and playing them: in worlds of their own, chunk by chunk, in several processes."""

import logging
import multiprocessing
import random
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import structlog

from benchmarks._tearing_cards import Card
from benchmarks._tearing_case import Act, Case, Ran, Run, books_wrong, parse_case
from benchmarks._tearing_faults import Fault, Point
from benchmarks._tearing_vendor import VendorWorld, vendor_cases
from benchmarks._tearing_world import World

CHUNK = 50
_PREFIX = "citycard-tearing-"
_worlds: list[str] = []
"""Where this process makes its worlds, when it was told."""
_DEEPEST = 4
"""Faults in one sampled case."""
ITINERARIES = (("B",), ("A",), ("A!",), ("A", "B"), ("B", "A"), ("A!", "B"))
_MEANTIME: tuple[tuple[str, ...], ...] = ((), ("debit",), ("restart",), ("dark",), ("soon",), ("debit", "dark"))
_VISIT_HOWS = {"before", "after", "altered", "unsent", "unheard", "away", "full"}
"""Of faults while the card is only asked: there is no commit to tear, and a lost APDU is a lost answer."""
_DECIDED = ("confirmed", "voided", "refused")
Play = Callable[[Sequence[Case]], Iterator["Result"]]


class Result(msgspec.Struct, frozen=True):
    """One case, played. `wrong` is empty when all is well."""

    case: str
    ran: Ran | None
    wrong: tuple[str, ...]


def quiet() -> None:
    """Leave out the stations' own words about what goes wrong here by the thousand."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def _begin_worker(folder: str) -> None:
    quiet()
    _worlds.insert(0, folder)


@contextmanager
def world_of_its_own(make: Callable[[Path], World] = World) -> Iterator[World]:
    """A fresh world in a folder that is removed afterwards."""
    directory = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_worlds[0] if _worlds else memory()))
    world = make(directory)
    try:
        yield world
    finally:
        world.close()
        shutil.rmtree(directory, ignore_errors=True)


def memory() -> str | None:
    """Files that live in memory where the system offers that: kills are imagined here, so that nothing rests on the disk."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def play_chunk(texts: Sequence[str]) -> list[Result]:
    """Play cases one after the other in one world, and look at its books at the end."""
    results: list[Result] = []
    with world_of_its_own(VendorWorld if " vendor" in texts[0] else World) as world:
        card = world.new_card()
        for text in texts:
            results.append(_played(world, card, text))
            if results[-1].wrong:
                break
        books = books_wrong(world) if not results[-1].wrong else []
    if books and len(texts) > 1:
        return [result for text in texts for result in play_chunk([text])]
    if books:
        results[-1] = msgspec.structs.replace(results[-1], wrong=tuple(books))
    rest = texts[len(results) :]
    return results + (play_chunk(rest) if rest else [])


def _played(world: World, card: Card, text: str) -> Result:
    try:
        ran = Run(world, card, parse_case(text)).run()
    except Exception:  # noqa: BLE001  (whatever a case ends with is that case's result)
        return Result(text, None, (traceback.format_exc(),))
    return Result(text, ran, ran.wrong)


class Prover:
    """Plays cases, in this process or in several, and remembers what came of them."""

    def __init__(self, jobs: int = 0, tell: Callable[[Result], None] = lambda _result: None) -> None:
        context = multiprocessing.get_context("spawn")
        # The workers' folders lie in one of ours, which goes also when they are cut short.
        self._folder = tempfile.mkdtemp(prefix=_PREFIX, dir=memory()) if jobs else None
        self._pool = context.Pool(jobs, _begin_worker, (self._folder,)) if jobs else None
        self._tell = tell
        self._known: dict[str, Result] = {}

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.terminate()
            self._pool.join()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def play(self, cases: Iterable[Case]) -> dict[Case, Result]:
        """Each case once, whoever asks for it again."""
        wanted = {str(case): case for case in cases}
        fresh = [text for text in wanted if text not in self._known]
        # A world has cards of one carrier.
        sorts = [[text for text in fresh if (" vendor" in text) is vendor] for vendor in (False, True)]
        chunks = [sort[start : start + CHUNK] for sort in sorts for start in range(0, len(sort), CHUNK)]
        played = self._pool.imap_unordered(play_chunk, chunks) if self._pool else map(play_chunk, chunks)
        for results in played:
            for result in results:
                self._known[result.case] = result
                self._tell(result)
        return {case: self._known[text] for text, case in wanted.items()}

    def say(self, what: str) -> None:
        """How far it is."""
        print(f"{len(self._known)} cases played: {what}", flush=True)

    @property
    def results(self) -> list[Result]:
        """Everything that was played."""
        return list(self._known.values())


# --- which cases there are ---------------------------------------------------------------------------------------------


def everything(prover: Prover, seed: int, more: int) -> None:
    """All cases that differ, and `more` of the deeper ones."""
    singles = _singles(prover)
    prover.say("one fault in the load")
    _itineraries(prover, singles)
    prover.say("... and every way of its card")
    pairs = prover.play(_second_faults(singles, act=0, itineraries=(("B",), ("A",))))
    prover.say("two faults in the load")
    classes = _one_of_each({**singles, **pairs})
    visits = prover.play(Case((case.acts[0], *map(Act, way))) for case in classes for way in ITINERARIES)
    recoveries = prover.play(_second_faults(visits, act=1))
    prover.say("one fault in the load or two, one in its recovery")
    chosen = random.Random(seed)
    deeper = [*_second_faults(recoveries, act=1), *_second_faults(recoveries, act=2)]
    prover.play(chosen.sample(deeper, min(more, len(deeper))))
    prover.say(f"{more} of {len(deeper)} with two faults in its recoveries")
    sample(prover, seed, more // 2)
    prover.say("some with up to four faults anywhere")
    prover.play(parse_case(text) for text in vendor_cases())


def sample(prover: Prover, seed: int, count: int) -> None:
    """About `count` cases that grow fault by fault, each step of which is a case."""
    chosen = random.Random(seed)
    growing: list[Case] = []
    while count > 0:
        fresh = min(CHUNK, count) - len(growing)
        growing += [_begun(chosen) for _ in range(fresh)]
        count -= len(growing)
        played = prover.play(growing)
        grown = [_grown(chosen, case, played[case].ran) for case in growing]
        growing = [case for case in grown if case is not None]


def _begun(chosen: random.Random) -> Case:
    return Case((Act("load"), *map(Act, chosen.choice(ITINERARIES))), chosen.choice(_MEANTIME))


def _grown(chosen: random.Random, case: Case, ran: Ran | None) -> Case | None:
    if ran is None or sum(len(act.faults) for act in case.acts) == _DEEPEST:
        return None
    at = chosen.choice([0, 0, *range(len(case.acts))])
    points = _later_points(case.acts[at], ran.traces[at])
    if not points:
        return None
    kind = chosen.choice(sorted({point.kind for point in points}))
    point = chosen.choice([point for point in points if point.kind == kind])
    return _with(case, at, Fault(point.kind, point.at, chosen.choice(point.hows())))


def _singles(prover: Prover) -> dict[Case, Result]:
    """Every single fault of a load, its card coming back at the other station."""
    clean = Case((Act("load"), Act("B")))
    return {clean: prover.play([clean])[clean]} | prover.play(_second_faults(prover.play([clean]), act=0))


def _itineraries(prover: Prover, singles: dict[Case, Result]) -> None:
    """Every way of a card whose load is not over with its own act."""
    ways = []
    for case, result in singles.items():
        over = result.ran is not None and result.ran.end[0] in _DECIDED and result.ran.end[3] != "none"
        for way in ITINERARIES[:2] if over else ITINERARIES:
            ways += [Case((case.acts[0], *map(Act, way)), between) for between in (_MEANTIME[:1] if over else _MEANTIME)]
    prover.play(ways)


def _one_of_each(played: dict[Case, Result]) -> list[Case]:
    """Two cases of each way in which a load can be left open, by how station, platform, card and screen hold it."""
    found: dict[tuple[str, ...], list[Case]] = {}
    for case, result in played.items():
        if result.ran is not None and not (result.ran.end[0] in _DECIDED and result.ran.end[3] != "none"):
            found.setdefault(result.ran.end, []).append(case)
    return [case for cases in found.values() for case in (cases[0], cases[-1])]


def _second_faults(
    played: dict[Case, Result], *, act: int, itineraries: Sequence[Sequence[str]] | None = None
) -> Iterator[Case]:
    """Each case with one fault more in that act, after those that it has there."""
    for case, result in played.items():
        if result.ran is None or len(case.acts) <= act:
            continue
        for point in _later_points(case.acts[act], result.ran.traces[act]):
            for how in point.hows():
                if act and how not in _VISIT_HOWS:
                    continue
                grown = _with(case, act, Fault(point.kind, point.at, how))
                ways = itineraries or [[each.where for each in case.acts[1:]]]
                yield from (Case((grown.acts[0], *map(Act, way)), case.between) for way in ways) if itineraries else [grown]


def _later_points(act: Act, trace: Sequence[Point]) -> list[Point]:
    """The points of an act behind its last fault."""
    faulty = {(fault.kind, fault.at) for fault in act.faults}
    last = max((number for number, point in enumerate(trace) if (point.kind, point.at) in faulty), default=-1)
    return list(trace[last + 1 :])


def _with(case: Case, act: int, fault: Fault) -> Case:
    acts = list(case.acts)
    acts[act] = Act(acts[act].where, (*acts[act].faults, fault))
    return Case(tuple(acts), case.between)
