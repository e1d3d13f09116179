"""Stored value that waits for a card (待入卡): one item per redemption, until a carrier takes it over or refuses it."""

from uuid import UUID, uuid5

import sqlalchemy as sa

from central import ledger, locks
from central.ledger import NTD, Account, Leg
from central.schema import settlement_items

_MOVE = UUID("5f2b5e0c-97f4-5b3e-8f6c-0d8a3f6d4f01")
"""Namespace (RFC 9562, UUIDv5) of the op_ids under which waiting value moves: one per replacement."""


def account(medium: bytes, holder: UUID) -> Account:
    """What waits for a medium."""
    return Account(kind="waiting", unit=NTD, holder=holder, medium=medium)


def add(
    connection: sa.Connection, *, op_id: UUID, medium: bytes, holder: UUID, point_kind: str, points: int, amount_ntd: int
) -> None:
    """Remember what a redemption has put aside, beside its transfers."""
    row = {"op_id": op_id, "medium": medium, "holder": holder, "point_kind": point_kind, "points": points}
    connection.execute(settlement_items.insert(), row | {"amount_ntd": amount_ntd})


def move_waiting(connection: sa.Connection, from_medium: bytes, to_medium: bytes, op_id: UUID, now_ms: int) -> int:
    """Let what waits for a replaced card wait for the new one of the same holder; whole NT$ moved, 0 when repeated.

    What is in a file that was sent to the carrier already stays with the old card, as its result will. `op_id` is the
    replacement's.
    """
    locks.hold(connection, locks.medium(from_medium), locks.medium(to_medium))
    move = uuid5(_MOVE, op_id.hex)
    if not ledger.begin(connection, move, "waiting.move", f"{from_medium.hex()} {to_medium.hex()}", now_ms):
        return 0
    moved = connection.execute(
        settlement_items.update()
        .where(settlement_items.c.medium == from_medium, settlement_items.c.batch.is_(None))
        .values(medium=to_medium)
        .returning(settlement_items.c.holder, settlement_items.c.amount_ntd)
    ).all()
    sums: dict[UUID, int] = {}
    for row in moved:
        sums[row.holder] = sums.get(row.holder, 0) + row.amount_ntd
    legs = [
        Leg(payer=account(from_medium, holder), payee=account(to_medium, holder), amount=amount)
        for holder, amount in sums.items()
    ]
    ledger.post(connection, move, legs)
    return sum(sums.values())
