"""Binding a card at a kiosk: a code for it at the counter, and whose code was typed, before the kiosk writes the act down."""

from central import cards
from central.access.staff_sessions import StaffCaller
from central.platform import Platform
from central.stations import Station
from central.verification import limits
from central.virtual_card import bind_codes
from central.virtual_card.calls import require_digest_key
from domain.errors import Code, Refused
from domain.sealing import unseal
from domain.wire_record import BindCodeRequest, BindCodeResponse, BindLookRequest, BindLookResponse

MOST_GUESSES = 10
"""Wrong codes of one kiosk in `GUESSES_MS`."""
GUESSES_MS = 10 * 60_000


def code(platform: Platform, caller: StaffCaller, request: BindCodeRequest) -> BindCodeResponse:
    """`POST /v1/cards/bind-code`. Raises as `bind_codes.make`."""
    require_digest_key(platform, request.digest_key)
    with platform.store.write() as connection:
        made, expires_ms = bind_codes.make(
            connection,
            platform.authority,
            op_id=request.op_id,
            medium=request.medium,
            staff=caller.staff,
            now_ms=platform.now_ms(),
        )
    return BindCodeResponse(server_ms=platform.now_ms(), generation=platform.generation, code=made, expires_ms=expires_ms)


def look(platform: Platform, station: Station, request: BindLookRequest) -> BindLookResponse:
    """`POST /v1/cards/bind-code/look`. A code is counted as a guess before it is looked at, and uses nothing up.

    Raises `Refused` with REQUEST_INVALID, CARD_ALREADY_BOUND, CARD_BLOCKED, STAFF_CARD_NOT_FOR_CITIZENS or as
    `bind_codes.read`; `EnvironmentProblem(PLATFORM_BUSY)` after too many.
    """
    require_digest_key(platform, request.digest_key)
    try:
        text = unseal(platform.authority.keys.sealing_private, request.code).decode("ascii")
    except (Refused, UnicodeDecodeError) as problem:
        raise Refused(Code.REQUEST_INVALID, part="code") from problem
    name, now_ms = f"bind/{station.station}", platform.now_ms()
    with platform.store.write() as connection:
        limits.take(connection, name, times=1, most=MOST_GUESSES, per_ms=GUESSES_MS, now_ms=now_ms)
    with platform.store.write() as connection:
        _require_nobodys(cards.find(connection, request.medium), staff=cards.is_staff(connection, request.medium))
        bearer = bind_codes.read(connection, platform.authority, text, op_id=request.op_id, at_ms=now_ms, now_ms=now_ms)
        limits.give_back(connection, name, times=1)
    return BindLookResponse(server_ms=now_ms, generation=platform.generation, holder=bearer.holder, via_medium=bearer.medium)


def _require_nobodys(card: cards.Card | None, *, staff: bool) -> None:
    if staff:
        raise Refused(Code.STAFF_CARD_NOT_FOR_CITIZENS)
    if card is not None:
        raise Refused(Code.CARD_BLOCKED if card.state.blocked else Code.CARD_ALREADY_BOUND, state=card.state.value)
