"""What stations do to cards that there are: changes of state, replacements, unbinding; and to their stock of blank ones."""

import sqlalchemy as sa

from central import cards
from central.handlers.sealed import opened
from central.registry import replacing, states, stock
from central.registry.replacing import Replacement
from central.registry.states import change_of
from central.registry.stock import Place, Sort
from central.schema import stations
from central.verdict import Act, Verdict, flagged, held, medium_key
from domain.card_states import MOVES, CardAct
from domain.errors import Code, Refused
from domain.events import BoundMedium, CardReplaced, CardStateChanged, CardUnbound, StockCounted, StockMoved
from domain.wire import CardResult

SUPERSEDED = "card_state_superseded"
"""The anomaly of an act that came in after one that happened later: it is written down, and the later one stands."""


def state_changed(act: Act) -> Verdict:
    """A card was reported lost, found, suspended, …; what the table does not have is for a person to look at."""
    wanted = act.event.payload
    assert isinstance(wanted, CardStateChanged)
    waits = _unknown(act, act.medium)
    if waits is not None:
        return waits
    if act.objection is not None:
        return flagged(act.objection)
    card = states.locked(act.connection, act.medium)
    change = change_of(act, wanted.act, wanted.reason)
    if states.last_act_ms(act.connection, act.medium) > act.order_ms:
        states.note(act.connection, card, card.state, change, act.now_ms)
        return flagged(None, SUPERSEDED, result=_result(card))
    try:
        with act.connection.begin_nested():
            changed = states.change(act.connection, act.authority, card, change, act.now_ms)
    except Refused as refused:
        return flagged(refused.code, refused.code.value, result=_result(card))
    return Verdict(result=_result(changed))


def replaced(act: Act) -> Verdict:
    """The medium took the place of another, which is never used again."""
    wanted = act.event.payload
    assert isinstance(wanted, CardReplaced)
    uid = opened(act, BoundMedium).uid
    waits = _unknown(act, wanted.old_medium)
    if waits is not None:
        return waits
    if act.objection is not None:
        return flagged(act.objection)
    new = Replacement(medium=act.medium, uid=uid, carrier=wanted.carrier, reason=wanted.reason, fee_ntd=max(wanted.fee_ntd, 0))
    how = change_of(act, CardAct.LOST if wanted.reason == "lost" else CardAct.RETURN, wanted.reason)
    try:
        with act.connection.begin_nested():
            done = replacing.replace(act.connection, act.authority, wanted.old_medium, new, by=how, now_ms=act.now_ms)
    except Refused as refused:
        return _not_replaced(act, wanted, refused.code)
    verdict = Verdict(result=_result(done.card), releases=[medium_key(act.medium)])
    expected = replacing.fee_ntd(act.authority, done.card.card_kind)
    anomalies = [*done.anomalies, *(["replacement_fee_differs"] if wanted.fee_ntd != expected else [])]
    return flagged(None, *anomalies, result=verdict.result, releases=verdict.releases) if anomalies else verdict


def _not_replaced(act: Act, wanted: CardReplaced, code: Code) -> Verdict:
    """The new medium is in somebody's hands and counts for nothing; a lost card is lost all the same."""
    old = states.locked(act.connection, wanted.old_medium)
    if wanted.reason == "lost" and old.state in MOVES[CardAct.LOST].of:
        old = states.change(act.connection, act.authority, old, change_of(act, CardAct.LOST, wanted.reason), act.now_ms)
    return flagged(code, code.value, result=_result(old))


def unbound(act: Act) -> Verdict:
    """A medium that the person owns is no city card any more."""
    wanted = act.event.payload
    assert isinstance(wanted, CardUnbound)
    waits = _unknown(act, act.medium)
    if waits is not None:
        return waits
    if act.objection is not None:
        return flagged(act.objection)
    change = change_of(act, CardAct.UNBIND, wanted.reason)
    try:
        with act.connection.begin_nested():
            replacing.unbind(act.connection, act.authority, act.medium, change, act.now_ms)
    except Refused as refused:
        return flagged(refused.code, refused.code.value)
    return Verdict()


def stock_counted(act: Act) -> Verdict:
    """So many blank cards were found in a box at the station's site; a difference to the books is for a person to look at."""
    found = act.event.payload
    assert isinstance(found, StockCounted)
    sort = Sort(card_kind=found.card_kind, carrier=found.carrier)
    stock.check_sort(act.authority, sort)
    if act.objection is not None:
        return flagged(act.objection)
    place = Place(site=_site(act), box=found.box)
    difference = stock.counted(act.connection, place, sort, found.cards, by=_by(act, found.reason))
    return flagged(None, "stock_differs") if difference else Verdict()


def stock_moved(act: Act) -> Verdict:
    """Blank cards left a box of the station's site; when the books have not so many, a person has to look."""
    moved = act.event.payload
    assert isinstance(moved, StockMoved)
    sort = Sort(card_kind=moved.card_kind, carrier=moved.carrier)
    stock.check_sort(act.authority, sort)
    if act.objection is not None:
        return flagged(act.objection)
    here, there = Place(site=_site(act), box=moved.box), Place(site=moved.to_site, box=moved.to_box)
    try:
        with act.connection.begin_nested():
            stock.move(act.connection, here, there, sort, moved.cards, by=_by(act))
    except Refused as refused:
        return flagged(refused.code, refused.code.value)
    return Verdict()


def _unknown(act: Act, medium: bytes) -> Verdict | None:
    """Waits for a card that is not here yet; after the deadline somebody has to look."""
    if cards.find(act.connection, medium) is not None:
        return None
    staff = cards.is_staff(act.connection, medium)
    if staff or act.overdue:
        code = Code.STAFF_CARD_NOT_FOR_CITIZENS if staff else Code.CARD_UNKNOWN
        return flagged(code, code.value)
    return held(medium_key(medium))


def _site(act: Act) -> str:
    return str(act.connection.scalar(sa.select(stations.c.site).where(stations.c.station == act.event.station)))


def _by(act: Act, reason: str = "") -> stock.By:
    return stock.By(op_id=act.event.op_id, who=act.event.operator or "", at_ms=act.occurred_ms, reason=reason)


def _result(card: cards.Card) -> CardResult | None:
    return None if card.holder is None else CardResult(state=card.state.value, holder=card.holder)
