"""Room on the disk: new acts are refused while enough is left to end what was begun, so that nothing is lost when it fills.

Three marks, in bytes that this user may still write: below `least` no new act begins; below twice that no download goes on,
because acts come first; below `low` the status line and `citycard doctor` warn. Asked anew each time: statvfs(3) takes
microseconds and writes nothing.
"""

import shutil
from pathlib import Path

from domain.errors import Code, EnvironmentProblem

_MB = 1_000_000
_DOWNLOAD_NEEDS = 2
"""So many times what acts need."""


class DiskWatch:
    """The disk of one station's state folder. Any thread."""

    def __init__(self, directory: Path, *, least_mb: int, low_mb: int) -> None:
        """Megabytes of a million bytes; `least_mb` 0 refuses nothing."""
        self._directory = directory
        self._least = least_mb * _MB
        self._low = low_mb * _MB

    def free_bytes(self) -> int:
        """How much may still be written. Raises `EnvironmentProblem(DISK_FULL)` when the folder is not there any more."""
        try:
            return shutil.disk_usage(self._directory).free
        except OSError as problem:
            raise EnvironmentProblem(Code.DISK_FULL, file=self._directory.name) from problem

    def free_mb(self) -> int:
        """The same in megabytes of a million bytes; 0 when the folder is not there any more."""
        try:
            return self.free_bytes() // _MB
        except EnvironmentProblem:
            return 0

    def is_low(self) -> bool:
        """Whether somebody should make room before acts are refused."""
        return self.free_mb() * _MB < max(self._low, self._least)

    def require_for_act(self) -> None:
        """Raises `EnvironmentProblem(DISK_FULL)` when no new act may begin."""
        self._require(self._least)

    def require_for_download(self, more_bytes: int) -> None:
        """Raises `EnvironmentProblem(DISK_FULL)` when what is left after so many bytes more is for acts alone."""
        self._require(self._least * _DOWNLOAD_NEEDS, more_bytes)

    def _require(self, least: int, more_bytes: int = 0) -> None:
        if least and self.free_bytes() < least + more_bytes:
            raise EnvironmentProblem(Code.DISK_FULL, free_mb=self.free_mb())
