"""The journal file's schema. Migrations are only ever appended; each commits with its own record."""

import sqlite_utils

JOURNAL = sqlite_utils.Migrations("journal")


@JOURNAL()
def m0001_journal(db: sqlite_utils.Database) -> None:
    """Events, outbox, outcomes, and the projections that acts are decided by."""
    for statement in _FIRST:
        db.execute(statement)


@JOURNAL()
def m0002_loads(db: sqlite_utils.Database) -> None:
    """Loads onto cards that this station has begun."""
    for statement in _LOADS:
        db.execute(statement)


_FIRST = (
    # id is the order of acts at this machine, over all epochs; (epoch, seq) is the order that the platform checks.
    """
    CREATE TABLE events (
        id INTEGER PRIMARY KEY,
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        op_id BLOB NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        device_ms INTEGER NOT NULL,
        body BLOB NOT NULL,
        hash BLOB NOT NULL,
        signature BLOB NOT NULL,
        sealed BLOB,
        UNIQUE (epoch, seq)
    ) STRICT
    """,
    # waiting: to be sent; held: sent, the platform waits for something; parked: rejected, for a person to look at.
    """
    CREATE TABLE outbox (
        event INTEGER PRIMARY KEY REFERENCES events (id),
        state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'parked')),
        offered INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX outbox_by_state ON outbox (state, offered, event)",
    """
    CREATE TABLE outcomes (
        op_id BLOB PRIMARY KEY,
        hash BLOB NOT NULL,
        outcome BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # What this station did to a card; it stands above the registry until the registry has caught up.
    """
    CREATE TABLE local_cards (
        medium BLOB PRIMARY KEY,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        holder BLOB NOT NULL,
        op_id BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE attendance (
        id INTEGER PRIMARY KEY,
        activity TEXT NOT NULL,
        medium BLOB NOT NULL,
        sign_in BLOB NOT NULL,
        in_ms INTEGER NOT NULL,
        out_ms INTEGER,
        walk_in INTEGER NOT NULL,
        UNIQUE (activity, medium, sign_in)
    ) STRICT
    """,
    """
    CREATE TABLE wishes (
        op_id BLOB PRIMARY KEY,
        medium BLOB NOT NULL,
        points INTEGER NOT NULL,
        amount_ntd INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'refused')),
        made_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX wishes_by_medium ON wishes (medium, state)",
    """
    CREATE TABLE pin_failures (
        staff TEXT PRIMARY KEY,
        failures INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)

_LOADS = (
    # op_id is the intent's, and so the load's id. reason: why it was given up or refused. seq and value_ntd: what the card said
    # of it, once it did. last: op_id of the newest event about it.
    """
    CREATE TABLE loads (
        op_id BLOB PRIMARY KEY,
        medium BLOB NOT NULL,
        purse TEXT NOT NULL,
        point_kind TEXT NOT NULL,
        points INTEGER NOT NULL,
        amount_ntd INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN (
            'intent', 'authorised', 'committing', 'committed', 'unknown', 'tombstone', 'refused', 'confirmed', 'voided'
        )),
        reason TEXT,
        seq INTEGER,
        value_ntd INTEGER,
        last BLOB NOT NULL,
        made_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX loads_by_state ON loads (state, made_ms)",
    "CREATE INDEX loads_by_medium ON loads (medium, state)",
)
