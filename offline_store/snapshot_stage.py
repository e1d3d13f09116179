"""A snapshot on its way in: its parts in an encrypted file of their own, so that a download goes on where it stopped.

The file has the registry's key, lives until the snapshot has become the registry, and is thrown away when it cannot be read.
"""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from domain import snapshot
from domain.errors import Code, EnvironmentProblem
from domain.feed_kinds import HOLDER, wanted_kinds
from domain.ports import RegistryNeeds, SnapshotPart
from domain.snapshot import BLOCK_ROWS, CARDS, HOLDERS, Manifest, Section
from offline_store.encrypted import Connection, connect, named_errors, noticing_damage, transaction
from offline_store.store_files import remove

FILE = "registry-parts.sqlite"
_CARD_BYTES = 48
"""Room for one card of the registry that will be made, generously."""


class _Begun(msgspec.Struct, frozen=True, kw_only=True):
    manifest: Manifest
    kinds: list[str]


class SnapshotStage:
    """`domain.ports_registry.SnapshotParts`. Any thread; `key` is the registry's of the moment."""

    def __init__(
        self, directory: Path, key: Callable[[], bytes], needs: Callable[[], RegistryNeeds], require_room: Callable[[int], None]
    ) -> None:
        self.path = directory / FILE
        self._key = key
        self._needs = needs
        self._require_room = require_room
        self._lock = threading.RLock()
        self._db: Connection | None = None
        self._over = False

    def close(self) -> None:
        """Let go of the file; what is kept stays."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def drop(self) -> None:
        """Forget what is kept. Raises `EnvironmentProblem(DISK_FULL)` when the file cannot be removed."""
        with self._lock:
            self.close()
            with named_errors(self.path):
                remove(self.path)

    def drop_built_before(self, at_ms: int) -> None:
        """Forget a snapshot that has lain here for so long: there are people in it."""
        with self._lock:
            begun = self._begun() if self.path.exists() and not self._over else None
            if begun is not None and begun.manifest.built_ms < at_ms:
                self.drop()

    def end(self) -> None:
        """Forget what is kept, and keep nothing more: whoever tries gets `EnvironmentProblem(INTERNAL)`."""
        with self._lock:
            self._over = True
            self.drop()

    def begun(self) -> Manifest | None:
        """The snapshot of which parts are kept, if it is still one that this station needs."""
        with self._lock:
            begun = self._begun() if self.path.exists() else None
            needs = self._needs()
            if begun is None or begun.manifest.digest_key != needs.digest_key:
                return None
            return begun.manifest if set(begun.kinds) == wanted_kinds(needs.roles) else None

    def begin(self, manifest: Manifest) -> None:
        """See `SnapshotParts.begin`."""
        snapshot.require_sound(manifest)
        needs = self._needs()
        if manifest.digest_key != needs.digest_key:
            raise EnvironmentProblem(Code.DIGEST_KEY_OTHER)
        self.drop()
        kinds = wanted_kinds(needs.roles)
        manifest = msgspec.structs.replace(manifest, sections=_wanted(manifest.sections, kinds))
        room = sum(section.length + section.rows * _CARD_BYTES for section in manifest.sections)
        self._require_room(room)
        with self._lock, transaction(self._opened(), self.path):
            begun = msgspec.json.encode(_Begun(manifest=manifest, kinds=sorted(kinds)))
            self._opened().execute("INSERT INTO begun (begun) VALUES (?)", (begun,))

    def missing(self) -> list[SnapshotPart]:
        """See `SnapshotParts.missing`."""
        manifest = self.begun()
        if manifest is None:
            return []
        with self._lock, noticing_damage(self.path, self.drop):
            here = set(self._opened().execute("SELECT section, part FROM parts").fetchall())
        return [
            part for section in manifest.sections for part in _parts(manifest, section) if (part.section, part.part) not in here
        ]

    def count(self) -> int:
        """See `SnapshotParts.count`."""
        manifest = self.begun()
        return 0 if manifest is None else sum(section.parts for section in manifest.sections)

    def steps(self) -> int:
        """See `SnapshotParts.steps`: both halves of every block of cards (`registry_build`)."""
        manifest = self.begun()
        sections = [] if manifest is None else manifest.sections
        return 2 * sum(-(-section.rows // BLOCK_ROWS) for section in sections if section.name == CARDS)

    def keep(self, part: SnapshotPart, content: bytes) -> None:
        """See `SnapshotParts.keep`."""
        if len(content) != part.length:
            raise EnvironmentProblem(Code.PLATFORM_NOT_OURS)
        self._require_room(part.length)
        with self._lock, noticing_damage(self.path, self.drop), transaction(self._opened(), self.path):
            self._opened().execute(
                "INSERT OR REPLACE INTO parts (section, part, content) VALUES (?, ?, ?)", (part.section, part.part, content)
            )

    def chunks(self, section: Section) -> Iterator[bytes]:
        """What is kept of a section, in order."""
        for number in range(section.parts):
            with self._lock, noticing_damage(self.path, self.drop):
                found = (
                    self._opened()
                    .execute("SELECT content FROM parts WHERE section = ? AND part = ?", (section.name, number))
                    .fetchone()
                )
            if found is not None:
                yield found[0]

    def _begun(self) -> _Begun | None:
        found = None
        with noticing_damage(self.path, self.drop, mended=True):
            found = self._opened().execute("SELECT begun FROM begun").fetchone()
        try:
            return msgspec.json.decode(found[0], type=_Begun) if found else None
        except msgspec.MsgspecError:
            self.drop()
            return None

    def _opened(self) -> Connection:
        if self._over:
            raise EnvironmentProblem(Code.INTERNAL)
        if self._db is None:
            opened = connect(self.path, self._key(), alone=False)
            try:
                with named_errors(self.path):
                    # What a power cut takes is downloaded again.
                    opened.execute("PRAGMA synchronous = NORMAL")
                    opened.execute("CREATE TABLE IF NOT EXISTS begun (begun BLOB NOT NULL) STRICT")
                    opened.execute(
                        "CREATE TABLE IF NOT EXISTS parts (section TEXT NOT NULL, part INTEGER NOT NULL, content BLOB NOT NULL,"
                        " PRIMARY KEY (section, part)) STRICT"
                    )
            except BaseException:
                opened.close()
                raise
            self._db = opened
        return self._db


def _wanted(sections: list[Section], kinds: frozenset[str]) -> list[Section]:
    """The sections that this station's roles need; one that only a newer version knows is left out."""
    names = {CARDS, *(kinds - {"card", HOLDER}), *([HOLDERS] if HOLDER in kinds else [])}
    return [section for section in sections if section.name in names]


def _parts(manifest: Manifest, section: Section) -> Iterator[SnapshotPart]:
    for number in range(section.parts):
        length = min(section.part_bytes, section.length - number * section.part_bytes)
        yield SnapshotPart(snapshot=manifest.snapshot, section=section.name, part=number, length=length)
