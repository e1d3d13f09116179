"""Points that are over lapse on schedule, for everybody, and not only when their holder comes."""

from uuid import UUID

import sqlalchemy as sa

from central import locks, points
from central.schema import lots
from central.store import Store

_AT_ONCE = 100


def lapse_due(store: Store, now_ms: int, most: int | None = None) -> int:
    """Book the expiry of whatever is over, the longest over first; how many holders it concerned.

    In portions, so that nobody waits long; safe to repeat, to interrupt and beside others who do it. `most` ends it early.
    """
    done = 0
    while most is None or done < most:
        with store.read() as connection:
            due = _due(connection, now_ms, _AT_ONCE if most is None else min(_AT_ONCE, most - done))
        if not due:
            break
        with store.write() as connection:
            locks.hold(connection, *map(locks.holder, due))
            for holder in due:
                points.lapse(connection, holder, now_ms)
        done += len(due)
    return done


def _due(connection: sa.Connection, now_ms: int, most: int) -> list[UUID]:
    over = (
        sa.select(lots.c.holder)
        .where(lots.c.remaining > 0, lots.c.expires_ms <= now_ms)
        .order_by(lots.c.expires_ms)
        .limit(most)
    )
    return sorted(set(connection.scalars(over)))
