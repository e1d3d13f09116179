"""Writing a file so that under its name there is always a whole one: the old, then the new (fault 43)."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from domain.errors import Code, EnvironmentProblem

PART = ".part"
"""How the name of a file ends that is being written."""
_CODES = {
    **dict.fromkeys((errno.EIO, errno.ENODEV, errno.ENXIO), Code.DISK_FAILING),
    **dict.fromkeys((errno.ENOENT, errno.ENOTDIR), Code.BACKUP_AWAY),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), Code.DISK_READONLY),
}
_OWNER_ALONE = 0o600


def disk_problem(problem: OSError, name: str) -> EnvironmentProblem:
    """DISK_FAILING (it does not work), BACKUP_AWAY (no such folder), DISK_READONLY (it may not be written), else DISK_FULL."""
    code = _CODES.get(problem.errno or 0, Code.DISK_FULL)
    return EnvironmentProblem(code, file=name)


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to, readable by its owner alone; it takes that place durably when the block ends well.

    Raises `EnvironmentProblem` as `disk_problem`; then the old file is as it was, and no half one has its name.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ALONE))
        yield part
        flush(part)
        part.replace(path)
        flush(path.parent)
    except OSError as problem:
        raise disk_problem(problem, path.name) from problem
    finally:
        # On a stick that was pulled out it is gone already.
        with suppress(OSError):
            part.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """A file to the disk itself, or a folder's names where the system can. Raises `OSError`."""
    if path.is_dir() and os.name == "nt":
        return
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a small file. Raises as `replaced`."""
    with replaced(path) as part:
        part.write_bytes(content)
