"""Who waits for whom where several transactions write at once.

On PostgreSQL a transaction that reads something and then writes by what it read holds that thing's lock in between; on
SQLite there is one writer at a time, and nothing to do. A lock ends with its transaction.

To keep two transactions from waiting for each other, locks are taken in this order: a station's chain, a person (by the
digest of their national ID), holders, media, and then whatever has a name of its own. `hold` sorts what one call gives it.
"""

import hashlib
from uuid import UUID

import sqlalchemy as sa

Lock = tuple[int, bytes]


def chain(station: str) -> Lock:
    """A station's chain: its events are judged one after the other."""
    return 1, station.encode()


def person(digest: bytes) -> Lock:
    """A person who may not be a holder yet."""
    return 2, digest


def holder(holder_id: UUID) -> Lock:
    """What a holder has: points, deficits, claims, cards."""
    return 3, holder_id.bytes


def medium(digest: bytes) -> Lock:
    """A medium that may not be a card yet, its state and the value on it."""
    return 4, digest


def named(name: str) -> Lock:
    """Anything else, such as a job that one process does at a time."""
    return 5, name.encode()


def hold(connection: sa.Connection, *locks: Lock) -> None:
    """Take these locks until the transaction's end, waiting for whoever has them."""
    if connection.dialect.name != "postgresql":
        return
    for rank, key in sorted(set(locks)):
        number = int.from_bytes(hashlib.blake2b(bytes([rank]) + key, digest_size=8).digest(), "big", signed=True)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))
