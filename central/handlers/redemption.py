"""Redeeming points into stored value that waits for a card (待入卡): one decision, one transaction.

Each lot that is spent charges its own agency: the points go to that agency's `redeemed` account, the NT$ come from its
`payable` account. A refusal is a decision too, and a wish that was taken with no network leaves a notice for the next tap.
"""

import hmac
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from central import cards, ledger, people, points
from central.handlers.sealed import opened
from central.ledger import NTD, Account, Leg
from central.schema import notices, second_factor_locks
from central.verdict import Act, Verdict, held, medium_key
from domain.errors import Code, Refused
from domain.events import RedeemRequested, SecondFactor
from domain.lots import spend
from domain.programme import Programme, Purse
from domain.wire import Notice, RedeemResult

NOTICE_MS = 30 * 24 * 3_600_000
"""How long a notice is told at each tap."""
_MINUTE_MS = 60_000


def redeem(act: Act) -> Verdict:
    """The handler of `redeem.requested`."""
    wish = act.event.payload
    assert isinstance(wish, RedeemRequested)
    card = cards.find(act.connection, act.medium)
    if card is None and _undecided(act, wish) and not act.overdue and not cards.is_staff(act.connection, act.medium):
        return held(medium_key(act.medium))
    try:
        with act.connection.begin_nested():
            entitled, holder = _entitled(act, card)
            _prove(act, holder)
            _book(act, wish, entitled, holder)
    except Refused as refused:
        if refused.code is Code.EVENT_UNREADABLE:
            raise
        _count_failure(act, card, refused.code)
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
        _leave_notice(act, wish, cards.find(act.connection, act.medium), refusal)


def _undecided(act: Act, wish: RedeemRequested) -> bool:
    """Whether the person left without a decision: the station said so, or it is later than anyone waits."""
    return wish.offline or act.taken_offline


def notices_for(connection: sa.Connection, holder: UUID, now_ms: int) -> list[Notice]:
    """What a holder is to be told, oldest first."""
    rows = connection.execute(
        sa.select(notices).where(notices.c.holder == holder, notices.c.until_ms > now_ms).order_by(notices.c.at_ms)
    )
    return [Notice(code=Code(row.code), points=row.points, at_ms=row.at_ms) for row in rows]


def _entitled(act: Act, card: cards.Card | None) -> tuple[cards.Card, UUID]:
    if card is None:
        staff = cards.is_staff(act.connection, act.medium)
        raise Refused(Code.STAFF_CARD_NOT_FOR_CITIZENS if staff else Code.CARD_UNKNOWN)
    if not card.state.usable:
        raise Refused(Code.CARD_BLOCKED)
    if card.holder is None:
        raise Refused(Code.CARD_NO_HOLDER)
    return card, card.holder


# --- second factor ---------------------------------------------------------------------------------------------------


def _prove(act: Act, holder: UUID) -> None:
    """Ask for what the programme asks for; raises SECOND_FACTOR_LOCKED or SECOND_FACTOR_WRONG.

    Stations of this version answer with a birthday; a programme that asks for a PIN lets nobody redeem at them.
    """
    asked = act.authority.programme.second_factor.redeem
    if asked == "none":
        return
    row = _lock_row(act.connection, holder)
    if row is not None and row.locked_until_ms > act.now_ms:
        raise Refused(Code.SECOND_FACTOR_LOCKED)
    person = people.particulars_of(act.connection, act.authority, holder)
    if asked != "birthday" or person is None or not _same_day(_answer(act), person.birthday):
        raise Refused(Code.SECOND_FACTOR_WRONG)
    act.connection.execute(second_factor_locks.delete().where(second_factor_locks.c.holder == holder))


def _answer(act: Act) -> str:
    return "" if act.signed.sealed is None else opened(act, SecondFactor).birthday


def _same_day(answer: str, birthday: str) -> bool:
    return hmac.compare_digest(answer.encode(), birthday.replace("-", "")[4:8].encode())


def _count_failure(act: Act, card: cards.Card | None, code: Code) -> None:
    if code is not Code.SECOND_FACTOR_WRONG or card is None or card.holder is None:
        return
    rule = act.authority.programme.second_factor
    row = _lock_row(act.connection, card.holder)
    failures = (row.failures if row is not None else 0) + 1
    locked = failures >= rule.attempts
    act.connection.execute(second_factor_locks.delete().where(second_factor_locks.c.holder == card.holder))
    act.connection.execute(
        second_factor_locks.insert().values(
            holder=card.holder,
            failures=0 if locked else failures,
            locked_until_ms=act.now_ms + rule.lock_minutes * _MINUTE_MS if locked else 0,
        )
    )


def _lock_row(connection: sa.Connection, holder: UUID) -> sa.Row[Any] | None:
    wanted = sa.select(second_factor_locks).where(second_factor_locks.c.holder == holder)
    return connection.execute(wanted).one_or_none()


# --- booking ---------------------------------------------------------------------------------------------------------


def _book(act: Act, wish: RedeemRequested, card: cards.Card, holder: UUID) -> None:
    programme = act.authority.programme
    purse = _purse(programme, wish)
    if card.carrier not in purse.carriers:
        raise Refused(Code.POINTS_NOT_REDEEMABLE)
    waiting = Account(kind="waiting", unit=NTD, holder=holder, medium=act.medium)
    if ledger.balance(act.connection, waiting) + wish.amount_ntd > purse.limit_ntd:
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
        legs.append(Leg(payer=payable, payee=waiting, amount=part * rate, lot=lot.id))
    ledger.post(act.connection, act.event.op_id, legs)


def _purse(programme: Programme, wish: RedeemRequested) -> Purse:
    """The purse of a wish that is sound in itself."""
    kind = programme.point_kind(wish.point_kind)
    if kind is None or not kind.redeemable:
        raise Refused(Code.POINTS_NOT_REDEEMABLE)
    purse = programme.purse(wish.purse)
    if purse is None or purse.driver != "account" or wish.points < 1 or wish.amount_ntd != wish.points * kind.ntd_per_point:
        raise Refused(Code.AMOUNT_INVALID)
    if not purse.smallest_ntd <= wish.amount_ntd <= purse.largest_ntd:
        raise Refused(Code.AMOUNT_INVALID)
    return purse


def _leave_notice(act: Act, wish: RedeemRequested, card: cards.Card | None, code: Code) -> None:
    if card is None or card.holder is None:
        return
    act.connection.execute(
        notices.insert().values(
            op_id=act.event.op_id,
            holder=card.holder,
            code=code.value,
            points=wish.points,
            at_ms=act.occurred_ms,
            until_ms=act.now_ms + NOTICE_MS,
        )
    )
