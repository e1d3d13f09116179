"""What the staff corner of a kiosk shows: numbers and codes alone, nothing of anybody."""

import msgspec

from domain.wire_fleet import PartState
from station.views import ShiftView, StationStatus


class CornerView(msgspec.Struct, frozen=True, kw_only=True):
    """The kiosk as whoever looks after it sees it, at one moment."""

    status: StationStatus
    sessions: int
    """Sessions of today, since the program began."""
    redemptions: int
    """Wishes of today by this journal, without those that the platform rejected."""
    redeemed_ntd: int
    oldest_unsent_min: int
    disk_free_mb: int
    printer: PartState | None
    """The receipt printer when it was last asked for something; None: there is none."""
    may_close_shift: bool
    shift: ShiftView | None
    locked: int
    """Staff cards that six wrong PINs have locked here, where whoever is here may unlock them; 0 for anybody else."""
    diagnostics: str
    """The same and more for somebody at a telephone, as JSON."""
