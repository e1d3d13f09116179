"""The registry file's schema. Migrations are only ever appended; each commits with its own record."""

from offline_store.sqlite_tools import sqlite_utils

REGISTRY = sqlite_utils.Migrations("registry")
ROSTER_DAYS = 14
"""A roster is kept for so long after its activity has ended, for questions about who was registered."""
UNTOLD_DAYS = 30
"""A roster's row is kept for so long while nothing is known of its activity."""
ADMISSION_DAYS = 400
"""Used free days are kept for so long after the last of them: a programme may count them by the year."""


@REGISTRY()
def m0001_registry(db: sqlite_utils.Database) -> None:
    """Cards packed into integers, and the tables that only some roles receive."""
    for statement in _FIRST:
        db.execute(statement)


@REGISTRY()
def m0002_gates(db: sqlite_utils.Database) -> None:
    """An organiser's own figures of an activity, and what visitors have used of an admission."""
    for column in ("points_flat", "points_per_hour", "points_at_most"):
        db.execute(f"ALTER TABLE activities ADD COLUMN {column} INTEGER")
    db.execute(
        "CREATE TABLE admissions (admission TEXT NOT NULL, visitor TEXT NOT NULL, days TEXT NOT NULL,"
        " PRIMARY KEY (admission, visitor)) STRICT, WITHOUT ROWID"
    )


@REGISTRY()
def m0003_expiry(db: sqlite_utils.Database) -> None:
    """Until when a row about a person may be kept. What was there before is kept as if it had been told today."""
    for statement in _EXPIRY:
        db.execute(statement)


@REGISTRY()
def m0004_sittings(db: sqlite_utils.Database) -> None:
    """Where an activity is, in which sessions and for how many; whom to find by name on its list."""
    for statement in _SITTINGS:
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

_EXPIRY = (
    # Milliseconds of the platform's time; 0 of a row of before, until the registry is opened and knows what time it is.
    "ALTER TABLE roster ADD COLUMN until_ms INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE admissions ADD COLUMN until_ms INTEGER NOT NULL DEFAULT 0",
    # Whoever is not on a roster any more, or no staff any more, has no row.
    "DELETE FROM roster WHERE NOT active",
    "DELETE FROM staff WHERE NOT active",
)

_SITTINGS = (
    "ALTER TABLE activities ADD COLUMN place TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE activities ADD COLUMN capacity INTEGER",
    # `beginning-end` of each session, in milliseconds, with spaces between.
    "ALTER TABLE activities ADD COLUMN sessions TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE roster ADD COLUMN masked_name TEXT NOT NULL DEFAULT ''",
)
