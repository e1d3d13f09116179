"""Loads onto cards as the platform keeps them: one row each, and what stations and operators are shown of it."""

from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import people, prepared
from central.authority import Authority
from central.schema import load_grants, loads, stations
from domain.errors import Code, Refused
from domain.events import Event, LoadIntended
from domain.ids import recovery_code
from domain.loads import LoadState
from domain.wire import OpenLoad

OPEN = loads.c.state == LoadState.AUTHORISED.value


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """One load. `op_id` is its intent's; `station` the one that began it."""

    op_id: UUID
    station: str
    medium: bytes
    holder: UUID | None
    """None only for a refused load, unless its value was booked late."""
    purse: str
    driver: str
    """The purse's driver when it was authorised; empty for a refused load."""
    point_kind: str
    points: int
    amount_ntd: int
    state: LoadState
    committing: bool
    """Its station has said that it would send the commit."""
    committing_ms: int | None = None
    """When that came in."""
    unknown: bool
    """Its station does not know how the commit ended."""
    decided_how: str | None
    """Kind of the event that decided it."""
    late_ms: int | None = None
    """When the value of a load that was voided or refused was booked after all, because the card has it."""


def authorised(event: Event, wish: LoadIntended, *, medium: bytes, holder: UUID, driver: str) -> Load:
    """The load of an intent, not yet in the database."""
    return Load(
        op_id=event.op_id,
        station=event.station,
        medium=medium,
        holder=holder,
        purse=wish.purse,
        driver=driver,
        point_kind=wish.point_kind,
        points=wish.points,
        amount_ntd=wish.amount_ntd,
        state=LoadState.AUTHORISED,
        committing=False,
        unknown=False,
        decided_how=None,
    )


def refused(event: Event, wish: LoadIntended, medium: bytes) -> Load:
    """The load of an intent that is not authorised."""
    return Load(
        op_id=event.op_id,
        station=event.station,
        medium=medium,
        holder=None,
        purse=wish.purse,
        driver="",
        point_kind=wish.point_kind,
        points=wish.points,
        amount_ntd=wish.amount_ntd,
        state=LoadState.REFUSED,
        committing=False,
        unknown=False,
        decided_how=event.kind,
    )


def row_of(load: Load, now_ms: int, refusal: Code | None = None) -> dict[str, Any]:
    """A load that was just authorised, or refused for a reason, as it is written."""
    values = {**msgspec.structs.asdict(load), "state": load.state.value, "recovery_code": recovery_code(load.op_id)}
    if refusal is None:
        return {**values, "refusal": None, "authorised_ms": now_ms, "decided_ms": None, "decided_by": None}
    return {**values, "refusal": refusal.value, "authorised_ms": None, "decided_ms": now_ms, "decided_by": load.op_id}


def any_of(connection: sa.Connection, medium: bytes) -> bool:
    """Whether a medium was ever to be loaded, however that ended."""
    return connection.scalar(sa.select(loads.c.op_id).where(loads.c.medium == medium).limit(1)) is not None


def find(connection: sa.Connection, op_id: UUID) -> Load | None:
    """The load of that id."""
    row = prepared.rows_of(connection, loads.c.op_id, op_id).one_or_none()
    return None if row is None else load_of(row)


def note_late(connection: sa.Connection, load: Load, now_ms: int) -> None:
    """Keep that a decided load's value was booked all the same; its decision stays."""
    connection.execute(loads.update().where(loads.c.op_id == load.op_id).values(late_ms=now_ms, holder=load.holder))


def write_grant(connection: sa.Connection, load: UUID, station: str, now_ms: int) -> None:
    """Write down that a station was given the key of a load's card."""
    connection.execute(load_grants.insert(), {"load": load, "station": station, "at_ms": now_ms})


# --- what is shown ---------------------------------------------------------------------------------------------------


def shown_of(connection: sa.Connection, medium: bytes) -> OpenLoad | None:
    """A medium's open load, for whoever has the card."""
    rows = connection.execute(_SHOWN, {"of_medium": medium}).all()
    return _shown(rows[0]) if rows else None


def listed(
    connection: sa.Connection,
    authority: Authority,
    *,
    code: str = "",
    medium: bytes | None = None,
    after: UUID | None = None,
    limit: int,
) -> list[OpenLoad]:
    """Open loads, the oldest first, with masked names: for staff alone. `code` is a recovery code as `domain.ids` writes it.

    Raises `Refused(LOAD_NOT_FOUND)` when there never was such a load as `after`.
    """
    wanted = _wanted().order_by(loads.c.authorised_ms, loads.c.op_id).limit(limit)
    if code:
        wanted = wanted.where(loads.c.recovery_code == code)
    if medium is not None:
        wanted = wanted.where(loads.c.medium == medium)
    if after is not None:
        wanted = wanted.where(_beyond(connection, after))
    return [
        msgspec.structs.replace(
            _shown(row), medium=bytes(row.medium), masked_name=people.masked_name(connection, authority, row.holder)
        )
        for row in connection.execute(wanted)
    ]


def _beyond(connection: sa.Connection, after: UUID) -> sa.ColumnElement[bool]:
    since_ms = connection.scalar(sa.select(loads.c.authorised_ms).where(loads.c.op_id == after))
    if since_ms is None:
        raise Refused(Code.LOAD_NOT_FOUND)
    same = sa.and_(loads.c.authorised_ms == since_ms, loads.c.op_id > after)
    return sa.or_(loads.c.authorised_ms > since_ms, same)


def _wanted() -> sa.Select[Any]:
    return sa.select(loads, stations.c.name.label("station_name")).join(stations).where(OPEN)


_SHOWN = _wanted().where(loads.c.medium == sa.bindparam("of_medium"))


def _shown(row: sa.Row[Any]) -> OpenLoad:
    return OpenLoad(
        load=row.op_id,
        purse=row.purse,
        point_kind=row.point_kind,
        points=row.points,
        amount_ntd=row.amount_ntd,
        at_ms=row.authorised_ms,
        station=row.station,
        station_name=row.station_name,
        recovery_code=row.recovery_code,
        unknown=row.unknown,
    )


def load_of(row: sa.Row[Any]) -> Load:
    """A load as its row tells of it."""
    return Load(
        op_id=row.op_id,
        station=row.station,
        medium=bytes(row.medium),
        holder=row.holder,
        purse=row.purse,
        driver=row.driver,
        point_kind=row.point_kind,
        points=row.points,
        amount_ntd=row.amount_ntd,
        state=LoadState(row.state),
        committing=row.committing,
        committing_ms=row.committing_ms,
        unknown=row.unknown,
        decided_how=row.decided_how,
        late_ms=row.late_ms,
    )
