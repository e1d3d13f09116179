"""A journal's file looked into, and never written to: the live one of a station that is not running, or a backup.

No migration is applied, so a file of any schema can be looked into. One thread at a time.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from domain.errors import Code, EnvironmentProblem
from domain.events import SignedEvent
from domain.wire import StationIdentity
from domain.wire_fleet import ChainEnd
from domain.wire_operations import MOST_ANOMALIES, Watched
from offline_store.chain import check_chain
from offline_store.encrypted import PAGE_BYTES, Connection, connect, copy_pages, keyed, named_errors, require_known
from offline_store.event_log import as_signed
from offline_store.journal import FILE
from offline_store.journal_schema import ATTENTION_BEFORE, JOURNAL
from offline_store.outbox import Outbox, Unsettled
from offline_store.sqlite_tools import sqlite_utils

_AT_A_TIME = 500
_MOST_NAMED = 100
"""Faults of pages beyond this are counted, not named."""


_EVENTS = "SELECT id, body, hash, signature, sealed FROM events WHERE id > ? ORDER BY id LIMIT ?"
_UNDECIDED = (
    "SELECT id, body, hash, signature, sealed FROM events WHERE id > ?"
    " AND id IN (SELECT event FROM outbox WHERE state IN ('waiting', 'held')) ORDER BY id LIMIT ?"
)


class JournalEnd(msgspec.Struct, frozen=True, kw_only=True):
    """The newest event of a journal."""

    events: int
    epoch: int
    seq: int
    hash: bytes


class JournalSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A journal at a glance; `oldest_ms` is the device time of the oldest event that the platform has not spoken on."""

    identity: StationIdentity | None
    end: JournalEnd | None
    waiting: int
    held: int
    parked: int
    oldest_ms: int | None


def live_file(directory: Path) -> Path:
    """The journal of a state folder. Raises `EnvironmentProblem(NOT_ENROLLED)` when there is none."""
    path = directory / FILE
    if not path.exists():
        raise EnvironmentProblem(Code.NOT_ENROLLED)
    return path


def require_there(directory: Path) -> None:
    """An enrolled station has a journal: one that is gone, empty or no file is never begun anew.

    Raises `EnvironmentProblem(STORE_DAMAGED)`.
    """
    _require_file(directory / FILE)


def _require_file(path: Path, missing: Code = Code.STORE_DAMAGED) -> None:
    if not path.exists():
        raise EnvironmentProblem(missing, file=path.name)
    if not path.is_file() or path.stat().st_size < PAGE_BYTES:
        raise EnvironmentProblem(Code.STORE_DAMAGED, file=path.name)


class JournalFile:
    """`with JournalFile(path, key) as file:`"""

    def __init__(self, path: Path, key: bytes, *, live: bool) -> None:
        """`live`: a state folder's own, which a running station keeps to itself; otherwise a copy that nobody writes to.

        Raises `EnvironmentProblem` with STORE_LOCKED (the station is running), STORE_NEWER, STORE_WRONG_KEY, STORE_DAMAGED
        (also for what is no file, or an empty one) or BACKUP_AWAY (a copy that is not there).
        """
        self.path = path
        self._live = live
        _require_file(path, Code.STORE_DAMAGED if live else Code.BACKUP_AWAY)
        self._db = connect(path, key, alone=True) if live else _read_only(path, key)
        try:
            with named_errors(path):
                self._db.execute("SELECT count(*) FROM outbox").fetchone()
                require_known(self._db, path, JOURNAL)
        except dbapi2.OperationalError as problem:
            self._db.close()
            raise EnvironmentProblem(Code.STORE_DAMAGED, file=path.name) from problem
        except BaseException:
            self._db.close()
            raise

    def __enter__(self) -> "JournalFile":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def events(self) -> Iterator[SignedEvent]:
        """Every event in the order of its making. Raises `EnvironmentProblem(STORE_DAMAGED)`."""
        return self._in_order(_EVENTS)

    def undecided(self) -> Iterator[SignedEvent]:
        """Those that the platform has not spoken on, or holds. Raises `EnvironmentProblem(STORE_DAMAGED)`."""
        return self._in_order(_UNDECIDED)

    def _in_order(self, sql: str) -> Iterator[SignedEvent]:
        last, more = -1, True
        while more:
            rows = self._all(sql, last, _AT_A_TIME)
            for number, *signed in rows:
                last = number
                yield as_signed(signed)
            more = len(rows) == _AT_A_TIME

    def verify(self, key: Ed25519PublicKey) -> list[str]:
        """Every fault: damaged pages of the file, then events as `epoch.seq: what is wrong`; empty when all is well."""
        faults = self.damage()
        try:
            return [*faults, *check_chain(self.events(), key, self.former_keys())]
        except EnvironmentProblem as problem:
            return faults or [problem.code.value]

    def damage(self) -> list[str]:
        """Pages that are not as they were written (SQLCipher, `cipher_integrity_check`), or do not fit each other."""
        try:
            if self._live:
                # The check reads the file alone, where a page may be half that stands whole in the WAL.
                self._all("PRAGMA wal_checkpoint(TRUNCATE)")
            found = [str(row[0]) for row in self._all("PRAGMA cipher_integrity_check")]
            if not found:
                found = [str(row[0]) for row in self._all(f"PRAGMA integrity_check({_MOST_NAMED})") if row[0] != "ok"]
        except EnvironmentProblem as problem:
            return [f"{self.path.name}: {problem.code.value}"]
        named = [f"{self.path.name}: {text}" for text in found[:_MOST_NAMED]]
        return named if len(found) <= _MOST_NAMED else [*named, f"{self.path.name}: … {len(found)}"]

    def summary(self) -> JournalSummary:
        """The journal at a glance. Raises `EnvironmentProblem(STORE_DAMAGED)`."""
        identity = self._all("SELECT value FROM meta WHERE key = 'identity'")
        counts = dict(self._all("SELECT state, count(*) FROM outbox GROUP BY state"))
        oldest = self._all("SELECT min(device_ms) FROM outbox JOIN events ON events.id = outbox.event WHERE state <> 'parked'")
        return JournalSummary(
            identity=msgspec.json.decode(identity[0][0], type=StationIdentity) if identity else None,
            end=self.end(),
            waiting=counts.get("waiting", 0),
            held=counts.get("held", 0),
            parked=counts.get("parked", 0),
            oldest_ms=oldest[0][0],
        )

    def sealing_key(self) -> bytes:
        """The platform's public key, as this station was told it."""
        found = self._all("SELECT value FROM meta WHERE key = 'sealing_key'")
        return bytes.fromhex(found[0][0]) if found else b""

    def unsettled(self, limit: int) -> list[Unsettled]:
        """What the platform flagged or rejected and a person is to look at, the newest first.

        Raises `EnvironmentProblem(STORE_DAMAGED)`.
        """
        with named_errors(self.path):
            return self._outbox().unsettled(limit)

    def watched(self) -> list[Watched]:
        """The same, to ask the platform about, as many as fit. Raises `EnvironmentProblem(STORE_DAMAGED)`."""
        with named_errors(self.path):
            return self._outbox().watched(MOST_ANOMALIES)

    def told_after(self) -> int:
        """Up to which number the platform has told what became of them. Raises `EnvironmentProblem(STORE_DAMAGED)`."""
        rows = self._all("SELECT value FROM meta WHERE key = 'told_after'")
        return int(rows[0][0]) if rows else 0

    def _outbox(self) -> Outbox:
        if not self._all("SELECT 1 FROM sqlite_master WHERE name = 'attention'"):
            self._db.execute(f"CREATE TEMP TABLE IF NOT EXISTS attention AS {ATTENTION_BEFORE}")
        return Outbox(self._db)

    def end(self) -> JournalEnd | None:
        """The newest event, None when there is none. Raises `EnvironmentProblem(STORE_DAMAGED)`."""
        rows = self._all("SELECT (SELECT count(*) FROM events), epoch, seq, hash FROM events ORDER BY id DESC LIMIT 1")
        return JournalEnd(events=rows[0][0], epoch=rows[0][1], seq=rows[0][2], hash=rows[0][3]) if rows else None

    def former_keys(self) -> dict[str, Ed25519PublicKey]:
        """Of what this machine was before; a file of before that could be has none."""
        if not self._all("SELECT 1 FROM sqlite_master WHERE name = 'origins'"):
            return {}
        rows = self._all("SELECT station, public_key FROM origins WHERE public_key IS NOT NULL")
        return {station: Ed25519PublicKey.from_public_bytes(public_key) for station, public_key in rows}

    def chain_end(self) -> ChainEnd | None:
        """Where the chain of the newest event ends, None when there is none. Raises `EnvironmentProblem(STORE_DAMAGED)`."""
        end = self.end()
        return None if end is None else ChainEnd(epoch=end.epoch, seq=end.seq, hash=end.hash)

    def knows(self, op_id: UUID) -> bool:
        """Whether an act has been written here. Raises `EnvironmentProblem(STORE_DAMAGED)`."""
        return bool(self._all("SELECT count(*) FROM events WHERE op_id = ?", op_id.bytes)[0][0])

    def holds(self, position: ChainEnd) -> bool:
        """Whether that event, by its place and hash, is in this file; nothing is in every file."""
        found = "SELECT count(*) FROM events WHERE epoch = ? AND seq = ? AND hash = ?"
        return position.seq == 0 or bool(self._all(found, position.epoch, position.seq, position.hash)[0][0])

    def copy_into(self, target: Connection, go_on: Callable[[], None]) -> None:
        """Copy all of it; `go_on` is called now and then, and raises to break off."""
        copy_pages(self._db, self.path, target, go_on)

    def migrations(self) -> list[str]:
        """The names of the migrations that this file has been through."""
        with named_errors(self.path):
            return [migration.name for migration in JOURNAL.applied(sqlite_utils.Database(self._db))]

    def _all(self, sql: str, *values: int | bytes) -> list[tuple]:  # type: ignore[type-arg]
        with named_errors(self.path):
            return list(self._db.execute(sql, values).fetchall())


def _read_only(path: Path, key: bytes) -> Connection:
    with named_errors(path):
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = dbapi2.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        try:
            keyed(connection, key)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
    return connection
