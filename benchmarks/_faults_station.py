"""One simulated station: its folder for ever, its program from one death to the next.

The program is the station's own, as `station.wiring` joins it; only its sync does its work when it is told to, in the caller's
thread, so that a seed passes the same points in the same order.
"""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from benchmarks._faults_disk import Disk
from benchmarks._faults_net import Line
from benchmarks._faults_time import DeviceClock
from benchmarks._tearing_faults import Killed
from benchmarks._tearing_world import InlineSync
from central import admin
from central.registry import snapshots
from domain.errors import CityCardError, Code, EnvironmentProblem
from offline_store.journal import Journal
from offline_store.registry import Registry
from offline_store.vault import open_vault
from station import wiring
from station.enrolment import enrol
from station.settings import PlatformSettings, ReaderSettings, StationSettings, StoreSettings
from station.station import Station
from station.succession import enrol_again
from station.wiring import open_station
from sync import downloader, uploader
from sync.http_platform import HttpPlatform

if TYPE_CHECKING:
    from benchmarks._faults_world import World

_TRIES = 30
HEARTBEAT_S = 60.0
_SECRETS = "secrets.json"
_REFUSED = (Code.STATION_UNKNOWN, Code.STATION_REVOKED, Code.STATION_CLONED)
_PASSING = (Code.PLATFORM_UNREACHABLE, Code.PLATFORM_NOT_OURS, Code.PLATFORM_TLS, Code.PLATFORM_BUSY, Code.DISK_FULL)


class CalledSync(InlineSync):
    """Sync whose rounds are called, both ways."""

    def start(self) -> None:
        """Nothing runs by itself."""

    def stop(self, timeout_s: float = 0.0) -> None:
        """Nothing runs."""

    def flush(self, timeout_s: float) -> None:  # noqa: ARG002
        """See `SyncEngine.flush`."""
        self.upload()

    def upload(self) -> None:
        """One round of the upload thread, unless this station was shut out."""
        if self.state().stopped is None:
            super().upload()

    def download(self) -> None:
        """One round of the download thread; of a station that was shut out, what it has still to say."""
        if self.state().stopped is None:
            self._report(download_problem=self._guarded(self._follow))
        else:
            self._guarded(self._report_wipe)


@contextmanager
def called_sync(page: int, batch: int, part_bytes: int) -> Iterator[None]:
    """While this lasts, stations are joined with it, and pages, batches and snapshots' parts have these sizes."""
    with (
        patch.object(wiring, "SyncEngine", CalledSync),
        patch.object(downloader, "MAX_PAGE", page),
        patch.object(uploader, "MAX_BATCH", batch),
        patch.object(snapshots, "PART_BYTES", part_bytes),
    ):
        yield


class SimStation:
    """See the module's text."""

    def __init__(self, world: "World", name: str, roles: list[str]) -> None:
        self.world = world
        self.name = name
        self.roles = roles
        self.disk = Disk(world.directory / name, world.chance)
        world.disks.add(self.disk)
        self.clock = DeviceClock(world.truth)
        self.machine = f"machine {name}"
        self.line = Line()
        self.line.die = self.disk.die
        world.network.lines[name] = self.line
        self.settings = StationSettings(
            state=str(self.disk.folder),
            platform=PlatformSettings(url=f"http://127.0.0.1/{name}", heartbeat_s=HEARTBEAT_S),
            reader=ReaderSettings(driver="virtual", name=f"{name} {world.directory.name}"),
            store=StoreSettings(secrets="file", most_queued=world.most_queued, least_free_mb=0, low_free_mb=0),
        )
        self.program: Station | None = None
        self.is_copy = False
        """Another machine with another station's identity."""
        self.begun_with: set[bytes] = set()
        """Of a copy: the events that were in the folder that it was made of."""
        self.said: list[bytes] | None = []
        """Hashes of the events of every act whose end was shown, in their order; None when its folder was put back."""

    # --- its life ---

    def enrol(self, code: str) -> None:
        """Become a station of the platform."""
        enrol(self.settings, self.settings.platform.url, code, self.clock, demo=True, instance=self.machine)

    def enrol_again(self) -> str:
        """Become another station of the platform, which brings what this one could not send; until it has come about."""
        self.stop()
        code = admin.create_enrolment_code(self.world.platform, f"示範站 {self.name}", "示範區公所", self.roles)
        for _ in range(_TRIES):
            self.disk.revive()
            try:
                enrol_again(self.settings, self.settings.platform.url, code, self.clock, demo=True, instance=self.machine)
            except Killed:
                self.died()
            except CityCardError as problem:
                if problem.code not in _PASSING:
                    self.world.say(f"{self.name} cannot be enrolled again: {problem.code} {problem.details}")
                    return problem.code.value
            else:
                self.start()
                return "done"
        self.start()
        return "not for now"

    def shut_out(self) -> Code | None:
        """Why it may not speak to the platform, as far as it has heard."""
        sync = self.sync.state()
        return sync.stopped or next((code for code in (sync.upload_problem, sync.download_problem) if code in _REFUSED), None)

    def start(self) -> bool:
        """The program starts, and says whether it could; a machine that dies at that is started again."""
        for _ in range(_TRIES):
            if self.program is not None:
                return True
            try:
                self.program = open_station(self.settings, self.clock, instance=self.machine)
                self.program.loads.recover()
                self.look()
            except Killed:
                self.died()
            except CityCardError as problem:
                self._closed()
                if problem.code is not Code.DISK_FULL:
                    self.world.say(f"{self.name} does not start: {problem.code} {problem.details}")
                return False
        self.world.say(f"{self.name} never starts")
        return False

    def stop(self) -> None:
        """The program ends in an orderly way."""
        if self.program is None:
            return
        try:
            self.program.stop()
            self._closed()
        except Killed:
            self.died()

    def died(self) -> None:
        """Whatever killed it, it is gone."""
        self.world.crashes += 1
        self._closed()
        self.clock.boot()

    def _closed(self) -> None:
        program, self.program = self.program, None
        if program is not None:
            with suppress(Killed, CityCardError):
                program._close()
        self.disk.revive()

    # --- copies of its folder ---

    @property
    def _image(self) -> Path:
        return self.folder.with_name(f"{self.name}.image")

    def make_image(self) -> None:
        """Copy its folder, from under the running program."""
        self.disk.copy_to(self._image)

    def put_image_back(self) -> bool:
        """The folder is as it was, but for its secrets, which are as they are now; False when there is no image."""
        if not self._image.exists():
            return False
        self._closed()
        kept = (self.folder / _SECRETS).read_bytes()
        self.disk.become(self._image)
        (self.folder / _SECRETS).write_bytes(kept)
        self.clock.boot()
        before, self.said = set(self.said or []), None
        self.start()
        self.world.nobody_has(before - set(self.said or []))
        return True

    # --- what it does ---

    def do(self, what: str, act: Callable[[Station], object]) -> str:
        """Do something at this station, and say how it ended; what its journal has got is then to stay."""
        if not self.start() or self.program is None:
            return "not running"
        try:
            act(self.program)
            end = "done"
        except Killed:
            self.died()
            self.start()
            return "killed"
        except CityCardError as problem:
            end = problem.code.value
        except Exception:  # noqa: BLE001 (whatever an act ends with is what is looked for here)
            self.world.say(f"{self.name} {what}: {traceback.format_exc()}")
            end = "failed"
        self.look()
        return end

    def look(self) -> None:
        """Whether everything that was said to be done is still there, and what there is now."""
        hashes = [signed.hash for signed in self.journal.events()]
        if self.said is None:
            self.said = hashes
        if hashes[: len(self.said)] != self.said:
            kept = len(set(hashes) & set(self.said))
            self.world.say(f"{self.name}: of {len(self.said)} events that were shown as done {kept} are there")
        self.said = hashes
        sync = self.sync.state()
        if Code.INTERNAL in (sync.upload_problem, sync.download_problem):
            self.world.say(f"{self.name}: sync met a bug")

    def upload(self) -> str:
        """One round of sync's upload."""
        return self.do("upload", lambda _: self.sync.upload())

    def download(self) -> str:
        """One round of sync's download."""
        return self.do("download", lambda _: self.sync.download())

    # --- its parts ---

    @property
    def running(self) -> Station:
        """The program. Raises `AssertionError` when there is none."""
        if self.program is None:
            raise AssertionError(f"{self.name} is not running")
        return self.program

    @property
    def journal(self) -> Journal:
        """Of the running program."""
        return self.running._context.journal

    @property
    def registry(self) -> Registry:
        """Of the running program."""
        return self.running._context.registry

    @property
    def platform(self) -> HttpPlatform:
        """Of the running program: its HTTP client."""
        platform = self.running._context.platform
        if not isinstance(platform, HttpPlatform):
            raise AssertionError("joined with another platform")
        return platform

    @property
    def sync(self) -> CalledSync:
        """Of the running program."""
        sync = self.running._context.sync
        if not isinstance(sync, CalledSync):
            raise AssertionError("joined with another sync")
        return sync

    @property
    def id(self) -> str:
        """What the platform calls it."""
        identity = self.journal.identity()
        return identity.station if identity else ""

    @property
    def folder(self) -> Path:
        """Where its state lies."""
        return self.disk.folder

    def token(self) -> str:
        """Its bearer token as its vault has it."""
        kept = open_vault(self.folder, "file").load()
        if kept is None:
            raise EnvironmentProblem(Code.NOT_ENROLLED)
        return kept.token
