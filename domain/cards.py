"""A card's life."""

from enum import StrEnum


class CardState(StrEnum):
    """Where a card is in its life, as the platform or this station last knew."""

    STOCK = "stock"
    PROVISIONAL = "provisional"
    """Handed over with no network; the platform has still to agree."""
    ISSUED = "issued"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LOST = "lost"
    RETURNED = "returned"
    EXPIRED = "expired"

    @property
    def usable(self) -> bool:
        """Whether services accept the card."""
        return self in (CardState.PROVISIONAL, CardState.ISSUED, CardState.ACTIVE)

    @property
    def blocked(self) -> bool:
        """Whether the card is on the hotlist: refused everywhere."""
        return self in (CardState.SUSPENDED, CardState.LOST, CardState.RETURNED, CardState.EXPIRED)
