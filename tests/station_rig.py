"""A whole small city for tests: a real platform over HTTP, demo data, and enrolled stations with real stores.

`city` is the fixture: `city.station("counter")` and `city.station("kiosk")` are started stations on in-process readers,
`city.put("counter", "senior")` lays a demo card on a reader, `city.facts()` reads the platform's books,
`city.platform.stop()` and `.start()` take the platform away and bring it back.
"""

import atexit
import contextlib
import functools
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from central.audit import PlatformFacts, facts
from central.platform import Platform
from citycard_app import demo_purse
from citycard_app.agreement import Agreement, compare
from citycard_app.demo_data import CARDS, DEMO_PIN, Seeded, hand_out_purse, seed
from citycard_app.demo_programme import demo_programme
from citycard_app.demo_purse import PurseCard
from domain.media import Medium
from domain.ports import Clock
from offline_store.journal import Journal
from offline_store.vault import open_vault
from reader_drivers.virtual import VirtualField, field
from station.clock import SystemClock
from station.enrolment import enrol
from station.settings import PlatformSettings, ReaderSettings, ScreenSettings, StationSettings, StoreSettings
from station.station import Station
from station.views import Connection, StaffSession
from station.wiring import open_journal, open_station
from tests.platform_rig import RunningPlatform

PROGRAMME = demo_programme()
Answer = TypeVar("Answer")
_LOOK_S, _LOOK_SELDOM_S = 0.005, 0.05
"""Looking costs time that somebody else is waited for to have."""
_FOUNDED_MS = 5 * 60_000
"""Demo data tells of today's hours, so it is made anew when it is older."""


class City:
    """See the module's text. One per test; stations are started on first use."""

    def __init__(self, directory: Path, clock: Clock | None = None, programme: str = PROGRAMME) -> None:
        """`clock`: by which the platform goes. `programme`: what it goes by once it has been founded."""
        self.directory = directory
        founded, self.seeded = _founded(SystemClock().now_ms() // _FOUNDED_MS)
        shutil.copytree(founded, directory / "platform")
        self.platform = RunningPlatform(directory / "platform", programme, demo=True, clock=clock).start()
        self._stations: dict[str, Station] = {}
        self._settings: dict[str, StationSettings] = {}
        self._purse: PurseCard | None = None

    @property
    def purse(self) -> PurseCard:
        """The demo's purse card, personalised at its first use."""
        if self._purse is None:
            code, directory = self.seeded.personalise_code, self.directory / "personalise"
            self._purse = demo_purse.made(CARDS["purse"].uid, self.platform.url, code, directory)
            hand_out_purse(self.platform.platform)
            medium, stations = CARDS["purse"].medium, list(self._stations.values())
            self.until(lambda: all(station.counter.look(medium).known for station in stations))
        return self._purse

    def settings(self, desk: str) -> StationSettings:
        """The settings of the station at `desk`."""
        if desk not in self._settings:
            self._settings[desk] = StationSettings(
                state=str(self.directory / desk),
                platform=PlatformSettings(url=self.platform.url, poll_s=0.5, answer_s=5.0),
                reader=self.reader_settings(desk),
                store=StoreSettings(secrets="file"),
                screen=ScreenSettings(full_screen=False, reduced_motion=True),
            )
        return self._settings[desk]

    def reader_settings(self, desk: str) -> ReaderSettings:
        """Which reader stands at `desk`."""
        return ReaderSettings(driver="virtual", name=self._field(desk).name)

    def station(self, desk: str, *, start: bool = True) -> Station:
        """The station at `desk` (`counter` or `kiosk`), enrolled, with its registry downloaded when it was started."""
        if desk not in self._stations:
            enrol(self.settings(desk), self.platform.url, self.code(desk), SystemClock(), demo=True)
            self._stations[desk] = open_station(self.settings(desk), self.clock(desk))
            if start:
                self._stations[desk].start()
                self.until_online(desk)
        return self._stations[desk]

    def reopen(self, desk: str) -> Station:
        """Open a stopped station's store again and start it."""
        self._stations[desk] = open_station(self.settings(desk), self.clock(desk))
        self._stations[desk].start()
        return self._stations[desk]

    def code(self, desk: str) -> str:
        """What the station at `desk` is enrolled with."""
        return self.seeded.counter_code if desk == "counter" else self.seeded.kiosk_code

    def clock(self, _desk: str) -> Clock:
        """By which clock the station at `desk` goes."""
        return SystemClock()

    def until_online(self, desk: str) -> None:
        """Wait until the station is online, its registry has come and its queue is empty."""
        station = self._stations[desk]

        def settled() -> bool:
            status = station.status()
            here = status.downloading is None and status.queue == 0 and status.reader_ready
            return status.connection is Connection.ONLINE and here

        self.until(settled)
        self.until(lambda: station.counter.look(CARDS["senior"].medium).known)

    def until_offline(self, desk: str) -> None:
        """Wait until the station knows that the platform is away."""
        self.until(lambda: self._stations[desk].status().connection is Connection.OFFLINE)

    def sign_in(self, desk: str = "counter", card: str = "clerk") -> StaffSession:
        """A staff member signs in without windows."""
        return self.station(desk).staff.sign_in(self.medium(card), DEMO_PIN)

    @staticmethod
    def medium(card: str) -> Medium:
        """A demo card as a reader reports it."""
        return CARDS[card].medium

    def put(self, desk: str, card: str) -> None:
        """Lay a demo card on a reader."""
        self._field(desk).take_away()
        self._field(desk).place(CARDS[card].medium, self.purse if card == "purse" else None)

    def take_away(self, desk: str) -> None:
        """Take away what lies on a reader."""
        self._field(desk).take_away()

    def scanner(self, desk: str) -> VirtualField:
        """A second reader at `desk`, for codes; asked for before the station is opened."""
        name = f"scanner of {desk} {self.directory.name}"
        settings = self.settings(desk)
        if not settings.reader.more:
            reader = msgspec.structs.replace(settings.reader, more=[f"virtual:{name}"])
            self._settings[desk] = msgspec.structs.replace(settings, reader=reader)
        return field(name)

    def _field(self, desk: str) -> VirtualField:
        return field(f"{desk} {self.directory.name}")

    def facts(self) -> PlatformFacts:
        """The books of the running platform."""
        return facts(self.platform.platform.store.engine)

    def close_stations(self) -> None:
        """Stop every station; their stores can then be opened again."""
        for station in self._stations.values():
            station.stop()
        self._stations.clear()

    def journal(self, desk: str) -> Journal:
        """A stopped station's journal; the caller closes it."""
        settings = self.settings(desk)
        kept = open_vault(settings.directory, "file").load()
        assert kept is not None
        return open_journal(settings, kept, SystemClock())

    def agreement(self) -> Agreement:
        """Stop the stations and hold their journals against the platform's books."""
        desks = list(self._stations)
        self.close_stations()
        journals = [self.journal(desk) for desk in desks]
        try:
            facts = self.facts()
            digest = CARDS["purse"].medium.digest(self.platform.platform.authority.keys.digest)
            return compare(facts, journals, {digest: self._purse.value_ntd} if self._purse is not None else {})
        finally:
            for journal in journals:
                journal.close()

    @staticmethod
    def until(ready: Callable[[], Answer | None], *, patience_s: float = 15.0) -> Answer:
        """Wait for another thread or process to bring something about."""
        deadline_s, pause_s = time.monotonic() + patience_s, _LOOK_S
        while True:
            answer = ready()
            if answer:
                return answer
            assert time.monotonic() < deadline_s, "it never came about"
            time.sleep(pause_s)
            pause_s = min(pause_s * 1.5, _LOOK_SELDOM_S)

    def close(self) -> None:
        """Stop everything."""
        self.close_stations()
        self.platform.stop()


@functools.lru_cache(maxsize=1)
def _founded(_: int) -> tuple[Path, Seeded]:
    """The folder of a platform with demo data, of which each city gets a copy: founding one takes longer than most tests."""
    directory = Path(tempfile.mkdtemp(prefix="citycard-city-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    with contextlib.closing(Platform.open(directory, PROGRAMME, demo=True)) as platform:
        return directory, seed(platform, SystemClock().now_ms())


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    made = City(tmp_path)
    yield made
    made.close()
