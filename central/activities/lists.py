"""Registration lists of an organiser: one person at a time, from a file, and as they stand."""

from collections import Counter
from uuid import UUID

import sqlalchemy as sa

from central import locks, people
from central.access import record_reads
from central.access.record_reads import ReadBy
from central.activities import book, registering, who
from central.activities.book import Organiser
from central.files import csv_in
from central.files.csv_in import Reading, Row
from central.platform import Platform
from central.schema import activity_waiting, attendance, roster
from domain.errors import Code, Refused
from domain.wire_activities import (
    Register,
    Registered,
    RosterAsked,
    RosterImport,
    RosterImported,
    RosterLine,
    RosterPage,
)

MOST_ROWS = 5_000


def one(platform: Platform, connection: sa.Connection, caller: Organiser, request: Register) -> Registered:
    """Put somebody on the list or take them off.

    Raises `Refused` as `book.own`, `who` and `registering.register` do, and with REQUEST_INVALID (both or neither of card and
    number, another digest key).
    """
    locks.hold(connection, book.lock(request.activity))
    book.own(connection, caller, request.activity)
    holder, now_ms = _holder(platform, connection, request), platform.now_ms()
    if request.on:
        registering.register(connection, platform.authority, request.activity, holder, now_ms)
    else:
        registering.take_off(connection, platform.authority, request.activity, holder, now_ms)
    record_reads.note_listed(connection, [holder], _reading(caller, request.activity), now_ms)
    return Registered(
        server_ms=now_ms,
        generation=platform.generation,
        standing=registering.standing(connection, request.activity, holder),
        place=registering.place_of(connection, request.activity, holder),
        masked_name=people.masked_name(connection, platform.authority, holder),
    )


def read(request: RosterImport) -> Reading:
    """The file's rows. Raises as `csv_in.read`."""
    columns = (who.CARD_COLUMN, who.SEALED_COLUMN)
    encoding: csv_in.Encoding = "big5" if request.big5 else "utf-8"
    return csv_in.read(request.content, (), columns, encoding=encoding, most_rows=MOST_ROWS)


def take_in(platform: Platform, connection: sa.Connection, caller: Organiser, request: RosterImport) -> RosterImported:
    """Register whoever a file names. Raises `Refused` as `book.own`, `csv_in.read` and with ACTIVITY_CLOSED."""
    locks.hold(connection, book.lock(request.activity))
    row = book.own(connection, caller, request.activity)
    if not row._mapping["open"]:
        raise Refused(Code.ACTIVITY_CLOSED)
    now_ms = platform.now_ms()

    def named(row: Row) -> UUID:
        return who.by_row(connection, platform.authority, row, now_ms)

    holders, faults = csv_in.parsed(read(request), named, all_or_nothing=request.all_or_nothing)
    became: Counter[str] = Counter()
    for holder in holders:
        standing, new = registering.register(connection, platform.authority, request.activity, holder, now_ms)
        became[standing if new else "already"] += 1
    return RosterImported(
        server_ms=now_ms,
        generation=platform.generation,
        registered=became["registered"],
        waiting=became["waiting"],
        already=became["already"],
        faults=faults,
    )


def page(platform: Platform, connection: sa.Connection, caller: Organiser, request: RosterAsked) -> RosterPage:
    """Some of the list, then of the waiting list; that their names were shown is written down. Raises as `book.own`."""
    book.own(connection, caller, request.activity)
    first = sa.select(roster.c.holder, sa.literal(0).label("line"), sa.literal(0).label("number")).where(
        roster.c.activity == request.activity, roster.c.active
    )
    then = sa.select(activity_waiting.c.holder, sa.literal(1).label("line"), activity_waiting.c.id.label("number")).where(
        activity_waiting.c.activity == request.activity
    )
    both = sa.union_all(first, then).subquery()
    rows = connection.execute(
        sa.select(both).order_by(both.c.line, both.c.number, both.c.holder).offset(request.after).limit(request.limit + 1)
    ).all()
    there = _present(connection, request.activity)
    shown = [row.holder for row in rows[: request.limit]]
    record_reads.note_listed(connection, shown, _reading(caller, request.activity), platform.now_ms())
    lines = [
        RosterLine(
            holder=row.holder,
            masked_name=people.masked_name(connection, platform.authority, row.holder),
            standing="waiting" if row.line else "registered",
            present=row.holder in there,
        )
        for row in rows[: request.limit]
    ]
    more = len(rows) > request.limit
    return RosterPage(server_ms=platform.now_ms(), generation=platform.generation, lines=lines, more=more)


def _reading(caller: Organiser, activity: str) -> ReadBy:
    return ReadBy(reader=caller.staff, agency=caller.agency, what="activity list", reason=f"registration list of {activity}")


def _present(connection: sa.Connection, activity: str) -> set[UUID]:
    came = sa.select(attendance.c.holder).where(
        attendance.c.activity == activity, attendance.c.undone_by.is_(None), attendance.c.holder.is_not(None)
    )
    return {holder for holder in connection.scalars(came) if holder is not None}


def _holder(platform: Platform, connection: sa.Connection, request: Register) -> UUID:
    if (request.medium is None) == (request.sealed_id is None):
        raise Refused(Code.REQUEST_INVALID, part="medium")
    if request.sealed_id is not None:
        return who.by_sealed_id(connection, platform.authority, request.sealed_id, platform.now_ms())
    if request.digest_key != platform.authority.keys.digest_key_id:
        raise Refused(Code.REQUEST_INVALID, part="digest_key")
    return who.by_card(connection, request.medium or b"")
