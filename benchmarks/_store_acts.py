"""Durable acts of a station, and plain SQL that commits the same rows into the same kind of file, in turns, for `store.py`."""

import statistics
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from domain.events import SignedIn
from domain.wire import StationIdentity
from offline_store.encrypted import connect, migrate
from offline_store.journal import Journal
from offline_store.journal_schema import JOURNAL
from station.clock import SystemClock

_KEY, _SEED = bytes(32), bytes(range(32))
_TABLES = ("events", "outbox", "attendance")
"""What a sign-in writes, in this order."""
_IDENTITY = StationIdentity(station="st-bench", name="示範站", site="示範地點", roles=["event"], epoch=1, demo=True)


class Bare:
    """The same file, settings and schema, and nothing but the statements."""

    def __init__(self, directory: Path) -> None:
        path = directory / "bare.sqlite"
        self._db = connect(path, _KEY, alone=True)
        migrate(self._db, path, JOURNAL)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def copy_whole(self, source: Any, table: str) -> None:
        """Everything that another file has in one table."""
        for row in source.execute(f"SELECT * FROM {table}").fetchall():
            self._db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)

    def committed(self, acts: list[list[tuple[str, Any]]]) -> float:
        """Seconds for these acts, one transaction each."""
        began_s = time.perf_counter()
        for act in acts:
            self._db.execute("BEGIN IMMEDIATE")
            for statement, row in act:
                self._db.execute(statement, row)
            self._db.execute("COMMIT")
        return time.perf_counter() - began_s


def measured(directory: Path, turns: int, acts: int) -> dict[str, float]:
    """So many turns of so many acts each: `acts_per_s`, `bare_per_s`, and their ratio, the medians of all turns."""
    clock = SystemClock()
    ours_s, bare_s = [], []
    journal = Journal(directory, _KEY, signing_seed=_SEED, clock=clock, most_queued=turns * acts + 1)
    with closing(journal), closing(Bare(directory)) as bare:
        journal.put_meta(identity=msgspec.json.encode(_IDENTITY).decode(), digest_key_id="bench")
        journal.record_offset(0)
        for turn in range(turns):
            first = turn * acts
            began_s = time.perf_counter()
            for number in range(first, first + acts):
                with journal.act() as act:
                    act.append(SignedIn(activity="bench", walk_in=False), medium=number.to_bytes(8, "big"), operator="bench")
            ours_s.append(time.perf_counter() - began_s)
            if turn == 0:
                bare.copy_whole(journal._db, "origins")
            bare_s.append(bare.committed(_rows(journal._db, first, acts)))
    return {
        "acts_per_s": round(acts / statistics.median(ours_s), 1),
        "bare_per_s": round(acts / statistics.median(bare_s), 1),
        "commits_of_bare": round(statistics.median(theirs / ours for ours, theirs in zip(ours_s, bare_s, strict=True)), 2),
    }


def _rows(journal: Any, first: int, acts: int) -> list[list[tuple[str, Any]]]:
    """What the last acts wrote, act by act. Every table counts them from 1, here where each act writes one row in each."""
    made: list[list[tuple[str, Any]]] = [[] for _ in range(acts)]
    for table in _TABLES:
        found = journal.execute(f"SELECT * FROM {table} ORDER BY 1 LIMIT {acts} OFFSET {first}").fetchall()
        for act, row in zip(made, found, strict=True):
            act.append((f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row))
    return made
