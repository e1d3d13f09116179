"""The staff corner's part of the flow: its states, what happens in it, and what it wants done. Plain values."""

from typing import Literal
from uuid import UUID

import msgspec

from domain.errors import Code
from domain.media import Medium
from station.corner_views import CornerView
from station.views import StaffCard

LEAST_PIN, MOST_PIN = 4, 12


class _Value(msgspec.Struct, frozen=True, kw_only=True):
    """Base of everything here."""


# --- states ----------------------------------------------------------------------------------------------------------


class StaffPin(_Value, frozen=True, kw_only=True):
    """A staff card lies on the reader; whose it is, is told nobody. Its PIN, by the large pad."""

    medium: Medium
    digits: str = ""
    checking: bool = False
    """The desk is looking at it; meanwhile nothing is pressed."""
    problem: Code | None = None
    wait_s: int = 0
    """Seconds before another PIN may be tried, as the desk last said."""


class Corner(_Value, frozen=True, kw_only=True):
    """How the kiosk is, and its tests."""

    view: CornerView
    cards_read: int = 0
    """Cards that were laid on the reader since, to see whether it reads."""
    unreadable: bool = False
    """The last one could not be read."""
    network_ms: int | None = None
    """How long the platform took to answer the test; None: not tested, or it failed."""
    problem: Code | None = None
    """What became of the last thing that was asked for, when it failed."""
    busy: bool = False
    """Something is under way; meanwhile nothing else is begun."""


class CornerShift(_Value, frozen=True, kw_only=True):
    """The day's and the shift's sums."""

    corner: Corner


class CornerCode(_Value, frozen=True, kw_only=True):
    """The diagnostics as a QR code."""

    corner: Corner


class CornerEnd(_Value, frozen=True, kw_only=True):
    """Begin the program anew, or end it?"""

    corner: Corner


InCorner = Corner | CornerShift | CornerCode | CornerEnd
"""A member of staff is signed in."""
Staffed = StaffPin | InCorner


# --- what happens ----------------------------------------------------------------------------------------------------


class StaffCardHere(_Value, frozen=True, kw_only=True):
    """The desk's answer to `AskBalance`: the card is one of the staff's."""

    session: int
    medium: Medium
    card: StaffCard


class StaffRefused(_Value, frozen=True, kw_only=True):
    """The PIN was not accepted."""

    code: Code
    wait_s: int = 0


class CornerSeen(_Value, frozen=True, kw_only=True):
    """How the kiosk is now: the session has begun, or what was asked for is done."""

    view: CornerView


class NetworkTested(_Value, frozen=True, kw_only=True):
    """The platform has answered."""

    took_ms: int


class CornerFailed(_Value, frozen=True, kw_only=True):
    """What was asked for could not be done."""

    code: Code


class Pick(_Value, frozen=True, kw_only=True):
    """Chose something in the corner."""

    what: Literal["look", "network", "print", "shift", "code", "end", "unlock", "quit"]


FromCorner = StaffCardHere | StaffRefused | CornerSeen | NetworkTested | CornerFailed


# --- what is wanted --------------------------------------------------------------------------------------------------


class EnterCorner(_Value, frozen=True, kw_only=True):
    """Check card and PIN; answer with `CornerSeen` or `StaffRefused`."""

    medium: Medium
    pin: str


class AskCorner(_Value, frozen=True, kw_only=True):
    """Answer with `CornerSeen`, `NetworkTested` or `CornerFailed`. `op_id`: of the act, where it is one."""

    what: Literal["look", "network", "print", "shift", "unlock"]
    op_id: UUID


class LeaveCorner(_Value, frozen=True, kw_only=True):
    """End the session of whoever is signed in; nothing is answered."""

    reason: Literal["left", "idle"]


class EndProgram(_Value, frozen=True, kw_only=True):
    """The program ends, to begin anew or not."""

    again: bool


CornerCommand = EnterCorner | AskCorner | LeaveCorner | EndProgram
"""What `kiosk.link` does for the corner, but for `EndProgram`, which is the window's."""
