"""How a running station's store stands, in a small file beside it: nobody else can look into the journal meanwhile.

For `citycard doctor`. It has numbers and codes alone, nothing of anybody; a station that is stopped leaves it behind.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from domain.errors import Code
from station.views import StationStatus

FILE = "standing.json"


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """As `StationStatus` has it."""

    queue: int
    oldest_unsent_ms: int | None
    parked: int
    attention: int
    backup_problem: Code | None


def keeper(directory: Path) -> Callable[[StationStatus], None]:
    """Writes down what has changed, for as long as the disk takes it; not to the disk itself, for that would cost more."""
    path, lock = directory / FILE, threading.Lock()
    written: list[Standing] = []

    def keep(status: StationStatus) -> None:
        now = Standing(
            queue=status.queue,
            oldest_unsent_ms=status.oldest_unsent_ms,
            parked=status.parked,
            attention=status.attention,
            backup_problem=status.backup_problem,
        )
        with lock, suppress(OSError):
            if written != [now]:
                path.write_bytes(msgspec.json.encode(now))
                written[:] = [now]

    return keep


def last(directory: Path) -> Standing | None:
    """What was written last; None when there is nothing whole."""
    try:
        return msgspec.json.decode((directory / FILE).read_bytes(), type=Standing)
    except (OSError, msgspec.DecodeError):
        return None
