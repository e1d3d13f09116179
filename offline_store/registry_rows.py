"""Rows of the change feed on their way into the registry, and out of it again: by role and by time.

Rules of how long a row may be kept are in docs/registry.md. Nothing here begins or ends a transaction.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import msgspec
import structlog

from domain import taipei
from domain.cards import CardState
from domain.feed_kinds import HOLDER, is_wanted, works_at
from domain.feed_page import FeedPage
from domain.wire import ActivityRow, AdmissionRow, CardRow, ChangesResponse, PatronRow, RosterRow, Row, StaffRow
from offline_store.encrypted import Connection
from offline_store.registry_schema import ADMISSION_DAYS, ROSTER_DAYS, UNTOLD_DAYS

log = structlog.get_logger()

STATES = tuple(CardState)
"""By the number that `cards.packed` has."""
BELIEVED = frozenset({"staff", "patron"})
"""Kinds of rows that are believed while the platform is heard, and for a while after."""
_NUMBERS = {state.value: number for number, state in enumerate(STATES)}
_FORGET = {
    HOLDER: "UPDATE cards SET holder = NULL WHERE holder IS NOT NULL",
    "staff": "DELETE FROM staff",
    "activity": "DELETE FROM activities",
    "roster": "DELETE FROM roster",
    "patron": "DELETE FROM patrons",
    "admission": "DELETE FROM admissions",
}


def signed(medium: bytes) -> int:
    """A digest as SQLite's integer."""
    return int.from_bytes(medium, "big", signed=True)


def state_number(state: str) -> int | None:
    """A card state's number, None for one that only a newer platform knows."""
    return _NUMBERS.get(state)


def write(db: Connection, rows: Iterable[Row], now_ms: int, kinds: frozenset[str]) -> set[str]:
    """Take in rows of these kinds, the later one counts; words for what this version could not read.

    What this station is not to have is left out, whatever the platform sends.
    """
    unread: set[str] = set()
    cards: dict[int, CardRow] = {}
    for row in rows:
        if isinstance(row, CardRow):
            cards[signed(row.medium)] = row
            if state_number(row.state) is None:
                unread.add(f"state:{row.state}")
        elif isinstance(row, StaffRow) and not is_wanted(row.roles, kinds):
            db.execute("DELETE FROM staff WHERE staff = ?", (row.staff,))
        elif row.__struct_config__.tag in kinds:
            _WRITERS[type(row)](db, row, now_ms)
    _write_cards(db, cards, with_holders=HOLDER in kinds)
    return unread


def take_in(db: Connection, page: ChangesResponse, now_ms: int, kinds: frozenset[str]) -> None:
    """A page's rows, and how far the registry has come with it."""
    unread = write(db, page.rows, now_ms, kinds)
    if isinstance(page, FeedPage):
        unread |= {f"row:{kind}" for kind in page.unknown}
    note_unread(db, unread)
    put_meta(db, generation=page.generation, cursor=page.cursor)
    if not page.more:
        put_meta(db, heard_ms=str(page.server_ms))


def has_cards(db: Connection) -> bool:
    """Whether there is any card at all."""
    return db.execute("SELECT 1 FROM cards LIMIT 1").fetchone() is not None


def note_unread(db: Connection, words: Iterable[str]) -> None:
    """Remember what could not be read, so that a version that can downloads everything anew."""
    known = set((get_meta(db, "unread") or "").split())
    fresh = {word for word in words if " " not in word} - known
    if fresh:
        log.warning("the platform knows more than this version", words=sorted(fresh))
        put_meta(db, unread=" ".join(sorted(known | fresh)))


def readable(unread: str, kinds: frozenset[str]) -> bool:
    """Whether this version can read something of what an earlier one could not."""
    words = [word.partition(":") for word in unread.split()]
    return any(name in kinds if what == "row" else state_number(name) is not None for what, _, name in words)


def purge(db: Connection, kinds: set[str], now_ms: int, *, stale: bool) -> set[str]:
    """Remove every row of these kinds, and those whose time has come; which kinds are gone altogether.

    `stale`: staff and patron numbers, too. What the feed told long ago it will not tell again: they come back when everything
    is downloaded anew.
    """
    if stale:
        kinds = kinds | BELIEVED
        put_meta(db, forgotten="1")
    for kind in kinds & _FORGET.keys():
        db.execute(_FORGET[kind])
    db.execute("DELETE FROM roster WHERE until_ms < ?", (now_ms,))
    db.execute("DELETE FROM admissions WHERE until_ms < ?", (now_ms,))
    return kinds


def forget_strangers(db: Connection, roles: frozenset[str]) -> None:
    """Remove staff who can do nothing at a station of these roles: older platforms told every station of everybody."""
    told = db.execute("SELECT staff, roles FROM staff").fetchall()
    db.executemany(
        "DELETE FROM staff WHERE staff = ?", [(staff,) for staff, theirs in told if not works_at(roles, theirs.split())]
    )


def give_time(db: Connection, now_ms: int) -> None:
    """Rows of before there was an expiry are kept as if they had been told now."""
    db.execute(
        "UPDATE roster SET until_ms ="
        " coalesce((SELECT ends_ms + ? FROM activities WHERE activities.activity = roster.activity), ?) WHERE until_ms = 0",
        (ROSTER_DAYS * taipei.DAY_MS, now_ms + UNTOLD_DAYS * taipei.DAY_MS),
    )
    db.execute("UPDATE admissions SET until_ms = ? WHERE until_ms = 0", (now_ms + ADMISSION_DAYS * taipei.DAY_MS,))


def get_meta(db: Connection, key: str) -> str | None:
    """A line of the registry about itself."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def put_meta(db: Connection, **values: str) -> None:
    """Set several of them."""
    db.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", list(values.items()))


def _write_cards(db: Connection, rows: dict[int, CardRow], *, with_holders: bool) -> None:
    """By the digest as SQLite has it, in its order: each page of the file is then looked for and sealed once."""
    db.executemany("INSERT OR IGNORE INTO kinds (kind) VALUES (?)", {(row.card_kind,) for row in rows.values()})
    numbers = dict(db.execute("SELECT kind, number FROM kinds").fetchall())
    # What an unknown state means is not known here, and a card that has been blocked must not pass.
    unknown = STATES.index(CardState.SUSPENDED)
    db.executemany(
        "INSERT OR REPLACE INTO cards (medium, packed, holder) VALUES (?, ?, ?)",
        (
            (
                medium,
                numbers[row.card_kind] << 4 | _NUMBERS.get(row.state, unknown),
                row.holder.bytes if row.holder is not None and with_holders else None,
            )
            for medium, row in sorted(rows.items())
        ),
    )


def _staff(db: Connection, row: StaffRow, _now_ms: int) -> None:
    if not row.active:
        db.execute("DELETE FROM staff WHERE staff = ?", (row.staff,))
        return
    db.execute(
        "INSERT OR REPLACE INTO staff (staff, medium, name, roles, pin_hash, active) VALUES (?, ?, ?, ?, ?, 1)",
        (row.staff, row.medium, row.name, " ".join(row.roles), row.pin_hash),
    )


def _activity(db: Connection, row: ActivityRow, _now_ms: int) -> None:
    sessions = " ".join(f"{starts_ms}-{ends_ms}" for starts_ms, ends_ms in row.sessions)
    db.execute(
        "INSERT OR REPLACE INTO activities (activity, title, agency, type, starts_ms, ends_ms, open,"
        " points_flat, points_per_hour, points_at_most, place, capacity, sessions)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*msgspec.structs.astuple(row)[:-1], sessions),
    )
    db.execute("UPDATE roster SET until_ms = ? WHERE activity = ?", (row.ends_ms + ROSTER_DAYS * taipei.DAY_MS, row.activity))


def _roster(db: Connection, row: RosterRow, now_ms: int) -> None:
    if not row.active:
        db.execute("DELETE FROM roster WHERE activity = ? AND holder = ?", (row.activity, row.holder.bytes))
        return
    db.execute(
        "INSERT OR REPLACE INTO roster (activity, holder, active, masked_name, until_ms)"
        " VALUES (?, ?, 1, ?, coalesce((SELECT ends_ms + ? FROM activities WHERE activity = ?), ?))",
        (
            row.activity,
            row.holder.bytes,
            row.masked_name,
            ROSTER_DAYS * taipei.DAY_MS,
            row.activity,
            now_ms + UNTOLD_DAYS * taipei.DAY_MS,
        ),
    )


def _patron(db: Connection, row: PatronRow, _now_ms: int) -> None:
    db.execute(
        "INSERT OR REPLACE INTO patrons (service, holder, number, good_standing) VALUES (?, ?, ?, ?)",
        (row.service, row.holder.bytes, row.number, row.good_standing),
    )


def _admission(db: Connection, row: AdmissionRow, now_ms: int) -> None:
    db.execute(
        "INSERT OR REPLACE INTO admissions (admission, visitor, days, until_ms) VALUES (?, ?, ?, ?)",
        (row.admission, row.visitor, " ".join(row.days), _last_ms(row.days, now_ms) + ADMISSION_DAYS * taipei.DAY_MS),
    )


def _last_ms(days: list[str], now_ms: int) -> int:
    try:
        return max((taipei.midnight_ms(date.fromisoformat(day)) for day in days), default=now_ms)
    except ValueError:
        return now_ms


_WRITERS: dict[type[Row], Callable[[Connection, Any, int], None]] = {
    StaffRow: _staff,
    ActivityRow: _activity,
    RosterRow: _roster,
    PatronRow: _patron,
    AdmissionRow: _admission,
}
