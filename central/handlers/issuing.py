"""`card.issued` and `card.bound`: who holds which medium."""

from datetime import date
from uuid import UUID

import msgspec

from central import cards, journal, locks, people
from central.applications import book, collecting, submitting
from central.cards import Card
from central.handlers.sealed import opened
from central.registry import bonus, claims, rules, states, stock
from central.registry.states import change_of
from central.verdict import Act, Verdict, flagged, held, marked, medium_key
from central.virtual_card import bind_codes
from domain import national_id, taipei
from domain.card_states import CardAct
from domain.cards import CardState
from domain.eligibility import Applicant, offer
from domain.errors import Code, Refused
from domain.events import BoundMedium, CardBound, CardIssued, Particulars
from domain.fees import card_fee
from domain.programme import CardKind
from domain.wire import CardResult


def issue(act: Act) -> Verdict:
    """A card was handed over: it is active when the rules agree, and suspended, for a person to look at, when they do not.

    Of two cards of a one-per-person kind or exclusive group the one handed over first stays. A medium that is already
    registered stays with whom it belongs to. Of a bearer kind the medium need not be told: then the claim is all there is.
    """
    issued = act.event.payload
    assert isinstance(issued, CardIssued)
    today = taipei.day(act.occurred_ms)
    told = _told(act, issued)
    if told is None:
        return flagged(Code.APPLICATION_UNKNOWN, Code.APPLICATION_UNKNOWN.value)
    person, objection = _checked(told.person, today)
    locks.hold(act.connection, locks.person(people.digest_of(act.authority, person)))
    holder = people.join(act.connection, act.authority, issued.holder, person, now_ms=act.occurred_ms)
    journal.sealed_of(act.connection, act.event.op_id, act.signed, holder)
    kind = act.authority.programme.kind(issued.card_kind)
    if kind is None or not kind.bearer or act.event.medium is not None:
        locks.hold(act.connection, locks.holder(holder), locks.medium(act.medium))
        if (taken := _already_registered(act)) is not None:
            return taken
    else:
        locks.hold(act.connection, locks.holder(holder))
    # Looked at before there is one card more.
    anomalies = _fee_anomalies(act, kind, holder, person)
    objection = act.objection or objection or _refusal(act, kind, person, today)
    return marked(_judged(act, kind, holder, msgspec.structs.replace(told, person=person), objection), None, anomalies)


def bind(act: Act) -> Verdict:
    """A medium that the person owns was tied to them, by way of a card that they hold."""
    bound = act.event.payload
    assert isinstance(bound, CardBound)
    sealed = opened(act, BoundMedium)
    via = cards.find(act.connection, bound.via_medium)
    if via is None and not act.overdue:
        return held(medium_key(bound.via_medium))
    if via is None or via.holder is None:
        return flagged(Code.CARD_UNKNOWN if via is None else Code.CARD_NO_HOLDER, "bound_to_nobody")
    locks.hold(act.connection, locks.holder(via.holder), locks.medium(via.medium), locks.medium(act.medium))
    via = states.locked(act.connection, via.medium)
    assert via.holder is not None
    people.refer(act.connection, bound.holder, via.holder)
    journal.sealed_of(act.connection, act.event.op_id, act.signed, via.holder)
    if (taken := _already_registered(act)) is not None:
        return taken
    if bound.by_code and (wrong := _wrong_code(act, sealed.code, via)) is not None:
        return flagged(wrong, "bound_to_nobody")
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
    return _add(act, card, via.holder, sealed.uid, objection)


def _wrong_code(act: Act, code: str, via: Card) -> Code | None:
    """Use up the code by which somebody was recognised; why it is none, which leaves the card as it is: nobody's."""
    try:
        bearer = bind_codes.read(
            act.connection, act.authority, code, op_id=act.event.op_id, at_ms=act.occurred_ms, now_ms=act.now_ms
        )
        if (bearer.holder, bearer.medium) != (via.holder, via.medium):
            return Code.VIRTUAL_CODE_INVALID
        bind_codes.use(act.connection, bearer, act.event.op_id, act.now_ms)
    except Refused as refused:
        return refused.code
    return None


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    """Whose card it is. `anew`: they were taken down at the counter, and are newer than what the platform knows."""

    person: Particulars
    anew: bool


def _told(act: Act, issued: CardIssued) -> _Told | None:
    """Who was taken down at the counter; of a list that cards are handed out by, which names applications alone, the applicant.

    None: nobody knows that application, or whose it was.
    """
    try:
        return _Told(person=opened(act, Particulars), anew=True)
    except Refused:
        if issued.application is None:
            raise
    uid = opened(act, BoundMedium).uid
    application = book.find(act.connection, issued.application)
    papers = None if application is None else book.papers_of(act.connection, act.authority, application)
    if papers is None:
        return None
    person = Particulars(
        name=papers.name,
        national_id=papers.national_id,
        birthday=papers.birthday,
        district=papers.district,
        facts=papers.facts,
        uid=uid,
    )
    return _Told(person=person, anew=False)


def _judged(act: Act, kind: CardKind | None, holder: UUID, told: _Told, objection: Code | None) -> Verdict:
    person = told.person
    if objection is not None or kind is None or rules.lacks_main_card(act.connection, kind, holder):
        return _register(act, kind, holder, person.uid, objection or Code.NOT_ELIGIBLE)
    rival = rules.rival(act.connection, act.authority, kind, holder)
    if rival is None:
        if told.anew:
            people.renew(act.connection, act.authority, holder, person, as_of_ms=act.occurred_ms)
        return _register(act, kind, holder, person.uid, None)
    came_first = _came_first(act, rival)
    if came_first:
        states.change(act.connection, act.authority, rival, change_of(act, CardAct.SUSPEND, Code.ONE_PER_PERSON), act.now_ms)
    return _register(act, kind, holder, person.uid, Code.ONE_PER_PERSON, usable=came_first)


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
    free = existing is None or existing.state is CardState.STOCK
    if free and not cards.is_staff(act.connection, act.medium):
        return None
    owner = existing.holder if existing is not None else None
    result = None if existing is None or owner is None else CardResult(state=existing.state.value, holder=owner)
    return flagged(Code.CARD_ALREADY_BOUND, Code.CARD_ALREADY_BOUND.value, result=result)


def _refusal(act: Act, kind: CardKind | None, person: Particulars, today: date) -> Code | None:
    """Why this person may not have this kind, whatever else they hold."""
    if kind is None:
        return Code.NOT_ELIGIBLE
    applicant = Applicant(birthday=people.birthday_of(person), district=person.district, facts=frozenset(person.facts))
    if not offer(act.authority.programme, kind, applicant, today).allowed:
        return Code.NOT_ELIGIBLE
    digest = people.digest_of(act.authority, person)
    if claims.once_only(kind) and claims.has_claimed(act.connection, digest, kind.id):
        return Code.ONE_PER_PERSON
    return None


def _fee_anomalies(act: Act, kind: CardKind | None, holder: UUID, person: Particulars) -> list[str]:
    """Whether something else was charged than what this person pays for this card, or was told when they applied for it."""
    issued = act.event.payload
    assert isinstance(issued, CardIssued)
    if kind is None or issued.fee_ntd is None:
        return []
    application = None if issued.application is None else book.find(act.connection, issued.application)
    if application is not None:
        expected = 0 if collecting.given_back(act.connection, application) else application.fee_ntd
    else:
        had_one = submitting.had_one(act.connection, holder, people.digest_of(act.authority, person), kind)
        fee = card_fee(kind, had_one=had_one, facts=frozenset(person.facts))
        if fee is None:
            return []
        expected = fee.ntd
    return [] if issued.fee_ntd == expected else ["issue_fee_differs"]


def _came_first(act: Act, rival: Card) -> bool:
    """Whether this act came before the rival's, although it was received later."""
    if act.order_ms != rival.since_ms:
        return act.order_ms < rival.since_ms
    same_station = act.sitting.words.station_of(rival.op_id) == act.event.station
    return not same_station and act.event.op_id < rival.op_id


def _register(
    act: Act, kind: CardKind | None, holder: UUID, uid: bytes, objection: Code | None, *, usable: bool = False
) -> Verdict:
    issued = act.event.payload
    assert isinstance(issued, CardIssued)
    bearer = kind is not None and kind.bearer
    if kind is not None and (bearer or claims.once_only(kind)) and act.objection is None:
        claims.note(act.connection, act.event.op_id, holder, kind.id)
    state = CardState.ACTIVE if objection is None or usable else CardState.SUSPENDED
    if bearer and act.event.medium is None:
        return _said(objection, CardResult(state=state.value, holder=holder), [], [])
    card = Card(
        medium=act.medium,
        card_kind=issued.card_kind,
        state=state,
        holder=None if bearer else holder,
        carrier=issued.carrier,
        origin="issued",
        op_id=act.event.op_id,
        since_ms=act.order_ms,
    )
    return _add(act, card, holder, uid, objection)


def _add(act: Act, card: Card, holder: UUID, uid: bytes, objection: Code | None) -> Verdict:
    blank = cards.find(act.connection, card.medium)
    if blank is None:
        cards.add(act.connection, act.authority, card, uid)
    else:
        cards.take_from_stock(act.connection, act.authority, card, uid)
        states.note(act.connection, blank, card.state, change_of(act, CardAct.ISSUE, ""), act.now_ms)
    anomalies = []
    if card.origin == "issued":
        by = stock.By(op_id=act.event.op_id, who=act.event.operator or "", at_ms=act.occurred_ms)
        anomalies = stock.issued(act.connection, act.event.station, card, by, blank=blank)
    anomalies += bonus.give(act.connection, act.authority, card, act.now_ms)
    result = CardResult(state=card.state.value, holder=holder)
    return _said(objection, result, anomalies, [medium_key(card.medium)])


def _said(objection: Code | None, result: CardResult, anomalies: list[str], releases: list[str]) -> Verdict:
    if objection is None and not anomalies:
        return Verdict(result=result, releases=releases)
    named = [] if objection is None else [objection.value]
    return flagged(objection, *named, *anomalies, result=result, releases=releases)
