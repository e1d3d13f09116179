"""Redeeming points into stored value that waits for a card (待入卡): one decision each.

A wish is looked at first, which writes nothing, so that a refusal has nothing to undo. How it is booked stands in
`central.money.redeeming`. A refusal is a decision too, and a wish that was taken with no network leaves a notice for the next
tap.
"""

import sqlalchemy as sa

from central import cards
from central.handlers import second_factor, spending
from central.handlers.sealed import opened
from central.handlers.spending import leave_notice
from central.money import redeeming
from central.schema import notices
from central.verdict import Act, Verdict, held, medium_key
from domain.errors import Code, Refused
from domain.events import RedeemRequested, SecondFactor
from domain.wire import RedeemResult


def redeem(act: Act) -> Verdict:
    """The handler of `redeem.requested`."""
    wish = act.event.payload
    assert isinstance(wish, RedeemRequested)
    card = act.sitting.card(act.medium)
    if card is None and _undecided(act, wish) and not act.overdue and not cards.is_staff(act.connection, act.medium):
        return held(medium_key(act.medium))
    try:
        entitled, holder = spending.entitled(act, card)
        proof = second_factor.prove(act, holder, lambda: _answer(act))
        found = redeeming.looked_at(
            act.sitting.till,
            act.authority.programme,
            act.event.op_id,
            wish,
            card=entitled,
            holder=holder,
            now_ms=act.now_ms,
        )
        with act.sitting.attempt():
            second_factor.accepted(act, proof)
            redeeming.book(act.sitting.till, found)
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
