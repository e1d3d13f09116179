"""Copies of the journal at a second place, and putting one back.

A copy is a SQLCipher file under the journal's own key, which does not lie beside it. It is made by SQLite's online backup
(https://www.sqlite.org/backup.html) a few pages at a time, with acts going on meanwhile; every page is proven as it is read,
so that a journal that is damaged is noticed here. It has its name only when it is whole, on the disk and proven.
"""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from domain.errors import Code, EnvironmentProblem
from domain.sealing import RECOVERY, seal
from domain.wire_fleet import ChainEnd
from offline_store.encrypted import Connection, keyed, named_errors
from offline_store.journal import FILE
from offline_store.journal_file import JournalFile
from offline_store.whole_file import PART, disk_problem, flush, replaced, write_whole

_MARK = 8
_ASIDE = "set-aside"
_BESIDE = ("-wal", "-shm")
_MOVING = "-moving"
_FLUSH_EVERY = 8
"""Steps of copying, about a megabyte."""
_ROOM_BESIDES = 1_000_000
"""Bytes that stay free at the second place."""


class Source(Protocol):
    """What can be copied: a `Journal` in use, or a `JournalFile`."""

    path: Path

    def copy_into(self, target: Connection, go_on: Callable[[], None]) -> None:
        """Copy all of it; `go_on` is called now and then, and raises to break off."""
        ...

    def chain_end(self) -> ChainEnd | None:
        """Where its present chain ends."""
        ...


def back_up(
    source: Source, key: bytes, folder: Path, *, station: str, keep: int, go_on: Callable[[], None] = lambda: None
) -> Path:
    """Copy a journal into `folder`, which is never made, and let the oldest of more than `keep` copies go; the new one.

    `go_on` raises to break off. Raises `EnvironmentProblem` with BACKUP_AWAY (there is no such folder), DISK_FULL, DISK_FAILING
    or STORE_DAMAGED (the journal, or what came of copying it); then every older copy is as it was.
    """
    try:
        if not folder.is_dir():
            raise EnvironmentProblem(Code.BACKUP_AWAY, file=str(folder))
        _sweep(folder, station)
        if shutil.disk_usage(folder).free < _bytes(source.path) + _ROOM_BESIDES:
            raise EnvironmentProblem(Code.DISK_FULL, file=str(folder))
    except OSError as problem:
        raise disk_problem(problem, str(folder)) from problem
    end = source.chain_end() or ChainEnd(epoch=0, seq=0, hash=b"")
    made = folder / f"{_prefix(station)}{_number(folder, station, key, end):06}{_ends(end)}"
    with replaced(made) as part:
        _copy(source, key, part, go_on)
        _prove(part, key, end)
    with named_errors(made):
        for old in copies(folder, station)[:-keep]:
            old.unlink(missing_ok=True)
    return made


def leave_key(folder: Path, key: bytes, sealing_key: bytes, station: str) -> Path | None:
    """Beside the copies: their key, sealed to the platform, which alone can open it when this machine is no more.

    The key itself never leaves the vault in clear. None for a station that knows no platform. Raises as `whole_file.replaced`.
    """
    if not sealing_key:
        return None
    mark = hashlib.sha256(sealing_key).hexdigest()[:_MARK]
    file = folder / f"{_prefix(station)}key-{mark}.sealed"
    if not file.exists():
        write_whole(file, seal(sealing_key, key, RECOVERY))
    return file


def sealed_key_of(copy: Path) -> Path:
    """The sealed key beside a copy, or where it would be."""
    prefix = copy.stem.rsplit("-", 3)[0]
    return next(iter(sorted(copy.parent.glob(f"{prefix}-key-*.sealed"))), copy.with_name(f"{prefix}-key.sealed"))


def copies(folder: Path, station: str) -> list[Path]:
    """A station's copies in a folder, the newest last: each has the next number, since clocks and what they hold go back."""
    return sorted(folder.glob(f"{_prefix(station)}*.sqlite"), key=lambda copy: (_number_of(copy), copy.name))


def _number(folder: Path, station: str, key: bytes, end: ChainEnd) -> int:
    """The next one, or the newest copy's when that ends with the very same act: quiet days push no older copy out."""
    newest = next(reversed(copies(folder, station)), None)
    if newest is None:
        return 1
    same = newest.name.endswith(_ends(end)) and _holds(newest, key, end)
    return _number_of(newest) + (0 if same else 1)


def _holds(copy: Path, key: bytes, end: ChainEnd) -> bool:
    try:
        with JournalFile(copy, key, live=False) as file:
            return file.holds(end)
    except EnvironmentProblem:
        return False


def _ends(end: ChainEnd) -> str:
    return f"-{end.epoch:04}-{end.seq:09}.sqlite"


def _number_of(copy: Path) -> int:
    number = copy.stem.rsplit("-", 2)[0].rsplit("-", 1)[-1]
    return int(number) if number.isdecimal() else 0


def _bytes(path: Path) -> int:
    """At most so much: what is in the WAL may be in the file as well."""
    parts = [path.with_name(path.name + suffix) for suffix in ("", "-wal")]
    return sum(part.stat().st_size for part in parts if part.exists())


def _prefix(station: str) -> str:
    return f"journal-{station}-"


def _sweep(folder: Path, station: str) -> None:
    """What a copying left that was killed."""
    for part in folder.glob(f".{_prefix(station)}*{PART}"):
        part.unlink(missing_ok=True)


def _copy(source: Source, key: bytes, part: Path, go_on: Callable[[], None]) -> None:
    with named_errors(part):
        target = dbapi2.connect(str(part), isolation_level=None, check_same_thread=False)
        try:
            keyed(target, key)
            # No half-written copy is ever used, so it needs no journal of its own; it is flushed before it gets its name.
            target.execute("PRAGMA journal_mode = OFF")
            target.execute("PRAGMA synchronous = OFF")
            source.copy_into(target, _flushing(part, go_on))
        finally:
            target.close()


def _flushing(part: Path, go_on: Callable[[], None]) -> Callable[[], None]:
    """A little every now and then, since one large flush at the end keeps the flushes of acts on the same disk waiting."""
    steps = 0

    def step() -> None:
        nonlocal steps
        go_on()
        steps += 1
        if steps % _FLUSH_EVERY == 0:
            flush(part)

    return step


def _prove(part: Path, key: bytes, end: ChainEnd) -> None:
    with JournalFile(part, key, live=False) as copy:
        if copy.damage() or not copy.holds(end):
            raise EnvironmentProblem(Code.STORE_DAMAGED, file=part.name)


# --- putting one back ------------------------------------------------------------------------------------------------


def restore(directory: Path, key: bytes, source: Path, *, word: str) -> Path | None:
    """Put a copy in the journal's place. What lay there is moved aside, under a name with `word`, which is returned.

    Nothing is ever deleted, and what was cut short is carried on by the next time. `offline_store.adopting` then brings over
    what the copy lacks. Raises `EnvironmentProblem` with STORE_LOCKED (the station is running), STORE_WRONG_KEY (another
    station's copy), STORE_DAMAGED, STORE_NEWER, DISK_FULL or DISK_FAILING; then nothing has changed.
    """
    with JournalFile(source, key, live=False) as copy:
        if copy.damage():
            raise EnvironmentProblem(Code.STORE_DAMAGED, file=source.name)
    place = directory / FILE
    with named_errors(place):
        for moving in directory.glob(f"{_aside(place, '*').name}{_MOVING}"):
            _finish_moving(place, moving)
        for part in directory.glob(f".{FILE}.*{PART}"):
            part.unlink(missing_ok=True)
    _require_stopped(place, key)
    with replaced(place) as part:
        shutil.copyfile(source, part)
        flush(part)
        return _move_aside(place, word)


def set_aside(directory: Path) -> list[Path]:
    """Journals that were moved aside, the newest first."""
    return sorted(directory.glob(_aside(directory / FILE, "*").name), reverse=True)


def _require_stopped(place: Path, key: bytes) -> None:
    """A journal that cannot be opened for being damaged is nobody's at least."""
    try:
        JournalFile(place, key, live=True).close()
    except EnvironmentProblem as problem:
        if problem.code is Code.STORE_LOCKED:
            raise


def _aside(place: Path, word: str) -> Path:
    return place.with_name(f"{place.stem}-{_ASIDE}-{word}{place.suffix}")


def _move_aside(place: Path, word: str) -> Path | None:
    """With what belongs to it: a WAL without its file would be taken for the copy's.

    Until all of it has moved its name says so, so that whatever is left where it lay is known to belong to it.
    """
    moved, number = _aside(place, word), 1
    while list(place.parent.glob(f"{moved.name}*")):
        number += 1
        moved = _aside(place, f"{word}-{number}")
    moving = moved.with_name(moved.name + _MOVING)
    if not place.exists():
        _move(place, moved, _BESIDE)
        return None
    place.rename(moving)
    _finish_moving(place, moving)
    return moved


def _finish_moving(place: Path, moving: Path) -> None:
    flush(place.parent)
    moved = moving.with_name(moving.name.removesuffix(_MOVING))
    if not place.exists():
        _move(place, moved, _BESIDE)
    moving.rename(moved)
    flush(place.parent)


def _move(place: Path, moved: Path, suffixes: Sequence[str]) -> None:
    for suffix in suffixes:
        part = place.with_name(place.name + suffix)
        if part.exists():
            part.rename(moved.with_name(moved.name + suffix))
