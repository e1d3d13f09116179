"""The disks of simulated stations: deaths before, in and after any commit, full disks, what a dead machine leaves behind.

A station dies at a *point*: a commit, a checkpoint, a file that takes another's place or goes. What its files are at that
moment is what it starts from again: not what closing its database would have made of them. A commit can also be torn, with
a part of it in the write-ahead log.
"""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from benchmarks._tearing_faults import Killed

_HOWS = ("before", "after", "torn")
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_Run = Callable[..., Any]


class Disk:
    """What one station's folder is on."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.full = False
        """Nothing more can be written."""
        self.dead = False
        self.deaths = 0
        self._chance = chance
        self._points_left: int | None = None
        self._connections: list[_Connection] = []
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def _left_behind(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.left-behind")

    def threaten(self, points: int) -> None:
        """Die when so many points have been passed; 0: at the next one."""
        self._points_left = points

    def spare(self) -> None:
        """Whatever was threatened does not come."""
        self._points_left = None

    def die(self) -> None:
        """Here and now. Raises `Killed`."""
        self._leave_behind()
        raise Killed

    def revive(self) -> None:
        """Let go of everything, and put the files back as they were when the machine died."""
        connections, self._connections = self._connections, []
        for connection in connections:
            connection.close()
        if self.dead:
            shutil.rmtree(self.folder)
            self._left_behind.rename(self.folder)
        self.dead = False
        self._points_left = None

    def copy_to(self, target: Path) -> None:
        """The files as they are, from under a running program."""
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.folder, target)

    def become(self, source: Path) -> None:
        """Other files in place of these; nothing is open."""
        shutil.rmtree(self.folder)
        shutil.copytree(source, self.folder)

    # --- what a program does on it ---

    def opened(self, connection: "_Connection") -> None:
        """A database has been opened here."""
        self._connections.append(connection)

    def statement(self, run: _Run, sql: str, values: tuple[Any, ...], path: str) -> Any:
        """A statement of a program on this disk."""
        self._require_alive()
        word = sql.split(None, 1)[0].upper()
        is_point = word == "COMMIT" or "wal_checkpoint" in sql
        if self.full and (is_point or (word in _WRITES and self._chance.random() < 0.2)):
            raise dbapi2.OperationalError("database or disk is full")
        if not is_point:
            return run(sql, *values)
        return self._at_a_point(lambda: run(sql, *values), Path(f"{path}-wal"))

    def file_moves(self, run: Callable[[], None]) -> None:
        """A file takes another's place, or goes."""
        if self.dead:
            return
        self._at_a_point(run, None)

    def _at_a_point(self, run: Callable[[], Any], log: Path | None) -> Any:
        how = self._passed()
        if how is None:
            return run()
        before = _size(log)
        if how != "before":
            run()
        self._leave_behind()
        if how == "torn" and log is not None and _size(log) > before:
            os.truncate(self._left_behind / log.name, self._chance.randrange(before, _size(log)))
        raise Killed

    def _passed(self) -> str | None:
        if self._points_left is None:
            return None
        self._points_left -= 1
        return self._chance.choice(_HOWS) if self._points_left < 0 else None

    def _leave_behind(self) -> None:
        shutil.rmtree(self._left_behind, ignore_errors=True)
        shutil.copytree(self.folder, self._left_behind)
        self.dead = True
        self.deaths += 1

    def _require_alive(self) -> None:
        if self.dead:
            raise Killed


def _size(file: Path | None) -> int:
    return file.stat().st_size if file is not None and file.exists() else 0


class _Connection(dbapi2.Connection):  # type: ignore[misc]
    """A connection to a database, which knows the disk that it is on."""

    disk: Disk | None = None
    file = ""

    def execute(self, sql: str, *values: Any) -> Any:
        """As of any connection."""
        run = super().execute
        return run(sql, *values) if self.disk is None else self.disk.statement(run, sql, values, self.file)

    def executemany(self, sql: str, *values: Any) -> Any:
        """As of any connection."""
        run = super().executemany
        return run(sql, *values) if self.disk is None else self.disk.statement(run, sql, values, self.file)


class Disks:
    """The disks that there are. `under_all` puts them under everything that this process opens, replaces and removes."""

    def __init__(self) -> None:
        self._disks: list[Disk] = []

    def add(self, disk: Disk) -> None:
        """One more."""
        self._disks.append(disk)

    def _of(self, path: str | Path) -> Disk | None:
        where = str(path)
        return next((disk for disk in self._disks if where.startswith(f"{disk.folder}{os.sep}")), None)

    @contextmanager
    def under_all(self) -> Iterator[None]:
        """While this lasts."""
        connect, replace, unlink = dbapi2.connect, os.replace, os.unlink

        def connected(path: str, **options: Any) -> Any:
            disk = self._of(path)
            if disk is None:
                return connect(path, **options)
            connection = connect(path, factory=_Connection, **options)
            connection.disk, connection.file = disk, path
            disk.opened(connection)
            return connection

        def replaced(source: Any, target: Any, **options: Any) -> None:
            disk = self._of(os.fspath(target)) if isinstance(target, str | Path) else None
            if disk is None:
                replace(source, target, **options)
            else:
                disk.file_moves(lambda: replace(source, target, **options))

        def unlinked(path: Any, **options: Any) -> None:
            disk = self._of(os.fspath(path)) if isinstance(path, str | Path) else None
            if disk is None:
                unlink(path, **options)
            else:
                disk.file_moves(lambda: unlink(path, **options))

        with ExitStack() as stack:
            stack.enter_context(patch.object(dbapi2, "connect", connected))
            stack.enter_context(patch.object(os, "replace", replaced))
            stack.enter_context(patch.object(os, "unlink", unlinked))
            yield
