"""Acting for another person: what a letter of authority (委託書) says that its bearer may do.

民法 §167, §531: authority reaches as far as the letter says. So a clerk ticks what stands in the letter, and an act that does
not is refused.
"""

from collections.abc import Collection
from typing import Literal

from domain.errors import Code, Refused

Scope = Literal["apply", "collect", "bind", "replace", "report_lost", "change"]
"""申請, 領取卡片, 綁卡, 補發, 掛失, 變更資料."""
SCOPES: tuple[Scope, ...] = ("apply", "collect", "bind", "replace", "report_lost", "change")
TO_BE_ISSUED: tuple[Scope, ...] = ("apply", "collect")
"""What a card that is issued on the spot needs: it is applied for and taken along."""


def require(stands_in_letter: Collection[str], needed: Collection[Scope]) -> None:
    """Raises `Refused(PROXY_SCOPE)` when the letter does not say so."""
    if not set(needed) <= set(stands_in_letter):
        raise Refused(Code.PROXY_SCOPE)
