"""Why a person cannot be forgotten yet: something is still open between them and the city."""

from collections.abc import Iterator
from typing import Literal
from uuid import UUID

import sqlalchemy as sa

from central import points
from central.authority import Authority
from central.schema import accounts, applications, award_rows, loads, settlement_items
from domain.programme import Programme

Obstacle = Literal["application", "load_open", "value_waiting", "settlement", "deficit", "points"]


def of(connection: sa.Connection, authority: Authority, holder: UUID, now_ms: int) -> list[Obstacle]:
    """What prevents it; lapses of points are booked before they are looked at."""
    points.lapse(connection, holder, now_ms)
    return list(_found(connection, authority.programme, holder))


def _found(connection: sa.Connection, programme: Programme, holder: UUID) -> Iterator[Obstacle]:
    if _any(connection, applications.c.holder == holder, applications.c.closed_ms.is_(None)):
        yield "application"
    if _any(connection, loads.c.holder == holder, loads.c.state == "authorised"):
        yield "load_open"
    own = accounts.c.holder == holder
    if _any(connection, own, accounts.c.kind == "waiting", accounts.c.balance > 0):
        yield "value_waiting"
    if _any(connection, settlement_items.c.holder == holder, settlement_items.c.booked_ms.is_(None)):
        yield "settlement"
    if _any(connection, own, accounts.c.kind == "deficit", accounts.c.balance < 0):
        yield "deficit"
    if _any(connection, award_rows.c.holder == holder, award_rows.c.outcome.is_(None)):
        yield "points"
        return
    granted = [kind.id for kind in programme.point_kinds if kind.payer == "programme" and not kind.redeemable]
    if _any(connection, own, accounts.c.kind == "holder", accounts.c.balance > 0, accounts.c.unit.not_in(granted)):
        yield "points"


def _any(connection: sa.Connection, first: sa.ColumnElement[bool], *others: sa.ColumnElement[bool]) -> bool:
    return connection.execute(sa.select(sa.literal(1)).where(first, *others).limit(1)).first() is not None
