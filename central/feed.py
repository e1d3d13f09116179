"""The change feed: the newest state of every row that stations download, in the order of its last change.

A row that changes gets a new place at the end, so a page boundary never hides it; numbers are never reused. A place is the
number of the transaction that wrote the row, then the row's own. On SQLite there is one writer at a time and the first is 0. On
PostgreSQL a transaction may end after a later one has, so a page ends before the oldest transaction that is still writing
(https://www.postgresql.org/docs/current/functions-info.html, pg_snapshot_xmin): nothing can come up behind a cursor.
"""

import base64
import binascii
from collections.abc import Sequence

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from central import bulk
from central.schema import changes
from domain.errors import Code, Refused
from domain.feed_kinds import links, visible_kinds, works_at
from domain.wire import ActivityRow, AdmissionRow, CardRow, ChangesResponse, PatronRow, RosterRow, Row, StaffRow

_Place = tuple[int, int]
_LARGEST = 10**18 - 1


def publish(connection: sa.Connection, row: Row) -> None:
    """Put a row's new state at the end of the feed, inside the caller's write transaction.

    Of two writers of one row the second waits for the first; which state is the newer one is the caller's to know, by the lock
    of what it read.
    """
    kind, key = _kind_and_key(row)
    values = {"kind": kind, "key": key, "row": msgspec.json.encode(row)}
    if connection.dialect.name == "postgresql":
        made = postgresql.insert(changes).values(**values)
        moved = {"seq": made.excluded.seq, "tx": made.excluded.tx, "row": made.excluded.row}
        connection.execute(made.on_conflict_do_update(index_elements=["kind", "key"], set_=moved))
        return
    connection.execute(changes.delete().where(changes.c.kind == kind, changes.c.key == key))
    connection.execute(changes.insert().values(**values))


def start_anew(connection: sa.Connection) -> None:
    """After a restore: transactions of another life of the server have numbers that mean nothing in this one."""
    connection.execute(changes.update().where(changes.c.tx != 0).values(tx=0))


def publish_new(connection: sa.Connection, rows: Sequence[Row]) -> None:
    """The same for many rows that were never published before, by one statement."""
    values = [dict(zip(("kind", "key"), _kind_and_key(row), strict=True), row=msgspec.json.encode(row)) for row in rows]
    bulk.insert(connection, changes, values)


def page(
    connection: sa.Connection,
    *,
    roles: frozenset[str],
    generation: str,
    claimed: str,
    cursor: str,
    limit: int,
    now_ms: int,
    also: frozenset[str] = frozenset(),
) -> ChangesResponse:
    """At most `limit` rows after `cursor` that a station with these roles may see, with the later kinds that it asks for.

    A cursor of another generation, or a claim to one, starts from the beginning. Raises `Refused(REQUEST_INVALID)` for a
    cursor that is none of ours.
    """
    after = _position(cursor, generation) if cursor and claimed in ("", generation) else (0, 0)
    wanted = sa.select(changes.c.tx, changes.c.seq, changes.c.row).where(
        sa.tuple_(changes.c.tx, changes.c.seq) > sa.tuple_(*after), changes.c.kind.in_(visible_kinds(roles, also))
    )
    if connection.dialect.name == "postgresql":
        wanted = wanted.where(changes.c.tx < _oldest_writing())
    found = connection.execute(wanted.order_by(changes.c.tx, changes.c.seq).limit(limit + 1)).all()
    rows = found[:limit]
    return ChangesResponse(
        server_ms=now_ms,
        generation=generation,
        cursor=_cursor(generation, (rows[-1].tx, rows[-1].seq) if rows else after),
        more=len(found) > limit,
        rows=[told for row in rows if (told := least(msgspec.json.decode(row.row, type=Row), roles)) is not None],
    )


def end(connection: sa.Connection, generation: str) -> str:
    """The cursor behind everything that this transaction can see: from there on comes all that it cannot.

    For who hands out the registry's rows by another way than page by page.
    """
    if connection.dialect.name == "postgresql":
        return _cursor(generation, (int(connection.scalar(sa.select(_oldest_writing())) or 0) - 1, _LARGEST))
    return _cursor(generation, (0, int(connection.scalar(sa.select(sa.func.max(changes.c.seq))) or 0)))


def _oldest_writing() -> sa.ColumnElement[int]:
    """The first transaction number at or after which something may still become visible."""
    return sa.cast(sa.cast(sa.func.pg_snapshot_xmin(sa.func.pg_current_snapshot()), sa.Text), sa.BigInteger)


def least(row: Row, roles: frozenset[str]) -> Row | None:
    """As much of a row as a station of these roles is told; None: nothing.

    Of staff who cannot do anything there any more it is told that, so that it forgets them.
    """
    match row:
        case CardRow() if not links(roles):
            return msgspec.structs.replace(row, holder=None)
        case StaffRow() if row.active and works_at(roles, row.roles):
            return msgspec.structs.replace(row, earlier=[])
        case StaffRow():
            known = works_at(roles, [*row.roles, *row.earlier])
            return StaffRow(staff=row.staff, medium=b"", name="", roles=[], pin_hash="", active=False) if known else None
    return row


def member(connection: sa.Connection, staff_id: str) -> StaffRow | None:
    """What stations were last told about a member of staff."""
    found = connection.scalar(sa.select(changes.c.row).where(changes.c.kind == "staff", changes.c.key == staff_id))
    return None if found is None else msgspec.json.decode(found, type=StaffRow)


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
        case AdmissionRow():
            return "admission", f"{row.visitor}/{row.admission}"


def _cursor(generation: str, place: _Place) -> str:
    return base64.urlsafe_b64encode(f"{generation}/{place[0]}.{place[1]}".encode()).decode()


def _position(cursor: str, generation: str) -> _Place:
    """Where a cursor stands; those of before schema 0004 have no number of a transaction."""
    try:
        theirs, separator, place = base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii").partition("/")
    except (UnicodeError, binascii.Error) as problem:
        raise Refused(Code.REQUEST_INVALID, part="cursor") from problem
    tx, _, seq = place.rpartition(".")
    if not separator or not all(part.isdecimal() and len(part) <= 18 for part in (tx or "0", seq)):
        raise Refused(Code.REQUEST_INVALID, part="cursor")
    return (int(tx or "0"), int(seq)) if theirs == generation else (0, 0)
