"""What holders are told when a carrier refuses what they redeemed."""

from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa

from central.authority import Authority
from central.handlers.spending import NOTICE_MS
from central.messages import telling
from central.messages.telling import Said, Telling
from central.schema import notices
from domain.errors import Code

_TOLD = {
    "over_limit": Code.AMOUNT_OVER_PURSE,
    "card_blocked": Code.CARD_BLOCKED,
    "card_unknown": Code.CARD_UNKNOWN,
    "other": Code.CARD_REJECTED,
}
"""What the holder is told of a refusal at the next balance, by the carrier's reason."""
_SAID: dict[str, Said] = {
    "over_limit": {"zh_TW": "卡片儲值已達上限", "en": "The card may not hold more value."},
    "card_blocked": {"zh_TW": "票證公司已停用這張卡片", "en": "The card company has blocked the card."},
    "card_unknown": {"zh_TW": "票證公司查無這張卡片", "en": "The card company does not know the card."},
    "other": {"zh_TW": "票證公司未能處理", "en": "The card company could not do it."},
}
"""The same in a message."""


def tell(connection: sa.Connection, authority: Authority, op_id: UUID, item: sa.Row[Any], now_ms: int) -> None:
    """A notice at the next balance, and where points came back a message too."""
    connection.execute(
        notices.insert().values(
            op_id=op_id,
            holder=item.holder,
            code=_TOLD[item.reason].value,
            points=item.points,
            at_ms=item.decided_ms,
            until_ms=now_ms + NOTICE_MS,
        )
    )
    if item.points:
        told = Telling(
            message=uuid5(op_id, "told"),
            holder=item.holder,
            template="settlement_refused",
            values={"points": str(item.points), "amount": str(item.amount_ntd), "reason": _SAID[item.reason]},
        )
        telling.tell(connection, authority, told, now_ms)
