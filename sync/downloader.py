"""Keeping the registry up to date: from a snapshot when everything is to be downloaded, then by the change feed."""

from collections.abc import Callable

import structlog

from domain.errors import CityCardError, Code, EnvironmentProblem
from domain.ports import DownloadProgress, FeedPosition, Platform, RegistrySink
from domain.snapshot import Manifest
from domain.wire import MAX_PAGE

log = structlog.get_logger()

_NO_SNAPSHOT = (Code.SNAPSHOT_MISSING, Code.REQUEST_INVALID)
"""There is none, or this platform is older than snapshots are."""
_MOST_TRIES = 2
"""A snapshot that was wrong so often is left alone, and the change feed brings everything, if slowly."""


class _StoppedError(Exception):
    """The station ends; what has come so far is kept."""


class Downloader:
    """One station's download. Used from one thread only."""

    def __init__(
        self,
        platform: Platform,
        registry: RegistrySink,
        *,
        stopping: Callable[[], bool],
        on_change: Callable[[], None],
        on_progress: Callable[[DownloadProgress | None], None],
        on_generation: Callable[[str, str], None],
    ) -> None:
        """`on_change` is called when rows have come, `on_generation` with each page's life of the
        platform's books, and the one that the registry knows."""
        self._platform = platform
        self._registry = registry
        self._stopping = stopping
        self._on_change = on_change
        self._on_progress = on_progress
        self._on_generation = on_generation
        self._wrong: dict[str, int] = {}

    def round(self) -> None:
        """Follow the change feed to its end, after a snapshot where there is nothing to follow from.

        Raises `CityCardError`; what has been taken in stays, and the next round goes on from there.
        """
        self._registry.check()
        more = True
        try:
            while more and not self._stopping():
                more = self._step()
        except _StoppedError:
            return
        finally:
            self._on_progress(None)

    def _step(self) -> bool:
        """A snapshot or a page; whether there is more."""
        position = self._registry.position()
        if position == FeedPosition():
            if self._from_snapshot(""):
                return True
            self._on_progress(DownloadProgress(done=0, total=0))
        page = self._platform.changes(position, MAX_PAGE)
        self._on_generation(page.generation, position.generation)
        if position.generation not in ("", page.generation) and self._from_snapshot(page.generation):
            return True
        if page.more and page.cursor == position.cursor and page.generation == position.generation:
            raise EnvironmentProblem(Code.PLATFORM_NOT_OURS)
        self._registry.apply(page)
        if page.rows:
            self._on_change()
        return page.more

    def _from_snapshot(self, generation: str) -> bool:
        """Download and install the newest snapshot; False when there is none that is of use.

        `generation`: the one that the change feed has, where that is known.
        """
        newest = self._newest()
        if newest is None or generation not in ("", newest.generation) or self._wrong.get(newest.snapshot, 0) >= _MOST_TRIES:
            self._registry.parts.drop()
            return False
        begun = self._registry.parts.begun()
        try:
            if begun is None or begun.generation != newest.generation:
                self._registry.parts.begin(newest)
            self._fetch()
        except CityCardError as problem:
            if problem.code is Code.SNAPSHOT_MISSING and begun is not None:
                # The one that was begun is not kept any more.
                self._registry.parts.drop()
                return True
            self._note(problem, begun or newest)
            raise
        if self._registry.position().generation != newest.generation:
            # What this station is has changed meanwhile: another round, not at once and for ever.
            raise EnvironmentProblem(Code.INTERNAL)
        return True

    def _newest(self) -> Manifest | None:
        try:
            answer = self._platform.snapshot()
        except CityCardError as problem:
            if problem.code in _NO_SNAPSHOT:
                return None
            raise
        return answer.manifest

    def _fetch(self) -> None:
        missing = self._registry.parts.missing()
        here = self._registry.parts.count() - len(missing)
        total = self._registry.parts.count() + self._registry.parts.steps()
        for done, part in enumerate(missing, here):
            self._progress(done, total)
            self._registry.parts.keep(part, self._platform.snapshot_part(part))
        done = self._registry.parts.count()

        def step() -> None:
            nonlocal done
            done += 1
            self._progress(done, total)

        self._registry.install(step)
        self._on_change()

    def _progress(self, done: int, total: int) -> None:
        if self._stopping():
            raise _StoppedError
        self._on_progress(DownloadProgress(done=min(done, total), total=total))

    def _note(self, problem: CityCardError, manifest: Manifest) -> None:
        if problem.code is Code.FILE_INVALID:
            self._wrong[manifest.snapshot] = self._wrong.get(manifest.snapshot, 0) + 1
            log.error("the snapshot is not what it says it is", part=str(problem.details.get("part")))
            self._registry.parts.drop()
