"""Who waits for whom where several transactions write at once.

On PostgreSQL a transaction that reads something and then writes by what it read holds that thing's lock in between; on
SQLite there is one writer at a time, and nothing to do. A lock ends with its transaction, or with the savepoint that it was
taken in when that is rolled back.

To keep two transactions from waiting for each other, locks are taken in this order: a station's chain, acts (by their op_id), a
person (by the digest of their national ID), holders, media, and then whatever has a name of its own. `hold` sorts what one call
gives it. Where the order cannot be kept, PostgreSQL ends one of the two after a second, and its caller is told PLATFORM_BUSY.
A server has room for some thousands of locks in all: a job over many holders is done in portions of at most `MOST`.
"""

import hashlib
from uuid import UUID

import sqlalchemy as sa

Lock = tuple[int, bytes]
_HELD = "citycard_locks"
MOST = 500


def chain(station: str) -> Lock:
    """A station's chain: its events are judged one after the other."""
    return 1, station.encode()


def act(op_id: UUID) -> Lock:
    """An act, by the op_id that must be used once, whoever sends it; and whatever waits for that act to come."""
    return 2, op_id.bytes


def person(digest: bytes) -> Lock:
    """A person who may not be a holder yet."""
    return 3, digest


def holder(holder_id: UUID) -> Lock:
    """What a holder has: points, deficits, claims, cards."""
    return 4, holder_id.bytes


def medium(digest: bytes) -> Lock:
    """A medium that may not be a card yet, its state and the value on it."""
    return 5, digest


def named(name: str) -> Lock:
    """Anything else, such as a job that one process does at a time."""
    return 6, name.encode()


def hold(connection: sa.Connection, *locks: Lock) -> None:
    """Take these locks until the transaction's end, waiting for whoever has them. What it reads after that is of now."""
    if connection.dialect.name != "postgresql":
        return
    held = _held(connection)
    numbers = [number(lock) for lock in sorted(set(locks) - held)]
    if not numbers:
        return
    taken = "SELECT count(pg_advisory_xact_lock(one)) FROM unnest(%s::bigint[]) AS one"
    connection.exec_driver_sql(taken, (numbers,))
    if not connection.in_nested_transaction():
        held |= set(locks)


def _held(connection: sa.Connection) -> set[Lock]:
    """What this transaction holds for certain: a lock that was taken inside a savepoint may end with that."""
    transaction = connection.get_transaction()
    if transaction is None:
        return set()
    kept: tuple[object, set[Lock]] | None = connection.info.get(_HELD)
    if kept is None or kept[0] is not transaction:
        kept = connection.info[_HELD] = (transaction, set())
    return kept[1]


def try_hold(connection: sa.Connection, lock: Lock) -> bool:
    """Take a lock until the transaction's end, unless somebody else has it."""
    if connection.dialect.name != "postgresql":
        return True
    return bool(connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(number(lock)))))


def number(lock: Lock) -> int:
    """The 64 bits by which PostgreSQL knows a lock: two that collide wait for each other in vain, no more."""
    rank, key = lock
    return int.from_bytes(hashlib.blake2b(bytes([rank]) + key, digest_size=8).digest(), "big", signed=True)
