"""Giving points back to the very lots that they came from: of a voided load, a refused settlement, a reversed spending."""

from collections.abc import Callable, Collection
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import ledger, points, prepared
from central.ledger import Account, AccountKind, Leg
from central.schema import accounts, lots, transfers


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one lot gave to an operation. `award` is the op_id under which the lot came into being."""

    lot: int
    award: UUID
    agency: str
    points: int


def parts(connection: sa.Connection, op_id: UUID, payee_kind: AccountKind) -> list[Part]:
    """What each lot gave to the accounts of a kind in an operation, in its order."""
    return parts_of(connection, [op_id], payee_kind).get(op_id, [])


def parts_of(connection: sa.Connection, op_ids: Collection[UUID], payee_kind: AccountKind) -> dict[UUID, list[Part]]:
    """As `parts` for several operations, by op_id; none for those that took of no lot."""
    found: dict[UUID, list[Part]] = {}
    if not op_ids:
        return found
    for row in connection.execute(_parts(connection.dialect.name), {"op_ids": list(op_ids), "kind": payee_kind}):
        part = Part(lot=row.id, award=row.award, agency=row.agency, points=row.amount)
        found.setdefault(row.op_id, []).append(part)
    return found


@cache
def _parts(dialect: str) -> sa.Select[Any]:
    return (
        sa.select(transfers.c.op_id, lots.c.id, lots.c.op_id.label("award"), lots.c.agency, transfers.c.amount)
        .join(lots, lots.c.id == transfers.c.lot)
        .join(accounts, accounts.c.id == transfers.c.payee)
        .where(prepared.one_of(transfers.c.op_id, "op_ids", dialect), accounts.c.kind == sa.bindparam("kind"))
        .order_by(transfers.c.op_id, transfers.c.leg)
    )


def back(
    connection: sa.Connection, holder: UUID, point_kind: str, given: list[Part], source: Callable[[Part], Account]
) -> list[Leg]:
    """Fill the lots again; the legs that go with it, from `source` of each part.

    Points that are over lapse as any do. Those of an award that was taken back meanwhile repay what the holder has owed for
    them since.
    """
    owed, own = points.deficit(holder, point_kind), points.purse(holder, point_kind)
    owing = -ledger.balance(connection, owed)
    legs = []
    for part in given:
        repaid = min(part.points, owing) if points.is_cancelled(connection, part.award) else 0
        owing, rest = owing - repaid, part.points - repaid
        to = ((owed, repaid), (own, rest))
        legs += [Leg(payer=source(part), payee=payee, amount=amount, lot=part.lot) for payee, amount in to if amount]
        connection.execute(lots.update().where(lots.c.id == part.lot).values(remaining=lots.c.remaining + rest))
    return legs
