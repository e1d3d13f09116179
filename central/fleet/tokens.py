"""Another token for a station, without ever locking it out over a lost answer.

The old token is good for exactly one more request, whatever it is, until the new one has been used: then it is dead at once.
When that one request is the rotation itself, its answer brings yet another token, and the one that was lost never counts.
"""

import sqlalchemy as sa

from central.schema import stations
from central.stations import Station, token_hash
from domain.errors import Code, EnvironmentProblem
from domain.ids import new_token

OLD_MS = 90 * 24 * 3_600_000
"""A token of this age should be replaced: the heartbeat's answer says so."""


def rotate(connection: sa.Connection, station: Station, now_ms: int) -> str:
    """The new token, told once. Raises `EnvironmentProblem(STATION_UNKNOWN)` when another request was quicker."""
    token = new_token()
    done = connection.execute(
        stations.update()
        .where(stations.c.station == station.station, stations.c.token_hash == station.token_hash)
        .values(
            previous_token_hash=None if station.by_grace else station.token_hash,
            token_hash=token_hash(token),
            token_ms=now_ms,
        )
    )
    if done.rowcount == 0:
        raise EnvironmentProblem(Code.STATION_UNKNOWN)
    return token


def settle(connection: sa.Connection, station: Station) -> None:
    """End the old token: its one request is this one, or the new token has arrived.

    Raises `EnvironmentProblem(STATION_UNKNOWN)` when the one request was another.
    """
    had = stations.c.previous_token_hash.is_not(None)
    mine = sa.and_(stations.c.station == station.station, stations.c.token_hash == station.token_hash, had)
    used = connection.execute(stations.update().where(mine).values(previous_token_hash=None))
    if station.by_grace and used.rowcount == 0:
        raise EnvironmentProblem(Code.STATION_UNKNOWN)
