"""Blank cards by site and box: how many of which kind lie where, and every movement of them.

A balance never goes below zero (a constraint of the database). A medium that was taken in by itself is a card of the registry
in the state `stock`, and `stock_cards` says in which box it lies.
"""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import cards, locks
from central.authority import Authority
from central.cards import Card
from central.schema import cards as card_rows
from central.schema import stations, stock, stock_cards, stock_moves
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.wire_registry import StockLevel, StockMovement

SHORT = "stock_short"
"""The anomaly of a card that was handed over where, by the books, no blank one was left."""
OTHER_SORT = "stock_kind_differs"
"""The anomaly of a blank card that was taken in as another kind, or of another carrier, than it was handed over as."""
MOST_MEDIA = 10_000
LONGEST_REASON = 200


Key = tuple[str, str, str, str]
"""Site, box, card kind and carrier."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A box at a site."""

    site: str
    box: str


class Sort(msgspec.Struct, frozen=True, kw_only=True):
    """What lies there."""

    card_kind: str
    carrier: str


class By(msgspec.Struct, frozen=True, kw_only=True):
    """Who did it, when, and why. `reason`: short words without personal data."""

    op_id: UUID
    who: str
    at_ms: int
    reason: str = ""


def check_sort(authority: Authority, sort: Sort) -> None:
    """Raises `Refused(REQUEST_INVALID)` for a kind or carrier that the programme does not have."""
    kind = authority.programme.kind(sort.card_kind)
    if kind is None or sort.carrier not in kind.carriers:
        raise Refused(Code.REQUEST_INVALID, part="card_kind")


def take_in(connection: sa.Connection, place: Place, sort: Sort, count: int, *, by: By, numbers: range | None = None) -> None:
    """New cards from the maker. `numbers`: their printed numbers, of which none may have been taken in before.

    Raises `Refused` with REQUEST_INVALID or CARD_ALREADY_BOUND (numbers that are here already).
    """
    if count < 1 or (numbers is not None and len(numbers) != count):
        raise Refused(Code.REQUEST_INVALID, part="cards")
    if numbers is not None:
        locks.hold(connection, locks.named(f"stock numbers/{sort.carrier}"))
    if numbers is not None and _overlaps(connection, sort.carrier, numbers):
        raise Refused(Code.CARD_ALREADY_BOUND)
    _add(connection, place, sort, count)
    _note(connection, "taken_in", sort, count, by, to=place, numbers=numbers)


def take_in_media(
    connection: sa.Connection, authority: Authority, place: Place, sort: Sort, media: list[bytes], *, by: By
) -> None:
    """New cards one by one, by their media's digests: each is known to the registry from now on.

    Raises `Refused` with REQUEST_INVALID (none, too many, one twice) or CARD_ALREADY_BOUND (`at`: which one is known).
    """
    if not 0 < len(media) <= MOST_MEDIA or len(set(media)) != len(media):
        raise Refused(Code.REQUEST_INVALID, part="media")
    for number, medium in enumerate(media, 1):
        if cards.find(connection, medium) is not None or cards.is_staff(connection, medium):
            raise Refused(Code.CARD_ALREADY_BOUND, at=number)
        card = Card(
            medium=medium,
            card_kind=sort.card_kind,
            state=CardState.STOCK,
            holder=None,
            carrier=sort.carrier,
            origin="issued",
            op_id=by.op_id,
            since_ms=by.at_ms,
        )
        cards.add(connection, authority, card, b"")
        connection.execute(stock_cards.insert().values(medium=medium, site=place.site, box=place.box))
    take_in(connection, place, sort, len(media), by=by)


def move(connection: sa.Connection, here: Place, there: Place, sort: Sort, count: int, *, by: By) -> None:
    """Cards go from one box to another. Raises `Refused` with REQUEST_INVALID or STOCK_UNKNOWN (there are not so many)."""
    if count < 1 or here == there:
        raise Refused(Code.REQUEST_INVALID, part="cards")
    _take(connection, here, sort, count)
    _add(connection, there, sort, count)
    _note(connection, "moved", sort, count, by, of=here, to=there)
    known = sa.select(stock_cards.c.medium).join(card_rows, card_rows.c.medium == stock_cards.c.medium)
    lying = known.where(
        stock_cards.c.site == here.site,
        stock_cards.c.box == here.box,
        card_rows.c.card_kind == sort.card_kind,
        card_rows.c.carrier == sort.carrier,
    )
    if level(connection, here, sort) == 0:
        moved = stock_cards.update().where(stock_cards.c.medium.in_(lying)).values(site=there.site, box=there.box)
        connection.execute(moved)


def counted(connection: sa.Connection, place: Place, sort: Sort, count: int, *, by: By, act: str = "counted") -> int:
    """So many cards were found in a box: the books follow. The difference, found minus booked.

    `act`: `counted`, or `corrected` with a reason. Raises `Refused` with REQUEST_INVALID or REASON_MISSING.
    """
    if count < 0:
        raise Refused(Code.REQUEST_INVALID, part="cards")
    if act == "corrected" and not by.reason.strip():
        raise Refused(Code.REASON_MISSING)
    booked = level(connection, place, sort, hold=True)
    if count > booked:
        _add(connection, place, sort, count - booked)
        _note(connection, act, sort, count - booked, by, to=place)
    else:
        if count < booked:
            _take(connection, place, sort, booked - count)
        _note(connection, act, sort, booked - count, by, of=place)
    return count - booked


def issued(connection: sa.Connection, station: str, card: Card, by: By, *, blank: Card | None = None) -> list[str]:
    """A card was handed over at a station: one blank card less at its site; what a person has to look at.

    Of the box in which this very medium lay (`blank`: what it was taken in as), else of the one that is named as the station
    (what an outreach team has taken along), else of the site's first box that has such cards. A site that keeps no stock of
    the sort has nothing to count.
    """
    lay = connection.execute(sa.select(stock_cards).where(stock_cards.c.medium == card.medium)).one_or_none()
    connection.execute(stock_cards.delete().where(stock_cards.c.medium == card.medium))
    sort = Sort(card_kind=card.card_kind, carrier=card.carrier)
    boxes = []
    if lay is not None and blank is not None:
        own = Sort(card_kind=blank.card_kind, carrier=blank.carrier)
        anomalies = [] if own == sort else [OTHER_SORT]
        if _taken(connection, Place(site=lay.site, box=lay.box), own, 1):
            _note(connection, "issued", own, 1, by, of=Place(site=lay.site, box=lay.box))
            return anomalies
        boxes.append(Place(site=lay.site, box=lay.box))
    site = connection.scalar(sa.select(stations.c.site).where(stations.c.station == station))
    places = [Place(site=row.site, box=row.box) for row in levels(connection, site=str(site or ""), sort=sort, empty=True)]
    boxes += sorted(places, key=lambda place: place.box != station)
    for place in boxes:
        if _taken(connection, place, sort, 1):
            _note(connection, "issued", sort, 1, by, of=place)
            return []
    return [SHORT] if boxes else []


def gone(connection: sa.Connection, blank: Card, by: By) -> None:
    """A blank card that was taken in by itself is lost or spoiled: one less in its box. Found again, it is counted in again."""
    lay = connection.execute(sa.select(stock_cards).where(stock_cards.c.medium == blank.medium)).one_or_none()
    if lay is None:
        return
    connection.execute(stock_cards.delete().where(stock_cards.c.medium == blank.medium))
    place, sort = Place(site=lay.site, box=lay.box), Sort(card_kind=blank.card_kind, carrier=blank.carrier)
    if _taken(connection, place, sort, 1):
        _note(connection, "corrected", sort, 1, by, of=place)


def level(connection: sa.Connection, place: Place, sort: Sort, *, hold: bool = False) -> int:
    """How many lie in a box. `hold`: nobody else changes that before this transaction's end (PostgreSQL)."""
    wanted = sa.select(stock.c.cards).where(*_here(place, sort))
    return int(connection.scalar(wanted.with_for_update() if hold else wanted) or 0)


def levels(
    connection: sa.Connection,
    *,
    site: str = "",
    sort: Sort | None = None,
    empty: bool = False,
    limit: int = 1_000,
    after: Key | None = None,
) -> list[StockLevel]:
    """What lies where, by site and box; of one site or all, of one sort or all, with or without empty boxes.

    `after`: what comes behind that one.
    """
    key = (stock.c.site, stock.c.box, stock.c.card_kind, stock.c.carrier)
    wanted = sa.select(stock).order_by(*key).limit(limit)
    if after is not None:
        wanted = wanted.where(sa.tuple_(*key) > sa.tuple_(*after))
    if site:
        wanted = wanted.where(stock.c.site == site)
    if sort is not None:
        wanted = wanted.where(stock.c.card_kind == sort.card_kind, stock.c.carrier == sort.carrier)
    if not empty:
        wanted = wanted.where(stock.c.cards > 0)
    return [StockLevel(**row._mapping) for row in connection.execute(wanted)]


def movements(connection: sa.Connection, *, site: str = "", after: int = 0, limit: int = 200) -> list[StockMovement]:
    """What came, went and was counted, oldest first; at a site, or anywhere."""
    wanted = sa.select(stock_moves).where(stock_moves.c.id > after).order_by(stock_moves.c.id).limit(limit)
    if site:
        wanted = wanted.where(sa.or_(stock_moves.c.from_site == site, stock_moves.c.to_site == site))
    found = []
    for row in connection.execute(wanted):
        values = dict(row._mapping)
        del values["op_id"]
        found.append(StockMovement(number=values.pop("id"), **values))
    return found


def _here(place: Place, sort: Sort) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        stock.c.site == place.site,
        stock.c.box == place.box,
        stock.c.card_kind == sort.card_kind,
        stock.c.carrier == sort.carrier,
    )


def _add(connection: sa.Connection, place: Place, sort: Sort, count: int) -> None:
    more = stock.update().where(*_here(place, sort)).values(cards=stock.c.cards + count)
    if connection.execute(more).rowcount:
        return
    first = {**msgspec.structs.asdict(place), **msgspec.structs.asdict(sort), "cards": count}
    try:
        with connection.begin_nested():
            connection.execute(stock.insert().values(**first))
    except sa.exc.IntegrityError:
        connection.execute(more)


def _taken(connection: sa.Connection, place: Place, sort: Sort, count: int) -> bool:
    less = stock.update().where(*_here(place, sort), stock.c.cards >= count).values(cards=stock.c.cards - count)
    return bool(connection.execute(less).rowcount)


def _take(connection: sa.Connection, place: Place, sort: Sort, count: int) -> None:
    if not _taken(connection, place, sort, count):
        raise Refused(Code.STOCK_UNKNOWN, cards=level(connection, place, sort))


def _overlaps(connection: sa.Connection, carrier: str, numbers: range) -> bool:
    same = sa.select(stock_moves.c.id).where(
        stock_moves.c.carrier == carrier,
        stock_moves.c.act == "taken_in",
        stock_moves.c.first_number <= numbers[-1],
        stock_moves.c.last_number >= numbers[0],
    )
    return connection.execute(same.limit(1)).first() is not None


def _note(
    connection: sa.Connection,
    act: str,
    sort: Sort,
    count: int,
    by: By,
    *,
    of: Place | None = None,
    to: Place | None = None,
    numbers: range | None = None,
) -> None:
    connection.execute(
        stock_moves.insert().values(
            op_id=by.op_id,
            act=act,
            card_kind=sort.card_kind,
            carrier=sort.carrier,
            from_site=of.site if of else None,
            from_box=of.box if of else None,
            to_site=to.site if to else None,
            to_box=to.box if to else None,
            cards=count,
            first_number=numbers[0] if numbers else None,
            last_number=numbers[-1] if numbers else None,
            reason=by.reason.strip()[:LONGEST_REASON],
            who=by.who,
            at_ms=by.at_ms,
        )
    )
