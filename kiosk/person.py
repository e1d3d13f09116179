"""Whose card lies on the kiosk's reader, and what that person can wish for. Plain values, no Qt, no I/O."""

import msgspec

from domain.errors import Code
from domain.media import Medium
from domain.programme import Factor
from station.views import CardBalance

MOST_OFFERED = 3
"""How many amounts have a button of their own: with one's own amount that makes four large choices on the screen."""


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """Base of everything that the kiosk's flow is made of."""


class Person(Value, frozen=True, kw_only=True):
    """Whose card lies on the reader: the one place of everything that is theirs, so that leaving it out forgets them."""

    medium: Medium
    """The card's; of a phone what stands for it."""
    balance: CardBalance
    """As `RedeemDesk.tapped` tells it: nothing of whose card it is."""
    smallest_ntd: int
    ntd_per_point: int
    codes: bool = True
    """Whether this kiosk reads codes."""

    @property
    def on_phone(self) -> bool:
        """Whether they showed a phone instead of a card: nothing can be loaded onto it."""
        return self.balance.phone is not None

    @property
    def can_redeem(self) -> bool:
        """Whether this kiosk can take a wish; whoever must prove what it cannot ask for redeems at the counter.

        Value is written onto a card only with the platform there, and not before an earlier load has been settled.
        """
        balance = self.balance
        now = balance.online or not balance.on_card
        return now and balance.unsettled is None and balance.most_ntd > 0 and self._can_prove(balance.second_factor)

    @property
    def can_see_record(self) -> bool:
        """Whether this kiosk can ask for what opens their record."""
        return self._can_prove(self.balance.history_factor)

    def _can_prove(self, asked: Factor) -> bool:
        return asked in ("none", "birthday") or (asked == "virtual_card" and self.codes)

    @property
    def offered_ntd(self) -> list[int]:
        """The amounts on large buttons, NT$: of too many the smallest, the largest and one between."""
        offered = sorted(self.balance.offered_ntd)
        return offered if len(offered) <= MOST_OFFERED else [offered[0], offered[(len(offered) - 1) // 2], offered[-1]]

    @property
    def has_points_for_more(self) -> bool:
        """Whether the purse, and not the points, is why no more than `most_ntd` can be had; so when nobody knows the points."""
        balance = self.balance
        worth_ntd = balance.redeemable_points * self.ntd_per_point - balance.pending_ntd
        return not balance.online or worth_ntd >= max(balance.most_ntd + 1, self.smallest_ntd)

    def problem_with(self, amount_ntd: int) -> Code | None:
        """Why this amount cannot be wished for, or None."""
        if amount_ntd > self.balance.most_ntd:
            return Code.AMOUNT_OVER_PURSE if self.has_points_for_more else Code.AMOUNT_OVER_BALANCE
        if amount_ntd < self.smallest_ntd or amount_ntd % self.ntd_per_point:
            return Code.AMOUNT_INVALID
        return None

    def points_for(self, amount_ntd: int) -> int:
        """The points that an amount costs."""
        return amount_ntd // self.ntd_per_point
