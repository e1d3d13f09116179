"""How stations are: the last heartbeat of each, and the list for those who look after them."""

from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from central import locks
from central.fleet.epochs import chain_end
from central.fleet.tokens import OLD_MS
from central.schema import heartbeats, meta, stations
from central.stations import Station
from domain.errors import Code, Refused
from domain.wire_fleet import Beat, ChainEnd, StationListed, StationListRequest

SILENT_MS = 30 * 60_000
_MINIMUM_VERSION = "minimum_station_version"


class Orders(msgspec.Struct, frozen=True, kw_only=True):
    """What a station is told in answer to its heartbeat."""

    wipe_ordered_ms: int | None
    minimum_version: str
    epoch: int
    chain: ChainEnd
    rotate_token: bool


def beat(connection: sa.Connection, station: Station, beat: Beat, now_ms: int) -> Orders:
    """Keep how a station is, in place of how it was."""
    values = {
        "at_ms": now_ms,
        "queued": beat.queued,
        "oldest_unsent_ms": beat.oldest_unsent_ms,
        "body": msgspec.json.encode(beat),
    }
    locks.hold(connection, locks.named(f"heartbeat/{station.station}"))
    mine = heartbeats.c.station == station.station
    if connection.execute(heartbeats.update().where(mine).values(**values)).rowcount == 0:
        connection.execute(heartbeats.insert().values(station=station.station, **values))
    here = stations.c.station == station.station
    connection.execute(stations.update().where(here).values(version=beat.version, last_seen_ms=now_ms))
    row = connection.execute(sa.select(stations).where(here)).one()
    waits = row.wipe_ordered_ms is not None and row.wipe_acknowledged_ms is None
    return Orders(
        wipe_ordered_ms=row.wipe_ordered_ms if waits else None,
        minimum_version=minimum_version(connection),
        epoch=row.epoch,
        chain=chain_end(connection, station.station, row.epoch),
        rotate_token=now_ms - (row.token_ms or row.enrolled_ms) > OLD_MS,
    )


def minimum_version(connection: sa.Connection) -> str:
    """The oldest version that stations should have; empty: any."""
    return connection.scalar(sa.select(meta.c.value).where(meta.c.key == _MINIMUM_VERSION)) or ""


def set_minimum_version(connection: sa.Connection, version: str) -> None:
    """Say which version stations should have at least."""
    connection.execute(meta.delete().where(meta.c.key == _MINIMUM_VERSION))
    connection.execute(meta.insert().values(key=_MINIMUM_VERSION, value=version))


def order_wipe(connection: sa.Connection, station: str, now_ms: int) -> None:
    """Let a station wipe itself when it calls next. Safe to repeat. Raises `Refused(REQUEST_INVALID)` when there is none."""
    first = sa.func.coalesce(stations.c.wipe_ordered_ms, now_ms)
    here = stations.update().where(stations.c.station == station)
    if connection.execute(here.values(wipe_ordered_ms=first)).rowcount == 0:
        raise Refused(Code.REQUEST_INVALID, part="station")


def wiped(connection: sa.Connection, station: str, ordered_ms: int, now_ms: int) -> None:
    """Write down that the wipe of that time is done. Safe to repeat. Raises `Refused(REQUEST_INVALID)` when there was none."""
    ordered = sa.and_(stations.c.station == station, stations.c.wipe_ordered_ms == ordered_ms)
    first = sa.func.coalesce(stations.c.wipe_acknowledged_ms, now_ms)
    if connection.execute(stations.update().where(ordered).values(wipe_acknowledged_ms=first)).rowcount == 0:
        raise Refused(Code.REQUEST_INVALID, part="ordered_ms")


def listed(connection: sa.Connection, request: StationListRequest, now_ms: int) -> tuple[list[StationListed], bool]:
    """Stations by id, and whether there are more."""
    wanted = (
        sa.select(stations, heartbeats.c.body, heartbeats.c.at_ms)
        .outerjoin(heartbeats, heartbeats.c.station == stations.c.station)
        .where(stations.c.station > request.after)
        .order_by(stations.c.station)
        .limit(request.limit + 1)
    )
    if request.site:
        wanted = wanted.where(stations.c.site == request.site)
    if request.silent:
        wanted = wanted.where(is_silent(now_ms))
    rows = connection.execute(wanted).all()
    return [_listed(row, now_ms) for row in rows[: request.limit]], len(rows) > request.limit


def is_silent(now_ms: int) -> sa.ColumnElement[bool]:
    """Enrolled, not revoked, and not heard of for so long."""
    heard = sa.func.coalesce(stations.c.last_seen_ms, stations.c.enrolled_ms)
    return sa.and_(stations.c.revoked_ms.is_(None), heard < now_ms - SILENT_MS)


def _listed(row: sa.Row[Any], now_ms: int) -> StationListed:
    heard_ms = row.last_seen_ms if row.last_seen_ms is not None else row.enrolled_ms
    return StationListed(
        station=row.station,
        name=row.name,
        site=row.site,
        roles=msgspec.json.decode(row.roles, type=list[str]),
        epoch=row.epoch,
        enrolled_ms=row.enrolled_ms,
        last_seen_ms=row.last_seen_ms,
        silent=row.revoked_ms is None and heard_ms < now_ms - SILENT_MS,
        revoked=row.revoked_ms is not None,
        cloned=row.cloned_ms is not None,
        clone_seen_ms=row.clone_seen_ms,
        wipe=_wipe(row),
        replaced_by=row.replaced_by,
        beat=None if row.body is None else msgspec.json.decode(row.body, type=Beat),
        beat_ms=row.at_ms,
    )


def _wipe(row: sa.Row[Any]) -> Literal["none", "ordered", "acknowledged"]:
    if row.wipe_ordered_ms is None:
        return "none"
    return "ordered" if row.wipe_acknowledged_ms is None else "acknowledged"
