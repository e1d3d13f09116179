"""Redeeming points into stored value that waits for a card (待入卡): one decision, one transaction.

Each lot that is spent charges its own agency: the points go to that agency's `redeemed` account, the NT$ come from its
`payable` account. A refusal is a decision too, and a wish that was taken with no network leaves a notice for the next tap.
"""

from uuid import UUID

import sqlalchemy as sa

from central import cards, ledger, points
from central.handlers import second_factor, spending
from central.handlers.sealed import opened
from central.handlers.spending import leave_notice
from central.ledger import NTD, Account, Leg
from central.money import waiting
from central.schema import notices
from central.verdict import Act, Verdict, held, medium_key
from domain.errors import Code, Refused
from domain.events import RedeemRequested, SecondFactor
from domain.lots import spend
from domain.wire import RedeemResult


def redeem(act: Act) -> Verdict:
    """The handler of `redeem.requested`."""
    wish = act.event.payload
    assert isinstance(wish, RedeemRequested)
    card = cards.find(act.connection, act.medium)
    if card is None and _undecided(act, wish) and not act.overdue and not cards.is_staff(act.connection, act.medium):
        return held(medium_key(act.medium))
    try:
        with act.connection.begin_nested():
            entitled, holder = spending.entitled(act, card)
            second_factor.prove(act, holder, lambda: _answer(act))
            _book(act, wish, entitled, holder)
    except Refused as refused:
        if refused.code is Code.EVENT_UNREADABLE:
            raise
        second_factor.count_failure(act, card, refused.code)
        return Verdict(result=RedeemResult(points=0, amount_ntd=0, refusal=refused.code))
    return Verdict(result=RedeemResult(points=wish.points, amount_ntd=wish.amount_ntd))


def tell_later(act: Act, refusal: Code) -> None:
    """Leave a notice of a refused wish when the person may have left without the answer, which is given at `act.now_ms`.

    Safe to repeat.
    """
    wish = act.event.payload
    assert isinstance(wish, RedeemRequested)
    told = act.connection.scalar(sa.select(notices.c.op_id).where(notices.c.op_id == act.event.op_id))
    if told is None and _undecided(act, wish):
        card = cards.find(act.connection, act.medium)
        if card is not None and card.holder is not None:
            leave_notice(act, card.holder, refusal, wish.points)


def _undecided(act: Act, wish: RedeemRequested) -> bool:
    """Whether the person left without a decision: the station said so, or it is later than anyone waits."""
    return wish.offline or act.taken_offline


def _answer(act: Act) -> SecondFactor:
    return SecondFactor() if act.signed.sealed is None else opened(act, SecondFactor)


# --- booking ---------------------------------------------------------------------------------------------------------


def _book(act: Act, wish: RedeemRequested, card: cards.Card, holder: UUID) -> None:
    programme = act.authority.programme
    purse = spending.sound_purse(programme, wish, card, on_card=False)
    aside = waiting.account(act.medium, holder)
    if ledger.balance(act.connection, aside) + wish.amount_ntd > purse.limit_ntd:
        raise Refused(Code.AMOUNT_OVER_PURSE)
    points.lapse(act.connection, holder, act.now_ms)
    taken = spend(points.open_lots(act.connection, holder, wish.point_kind), wish.points, act.now_ms)
    ledger.begin(
        act.connection,
        act.event.op_id,
        "redeem",
        f"{act.medium.hex()} {wish.purse} {wish.point_kind} {wish.points} {wish.amount_ntd}",
        act.now_ms,
    )
    points.take(act.connection, taken)
    rate = points.known_kind(programme, wish.point_kind).ntd_per_point
    legs = []
    for lot, part in taken:
        charged = Account(kind="redeemed", unit=wish.point_kind, agency=lot.agency)
        payable = Account(kind="payable", unit=NTD, agency=lot.agency)
        legs.append(Leg(payer=points.purse(holder, wish.point_kind), payee=charged, amount=part, lot=lot.id))
        legs.append(Leg(payer=payable, payee=aside, amount=part * rate, lot=lot.id))
    ledger.post(act.connection, act.event.op_id, legs)
    waiting.add(
        act.connection,
        op_id=act.event.op_id,
        medium=act.medium,
        holder=holder,
        point_kind=wish.point_kind,
        points=wish.points,
        amount_ntd=wish.amount_ntd,
    )
