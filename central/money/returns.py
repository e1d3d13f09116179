"""Giving points back to the very lots that they came from: of a voided load, a refused settlement, a reversed spending."""

from collections.abc import Callable
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import ledger, points
from central.ledger import Account, AccountKind, Leg
from central.schema import accounts, lots, transfers


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one lot gave to an operation. `award` is the op_id under which the lot came into being."""

    lot: int
    award: UUID
    agency: str
    points: int


_PARTS = (
    sa.select(lots.c.id, lots.c.op_id, lots.c.agency, transfers.c.amount)
    .join(transfers, transfers.c.lot == lots.c.id)
    .join(accounts, accounts.c.id == transfers.c.payee)
    .where(transfers.c.op_id == sa.bindparam("op_id"), accounts.c.kind == sa.bindparam("kind"))
    .order_by(transfers.c.leg)
)


def parts(connection: sa.Connection, op_id: UUID, payee_kind: AccountKind) -> list[Part]:
    """What each lot gave to the accounts of a kind in an operation, in its order."""
    rows = connection.execute(_PARTS, {"op_id": op_id, "kind": payee_kind})
    return [Part(lot=row.id, award=row.op_id, agency=row.agency, points=row.amount) for row in rows]


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
