"""The blocked media alone, for stations that hold no registry: all of them first, then what was blocked or is no longer.

A cursor is either a place in that first list, which remembers where the feed stood when it began, or a place in the feed.
"""

import base64
import binascii

import msgspec
import sqlalchemy as sa

from central import feed
from central.schema import card_history
from central.schema import cards as card_rows
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.wire import CardRow

_BLOCKED = sa.text("state IN ('suspended', 'lost', 'returned', 'expired')")
"""Word for word as in the partial index `ix_cards_blocked`."""
_BLOCKED_STATES = [state.value for state in CardState if state.blocked]
_FIRST = "first"
_ROLES = frozenset({"kiosk"})


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Media that are blocked, and media that were and are not any more, as digests."""

    cursor: str
    more: bool
    blocked: list[bytes]
    lifted: list[bytes]


def page(connection: sa.Connection, *, generation: str, cursor: str, limit: int) -> Page:
    """At most `limit` media after a cursor; an empty cursor, or one of another life of the database, begins anew.

    Raises `Refused(REQUEST_INVALID)` for a cursor that is none of ours.
    """
    after = _place(cursor, generation)
    if after is not None:
        return _first(connection, generation, *after, limit)
    return _later(connection, generation, cursor, limit)


def _first(connection: sa.Connection, generation: str, begun: str, after: bytes, limit: int) -> Page:
    begun = begun or feed.end(connection, generation)
    wanted = sa.select(card_rows.c.medium).where(_BLOCKED, card_rows.c.medium > after).order_by(card_rows.c.medium)
    media = [bytes(medium) for medium in connection.scalars(wanted.limit(limit + 1))]
    if len(media) <= limit:
        return Page(cursor=begun, more=feed.end(connection, generation) != begun, blocked=media, lifted=[])
    return Page(cursor=_cursor(generation, begun, media[limit - 1]), more=True, blocked=media[:limit], lifted=[])


def _later(connection: sa.Connection, generation: str, cursor: str, limit: int) -> Page:
    changed = feed.page(
        connection, roles=_ROLES, generation=generation, claimed=generation, cursor=cursor, limit=limit, now_ms=0
    )
    cards = [row for row in changed.rows if isinstance(row, CardRow)]
    usable = [row.medium for row in cards if not CardState(row.state).blocked]
    were = sa.select(card_history.c.medium).where(
        card_history.c.medium.in_(usable), card_history.c.from_state.in_(_BLOCKED_STATES)
    )
    return Page(
        cursor=changed.cursor,
        more=changed.more,
        blocked=[row.medium for row in cards if CardState(row.state).blocked],
        lifted=sorted({bytes(medium) for medium in connection.scalars(were)}) if usable else [],
    )


def _cursor(generation: str, begun: str, after: bytes) -> str:
    return base64.urlsafe_b64encode(f"{_FIRST}/{generation}/{begun}/{after.hex()}".encode()).decode()


def _place(cursor: str, generation: str) -> tuple[str, bytes] | None:
    """Where in the first list a cursor stands, and the feed's cursor of its beginning; None for a place in the feed."""
    if not cursor:
        return "", b""
    try:
        parts = base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True).decode("ascii").split("/")
        first = (parts[2], bytes.fromhex(parts[3])) if parts[0] == _FIRST and len(parts) == 4 else None
    except (UnicodeError, binascii.Error, ValueError) as problem:
        raise Refused(Code.REQUEST_INVALID, part="cursor") from problem
    if first is None and len(parts) != 2:
        raise Refused(Code.REQUEST_INVALID, part="cursor")
    theirs = parts[0] if first is None else parts[1]
    return ("", b"") if theirs != generation else first
