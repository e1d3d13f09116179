"""Copying the journal to a second place every so often, on a thread of its own: no act and no screen ever waits for it."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import structlog

from domain.errors import Bug, CityCardError, Code
from offline_store import backup
from offline_store.disk_watch import DiskWatch
from offline_store.journal import Journal
from station.settings import BackupSettings

log = structlog.get_logger()

_FIRST_AFTER_S = 30.0
_AGAIN_S = 60.0
"""After a failure: a stick that was put back is used soon."""


class StoreCare(NamedTuple):
    """What looks after a station's store."""

    disk: DiskWatch
    backups: "Backups"


class Backups:
    """One station's copies. `on_change` is called from the thread when `problem()` has changed."""

    def __init__(self, settings: BackupSettings, journal: Journal, key: bytes, *, on_change: Callable[[], None]) -> None:
        self._settings = settings
        self._journal = journal
        self._key = key
        self._on_change = on_change
        self._stopping = threading.Event()
        self._problem: Code | None = None
        self._thread = threading.Thread(target=self._run, name="backups", daemon=True)

    def start(self) -> None:
        """Begin; nothing where no place is set."""
        if self._settings.folder:
            self._thread.start()

    def stop(self) -> None:
        """Break off what is under way; the older copies stay."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def problem(self) -> Code | None:
        """Why the last copy did not come about; None when it did, or none has been tried. Any thread."""
        return self._problem

    def make(self) -> Path | None:
        """Make a copy now; None before enrolment. Raises as `offline_store.backup.back_up`."""
        identity = self._journal.identity()
        if identity is None:
            return None
        folder, station = Path(self._settings.folder), identity.station
        made = backup.back_up(self._journal, self._key, folder, station=station, keep=self._settings.keep, go_on=self._go_on)
        backup.leave_key(folder, self._key, bytes.fromhex(self._journal.meta("sealing_key") or ""), station)
        return made

    def _go_on(self) -> None:
        if self._stopping.is_set():
            raise _BrokenOff

    def _run(self) -> None:
        wait_s = _FIRST_AFTER_S
        while not self._stopping.wait(wait_s):
            before, self._problem = self._problem, self._try()
            wait_s = self._settings.every_min * 60.0 if self._problem is None else _AGAIN_S
            if self._problem is not before:
                self._on_change()

    def _try(self) -> Code | None:
        """The top of the thread."""
        try:
            self.make()
        except _BrokenOff:
            return self._problem
        except CityCardError as problem:
            if problem.code is not self._problem:
                log.warning("backup failed", code=problem.code.value)
            return problem.code
        except Exception:  # noqa: BLE001 (the top of a thread: a bug must not end backups for good)
            log.exception("backup met a bug")
            return Bug().code
        return None


class _BrokenOff(Exception):
    """The station stops."""
