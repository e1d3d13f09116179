"""Writing a file so that under its name there is always a whole one: the old, then the new (fault 43)."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import Code, EnvironmentProblem


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; it takes the place of `path` when the block ends well, and goes when it does not.

    Raises `EnvironmentProblem(DISK_FULL)` when the disk is full, not writable or has been pulled out; then the old file is as
    it was.
    """
    with _named_errors(path):
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        os.close(descriptor)
    part = Path(name)
    try:
        with _named_errors(path):
            yield part
            _flush(part)
            part.replace(path)
            _flush(path.parent)
    except BaseException:
        _forget(part)
        raise


def _forget(part: Path) -> None:
    """On a stick that was pulled out the part is gone with it."""
    try:
        part.unlink(missing_ok=True)
    except OSError as problem:
        if problem.errno not in (errno.EIO, errno.ENODEV, errno.ENOENT, errno.EROFS, errno.ENXIO):
            raise


def _flush(path: Path) -> None:
    """To the disk itself; a folder's names too, where the system can."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _named_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise EnvironmentProblem(Code.DISK_FULL, file=path.name) from problem
