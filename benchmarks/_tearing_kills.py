"""The same with real processes: station A in a process of its own that the operating system kills at a journal write.

Card and platform stay in the proof's process, as they would stay whole in the world; the station reaches them through a pipe.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID

import msgspec

from benchmarks._tearing_case import AMOUNT_NTD, Act, Case, Run, books_wrong
from benchmarks._tearing_faults import Fault, Line, Point, Script
from benchmarks._tearing_prover import Result, world_of_its_own
from benchmarks._tearing_world import BIRTHDAY, BenchClock, BenchStation
from central.platform import Platform
from citycard_app.demo_programme import demo_programme
from domain.media import Medium, MediumType
from domain.wire import EnrolResponse
from station.settings import PurseSettings

_WRITES = tuple(range(5))
_PATIENCE_S = 60.0
REALLY = "killed by the system"


class _Order(msgspec.Struct, frozen=True):
    """What the process is to do."""

    directory: str
    enrolled: bytes
    token: str
    now_ms: int
    uid: bytes
    load: UUID
    at: int
    how: str


def real_kills(
    tell: Callable[[Result], None], writes: Iterable[int] = _WRITES, ways: tuple[str, ...] = ("B", "A")
) -> Iterator[Result]:
    """A load whose station is killed before and after each of its journal writes; the card comes back at B, or at A."""
    for at in writes:
        for how in ("before", "after"):
            for way in ways:
                case = Case((Act("load", (Fault("disk", at, how),)), Act(way)))
                result = _killed(case)
                tell(result)
                yield result


def _killed(case: Case) -> Result:
    with world_of_its_own() as world:
        ran = _KilledRun(world, world.new_card(), case).run()
        wrong = (*ran.wrong, *books_wrong(world))
    return Result(f"{case}, {REALLY}", ran, wrong)


class _KilledRun(Run):
    """A case whose load's station runs in a process of its own."""

    def _play(self, station: BenchStation, act: Act) -> tuple[Point, ...]:
        if act.where != "load":
            return super()._play(station, act)
        station.close()
        order = _Order(
            directory=str(self._world.directory),
            enrolled=msgspec.json.encode(station.enrolled),
            token=station.enrolled.token,
            now_ms=self._world.clock.now_ms(),
            uid=self._card.medium.value,
            load=self._load,
            at=act.faults[0].at,
            how=act.faults[0].how,
        )
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_station_process, args=(theirs, msgspec.json.encode(order)))
        process.start()
        theirs.close()
        self._serve(ours, station)
        process.join(_PATIENCE_S)
        if process.exitcode != -_SIGNAL:
            self._say(f"the station was not killed: {process.exitcode}")
        self._card.faulty.reset()
        self._world.script.begin([])
        station.open()
        return ()

    def _serve(self, pipe: Connection, station: BenchStation) -> None:
        """Be card and platform until the station is no more."""
        line = station.line
        while True:
            try:
                what, *values = pipe.recv()
            except (EOFError, ConnectionResetError):
                return
            if what == "apdu":
                pipe.send(self._card.faulty.apdu(*values))
            elif what == "reset":
                self._card.faulty.reset()
            else:
                pipe.send(line.carried_out(what, *values))


# --- the station's process -----------------------------------------------------------------------------------------------

_SIGNAL = getattr(signal, "SIGKILL", signal.SIGTERM)


class _RemoteCard:
    """The card, at the other end of the pipe."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def reset(self) -> None:
        """See `CardApplication.reset`."""
        self._pipe.send(("reset",))

    def apdu(self, command: bytes) -> bytes:
        """See `CardApplication.apdu`."""
        self._pipe.send(("apdu", command))
        return bytes(self._pipe.recv())


class _RemoteLine(Line):
    """The platform, at the other end of the pipe."""

    def __init__(self, pipe: Connection) -> None:
        super().__init__(_nothing_here, Script())
        self._pipe = pipe

    def carried_out(self, name: str, request: bytes) -> bytes:
        """See `Line.carried_out`."""
        self._pipe.send((name, request))
        return bytes(self._pipe.recv())


def _nothing_here() -> Platform:
    raise AssertionError("the platform is in the other process")


class _Alone:
    """`Surroundings` of a station in a process of its own."""

    def __init__(self, pipe: Connection, order: _Order) -> None:
        self.directory = Path(order.directory)
        self.clock = BenchClock()
        self.clock.advance((order.now_ms - self.clock.now_ms()) / 1000)
        self.script = Script()
        self.programme = demo_programme()
        self._pipe = pipe

    def purses(self, *misbehaving: str) -> PurseSettings:  # noqa: ARG002
        """See `Surroundings`."""
        return PurseSettings()

    def line(self) -> Line:
        """See `Surroundings`."""
        return _RemoteLine(self._pipe)

    def die(self) -> None:
        """See `Surroundings`: at once, with nothing closed and nothing said."""
        os.kill(os.getpid(), _SIGNAL)
        signal.pause()


def _station_process(pipe: Connection, order_text: bytes) -> None:
    order = msgspec.json.decode(order_text, type=_Order)
    world = _Alone(pipe, order)
    station = BenchStation(world, "A", msgspec.json.decode(order.enrolled, type=EnrolResponse))
    medium = Medium(MediumType.UID, order.uid)
    station.lay(medium, _RemoteCard(pipe))
    world.script.begin([Fault("disk", order.at, order.how)])
    station.redeeming.redeem(
        order.load, medium, purse="demo_desfire", point_kind="health", amount_ntd=AMOUNT_NTD, birthday=BIRTHDAY
    )
    station.close()
