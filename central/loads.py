"""Loads onto cards as the platform keeps them: one row each, and what stations and operators are shown of it."""

from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import people, prepared
from central.authority import Authority
from central.schema import load_grants, loads, stations
from domain.errors import Code
from domain.events import Event, LoadIntended
from domain.ids import recovery_code
from domain.loads import LoadState
from domain.wire import OpenLoad

_OPEN = loads.c.state == LoadState.AUTHORISED.value


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


def add(connection: sa.Connection, load: Load, now_ms: int) -> None:
    """Write an authorised load. A database constraint lets only one of a medium be open."""
    values = {**msgspec.structs.asdict(load), "state": load.state.value, "authorised_ms": now_ms}
    connection.execute(loads.insert(), values | {"recovery_code": recovery_code(load.op_id)})


def add_refused(connection: sa.Connection, event: Event, wish: LoadIntended, refusal: Code, now_ms: int) -> None:
    """Write down that a load was never authorised. `event` is its intent and names a medium."""
    connection.execute(
        loads.insert().values(
            op_id=event.op_id,
            station=event.station,
            medium=event.medium,
            holder=None,
            purse=wish.purse,
            driver="",
            point_kind=wish.point_kind,
            points=wish.points,
            amount_ntd=wish.amount_ntd,
            state=LoadState.REFUSED.value,
            refusal=refusal.value,
            recovery_code=recovery_code(event.op_id),
            committing=False,
            unknown=False,
            decided_ms=now_ms,
            decided_by=event.op_id,
            decided_how=event.kind,
        )
    )


def any_of(connection: sa.Connection, medium: bytes) -> bool:
    """Whether a medium was ever to be loaded, however that ended."""
    return connection.scalar(sa.select(loads.c.op_id).where(loads.c.medium == medium).limit(1)) is not None


def find(connection: sa.Connection, op_id: UUID) -> Load | None:
    """The load of that id."""
    row = prepared.rows_of(connection, loads.c.op_id, op_id).one_or_none()
    return None if row is None else _load(row)


_OPEN_OF = sa.select(loads).where(loads.c.medium == sa.bindparam("medium"), _OPEN)


def open_of(connection: sa.Connection, medium: bytes) -> Load | None:
    """The one load of a medium that is still to be decided."""
    row = connection.execute(_OPEN_OF, {"medium": medium}).one_or_none()
    return None if row is None else _load(row)


def note_committing(connection: sa.Connection, load: Load, received_ms: int, *, unknown: bool = False) -> None:
    """Keep what its station has said of the commit, and when that was first heard."""
    first_ms = load.committing_ms if load.committing else received_ms
    values = {"committing": True, "committing_ms": first_ms, "unknown": load.unknown or unknown}
    prepared.update_of(connection, loads.c.op_id, load.op_id, values)


def note_late(connection: sa.Connection, load: Load, now_ms: int) -> None:
    """Keep that a decided load's value was booked all the same; its decision stays."""
    connection.execute(loads.update().where(loads.c.op_id == load.op_id).values(late_ms=now_ms, holder=load.holder))


def decide(connection: sa.Connection, load: Load, state: LoadState, event: Event, now_ms: int) -> None:
    """Move an open load to its end."""
    to = {"state": state.value, "decided_ms": now_ms, "decided_by": event.op_id, "decided_how": event.kind}
    connection.execute(_DECIDE, {"of_load": load.op_id, "of_state": LoadState.AUTHORISED.value, **to})


_DECIDE = loads.update().where(loads.c.op_id == sa.bindparam("of_load"), loads.c.state == sa.bindparam("of_state"))


def write_grant(connection: sa.Connection, load: UUID, station: str, now_ms: int) -> None:
    """Write down that a station was given the key of a load's card."""
    connection.execute(load_grants.insert(), {"load": load, "station": station, "at_ms": now_ms})


# --- what is shown ---------------------------------------------------------------------------------------------------


def shown_of(connection: sa.Connection, medium: bytes) -> OpenLoad | None:
    """A medium's open load, for whoever has the card."""
    rows = connection.execute(_wanted().where(loads.c.medium == medium)).all()
    return _shown(rows[0]) if rows else None


def listed(
    connection: sa.Connection, authority: Authority, *, code: str = "", medium: bytes | None = None, limit: int
) -> list[OpenLoad]:
    """Open loads, the oldest first, with masked names: for staff alone. `code` is a recovery code as `domain.ids` writes it."""
    wanted = _wanted().order_by(loads.c.authorised_ms, loads.c.op_id).limit(limit)
    if code:
        wanted = wanted.where(loads.c.recovery_code == code)
    if medium is not None:
        wanted = wanted.where(loads.c.medium == medium)
    return [
        msgspec.structs.replace(
            _shown(row), medium=bytes(row.medium), masked_name=people.masked_name(connection, authority, row.holder)
        )
        for row in connection.execute(wanted)
    ]


def _wanted() -> sa.Select[Any]:
    return sa.select(loads, stations.c.name.label("station_name")).join(stations).where(_OPEN)


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


def _load(row: sa.Row[Any]) -> Load:
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
