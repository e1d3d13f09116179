"""Messages between a station and the platform about staff who sign in there. See `domain.wire`."""

from domain.wire import Request, Response


class StaffSessionRequest(Request, frozen=True, kw_only=True):
    """A staff card lies here, and this PIN was typed."""

    medium: bytes
    digest_key: str
    pin: str

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

    def __repr__(self) -> str:
        return f"StaffSessionResponse({self.staff})"


class StaffSessionEnd(Request, frozen=True, kw_only=True):
    """The member of staff leaves."""

    token: str

    def __repr__(self) -> str:
        return "StaffSessionEnd(…)"


class StaffSessionEnded(Response, frozen=True, kw_only=True):
    """The session is over, whether it was open or not."""
