"""Making a registry file of a snapshot whose parts are all here.

The file is nobody's until it is whole, so it is written without a journal and put on the disk once, at its end.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, repeat
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from domain import snapshot
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.feed_page import read_rows
from domain.snapshot import CARDS, HOLDERS, CardBlock, Manifest
from offline_store import registry_rows
from offline_store.encrypted import Connection, connect, migrate, named_errors
from offline_store.registry_rows import STATES
from offline_store.registry_schema import REGISTRY
from offline_store.snapshot_stage import SnapshotStage
from offline_store.store_files import remove
from offline_store.whole_file import flush

_HALF = 1 << 63
_WHOLE = 1 << 64
_CACHE_KB = 32_768
_ROWS_AT_ONCE = 5_000
_INSERT = "INSERT INTO cards (medium, packed, holder) VALUES (?, ?, ?)"


class Source:
    """A snapshot whose parts are all here."""

    def __init__(self, stage: SnapshotStage, manifest: Manifest) -> None:
        self._stage = stage
        self.manifest = manifest
        self._sections = {section.name: section for section in manifest.sections}

    def has(self, name: str) -> bool:
        """Whether it has such a section."""
        return name in self._sections

    def chunks(self, name: str) -> Iterator[bytes]:
        """A section's bytes, piece by piece."""
        return self._stage.chunks(self._sections[name])

    def check(self) -> None:
        """Raises `Refused(FILE_INVALID)` when a section is not the one that was built."""
        for name, section in self._sections.items():
            for _ in snapshot.checked(self.chunks(name), section):
                pass


def build(target: Path, key: bytes, source: Source, *, now_ms: int, about: dict[str, str], on_step: Callable[[], None]) -> None:
    """Make the registry file `target`, complete and on the disk; `about` goes into its `meta`.

    `on_step` is called for every block of cards, twice. Raises `Refused(FILE_INVALID)`, `EnvironmentProblem(DISK_FULL)`, and
    whatever `on_step` raises; then there is no file.
    """
    source.check()
    try:
        with named_errors(target):
            remove(target)
        connection = connect(target, key, alone=True)
        try:
            migrate(connection, target, REGISTRY)
            with named_errors(target):
                for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KB}"):
                    connection.execute(f"PRAGMA {pragma}")
                connection.execute("BEGIN")
                _fill_cards(connection, source, on_step)
                unread = _fill_rows(connection, source, now_ms, frozenset(about.get("kinds", "").split()))
                registry_rows.note_unread(connection, unread)
                registry_rows.put_meta(connection, **_position(source.manifest), **about)
                connection.execute("COMMIT")
        except (dbapi2.IntegrityError, msgspec.ValidationError) as problem:
            raise Refused(Code.FILE_INVALID, part="rows") from problem
        finally:
            connection.close()
        with named_errors(target):
            flush(target)
    except BaseException:
        remove(target)
        raise


def _position(manifest: Manifest) -> dict[str, str]:
    return {"generation": manifest.generation, "cursor": manifest.cursor, "snapshot": manifest.snapshot}


def _fill_rows(db: Connection, source: Source, now_ms: int, wanted: frozenset[str]) -> set[str]:
    """Everything but cards; words for what this version could not read."""
    unread = {f"state:{state}" for state in source.manifest.states if registry_rows.state_number(state) is None}
    names = frozenset(section.name for section in source.manifest.sections) - {CARDS, HOLDERS}
    # A roster's row is kept until after its activity, which therefore comes first.
    for name in sorted(names, key=lambda kind: (kind == "roster", kind)):
        lines = snapshot.rows(source.chunks(name))
        while some := list(islice(lines, _ROWS_AT_ONCE)):
            rows, unknown = read_rows(some)
            unread |= registry_rows.write(db, rows, now_ms, wanted) | {f"row:{kind}" for kind in unknown}
    return unread


def _fill_cards(db: Connection, source: Source, on_step: Callable[[], None]) -> None:
    """Both halves of the digests, the upper one first: as SQLite's signed integers it is the lower one.

    So every card is put behind the last one, which is quick and leaves full pages.
    """
    db.executemany("INSERT INTO kinds (number, kind) VALUES (?, ?)", list(enumerate(source.manifest.kinds)))
    packs = _Packs(source.manifest)
    for upper in (True, False):
        owners = snapshot.holders(source.chunks(HOLDERS)) if source.has(HOLDERS) else None
        for block in snapshot.cards(source.chunks(CARDS)):
            holders = _holders(block, owners)
            split = bisect_left(block.media, _HALF)
            chosen = slice(split, None) if upper else slice(0, split)
            media = block.media[chosen]
            if upper:
                media = [medium - _WHOLE for medium in media]
            packed = map(packs.__getitem__, block.packed[chosen])
            db.executemany(_INSERT, zip(media, packed, holders[chosen], strict=True))
            on_step()


class _Packs(dict[int, int]):
    """From a snapshot's packed column to the registry's."""

    def __init__(self, manifest: Manifest) -> None:
        self._states = [registry_rows.state_number(state) for state in manifest.states]
        self._kinds = len(manifest.kinds)

    def __missing__(self, packed: int) -> int:
        kind, state = snapshot.kind_of(packed), snapshot.state_of(packed)
        if kind >= self._kinds or state >= len(self._states):
            raise Refused(Code.FILE_INVALID, part=CARDS)
        number = self._states[state]
        self[packed] = kind << 4 | (STATES.index(CardState.SUSPENDED) if number is None else number)
        return self[packed]


def _holders(block: CardBlock, owners: Iterator[list[bytes]] | None) -> Sequence[Any]:
    """The holder of each card of a block. Raises `Refused(FILE_INVALID)` when they are more or fewer than the cards say."""
    if owners is None:
        return list(repeat(None, len(block.media)))
    own = next(owners, [])
    if block.with_holder != len(own):
        raise Refused(Code.FILE_INVALID, part=HOLDERS)
    if len(own) == len(block.media):
        return own
    each = iter(own)
    return [next(each) if snapshot.has_holder(packed) else None for packed in block.packed]
