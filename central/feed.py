"""The change feed: the newest state of every row that stations download, in the order of its last change.

A row that changes gets a new number at the end, so a page boundary never hides it; numbers are never reused. There is one
writer at a time (`central.store`), so no number becomes visible after a higher one.
"""

import base64
import binascii

import msgspec
import sqlalchemy as sa

from central.schema import changes
from domain.errors import Code, Refused
from domain.wire import ActivityRow, CardRow, ChangesResponse, PatronRow, RosterRow, Row, StaffRow

_STAFFED = frozenset({"counter", "event", "library"})


def publish(connection: sa.Connection, row: Row) -> None:
    """Put a row's new state at the end of the feed, inside the caller's write transaction."""
    kind, key = _kind_and_key(row)
    connection.execute(changes.delete().where(changes.c.kind == kind, changes.c.key == key))
    connection.execute(changes.insert().values(kind=kind, key=key, row=msgspec.json.encode(row)))


def page(
    connection: sa.Connection, *, roles: frozenset[str], generation: str, claimed: str, cursor: str, limit: int, now_ms: int
) -> ChangesResponse:
    """At most `limit` rows after `cursor` that a station with these roles may see.

    A cursor of another generation, or a claim to one, starts from the beginning. Raises `Refused(REQUEST_INVALID)` for a
    cursor that is none of ours.
    """
    after = _position(cursor, generation) if cursor and claimed in ("", generation) else 0
    found = connection.execute(
        sa.select(changes.c.seq, changes.c.row)
        .where(changes.c.seq > after, changes.c.kind.in_(visible_kinds(roles)))
        .order_by(changes.c.seq)
        .limit(limit + 1)
    ).all()
    rows = found[:limit]
    return ChangesResponse(
        server_ms=now_ms,
        generation=generation,
        cursor=_cursor(generation, rows[-1].seq if rows else after),
        more=len(found) > limit,
        rows=[msgspec.json.decode(row.row, type=Row) for row in rows],
    )


def end(connection: sa.Connection, generation: str) -> str:
    """The cursor behind everything that this transaction can see: from there on comes all that it cannot."""
    return _cursor(generation, int(connection.scalar(sa.select(sa.func.max(changes.c.seq))) or 0))


def visible_kinds(roles: frozenset[str]) -> list[str]:
    """Which kinds of rows a station with these roles gets: least data."""
    kinds = ["card"]
    if roles & _STAFFED:
        kinds.append("staff")
    if "event" in roles:
        kinds += ["activity", "roster"]
    if "library" in roles:
        kinds.append("patron")
    return kinds


def _kind_and_key(row: Row) -> tuple[str, str]:
    match row:
        case CardRow():
            return "card", row.medium.hex()
        case StaffRow():
            return "staff", row.staff
        case ActivityRow():
            return "activity", row.activity
        case RosterRow():
            return "roster", f"{row.holder}/{row.activity}"
        case PatronRow():
            return "patron", f"{row.holder}/{row.service}"


def _cursor(generation: str, seq: int) -> str:
    return base64.urlsafe_b64encode(f"{generation}/{seq}".encode()).decode()


def _position(cursor: str, generation: str) -> int:
    try:
        theirs, separator, seq = base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii").partition("/")
    except (UnicodeError, binascii.Error) as problem:
        raise Refused(Code.REQUEST_INVALID, part="cursor") from problem
    if not separator or not seq.isdecimal() or len(seq) > 18:
        raise Refused(Code.REQUEST_INVALID, part="cursor")
    return int(seq) if theirs == generation else 0
