"""A store's files on the disk: removing one with what SQLite puts beside it, and replacing one by rename, durably."""

from pathlib import Path

from offline_store.whole_file import flush

WITH_SIDE_FILES = ("", "-wal", "-shm", "-journal")


def remove(path: Path, suffixes: tuple[str, ...] = WITH_SIDE_FILES) -> None:
    """Remove a database that nobody has open. Raises `OSError`."""
    for suffix in suffixes:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def replace(source: Path, target: Path) -> None:
    """Put `source`, closed and complete, in the place of `target`: after a power cut it is one or the other.

    Raises `OSError`; then `target` is as it was.
    """
    flush(source)
    remove(target, ("-wal", "-shm", "-journal"))
    source.replace(target)
    flush(target.parent)
