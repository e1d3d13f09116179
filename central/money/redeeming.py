"""Points become stored value that waits for a card: one decision for stations and other systems alike.

Each lot that is spent charges its own agency: the points go to that agency's `redeemed` account, the NT$ come from its
`payable` account.
"""

from uuid import UUID

import msgspec

from central import points
from central.cards import Card
from central.handlers import spending
from central.ledger import NTD, Account, Leg, Operation
from central.money import waiting
from central.money.till import Till, Waiting
from domain.errors import Code, Refused
from domain.lots import Lot, spend
from domain.programme import Programme


def content_of(wish: spending.Wish, medium: bytes) -> str:
    """The operation in words, for the ledger."""
    return f"{medium.hex()} {wish.purse} {wish.point_kind} {wish.points} {wish.amount_ntd}"


class Redemption(msgspec.Struct, frozen=True, kw_only=True):
    """A redemption that may be booked: `taken` of the holder's lots, its value for `aside`."""

    op_id: UUID
    wish: spending.Wish
    medium: bytes
    holder: UUID
    aside: Account
    taken: list[tuple[Lot, int]]
    rate: int
    """Whole NT$ that a point is worth."""
    now_ms: int


def looked_at(
    till: Till, programme: Programme, op_id: UUID, wish: spending.Wish, *, card: Card, holder: UUID, now_ms: int
) -> Redemption:
    """Look whether it may be booked; the caller has seen to the second factor and holds the locks of holder and card.

    Raises `Refused` with POINTS_NOT_REDEEMABLE, AMOUNT_INVALID, AMOUNT_OVER_PURSE or AMOUNT_OVER_BALANCE.
    """
    purse = spending.sound_purse(programme, wish, card, on_card=False)
    aside = waiting.account(card.medium, holder)
    if till.balance(aside) + wish.amount_ntd > purse.limit_ntd:
        raise Refused(Code.AMOUNT_OVER_PURSE)
    return Redemption(
        op_id=op_id,
        wish=wish,
        medium=card.medium,
        holder=holder,
        aside=aside,
        taken=spend(till.lots(holder, wish.point_kind, now_ms), wish.points, now_ms),
        rate=points.known_kind(programme, wish.point_kind).ntd_per_point,
        now_ms=now_ms,
    )


def book(till: Till, redemption: Redemption) -> None:
    """Leave it to be written by the till, which raises `Refused(EVENT_CONFLICT)` when the op_id was used before."""
    wish = redemption.wish
    own = points.purse(redemption.holder, wish.point_kind)
    legs = []
    for lot, part in redemption.taken:
        charged = Account(kind="redeemed", unit=wish.point_kind, agency=lot.agency)
        payable = Account(kind="payable", unit=NTD, agency=lot.agency)
        legs.append(Leg(payer=own, payee=charged, amount=part, lot=lot.id))
        legs.append(Leg(payer=payable, payee=redemption.aside, amount=part * redemption.rate, lot=lot.id))
    till.take(redemption.holder, redemption.taken, redemption.now_ms)
    content = content_of(wish, redemption.medium)
    till.book(Operation(op_id=redemption.op_id, kind="redeem", content=content, at_ms=redemption.now_ms), legs)
    till.put_aside(
        Waiting(
            op_id=redemption.op_id,
            medium=redemption.medium,
            holder=redemption.holder,
            point_kind=wish.point_kind,
            points=wish.points,
            amount_ntd=wish.amount_ntd,
        )
    )
