"""Messages between a station and the platform about staff who sign in there. See `domain.wire`."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.wire import Request, Response
from domain.wire_types import Identifier, Label, Natural, Pin, Token

MOST_STAFF = 500
STAFF_HEADER = "Citycard-Staff"
"""HTTP header that carries the token of a staff session."""
StaffAct = Literal["deactivate", "activate", "unlock", "force_pin_change"]


class StaffSessionRequest(Request, frozen=True, kw_only=True):
    """A staff card lies here, and this PIN was typed."""

    medium: Annotated[bytes, msgspec.Meta(max_length=64)]
    digest_key: Label
    pin: Annotated[str, msgspec.Meta(max_length=64)]

    def __repr__(self) -> str:
        return "StaffSessionRequest(…)"


class StaffSessionResponse(Response, frozen=True, kw_only=True):
    """Who is signed in, and the token that goes into the header `Citycard-Staff`."""

    token: str
    staff: str
    roles: list[str]
    agency: str
    idle_ms: int
    """Without a call for so long it ends."""
    longest_ms: int = 0
    """After so long it ends in any case."""
    must_change_pin: bool = False
    """Nothing but `/v1/staff/pin` is open to them before."""

    def __repr__(self) -> str:
        return f"StaffSessionResponse({self.staff})"


class StaffSessionEnd(Request, frozen=True, kw_only=True):
    """The member of staff leaves."""

    token: Token

    def __repr__(self) -> str:
        return "StaffSessionEnd(…)"


class StaffSessionEnded(Response, frozen=True, kw_only=True):
    """The session is over, whether it was open or not."""


class PinChange(Request, frozen=True, kw_only=True):
    """Whoever is signed in chooses another PIN."""

    op_id: UUID
    old_pin: Annotated[str, msgspec.Meta(max_length=64)]
    new_pin: Pin

    def __repr__(self) -> str:
        return "PinChange(…)"


class StaffChange(Request, frozen=True, kw_only=True):
    """A supervisor lets somebody in or out, forgives wrong PINs, or wants a new PIN before anything else."""

    op_id: UUID
    staff: Identifier
    act: StaffAct


class StaffChanged(Response, frozen=True, kw_only=True):
    """Done, now or by this op_id before."""


class StaffListRequest(Request, frozen=True, kw_only=True):
    """Members of staff by id, after this one."""

    after: Label = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_STAFF)] = MOST_STAFF


class StaffListed(msgspec.Struct, frozen=True, kw_only=True):
    """One member of staff. `name` is empty for whoever may not know it."""

    staff: str
    name: str
    roles: list[str]
    agency: str
    sites: list[str]
    active: bool
    must_change_pin: bool
    wrong_pins: int
    locked: bool
    """Nobody gets in with their card before a supervisor has said so."""


class StaffListResponse(Response, frozen=True, kw_only=True):
    """`more`: there are others beyond the limit."""

    members: list[StaffListed]
    more: bool


class TrailRequest(Request, frozen=True, kw_only=True):
    """What was done to staff, stations and keys after this number, oldest first."""

    after: Natural = 0
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_STAFF)] = MOST_STAFF


class TrailEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One act. `actor` is a staff id, or `admin` for the platform's own machine."""

    number: int
    actor: str
    act: str
    subject: str
    at_ms: int


class TrailResponse(Response, frozen=True, kw_only=True):
    """`more`: there are others beyond the limit."""

    entries: list[TrailEntry]
    more: bool
