"""Changes of a card's state: by the table of `domain.card_states`, each written down with who, why and when."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from central import cards, locks
from central.authority import Authority
from central.cards import Card
from central.registry import bonus, rules, stock
from central.schema import card_history, card_replacements, notices
from central.schema import cards as card_rows
from central.store import Store
from central.verdict import Act
from domain import card_states, taipei
from domain.card_states import CardAct
from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem, Refused
from domain.programme import CardKind

LONGEST_REASON = 200
SYSTEM = "platform"
"""Who did what nobody did in person."""
OPERATOR = "operator"
"""Who did what was done on the platform's own machine."""
_EXPIRY = UUID("8d1f0b52-6f2a-5f0e-b6c1-7c9e4d3a2b10")
"""Namespace (RFC 9562, UUIDv5) of the op_ids of expiries: one per card and term."""
_NOTICE = UUID("a4f07a3e-55b1-5c7f-9d38-0b6a9c1e8d27")
"""Namespace of the op_ids of notices about a change."""
_STOCK = UUID("e3a1c5d4-7f60-5b92-8e1d-94c0a7d2b6f5")
"""Namespace of the op_ids of movements of stock that follow from a change."""
NOTICE_MS = 30 * 24 * 3_600_000
_AT_ONCE = 200
_GONE = frozenset({CardState.LOST, CardState.RETURNED})
_OF_THEIR_OWN = frozenset({CardAct.ISSUE, CardAct.UNBIND})
"""These change whom a card belongs to as well (`central.handlers.issuing`, `central.registry.replacing`)."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One act on one card. `reason` is a code or short words without personal data; `at_ms` is when it happened."""

    op_id: UUID
    act: CardAct
    reason: str
    who: str
    station: str | None = None
    at_ms: int


def change_of(act: Act, what: CardAct, reason: str) -> Change:
    """A change that a station's event asks for."""
    return Change(
        op_id=act.event.op_id,
        act=what,
        reason=reason,
        who=act.event.operator or "",
        station=act.event.station,
        at_ms=act.order_ms,
    )


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a card's history."""

    act: CardAct
    from_state: CardState
    to_state: CardState
    reason: str
    who: str
    station: str | None
    at_ms: int


def locked(connection: sa.Connection, medium: bytes) -> Card:
    """The card of a medium, with its and its holder's lock taken. Raises `Refused(CARD_UNKNOWN)`."""
    found = all_locked(connection, [medium])
    if not found:
        raise Refused(Code.CARD_UNKNOWN)
    return found[0]


def all_locked(connection: sa.Connection, media: Sequence[bytes]) -> list[Card]:
    """The cards of these media that there are, in their order, with all their and their holders' locks taken.

    Raises `EnvironmentProblem(PLATFORM_BUSY)` when one of them changed hands at that very moment.
    """
    seen = [card for medium in media if (card := cards.find(connection, medium)) is not None]
    holders = [locks.holder(card.holder) for card in seen if card.holder is not None]
    locks.hold(connection, *holders, *(locks.medium(card.medium) for card in seen))
    again = [card for card in (cards.find(connection, each.medium) for each in seen) if card is not None]
    if [card.holder for card in again] != [card.holder for card in seen]:
        raise EnvironmentProblem(Code.PLATFORM_BUSY)
    return again


def change(connection: sa.Connection, authority: Authority, card: Card, wanted: Change, now_ms: int) -> Card:
    """Carry out an act on a card that `locked` gave, tell the stations and write it down; the card as it is now.

    The same op_id again changes nothing. Raises `Refused` with CARD_STATE (the table does not have it, the card was replaced,
    the op_id did something else) or ONE_PER_PERSON (the person has got another card meanwhile).
    """
    done = connection.execute(
        sa.select(card_history.c.act).where(card_history.c.op_id == wanted.op_id, card_history.c.medium == card.medium)
    ).one_or_none()
    if done is not None:
        if done.act != wanted.act.value:
            raise Refused(Code.REQUEST_CONFLICT)
        return card
    if wanted.act in _OF_THEIR_OWN:
        raise Refused(Code.CARD_STATE, state=card.state.value, act=wanted.act.value)
    to = card_states.target(wanted.act, card.state, before_it_was_gone(connection, card))
    if to.usable and not card.state.usable:
        _require_free(connection, authority, card)
    changed = cards.set_state(connection, card, to) if to is not card.state else card
    if card.state is CardState.STOCK and to in _GONE:
        by = stock.By(op_id=uuid5(_STOCK, wanted.op_id.hex), who=wanted.who, at_ms=wanted.at_ms, reason=wanted.act.value)
        stock.gone(connection, card, by)
    if wanted.act is CardAct.RENEW:
        connection.execute(card_rows.update().where(card_rows.c.medium == card.medium).values(renewed_ms=wanted.at_ms))
    note(connection, card, to, wanted, now_ms)
    bonus.give(connection, authority, changed, now_ms)
    return changed


def note(connection: sa.Connection, card: Card, to: CardState, wanted: Change, now_ms: int) -> None:
    """Write a change down, once per op_id and card."""
    connection.execute(
        card_history.insert().values(
            op_id=wanted.op_id,
            medium=card.medium,
            act=wanted.act.value,
            from_state=card.state.value,
            to_state=to.value,
            reason=wanted.reason.strip()[:LONGEST_REASON],
            who=wanted.who,
            station=wanted.station,
            at_ms=wanted.at_ms,
            noted_ms=now_ms,
        )
    )


def history(connection: sa.Connection, medium: bytes, limit: int = 100) -> list[HistoryEntry]:
    """What was done to a card since it was registered, the newest first."""
    rows = connection.execute(
        sa.select(card_history).where(card_history.c.medium == medium).order_by(card_history.c.id.desc()).limit(limit)
    )
    return [
        HistoryEntry(
            act=CardAct(row.act),
            from_state=CardState(row.from_state),
            to_state=CardState(row.to_state),
            reason=row.reason,
            who=row.who,
            station=row.station,
            at_ms=row.at_ms,
        )
        for row in rows
    ]


def last_act_ms(connection: sa.Connection, medium: bytes) -> int:
    """When the newest act of a person on a card happened; 0 for none since it was registered."""
    found = connection.scalar(
        sa.select(sa.func.max(card_history.c.at_ms)).where(card_history.c.medium == medium, card_history.c.who != SYSTEM)
    )
    return int(found or 0)


def refuse_provisional(
    connection: sa.Connection, authority: Authority, medium: bytes, *, op_id: UUID, reason: Code, now_ms: int
) -> Card:
    """A check that was made after the card was handed over says no: it is suspended and its holder is told at the next tap.

    Also of a card that is active already. Safe to repeat with the same op_id. Raises `Refused` as `locked` and `change`.
    """
    card = locked(connection, medium)
    wanted = Change(op_id=op_id, act=CardAct.SUSPEND, reason=reason.value, who=SYSTEM, at_ms=now_ms)
    if card.state is CardState.SUSPENDED:
        return card
    suspended = change(connection, authority, card, wanted, now_ms)
    told = uuid5(_NOTICE, op_id.hex)
    known = connection.scalar(sa.select(notices.c.op_id).where(notices.c.op_id == told))
    if card.holder is not None and known is None:
        connection.execute(
            notices.insert().values(
                op_id=told, holder=card.holder, code=reason.value, points=0, at_ms=now_ms, until_ms=now_ms + NOTICE_MS
            )
        )
    return suspended


def confirm_provisional(connection: sa.Connection, authority: Authority, medium: bytes, *, op_id: UUID, now_ms: int) -> Card:
    """A check that was made after the card was handed over says yes. Nothing for a card that is not provisional."""
    card = locked(connection, medium)
    if card.state is not CardState.PROVISIONAL:
        return card
    wanted = Change(op_id=op_id, act=CardAct.CONFIRM, reason="", who=SYSTEM, at_ms=now_ms)
    return change(connection, authority, card, wanted, now_ms)


def expire_due(store: Store, authority: Authority, now_ms: int) -> int:
    """Expire every card whose term (`valid_years` of its kind, Taipei days) is over; how many just now. Safe to repeat.

    A term begins on the day of issue or of the last renewal; one that began on 29 February ends with February.
    """
    today, expired = taipei.day(now_ms), 0
    for kind in authority.programme.kinds:
        if kind.valid_years is None:
            continue
        began_before_ms = taipei.midnight_ms(_years_before(today, kind.valid_years)) + taipei.DAY_MS
        for some in _due(store, kind, began_before_ms):
            with store.write() as connection:
                for card in all_locked(connection, some):
                    expired += _expire(connection, authority, card, began_before_ms, now_ms)
    return expired


def _expire(connection: sa.Connection, authority: Authority, card: Card, began_before_ms: int, now_ms: int) -> bool:
    began_ms = connection.scalar(sa.select(_TERM_BEGAN).where(card_rows.c.medium == card.medium)) or 0
    if card.state not in card_states.MOVES[CardAct.EXPIRE].of or began_ms >= began_before_ms:
        return False
    op_id = uuid5(_EXPIRY, f"{card.medium.hex()}/{began_ms}")
    wanted = Change(op_id=op_id, act=CardAct.EXPIRE, reason="valid_years", who=SYSTEM, at_ms=now_ms)
    change(connection, authority, card, wanted, now_ms)
    return True


_TERM_BEGAN = sa.func.coalesce(card_rows.c.renewed_ms, card_rows.c.since_ms)


def _due(store: Store, kind: CardKind, began_before_ms: int) -> Iterator[list[bytes]]:
    after = b""
    states = [state.value for state in card_states.MOVES[CardAct.EXPIRE].of]
    while True:
        with store.read() as connection:
            found = connection.scalars(
                sa.select(card_rows.c.medium)
                .where(
                    card_rows.c.medium > after,
                    card_rows.c.card_kind == kind.id,
                    card_rows.c.state.in_(states),
                    began_before_ms > _TERM_BEGAN,
                )
                .order_by(card_rows.c.medium)
                .limit(_AT_ONCE)
            ).all()
        if not found:
            return
        yield [bytes(medium) for medium in found]
        after = bytes(found[-1])


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def before_it_was_gone(connection: sa.Connection, card: Card) -> CardState:
    """What a lost or returned card was before; active when that was never written down (of before this was kept)."""
    if card.state not in _GONE:
        return card.state
    found = connection.scalar(
        sa.select(card_history.c.from_state)
        .where(card_history.c.medium == card.medium, card_history.c.from_state.not_in([state.value for state in _GONE]))
        .order_by(card_history.c.id.desc())
        .limit(1)
    )
    return CardState.ACTIVE if found is None else CardState(found)


def require_no_rival(connection: sa.Connection, authority: Authority, card: Card) -> None:
    """Raises `Refused(ONE_PER_PERSON)` when the person has another usable card because of which they may not have this one."""
    kind = authority.programme.kind(card.card_kind)
    if kind is None or card.holder is None or card.origin == "bound":
        return
    if rules.rival(connection, authority, kind, card.holder, besides=card.medium) is not None:
        raise Refused(Code.ONE_PER_PERSON)


def _require_free(connection: sa.Connection, authority: Authority, card: Card) -> None:
    """Whether a blocked card may become usable: it was not replaced, and the person has no other card in its place."""
    replaced = sa.select(card_replacements.c.op_id).where(card_replacements.c.old_medium == card.medium)
    if connection.execute(replaced).first() is not None:
        raise Refused(Code.CARD_STATE, state=card.state.value, replaced="yes")
    require_no_rival(connection, authority, card)
