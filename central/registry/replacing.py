"""A new medium in the place of a lost or broken one, and media that are no longer city cards.

Points belong to the holder and need no moving. Value that waits for the old medium (待入卡) waits for the new one. Value on
the old card itself stays with that card: `release_value` moves it only after every station that could have touched the card has
reported (architecture.md, Money).
"""

from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from central import cards, ledger, locks, points
from central.authority import Authority
from central.cards import Card
from central.ledger import NTD, Account, Leg
from central.money import waiting
from central.registry import states, stock
from central.registry.states import Change
from central.schema import card_counters, card_replacements, heartbeats, loads, stations
from central.schema import cards as card_rows
from domain.card_states import MOVES, CardAct
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.loads import LoadState
from domain.media import Medium, MediumType

_MOVED = UUID("f0b9a3d1-1d5e-5a3c-9d43-51c2a7e86f04")
"""Namespace (RFC 9562, UUIDv5) of the op_ids under which value follows a replacement: one per operation and what it moves."""
_WITH_PURSES = ("counter", "kiosk")


class Replacement(msgspec.Struct, frozen=True, kw_only=True):
    """The new medium. `uid` empty: the carrier does not need it; `station` empty: no station's stock."""

    medium: bytes
    uid: bytes
    carrier: str
    reason: str
    """`lost`, `broken` or `other`."""
    fee_ntd: int


class Replaced(msgspec.Struct, frozen=True, kw_only=True):
    """What a replacement did. `open_loads` of the old card are still to be decided, and `on_card_ntd` is what it may hold."""

    card: Card
    moved_ntd: int
    open_loads: int
    on_card_ntd: int
    anomalies: list[str] = []


def fee_ntd(authority: Authority, card_kind: str) -> int:
    """What a replacement of this kind costs, whole NT$.

    Raises `Refused` with NOT_ELIGIBLE, CARD_NOT_REPLACEABLE, or FEE_UNPUBLISHED: nobody asks for a fee that is not published.
    """
    kind = authority.programme.kind(card_kind)
    if kind is None:
        raise Refused(Code.NOT_ELIGIBLE)
    if not kind.replaceable:
        raise Refused(Code.CARD_NOT_REPLACEABLE)
    if not isinstance(kind.fee.replacement_ntd, int):
        raise Refused(Code.FEE_UNPUBLISHED)
    return kind.fee.replacement_ntd


def replace(
    connection: sa.Connection, authority: Authority, old_medium: bytes, new: Replacement, *, by: Change, now_ms: int
) -> Replaced:
    """The new medium becomes what the old one was, which is never used again; `by.act` is LOST or RETURN.

    A suspended card's replacement is suspended. Raises `Refused` with CARD_UNKNOWN, CARD_NO_HOLDER, CARD_NOT_REPLACEABLE,
    FEE_UNPUBLISHED,
    CARD_STATE (it was replaced already), CARD_ALREADY_BOUND, CARD_RANDOM_UID, ONE_PER_PERSON or REQUEST_INVALID (carrier).
    """
    if new.uid:
        Medium(MediumType.UID, new.uid).require_fixed()
    locks.hold(connection, *_holder_locks(connection, old_medium), locks.medium(old_medium), locks.medium(new.medium))
    old = states.locked(connection, old_medium)
    _check(connection, authority, old, new)
    blank = _blank(connection, new.medium)
    before = _state_to_pass_on(connection, authority, old)
    if by.act is CardAct.RETURN or old.state is not CardState.RETURNED:
        old = states.change(connection, authority, old, by, now_ms)
    card = msgspec.structs.replace(old, medium=new.medium, carrier=new.carrier, state=before, op_id=by.op_id, since_ms=by.at_ms)
    if blank is None:
        cards.add(connection, authority, card, new.uid)
    else:
        cards.take_from_stock(connection, authority, card, new.uid)
        states.note(connection, blank, card.state, msgspec.structs.replace(by, act=CardAct.ISSUE), now_ms)
    connection.execute(
        card_replacements.insert().values(
            old_medium=old.medium,
            new_medium=new.medium,
            op_id=by.op_id,
            reason=new.reason,
            fee_ntd=new.fee_ntd,
            at_ms=by.at_ms,
        )
    )
    anomalies = []
    if by.station is not None and card.origin != "bound":
        anomalies = stock.issued(
            connection,
            by.station,
            card,
            stock.By(op_id=uuid5(_MOVED, f"{by.op_id}/stock"), who=by.who, at_ms=by.at_ms),
            blank=blank,
        )
    return Replaced(
        card=card,
        moved_ntd=waiting.move_waiting(connection, old.medium, new.medium, by.op_id, now_ms),
        open_loads=open_loads(connection, old.medium),
        on_card_ntd=on_card_ntd(connection, old.medium),
        anomalies=anomalies,
    )


def unbind(connection: sa.Connection, authority: Authority, medium: bytes, by: Change, now_ms: int) -> Card:
    """A medium that the person owns is no longer tied to them; anybody may bind it again.

    Value that waits for it waits for another usable card of the person. Raises `Refused` with CARD_UNKNOWN, CARD_STATE (it is
    no bound medium, it is blocked, or nothing else is there to take its value) or LOAD_OPEN.
    """
    card = states.locked(connection, medium)
    if card.origin != "bound" or card.holder is None or card.state not in MOVES[CardAct.UNBIND].of:
        raise Refused(Code.CARD_STATE, state=card.state.value, act=CardAct.UNBIND.value)
    if open_loads(connection, medium):
        raise Refused(Code.LOAD_OPEN)
    waiting_ntd = points.waiting_ntd(connection, medium)
    if waiting_ntd:
        others = (each for each in cards.of_holder(connection, card.holder) if each.medium != medium and each.state.usable)
        heir = next(others, None)
        if heir is None:
            raise Refused(Code.CARD_STATE, state=card.state.value, waiting_ntd=waiting_ntd)
        waiting.move_waiting(connection, medium, heir.medium, by.op_id, now_ms)
    states.note(connection, card, CardState.STOCK, by, now_ms)
    free = msgspec.structs.replace(card, state=CardState.STOCK, holder=None, op_id=by.op_id, since_ms=by.at_ms)
    cards.take_from_stock(connection, authority, free, b"")
    return free


def chain(connection: sa.Connection, medium: bytes) -> list[bytes]:
    """Every medium of a chain of replacements, the first one first, whichever of them is asked about."""
    first = medium
    while (earlier := _linked(connection, card_replacements.c.old_medium, card_replacements.c.new_medium, first)) is not None:
        first = earlier
    media = [first]
    while (later := _linked(connection, card_replacements.c.new_medium, card_replacements.c.old_medium, media[-1])) is not None:
        media.append(later)
    return media


def release_value(connection: sa.Connection, old_medium: bytes, op_id: UUID, now_ms: int) -> int:
    """What a replaced card held, as far as it is proven, waits for its successor, the newest of them; whole NT$. Once per
    replacement.

    Raises `Refused` with CARD_UNKNOWN (it was never replaced), LOAD_OPEN, or CARD_STATE (`stations`: so many that could have
    touched the card have not called since it was replaced).
    """
    locks.hold(connection, *_holder_locks(connection, old_medium))
    row = connection.execute(
        sa.select(card_replacements).where(card_replacements.c.old_medium == old_medium).with_for_update()
    ).one_or_none()
    if row is None:
        raise Refused(Code.CARD_UNKNOWN)
    if row.value_moved_ms is not None:
        return 0
    if open_loads(connection, old_medium):
        raise Refused(Code.LOAD_OPEN)
    if silent := silent_stations(connection, row.at_ms):
        raise Refused(Code.CARD_STATE, stations=silent)
    amount = on_card_ntd(connection, old_medium)
    moving = uuid5(_MOVED, f"{row.op_id}/value")
    holder = connection.execute(sa.select(card_rows.c.holder).where(card_rows.c.medium == old_medium)).scalar_one()
    if amount and ledger.begin(connection, moving, "value.release", f"{old_medium.hex()} {op_id}", now_ms):
        of = Account(kind="loaded", unit=NTD, holder=holder, medium=old_medium)
        new_medium = chain(connection, old_medium)[-1]
        ledger.post(connection, moving, [Leg(payer=of, payee=waiting.account(new_medium, holder), amount=amount)])
        waiting.add(
            connection,
            op_id=moving,
            medium=new_medium,
            holder=holder,
            point_kind=_loaded_from(connection, old_medium),
            points=amount,
            amount_ntd=amount,
        )
    done = card_replacements.update().where(card_replacements.c.old_medium == old_medium)
    connection.execute(done.values(value_moved_ms=now_ms))
    return amount


def is_released(connection: sa.Connection, old_medium: bytes) -> bool:
    """Whether a card was replaced and what it held waits for its successor."""
    moved = sa.select(card_replacements.c.value_moved_ms).where(card_replacements.c.old_medium == old_medium)
    return connection.scalar(moved) is not None


def on_card_ntd(connection: sa.Connection, medium: bytes) -> int:
    """What a card is proven to hold of what was loaded here: its last proven value, at most what loads put onto it."""
    loaded = ledger.balance(connection, Account(kind="loaded", unit=NTD, medium=medium))
    proven = connection.scalar(sa.select(card_counters.c.value_ntd).where(card_counters.c.medium == medium))
    return min(loaded, proven) if proven is not None else 0


def open_loads(connection: sa.Connection, medium: bytes) -> int:
    """How many loads of a card nobody has decided yet."""
    wanted = sa.select(sa.func.count()).where(loads.c.medium == medium, loads.c.state == LoadState.AUTHORISED.value)
    return int(connection.scalar(wanted) or 0)


def silent_stations(connection: sa.Connection, since_ms: int) -> int:
    """Stations that load cards, are not revoked, and may still have something to tell of a time before `since_ms`.

    What a station says of its own queue counts; one that has never said so counts by when it called last.
    """
    rows = connection.execute(
        sa.select(
            stations.c.roles, stations.c.last_seen_ms, heartbeats.c.at_ms, heartbeats.c.queued, heartbeats.c.oldest_unsent_ms
        )
        .outerjoin(heartbeats, heartbeats.c.station == stations.c.station)
        .where(stations.c.revoked_ms.is_(None))
    )
    silent = 0
    for row in rows:
        if set(_WITH_PURSES).isdisjoint(msgspec.json.decode(row.roles, type=list[str])):
            continue
        told_ms = row.at_ms if row.at_ms is not None else row.last_seen_ms or 0
        holds_back = row.queued and (row.oldest_unsent_ms is None or row.oldest_unsent_ms <= since_ms)
        silent += bool(told_ms <= since_ms or holds_back)
    return silent


def _check(connection: sa.Connection, authority: Authority, old: Card, new: Replacement) -> None:
    fee_ntd(authority, old.card_kind)
    kind = authority.programme.kind(old.card_kind)
    if old.holder is None:
        raise Refused(Code.CARD_NO_HOLDER)
    if kind is None or (old.origin != "bound" and new.carrier not in kind.carriers):
        raise Refused(Code.REQUEST_INVALID, part="carrier")
    replaced = sa.select(card_replacements.c.op_id).where(card_replacements.c.old_medium == old.medium)
    if old.state is CardState.STOCK or connection.execute(replaced).first() is not None:
        raise Refused(Code.CARD_STATE, state=old.state.value)


def _blank(connection: sa.Connection, medium: bytes) -> Card | None:
    """The new medium as it is registered; None when it is not. Raises `Refused(CARD_ALREADY_BOUND)` when it is somebody's."""
    known = cards.find(connection, medium)
    if cards.is_staff(connection, medium) or (known is not None and known.state is not CardState.STOCK):
        raise Refused(Code.CARD_ALREADY_BOUND)
    return known


def _state_to_pass_on(connection: sa.Connection, authority: Authority, old: Card) -> CardState:
    """Whoever may not use the old card may not use the new one; a second card of one-per-person is refused."""
    if states.before_it_was_gone(connection, old) is CardState.SUSPENDED:
        return CardState.SUSPENDED
    if not old.state.usable:
        states.require_no_rival(connection, authority, old)
    return CardState.ACTIVE


def _holder_locks(connection: sa.Connection, medium: bytes) -> list[locks.Lock]:
    holder = connection.scalar(sa.select(card_rows.c.holder).where(card_rows.c.medium == medium))
    return [] if holder is None else [locks.holder(holder)]


def _linked(connection: sa.Connection, wanted: sa.Column[bytes], given: sa.Column[bytes], medium: bytes) -> bytes | None:
    found = connection.scalar(sa.select(wanted).where(given == medium))
    return None if found is None else bytes(found)


def _loaded_from(connection: sa.Connection, medium: bytes) -> str:
    """The kind of points that a card's value was made of: of the last load."""
    kinds = sa.select(loads.c.point_kind).where(loads.c.medium == medium).order_by(loads.c.decided_ms.desc()).limit(1)
    return connection.scalar(kinds) or ""
