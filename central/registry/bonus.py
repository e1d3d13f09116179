"""歸戶贈點: points that a kind gives once, when a person's first medium of it is issued or bound."""

from uuid import UUID, uuid5

import sqlalchemy as sa

from central import points
from central.authority import Authority
from central.cards import Card
from central.points import Award
from domain.errors import Refused

_BONUS = UUID("5b6f2c74-0a0e-5b1d-8f4c-2f6d0f8b9e33")
"""Namespace (RFC 9562, UUIDv5) of the op_ids of these awards: one per person and kind, whatever was issued in between."""


def give(connection: sa.Connection, authority: Authority, card: Card, now_ms: int) -> list[str]:
    """Give the bonus of a usable card's kind, unless this person has had it; what a person has to look at.

    The caller holds the holder's lock. Without budget nothing is given, and the card is not kept from anybody for that.
    """
    kind = authority.programme.kind(card.card_kind)
    if kind is None or kind.bonus is None or card.holder is None or not card.state.usable or kind.bonus.points < 1:
        return []
    op_id = uuid5(_BONUS, f"{card.holder}/{kind.id}")
    if points.is_booked(connection, op_id):
        return []
    act = Award(
        op_id=op_id,
        holder=card.holder,
        point_kind=kind.bonus.point_kind,
        points=kind.bonus.points,
        agency=authority.programme.id,
        activity=f"bonus {kind.id}",
        at_ms=now_ms,
        booked_ms=now_ms,
    )
    try:
        with connection.begin_nested():
            points.award(connection, authority.programme, act)
    except Refused as refused:
        return [f"bonus_{refused.code.value}"]
    return []
