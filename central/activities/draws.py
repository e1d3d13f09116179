"""Draws, step by step: open, frozen (the list is published and can never change), drawn (the public value has decided).

What decides is `domain.draws`; here is who takes part, when a step may be taken, and what is kept of it: lists, values,
results and withdrawals are append-only.
"""

import secrets
from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import locks
from central.activities import book
from central.activities.book import Organiser
from central.schema import attendance, draw_entries, draw_lists, draw_results, draw_seeds, draw_withdrawals, draws
from domain import draws as rules
from domain import taipei
from domain.draws import Entry, EntryList, Prize
from domain.errors import Code, Refused
from domain.programme import Programme
from domain.wire_draws import DrawSave, DrawSeed, DrawState, DrawWithdrawal


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """A draw as it stands."""

    draw: str
    title: str
    agency: str
    activity: str | None
    point_kind: str | None
    points_per_ticket: int | None
    most_tickets: int
    prizes: list[Prize]
    substitutes: int
    seed_source: str
    seed_day: str
    state: DrawState
    made_ms: int


def lock(draw: str) -> locks.Lock:
    """Who changes a draw holds this."""
    return locks.named(f"draw:{draw}")


def find(connection: sa.Connection, draw: str) -> Draw:
    """A draw. Raises `Refused(DRAW_UNKNOWN)`."""
    row = connection.execute(sa.select(draws).where(draws.c.draw == draw)).one_or_none()
    if row is None:
        raise Refused(Code.DRAW_UNKNOWN)
    return Draw(**{**row._mapping, "prizes": msgspec.json.decode(row.prizes, type=list[Prize])})


def held(connection: sa.Connection, caller: Organiser, draw: str, *states: DrawState) -> Draw:
    """A draw that nobody else changes until the transaction ends.

    Raises `Refused` with DRAW_UNKNOWN, STAFF_NOT_ALLOWED (another agency's) or DRAW_STEP (`state`; not one of `states`).
    """
    locks.hold(connection, lock(draw))
    found = find(connection, draw)
    book.require_agency(caller, found.agency)
    require_state(found, *states)
    return found


def require_state(draw: Draw, *states: DrawState) -> None:
    """Raises `Refused(DRAW_STEP)` with `state`."""
    if draw.state not in states:
        raise Refused(Code.DRAW_STEP, state=draw.state)


def save(connection: sa.Connection, programme: Programme, caller: Organiser, request: DrawSave, now_ms: int) -> Draw:
    """Create or change an open draw.

    Raises `Refused` with REQUEST_INVALID (`part`), ACTIVITY_UNKNOWN, STAFF_NOT_ALLOWED or DRAW_STEP.
    """
    book.require_agency(caller, request.agency)
    locks.hold(connection, lock(request.draw))
    _check(connection, programme, caller, request)
    values = {
        **msgspec.structs.asdict(request),
        "prizes": msgspec.json.encode(request.prizes).decode(),
        "state": "open",
    }
    del values["op_id"]
    before = connection.execute(sa.select(draws).where(draws.c.draw == request.draw)).one_or_none()
    if before is None:
        connection.execute(draws.insert().values(made_ms=now_ms, **values))
    else:
        held(connection, caller, request.draw, "open")
        same_price = (before.point_kind, before.points_per_ticket) == (request.point_kind, request.points_per_ticket)
        if not same_price and entries_of(connection, request.draw):
            raise Refused(Code.REQUEST_INVALID, part="point_kind")
        connection.execute(draws.update().where(draws.c.draw == request.draw).values(**values))
    rules.canonical(entry_list(connection, find(connection, request.draw)))
    return find(connection, request.draw)


def _check(connection: sa.Connection, programme: Programme, caller: Organiser, request: DrawSave) -> None:
    if (request.point_kind is None) != (request.points_per_ticket is None):
        raise Refused(Code.REQUEST_INVALID, part="points_per_ticket")
    if request.point_kind is None and request.activity is None:
        raise Refused(Code.REQUEST_INVALID, part="activity")
    if request.point_kind is not None:
        kind = programme.point_kind(request.point_kind)
        if kind is None or kind.redeemable:
            raise Refused(Code.REQUEST_INVALID, part="point_kind")
    if request.activity is not None:
        book.own(connection, caller, request.activity)
    _day(request.seed_day)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise Refused(Code.REQUEST_INVALID, part="seed_day") from problem


# --- who takes part --------------------------------------------------------------------------------------------------


def entries_of(connection: sa.Connection, draw: str) -> list[Entry]:
    """Everybody who takes part, by the names that say nothing."""
    rows = connection.execute(
        sa.select(draw_entries.c.entry, draw_entries.c.tickets)
        .where(draw_entries.c.draw == draw)
        .order_by(draw_entries.c.entry)
    )
    return [Entry(entry=row.entry, tickets=row.tickets) for row in rows]


def add_tickets(connection: sa.Connection, draw: Draw, holder: UUID, tickets: int) -> Entry:
    """More tickets for a person. Raises `Refused(REQUEST_INVALID)` beyond the most that one may have (`most`)."""
    same = (draw_entries.c.draw == draw.draw, draw_entries.c.holder == holder)
    before = connection.execute(sa.select(draw_entries).where(*same)).one_or_none()
    after = tickets + (0 if before is None else before.tickets)
    if after > draw.most_tickets:
        raise Refused(Code.REQUEST_INVALID, part="tickets", most=draw.most_tickets)
    if before is not None:
        connection.execute(draw_entries.update().where(*same).values(tickets=after))
        return Entry(entry=before.entry, tickets=after)
    name = secrets.token_hex(8)
    connection.execute(draw_entries.insert().values(draw=draw.draw, holder=holder, entry=name, tickets=after))
    return Entry(entry=name, tickets=after)


def take_in_attendants(connection: sa.Connection, caller: Organiser, draw_id: str) -> int:
    """One ticket for each holder who was at the activity, none for those whose sign-in was undone since; how many are new.

    Raises as `held`, and `Refused(REQUEST_INVALID)` for a draw whose tickets cost points.
    """
    draw = held(connection, caller, draw_id, "open")
    if draw.activity is None or draw.point_kind is not None:
        raise Refused(Code.REQUEST_INVALID, part="activity")
    came = sa.select(attendance.c.holder).where(
        attendance.c.activity == draw.activity, attendance.c.undone_by.is_(None), attendance.c.holder.is_not(None)
    )
    present = {holder for holder in connection.scalars(came) if holder is not None}
    there = set(connection.scalars(sa.select(draw_entries.c.holder).where(draw_entries.c.draw == draw.draw)))
    new = present - there
    for holder in there - present:
        connection.execute(draw_entries.delete().where(draw_entries.c.draw == draw.draw, draw_entries.c.holder == holder))
    for holder in new:
        add_tickets(connection, draw, holder, 1)
    return len(new)


def entry_list(connection: sa.Connection, draw: Draw) -> EntryList:
    """The list as it would be published now."""
    return EntryList(
        draw=draw.draw,
        prizes=draw.prizes,
        substitutes=draw.substitutes,
        seed_source=draw.seed_source,
        seed_day=draw.seed_day,
        entries=entries_of(connection, draw.draw),
    )


# --- steps -----------------------------------------------------------------------------------------------------------


def freeze(connection: sa.Connection, caller: Organiser, draw_id: str, now_ms: int) -> None:
    """Publish the list: nobody comes in or leaves any more.

    Raises as `held`, and `Refused(REQUEST_INVALID)` when there is nobody on it, or when the public value would be fixed today
    or earlier (`part`).
    """
    draw = held(connection, caller, draw_id, "open")
    if _day(draw.seed_day) <= taipei.day(now_ms):
        raise Refused(Code.REQUEST_INVALID, part="seed_day")
    listed = entry_list(connection, draw)
    if not listed.entries:
        raise Refused(Code.REQUEST_INVALID, part="entries")
    content = rules.canonical(listed)
    connection.execute(
        draw_lists.insert().values(
            draw=draw.draw,
            content=content,
            sha256=bytes.fromhex(rules.list_hash(content)),
            published_ms=now_ms,
            staff=caller.staff,
        )
    )
    _move(connection, draw, "frozen")


def seed(connection: sa.Connection, caller: Organiser, request: DrawSeed, now_ms: int) -> None:
    """Enter the public value and draw.

    Raises as `held`, and `Refused(REQUEST_INVALID)` for a value that says nothing, or one that was not fixed on the day that
    was published, after the list was, and before now (`part`).
    """
    draw = held(connection, caller, request.draw, "frozen")
    published_ms = connection.scalar(sa.select(draw_lists.c.published_ms).where(draw_lists.c.draw == draw.draw)) or 0
    fixed_in_time = published_ms < request.fixed_ms <= now_ms
    if not fixed_in_time or taipei.day(request.fixed_ms).isoformat() != draw.seed_day:
        raise Refused(Code.REQUEST_INVALID, part="fixed_ms")
    value = rules.seed_text(request.value)
    connection.execute(
        draw_seeds.insert().values(
            draw=draw.draw,
            value=value,
            reference=request.reference,
            fixed_ms=request.fixed_ms,
            entered_ms=now_ms,
            staff=caller.staff,
        )
    )
    for place, entry in enumerate(rules.drawn(entry_list(connection, draw), value), 1):
        connection.execute(draw_results.insert().values(draw=draw.draw, place=place, entry=entry))
    _move(connection, draw, "drawn")


def cancel(connection: sa.Connection, caller: Organiser, draw_id: str) -> None:
    """The draw does not take place; `draw_points.give_back_cancelled` returns what was spent on it.

    Raises as `held`: one that is drawn stays so.
    """
    draw = held(connection, caller, draw_id, "open", "frozen")
    _move(connection, draw, "cancelled")


def withdraw(connection: sa.Connection, caller: Organiser, request: DrawWithdrawal, now_ms: int) -> None:
    """Somebody who was drawn leaves.

    Raises as `held`, and `Refused(REQUEST_INVALID)` for an entry that was not drawn, or has left.
    """
    draw = held(connection, caller, request.draw, "drawn")
    drawn = sa.select(draw_results.c.entry).where(draw_results.c.draw == draw.draw, draw_results.c.entry == request.entry)
    gone = withdrawals(connection, draw.draw)
    if connection.scalar(drawn) is None or request.entry in gone:
        raise Refused(Code.REQUEST_INVALID, part="entry")
    connection.execute(
        draw_withdrawals.insert().values(
            draw=draw.draw,
            entry=request.entry,
            number=len(gone) + 1,
            reason=request.reason,
            staff=caller.staff,
            at_ms=now_ms,
        )
    )


def withdrawals(connection: sa.Connection, draw: str) -> list[str]:
    """Entries that have withdrawn, in that order."""
    wanted = sa.select(draw_withdrawals.c.entry).where(draw_withdrawals.c.draw == draw).order_by(draw_withdrawals.c.number)
    return list(connection.scalars(wanted))


def _move(connection: sa.Connection, draw: Draw, state: DrawState) -> None:
    connection.execute(draws.update().where(draws.c.draw == draw.draw).values(state=state))
