"""How often somebody may do something, exact over every process: a count per window of time, one row per name."""

import sqlalchemy as sa

from central.inserting import insert_new
from central.schema import limit_counts
from domain.errors import Code, EnvironmentProblem


def take(connection: sa.Connection, name: str, *, times: int, most: int, per_ms: int, now_ms: int) -> None:
    """Count so many times against the present window.

    Raises `EnvironmentProblem(PLATFORM_BUSY)` with `wait_s`, and counts nothing, when they are too many.
    """
    began_ms = now_ms - now_ms % per_ms
    c = limit_counts.c
    present = c.began_ms >= began_ms
    counted = (
        limit_counts.update()
        .where(c.name == name, sa.case((present, c.used), else_=0) + times <= most)
        .values(used=sa.case((present, c.used), else_=0) + times, began_ms=sa.case((present, c.began_ms), else_=began_ms))
    )
    if connection.execute(counted).rowcount:
        return
    if times <= most and insert_new(connection, limit_counts, name=name, began_ms=began_ms, used=times):
        return
    if connection.execute(counted).rowcount == 0:
        raise EnvironmentProblem(Code.PLATFORM_BUSY, wait_s=(began_ms + per_ms - now_ms) // 1000 + 1)


def give_back(connection: sa.Connection, name: str, *, times: int) -> None:
    """What was counted in advance and was no guess after all."""
    left = sa.case((limit_counts.c.used > times, limit_counts.c.used - times), else_=0)
    connection.execute(limit_counts.update().where(limit_counts.c.name == name).values(used=left))
