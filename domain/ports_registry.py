"""The downloaded registry as sync sees it: see `domain.ports`, which has these names too."""

from collections.abc import Callable
from typing import Protocol

import msgspec

from domain.snapshot import Manifest
from domain.wire import ChangesResponse


class FeedPosition(msgspec.Struct, frozen=True, kw_only=True):
    """How far the registry has followed the change feed; both empty before the first download."""

    generation: str = ""
    cursor: str = ""


class RegistryNeeds(msgspec.Struct, frozen=True, kw_only=True):
    """What a station's registry is for: its roles, and the id of the key that media are digested with here."""

    roles: frozenset[str]
    digest_key: str


class DownloadProgress(msgspec.Struct, frozen=True, kw_only=True):
    """Steps of a download of everything. `total` is 0 while nobody knows."""

    done: int
    total: int


class SnapshotPart(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a snapshot's section, `length` bytes long."""

    snapshot: str
    section: str
    part: int
    length: int


class SnapshotParts(Protocol):
    """A snapshot on its way in, kept over restarts. Used by the download alone."""

    def begun(self) -> Manifest | None:
        """The snapshot of which parts are kept, if it is still one that this station needs."""
        ...

    def begin(self, manifest: Manifest) -> None:
        """Forget what is kept and begin with this one.

        Raises `Refused(FILE_INVALID)`, `EnvironmentProblem` with DIGEST_KEY_OTHER or DISK_FULL (not enough room for all of it).
        """
        ...

    def missing(self) -> list[SnapshotPart]:
        """What is still to be asked for, in order."""
        ...

    def count(self) -> int:
        """How many parts there are, here or not."""
        ...

    def steps(self) -> int:
        """How many steps making a registry of them takes."""
        ...

    def keep(self, part: SnapshotPart, content: bytes) -> None:
        """A part has come. Raises `EnvironmentProblem` with PLATFORM_NOT_OURS (not its length) or DISK_FULL."""
        ...

    def drop(self) -> None:
        """Forget what is kept."""
        ...


class RegistrySink(Protocol):
    """The registry as sync sees it. Every method may be called from any thread."""

    @property
    def parts(self) -> SnapshotParts:
        """The snapshot on its way in."""
        ...

    def check(self) -> None:
        """Remove what this station may not keep (any more), and note when all has to be downloaded anew."""
        ...

    def position(self) -> FeedPosition:
        """How far this registry has come; empty when everything is to be downloaded."""
        ...

    def install(self, on_step: Callable[[], None]) -> None:
        """Make a registry of the whole snapshot in `parts`; `on_step` is called once for each of its steps.

        It is in use at once where there was none, else when the feed's end has been reached. Raises `Refused(FILE_INVALID)`,
        `EnvironmentProblem` with DISK_FULL; then the present one is as before.
        """
        ...

    def apply(self, page: ChangesResponse) -> None:
        """Take in one page and move the cursor, in one transaction.

        A page of another generation, or the first page after `position()` was empty, begins a fresh registry, which
        replaces the present one when a page with `more=False` has come. Raises `EnvironmentProblem` with DISK_FULL, or
        REGISTRY_EMPTY when the fresh one has nothing in it and the present one has.
        """
        ...

    def wipe(self, *, for_good: bool) -> None:
        """Destroy the registry's key and file; `for_good`: take nothing more, this station has been shut out.

        Raises `EnvironmentProblem` (DISK_FULL …) when not all of it could be done; then it should be tried again.
        """
        ...
