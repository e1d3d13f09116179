"""`card.issued` and `card.bound`: who holds which medium."""

from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import cards, people
from central.cards import Card
from central.handlers.sealed import opened
from central.schema import claims
from central.verdict import Act, Verdict, flagged, held, medium_key
from domain import national_id, taipei
from domain.cards import CardState
from domain.eligibility import Applicant, offer
from domain.errors import Code, Refused
from domain.events import BoundMedium, CardBound, CardIssued, Particulars
from domain.programme import CardKind
from domain.wire import CardResult


def issue(act: Act) -> Verdict:
    """A card was handed over: it is active when the rules agree, and suspended, for a person to look at, when they do not.

    Of two cards of a one-per-person kind or exclusive group the one handed over first stays. A medium that is already
    registered stays with whom it belongs to.
    """
    issued = act.event.payload
    assert isinstance(issued, CardIssued)
    today = taipei.day(act.occurred_ms)
    person, objection = _checked(opened(act, Particulars), today)
    objection = act.objection or objection
    holder = people.join(act.connection, act.authority, issued.holder, person, now_ms=act.occurred_ms)
    if (taken := _already_registered(act)) is not None:
        return taken
    kind = act.authority.programme.kind(issued.card_kind)
    if kind is None:
        objection = objection or Code.NOT_ELIGIBLE
        return _register(act, issued, bearer=False, holder=holder, uid=person.uid, objection=objection)
    if objection is None and not _eligible(act, kind, person, today):
        objection = Code.NOT_ELIGIBLE
    if objection is None and kind.one_per_person and _claimed(act, kind, holder):
        objection = Code.ONE_PER_PERSON
    if objection is not None:
        return _register(act, issued, bearer=kind.bearer, holder=holder, uid=person.uid, objection=objection)
    rival = _rival(act, kind, holder)
    if rival is None:
        people.renew(act.connection, act.authority, holder, person, as_of_ms=act.occurred_ms)
        return _register(act, issued, bearer=kind.bearer, holder=holder, uid=person.uid, objection=None)
    came_first = _came_first(act, rival)
    if came_first:
        cards.set_state(act.connection, rival, CardState.SUSPENDED)
    double = Code.ONE_PER_PERSON
    return _register(act, issued, bearer=kind.bearer, holder=holder, uid=person.uid, objection=double, usable=came_first)


def bind(act: Act) -> Verdict:
    """A medium that the person owns was tied to them, by way of a card that they hold."""
    bound = act.event.payload
    assert isinstance(bound, CardBound)
    uid = opened(act, BoundMedium).uid
    via = cards.find(act.connection, bound.via_medium)
    if via is None and not act.overdue:
        return held(medium_key(bound.via_medium))
    if via is None or via.holder is None:
        return flagged(Code.CARD_UNKNOWN if via is None else Code.CARD_NO_HOLDER, "bound_to_nobody")
    people.refer(act.connection, bound.holder, via.holder)
    if (taken := _already_registered(act)) is not None:
        return taken
    objection = act.objection or (None if via.state.usable else Code.CARD_BLOCKED)
    card = Card(
        medium=act.medium,
        card_kind=via.card_kind,
        state=CardState.ACTIVE if objection is None else CardState.SUSPENDED,
        holder=via.holder,
        carrier=bound.carrier,
        origin="bound",
        op_id=act.event.op_id,
        since_ms=act.order_ms,
    )
    return _add(act, card, via.holder, uid, objection)


def _checked(person: Particulars, today: date) -> tuple[Particulars, Code | None]:
    """The particulars with the national ID in its standard form, and what is wrong with them."""
    try:
        people.birthday_of(person)
        return msgspec.structs.replace(person, national_id=national_id.check(person.national_id, today)), None
    except Refused as refused:
        return person, refused.code
    except ValueError:
        return person, Code.DATE_FORMAT


def _already_registered(act: Act) -> Verdict | None:
    existing = cards.find(act.connection, act.medium)
    if existing is None and not cards.is_staff(act.connection, act.medium):
        return None
    owner = existing.holder if existing is not None else None
    result = None if existing is None or owner is None else CardResult(state=existing.state.value, holder=owner)
    return flagged(Code.CARD_ALREADY_BOUND, Code.CARD_ALREADY_BOUND.value, result=result)


def _eligible(act: Act, kind: CardKind, person: Particulars, today: date) -> bool:
    applicant = Applicant(birthday=people.birthday_of(person), district=person.district, facts=frozenset(person.facts))
    return offer(act.authority.programme, kind, applicant, today).allowed


def _claimed(act: Act, kind: CardKind, holder: UUID) -> bool:
    """Whether the person has had a bearer card of this kind: such a claim is never given back."""
    found = sa.select(claims.c.op_id).where(claims.c.holder == holder, claims.c.card_kind == kind.id)
    return act.connection.execute(found).first() is not None


def _rival(act: Act, kind: CardKind, holder: UUID) -> Card | None:
    """A usable card because of which this person may not have this kind as well."""
    for card in cards.of_holder(act.connection, holder):
        other = act.authority.programme.kind(card.card_kind)
        if not card.state.usable or card.origin == "bound" or other is None:
            continue
        same_kind = kind.one_per_person and other.id == kind.id
        if same_kind or (kind.exclusive_group is not None and other.exclusive_group == kind.exclusive_group):
            return card
    return None


def _came_first(act: Act, rival: Card) -> bool:
    """Whether this act came before the rival's, although it was received later."""
    if act.order_ms != rival.since_ms:
        return act.order_ms < rival.since_ms
    same_station = act.sitting.words.station_of(rival.op_id) == act.event.station
    return not same_station and act.event.op_id < rival.op_id


def _register(
    act: Act, issued: CardIssued, *, bearer: bool, holder: UUID, uid: bytes, objection: Code | None, usable: bool = False
) -> Verdict:
    if bearer and act.objection is None:
        act.connection.execute(claims.insert().values(op_id=act.event.op_id, holder=holder, card_kind=issued.card_kind))
    card = Card(
        medium=act.medium,
        card_kind=issued.card_kind,
        state=CardState.ACTIVE if objection is None or usable else CardState.SUSPENDED,
        holder=None if bearer else holder,
        carrier=issued.carrier,
        origin="issued",
        op_id=act.event.op_id,
        since_ms=act.order_ms,
    )
    return _add(act, card, holder, uid, objection)


def _add(act: Act, card: Card, holder: UUID, uid: bytes, objection: Code | None) -> Verdict:
    cards.add(act.connection, act.authority, card, uid)
    result = CardResult(state=card.state.value, holder=holder)
    releases = [medium_key(card.medium)]
    if objection is None:
        return Verdict(result=result, releases=releases)
    return flagged(objection, objection.value, result=result, releases=releases)
