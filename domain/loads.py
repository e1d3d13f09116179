"""An on-card load: points that become value on the card itself, exactly once across card, station and platform.

A load's id is the op_id of its intent. The platform holds the points (AUTHORISED) until the card's own word decides them
(CONFIRMED, VOIDED); a station journals INTENT, COMMITTING and how the commit ended, each durable before the next step. When a
commit has no proven answer only the card can tell, at any station: its purse keeps the id of the last load.
"""

from enum import StrEnum
from typing import Literal
from uuid import UUID

import msgspec


class LoadState(StrEnum):
    """A load as the platform knows it."""

    AUTHORISED = "authorised"
    """The points are held. Never lapses by itself."""
    CONFIRMED = "confirmed"
    VOIDED = "voided"
    REFUSED = "refused"
    """Never authorised: nothing was held."""

    @property
    def open(self) -> bool:
        """Whether it is still to be decided; a card has at most one such load."""
        return self is LoadState.AUTHORISED


class StationLoadState(StrEnum):
    """A load as the station that began it knows it."""

    INTENT = "intent"
    AUTHORISED = "authorised"
    COMMITTING = "committing"
    COMMITTED = "committed"
    UNKNOWN = "unknown"
    TOMBSTONE = "tombstone"
    """Given up before the commit: this id is never written to a card any more."""
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    """The platform has acknowledged that the card has it (ACKED)."""
    VOIDED = "voided"
    """The platform has acknowledged that the points are free again (ACKED)."""


class LoadOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be written: whole NT$ under the load's id. `station` is the station's id, `at_ms` corrected milliseconds."""

    load: UUID
    amount_ntd: int
    seq: int
    """One more than the card's last load had."""
    station: str
    at_ms: int


class PurseReading(msgspec.Struct, frozen=True, kw_only=True):
    """What a card's purse holds. Whole NT$."""

    value_ntd: int
    limit_ntd: int
    """The most that the card itself lets its value be."""
    last_load: UUID | None
    """The id of the last load that the card committed; debits keep it."""
    seq: int
    """How many loads the card has committed."""
    proof: "LoadProof | None" = None
    """The card's transaction MAC of its last transaction, where it keeps one."""


class LoadProof(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How it is known what the card took.

    `commit`: the card answered the commit and its MAC was right. `card`: the card was asked afterwards and its last load's id
    was compared. The transaction MAC (MIFARE DESFire EV2/EV3) proves the transaction to whoever has the card's key for it, the
    platform alone; empty where the purse has none.
    """

    by: Literal["commit", "card"]
    seq: int
    value_ntd: int
    """On the card afterwards."""
    at_ms: int = 0
    """`LoadOrder.at_ms`, which stands in the card's log and so in the transaction MAC's input; read back with it. 0 when the
    log's newest record is not that load's."""
    tmc: int = 0
    """Transaction MAC counter."""
    tmv: bytes = b""
    """Transaction MAC value, 8 bytes."""
