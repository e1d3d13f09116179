"""The downloaded registry: cards, staff, activities, rosters, patron numbers. A file of its own, with its own key.

Reading and following the change feed use separate connections, so that a download never keeps a tap waiting. A fresh
registry is built beside the present one and swapped in by rename. Every method may be called from any thread.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import sqlite_utils

from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem
from domain.ports import FeedPosition
from domain.wire import ActivityRow, AdmissionRow, CardRow, ChangesResponse, PatronRow, RosterRow, Row, StaffRow
from offline_store.encrypted import Connection, connect, migrate, named_errors, transaction

FILE = "registry.sqlite"
_NEXT = "registry-next.sqlite"

REGISTRY = sqlite_utils.Migrations("registry")

_STATES = tuple(CardState)


@REGISTRY()
def m0001_registry(db: sqlite_utils.Database) -> None:
    """Cards packed into integers, and the tables that only some roles receive."""
    for statement in _FIRST:
        db.execute(statement)


_FIRST = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE kinds (number INTEGER PRIMARY KEY, kind TEXT NOT NULL UNIQUE) STRICT",
    # medium: the 8-byte digest as a signed integer; packed: kind number * 16 + index of the state.
    "CREATE TABLE cards (medium INTEGER PRIMARY KEY, packed INTEGER NOT NULL, holder BLOB) STRICT",
    """
    CREATE TABLE staff (
        staff TEXT PRIMARY KEY, medium BLOB NOT NULL, name TEXT NOT NULL, roles TEXT NOT NULL, pin_hash TEXT NOT NULL,
        active INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX staff_by_medium ON staff (medium)",
    """
    CREATE TABLE activities (
        activity TEXT PRIMARY KEY, title TEXT NOT NULL, agency TEXT NOT NULL, type TEXT NOT NULL, starts_ms INTEGER NOT NULL,
        ends_ms INTEGER NOT NULL, open INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE roster (
        activity TEXT NOT NULL, holder BLOB NOT NULL, active INTEGER NOT NULL, PRIMARY KEY (activity, holder)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE patrons (
        service TEXT NOT NULL, holder BLOB NOT NULL, number TEXT NOT NULL, good_standing INTEGER NOT NULL,
        PRIMARY KEY (service, holder)
    ) STRICT, WITHOUT ROWID
    """,
)


@REGISTRY()
def m0002_gates(db: sqlite_utils.Database) -> None:
    """An organiser's own figures of an activity, and what visitors have used of an admission."""
    for column in ("points_flat", "points_per_hour", "points_at_most"):
        db.execute(f"ALTER TABLE activities ADD COLUMN {column} INTEGER")
    db.execute(
        "CREATE TABLE admissions (admission TEXT NOT NULL, visitor TEXT NOT NULL, days TEXT NOT NULL,"
        " PRIMARY KEY (admission, visitor)) STRICT, WITHOUT ROWID"
    )


class Registry:
    """The registry as the desks read it, and as `domain.ports.RegistrySink`."""

    def __init__(
        self,
        directory: Path,
        key: bytes,
        *,
        fresh_key: Callable[[], bytes],
        require_room: Callable[[], None] = lambda: None,
    ) -> None:
        """Open or create the registry in `directory`; `fresh_key` makes, keeps and returns another key, for `wipe`.

        `require_room` raises when a download may not go on (`DiskWatch`).

        A file that cannot be read is begun anew: the platform has it all. Raises `EnvironmentProblem` with STORE_NEWER,
        STORE_LOCKED or DISK_FULL.
        """
        self.path = directory / FILE
        self._next_path = directory / _NEXT
        self._key = key
        self._fresh_key = fresh_key
        self._require_room = require_room
        self._reading = threading.RLock()
        self._writing = threading.RLock()
        self._next: Connection | None = None
        self._wiped = False
        try:
            self._reader = self._opened(self.path)
        except EnvironmentProblem as problem:
            if problem.code not in (Code.STORE_WRONG_KEY, Code.STORE_DAMAGED):
                raise
            _remove(self.path)
            self._reader = self._opened(self.path)
        self._writer = self._opened(self.path)

    def _opened(self, path: Path) -> Connection:
        connection = connect(path, self._key, alone=False)
        try:
            migrate(connection, path, REGISTRY)
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        """Let go of the file."""
        with self._writing, self._reading:
            if self._next is not None:
                self._next.close()
            self._writer.close()
            self._reader.close()

    # --- reading ---

    def card(self, medium: bytes) -> CardRow | None:
        """What the platform last said about a medium, by its 8-byte digest."""
        row = self._one(
            "SELECT kind, packed & 15, holder FROM cards JOIN kinds ON kinds.number = packed >> 4 WHERE medium = ?",
            _signed(medium),
        )
        if row is None:
            return None
        holder = None if row[2] is None else UUID(bytes=row[2])
        return CardRow(medium=medium, card_kind=row[0], state=_STATES[row[1]], holder=holder)

    def staff_by_medium(self, medium: bytes) -> StaffRow | None:
        """The active staff member whose card this is."""
        return self._staff("SELECT * FROM staff WHERE medium = ? AND active", medium)

    def staff(self, staff: str) -> StaffRow | None:
        """A staff member by id, active or not."""
        return self._staff("SELECT * FROM staff WHERE staff = ?", staff)

    def _staff(self, sql: str, value: bytes | str) -> StaffRow | None:
        row = self._one(sql, value)
        if row is None:
            return None
        staff, medium, name, roles, pin_hash, active = row
        return StaffRow(staff=staff, medium=medium, name=name, roles=roles.split(), pin_hash=pin_hash, active=bool(active))

    def activities(self) -> list[ActivityRow]:
        """Every open activity, the earliest first."""
        return [_activity(row) for row in self._all("SELECT * FROM activities WHERE open ORDER BY starts_ms, activity")]

    def activity(self, activity: str) -> ActivityRow | None:
        """An activity by id, open or not."""
        row = self._one("SELECT * FROM activities WHERE activity = ?", activity)
        return None if row is None else _activity(row)

    def registered(self, activity: str, holder: UUID) -> bool:
        """Whether a person is on an activity's roster."""
        return (
            self._one("SELECT 1 FROM roster WHERE activity = ? AND holder = ? AND active", activity, holder.bytes) is not None
        )

    def has_roster(self, activity: str) -> bool:
        """Whether an activity has a registration list at all."""
        return self._one("SELECT 1 FROM roster WHERE activity = ? AND active", activity) is not None

    def admission_days(self, admission: str, medium: bytes, holder: UUID | None) -> list[str]:
        """The free days that a visitor has used, as far as the platform has told: Taipei days, the earliest first."""
        visitor = f"m:{medium.hex()}" if holder is None else f"h:{holder}"
        row = self._one("SELECT days FROM admissions WHERE admission = ? AND visitor = ?", admission, visitor)
        return row[0].split() if row else []

    def patron(self, service: str, holder: UUID) -> PatronRow | None:
        """A person's number in another service's system."""
        row = self._one("SELECT number, good_standing FROM patrons WHERE service = ? AND holder = ?", service, holder.bytes)
        return row and PatronRow(service=service, holder=holder, number=row[0], good_standing=bool(row[1]))

    def card_count(self) -> int:
        """How many media the registry knows."""
        return int(self._one("SELECT count(*) FROM cards")[0])

    def _one(self, sql: str, *values: Any) -> Any:
        with self._reading, named_errors(self.path):
            return self._reader.execute(sql, values).fetchone()

    def _all(self, sql: str, *values: Any) -> list[Any]:
        with self._reading, named_errors(self.path):
            return list(self._reader.execute(sql, values).fetchall())

    # --- following (domain.ports.RegistrySink) ---

    def position(self) -> FeedPosition:
        """How far the registry that is being written has come; a fresh one that is half built goes on where it stopped."""
        with self._writing:
            return _position(self._writer if self._next is None else self._next)

    def apply(self, page: ChangesResponse) -> None:
        """Take in one page and move the cursor, in one transaction; a first page or another generation begins afresh.

        Raises `EnvironmentProblem(DISK_FULL)`; then the cursor has not moved.
        """
        with self._writing:
            if self._wiped:
                return
            self._require_room()
            fresh = _position(self._writer).generation != page.generation
            if fresh and (self._next is None or _position(self._next).generation not in ("", page.generation)):
                self._begin_next()
            target, path = (self._next, self._next_path) if fresh else (self._writer, self.path)
            with transaction(target, path):
                for row in page.rows:
                    _WRITERS[type(row)](target, row)
                _set_position(target, FeedPosition(generation=page.generation, cursor=page.cursor))
            if fresh and not page.more:
                self._swap()

    def _begin_next(self) -> None:
        if self._next is not None:
            self._next.close()
        _remove(self._next_path)
        self._next = self._opened(self._next_path)

    def _swap(self) -> None:
        if self._next is None:
            return
        with named_errors(self._next_path):
            self._next.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._next.close()
        self._next = None
        with self._reopened(), named_errors(self.path):
            _remove(self.path, suffixes=("-wal", "-shm"))
            self._next_path.replace(self.path)

    def wipe(self) -> None:
        """Destroy what was downloaded, and take nothing more: this station has been revoked. The journal stays.

        Raises `EnvironmentProblem(DISK_FULL)` when a file cannot be removed.
        """
        with self._writing:
            self._wiped = True
            key = self._fresh_key()
            if self._next is not None:
                self._next.close()
                self._next = None
            with self._reopened(), named_errors(self.path):
                _remove(self.path)
                _remove(self._next_path)
                self._key = key

    @contextmanager
    def _reopened(self) -> Iterator[None]:
        """Let go of the file, and open whatever lies there afterwards, also when the work in between failed."""
        with self._reading:
            self._reader.close()
            self._writer.close()
            try:
                yield
            finally:
                self._reader = self._opened(self.path)
                self._writer = self._opened(self.path)


def _signed(medium: bytes) -> int:
    return int.from_bytes(medium, "big", signed=True)


def _activity(row: Any) -> ActivityRow:
    activity, title, agency, kind, starts_ms, ends_ms, is_open, flat, per_hour, at_most = row
    return ActivityRow(
        activity=activity,
        title=title,
        agency=agency,
        type=kind,
        starts_ms=starts_ms,
        ends_ms=ends_ms,
        open=bool(is_open),
        points_flat=flat,
        points_per_hour=per_hour,
        points_at_most=at_most,
    )


def _position(db: Connection) -> FeedPosition:
    values = dict(db.execute("SELECT key, value FROM meta WHERE key IN ('generation', 'cursor')").fetchall())
    return FeedPosition(generation=values.get("generation", ""), cursor=values.get("cursor", ""))


def _set_position(db: Connection, position: FeedPosition) -> None:
    db.executemany(
        "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)",
        [("generation", position.generation), ("cursor", position.cursor)],
    )


def _remove(path: Path, suffixes: tuple[str, ...] = ("", "-wal", "-shm")) -> None:
    for suffix in suffixes:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _write_card(db: Connection, row: CardRow) -> None:
    db.execute("INSERT OR IGNORE INTO kinds (kind) VALUES (?)", (row.card_kind,))
    db.execute(
        "INSERT OR REPLACE INTO cards (medium, packed, holder)"
        " VALUES (?, (SELECT number FROM kinds WHERE kind = ?) << 4 | ?, ?)",
        (_signed(row.medium), row.card_kind, _STATES.index(CardState(row.state)), row.holder and row.holder.bytes),
    )


def _write_staff(db: Connection, row: StaffRow) -> None:
    db.execute(
        "INSERT OR REPLACE INTO staff (staff, medium, name, roles, pin_hash, active) VALUES (?, ?, ?, ?, ?, ?)",
        (row.staff, row.medium, row.name, " ".join(row.roles), row.pin_hash, row.active),
    )


def _write_activity(db: Connection, row: ActivityRow) -> None:
    db.execute(
        "INSERT OR REPLACE INTO activities (activity, title, agency, type, starts_ms, ends_ms, open,"
        " points_flat, points_per_hour, points_at_most) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        msgspec.structs.astuple(row),
    )


def _write_roster(db: Connection, row: RosterRow) -> None:
    db.execute(
        "INSERT OR REPLACE INTO roster (activity, holder, active) VALUES (?, ?, ?)",
        (row.activity, row.holder.bytes, row.active),
    )


def _write_patron(db: Connection, row: PatronRow) -> None:
    db.execute(
        "INSERT OR REPLACE INTO patrons (service, holder, number, good_standing) VALUES (?, ?, ?, ?)",
        (row.service, row.holder.bytes, row.number, row.good_standing),
    )


def _write_admission(db: Connection, row: AdmissionRow) -> None:
    db.execute(
        "INSERT OR REPLACE INTO admissions (admission, visitor, days) VALUES (?, ?, ?)",
        (row.admission, row.visitor, " ".join(row.days)),
    )


_WRITERS: dict[type[Row], Callable[[Connection, Any], None]] = {
    CardRow: _write_card,
    StaffRow: _write_staff,
    ActivityRow: _write_activity,
    RosterRow: _write_roster,
    PatronRow: _write_patron,
    AdmissionRow: _write_admission,
}
