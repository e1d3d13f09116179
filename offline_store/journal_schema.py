"""The journal file's schema. Migrations are only ever appended; each commits with its own record."""

from offline_store.sqlite_tools import sqlite_utils

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


@JOURNAL()
def m0003_origins(db: sqlite_utils.Database) -> None:
    """Whose chain an event stands in, acts that stand anew in a later one, and what needs a person's eyes."""
    for statement in _ORIGINS:
        db.execute(statement)


@JOURNAL()
def m0004_desk(db: sqlite_utils.Database) -> None:
    """What was undone at the event desk, and whom this station let in through a gate."""
    for statement in _DESK:
        db.execute(statement)


@JOURNAL()
def m0005_card_changes(db: sqlite_utils.Database) -> None:
    """What this station did to cards that there were already, until the platform has spoken."""
    for statement in _CARD_CHANGES:
        db.execute(statement)


_CARD_CHANGES = (
    # via: the card in whose place this one was given; its kind and holder are this one's, too.
    """
    CREATE TABLE card_changes (
        medium BLOB PRIMARY KEY,
        state TEXT NOT NULL,
        via BLOB,
        op_id BLOB NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)


@JOURNAL()
def m0006_counter(db: sqlite_utils.Database) -> None:
    """Cards handed out for applications, shifts, and blank cards that a team has taken along."""
    for statement in _COUNTER:
        db.execute(statement)


@JOURNAL()
def m0007_codes(db: sqlite_utils.Database) -> None:
    """Virtual cards' codes that were taken here."""
    for statement in _CODES:
        db.execute(statement)


@JOURNAL()
def m0008_successions(db: sqlite_utils.Database) -> None:
    """What this machine was before also says so, with its key of then, to a platform that has forgotten what came between."""
    db.execute(_SUCCESSIONS)


# proof: of a former one, for the key of the next.
_SUCCESSIONS = "ALTER TABLE origins ADD COLUMN proof BLOB"

_CODES = ("CREATE TABLE codes_used (cti BLOB PRIMARY KEY, expires_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID",)

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

ATTENTION_BEFORE = """
    SELECT events.id AS event, anomalies.value AS anomaly
        FROM (SELECT op_id, hash, CAST(outcome AS TEXT) AS word FROM outcomes) AS said
            JOIN events ON events.op_id = said.op_id AND events.hash = said.hash,
            json_each(said.word, '$.anomalies') AS anomalies
        WHERE json_extract(said.word, '$.status') IN ('flagged', 'rejected')
"""
"""What stands in the table `attention` of a journal of before there was one."""

_ORIGINS = (
    # What this machine has been to the platform, the latest last. public_key: of the ones that it no longer signs as.
    "CREATE TABLE origins (number INTEGER PRIMARY KEY, station TEXT NOT NULL UNIQUE, public_key BLOB) STRICT",
    """
    INSERT INTO origins (number, station) SELECT 1, json_extract(value, '$.station') FROM meta WHERE key = 'identity'
    """,
    "ALTER TABLE events RENAME TO events_0001",
    # carried: the act stands in its own words in a later chain as well, because this one's end was lost with a backup.
    """
    CREATE TABLE events (
        id INTEGER PRIMARY KEY,
        origin INTEGER NOT NULL REFERENCES origins (number),
        epoch INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        op_id BLOB NOT NULL,
        kind TEXT NOT NULL,
        device_ms INTEGER NOT NULL,
        body BLOB NOT NULL,
        hash BLOB NOT NULL,
        signature BLOB NOT NULL,
        sealed BLOB,
        carried INTEGER NOT NULL DEFAULT 0 CHECK (carried IN (0, 1)),
        UNIQUE (origin, epoch, seq)
    ) STRICT
    """,
    """
    INSERT INTO events (id, origin, epoch, seq, op_id, kind, device_ms, body, hash, signature, sealed)
        SELECT id, 1, epoch, seq, op_id, kind, device_ms, body, hash, signature, sealed FROM events_0001 ORDER BY id
    """,
    "CREATE UNIQUE INDEX events_by_op_id ON events (op_id) WHERE carried = 0",
    "ALTER TABLE outbox RENAME TO outbox_0001",
    """
    CREATE TABLE outbox (
        event INTEGER PRIMARY KEY REFERENCES events (id),
        state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'parked')),
        offered INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "INSERT INTO outbox (event, state, offered) SELECT event, state, offered FROM outbox_0001",
    "DROP TABLE outbox_0001",
    "CREATE INDEX outbox_by_state ON outbox (state, offered, event)",
    "DROP TABLE events_0001",
    # What the platform flagged or rejected, until it tells what a person made of it.
    """
    CREATE TABLE attention (
        event INTEGER NOT NULL REFERENCES events (id),
        anomaly TEXT NOT NULL,
        PRIMARY KEY (event, anomaly)
    ) STRICT, WITHOUT ROWID
    """,
    f"INSERT INTO attention (event, anomaly) {ATTENTION_BEFORE}",
)

_DESK = (
    # op_id of the sign-out; that of one from before this schema is not known, and it cannot be undone by itself.
    "ALTER TABLE attendance ADD COLUMN sign_out BLOB",
    "ALTER TABLE attendance ADD COLUMN undone INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX attendance_by_sign_in ON attendance (sign_in)",
    # visitor: `h:` and the holder, or `m:` and the digest of a card that no holder is known of; day: a Taipei day.
    """
    CREATE TABLE entries (
        op_id BLOB PRIMARY KEY,
        admission TEXT NOT NULL,
        visitor TEXT NOT NULL,
        day TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        percent INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX entries_by_visitor ON entries (admission, visitor)",
)

_COUNTER = (
    """
    CREATE TABLE handed_out (
        application BLOB PRIMARY KEY,
        op_id BLOB NOT NULL,
        medium BLOB,
        returned INTEGER NOT NULL CHECK (returned IN (0, 1))
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX handed_out_by_medium ON handed_out (medium)",
    # after: the row of `events` behind which what counts for it stands.
    """
    CREATE TABLE shifts (
        op_id BLOB PRIMARY KEY,
        name TEXT NOT NULL,
        float_ntd INTEGER NOT NULL,
        opened_ms INTEGER NOT NULL,
        operator TEXT NOT NULL,
        after INTEGER NOT NULL,
        closed INTEGER NOT NULL CHECK (closed IN (0, 1))
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE team_boxes (
        card_kind TEXT NOT NULL,
        carrier TEXT NOT NULL,
        from_box TEXT NOT NULL,
        taken INTEGER NOT NULL,
        after INTEGER NOT NULL,
        PRIMARY KEY (card_kind, carrier)
    ) STRICT, WITHOUT ROWID
    """,
)
