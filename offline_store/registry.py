"""The downloaded registry: cards, staff, activities, rosters, patron numbers. A file of its own, with its own key.

Reading and following the change feed use separate connections, so that a download never keeps a tap waiting. A fresh
registry is built beside the present one and swapped in by rename. Every method may be called from any thread. What may be
kept for how long is in docs/registry.md.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from domain.errors import Code, EnvironmentProblem
from domain.feed_kinds import wanted_kinds, with_staff_of_before
from domain.ports import FeedPosition, RegistryNeeds
from domain.taipei import DAY_MS
from domain.wire import ChangesResponse
from offline_store import registry_build, registry_rows
from offline_store.encrypted import UNREADABLE, Connection, connect, migrate, named_errors, noticing_damage, transaction
from offline_store.registry_lookups import Lookups
from offline_store.registry_rows import get_meta, put_meta
from offline_store.registry_schema import REGISTRY
from offline_store.snapshot_stage import SnapshotStage
from offline_store.store_files import remove, replace

FILE = "registry.sqlite"
NEXT = "registry-next.sqlite"
_HOUR_MS = 3_600_000
_HEARD_AGAIN_MS = 10 * 60_000
"""A look at the feed that brought nothing is written down this often."""


class Registry(Lookups):
    """The registry as the desks read it, and as `domain.ports.RegistrySink`."""

    def __init__(
        self,
        directory: Path,
        key: bytes,
        *,
        fresh_key: Callable[[], bytes],
        needs: Callable[[], RegistryNeeds],
        now_ms: Callable[[], int],
        believed_days: int = 30,
        sure_of_time: Callable[[], bool] = lambda: True,
        require_room: Callable[[int], None] = lambda _bytes: None,
    ) -> None:
        """Open or create the registry in `directory`; `fresh_key` makes, keeps and returns another key, for `wipe`.

        `needs`, `now_ms`: what this station is and the platform's time, as it knows both. After `believed_days` without the
        platform nobody's name or number is answered; once `sure_of_time` they are deleted. `require_room` raises when there is
        no room for so many bytes more. A file that cannot be read is begun anew. Raises as `connect`, and STORE_NEWER.
        """
        self.path = directory / FILE
        self._next_path = directory / NEXT
        self._key = key
        self._fresh_key = fresh_key
        self._needs = needs
        self._clock_ms = now_ms
        self._sure_of_time = sure_of_time
        self._require_room = require_room
        self._believed_ms = believed_days * DAY_MS
        self.parts = SnapshotStage(directory, lambda: self._key, needs, require_room)
        self._reading = threading.RLock()
        self._writing = threading.RLock()
        self._next: Connection | None = None
        self._anew = False
        self._forgotten = False
        """Staff and patron numbers were deleted for their age and have not come again."""
        self._wiped = self._ending = False
        self._purged_ms: int | None = None
        self._heard_ms: int | None = None
        try:
            self._come_in()
        except EnvironmentProblem as problem:
            if problem.code not in UNREADABLE:
                raise
            remove(self.path)
            self._come_in()
        self.check()

    def _opened(self, path: Path) -> Connection:
        connection = connect(path, self._key, alone=False)
        try:
            migrate(connection, path, REGISTRY)
            connection.execute("PRAGMA secure_delete = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        """Let go of the file; an `install` that is under way in another thread is given up."""
        self._ending = True
        with self._writing, self._reading:
            self._drop_next()
            self.parts.close()
            self._writer.close()
            self._reader.close()

    # --- reading ---

    def stale(self) -> bool:
        """See `Lookups.stale`."""
        return self._forgotten or (self._heard_ms is not None and self._clock_ms() - self._heard_ms > self._believed_ms)

    def heard_ms(self) -> int | None:
        """When the feed's end was last reached, in the platform's time."""
        return self._heard_ms

    def snapshot(self) -> str:
        """The snapshot that this registry began with; empty when it began with the change feed."""
        return str(self._one("SELECT coalesce((SELECT value FROM meta WHERE key = 'snapshot'), '')")[0])

    def _now_ms(self) -> int:
        return self._clock_ms()

    def _one(self, sql: str, *values: Any) -> Any:
        with self._reading, noticing_damage(self.path, self._found_damaged):
            return self._reader.execute(sql, values).fetchone()

    def _all(self, sql: str, *values: Any) -> list[Any]:
        with self._reading, noticing_damage(self.path, self._found_damaged):
            return list(self._reader.execute(sql, values).fetchall())

    def _found_damaged(self) -> None:
        """By a desk: what can be read still serves, until all of it has been downloaded anew."""
        self._damaged = True

    def _begin_anew(self) -> None:
        """Found damaged in following the platform, which has all of it."""
        self._drop_next()
        with self._reopened(), named_errors(self.path):
            remove(self.path)

    # --- what may be kept ---

    def check(self) -> None:
        """See `RegistrySink.check`. Once an hour it also removes what has come to its time."""
        with self._writing, noticing_damage(self.path, self._begin_anew, mended=True):
            needs, now_ms = self._needs(), self._clock_ms()
            self.parts.drop_built_before(now_ms - self._believed_ms)
            if self._wiped or not needs.roles or not _position(self._writer).generation:
                return
            wanted, told = wanted_kinds(needs.roles), _told(self._writer)
            if told - wanted or self._purged_ms is None or not 0 <= now_ms - self._purged_ms < _HOUR_MS:
                with transaction(self._writer, self.path):
                    stale = self.stale() and self._sure_of_time()
                    told -= registry_rows.purge(self._writer, told - wanted, now_ms, stale=stale)
                    put_meta(self._writer, kinds=" ".join(sorted(told)))
                    registry_rows.forget_strangers(self._writer, needs.roles)
                    self._forgotten = get_meta(self._writer, "forgotten") is not None
                self._purged_ms = now_ms
            self._anew = (
                self._damaged
                or bool(wanted - told)
                or get_meta(self._writer, "digest_key") != needs.digest_key
                or registry_rows.readable(get_meta(self._writer, "unread") or "", wanted)
            )
            if self._next is not None and not _is_for(self._next, needs):
                self._drop_next()

    def _come_in(self) -> None:
        """Open the file. One of before version 3 has told nothing of itself: it is for what this station is."""
        self._reader = self._opened(self.path)
        self._writer = self._opened(self.path)
        with transaction(self._writer, self.path):
            if get_meta(self._writer, "digest_key") is None and _position(self._writer).generation:
                now_ms, needs = self._clock_ms(), self._needs()
                registry_rows.give_time(self._writer, now_ms)
                # Rows of gates are newer than the first registries, which passed over them in the feed.
                told = wanted_kinds(frozenset({"counter", "event", "library"})) - {"admission"}
                put_meta(self._writer, **_about(needs, told), heard_ms=str(now_ms))
            heard = get_meta(self._writer, "heard_ms")
            self._forgotten = get_meta(self._writer, "forgotten") is not None
        self._heard_ms = None if heard is None else int(heard)
        self._anew = self._damaged = False

    # --- following (domain.ports.RegistrySink) ---

    def position(self) -> FeedPosition:
        """How far the registry that is being written has come; a fresh one that is half built goes on where it stopped."""
        with self._writing, noticing_damage(self.path, self._begin_anew):
            if self._next is not None:
                return _position(self._next)
            return FeedPosition() if self._anew else _position(self._writer)

    def install(self, on_step: Callable[[], None]) -> None:
        """See `RegistrySink.install`."""
        with self._writing:
            manifest = self.parts.begun()
            if self._wiped or manifest is None:
                return
            self._drop_next()
            needs = self._needs()

            def step() -> None:
                if self._ending:
                    raise EnvironmentProblem(Code.INTERNAL)
                self._require_room(0)
                on_step()

            about = {**_about(needs, wanted_kinds(needs.roles)), "heard_ms": str(manifest.built_ms)}
            source = registry_build.Source(self.parts, manifest)
            registry_build.build(self._next_path, self._key, source, now_ms=self._clock_ms(), about=about, on_step=step)
            self._next = self._opened(self._next_path)
            if not _position(self._writer).generation:
                self._swap()

    def apply(self, page: ChangesResponse) -> None:
        """Take in one page and move the cursor, in one transaction; a first page or another generation begins afresh.

        Raises `EnvironmentProblem` with DISK_FULL, REGISTRY_EMPTY; then the cursor has not moved.
        """
        with self._writing, noticing_damage(self.path, self._begin_anew):
            if self._wiped:
                return
            self._require_room(0)
            # Not `_damaged`, which a desk may have found since `position` said what this page was to follow.
            fresh = self._next is not None or self._anew or _position(self._writer).generation != page.generation
            if fresh and (self._next is None or _position(self._next).generation not in ("", page.generation)):
                self._begin_next()
            target, path = (self._next, self._next_path) if fresh else (self._writer, self.path)
            if fresh or _tells(self._writer, page):
                with transaction(target, path):
                    registry_rows.take_in(target, page, self._clock_ms(), wanted_kinds(self._needs().roles))
            if fresh and not page.more:
                if not self._damaged and registry_rows.has_cards(self._writer) and not registry_rows.has_cards(self._next):
                    self._drop_next()  # A platform that suddenly shows nothing (lost permission) is not believed.
                    raise EnvironmentProblem(Code.REGISTRY_EMPTY)
                self._swap()
            if not page.more:
                self._heard_ms = page.server_ms

    def _begin_next(self) -> None:
        self._drop_next()
        self._next = self._opened(self._next_path)
        needs = self._needs()
        with transaction(self._next, self._next_path):
            put_meta(self._next, **_about(needs, wanted_kinds(needs.roles)))

    def _drop_next(self) -> None:
        if self._next is not None:
            self._next.close()
            self._next = None
        with named_errors(self._next_path):
            remove(self._next_path)

    def _swap(self) -> None:
        if self._next is None:
            return
        with named_errors(self._next_path):
            self._next.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._next.close()
        self._next = None
        with self._reopened(), named_errors(self.path):
            replace(self._next_path, self.path)
        self.parts.drop()

    def wipe(self, *, for_good: bool) -> None:
        """See `RegistrySink.wipe`."""
        self._wiped, self._ending = for_good, True
        try:
            with self._writing:
                self._drop_next()
                self.parts.end() if for_good else self.parts.drop()
                with self._reopened(), named_errors(self.path):
                    remove(self.path)
                    self._key = self._fresh_key()  # Only now, since keeping it needs room.
        finally:
            self._ending = for_good

    @contextmanager
    def _reopened(self) -> Iterator[None]:
        """Let go of the file, and open whatever lies there afterwards, also when the work in between failed."""
        with self._reading:
            self._reader.close()
            self._writer.close()
            try:
                yield
            finally:
                self._come_in()


def _tells(db: Connection, page: ChangesResponse) -> bool:
    """Whether a page is worth a write: an idle station looks every few seconds."""
    if page.rows or page.more or _position(db).cursor != page.cursor:
        return True
    return abs(page.server_ms - int(get_meta(db, "heard_ms") or 0)) >= _HEARD_AGAIN_MS


def _about(needs: RegistryNeeds, kinds: frozenset[str] | set[str]) -> dict[str, str]:
    return {"digest_key": needs.digest_key, "kinds": " ".join(sorted(kinds))}


def _told(db: Connection) -> set[str]:
    return with_staff_of_before(set((get_meta(db, "kinds") or "").split()))


def _is_for(db: Connection, needs: RegistryNeeds) -> bool:
    kinds = (get_meta(db, "kinds") or "").split()
    return get_meta(db, "digest_key") == needs.digest_key and set(kinds) == wanted_kinds(needs.roles)


def last_heard_ms(directory: Path, key: bytes) -> int | None:
    """When a station's registry last reached the feed's end, in the platform's time, to within minutes; None: never.

    Also while the station runs. Raises `EnvironmentProblem` as `connect`.
    """
    path = directory / FILE
    if not path.exists():
        return None
    with closing(connect(path, key, alone=False)) as db, named_errors(path):
        heard = get_meta(db, "heard_ms")
    return None if heard is None else int(heard)


def _position(db: Connection) -> FeedPosition:
    return FeedPosition(generation=get_meta(db, "generation") or "", cursor=get_meta(db, "cursor") or "")
