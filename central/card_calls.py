"""The calls about value on cards: what a station may learn of open loads and of one card's keys."""

import sqlalchemy as sa

from central import bulk, card_keys, cards, loads, locks
from central.access import record_reads
from central.access.record_reads import ReadBy
from central.authority import Authority
from central.schema import card_key_grants
from central.schema import loads as load_rows
from central.stations import Station
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.ids import parse_recovery_code
from domain.loads import LoadState
from domain.wire import CardKeysRequest, LoadGrantRequest, OpenLoad, OpenLoadsRequest

MOST_LISTED = 1_000
REDEEMING = frozenset({"kiosk", "counter"})
LISTING = frozenset({"counter"})
PERSONALISING = frozenset({"personalise"})


def load_grant(
    connection: sa.Connection, authority: Authority, station: Station, request: LoadGrantRequest, now_ms: int
) -> tuple[LoadState, bytes | None]:
    """How a load stands and, while it is open, the sealed `LoadGrant` with which its card can be asked.

    That it was given, to whom and when is written down in the same transaction. Raises `Refused` with STAFF_NOT_ALLOWED (the
    station's role), REQUEST_INVALID (another digest key, no UID or no grant key), LOAD_NOT_FOUND, CARD_SWAPPED (the load is
    another card's) or CARD_BLOCKED (that only a counter may ask).
    """
    _require(station, REDEEMING)
    _require_digest_key(authority, request.digest_key)
    uid = card_keys.opened_uid(authority, request.uid)
    locks.hold(connection, locks.medium(request.medium))
    load = loads.find(connection, request.load)
    if load is None:
        raise Refused(Code.LOAD_NOT_FOUND)
    if load.medium != request.medium or not card_keys.is_card(authority, uid, load.medium):
        raise Refused(Code.CARD_SWAPPED)
    if not load.state.open:
        return load.state, None
    card = cards.find(connection, load.medium)
    if card is not None and not card.state.usable and LISTING.isdisjoint(station.roles):
        raise Refused(Code.CARD_BLOCKED)
    grant = card_keys.load_grant(authority, load.driver, uid, request.grant_key)
    loads.write_grant(connection, load.op_id, station.station, now_ms)
    return load.state, grant


def open_loads(
    connection: sa.Connection, authority: Authority, station: Station, request: OpenLoadsRequest, now_ms: int
) -> tuple[list[OpenLoad], bool]:
    """Open loads, the oldest first, and whether there are more; that they were shown with masked names is written down.

    Raises `Refused` with STAFF_NOT_ALLOWED (the station's role), REQUEST_INVALID (limit, another digest key),
    RECOVERY_CODE_INVALID or LOAD_NOT_FOUND (`after`).
    """
    _require(station, LISTING)
    if not 1 <= request.limit <= MOST_LISTED:
        raise Refused(Code.REQUEST_INVALID, part="limit")
    if request.medium is not None:
        _require_digest_key(authority, request.digest_key)
    code = parse_recovery_code(request.recovery_code) if request.recovery_code else ""
    found = loads.listed(connection, authority, code=code, medium=request.medium, after=request.after, limit=request.limit + 1)
    shown = found[: request.limit]
    note_shown(connection, shown, station.station, now_ms)
    return shown, len(found) > request.limit


def note_shown(connection: sa.Connection, found: list[OpenLoad], reader: str, now_ms: int) -> None:
    """Write down that somebody was shown whose loads are open."""
    reading = ReadBy(reader=reader, agency="", what="open loads", reason="open loads are settled")
    wanted = sa.select(load_rows.c.holder).where(bulk.among(connection, load_rows.c.op_id, [load.load for load in found]))
    record_reads.note_listed(connection, connection.scalars(wanted).all(), reading, now_ms)


def card_keys_of(
    connection: sa.Connection, authority: Authority, station: Station, request: CardKeysRequest, now_ms: int
) -> bytes:
    """The sealed `CardKeys` of a blank card. That they were given, to whom and when is written down in the same transaction.

    Raises `Refused` with STAFF_NOT_ALLOWED (the station's role), REQUEST_INVALID (no such purse, sealed part or grant key),
    CARD_RANDOM_UID, CARD_ALREADY_BOUND (a citizen's card, or one that was to be loaded) or PURSE_MISSING (a UID that no such
    card has).
    """
    _require(station, PERSONALISING)
    purse = authority.programme.purse(request.purse)
    if purse is None or purse.driver != "desfire":
        raise Refused(Code.REQUEST_INVALID, part="purse")
    uid = card_keys.opened_uid(authority, request.uid)
    medium = card_keys.digest_of(authority, uid)
    locks.hold(connection, locks.medium(medium))
    known = cards.find(connection, medium)
    if (known is not None and known.state is not CardState.STOCK) or loads.any_of(connection, medium):
        raise Refused(Code.CARD_ALREADY_BOUND)
    grant = card_keys.all_keys(authority, purse, uid, request.grant_key)
    written = {"station": station.station, "medium": medium, "purse": purse.id, "at_ms": now_ms}
    connection.execute(card_key_grants.insert().values(**written))
    return grant


def _require(station: Station, roles: frozenset[str]) -> None:
    if roles.isdisjoint(station.roles):
        raise Refused(Code.STAFF_NOT_ALLOWED)


def _require_digest_key(authority: Authority, digest_key: str) -> None:
    if digest_key != authority.keys.digest_key_id:
        raise Refused(Code.REQUEST_INVALID, part="digest_key")
