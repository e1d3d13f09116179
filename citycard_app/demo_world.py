"""A whole demo city on this machine: the platform in its own process, two stations, their readers, fictional people."""

import contextlib
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType

import msgspec

from central.platform import Platform
from citycard_app import demo_purse
from citycard_app.demo_data import CARDS, Seeded, hand_out_purse, seed
from citycard_app.demo_phone import DemoPhone
from citycard_app.demo_programme import CITY, demo_programme
from citycard_app.demo_purse import PurseCard
from citycard_app.demo_readers import DemoReaders
from domain.errors import Code, EnvironmentProblem
from domain.events import CodePurpose
from domain.media import Medium, MediumType
from reader_drivers.virtual import field
from station.clock import SystemClock
from station.enrolment import enrol
from station.settings import KioskSettings, PlatformSettings, ScreenSettings, StationSettings, StoreSettings
from station.station import Station
from station.wiring import open_station

PURSE_FILE = "purse.card"
"""In the world's directory, when it has ended: the purse card as `VirtualDesfire.export` writes it."""
_READY = "ready on "
_STOP_S = 10.0


class PlatformProcess:
    """The central platform as a process of its own, so that it can be stopped in the middle. From one thread."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._port = _free_port()
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it answers while it runs."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it and wait until it answers. Raises `EnvironmentProblem(PLATFORM_UNREACHABLE)` when it ends instead."""
        command = [sys.executable, "-m", "citycard_app", "central", "--data", str(self._data), "--port", str(self._port)]
        with (self._data.parent / "platform.log").open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        lines = self._process.stdout
        if lines is None or not any(_READY in line for line in iter(lines.readline, "")):
            raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)

    def stop(self) -> None:
        """Stop it, as an operator would; by force when it does not listen."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


class DemoWorld:
    """Everything that the demo and its tour run on. Use as a context manager; `directory` must be empty.

    Raises `EnvironmentProblem(PROGRAMME_INVALID)` for a city without a programme.
    """

    def __init__(self, directory: Path, *, full_screen: bool = False, poll_s: float = 2.0, city: str = CITY) -> None:
        self._directory = directory
        self._programme = demo_programme(city)
        self._full_screen = full_screen
        self._poll_s = poll_s
        self._open = contextlib.ExitStack()
        self.platform_directory = directory / "platform"
        self.readers = DemoReaders(["counter", "kiosk"])
        self.process = PlatformProcess(self.platform_directory)
        self.seeded: Seeded
        self.counter: Station
        self.kiosk: Station
        self.purse: PurseCard
        """The purse card, wherever it lies."""
        self.phone: DemoPhone
        """The senior's."""

    def __enter__(self) -> "DemoWorld":
        with contextlib.ExitStack() as opening:
            opening.enter_context(self.readers)
            self.seeded = self._found()
            opening.callback(self.process.stop)
            self.process.start()
            self.purse = self._purse_card()
            opening.callback(self._keep_purse)
            self.counter = self._station("counter", self.seeded.counter_code)
            opening.callback(self.counter.stop)
            self.kiosk = self._station("kiosk", self.seeded.kiosk_code)
            opening.callback(self.kiosk.stop)
            self._open = opening.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._open.close()

    def settings(self, desk: str) -> StationSettings:
        """The settings of the station at `desk` (`counter` or `kiosk`)."""
        reader = msgspec.structs.replace(self.readers.settings(desk), more=[f"virtual:{_scanner(desk)}"])
        return StationSettings(
            state=str(self._directory / desk),
            platform=PlatformSettings(url=self.process.url, poll_s=self._poll_s),
            reader=reader,
            store=StoreSettings(secrets="file"),
            screen=ScreenSettings(full_screen=self._full_screen),
            kiosk=KioskSettings(nearest="示範圖書館 1 樓", phone="1999"),
        )

    def _found(self) -> Seeded:
        platform = Platform.open(self.platform_directory, self._programme, demo=True)
        try:
            seeded = seed(platform, SystemClock().now_ms())
            self.phone = DemoPhone(platform, CARDS["senior"].medium)
            return seeded
        finally:
            platform.close()

    def put(self, desk: str, card: str) -> None:
        """Lay a demo card on the desk's reader; what lies there is taken away first."""
        application = self.purse if CARDS[card].uid == self.purse.uid else None
        self.readers.put(desk, CARDS[card].uid, application)

    def show_phone(self, desk: str, purpose: CodePurpose = "present") -> None:
        """Hold the senior's phone with a fresh code before the desk's scanner for a moment. Takes some tenths of a second."""
        with contextlib.closing(Platform.open(self.platform_directory, None, demo=True)) as platform:
            code = self.phone.code(platform, purpose)
        scanner = field(_scanner(desk))
        scanner.place(Medium(MediumType.CODE, code.encode("ascii")))
        scanner.take_away()

    def _purse_card(self) -> PurseCard:
        directory = self._directory / "personalise"
        card = demo_purse.made(CARDS["purse"].uid, self.process.url, self.seeded.personalise_code, directory)
        with contextlib.closing(Platform.open(self.platform_directory, None, demo=True)) as platform:
            hand_out_purse(platform)
        return card

    def _keep_purse(self) -> None:
        """What the card holds at the end, for whoever compares it with the books."""
        (self._directory / PURSE_FILE).write_bytes(self.purse.card.export())

    def _station(self, desk: str, code: str) -> Station:
        settings = self.settings(desk)
        enrol(settings, self.process.url, code, SystemClock(), demo=True)
        return open_station(settings)


def _scanner(desk: str) -> str:
    return f"Demo scanner {desk}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
