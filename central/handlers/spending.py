"""What every way of turning points into value has in common: who may, which purse, and what the holder is told later."""

from typing import Protocol
from uuid import UUID

import sqlalchemy as sa

from central import cards
from central.schema import notices
from central.verdict import Act
from domain.errors import Code, Refused
from domain.programme import Programme, Purse
from domain.wire import Notice

NOTICE_MS = 30 * 24 * 3_600_000
"""How long a notice is told at each tap."""


def entitled(act: Act, card: cards.Card | None) -> tuple[cards.Card, UUID]:
    """A usable card and its holder.

    Raises `Refused` with STAFF_CARD_NOT_FOR_CITIZENS, CARD_UNKNOWN, CARD_BLOCKED or CARD_NO_HOLDER.
    """
    if card is None:
        staff = cards.is_staff(act.connection, act.medium)
        raise Refused(Code.STAFF_CARD_NOT_FOR_CITIZENS if staff else Code.CARD_UNKNOWN)
    if not card.state.usable:
        raise Refused(Code.CARD_BLOCKED)
    if card.holder is None:
        raise Refused(Code.CARD_NO_HOLDER)
    return card, card.holder


class Wish(Protocol):
    """What somebody wants to have of their points."""

    @property
    def purse(self) -> str: ...
    @property
    def point_kind(self) -> str: ...
    @property
    def points(self) -> int: ...
    @property
    def amount_ntd(self) -> int: ...


def sound_purse(programme: Programme, wish: Wish, card: cards.Card, *, on_card: bool) -> Purse:
    """The purse of a wish that is sound in itself and may be had on this card.

    Raises `Refused` with POINTS_NOT_REDEEMABLE or AMOUNT_INVALID.
    """
    kind = programme.point_kind(wish.point_kind)
    if kind is None or not kind.redeemable:
        raise Refused(Code.POINTS_NOT_REDEEMABLE)
    purse = programme.purse(wish.purse)
    if purse is None or (purse.driver != "account") != on_card:
        raise Refused(Code.AMOUNT_INVALID)
    if wish.points < 1 or wish.amount_ntd != wish.points * kind.ntd_per_point:
        raise Refused(Code.AMOUNT_INVALID)
    if not purse.smallest_ntd <= wish.amount_ntd <= purse.largest_ntd:
        raise Refused(Code.AMOUNT_INVALID)
    if card.carrier not in purse.carriers:
        raise Refused(Code.POINTS_NOT_REDEEMABLE)
    return purse


def notices_for(connection: sa.Connection, holder: UUID, now_ms: int) -> list[Notice]:
    """What a holder is to be told, oldest first."""
    rows = connection.execute(_TOLD, {"of_holder": holder, "now_ms": now_ms})
    return [Notice(code=Code(row.code), points=row.points, at_ms=row.at_ms) for row in rows]


_TOLD = (
    sa.select(notices.c.code, notices.c.points, notices.c.at_ms)
    .where(notices.c.holder == sa.bindparam("of_holder"), notices.c.until_ms > sa.bindparam("now_ms"))
    .order_by(notices.c.at_ms)
)


def leave_notice(act: Act, holder: UUID, code: Code, points: int) -> None:
    """Tell a holder at the next taps what became of this act."""
    act.connection.execute(
        notices.insert().values(
            op_id=act.event.op_id,
            holder=holder,
            code=code.value,
            points=points,
            at_ms=act.occurred_ms,
            until_ms=act.now_ms + NOTICE_MS,
        )
    )
