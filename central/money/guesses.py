"""How many people whom nobody knows another system may name in a day: so that it cannot find out who is known by trying.

Counted are national IDs that lead to nobody, by service key and day of Taipei. A key that has named too many is told nothing
about anybody by national ID until the next day, also not of those who are known, and the trail says so. Cards go on.
"""

import sqlalchemy as sa

from central import locks
from central.access import trail
from central.schema import limit_counts
from domain import taipei
from domain.errors import Code, EnvironmentProblem

MOST_UNKNOWN = 1_000
"""National IDs that lead to nobody, of one key in one day."""
_DAY_MS = 24 * 3_600_000


def within(connection: sa.Connection, service_key: str, unknown: int, now_ms: int) -> bool:
    """Count so many; False when the key has named, or names with these, more than it may: then its day is over."""
    name, began_ms = f"unknown/{service_key}", taipei.midnight_ms(taipei.day(now_ms))
    locks.hold(connection, locks.named(name))
    same = limit_counts.c.name == name
    before = connection.execute(sa.select(limit_counts).where(same)).one_or_none()
    used = before.used if before is not None and before.began_ms == began_ms else 0
    if used > MOST_UNKNOWN:
        return False
    values = {"began_ms": began_ms, "used": min(used + unknown, MOST_UNKNOWN + 1)}
    if before is None:
        connection.execute(limit_counts.insert().values(name=name, **values))
    else:
        connection.execute(limit_counts.update().where(same).values(**values))
    if values["used"] > MOST_UNKNOWN:
        trail.note(connection, actor=service_key, act="service_key.unknown_persons", subject=service_key, now_ms=now_ms)
        return False
    return True


def too_many(now_ms: int) -> EnvironmentProblem:
    """What a key whose day is over is told."""
    tomorrow_ms = taipei.midnight_ms(taipei.day(now_ms)) + _DAY_MS
    return EnvironmentProblem(Code.PLATFORM_BUSY, wait_s=(tomorrow_ms - now_ms) // 1000 + 1)
