"""Payloads about a counter's blank cards, its shifts and whom it looked up. `domain.events` has these under their names."""

from uuid import UUID

import msgspec

from domain.event_base import EventPayload


class StockCounted(EventPayload, frozen=True, kw_only=True, tag="stock.counted"):
    """So many blank cards lie in a box at the station's site."""

    box: str
    card_kind: str
    carrier: str
    cards: int
    reason: str = ""
    """What whoever counted knows of a difference; without personal data."""


class StockMoved(EventPayload, frozen=True, kw_only=True, tag="stock.moved"):
    """Blank cards left a box of the station's site for another place."""

    box: str
    card_kind: str
    carrier: str
    cards: int
    to_site: str
    to_box: str


class ShiftOpened(EventPayload, frozen=True, kw_only=True, tag="shift.opened"):
    """A shift (班) began at this station; op_id is the shift's id."""

    name: str
    """By which it is spoken of: `A`, `B`, …"""
    float_ntd: int
    """Cash in the drawer at its beginning, whole NT$."""


class ShiftCards(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many cards of a kind were handed over."""

    card_kind: str
    cards: int


class ShiftClosed(EventPayload, frozen=True, kw_only=True, tag="shift.closed"):
    """A shift ended: what this station's journal says of it, and what was counted by hand."""

    shift: UUID
    """op_id of its opening."""
    cards: list[ShiftCards]
    replacements: int
    fees_ntd: int
    receipts: int
    """Acts for which money was taken: each has one receipt."""
    redemptions: int
    redeemed_ntd: int
    unsent: int
    """Acts of this station of which the platform has not said anything yet."""
    cash_ntd: int
    """Counted in the drawer, whole NT$."""
    difference_ntd: int
    """Cash less the float and the fees."""
    reason: str
    """Why they differ, in the words of whoever closed it, without personal data; empty when they do not."""


class RecordOpened(EventPayload, frozen=True, kw_only=True, tag="record.opened"):
    """With no network, somebody looked up by the card what this station knows of its holder."""

    reason: str
    """Why, for the holder to read; without personal data."""
