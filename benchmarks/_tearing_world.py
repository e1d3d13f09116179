"""A small city for the proof: one platform, two stations A and B with their encrypted stores, one card after another.

Everything that decides is the real thing: the platform's intake and ledger, SQLCipher journals, desks, card worker, purse
driver, and a virtual card with a cryptography of its own. Left out are sockets, windows and waiting.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from benchmarks._tearing_cards import BenchCard, Card
from benchmarks._tearing_faults import FaultyConnection, Killed, Line, Script
from central.platform import Platform
from citycard_app.demo_programme import demo_programme
from domain.errors import EnvironmentProblem
from domain.media import Medium
from domain.ports import Clock, PurseDriver, ReaderEvent, RegistryNeeds
from domain.programme import Purse
from domain.programme_file import parse
from domain.wire import EnrolRequest, EnrolResponse, Outcome
from offline_store.journal import Journal
from offline_store.projections import Projections
from offline_store.registry import Registry
from reader_drivers.card_application import CardApplication
from reader_drivers.virtual import VirtualReader, field
from station.card_worker import CardWorkers
from station.context import Context
from station.load_desk import LoadDesk
from station.purse_drivers import PurseDrivers
from station.redeem_desk import RedeemDesk
from station.settings import PurseSettings, StationSettings
from station.shut_out import ShutOut
from sync.engine import SyncEngine
from sync.upkeep import Upkeep

BIRTHDAY = "0105"
FIRST_NTD = 500
_PATIENCE_S = 10.0
_STORE_KEY = bytes(range(32))
_NEEDS = RegistryNeeds(roles=frozenset({"counter"}), digest_key="")


class BenchClock(Clock):
    """Stands still until told otherwise. Any thread."""

    def __init__(self) -> None:
        self._ms = 1_795_000_000_000

    def now_ms(self) -> int:
        """See `Clock`."""
        return self._ms

    def monotonic_s(self) -> float:
        """See `Clock`."""
        return self._ms / 1000

    def advance(self, seconds: float) -> None:
        """Both clocks go forward."""
        self._ms += round(seconds * 1000)


class InlineSync(SyncEngine):
    """The engine's upload in the caller's own thread, so that every run passes the same points in the same order."""

    def begin(self) -> None:
        """As if an exchange had gone well."""
        self._report()

    def submit_now(self, op_id: UUID, timeout_s: float) -> Outcome | None:  # noqa: ARG002
        """See `SyncEngine.submit_now`."""
        if self._outbox.outcome_of(op_id) is None:
            self.upload()
        return self._outbox.outcome_of(op_id)

    def upload(self) -> None:
        """One round of the upload thread."""
        self._report(upload_problem=self._guarded(self._drain), ended=True)


class NothingToKeepUp(Upkeep):
    """These stations are never restored, and nobody asks how they are."""

    def __init__(self) -> None:
        pass

    def doubt(self) -> None:
        """See `Upkeep.doubt`."""

    def settle_chain(self) -> None:
        """See `Upkeep.settle_chain`."""


class Surroundings(Protocol):
    """What a station has around it."""

    directory: Path
    clock: BenchClock
    script: Script
    programme: str

    def purses(self, *misbehaving: str) -> PurseSettings:
        """Settings of purses on the card; a carrier's program may misbehave."""
        ...

    def line(self) -> Line:
        """To the platform."""
        ...

    def die(self) -> None:
        """End the station's process."""
        ...


class BenchStation:
    """One station: its folder for ever, its process until it is killed."""

    def __init__(self, world: Surroundings, name: str, enrolled: EnrolResponse | None = None) -> None:
        """Enrolled anew unless it was before."""
        self.name = name
        self.world = world
        self.line = world.line()
        self.field = field(f"{name} {world.directory}")
        self._directory = world.directory / name
        self._seed = bytes([ord(name)]) * 32
        self._happened = threading.Event()
        self._lies: Medium | None = None
        self._drivers = PurseDrivers(world.purses())
        self.enrolled = enrolled or self._enrol()
        self.line.token = self.enrolled.token
        self.open()

    def _enrol(self) -> EnrolResponse:
        key = Ed25519PrivateKey.from_private_bytes(self._seed).public_key().public_bytes_raw()
        code = self.line.new_code(f"示範站 {self.name}", ["counter", "kiosk"])
        answer = self.line.enrol(EnrolRequest(code=code, signing_key=key, machine=self.name, version="0", demo=True))
        journal = self._journal()
        journal.put_meta(
            identity=msgspec.json.encode(answer.identity).decode(),
            sealing_key=answer.sealing_key.hex(),
            digest_key_id=answer.digest_key_id,
        )
        journal.record_offset(0)
        journal.close()
        return answer

    def _journal(self) -> Journal:
        return Journal(self._directory, _STORE_KEY, signing_seed=self._seed, clock=self.world.clock, most_queued=10_000)

    def open(self) -> None:
        """The process starts: store opened, loads that it was killed in recovered, cards read. Raises `Killed`."""
        world = self.world
        self.journal = self._journal()
        full = lambda: dbapi2.OperationalError("database or disk is full")  # noqa: E731
        self._connection = FaultyConnection(self.journal._db, world.script, full=full, die=world.die)
        self.journal._projections = Projections(self._connection)
        for part in (self.journal, self.journal._log, self.journal._outbox, self.journal._meta):
            part._db = self._connection
        self.registry = Registry(
            self._directory, _STORE_KEY, fresh_key=lambda: _STORE_KEY, needs=lambda: _NEEDS, now_ms=world.clock.now_ms
        )
        self.sync = InlineSync(
            self.line,
            self.journal,
            self.registry,
            world.clock,
            upkeep=NothingToKeepUp(),
            shut_out=ShutOut(self.journal),
            poll_s=3600.0,
            on_change=lambda: None,
            programme_version=lambda: "",
            on_programme=lambda _version, _text: None,
        )
        self.sync.begin()
        self.cards = CardWorkers([VirtualReader(self.field.name, world.clock)], world.clock)
        programme = parse(world.programme, "programme.toml")
        self.context = Context(
            settings=StationSettings(state=str(self._directory)),
            clock=world.clock,
            journal=self.journal,
            registry=self.registry,
            platform=self.line,
            sync=self.sync,
            cards=self.cards,
            purse_driver=self._purse_driver,
            digest_key=self.enrolled.digest_key,
            programme=lambda: programme,
            session=lambda: None,
        )
        self.loads = LoadDesk(self.context)
        self.redeeming = RedeemDesk(self.context, self.loads)
        self.cards.subscribe(self._on_reader)
        self.loads.recover()
        self.cards.start()

    def _purse_driver(self, purse: Purse) -> PurseDriver:
        return self._drivers.of(purse)

    def use(self, settings: PurseSettings) -> None:
        """Other settings of purses on the card."""
        self._drivers.close()
        self._drivers = PurseDrivers(settings)

    def close(self) -> None:
        """The process ends, killed or not."""
        self.cards.stop()
        self.registry.close()
        self._connection.close()

    def restart(self) -> None:
        """Begin anew until it runs, as a supervisor of processes does."""
        while True:
            self.close()
            with suppress(Killed):
                self.open()
                if self._lies is not None and self._still_lies():
                    self._until_seen(self._lies)
                return

    def alive(self, act: Callable[[], None]) -> bool:
        """Do something; False when the station was killed in it and has been started anew."""
        try:
            act()
        except Killed:
            self.restart()
            return False
        return True

    def _on_reader(self, _event: ReaderEvent) -> None:
        self._happened.set()

    def lay(self, medium: Medium, application: CardApplication) -> None:
        """Lay the card on this station's reader, instead of any other, and wait until it is known there."""
        self.lift()
        self._lies = medium
        self.field.place(medium, application)
        self._until_seen(medium)

    def lift(self) -> None:
        """Take away what lies there, and wait until that is known; a card that was torn off has gone already."""
        self.field.take_away()
        if self._lies is not None:
            self._until_seen(self._lies, here=False)
            self._lies = None

    def _still_lies(self) -> bool:
        try:
            self.field.laid()
        except EnvironmentProblem:
            return False
        return True

    def _until_seen(self, medium: Medium, *, here: bool = True) -> None:
        deadline_s = time.monotonic() + _PATIENCE_S
        while bool(self.cards.readers_with(medium)) is not here:
            if time.monotonic() > deadline_s:
                raise AssertionError("the reader's thread says nothing of the card")
            self._happened.wait(0.01)
            self._happened.clear()

    def drain(self) -> None:
        """Send everything that is left."""
        self.line.cut = False
        self.sync.upload()


class World:
    """Platform and stations in a folder of their own. One thread uses it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.clock = BenchClock()
        self.script = Script()
        self.programme = demo_programme()
        self.platform = Platform.open(directory / "platform", self.programme, True, self.clock)
        self.stations = {name: BenchStation(self, name) for name in "AB"}
        self._cards = 0

    def purses(self, *misbehaving: str) -> PurseSettings:
        """See `Surroundings`."""
        if misbehaving:
            raise ValueError("there is no carrier's program here")
        return PurseSettings()

    def make_card(self, number: int) -> Card:
        """A card as it is handed out."""
        return BenchCard(self, number)

    def new_card(self) -> Card:
        """Another card with another holder, and some value on it."""
        self._cards += 1
        card, station = self.make_card(self._cards), self.stations["A"]
        self.script.begin([])
        station.lay(card.medium, card.faulty)
        first = station.context.new_op_id()
        wish = {"purse": card.purse, "point_kind": "health", "birthday": BIRTHDAY}
        done = station.redeeming.redeem(first, card.medium, amount_ntd=FIRST_NTD, **wish)
        station.lift()
        if done.state != "done" or card.value != FIRST_NTD:
            raise AssertionError(f"an untroubled load ends {done.state}: {done.code}")
        return card

    def line(self) -> Line:
        """See `Surroundings`."""
        return Line(lambda: self.platform, self.script)

    def die(self) -> None:
        """See `Surroundings`: what is dead here does nothing any more."""
        raise Killed

    def restart_platform(self) -> None:
        """The platform's process ends and begins."""
        self.platform.close()
        self.platform = Platform.open(self.directory / "platform", clock=self.clock)

    def close(self) -> None:
        """Let go of everything."""
        for station in self.stations.values():
            station.close()
            station.use(PurseSettings())
        self.platform.close()
