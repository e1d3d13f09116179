"""Whether people have used anything since a day: cards, activities, points, other systems, applications, phones.

A monthly grant and a lapse are no use: nobody was there. What a member of staff did to a card is none either.
"""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from central import bulk
from central.schema import (
    accounts,
    applications,
    attendance,
    cards,
    data_keys,
    entries,
    holders,
    last_uses,
    loads,
    operations,
    transfers,
    virtual_card_devices,
)

_BY_ITSELF = (
    *("lapse", "cancel", "cancelled", "award.reserve", "award.release", "serve.correct", "spend.reverse"),
    *("settle.confirmed", "settle.refused", "waiting.move", "value.release", "load.void", "load.given_up"),
)
"""Kinds of operations that happen without the person."""
_GRANT = "% grant ____-__"
"""How the content of a monthly grant ends (`central.grants`)."""


def since(connection: sa.Connection, people: Collection[UUID], since_ms: int) -> set[UUID]:
    """Those among these people who have."""
    used: set[UUID] = set()
    for wanted in (*_rows(connection, people, since_ms), _books(connection, people, since_ms)):
        used |= set(connection.scalars(wanted.distinct()))
    return used


def old_enough(connection: sa.Connection, after: UUID | None, before_ms: int, limit: int) -> list[UUID]:
    """People who are remembered and were there before `before_ms`, by id from `after` on."""
    wanted = sa.select(holders.c.holder).join(data_keys, data_keys.c.holder == holders.c.holder)
    wanted = wanted.where(holders.c.created_ms <= before_ms)
    if after is not None:
        wanted = wanted.where(holders.c.holder > after)
    return list(connection.scalars(wanted.order_by(holders.c.holder).limit(limit)))


def _rows(connection: sa.Connection, people: Collection[UUID], since_ms: int) -> list[sa.Select[tuple[UUID]]]:
    moments = (
        (cards.c.holder, cards.c.since_ms),
        (attendance.c.holder, attendance.c.in_ms),
        (last_uses.c.holder, last_uses.c.at_ms),
        (loads.c.holder, loads.c.authorised_ms),
        (applications.c.holder, applications.c.changed_ms),
        (virtual_card_devices.c.holder, virtual_card_devices.c.enrolled_ms),
    )
    return [sa.select(holder).where(bulk.among(connection, holder, people), at_ms > since_ms) for holder, at_ms in moments]


def _books(connection: sa.Connection, people: Collection[UUID], since_ms: int) -> sa.Select[tuple[UUID]]:
    """Whoever's account an operation has moved."""
    return (
        sa.select(accounts.c.holder)
        .join(entries, entries.c.account == accounts.c.id)
        .join(transfers, transfers.c.id == entries.c.transfer)
        .join(operations, operations.c.op_id == transfers.c.op_id)
        .where(
            bulk.among(connection, accounts.c.holder, people),
            operations.c.at_ms > since_ms,
            operations.c.kind.not_in(_BY_ITSELF),
            operations.c.content.not_like(_GRANT),
        )
    )
