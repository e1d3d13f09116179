"""A real platform on a port, a real registry and the real download between them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from central.registry import snapshots
from central.schema import cards
from domain.ports import DownloadProgress, FeedPosition, RegistryNeeds, SnapshotPart
from domain.wire import ChangesResponse
from domain.wire_registry import SnapshotResponse
from offline_store.disk_watch import DiskWatch
from offline_store.registry import FILE, Registry
from station.clock import SystemClock
from sync.downloader import Downloader
from sync.http_platform import HttpPlatform
from tests.central.field import FieldStation, a_medium, import_person
from tests.platform_rig import PROGRAMME, RunningPlatform, begun

KEY, OTHER_KEY = bytes(32), bytes(range(32))


class Wire:
    """`domain.ports.Platform` of downloads over real HTTP; `before_part` may count, alter or stop."""

    def __init__(self, http: HttpPlatform) -> None:
        self._http = http
        self.parts: list[SnapshotPart] = []
        self.pages: list[FeedPosition] = []
        self.before_part: Callable[[SnapshotPart], None] = lambda _part: None
        self.altered: Callable[[bytes], bytes] = lambda content: content
        self.manifest: Callable[[SnapshotResponse], SnapshotResponse] = lambda answer: answer

    def changes(self, position: FeedPosition, limit: int) -> ChangesResponse:
        self.pages.append(position)
        return self._http.changes(position, limit)

    def snapshot(self) -> SnapshotResponse:
        return self.manifest(self._http.snapshot())

    def snapshot_part(self, part: SnapshotPart) -> bytes:
        self.before_part(part)
        self.parts.append(part)
        return self.altered(self._http.snapshot_part(part))


class SnapshotCity:
    """`city.platform` with people and cards; `city.registry`, `city.round()` downloads."""

    def __init__(self, directory: Path, roles: list[str]) -> None:
        self.directory = directory
        self.rig = RunningPlatform(begun(directory / "platform"), PROGRAMME.read_text("utf-8"), demo=True).start()
        self.roles = roles
        self.moved_ms = 0
        self.progress: list[DownloadProgress | None] = []
        self.other_generations = 0
        self.generation = ""
        self.stopping = False
        self.field = FieldStation(self.platform, roles)
        self.digest_key_id, self.digest_key = self.field.enrolled.digest_key_id, self.field.enrolled.digest_key
        self.http = HttpPlatform(self.rig.url, token=lambda: self.field.token, clock=SystemClock(), on_offset=lambda _: None)
        self.wire = Wire(self.http)
        self.registry = self.opened()
        self.downloader = self.made()

    @property
    def platform(self):
        return self.rig.platform

    def opened(self) -> Registry:
        return self.opened_in(self.directory / "station")

    def opened_in(self, directory: Path) -> Registry:
        directory.mkdir(exist_ok=True)
        return Registry(
            directory,
            KEY,
            fresh_key=lambda: OTHER_KEY,
            needs=lambda: RegistryNeeds(roles=frozenset(self.roles), digest_key=self.digest_key_id),
            now_ms=lambda: SystemClock().now_ms() + self.moved_ms,
            require_room=DiskWatch(directory, least_mb=1, low_mb=1).require_for_download,
        )

    def made(self) -> Downloader:
        def follow(generation: str, before: str) -> None:
            """As the journal, which remembers it."""
            self.other_generations += (self.generation or before) not in ("", generation)
            self.generation = generation

        return Downloader(
            self.wire,
            self.registry,
            stopping=lambda: self.stopping,
            on_change=lambda: None,
            on_progress=self.progress.append,
            on_generation=follow,
        )

    def restart(self) -> None:
        """The station's process begins anew."""
        self.registry.close()
        self.registry = self.opened()
        self.downloader = self.made()

    def forget(self) -> None:
        """Nothing has been downloaded yet."""
        self.registry.close()
        shutil.rmtree(self.directory / "station")
        self.registry = self.opened()
        self.downloader = self.made()

    def round(self) -> None:
        self.downloader.round()

    def people(self, *numbers: int) -> None:
        for number in numbers:
            import_person(self.platform, number)

    def build(self):
        return snapshots.build(self.platform)

    def digest(self, number: int) -> bytes:
        return a_medium(number).digest(self.digest_key)

    def card_holder(self, number: int) -> UUID:
        with self.platform.store.read() as connection:
            return connection.scalar(sa.select(cards.c.holder).where(cards.c.medium == self.digest(number)))

    def card(self, number: int):
        return self.registry.card(self.digest(number))

    def close(self) -> None:
        self.registry.close()
        self.http.close()
        self.rig.stop()


@contextmanager
def snapshot_city(directory: Path, *roles: str) -> Iterator[SnapshotCity]:
    city = SnapshotCity(directory, list(roles))
    try:
        yield city
    finally:
        city.close()


def files(city: SnapshotCity) -> set[str]:
    return {path.name for path in (city.directory / "station").iterdir()} - {f"{FILE}-wal", f"{FILE}-shm"}
