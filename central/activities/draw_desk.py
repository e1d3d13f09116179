"""What the calls about draws answer."""

import sqlalchemy as sa

from central import locks, people
from central.access import record_reads
from central.access.record_reads import ReadBy
from central.activities import book, draw_points, draws, who
from central.activities.book import Organiser
from central.activities.draws import Draw
from central.platform import Platform
from central.schema import draw_entries, draw_lists, draw_results, draw_seeds
from domain import draws as rules
from domain.errors import Code, Refused
from domain.wire_draws import DrawPlace, DrawPublic, DrawTickets, DrawTicketsAnswer, DrawWinner, DrawWinners, DrawWinnersAsked


def public(platform: Platform, connection: sa.Connection, draw_id: str) -> DrawPublic:
    """All that is published of a draw. Raises `Refused(DRAW_UNKNOWN)`."""
    draw = draws.find(connection, draw_id)
    listed = connection.execute(sa.select(draw_lists).where(draw_lists.c.draw == draw_id)).one_or_none()
    seed = connection.execute(sa.select(draw_seeds).where(draw_seeds.c.draw == draw_id)).one_or_none()
    return DrawPublic(
        server_ms=platform.now_ms(),
        generation=platform.generation,
        draw=draw.draw,
        title=draw.title,
        agency=draw.agency,
        state=draw.state,
        prizes=draw.prizes,
        substitutes=draw.substitutes,
        seed_source=draw.seed_source,
        seed_day=draw.seed_day,
        entries=len(draws.entries_of(connection, draw_id)),
        list_sha256="" if listed is None else bytes(listed.sha256).hex(),
        published_ms=None if listed is None else listed.published_ms,
        seed_value="" if seed is None else seed.value,
        seed_reference="" if seed is None else seed.reference,
        seed_fixed_ms=None if seed is None else seed.fixed_ms,
        places=places(connection, draw),
    )


def content(connection: sa.Connection, draw_id: str) -> bytes:
    """The published list. Raises `Refused` with DRAW_UNKNOWN, or DRAW_STEP before there is one."""
    draw = draws.find(connection, draw_id)
    found = connection.scalar(sa.select(draw_lists.c.content).where(draw_lists.c.draw == draw_id))
    if found is None:
        raise Refused(Code.DRAW_STEP, state=draw.state)
    return bytes(found)


def places(connection: sa.Connection, draw: Draw) -> list[DrawPlace]:
    """Who was drawn, in order, and which prize each takes as things stand."""
    results = sa.select(draw_results.c.entry).where(draw_results.c.draw == draw.draw).order_by(draw_results.c.place)
    drawn, gone = list(connection.scalars(results)), draws.withdrawals(connection, draw.draw)
    prizes = rules.prizes_of(draw.prizes, drawn, gone)
    return [
        DrawPlace(
            place=place,
            entry=entry,
            prize=prizes.get(entry, ""),
            withdrawn=gone.index(entry) + 1 if entry in gone else 0,
        )
        for place, entry in enumerate(drawn, 1)
    ]


def buy(platform: Platform, connection: sa.Connection, request: DrawTickets) -> DrawTicketsAnswer:
    """Spend a holder's points on tickets.

    Raises `Refused` as `draws.find`, `draws.require_state` and `who.by_card` do, with REQUEST_INVALID (`part`: another digest
    key, a draw without a price, more tickets than one may have) or AMOUNT_OVER_BALANCE.
    """
    if request.digest_key != platform.authority.keys.digest_key_id:
        raise Refused(Code.REQUEST_INVALID, part="digest_key")
    holder, now_ms = who.by_card(connection, request.medium), platform.now_ms()
    # The draw first, as whoever cancels it holds it before all that bought tickets.
    locks.hold(connection, draws.lock(request.draw))
    locks.hold(connection, locks.holder(holder))
    draw = draws.find(connection, request.draw)
    draws.require_state(draw, "open")
    if draw.point_kind is None or draw.points_per_ticket is None:
        raise Refused(Code.REQUEST_INVALID, part="draw")
    entry = draws.add_tickets(connection, draw, holder, request.tickets)
    cost = request.tickets * draw.points_per_ticket
    draw_points.pay(
        connection,
        op_id=request.op_id,
        draw=draw.draw,
        holder=holder,
        point_kind=draw.point_kind,
        tickets=request.tickets,
        cost=cost,
        now_ms=now_ms,
    )
    return DrawTicketsAnswer(
        server_ms=now_ms, generation=platform.generation, entry=entry.entry, tickets=entry.tickets, points=cost
    )


def winners(platform: Platform, connection: sa.Connection, caller: Organiser, request: DrawWinnersAsked) -> DrawWinners:
    """Who was drawn, masked, for the agency that hands out the prizes; that they were shown is written down.

    Raises `Refused` as `draws.find` and `book`.
    """
    draw = draws.find(connection, request.draw)
    book.require_agency(caller, draw.agency)
    rows = connection.execute(
        sa.select(draw_entries.c.entry, draw_entries.c.holder)
        .join(draw_results, sa.and_(draw_results.c.entry == draw_entries.c.entry, draw_results.c.draw == draw_entries.c.draw))
        .where(draw_entries.c.draw == draw.draw)
    )
    holders = {row.entry: row.holder for row in rows}
    reading = ReadBy(reader=caller.staff, agency=caller.agency, what="draw winners", reason=f"prizes of draw {draw.draw}")
    record_reads.note_listed(connection, holders.values(), reading, platform.now_ms())
    found = [
        DrawWinner(
            place=place.place,
            entry=place.entry,
            masked_name=people.masked_name(connection, platform.authority, holders[place.entry]),
            prize=place.prize,
        )
        for place in places(connection, draw)
    ]
    return DrawWinners(server_ms=platform.now_ms(), generation=platform.generation, winners=found)
