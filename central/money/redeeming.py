"""Points become stored value that waits for a card: one decision for stations and other systems alike.

Each lot that is spent charges its own agency: the points go to that agency's `redeemed` account, the NT$ come from its
`payable` account.
"""

from uuid import UUID

import sqlalchemy as sa

from central import ledger, points
from central.cards import Card
from central.handlers import spending
from central.ledger import NTD, Account, Leg
from central.money import waiting
from domain.errors import Code, Refused
from domain.lots import spend
from domain.programme import Programme


def content_of(wish: spending.Wish, medium: bytes) -> str:
    """The operation in words, for `ledger.begin`."""
    return f"{medium.hex()} {wish.purse} {wish.point_kind} {wish.points} {wish.amount_ntd}"


def book(
    connection: sa.Connection, programme: Programme, op_id: UUID, wish: spending.Wish, *, card: Card, holder: UUID, now_ms: int
) -> None:
    """Redeem; the caller has seen to the second factor, holds the holder's lock, and rolls back what is refused.

    Raises `Refused` with POINTS_NOT_REDEEMABLE, AMOUNT_INVALID, AMOUNT_OVER_PURSE, AMOUNT_OVER_BALANCE or EVENT_CONFLICT.
    """
    purse = spending.sound_purse(programme, wish, card, on_card=False)
    aside = waiting.account(card.medium, holder)
    if ledger.balance(connection, aside) + wish.amount_ntd > purse.limit_ntd:
        raise Refused(Code.AMOUNT_OVER_PURSE)
    taken = spend(points.spendable_lots(connection, holder, wish.point_kind, now_ms), wish.points, now_ms)
    if not ledger.begin(connection, op_id, "redeem", content_of(wish, card.medium), now_ms):
        raise Refused(Code.EVENT_CONFLICT)
    points.take(connection, taken)
    rate = points.known_kind(programme, wish.point_kind).ntd_per_point
    legs = []
    for lot, part in taken:
        charged = Account(kind="redeemed", unit=wish.point_kind, agency=lot.agency)
        payable = Account(kind="payable", unit=NTD, agency=lot.agency)
        legs.append(Leg(payer=points.purse(holder, wish.point_kind), payee=charged, amount=part, lot=lot.id))
        legs.append(Leg(payer=payable, payee=aside, amount=part * rate, lot=lot.id))
    ledger.post(connection, op_id, legs)
    waiting.add(
        connection,
        op_id=op_id,
        medium=card.medium,
        holder=holder,
        point_kind=wish.point_kind,
        points=wish.points,
        amount_ntd=wish.amount_ntd,
    )
